"""Text that is being typed survives interruptions, and is on the disk while it is typed."""

import functools
import signal
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Self

import pytest

from securebase_cli.model import Draft, Scaling
from securebase_cli.sitting import autosave, loop
from securebase_cli.sitting.autosave import draft_length
from securebase_cli.sitting.last_answers import PreviousAnswer
from securebase_cli.sitting.loop import PAUSED, SittingLoop
from securebase_cli.storage.drafts import Drafts
from securebase_cli.ui.prompts.asker import DraftListener, Reply
from securebase_cli.ui.prompts.signals import EndedBySignalError
from support.askers import (
    EMPTY_REPLY,
    TODAY,
    ScriptedAsker,
    TypedReply,
    answer_texts,
    sitting_loop,
    unfinished_draft,
)

# Seconds after which a test fails instead of hanging; nothing takes as long.
PATIENCE = 20


class Interrupted(ScriptedAsker):
    """A person who presses Ctrl-C while an answer is being put on the screen."""

    def show_answer(self, *_: object) -> None:
        raise KeyboardInterrupt


@pytest.fixture(autouse=True)
def _signals_as_they_were():
    """Restore the handler of Ctrl-C, which an interrupted sitting ignores."""
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


# Interruptions.


@pytest.mark.parametrize(
    ("end", "code"),
    [(KeyboardInterrupt(), 130), (EndedBySignalError(143), 143), (EndedBySignalError(129), 129)],
)
def test_what_is_being_written_survives_an_interruption(make_loop, drafts, end, code):
    asker = ScriptedAsker("One.", TypedReply("Half a sent", end))
    with pytest.raises(SystemExit) as raised:
        make_loop(asker, "problem-solving", "skills-sharing").run()
    assert code == raised.value.code
    assert {"problem-solving": "One.", "skills-sharing": "Half a sent"} == answer_texts(
        unfinished_draft(drafts)
    )
    assert PAUSED == asker.messages[-1]


def test_the_action_being_written_survives_an_interruption(make_loop, drafts):
    asker = ScriptedAsker("One.", TypedReply("A buddy\nsystem", KeyboardInterrupt()))
    with pytest.raises(SystemExit):
        make_loop(asker, "skills-sharing").run()
    assert "A buddy system" == unfinished_draft(drafts).action.text


def test_an_answer_that_was_just_given_survives_an_interruption(make_loop, drafts):
    with pytest.raises(SystemExit):
        make_loop(Interrupted("One."), "skills-sharing").run()
    assert {"skills-sharing": "One."} == answer_texts(unfinished_draft(drafts))


def test_an_answer_that_was_just_given_is_not_taken_for_one_to_the_next_question(make_loop, drafts):
    with pytest.raises(SystemExit):
        make_loop(Interrupted("One."), "problem-solving", "skills-sharing").run()
    draft = unfinished_draft(drafts)
    assert {"problem-solving": "One."} == answer_texts(draft)
    assert (1, ()) == (draft.step_index, draft.skipped)


def test_the_last_answer_is_not_taken_for_the_action(make_loop, drafts):
    with pytest.raises(SystemExit):
        make_loop(Interrupted("One."), "skills-sharing").run()
    assert unfinished_draft(drafts).action is None


def test_an_interruption_at_the_next_question_leaves_that_one_empty(make_loop, drafts):
    asker = ScriptedAsker("One.", KeyboardInterrupt())
    with pytest.raises(SystemExit):
        make_loop(asker, "problem-solving", "skills-sharing").run()
    assert {"problem-solving": "One."} == answer_texts(unfinished_draft(drafts))


def test_an_action_that_was_just_agreed_survives_an_interruption_at_its_date(make_loop, drafts):
    with pytest.raises(SystemExit):
        make_loop(ScriptedAsker("One.", "A walk", KeyboardInterrupt()), "skills-sharing").run()
    draft = unfinished_draft(drafts)
    assert ("A walk", {"skills-sharing": "One."}) == (draft.action.text, answer_texts(draft))


def test_what_was_deleted_again_stays_as_it_was_before(make_loop, drafts):
    class Deleting(ScriptedAsker):
        def type_text(self, text: str, listener: DraftListener) -> None:
            super().type_text(text, listener)
            if text == "":
                listener.on_change(0, str)

    asker = Deleting("One.", Reply("back", "Two."), TypedReply("", KeyboardInterrupt()))
    with pytest.raises(SystemExit):
        make_loop(asker, "problem-solving", "skills-sharing").run()
    assert {"problem-solving": "One.", "skills-sharing": "Two."} == answer_texts(
        unfinished_draft(drafts)
    )


def test_the_first_answer_survives_an_interruption_at_the_nudge(make_loop, drafts):
    with pytest.raises(SystemExit):
        make_loop(ScriptedAsker("Yes", KeyboardInterrupt()), "praise").run()
    assert {"praise": "Yes"} == answer_texts(unfinished_draft(drafts))


def test_the_draft_is_saved_although_the_terminal_is_gone(make_loop, drafts):
    class Gone(ScriptedAsker):
        def show(self, *_: object) -> None:
            if self.prompts:
                raise OSError(5, "Input/output error")

    asker = Gone(TypedReply("Half a sent", EndedBySignalError(129)))
    with pytest.raises(SystemExit) as raised:
        make_loop(asker, "skills-sharing").run()
    assert 129 == raised.value.code
    assert {"skills-sharing": "Half a sent"} == answer_texts(unfinished_draft(drafts))


@pytest.mark.parametrize("typed", ["", " ", "\n\n"])
def test_an_interruption_before_anything_was_written_leaves_nothing(make_loop, drafts, typed):
    asker = ScriptedAsker(TypedReply(typed, KeyboardInterrupt()))
    with pytest.raises(SystemExit):
        make_loop(asker, "skills-sharing").run()
    assert unfinished_draft(drafts) is None
    assert "Nothing was written." == asker.messages[-1]


def test_an_unexpected_exception_saves_the_text_too(make_loop, drafts):
    asker = ScriptedAsker("One.", TypedReply("Half a sent", RuntimeError()))
    with pytest.raises(RuntimeError):
        make_loop(asker, "problem-solving", "skills-sharing").run()
    assert {"problem-solving": "One.", "skills-sharing": "Half a sent"} == answer_texts(
        unfinished_draft(drafts)
    )


# While text is being typed.


class Watched(Drafts):
    """Drafts that set `news` after each save."""

    def __init__(self, inner: Path) -> None:
        super().__init__(inner)
        self.news = threading.Event()

    def save(self, draft: Draft) -> Path:
        path = super().save(draft)
        self.news.set()
        return path


class Typing(ScriptedAsker):
    """A person who types on only after the text is on the disk, and records what is there."""

    def __init__(
        self, watched: Watched, *replies: Reply | TypedReply, replies_to_takeaway: bool = False
    ) -> None:
        super().__init__(*replies, replies_to_takeaway=replies_to_takeaway)
        self.on_disk: list[dict[str, str]] = []
        self._watched = watched

    def type_text(self, text: str, listener: DraftListener) -> None:
        self._watched.news.clear()
        listener.on_change(len(text), functools.partial(str, text))
        assert self._watched.news.wait(PATIENCE)
        self.on_disk.append(answer_texts(unfinished_draft(self._watched)))


class Suspending(Typing):
    """A person who types on and then presses Ctrl-Z."""

    def type_text(self, text: str, listener: DraftListener) -> None:
        super().type_text(text[:1], listener)
        ScriptedAsker.type_text(self, text, listener)
        listener.flush()
        self.on_disk.append(answer_texts(unfinished_draft(self._watched)))


def test_text_is_on_the_disk_while_it_is_typed(content, tmp_path):
    drafts = Watched(tmp_path)
    long = "All of it. " * 30
    asker = Typing(drafts, TypedReply("Half a sent", Reply("pause", long)))
    sitting_loop(content, asker, drafts, "skills-sharing").run()
    assert [{"skills-sharing": "Half a sent"}, {"skills-sharing": long}] == asker.on_disk


def test_flush_saves_text_that_is_not_due(content, tmp_path, monkeypatch):
    # The clock stands still, so that only the first character is due.
    monkeypatch.setattr(autosave, "time", SimpleNamespace(monotonic=lambda: 1000.0))
    drafts = Watched(tmp_path)
    asker = Suspending(drafts, TypedReply("Half a sent", EndedBySignalError(143)))
    with pytest.raises(SystemExit):
        sitting_loop(content, asker, drafts, "skills-sharing").run()
    assert [{"skills-sharing": "H"}, {"skills-sharing": "Half a sent"}] == asker.on_disk


def test_without_text_there_is_no_file(content, tmp_path):
    drafts = Drafts(tmp_path / "inner")
    asker = ScriptedAsker(TypedReply(" \n.pau", Reply("pause", "")))
    sitting_loop(content, asker, drafts, "skills-sharing").run()
    assert not drafts.folder.exists()


@pytest.mark.parametrize("command", [".", ".p", ".pau", ".pause", ".b", ".editor"])
def test_a_command_that_is_being_typed_is_not_saved(make_loop, drafts, command):
    asker = ScriptedAsker(TypedReply(f"Half\n{command}", KeyboardInterrupt()))
    with pytest.raises(SystemExit):
        make_loop(asker, "skills-sharing").run()
    assert {"skills-sharing": "Half"} == answer_texts(unfinished_draft(drafts))


@pytest.mark.parametrize("command", [".", ".p", ".pau", ".pause", ".b", ".editor"])
def test_a_command_alone_leaves_no_draft(make_loop, drafts, command):
    asker = ScriptedAsker(TypedReply(command, KeyboardInterrupt()))
    with pytest.raises(SystemExit):
        make_loop(asker, "skills-sharing").run()
    assert unfinished_draft(drafts) is None


@pytest.mark.parametrize("text", ["..", ".pause now", "Half a sent.", ".x", "Half\n .pau"])
def test_text_that_only_looks_like_a_command_is_saved(make_loop, drafts, text):
    asker = ScriptedAsker(TypedReply(text, KeyboardInterrupt()))
    with pytest.raises(SystemExit):
        make_loop(asker, "skills-sharing").run()
    assert {"skills-sharing": text} == answer_texts(unfinished_draft(drafts))


def test_control_characters_are_removed_from_text_that_is_being_typed(make_loop, drafts):
    asker = ScriptedAsker(TypedReply("re\x1bd", KeyboardInterrupt()))
    with pytest.raises(SystemExit):
        make_loop(asker, "skills-sharing").run()
    assert {"skills-sharing": "red"} == answer_texts(unfinished_draft(drafts))


class RecordingAutosaver:
    """An autosaver that saves nothing and records the updates."""

    failure = ""
    has_file = False

    def __init__(self, *_: object, **__: object) -> None:
        self.updates: list[tuple[int, Draft]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def update(self, length: int, draft: Callable[[], Draft]) -> None:
        self.updates.append((length, draft()))

    def save_now(self, _draft: Draft) -> None:
        pass


def test_the_autosaver_is_told_the_length_of_the_whole_draft(make_loop, monkeypatch):
    monkeypatch.setattr(loop, "Autosaver", RecordingAutosaver)
    asker = ScriptedAsker(
        "One.", Reply("back", "Tw"), "One more.", "Twofold.", "Walks", EMPTY_REPLY
    )
    started_loop = make_loop(asker, "problem-solving", "skills-sharing")
    started_loop.run()
    updates = started_loop._autosaver.updates
    assert [draft_length(draft) for _, draft in updates] == [length for length, _ in updates]
    assert len("One.Tw") in [length for length, _ in updates]
    assert len("One more.Twofold.Walks") == updates[-1][0]


def test_an_answer_that_is_deleted_while_typing_leaves_the_draft_as_it_was(make_loop, monkeypatch):
    monkeypatch.setattr(loop, "Autosaver", RecordingAutosaver)

    class Deleting(ScriptedAsker):
        def type_text(self, text: str, listener: DraftListener) -> None:
            super().type_text(text, listener)
            listener.on_change(0, str)

    started_loop = make_loop(Deleting(Reply("pause", "No")), "skills-sharing")
    started_loop.run()
    assert [1, 2, 0] == [length for length, _ in started_loop._autosaver.updates]
    assert started_loop._autosaver.updates[-1][1].is_empty


def test_the_due_date_of_an_action_stays_while_the_action_is_changed(make_loop, drafts):
    asker = ScriptedAsker(
        "One.", "A walk", "2026-12-01", TypedReply("A long walk", KeyboardInterrupt())
    )
    started_loop = make_loop(asker, "skills-sharing")
    assert "finished" == started_loop.run()
    with pytest.raises(SystemExit):
        SittingLoop(started_loop.sitting, asker, drafts, TODAY).run()
    action = unfinished_draft(drafts).action
    assert ("A long walk", date(2026, 12, 1)) == (action.text, action.due)


# The takeaway.


@pytest.mark.parametrize(
    ("end", "code"),
    [(KeyboardInterrupt(), 130), (EndedBySignalError(143), 143), (EndedBySignalError(129), 129)],
)
def test_a_takeaway_that_is_being_typed_survives_an_interruption(make_loop, drafts, end, code):
    asker = ScriptedAsker("One.", TypedReply("Half a li", end), replies_to_takeaway=True)
    with pytest.raises(SystemExit) as raised:
        make_loop(asker, "skills-sharing").run()
    assert code == raised.value.code
    draft = unfinished_draft(drafts)
    assert ({"skills-sharing": "One."}, "Half a li") == (answer_texts(draft), draft.takeaway)
    assert PAUSED == asker.messages[-1]


@pytest.mark.parametrize("typed", ["", " ", ".", ".p", ".back"])
def test_an_interruption_before_there_is_a_takeaway_leaves_none(make_loop, drafts, typed):
    asker = ScriptedAsker("One.", TypedReply(typed, KeyboardInterrupt()), replies_to_takeaway=True)
    with pytest.raises(SystemExit):
        make_loop(asker, "skills-sharing").run()
    assert "" == unfinished_draft(drafts).takeaway


def test_a_takeaway_is_on_the_disk_while_it_is_typed(content, tmp_path):
    class TypingATakeaway(Typing):
        def type_text(self, text: str, listener: DraftListener) -> None:
            super().type_text(text, listener)
            self.on_disk[-1] = unfinished_draft(self._watched).takeaway

    drafts = Watched(tmp_path)
    line = "All of it." * 30
    replies = ("One.", TypedReply(line, Reply("pause", line * 2)))
    asker = TypingATakeaway(drafts, *replies, replies_to_takeaway=True)
    sitting_loop(content, asker, drafts, "skills-sharing").run()
    assert ["", line, line * 2] == asker.on_disk


def test_control_characters_are_removed_from_a_takeaway_that_is_being_typed(make_loop, drafts):
    reply = TypedReply("re\x1bd\tand so on", KeyboardInterrupt())
    asker = ScriptedAsker("One.", reply, replies_to_takeaway=True)
    with pytest.raises(SystemExit):
        make_loop(asker, "skills-sharing").run()
    assert "red and so on" == unfinished_draft(drafts).takeaway


def test_an_interruption_while_the_last_answer_is_shown_keeps_the_new_one(make_loop, drafts):
    class Interrupting(ScriptedAsker):
        def show(self, page) -> None:
            super().show(page)
            if self.messages[-1] == "Sometimes.":
                raise KeyboardInterrupt

    last = {"skills-sharing": PreviousAnswer("k3f7", date(2026, 5, 4), "Sometimes.")}
    with pytest.raises(SystemExit):
        make_loop(Interrupting("One."), "skills-sharing", find_last_answer=last.get).run()
    assert {"skills-sharing": "One."} == answer_texts(unfinished_draft(drafts))


# At the scale.


def test_an_interruption_at_the_scale_keeps_the_answers_and_is_asked_there_again(make_loop, drafts):
    with pytest.raises(SystemExit):
        make_loop(ScriptedAsker("One.", KeyboardInterrupt()), "praise", with_scales=True).run()
    draft = unfinished_draft(drafts)
    assert ({"praise": "One."}, 1, ()) == (answer_texts(draft), draft.step_index, draft.scalings)


def test_what_was_on_the_scale_before_survives_an_interruption_there(make_loop, drafts):
    asker = ScriptedAsker("One.", "7", "2", Reply("back", ""), KeyboardInterrupt())
    with pytest.raises(SystemExit):
        make_loop(asker, "praise", with_scales=True).run()
    assert (("acceptance", Scaling(7, "observed")),) == unfinished_draft(drafts).scalings


@pytest.mark.parametrize("end", [KeyboardInterrupt(), EndedBySignalError(143)])
def test_a_value_that_was_just_given_survives_an_interruption_at_how_it_is_known(
    make_loop, drafts, end
):
    with pytest.raises(SystemExit):
        make_loop(ScriptedAsker("One.", "7", end), "praise", with_scales=True).run()
    assert (("acceptance", Scaling(7)),) == unfinished_draft(drafts).scalings

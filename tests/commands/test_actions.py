"""Open actions are listed, and marked in the entry where they were agreed."""

import errno
import io
import json
import os
from datetime import date

import pytest

from securebase_cli.commands.actions import actions, dropped, later, tried
from securebase_cli.entry_format.action_line import ActionMark
from securebase_cli.errors import (
    ConcurrentChangeError,
    EntryTooLargeError,
    FolderError,
    SavingError,
    UnreadableEntriesError,
    UsageError,
)
from securebase_cli.model import Action
from securebase_cli.review.actions import pick_action
from securebase_cli.sitting.open_actions import mark_and_confirm
from securebase_cli.storage.entry_files import MAX_BYTES
from securebase_cli.storage.journal import Journal
from securebase_cli.ui.prompts.asker import Reply
from support.askers import ScriptedLineAsker
from support.builders import an_entry
from support.context import context
from support.example_actions import (
    OPEN_ACTION,
    TODAY,
    TRIED_ACTION,
    read_actions,
    text_replacer,
)
from support.file_system import raises_os_error


def mark(app, action, state, note, *, no_input=False) -> None:
    command = {"tried": tried, "dropped": dropped}[state]
    command(context(app), action, note, no_input=no_input)


pytestmark = pytest.mark.usefixtures("day_after")


def _agreed(app, number: int):
    stored = app.journal.find_and_read("k3f7", app.today)
    return pick_action(app.journal.find("k3f7", app.today), number, stored.entry)


# Which are open.


def test_what_is_open_is_listed_with_where_it_comes_from_and_how_to_mark_it(
    app, entry_path, capsys
):
    actions(context(app), as_json=False)
    said = capsys.readouterr()
    assert "Pair the newer two with a buddy\n  k3f7.1 · look again on 1 December 2026\n" in said.out
    assert "  Availability, 23 November 2026\n" in said.out
    assert "securebase actions later k3f7.1 2w" in said.out
    assert TRIED_ACTION.text not in said.out
    assert "" == said.err


def test_with_all_what_was_tried_is_listed_below_with_what_happened(app, entry_path, capsys):
    actions(context(app), all_=True)
    out = capsys.readouterr().out
    assert (
        out.index(OPEN_ACTION.text) < out.index("Tried or dropped") < out.index(TRIED_ACTION.text)
    )
    assert "k3f7.2 · tried on 23 November 2026" in out
    actions(context(app), all_=True, as_json=True)
    states = [found["state"] for found in json.loads(capsys.readouterr().out)]
    assert ["open", "tried"] == states


def test_where_nothing_is_open_all_still_shows_what_was_tried(app, capsys):
    app.journal.add(an_entry(actions=(Action("Praise", "tried", closed=TODAY, note="Glad"),)))
    actions(context(app), all_=True)
    said = capsys.readouterr()
    assert "k3f7.1 · tried on 24 November 2026" in said.out
    assert "Open to try" not in said.out
    assert said.err.startswith("Nothing is open to try.")


def test_as_json_each_has_its_handle_and_its_entry(app, entry_path, capsys):
    actions(context(app), as_json=True)
    (found,) = json.loads(capsys.readouterr().out)
    assert ("k3f7.1", "k3f7", "2026-12-01") == (found["handle"], found["entry"], found["due"])


def test_the_filters_say_of_which_entries(app, entry_path, capsys):
    app.journal.add(an_entry(id="m2aa", domain="acceptance", actions=(Action("Praise"),)))
    app.filter_options.domains = ["acc"]
    actions(context(app), as_json=True)
    assert ["m2aa.1"] == [found["handle"] for found in json.loads(capsys.readouterr().out)]


@pytest.mark.parametrize(("as_json", "out"), [(False, ""), (True, "[]\n")])
@pytest.mark.parametrize(
    ("tags", "words"),
    [([], "Nothing is open to try."), (["rota"], "Nothing open to try with these filters")],
)
def test_nothing_open_is_said_beside_an_empty_list(app, capsys, as_json, out, tags, words):
    app.filter_options.tags = tags
    actions(context(app), as_json=as_json)
    said = capsys.readouterr()
    assert out == said.out
    assert said.err.startswith(words)


def test_a_file_that_can_t_be_read_is_named_after_the_others_were_listed(app, entry_path, capsys):
    broken = entry_path.with_name("2026-11-20-0900-acceptance-m2aa.md")
    broken.write_bytes(b"\xff")
    with pytest.raises(UnreadableEntriesError, match=broken.name):
        actions(context(app), as_json=False)
    assert "k3f7.1" in capsys.readouterr().out


# Marking one.


@pytest.mark.parametrize(
    ("state", "then", "word"),
    [
        ("tried", OPEN_ACTION._replace(state="tried", closed=TODAY, note="They liked it"), "Tried"),
        (
            "dropped",
            OPEN_ACTION._replace(state="dropped", closed=TODAY, note="They liked it"),
            "Dropped",
        ),
    ],
)
def test_an_action_is_marked_today_with_what_happened(app, entry_path, capsys, state, then, word):
    mark(app, "k3f7.1", state, "They liked it")
    assert [then, TRIED_ACTION] == read_actions(app)
    said = capsys.readouterr()
    assert f"{word}: Pair the newer two with a buddy\n  k3f7.1\n  They liked it\n" == said.out
    assert "" == said.err


def test_a_day_to_look_again_is_set_and_said(app, entry_path, capsys):
    later(context(app), "K3F7.1", "2w", None)
    assert [OPEN_ACTION._replace(due=date(2026, 12, 8)), TRIED_ACTION] == read_actions(app)
    assert (
        "Open: Pair the newer two with a buddy\n  k3f7.1\n"
        "Look again on Tuesday 8 December.\n" == capsys.readouterr().out
    )


def test_what_was_tried_is_open_again_when_it_is_to_be_looked_at_later(app, entry_path):
    later(context(app), "k3f7.2", "tomorrow", "Once is not enough")
    again = Action(TRIED_ACTION.text, due=date(2026, 11, 25), note="Once is not enough")
    assert [OPEN_ACTION, again] == read_actions(app)


def test_a_day_that_has_gone_isrefused(app, entry_path):
    with pytest.raises(UsageError, match="has gone already"):
        later(context(app), "k3f7.1", "2026-11-23", None)
    assert [OPEN_ACTION, TRIED_ACTION] == read_actions(app)


def test_the_only_action_of_an_entry_is_named_by_the_entry_alone(app, capsys):
    app.journal.add(an_entry(actions=(OPEN_ACTION,)))
    mark(app, "last", "tried", "")
    assert "  k3f7.1\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("k3f7.3", "There is no action “k3f7.3”; the entry has 2."),
        ("k3f7", "The entry k3f7 has 2 actions."),
        ("zzzz.1", "There is no entry “zzzz”."),
        ("k3f7.x", "There is no entry “k3f7.x”."),
    ],
)
def test_what_is_not_there_is_an_error_that_says_what_is(app, entry_path, given, words):
    before = entry_path.read_bytes()
    with pytest.raises(UsageError) as refused:
        mark(app, given, "tried", "A note of mine")
    assert str(refused.value).startswith(words)
    assert "A note of mine" not in str(refused.value)
    assert before == entry_path.read_bytes()


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_of_a_file_edited_by_hand_only_the_action_s_line_changes(app, entry_path, end):
    text = entry_path.read_bytes().replace(b"id: k3f7", b"id: k3f7\nmood: [calm,  # odd\n  glad]")
    text = text.replace(b"- [ ] Pair", b"Words of mine\n\n  * [ ] \x00Pair") + b"\n  - a sub-task\t"
    before = b"\xef\xbb\xbf" + text.replace(b"\n", end)
    entry_path.write_bytes(before)
    mark(app, "k3f7.1", "tried", "")
    old, new = before.split(b"\n"), entry_path.read_bytes().split(b"\n")
    different = [(was, now) for was, now in zip(old, new, strict=True) if was != now]
    line = "  * [ ] \x00Pair the newer two with a buddy 📅 2026-12-01".encode() + end[:-1]
    then = line.replace(b"[ ]", b"[x]").replace(b"-01", b"-01" + " ✅ 2026-11-24".encode())
    assert [(line, then)] == different


@pytest.mark.parametrize("note", [None, ""])
def test_what_was_tried_already_is_left_as_it_is_and_that_is_said(app, entry_path, capsys, note):
    before = os.stat(entry_path)
    mark(app, "k3f7.2", "tried", note)
    assert (before.st_ino, before.st_mtime_ns) == (
        os.stat(entry_path).st_ino,
        os.stat(entry_path).st_mtime_ns,
    )
    said = capsys.readouterr()
    assert "" == said.out
    assert "k3f7.2 was tried on 23 November 2026 already. Nothing was changed." in said.err
    assert "securebase actions tried k3f7.2 --note -" in said.err


def test_what_happened_is_not_asked_where_nothing_would_change(app, entry_path, use_asker):
    person = use_asker(ScriptedLineAsker("words"))
    mark(app, "k3f7.2", "tried", None)
    assert [] == person.prompts
    assert [OPEN_ACTION, TRIED_ACTION] == read_actions(app)


def test_what_was_tried_already_can_still_get_a_note(app, entry_path):
    mark(app, "k3f7.2", "tried", "It took")
    mark(app, "k3f7.2", "tried", "three goes")
    assert [OPEN_ACTION, TRIED_ACTION._replace(note="It took · three goes")] == read_actions(app)


def test_the_day_that_is_set_already_is_not_set_again(app, entry_path, capsys):
    later(context(app), "k3f7.1", "2026-12-01", None)
    words = "k3f7.1 is open already, to be looked at on 1 December 2026. Nothing was changed.\n"
    assert words == capsys.readouterr().err


def test_an_open_action_without_a_date_can_stay_so(app, capsys):
    app.journal.add(an_entry(actions=(Action("Ask"),)))
    mark_and_confirm(app, _agreed(app, 1), ActionMark("open"))
    assert "k3f7.1 is open already. Nothing was changed.\n" == capsys.readouterr().err


# The note.


def test_a_note_from_standard_input_is_one_line(app, entry_path, typed):
    typed("\ufeffThey liked it.\n\nJo\tdid not.\n")
    mark(app, "k3f7.1", "tried", "-")
    assert "They liked it. Jo did not." == read_actions(app)[0].note


def test_control_characters_in_a_note_are_left_out_with_a_word(app, entry_path, capsys):
    mark(app, "k3f7.1", "tried", "They\x1b liked it")
    assert "They liked it" == read_actions(app)[0].note
    assert "1 control character was removed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"a\xff", "not text in UTF-8"), (b"x" * 65_537, "larger than 64 KiB")],
)
def test_what_can_t_be_a_note_changes_nothing(app, entry_path, monkeypatch, data, words):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    with pytest.raises(UsageError, match=words):
        mark(app, "k3f7.1", "tried", "-")
    assert [OPEN_ACTION, TRIED_ACTION] == read_actions(app)


def test_in_a_terminal_the_note_is_asked_for(app, entry_path, use_asker):
    person = use_asker(ScriptedLineAsker("They liked it"))
    mark(app, "k3f7.1", "tried", None)
    assert [OPEN_ACTION.text] == person.messages
    assert "They liked it" == read_actions(app)[0].note


def test_an_empty_answer_adds_nothing_and_marks_it_all_the_same(app, entry_path, use_asker):
    use_asker(ScriptedLineAsker(""))
    mark(app, "k3f7.1", "tried", None)
    assert OPEN_ACTION._replace(state="tried", closed=TODAY) == read_actions(app)[0]


@pytest.mark.parametrize(("note", "no_input"), [("", False), (None, True)])
def test_no_note_is_asked_for_with_no_input_or_a_note(app, entry_path, use_asker, note, no_input):
    person = use_asker(ScriptedLineAsker())
    mark(app, "k3f7.1", "tried", note, no_input=no_input)
    assert [] == person.messages
    assert "tried" == read_actions(app)[0].state


def test_on_a_pipe_nothing_is_asked(app, entry_path, typed, capsys):
    typed("not a note\n")
    mark(app, "k3f7.1", "tried", None)
    assert "" == read_actions(app)[0].note
    assert "What happened?" not in capsys.readouterr().out


def test_leaving_at_the_note_changes_nothing(app, entry_path, use_asker, capsys):
    class Leaving(ScriptedLineAsker):
        def ask_line(self, _question: str, **_: str) -> Reply:
            return Reply("pause", "")

    use_asker(Leaving())
    mark(app, "k3f7.1", "tried", None)
    assert [OPEN_ACTION, TRIED_ACTION] == read_actions(app)
    assert "Nothing was changed.\n" == capsys.readouterr().err


# What comes between.


class Meanwhile(ScriptedLineAsker):
    """Somebody whose entry changes while they are asked."""

    def __init__(self, does) -> None:
        super().__init__("They liked it")
        self.does = does

    def ask_line(self, question: str, **how: str) -> Reply:
        self.does()
        return super().ask_line(question, **how)


def test_a_change_by_another_program_meanwhile_is_kept(app, entry_path, use_asker):
    use_asker(Meanwhile(text_replacer(entry_path, "Most of them do.", "All of them do.")))
    mark(app, "k3f7.1", "tried", None)
    assert "They liked it" == read_actions(app)[0].note
    assert "All of them do." in entry_path.read_text("utf-8")


@pytest.mark.parametrize("new", ["- [ ] Another\n- [ ] Pair", "Pair", "- [ ] Care for"])
def test_an_action_that_is_no_longer_there_is_not_taken_for_another(
    app, entry_path, use_asker, capsys, new
):
    then = entry_path.read_text("utf-8").replace("- [ ] Pair", new)
    use_asker(Meanwhile(text_replacer(entry_path, "- [ ] Pair", new)))
    with pytest.raises(ConcurrentChangeError):
        mark(app, "k3f7.1", "tried", None)
    assert then == entry_path.read_text("utf-8")
    assert "They liked it" in capsys.readouterr().out


def _changing_before(monkeypatch, path, times: int) -> list[bytes]:
    """Let the file change between reading and writing it, so many times."""
    change = Journal.replace_entry
    left = [b"%d\n" % number for number in range(times)]

    def meanwhile(journal, name, before: bytes, after: bytes) -> str:
        if left:
            path.write_bytes(path.read_bytes() + left.pop())
        return change(journal, name, before, after)

    monkeypatch.setattr(Journal, "replace_entry", meanwhile)
    return left


def test_a_file_that_changes_in_that_very_moment_is_read_anew(app, entry_path, monkeypatch):
    _changing_before(monkeypatch, entry_path, 2)
    mark(app, "k3f7.1", "dropped", "")
    assert "dropped" == read_actions(app)[0].state
    assert entry_path.read_bytes().endswith(b"1\n0\n")


def test_a_file_that_goes_on_changing_is_left_alone(app, entry_path, monkeypatch):
    _changing_before(monkeypatch, entry_path, 3)
    with pytest.raises(ConcurrentChangeError):
        mark(app, "k3f7.1", "dropped", "")
    assert [OPEN_ACTION, TRIED_ACTION] == read_actions(app)


def test_a_file_that_can_t_be_written_is_as_it_was(app, entry_path, monkeypatch):
    before = entry_path.read_bytes()
    monkeypatch.setattr(os, "replace", raises_os_error(errno.EACCES))
    with pytest.raises(SavingError, match="Permission denied") as failed:
        mark(app, "k3f7.1", "tried", "They liked it")
    assert "They liked it" not in str(failed.value)
    assert before == entry_path.read_bytes()


def test_a_note_that_could_not_be_kept_is_shown_to_be_copied(
    app, entry_path, use_asker, monkeypatch, capsys
):
    use_asker(ScriptedLineAsker("They liked it"))
    monkeypatch.setattr(os, "replace", raises_os_error(errno.EACCES))
    with pytest.raises(SavingError):
        mark(app, "k3f7.1", "tried", None)
    assert "copy it from here.\nThey liked it\n" in capsys.readouterr().out


def test_where_nothing_was_typed_there_is_nothing_to_copy(
    app, entry_path, use_asker, monkeypatch, capsys
):
    use_asker(ScriptedLineAsker(""))
    monkeypatch.setattr(os, "replace", raises_os_error(errno.EACCES))
    with pytest.raises(SavingError):
        mark(app, "k3f7.1", "tried", None)
    assert "" == capsys.readouterr().out


def test_a_read_only_entry_is_refused_before_anyone_types(app, entry_path, use_asker):
    person = use_asker(ScriptedLineAsker())
    entry_path.chmod(0o444)
    with pytest.raises(SavingError, match="can't be changed: it is read-only; allow writing to"):
        mark(app, "k3f7.1", "tried", None)
    assert [] == person.messages


def test_before_anyone_types_it_is_clear_whether_it_can_be_kept(
    app, entry_path, use_asker, monkeypatch
):
    person = use_asker(ScriptedLineAsker())
    open_ = os.open

    def refuse(path, flags: int, *how: int, **more: int) -> int:
        if flags & os.O_CREAT:
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        return open_(path, flags, *how, **more)

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(FolderError, match="can't be written: Permission denied"):
        mark(app, "k3f7.1", "tried", None)
    assert [] == person.messages


def test_a_remark_on_what_failed_after_saving_is_passed_on(app, entry_path, monkeypatch, capsys):
    monkeypatch.setattr(
        "securebase_cli.storage.files.try_sync_folder", lambda _: "the folder is not synced"
    )
    mark(app, "k3f7.1", "tried", "")
    said = capsys.readouterr()
    assert said.out.startswith("Tried: ")
    assert "Saved, but the folder is not synced.\n" == said.err


def test_an_entry_never_becomes_too_large_to_be_read(app, entry_path):
    whole = entry_path.read_bytes()
    before = whole + b"x" * (MAX_BYTES - len(whole) - 50)
    entry_path.write_bytes(before)
    with pytest.raises(EntryTooLargeError, match="shorten the note"):
        mark(app, "k3f7.1", "tried", "word " * 20)
    assert before == entry_path.read_bytes()
    mark(app, "k3f7.1", "tried", "")
    assert "tried" == read_actions(app)[0].state


@pytest.mark.parametrize("data", [b"", b"\xff", b"words"])
def test_an_entry_that_can_t_be_read_is_named_and_left_alone(app, entry_path, data):
    entry_path.write_bytes(data)
    with pytest.raises(UnreadableEntriesError, match=entry_path.name):
        mark(app, "k3f7.1", "tried", "")
    assert data == entry_path.read_bytes()

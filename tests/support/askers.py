"""Askers that give prepared replies instead of reading a terminal, and a listener."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from securebase_cli.instrument import team_questions
from securebase_cli.sitting.loop import TAKEAWAY, SittingLoop
from securebase_cli.sitting.one_line import LEAVE_OUT
from securebase_cli.sitting.state import begin_sitting
from securebase_cli.ui.prompts.asker import DraftListener, Menu, Prompt, Refused, Reply
from securebase_cli.ui.prompts.menu_by_line import choose_by_line
from support.builders import MOMENT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from securebase_cli.instrument.content import Content
    from securebase_cli.model import Draft, EntryKind
    from securebase_cli.storage.drafts import Drafts

TODAY = date(2026, 11, 23)

EMPTY_REPLY = Reply("done", "")


class RecordingListener:
    """A listener that records the texts it receives, and when it is flushed."""

    def __init__(self, failure: str = "") -> None:
        self.failure = failure
        self.lengths: list[int] = []
        self.events: list[str] = []
        self._texts: list[Callable[[], str]] = []

    @property
    def texts(self) -> list[str]:
        """The texts received so far; each is put together only now."""
        return [text() for text in self._texts]

    def on_change(self, length: int, text: Callable[[], str]) -> None:
        self.lengths.append(length)
        self._texts.append(text)

    def flush(self) -> None:
        self.events.append(f"flushed {self.texts[-1]}")


class ScriptedLineAsker:
    """An asker that gives prepared replies to questions of one line, and records the questions."""

    is_interactive = True
    shows_menus = False

    def __init__(self, *replies: Reply | str) -> None:
        self.replies = [
            reply if isinstance(reply, Reply) else Reply("done", reply) for reply in replies
        ]
        self.prompts: list[str] = []
        self.messages: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def show(self, page) -> None:
        self.messages += [part.text for part in page]

    def ask_line(self, question: str, *, refused: Refused | None = None, **_: str) -> Reply:
        if refused:
            self.messages.append(refused.reason)
        self.prompts.append(question)
        return self.replies.pop(0)

    def choose(self, menu: Menu) -> int | None:
        return choose_by_line(self, menu)


class LeavingAsker(ScriptedLineAsker):
    """An asker that leaves, as with Ctrl-C, when no prepared reply is left."""

    def ask_line(self, question: str, **options: str) -> Reply:
        return super().ask_line(question, **options) if self.replies else Reply("pause", "")


@dataclass
class TypedReply:
    """A text that is typed first, then a reply with its own text, or an exception to raise."""

    text: str
    then: Reply | BaseException


class ScriptedAsker:
    """An asker that gives prepared replies, and records prompts and messages.

    The text of each reply is typed to the listener first. A reply that is an exception is raised.
    What the user takes from the sitting is left out, unless `replies_to_takeaway`.
    """

    shows_menus = False

    def __init__(
        self,
        *replies: Reply | TypedReply | str | BaseException,
        is_interactive: bool = True,
        replies_to_takeaway: bool = False,
    ) -> None:
        self.is_interactive = is_interactive
        self._replies_to_takeaway = replies_to_takeaway
        self.prompts: list[Prompt | str] = []
        self.messages: list[str] = []
        self.shown_answers: list[tuple[str, str]] = []
        # All texts that were on the screen, in order.
        self.transcript: list[str] = []
        self._replies = list(replies)

    def show(self, page) -> None:
        self.messages += [part.text for part in page]
        self.transcript += [part.text for part in page]

    def ask_answer(self, prompt: Prompt, listener: DraftListener) -> Reply:
        self.prompts.append(prompt)
        self.transcript.append(prompt.question)
        reply = self._replies.pop(0)
        if isinstance(reply, TypedReply):
            self.type_text(reply.text, listener)
            reply = reply.then
        if isinstance(reply, BaseException):
            raise reply
        reply = Reply("done", reply) if isinstance(reply, str) else reply
        self.type_text(reply.text, listener)
        return reply

    def type_text(self, text: str, listener: DraftListener) -> None:
        """Type a text letter by letter."""
        for count in range(1, len(text) + 1):
            listener.on_change(count, functools.partial(str, text[:count]))

    def show_answer(self, prompt: Prompt, text: str) -> None:
        self.shown_answers.append((prompt.question, text))
        self.transcript.append(text)

    def ask_line(
        self,
        question: str,
        *,
        ctrl_c: str,
        listener: DraftListener | None = None,
        refused: Refused | None = None,
        place: str = "",
        so_far: str = "",
    ) -> Reply:
        assert "pause" == ctrl_c
        for text in filter(None, (place, so_far)):
            self.messages.append(text)
            self.transcript.append(text)
        if question == f"{TAKEAWAY} {LEAVE_OUT}" and not self._replies_to_takeaway:
            return EMPTY_REPLY
        if refused:
            self.messages.append(refused.reason)
            self.transcript.append(refused.reason)
        self.prompts.append(question)
        self.transcript.append(question)
        reply = self._replies.pop(0)
        if isinstance(reply, TypedReply):
            assert listener is not None, "this line has no listener"
            self.type_text(reply.text, listener)
            reply = reply.then
        if isinstance(reply, BaseException):
            raise reply
        reply = Reply("done", reply) if isinstance(reply, str) else reply
        if listener is not None:
            self.type_text(reply.text, listener)
        return reply

    @property
    def questions(self) -> list[str]:
        return [prompt if isinstance(prompt, str) else prompt.question for prompt in self.prompts]


class RecordAsker(ScriptedAsker):
    """An asker for records, which also chooses lines of menus by their words."""

    def __init__(
        self, *replies: Reply | TypedReply | str | BaseException, choices: Sequence[str] = ()
    ) -> None:
        super().__init__(*replies)
        self._choices = list(choices)
        self.menus: list[Menu] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def choose(self, menu: Menu) -> int | None:
        self.menus.append(menu)
        words = self._choices.pop(0)
        return next((i for i, line in enumerate(menu.lines) if line.label == words), None)


def sitting_loop(
    content: Content,
    asker: ScriptedAsker,
    drafts: Drafts,
    *question_ids: str,
    with_scales: bool = False,
    kind: EntryKind = "reflection",
    **options: Any,
) -> SittingLoop:
    """Return the loop of a sitting of the questions with these ids; `options` are those of it."""
    known = {question.id: question for question in team_questions.questions_and_prompts(content)}
    questions = [known[name] for name in question_ids]
    ids = ["d2r4", "aaaa", "bbbb"]
    scale_domains = {question.domain for question in questions} if with_scales else ()
    sitting = begin_sitting(
        content, questions, lambda count: ids[:count], MOMENT, (), kind, scale_domains=scale_domains
    )
    return SittingLoop(sitting, asker, drafts, TODAY, **options)


def unfinished_draft(drafts: Drafts) -> Draft | None:
    """Return the only unfinished draft, or None; no draft may be unreadable."""
    drafts_found, unreadable = drafts.unfinished()
    assert {} == unreadable
    return drafts_found[0].draft if drafts_found else None


def answer_texts(draft: Draft) -> dict[str, str]:
    """Return the texts of the answers by question id."""
    return {answer.question: answer.text for answer in draft.answers}

"""Conducts a sitting: asks, tells the sitting what was said, has the draft kept."""

from __future__ import annotations

import contextlib
import errno
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from securebase_cli.core.cleanup import clean, one_line
from securebase_cli.core.dates import coming_day
from securebase_cli.core.errors import INTERRUPTED, SavingError, UsageError
from securebase_cli.core.markdown import write_draft
from securebase_cli.core.scribe import Scribe, letters_of
from securebase_cli.terminal.ask import Sheet, without_command
from securebase_cli.terminal.page import Line, Verbatim
from securebase_cli.terminal.signals import Ended, check, ending_softly, hung_up, not_again

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from securebase_cli.core.drafts import Drafts
    from securebase_cli.core.model import Domain
    from securebase_cli.features.sitting import Prompt, Sitting
    from securebase_cli.terminal.ask import Asker, Reply
    from securebase_cli.terminal.page import Page

Ending = Literal["finished", "paused"]

NUDGE = "What tells you so? One recent example."
ACTION = "One thing to try before you look at this again?"
LOOK_AGAIN = (
    "When will you look again? A date such as 2026-12-01, or 2w for in two weeks; empty: no date."
)
NOTHING = "Nothing was written yet, so there is nothing to keep."
UNKEPT = "This could not be kept on disk; copy it from here."
PAUSED = "Paused. Everything so far is kept; go on with: securebase resume"

_BARE = re.compile(
    r"\W*(?:yes|yeah|yep|yup|aye|no|nope|nah|y|n)(?:\W+(?:i|we|they)\W+(?:do|am|are|have|can)"
    r"(?:n[’']t|\W+not)?)?\W*",
    re.IGNORECASE,
)


class Conductor:
    """One sitting with one person; `sitting` is how far it has come."""

    def __init__(self, sitting: Sitting, asker: Asker, drafts: Drafts, today: date) -> None:
        self.sitting = sitting
        self._asker = asker
        self._today = today
        self._scribe = Scribe(drafts.keep, kept=drafts.path_of(sitting.draft).exists())
        # What is being written to the question that is asked, until the sitting has it.
        self._heard: Callable[[], str] | None = None

    def hold(self) -> Ending:
        """Ask until everything is asked, the input ends, or the person pauses.

        When a signal ends the program, what was being written is kept first.
        """
        with ending_softly(), self._scribe:
            try:
                return self._ask()
            except BaseException as end:
                not_again()
                self._take_over()
                # The terminal may be gone; the draft is what counts.
                with contextlib.suppress(OSError):
                    self._keep()
                    self._say_paused()
                if isinstance(end, KeyboardInterrupt):
                    raise Ended(INTERRUPTED) from None
                if isinstance(end, OSError) and end.errno == errno.EIO:
                    # Nobody can write to a terminal that is gone.
                    raise hung_up() from None
                raise

    @property
    def trouble(self) -> str:
        """Why what was written last is not on the disk, in words; empty if it is."""
        return self._scribe.trouble

    def hear(self, letters: int, text: Callable[[], str]) -> None:
        """Hear what is being written; the scribe takes it down at its pace."""
        self._heard = text
        sitting = self.sitting
        before = letters_of(sitting.draft) - len(sitting.written_here)
        self._scribe.note(before + letters, lambda: _with(sitting, text()).draft)

    def settle(self) -> None:
        """Bring what was heard to the disk before anything else happens."""
        self._scribe.settle()

    def _ask(self) -> Ending:
        introduced = -1
        while True:
            check()
            if self.sitting.asking:
                prompt = self.sitting.prompt
                if prompt.opens_domain and self.sitting.draft.at != introduced:
                    introduced = self.sitting.draft.at
                    self._asker.tell(_introduction(prompt.domain))
                reply = self._question(prompt)
            else:
                reply = self._action()
                if reply.kind == "done":
                    self._keep()
                    return "finished"
            if reply.kind == "end":
                return "finished"
            if reply.kind == "pause":
                self._keep()
                self._say_paused()
                return "finished" if self.trouble else "paused"
            self._keep()

    def _question(self, prompt: Prompt) -> Reply:
        sheet = _sheet(prompt)
        reply = self._write(sheet)
        if reply.kind == "done" and self._asker.attended and _calls_for_more(prompt, reply.text):
            self.sitting = self.sitting.writing(reply.text)
            self._keep()
            reply = self._write(replace(sheet, text=reply.text, nudge=NUDGE))
        # First it is taken into the sitting, then anything else may happen, or go wrong.
        self.sitting = self.sitting.writing(reply.text)
        self._heard = None
        if reply.kind == "done":
            self.sitting = self.sitting.answer(reply.text)
            self._seal(sheet, reply)
        elif reply.kind == "back":
            if self.sitting.draft.at == 0:
                self._asker.tell((Line("This is the first question.", "quiet"),))
            self.sitting = self.sitting.back()
        return reply

    def _action(self) -> Reply:
        sheet = Sheet(
            where="Before you go",
            count="One thing to try",
            question=ACTION,
            text=self.sitting.written_here,
        )
        reply = self._write(sheet)
        action = self.sitting.draft.action
        due = action.due if action else None
        self.sitting = self.sitting.agree(one_line(reply.text), due)
        self._heard = None
        if reply.kind == "back":
            self.sitting = self.sitting.back()
        if reply.kind != "done" or self.sitting.draft.action is None:
            return reply
        self._seal(sheet, replace(reply, text=self.sitting.draft.action.text))
        self._keep()
        return self._look_again()

    def _look_again(self) -> Reply:
        while True:
            reply = self._asker.line(LOOK_AGAIN, ctrl_c="pause")
            if reply.kind == "editor":
                continue
            if reply.kind != "done" or not reply.text:
                return reply
            try:
                due = coming_day(reply.text, self._today)
            except UsageError as error:
                self._asker.tell((Line(str(error), "warning"),))
                continue
            action = self.sitting.draft.action
            self.sitting = self.sitting.agree(action.text if action else "", due)
            return reply

    def _write(self, sheet: Sheet) -> Reply:
        reply = self._asker.write(sheet, self)
        cleaned = clean(reply.text)
        remarks = [remark for remark in (reply.remark, cleaned.remark) if remark]
        return replace(reply, text=cleaned.text, remark="\n".join(remarks))

    def _seal(self, sheet: Sheet, reply: Reply) -> None:
        self._asker.seal(sheet, reply.text)
        if reply.remark:
            self._asker.tell((Line(reply.remark, "warning"),))

    def _take_over(self) -> None:
        """Take what is being written into the sitting, wherever it stands."""
        if self._heard is not None:
            self.sitting = _with(self.sitting, self._heard())
            self._heard = None

    def _say_paused(self) -> None:
        if self.trouble:
            # Where the draft can't be written, the words must not end with the program.
            words = write_draft(self.sitting.draft, UNKEPT)
            page: Page = (Line(UNKEPT, "warning"), Verbatim(words))
        else:
            page = (Line(PAUSED, "good"),) if self._scribe.kept else (Line(NOTHING, "quiet"),)
        self._asker.tell(page)

    def _keep(self) -> None:
        try:
            self._scribe.keep(self.sitting.draft)
        except SavingError as error:
            # What was written is still here; the person decides whether to go on.
            self._asker.tell((Line(str(error), "warning"),))


def _with(sitting: Sitting, text: str) -> Sitting:
    """Return the sitting with what is being written; where nothing stands, as it was before."""
    text = without_command(text)
    if not text.strip():
        return sitting
    if sitting.asking:
        return sitting.writing(clean(text).text)
    action = sitting.draft.action
    return sitting.agree(one_line(text), action.due if action else None)


def _calls_for_more(prompt: Prompt, text: str) -> bool:
    return prompt.question.closed and _BARE.fullmatch(text) is not None


def _introduction(domain: Domain) -> Page:
    parts = [Line(domain.title, "title", "Domain")]
    if domain.quality:
        parts.append(Line(f"“{domain.quality}”", "heading", "Quality"))
    if domain.summary:
        parts.append(Line(domain.summary, "quiet", "About"))
    return tuple(parts)


def _sheet(prompt: Prompt) -> Sheet:
    domain = prompt.domain
    return Sheet(
        where=f"{domain.title} · {domain.quality}" if domain.quality else domain.title,
        count=f"Question {prompt.number} of {prompt.total}",
        question=prompt.question.text,
        parent=prompt.parent.text if prompt.parent else "",
        text=prompt.text,
    )

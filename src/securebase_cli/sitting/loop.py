"""Conducts a sitting: asks, tells the sitting what was said, has the draft kept."""

from __future__ import annotations

import contextlib
import errno
import re
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from securebase_cli.dates import long_date, parse_future_day
from securebase_cli.entry_format.cleanup import clean, to_one_line
from securebase_cli.entry_format.draft import write_draft
from securebase_cli.errors import INTERRUPTED, FolderError, SavingError, UsageError
from securebase_cli.instrument import team_questions
from securebase_cli.model import TEAM_SESSION
from securebase_cli.sitting.autosave import Autosaver, draft_length
from securebase_cli.sitting.scale import ask_scale
from securebase_cli.ui.page import Line, Verbatim, shorten
from securebase_cli.ui.prompts.asker import Prompt, Reply, without_partial_command
from securebase_cli.ui.prompts.signals import (
    EndedBySignalError,
    hang_up_error,
    ignore_further_signals,
    raise_if_signalled,
    record_signals,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from securebase_cli.model import Domain, Scaling
    from securebase_cli.sitting.last_answers import PreviousAnswer
    from securebase_cli.sitting.state import CurrentQuestion, Sitting
    from securebase_cli.storage.drafts import Drafts
    from securebase_cli.ui.page import Page
    from securebase_cli.ui.prompts.asker import Asker

Ending = Literal["finished", "paused"]

NUDGE = "What tells you so? One recent example."
ACTION = "One thing to try before you look at this again?"
TEAM_ACTION = f"{team_questions.WHAT_TO_TRY} {team_questions.WHO_BY_WHEN}"
WHAT_THE_TEAM_SAID = "A team session: what the team said. Leave names out if others will read it."
LOOK_AGAIN = (
    "When will you look again? A date such as 2026-12-01, or 2w for in two weeks; empty: no date."
)
CHANGED = "What has changed? A line is added to your answer; Enter: go on."
NOTHING = "Nothing was written yet, so there is nothing to keep."
UNKEPT = "This could not be kept on disk; copy it from here."
PAUSED = "Paused. Everything so far is kept; go on with: securebase resume"

NO_REASONS: Mapping[str, str] = MappingProxyType({})

# As many letters of an earlier answer as remind one of it.
_ENOUGH = 800

_BARE = re.compile(
    r"\W*(?:yes|yeah|yep|yup|aye|no|nope|nah|y|n)(?:\W+(?:i|we|they)\W+(?:do|am|are|have|can)"
    r"(?:n[’']t|\W+not)?)?\W*",
    re.IGNORECASE,
)


class _Writing(NamedTuple):
    """What becomes of the sitting with what is being written, and the letters there were before."""

    taken: Callable[[str], Sitting]
    letters: int


class SittingLoop:
    """One sitting with one person; `sitting` is how far it has come.

    `last_answer` gives what was last answered to a question, for the person to compare; `why` has
    the reason, in words, why a question of some id was chosen.
    """

    def __init__(
        self,
        sitting: Sitting,
        asker: Asker,
        drafts: Drafts,
        today: date,
        last_answer: Callable[[str], PreviousAnswer | None] = lambda _: None,
        why: Mapping[str, str] = NO_REASONS,
    ) -> None:
        self.sitting = sitting
        self._asker = asker
        self._today = today
        self._last_answer = last_answer
        self._why = why
        self._scribe = Autosaver(drafts.save, kept=drafts.path_of(sitting.draft).exists())
        self._writing = self._here()
        # What is being written, until the sitting has it.
        self._heard: Callable[[], str] | None = None

    def run(self) -> Ending:
        """Ask until everything is asked, the input ends, or the person pauses.

        When a signal ends the program, what was being written is kept first.
        """
        with record_signals(), self._scribe:
            try:
                return self._ask()
            except BaseException as end:
                ignore_further_signals()
                self._take_over()
                # The terminal may be gone; the draft is what counts.
                with contextlib.suppress(OSError):
                    self._keep()
                    self._say_paused()
                if isinstance(end, KeyboardInterrupt):
                    raise EndedBySignalError(INTERRUPTED) from None
                if isinstance(end, OSError) and end.errno == errno.EIO:
                    # Nobody can write to a terminal that is gone.
                    raise hang_up_error() from None
                raise

    @property
    def failure(self) -> str:
        """Why what was written last is not on the disk, in words; empty if it is."""
        return self._scribe.failure

    def on_change(self, letters: int, text: Callable[[], str]) -> None:
        """Hear what is being written; the scribe takes it down at its pace."""
        self._heard = text
        taken, before = self._writing
        self._scribe.update(before + letters, lambda: taken(text()).draft)

    def flush(self) -> None:
        """Bring what was heard to the disk before anything else happens."""
        self._scribe.flush()

    def _ask(self) -> Ending:
        if self._with_team:
            self._asker.show((Line(WHAT_THE_TEAM_SAID, "quiet", "Note"),))
        introduced = -1
        while True:
            raise_if_signalled()
            if self.sitting.next_step == "question":
                prompt = self.sitting.current_question
                if prompt.opens_domain and self.sitting.draft.at != introduced:
                    introduced = self.sitting.draft.at
                    self._asker.show(_introduction(prompt.domain))
                reply = self._question(prompt)
            elif self.sitting.next_step == "scale":
                reply = self._scale()
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
                return "finished" if self.failure else "paused"
            self._keep()

    @property
    def _with_team(self) -> bool:
        return self.sitting.draft.kind == TEAM_SESSION

    def _question(self, prompt: CurrentQuestion) -> Reply:
        sheet = _sheet(prompt, self._why.get(prompt.question.id, ""))
        reply = self._write(sheet)
        if (
            reply.kind == "done"
            and self._asker.is_interactive
            and _calls_for_more(prompt, reply.text)
        ):
            self.sitting = self.sitting.with_text(reply.text)
            self._keep()
            reply = self._write(replace(sheet, text=reply.text, hint=NUDGE))
        # First it is taken into the sitting, then anything else may happen, or go wrong.
        self.sitting = self.sitting.with_text(reply.text)
        self._heard = None
        if reply.kind == "done":
            self.sitting = self.sitting.answer(reply.text)
            self._seal(sheet, reply)
            return self._compared(prompt, reply) if reply.text else reply
        if reply.kind == "back":
            if self.sitting.draft.at == 0:
                self._asker.show((Line("This is the first question.", "quiet"),))
            self._go_back()
        return reply

    def _compared(self, prompt: CurrentQuestion, reply: Reply) -> Reply:
        """Show what was answered last time; the person may add a line to what stands there now."""
        earlier = self._remembered(prompt) if self._asker.is_interactive else None
        if earlier is None:
            return reply
        self._keep()
        self._asker.show(_last_time(earlier))
        answered = self.sitting
        question = prompt.question.id

        def added(text: str) -> Sitting:
            return answered.append_to_answer(question, to_one_line(without_partial_command(text)))

        self._writing = _Writing(added, draft_length(answered.draft))
        line = self._cleaned(self._asker.ask_line(CHANGED, ctrl_c="pause", listener=self))
        words = to_one_line(line.text)
        self.sitting = answered.append_to_answer(question, words)
        self._heard = None
        if words:
            self._asker.show((Line(words, indent=2),))
        self._say(line.warning)
        if line.kind == "back":
            self._go_back()
        return line if line.kind in {"pause", "end"} else reply

    def _scale(self) -> Reply:
        domain = self.sitting.domain
        if not (self._asker.is_interactive and domain.quality):
            self.sitting = self.sitting.pass_scale()
            return Reply("done", "")
        reply = ask_scale(self._asker, domain, self.sitting.scaling, self._put_on_scale)
        if reply.kind == "back":
            self._go_back()
        elif reply.kind != "pause":
            self.sitting = self.sitting.pass_scale()
        return reply

    def _put_on_scale(self, scaling: Scaling | None) -> None:
        self.sitting = self.sitting.with_scaling(scaling)
        self._keep()

    def _remembered(self, prompt: CurrentQuestion) -> PreviousAnswer | None:
        try:
            return self._last_answer(prompt.question.id)
        except FolderError:
            # What is written now counts; to look back can wait.
            return None

    def _go_back(self) -> None:
        """Go to the step before; nobody can answer on a scale that is not shown."""
        self.sitting = self.sitting.back()
        if self.sitting.next_step == "scale" and not self._asker.is_interactive:
            self.sitting = self.sitting.back()

    def _action(self) -> Reply:
        sheet = Prompt(
            location="Before you go",
            progress="One thing to try",
            question=TEAM_ACTION if self._with_team else ACTION,
            text=self.sitting.current_text,
        )
        reply = self._write(sheet)
        action = self.sitting.draft.action
        due = action.due if action else None
        self.sitting = self.sitting.with_action(to_one_line(reply.text), due)
        self._heard = None
        if reply.kind == "back":
            self._go_back()
        if reply.kind != "done" or self.sitting.draft.action is None:
            return reply
        self._seal(sheet, replace(reply, text=self.sitting.draft.action.text))
        self._keep()
        return self._look_again()

    def _look_again(self) -> Reply:
        while True:
            reply = self._asker.ask_line(LOOK_AGAIN, ctrl_c="pause")
            if reply.kind == "editor":
                continue
            if reply.kind != "done" or not reply.text:
                return reply
            try:
                due = parse_future_day(reply.text, self._today)
            except UsageError as error:
                self._asker.show((Line(str(error), "warning"),))
                continue
            action = self.sitting.draft.action
            self.sitting = self.sitting.with_action(action.text if action else "", due)
            return reply

    def _here(self) -> _Writing:
        sitting = self.sitting
        before = draft_length(sitting.draft) - len(sitting.current_text)
        return _Writing(lambda text: _with(sitting, text), before)

    def _write(self, sheet: Prompt) -> Reply:
        self._writing = self._here()
        return self._cleaned(self._asker.ask_answer(sheet, self))

    def _cleaned(self, reply: Reply) -> Reply:
        cleaned = clean(reply.text)
        remarks = [remark for remark in (reply.warning, cleaned.warning) if remark]
        return replace(reply, text=cleaned.text, warning="\n".join(remarks))

    def _seal(self, sheet: Prompt, reply: Reply) -> None:
        self._asker.show_answer(sheet, reply.text)
        self._say(reply.warning)

    def _say(self, remark: str) -> None:
        if remark:
            self._asker.show((Line(remark, "warning"),))

    def _take_over(self) -> None:
        """Take what is being written into the sitting, wherever it stands."""
        if self._heard is not None:
            self.sitting = self._writing.taken(self._heard())
            self._heard = None

    def _say_paused(self) -> None:
        if self.failure:
            # Where the draft can't be written, the words must not end with the program.
            words = write_draft(self.sitting.draft, UNKEPT)
            page: Page = (Line(UNKEPT, "warning"), Verbatim(words))
        else:
            page = (Line(PAUSED, "good"),) if self._scribe.has_file else (Line(NOTHING, "quiet"),)
        self._asker.show(page)

    def _keep(self) -> None:
        try:
            self._scribe.save_now(self.sitting.draft)
        except SavingError as error:
            # What was written is still here; the person decides whether to go on.
            self._asker.show((Line(str(error), "warning"),))


def _with(sitting: Sitting, text: str) -> Sitting:
    """Return the sitting with what is being written; where nothing stands, as it was before."""
    text = without_partial_command(text)
    if not text.strip():
        return sitting
    if sitting.next_step == "question":
        return sitting.with_text(clean(text).text)
    action = sitting.draft.action
    return sitting.with_action(to_one_line(text), action.due if action else None)


def _calls_for_more(prompt: CurrentQuestion, text: str) -> bool:
    return prompt.question.is_closed and _BARE.fullmatch(text) is not None


def _last_time(earlier: PreviousAnswer) -> Page:
    text = shorten(earlier.text, _ENOUGH)
    page: Page = (
        Line(f"Last time, {long_date(earlier.day)}", "heading", "Earlier"),
        Line(text, "quiet", "Then", indent=2),
    )
    if text != earlier.text:
        page += (Line(f"The rest: securebase show {earlier.entry}", "quiet", indent=2),)
    return page


def _introduction(domain: Domain) -> Page:
    parts = [Line(domain.title, "title", "Domain")]
    if domain.quality:
        parts.append(Line(f"“{domain.quality}”", "heading", "Quality"))
    if domain.summary:
        parts.append(Line(domain.summary, "quiet", "About"))
    return tuple(parts)


def _sheet(prompt: CurrentQuestion, why: str) -> Prompt:
    domain = prompt.domain
    return Prompt(
        location=f"{domain.title} · {domain.quality}" if domain.quality else domain.title,
        progress=f"Question {prompt.number} of {prompt.total}",
        question=prompt.question.text,
        parent=prompt.parent.text if prompt.parent else "",
        hint=why,
        text=prompt.text,
    )

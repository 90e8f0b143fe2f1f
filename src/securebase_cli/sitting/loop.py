"""The loop of a sitting: ask for each step, and save the draft after each.

A sitting is one run through the questions of some domains. A step is a question or the scale of a
domain, from 0 to 10; an action, one thing to try, comes last. The draft is the file with
everything entered so far.
"""

import contextlib
import errno
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Literal

from securebase_cli.dates import FUTURE_EXAMPLES, long_date, parse_future_day, weekday_date
from securebase_cli.entry_format.cleanup import clean, to_one_line
from securebase_cli.entry_format.draft import write_draft
from securebase_cli.errors import INTERRUPTED, FolderError, SavingError
from securebase_cli.hints import command
from securebase_cli.instrument import team_questions
from securebase_cli.model import TEAM_SESSION, Domain, Scaling
from securebase_cli.sitting.autosave import Autosaver, TypedText
from securebase_cli.sitting.last_answers import PreviousAnswer
from securebase_cli.sitting.scale import ask_scale, ask_until_valid
from securebase_cli.sitting.state import Sitting
from securebase_cli.storage.drafts import Drafts
from securebase_cli.ui.page import Line, Page, Verbatim, shorten
from securebase_cli.ui.prompts import signals
from securebase_cli.ui.prompts.asker import Asker, Prompt, Reply, ReplyKind

Ending = Literal["finished", "paused"]

EXAMPLE_HINT = "What tells you so? One recent example."
ACTION = "One thing to try before you look at this again?"
TEAM_ACTION = f"{team_questions.ACTION_TEXT} {team_questions.OWNER_TEXT}"
TEAM_NOTE = "A team session: what the team said. Leave names out if others will read it."
LOOK_AGAIN = f"When will you look again? Such as {FUTURE_EXAMPLES}; empty: no date."
CHANGED = "What has changed? A line is added to your answer; Enter: go on."
NOTHING_WRITTEN = "Nothing was written yet, so there is nothing to keep."
NOT_ON_DISK = "This could not be kept on disk; copy it from here."
PAUSED = f"Paused. Everything so far is kept; go on with: {command('resume')}"

# Characters of the previous answer that are shown for comparison.
MAX_PREVIOUS_ANSWER = 800

# “Yes” or “no” alone, perhaps with words such as “I do” or “we haven’t”.
_BARE_YES_OR_NO = re.compile(
    r"\W*(?:yes|yeah|yep|yup|aye|no|nope|nah|y|n)(?:\W+(?:i|we|they)\W+(?:do|am|are|have|can)"
    r"(?:n[’']t|\W+not)?)?\W*",
    re.IGNORECASE,
)


class SittingLoop:
    """Asks the questions of one sitting; `sitting` is its state so far.

    `find_last_answer(question_id)` returns the answer from an earlier sitting, with which the user
    compares the new one. `reasons` maps the id of a question to the reason why it was chosen.
    """

    def __init__(
        self,
        sitting: Sitting,
        asker: Asker,
        drafts: Drafts,
        today: date,
        find_last_answer: Callable[[str], PreviousAnswer | None] = lambda _: None,
        reasons: Mapping[str, str] | None = None,
    ) -> None:
        self.sitting = sitting
        self._asker = asker
        self._today = today
        self._find_last_answer = find_last_answer
        self._reasons = reasons or {}
        self._is_team_session = sitting.draft.kind == TEAM_SESSION
        self._autosaver = Autosaver(drafts.save, has_file=drafts.path_of(sitting.draft).exists())
        # The text that is being typed, until the sitting has it.
        self._typed: TypedText | None = None

    def run(self) -> Ending:
        """Ask until the last step, the end of the input, or a pause by the user.

        Return "paused" if the draft is on the disk for another time, "finished" if the entries
        are to be saved. If an exception or a signal ends the loop, the text that is being typed is
        saved first.
        """
        with signals.record_signals(), self._autosaver:
            try:
                return self._ask_until_end()
            except BaseException as error:
                signals.ignore_further_signals()
                if self._typed is not None:
                    self.sitting = self._typed.add_to_sitting()
                # The terminal may be gone; the draft is saved all the same.
                with contextlib.suppress(OSError):
                    self._save_draft()
                    self._show_paused()
                if isinstance(error, KeyboardInterrupt):
                    raise signals.EndedBySignalError(INTERRUPTED) from None
                if isinstance(error, OSError) and error.errno == errno.EIO:
                    # The terminal is gone, so an error message could not be written to it.
                    raise signals.hang_up_error() from None
                raise

    def _ask_until_end(self) -> Ending:
        if self._is_team_session:
            self._asker.show((Line(TEAM_NOTE, "quiet", label="Note"),))
        introduced_at = -1
        while True:
            signals.raise_if_signalled()
            step, step_index = self.sitting.next_step, self.sitting.draft.step_index
            if step == "question":
                # A first question that is asked again at once needs no second introduction.
                if self.sitting.opens_domain and step_index != introduced_at:
                    introduced_at = step_index
                    self._asker.show(_introduction(self.sitting.domain))
                reply_kind = self._ask_question()
            elif step == "scale":
                reply_kind = self._ask_scale()
            else:
                reply_kind = self._ask_action()
            if reply_kind == "end":
                return "finished"
            if reply_kind == "enough":
                self.sitting = self.sitting.go_to_closing()
            self._save_draft()
            if reply_kind == "pause":
                self._show_paused()
                return "finished" if self._autosaver.failure else "paused"
            if reply_kind in {"done", "enough"} and step == "action":
                return "finished"

    def _ask_question(self) -> ReplyKind:
        """Ask the current question; a bare yes or no is asked once more, for an example."""
        question, domain, parent = self.sitting.question, self.sitting.domain, self.sitting.parent
        prompt = Prompt(
            location=f"{domain.title} · {domain.quality}" if domain.quality else domain.title,
            progress=f"Question {self.sitting.question_number} of {len(self.sitting.questions)}",
            question=question.text,
            parent=parent.text if parent else "",
            hint=self._reasons.get(question.id, ""),
            text=self.sitting.current_text,
        )
        reply = self._ask_text(prompt)
        needs_example = question.is_closed and _BARE_YES_OR_NO.fullmatch(reply.text)
        if needs_example and reply.kind == "done" and self._asker.is_interactive:
            self.sitting = self.sitting.with_text(reply.text)
            self._save_draft()
            reply = self._ask_text(replace(prompt, text=reply.text, hint=EXAMPLE_HINT))
        # First of all, so that an exception further on can't lose the text.
        self.sitting = self.sitting.with_text(reply.text)
        self._typed = None
        if reply.kind == "back":
            if self.sitting.draft.step_index == 0:
                self._asker.show((Line("This is the first question.", "quiet"),))
            self._go_back()
        if reply.kind != "done":
            return reply.kind
        self.sitting = self.sitting.answer_and_advance(reply.text)
        self._asker.show_answer(prompt, reply.text)
        self._show_warning(reply.warning)
        previous = None
        if reply.text and self._asker.is_interactive:
            # The sitting can go on without the comparison.
            with contextlib.suppress(FolderError):
                previous = self._find_last_answer(question.id)
        return self._ask_what_changed(question.id, previous) if previous else "done"

    def _ask_what_changed(self, question_id: str, previous: PreviousAnswer) -> ReplyKind:
        """Show the previous answer, and ask for a line to append to the new one."""
        self._save_draft()
        text = shorten(previous.text, MAX_PREVIOUS_ANSWER)
        page = [
            Line(f"Last time, {long_date(previous.day)}", "heading", label="Earlier"),
            Line(text, "quiet", label="Then", indent=2),
        ]
        if text != previous.text:
            page.append(Line(f"The rest: {command('show')} {previous.entry}", "quiet", indent=2))
        self._asker.show(tuple(page))
        self._typed = TypedText(self._autosaver, self.sitting, append_to=question_id)
        reply = _clean_reply(self._asker.ask_line(CHANGED, ctrl_c="pause", listener=self._typed))
        line = to_one_line(reply.text)
        self.sitting = self.sitting.append_to_answer(question_id, line)
        self._typed = None
        if line:
            self._asker.show((Line(line, indent=2),))
        self._show_warning(reply.warning)
        if reply.kind == "back":
            self._go_back()
        return reply.kind

    def _ask_scale(self) -> ReplyKind:
        domain = self.sitting.domain
        if not (self._asker.is_interactive and domain.quality):
            self.sitting = self.sitting.advance_past_scale()
            return "done"
        reply_kind = ask_scale(self._asker, domain, self.sitting.scaling, self._save_scaling)
        if reply_kind == "back":
            self._go_back()
        elif reply_kind != "pause":
            self.sitting = self.sitting.advance_past_scale()
        return reply_kind

    def _save_scaling(self, scaling: Scaling | None) -> None:
        self.sitting = self.sitting.with_scaling(scaling)
        self._save_draft()

    def _ask_action(self) -> ReplyKind:
        """Ask for one thing to try, and then when to look again."""
        prompt = Prompt(
            location="Before you go",
            progress="One thing to try",
            question=TEAM_ACTION if self._is_team_session else ACTION,
            text=self.sitting.current_text,
        )
        reply = self._ask_text(prompt)
        self.sitting = self.sitting.with_action(to_one_line(reply.text))
        self._typed = None
        if reply.kind == "back":
            self._go_back()
        action = self.sitting.draft.action
        if reply.kind != "done" or action is None:
            return reply.kind
        self._asker.show_answer(prompt, action.text)
        self._show_warning(reply.warning)
        self._save_draft()
        reply_kind, due = ask_until_valid(
            self._asker, LOOK_AGAIN, lambda typed: parse_future_day(typed, self._today)
        )
        if due:
            self._asker.show((Line(weekday_date(due, self._today), indent=2),))
        self.sitting = self.sitting.with_action(action.text, due)
        return reply_kind

    def _ask_text(self, prompt: Prompt) -> Reply:
        self._typed = TypedText(self._autosaver, self.sitting)
        return _clean_reply(self._asker.ask_answer(prompt, self._typed))

    def _go_back(self) -> None:
        self.sitting = self.sitting.back()
        # On a pipe no scale is asked for, so go back to the question before it.
        if self.sitting.next_step == "scale" and not self._asker.is_interactive:
            self.sitting = self.sitting.back()

    def _show_warning(self, warning: str) -> None:
        if warning:
            self._asker.show((Line(warning, "warning"),))

    def _show_paused(self) -> None:
        if self._autosaver.failure:
            # Text that could not be written to the disk must be copied from the screen.
            text = write_draft(self.sitting.draft, NOT_ON_DISK)
            self._asker.show((Line(NOT_ON_DISK, "warning"), Verbatim(text)))
        elif self._autosaver.has_file:
            self._asker.show((Line(PAUSED, "good"),))
        else:
            self._asker.show((Line(NOTHING_WRITTEN, "quiet"),))

    def _save_draft(self) -> None:
        try:
            self._autosaver.save_now(self.sitting.draft)
        except SavingError as error:
            # The text is still in memory, and the user decides whether to go on.
            self._show_warning(str(error))


def _clean_reply(reply: Reply) -> Reply:
    cleaned = clean(reply.text)
    warnings = [warning for warning in (reply.warning, cleaned.warning) if warning]
    return replace(reply, text=cleaned.text, warning="\n".join(warnings))


def _introduction(domain: Domain) -> Page:
    lines = [Line(domain.title, "title", label="Domain")]
    if domain.quality:
        lines.append(Line(f"“{domain.quality}”", "heading", label="Quality"))
    if domain.summary:
        lines.append(Line(domain.summary, "quiet", label="About"))
    return tuple(lines)

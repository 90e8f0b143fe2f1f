"""The loop of a sitting: ask for each step, and save the draft after each.

A sitting is one run through the questions of some domains, and a closing: the scale of a domain,
from 0 to 10; the takeaway, which is what the user takes from the sitting; and an action, which is
one thing to try. The draft is the file with everything entered so far.
"""

import contextlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal

from securebase_cli.dates import weekday_date
from securebase_cli.entry_format.cleanup import clean
from securebase_cli.entry_format.draft import write_draft
from securebase_cli.errors import EntryTooLargeError, FolderError, SavingError
from securebase_cli.hints import command
from securebase_cli.instrument import support_question, team_questions
from securebase_cli.model import TEAM_SESSION, DatedScaling, Domain, Draft, Scaling
from securebase_cli.sitting.autosave import Autosaver, TypedText
from securebase_cli.sitting.deeper import deeper_question
from securebase_cli.sitting.last_answers import PreviousAnswer
from securebase_cli.sitting.one_line import LEAVE_OUT, ask_choice, ask_when_to_look_again
from securebase_cli.sitting.scale import ScaleHistory, ask_scale
from securebase_cli.sitting.state import NextStep, Sitting
from securebase_cli.storage.drafts import Drafts
from securebase_cli.storage.journal import encode_entry
from securebase_cli.ui.page import Line, Verbatim
from securebase_cli.ui.pages import sitting_page
from securebase_cli.ui.prompts import signals
from securebase_cli.ui.prompts.asker import Asker, Prompt, Refused, Reply, ReplyKind

Ending = Literal["finished", "paused"]

TAKEAWAY = "What do you take from this?"
ACTION = "Is there one thing you want to try? With whom?"
TEAM_ACTION = f"{team_questions.ACTION_TEXT} {team_questions.OWNER_TEXT}"
WHICH_DOMAIN = "Which domain is it for?"
KEEP = "Enter to keep it; - to take it away."
REMOVE = "-"
NOTHING_WRITTEN = "Nothing was written."
NOT_ON_DISK = "This could not be kept on disk; copy it from here."
PAUSED = f"Paused. Everything so far is kept; go on with: {command('resume')}"

# An answer given so few days ago is not shown again.
_RECENT_DAYS = 7


class SittingLoop:
    """Asks the questions of one sitting; `sitting` is its state so far.

    `find_last_answer(question_id)` returns the answer from an earlier sitting, and
    `find_last_scaling(domain_id)` the last value on a scale; both are shown after the new one.
    `reasons` maps the id of a question to the reason why it was chosen.
    """

    def __init__(
        self,
        sitting: Sitting,
        asker: Asker,
        drafts: Drafts,
        today: date,
        find_last_answer: Callable[[str], PreviousAnswer | None] = lambda _: None,
        find_last_scaling: Callable[[str], DatedScaling | None] = lambda _: None,
        reasons: Mapping[str, str] | None = None,
    ) -> None:
        self.sitting = sitting
        self._asker = asker
        self._today = today
        self._find_last_answer = find_last_answer
        self._scale_history = ScaleHistory(find_last_scaling, today)
        self._reasons = reasons or {}
        self._is_team_session = sitting.draft.kind == TEAM_SESSION
        self._autosaver = Autosaver(drafts.save, has_file=drafts.path_of(sitting.draft).exists())
        # The text that is being typed, until the sitting has it.
        self._typed: TypedText | None = None
        self._introduced_domains: set[str] = set()
        # Questions that were asked one step deeper; none is asked twice.
        self._deepened: set[str] = set()
        # The numbers of the questions skipped since the last answer.
        self._skipped_numbers: list[int] = []

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
                # Even if the terminal is gone, save the draft.
                with contextlib.suppress(OSError):
                    self._save_draft()
                    self._show_paused()
                signals.raise_if_ended_by(error)
                raise

    def _ask_until_end(self) -> Ending:
        if self._is_team_session:
            self._asker.show((Line(team_questions.SESSION_NOTE, "quiet", label="Note"),))
        ask_step: Mapping[NextStep, Callable[[], ReplyKind]] = {
            "question": self._ask_question,
            "scale": self._ask_scale,
            "takeaway": self._ask_takeaway,
            "action": self._ask_action,
        }
        while True:
            signals.raise_if_signalled()
            step = self.sitting.next_step
            reply_kind = ask_step[step]()
            if reply_kind == "end":
                return "finished"
            if reply_kind == "enough":
                self.sitting = self.sitting.go_to_closing()
            self._save_draft()
            if reply_kind == "pause":
                self._show_paused()
                return "finished" if self._autosaver.failure else "paused"
            if (step == "action" and reply_kind == "done") or (
                step != "question" and reply_kind == "enough"
            ):
                return "finished"

    def _ask_question(self) -> ReplyKind:
        """Ask the current question, and perhaps one step deeper; show the last answer to it."""
        sitting = self.sitting
        question, domain = sitting.question, sitting.domain
        if sitting.opens_domain and domain.id not in self._introduced_domains:
            self._introduced_domains.add(domain.id)
            self._show_skipped()
            self._asker.show(sitting_page.domain_introduction(domain))
        prompt = self._question_prompt()
        reply = self._ask_answer(prompt)
        deeper = deeper_question(question, reply.text)
        is_asked_deeper = reply.kind == "done" and self._asker.is_interactive
        if deeper and is_asked_deeper and question.id not in self._deepened:
            self._deepened.add(question.id)
            self.sitting = self.sitting.with_text(reply.text)
            self._save_draft()
            reply = self._ask_answer(prompt._replace(text=reply.text, hint=deeper))
        # Keep the text first, so that an exception below can't lose it.
        self.sitting = self.sitting.with_text(reply.text)
        self._typed = None
        if reply.kind == "back":
            if self.sitting.draft.step_index == 0:
                self._asker.show((Line("This is the first question.", "quiet"),))
            self._go_back()
        if reply.kind == "enough" and reply.text:
            self._show_answer(prompt, reply)
        if reply.kind != "done":
            return reply.kind
        self.sitting = self.sitting.answer_and_advance(reply.text)
        if not reply.text:
            self._skipped_numbers.append(sitting.question_number)
            return "done"
        self._show_answer(prompt, reply)
        if self._asker.is_interactive:
            # The sitting can go on without it.
            with contextlib.suppress(FolderError):
                self._show_last_answer(self._find_last_answer(question.id))
        return "done"

    def _question_prompt(self) -> Prompt:
        """Return the current question as it is shown, with what was answered so far."""
        sitting = self.sitting
        question, parent = sitting.question, sitting.parent
        hint = self._reasons.get(question.id, "")
        if self._is_team_session and team_questions.needs_care(question):
            hint = team_questions.CARE
        elif question.id == support_question.SUPPORT_ID:
            hint = support_question.SUPPORT_NOTE
        return Prompt(
            location=sitting.domain.title,
            progress=f"{sitting.question_number} of {sitting.question_count}",
            question=question.text,
            parent=parent.text if parent else "",
            hint=hint,
            text=sitting.answer_text,
            can_go_back=sitting.draft.step_index > 0,
        )

    def _show_answer(self, prompt: Prompt, reply: Reply) -> None:
        self._show_skipped()
        self._asker.show_answer(prompt, reply.text)
        self._show_warning(reply.warning)

    def _show_last_answer(self, previous: PreviousAnswer | None) -> None:
        if previous is None or (self._today - previous.day).days <= _RECENT_DAYS:
            return
        self._asker.show(sitting_page.last_answer(previous.text, previous.day, previous.entry))

    def _show_skipped(self) -> None:
        """Show the questions skipped since the last answer, in one line."""
        if self._skipped_numbers and self._asker.is_interactive:
            self._asker.show(sitting_page.skipped_questions(self._skipped_numbers))
        self._skipped_numbers.clear()

    def _ask_scale(self) -> ReplyKind:
        domain = self.sitting.domain
        if domain != self._scale_domain():
            self.sitting = self.sitting.advance()
            return "done"
        self._show_skipped()
        reply_kind = ask_scale(
            self._asker,
            domain,
            self.sitting.scaling,
            self._save_scaling,
            place=self._closing_place("scale"),
        )
        if self.sitting.scaling and reply_kind == "done":
            self._show_last_scaling(self._scale_history.last(domain))
        return self._leave_step(reply_kind)

    def _scale_domain(self) -> Domain | None:
        """Return the domain whose scale is asked for; None if it is none of them now."""
        if not self._asker.is_interactive:
            return None
        return self._scale_history.longest_without_value(self.sitting.scale_domains)

    def _save_scaling(self, scaling: Scaling | None) -> None:
        self.sitting = self.sitting.with_scaling(scaling)
        self._save_draft()

    def _show_last_scaling(self, last: DatedScaling | None) -> None:
        if last is not None:
            self._asker.show(sitting_page.last_value(last, self._today))

    def _ask_takeaway(self) -> ReplyKind:
        takeaway = self.sitting.draft.takeaway
        reply_kind = self._ask_line("takeaway", TAKEAWAY, takeaway, Sitting.with_takeaway)
        return self._leave_step(reply_kind)

    def _ask_action(self) -> ReplyKind:
        """Ask for one thing to try, then for its domain, and for the day to look again."""
        question = TEAM_ACTION if self._is_team_session else ACTION
        action = self.sitting.draft.action
        text = action.text if action else ""
        reply_kind = self._ask_line("action", question, text, Sitting.with_action)
        if reply_kind == "done" and self.sitting.draft.action:
            self._save_draft()
            reply_kind = self._ask_about_action()
        if reply_kind == "back":
            self._go_back()
        return reply_kind

    def _ask_about_action(self) -> ReplyKind:
        """Ask which domain the action is for, if there are several, and when to look again."""
        domains = self.sitting.reached_domains
        if len(domains) > 1:
            titles = [domain.title for domain in domains]
            last = len(titles) - 1
            reply_kind, title = ask_choice(self._asker, WHICH_DOMAIN, titles, pointer=last)
            if reply_kind != "done":
                return reply_kind
            if title:
                domain = domains[titles.index(title)]
                self.sitting = self.sitting.with_action_domain(domain.id)
                self._save_draft()
        reply_kind, due = ask_when_to_look_again(self._asker, self._today, ctrl_c="pause")
        if reply_kind == "done":
            self.sitting = self.sitting.with_action_due(due)
        if due:
            self._asker.show((Line(weekday_date(due, self._today), indent=2),))
        return reply_kind

    def _closing_place(self, step: NextStep) -> str:
        """Return where a step of the closing is, such as “Before you go, 1 of 3”."""
        steps: list[NextStep] = ["takeaway", "action"]
        if self._scale_domain():
            steps.insert(0, "scale")
        return f"Before you go, {steps.index(step) + 1} of {len(steps)}"

    def _ask_line(
        self, step: NextStep, question: str, text: str, set_text: Callable[[Sitting, str], Sitting]
    ) -> ReplyKind:
        """Ask for a text of one line; `text` is what it is so far, which an empty line keeps."""
        self._show_skipped()
        refused = None
        while True:
            self._typed = TypedText(self._autosaver, self.sitting, set_text)
            reply = clean_reply(
                self._asker.ask_line(
                    f"{question} {KEEP if text else LEAVE_OUT}",
                    ctrl_c="pause",
                    listener=self._typed,
                    refused=refused,
                    place=self._closing_place(step),
                    so_far="" if refused else text,
                )
            )
            if reply.text:
                text = "" if text and reply.text == REMOVE else reply.text
                self.sitting = set_text(self.sitting, text)
            error = self._why_too_large(self.sitting, reply)
            if not error:
                break
            refused = Refused(text, error)
        if reply.text:
            self._asker.show_answer(Prompt("", "", question), text)
        self._typed = None
        self._show_warning(reply.warning)
        return reply.kind

    def _ask_answer(self, prompt: Prompt) -> Reply:
        """Ask for an answer, again if it is too large for its entry."""
        while True:
            self._typed = TypedText(self._autosaver, self.sitting, Sitting.with_text)
            reply = clean_reply(self._asker.ask_answer(prompt, self._typed))
            error = self._why_too_large(self.sitting.with_text(reply.text), reply)
            if not error:
                return reply
            # Save it in the draft, which may be larger, whatever the user does next.
            self.sitting = self.sitting.with_text(reply.text)
            self._save_draft()
            prompt = prompt._replace(text=reply.text, refusal=error)

    def _why_too_large(self, sitting: Sitting, reply: Reply) -> str:
        """Return why the entries of a sitting with this reply can't be saved; "" if they can.

        A draft may be larger than an entry, so the user can pause. Raises EntryTooLargeError if the
        user can't be asked again.
        """
        if reply.kind in {"pause", "back"}:
            return ""
        try:
            for entry in sitting.entries():
                encode_entry(entry)
        except EntryTooLargeError as error:
            if self._asker.is_interactive and reply.kind != "end":
                return str(error)
            raise EntryTooLargeError(f"{error}\nGo on with: {command('resume')}") from None
        return ""

    def _leave_step(self, reply_kind: ReplyKind) -> ReplyKind:
        """Go back, or on to the next step of the closing, as the reply says; return its kind."""
        if reply_kind == "back":
            self._go_back()
        elif reply_kind == "done":
            self.sitting = self.sitting.advance()
        return reply_kind

    def _go_back(self) -> None:
        """Go to the step before, past scales that are not asked."""
        self.sitting = self.sitting.back()
        while (
            self.sitting.next_step == "scale"
            and self.sitting.domain != self._scale_domain()
            and self.sitting.draft.step_index
        ):
            self.sitting = self.sitting.back()
        if self.sitting.next_step == "question":
            number = self.sitting.question_number
            self._skipped_numbers = [n for n in self._skipped_numbers if n < number]

    def _show_warning(self, warning: str) -> None:
        if warning:
            self._asker.show((Line(warning, "warning"),))

    def _show_paused(self) -> None:
        if self._autosaver.failure:
            show_unsaved(self._asker, self.sitting.draft)
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


def show_unsaved(asker: Asker, draft: Draft) -> None:
    """Show a draft that could not be written to the disk, so that it can be copied."""
    text = write_draft(draft, NOT_ON_DISK)
    asker.show((Line(NOT_ON_DISK, "warning"), Verbatim(text)))


def clean_reply(reply: Reply) -> Reply:
    """Return the reply with its text cleaned, and a warning if characters were removed."""
    cleaned = clean(reply.text)
    warnings = [warning for warning in (reply.warning, cleaned.warning) if warning]
    return reply._replace(text=cleaned.text, warning="\n".join(warnings))

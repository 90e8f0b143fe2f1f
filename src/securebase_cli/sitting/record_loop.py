"""Ask for the fields of records of professional development, and keep what is typed.

A record is about one entry. Its questions are asked in a sitting, whose draft keeps the answers; it
stays when the document is written, so that the next export has them, too.
"""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from securebase_cli.errors import SavingError
from securebase_cli.instrument.record_layout import RecordLayout
from securebase_cli.model import Domain, Draft, Entry, Step
from securebase_cli.sitting.autosave import Autosaver, TypedText
from securebase_cli.sitting.loop import Ending, clean_reply, show_unsaved
from securebase_cli.sitting.state import Sitting
from securebase_cli.storage.drafts import Drafts
from securebase_cli.ui.page import Line
from securebase_cli.ui.prompts import signals
from securebase_cli.ui.prompts.asker import Asker, Prompt, ReplyKind

KEPT = "What you typed is kept; the same command goes on there. No document was written."


class RecordSitting(NamedTuple):
    """The sitting of one record; `suggestions` has a text to begin the answer with, by question."""

    sitting: Sitting
    suggestions: Mapping[str, str]

    @property
    def missing_steps(self) -> list[int]:
        """The indexes of the steps that are half typed, or neither answered nor skipped."""
        draft = self.sitting.draft
        done = {*draft.skipped, *(answer.question for answer in draft.answers)}
        return [
            step
            for step in self.steps
            if step == draft.step_index or draft.plan[step].question not in done
        ]

    @property
    def steps(self) -> range:
        return range(len(self.sitting.questions))


def record_draft(
    entry: Entry, moment: datetime, layout: RecordLayout, earlier: Draft | None
) -> Draft:
    """Return the draft of the record of an entry, with the answers of the draft `earlier`.

    The moment is the one in the name of the entry's file, which is the same after the date of the
    entry was changed. Answers to fields that the layout no longer has stay in the draft. The
    current step is the field that was left half typed; without one it is after the plan.
    """
    domain = entry.domain
    ids = [question.id for question in layout.questions(domain)]
    answers, skipped = (earlier.answers, earlier.skipped) if earlier else ((), ())
    question_ids = list(dict.fromkeys((*ids, *(answer.question for answer in answers), *skipped)))
    step_index = len(question_ids)
    if earlier and earlier.step_index < len(earlier.plan):
        half_typed = earlier.plan[earlier.step_index].question
        if half_typed in question_ids:
            step_index = question_ids.index(half_typed)
    return Draft(
        id=entry.id,
        moment=moment,
        plan=tuple(Step(domain, question_id) for question_id in question_ids),
        entry_ids=((domain, entry.id),),
        step_index=step_index,
        answers=answers,
        skipped=skipped,
        kind=entry.kind,
    )


def record_sitting(draft: Draft, title: str, layout: RecordLayout) -> Sitting:
    """Return the sitting of a record; the title is shown above each question."""
    (domain,) = draft.domains
    questions = layout.questions(domain)
    return Sitting(draft, (Domain(domain, title, "", "", questions),), questions)


class RecordLoop:
    """Asks for the fields of records; `records` is their state so far."""

    def __init__(self, records: Sequence[RecordSitting], asker: Asker, drafts: Drafts) -> None:
        self.records = list(records)
        self._asker = asker
        self._drafts = drafts
        self._failure = ""

    def run(self, *, only_missing: bool) -> Ending:
        """Ask for all fields, or for the missing ones; return "paused" if the user paused.

        If an exception or a signal ends the loop, the text that is being typed is kept first.
        """
        places = [
            (index, step)
            for index, record in enumerate(self.records)
            for step in (record.missing_steps if only_missing else record.steps)
        ]
        position = 0
        with signals.record_signals():
            while position < len(places):
                signals.raise_if_signalled()
                reply_kind = self._ask(places, position)
                match reply_kind:
                    case "back" if position == 0:
                        self._asker.show((Line("This is the first question.", "quiet"),))
                    case "back":
                        position -= 1
                    case "pause":
                        # If the answers can't be saved, write the document, so that it has them.
                        return "finished" if self._failure else "paused"
                    case "enough" | "end":
                        return "finished"
                    case _:
                        position += 1
        return "finished"

    def _ask(self, places: Sequence[tuple[int, int]], position: int) -> ReplyKind:
        """Ask for one field; `places` has the indexes of the record and the step of each field."""
        index, step = places[position]
        record = self.records[index]
        sitting = replace(record.sitting, draft=record.sitting.draft._replace(step_index=step))
        question = sitting.question
        is_skipped = question.id in sitting.draft.skipped
        suggestion = "" if is_skipped else record.suggestions.get(question.id, "")
        prompt = Prompt(
            location=sitting.domain.title,
            progress=f"{position + 1} of {len(places)}",
            question=question.text,
            text=sitting.answer_text or suggestion,
            can_go_back=position > 0,
        )
        path = self._drafts.path_of(sitting.draft)
        # A suggestion that is emptied is kept as well, even if nothing else is typed.
        autosaver = Autosaver(self._drafts.save, has_file=path.exists() or bool(suggestion))
        # The lock keeps another window from removing the entry for good meanwhile.
        with self._drafts.lock(path), autosaver:
            typed = TypedText(autosaver, sitting, Sitting.with_text)
            try:
                reply = clean_reply(self._asker.ask_answer(prompt, typed))
            except BaseException as error:
                signals.ignore_further_signals()
                # Even if the terminal is gone, keep what was typed.
                with contextlib.suppress(OSError):
                    self._save(autosaver, typed.add_to_sitting().draft)
                    self._show_kept(typed.add_to_sitting().draft)
                signals.raise_if_ended_by(error)
                raise
            if reply.kind == "done":
                sitting = sitting.answer_and_advance(reply.text)
                self._asker.show_answer(prompt, reply.text)
            elif reply.text != suggestion:
                sitting = sitting.with_text(reply.text)
            if reply.kind in {"done", "enough"}:
                draft = sitting.draft
                sitting = replace(sitting, draft=draft._replace(step_index=len(draft.plan)))
            self.records[index] = record._replace(sitting=sitting)
            if reply.warning:
                self._asker.show((Line(reply.warning, "warning"),))
            self._save(autosaver, sitting.draft)
        return reply.kind

    def _save(self, autosaver: Autosaver, draft: Draft) -> None:
        self._failure = ""
        try:
            autosaver.save_now(draft)
        except SavingError as error:
            # The text is still in memory, and the user decides whether to go on.
            self._failure = str(error)
            self._asker.show((Line(self._failure, "warning"),))

    def _show_kept(self, draft: Draft) -> None:
        if self._failure:
            show_unsaved(self._asker, draft)
        else:
            self._asker.show((Line(KEPT, "good"),))

"""Select which entries go into an export, and which questions and parts are left out of them."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial

from securebase_cli.app import App
from securebase_cli.commands._options import refuse_without_effect
from securebase_cli.documents import redaction
from securebase_cli.documents.formats.table import Format
from securebase_cli.documents.layouts import Layout
from securebase_cli.documents.parts import ALL_PARTS, Part
from securebase_cli.documents.redaction import RedactedEntries, ReviewedEntries
from securebase_cli.documents.source import Entries
from securebase_cli.errors import (
    UnassignedTextError,
    UnknownEntryError,
    UnknownNameError,
    UsageError,
)
from securebase_cli.hints import command
from securebase_cli.instrument import team_questions
from securebase_cli.model import Question
from securebase_cli.storage.filter import Filter
from securebase_cli.storage.names import EntryName

# `--leave-out takeaway` does the same as `--no-takeaways`.
TAKEAWAY = "takeaway"


def select_entries(
    app: App, only: Sequence[str], leave_out: Sequence[str]
) -> tuple[Filter, frozenset[Question]]:
    """Return the filter of the entries, and the questions to leave out of them.

    Raises UnknownNameError if a name after `--leave-out` is neither `takeaway` nor the id of a
    question or an entry, UnknownEntryError for an unknown entry after `--only`, and UsageError if
    an entry stands after both.
    """
    included = frozenset(app.journal.find(typed, app.today) for typed in only)
    excluded: set[EntryName] = set()
    excluded_questions: set[Question] = set()
    all_questions = team_questions.questions_and_prompts(app.content)
    for typed in leave_out:
        question_id = typed.strip().casefold()
        if questions := {question for question in all_questions if question.id == question_id}:
            excluded_questions |= questions
            continue
        if question_id == TAKEAWAY:
            continue
        try:
            excluded.add(app.journal.find(typed, app.today))
        except UnknownEntryError:
            questions = _find_former_question(app, question_id)
            if not questions:
                list_questions, list_entries = command("questions --ids"), command("list")
                hint = f"`{list_questions}` lists the questions, `{list_entries}` the entries."
                known_ids = [question.id for question in all_questions]
                raise UnknownNameError("question or entry", typed, known_ids, hint) from None
            excluded_questions |= questions
    if included & excluded:
        raise UsageError("An entry stands after --only and after --leave-out. Choose one of them.")
    entry_filter = app.entry_filter()._replace(
        included_entries=included, excluded_entries=frozenset(excluded)
    )
    return entry_filter, frozenset(excluded_questions)


def _find_former_question(app: App, question_id: str) -> set[Question]:
    """Return a question that is no longer asked, once for each text that it has in entries."""
    questions: set[Question] = set()
    for _, entry in app.journal.scan(progress=app.progress):
        questions |= {
            Question(question_id, entry.domain, answer.question_text)
            for answer in entry.answers
            if answer.question == question_id
        }
        if question_id in entry.skipped:
            questions.add(Question(question_id, entry.domain, ""))
    return questions


def select_parts(
    layout: Layout, file_format: Format, choices: Mapping[Part, bool | None]
) -> frozenset[Part]:
    """Return the parts of entries that a document has.

    `choices` says of each part whether its option was given: True for `--answers`, False for
    `--no-answers`, None for neither. Raises UsageError for a part that the layout never has.
    """
    refuse_without_effect(
        "in this layout",
        {
            f"--{part}": choice is True and part not in layout.possible_parts
            for part, choice in choices.items()
        },
    )
    return layout.select_parts(choices) & file_format.parts


def redact(
    entries: Entries, parts: frozenset[Part], excluded_questions: Collection[Question]
) -> Entries:
    """Return the entries with these parts only, and without the excluded questions.

    Raises UnassignedTextError if an entry may have an answer to an excluded question in text that
    no marker assigns to a question.
    """
    if left_out := ALL_PARTS.difference(parts):
        entries = RedactedEntries(entries, partial(redaction.remove_parts, parts=left_out))
    if not excluded_questions:
        return entries
    if not parts.isdisjoint({"answers", "takeaways"}):
        entries = _review(entries, excluded_questions)
    question_ids = frozenset(question.id for question in excluded_questions)
    return RedactedEntries(entries, partial(redaction.remove_questions, question_ids=question_ids))


def _review(entries: Entries, excluded_questions: Collection[Question]) -> Entries:
    """Return the entries as they were read here; raises UnassignedTextError as `redact` does."""
    reviewed = ReviewedEntries(entries)
    unassigned = [
        entry.id
        for _, entry in reviewed.look_at_all()
        if redaction.may_answer_elsewhere(entry, excluded_questions)
    ]
    if unassigned:
        raise UnassignedTextError(unassigned)
    return reviewed

"""The layout of records of professional development: one record for each entry.

A layout file says for each field whether it comes from the entry or is typed at the export. A field
that has no text is shown empty, to be filled in by hand.
"""

from collections.abc import Iterator, Mapping
from typing import assert_never

from securebase_cli.dates import long_date
from securebase_cli.documents.blocks import Block, FormField, Heading, PageBreak, Task, Tasks
from securebase_cli.documents.journal_layout import entry_block, format_period
from securebase_cli.documents.source import DocumentSource
from securebase_cli.instrument.content import Content
from securebase_cli.instrument.record_layout import Origin, RecordField
from securebase_cli.model import REFLECTION, Entry, display_title
from securebase_cli.plurals import count_of

REFLECTION_NAME = "Reflection on own practice"
TEAM_SESSION_NAME = "Session with the team"


def build(source: DocumentSource) -> Iterator[Block]:
    """Yield a record for each entry of the source."""
    layout = source.record_layout
    days = [outline.moment.date() for _, outline in source.entries.outlines()]
    if not days:
        yield source.title(layout.title, "No entries.")
        yield from source.notices
        return
    count = count_of(len(days), "record")
    yield source.title(layout.title, f"{format_period(min(days), max(days))} · {count}")
    yield from source.notices
    typed = {
        (record.entry_id, record.moment): {
            answer.question: answer.text for answer in record.answers
        }
        for record in source.records
    }
    for index, (_, entry) in enumerate(source.entries.entries()):
        if index:
            yield PageBreak()
        yield Heading(display_title(entry, source.content.domain_title))
        for field in layout.fields:
            yield from _field_blocks(field, entry, source, typed.get((entry.id, entry.moment), {}))


def _field_blocks(
    field: RecordField, entry: Entry, source: DocumentSource, typed: Mapping[str, str]
) -> Iterator[Block]:
    """Yield a field; nothing if it is for actions or answers and the entry has none."""
    if field.origin == "answers":
        if "answers" in source.parts and (entry.answers or entry.other_text):
            yield Heading(field.heading, 3)
            # The takeaway has a field of its own.
            yield entry_block(entry._replace(takeaway=""), question_level=4)
    elif field.origin in {"tried", "open"}:
        actions = [action for action in entry.actions if action.state == field.origin]
        if actions:
            yield Heading(field.heading, 3)
            yield Tasks(list(map(Task.from_action, actions)), source.made_on)
    else:
        from_entry = text_from_entry(field.origin, entry, source.content)
        yield FormField(field.heading, typed.get(field.id, from_entry))


def text_from_entry(origin: Origin | None, entry: Entry, content: Content) -> str:
    """Return the text that the entry has for a field, in Markdown; it may be empty."""
    match origin:
        case "activity":
            return REFLECTION_NAME if entry.kind == REFLECTION else TEAM_SESSION_NAME
        case "date":
            return long_date(entry.moment)
        case "domain":
            return _describe_domain(entry, content)
        case "questions":
            texts = (answer.question_text or answer.question for answer in entry.answers)
            questions = "\n".join(f"- {text}" for text in texts)
            return f"{_describe_domain(entry, content)}\n\n{questions}".strip()
        case "takeaway":
            return entry.takeaway
        case None | "tried" | "open" | "answers":
            return ""
        case _:
            assert_never(origin)


def _describe_domain(entry: Entry, content: Content) -> str:
    """Return the domain and its model, such as “Availability (The team as a secure base)”.

    The quality of a domain is not named: in a record it would look like the user's own words.
    """
    return f"{content.domain_title(entry.domain)} ({content.title})"

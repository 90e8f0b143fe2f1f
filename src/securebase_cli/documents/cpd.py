"""The layout of a record of continuing professional development (CPD).

It has the fields that professional bodies ask for. Fields that the journal cannot fill hold what
the user typed, or stay visibly empty.
"""

from collections.abc import Iterator, Sequence

from securebase_cli.documents.blocks import Block, FormField, Heading, Task, Tasks
from securebase_cli.documents.journal_layout import entry_block, format_period
from securebase_cli.documents.source import DocumentSource
from securebase_cli.model import REFLECTION, TEAM_SESSION, Entry, display_title
from securebase_cli.plurals import count_of

TITLE = "Record of professional development"


def build(source: DocumentSource) -> Iterator[Block]:
    """Yield the record, with the answers of the entries after it."""
    typed = source.cpd_fields
    entries = [stored.entry for stored in source.entries.entries()]
    yield source.title(TITLE)
    yield from source.notices
    kinds = {entry.kind for entry in entries}
    activities = []
    if REFLECTION in kinds:
        activities.append("reflection on my own practice")
    if TEAM_SESSION in kinds:
        activities.append("session with my team")
    yield FormField("Type of activity", " and ".join(activities).capitalize())
    takeaways = [entry.takeaway for entry in entries if entry.takeaway]
    days = [entry.moment.date() for entry in entries]
    yield FormField("Date", format_period(days[0], days[-1]) if days else "")
    yield FormField("Description and relevance", _description(source, entries))
    yield FormField("What I learnt", "\n\n".join(filter(None, (typed.learnt, *takeaways))))
    yield FormField("The effect on my practice", typed.effect)
    tried = [
        Task.from_action(action, display_title(entry, source.content.domain_title))
        for entry in entries
        for action in entry.actions
        if action.state == "tried"
    ]
    if tried:
        yield Heading("What I tried", 3)
        yield Tasks(tried)
    yield FormField("What came of discussing it with a peer", typed.peer)
    if "answers" in source.parts and any(entry.answers or entry.other_text for entry in entries):
        yield Heading("What I wrote")
        for entry in entries:
            yield Heading(display_title(entry, source.content.domain_title), 3)
            # “What I learnt” above has the takeaway already.
            yield entry_block(entry._replace(takeaway=""), question_level=4)


def _description(source: DocumentSource, entries: Sequence[Entry]) -> str:
    """Describe the domains reflected on and their relevance, in the words of the content."""
    if not entries:
        return ""
    tool = f"the practice tool “{source.content.title}”"
    answered = {answer.question for entry in entries for answer in entry.answers}
    count = len(answered & {question.id for question in source.content.questions})
    if count:
        tool = f"{count_of(count, 'question of', 'questions of')} {tool}"
    paragraphs = [
        f"I reflected on how my team works as a secure base for those in it, with {tool}."
    ]
    domains = {entry.domain for entry in entries}
    paragraphs += [
        f"**{domain.title}** (“{domain.quality}”): {domain.summary}"
        for domain in source.content.domains
        if domain.id in domains
    ]
    return "\n\n".join(paragraphs)

"""The blocks that documents are made of. A format module renders each kind of block.

A layout yields blocks in reading order. Long lists are iterables that are consumed once, so that
a document of a whole journal does not have to fit into memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Self, TypeAlias

from securebase_cli.dates import describe_months, long_date, month_and_year
from securebase_cli.entry_format import action_line
from securebase_cli.instrument.content import Content
from securebase_cli.model import Action, Answer, describe_action

if TYPE_CHECKING:
    from securebase_cli.review.coverage import Coverage


class Title(NamedTuple):
    """The title of the document, which is always the first block.

    `lines` stand below it, such as the period, for whom the document is, and when it was made.
    """

    text: str
    lines: tuple[str, ...] = ()

    @property
    def with_period(self) -> str:
        """The title and its first line: the name of the document in the title of a window."""
        return " · ".join((self.text, *self.lines[:1]))


class Notice(NamedTuple):
    """A sentence about the document itself, such as that answers were left out."""

    text: str


class Heading(NamedTuple):
    """A heading. The title has level 1, so levels begin at 2.

    `anchor` is the target of a link in the contents; empty if no link leads here.
    """

    text: str
    level: int = 2
    anchor: str = ""


class Paragraph(NamedTuple):
    """A paragraph of plain text; a quiet one is set apart as secondary."""

    text: str
    quiet: bool = False


class MarkdownText(NamedTuple):
    """Text that was written by the user, in Markdown."""

    text: str


class EntryBlock(NamedTuple):
    """The body of an entry: each question as a heading of `level`, followed by its answer.

    `above` and `below` are quiet paragraphs before and after the answers. An entry is one block
    because the Markdown format renders it in one piece, which is faster; other formats use
    `parts`.
    """

    level: int
    answers: tuple[Answer, ...]
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()

    def parts(self) -> Iterator[Heading | Paragraph | MarkdownText]:
        """Yield the blocks that the entry consists of."""
        for text in self.above:
            yield Paragraph(text, quiet=True)
        for _, question_text, answer_text in self.answers:
            yield Heading(question_text, self.level)
            yield MarkdownText(answer_text)
        for text in self.below:
            yield Paragraph(text, quiet=True)


class Link(NamedTuple):
    """A line of the table of contents."""

    title: str
    anchor: str


class Contents(NamedTuple):
    links: Iterable[Link]


class Task(NamedTuple):
    """An action, as its line in the entry file, and the title of that entry or "".

    Markdown shows the line as it is, and long lists of strings can be compressed.
    """

    line: str
    entry_title: str = ""

    @classmethod
    def from_action(cls, action: Action, entry_title: str = "") -> Self:
        return cls(action_line.format_line(action), " ".join(entry_title.split()))

    @property
    def action(self) -> Action:
        # The line of an action without text cannot be parsed.
        return action_line.parse_task(self.line) or Action(self.line)

    def details(self, made_on: date) -> str:
        """Return what became of the action, its note, and its entry’s title; may be empty."""
        return " · ".join(filter(None, (*describe_action(self.action, made_on), self.entry_title)))


class Tasks(NamedTuple):
    """Actions, and the day on which the document was made, which tells what is overdue."""

    tasks: Iterable[Task]
    made_on: date


class BulletList(NamedTuple):
    items: tuple[str, ...]


class Table(NamedTuple):
    """A table of plain cells; every row has as many cells as there are headings."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class MonthChart(NamedTuple):
    """The number of entries by month: for each domain, its title and one count a month.

    `months` has the first day of each month, without gaps. Formats without drawings show `table`.
    """

    months: tuple[date, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def description(self) -> str:
        """Text that stands for the chart: how many entries each domain has."""
        totals = "; ".join(f"{title}: {sum(counts)}" for title, counts in self.rows)
        return f"Entries by month, {describe_months(self.months)}. {totals}."

    @property
    def table(self) -> Table:
        """The chart as a table, with a row for each month that has entries."""
        headings = ("Month", *(title for title, _ in self.rows))
        all_counts = zip(*(counts for _, counts in self.rows), strict=True)
        rows = [
            (month_and_year(month), *map(str, counts))
            for month, counts in zip(self.months, all_counts, strict=True)
            if any(counts)
        ]
        return Table(headings, tuple(rows))


class ScaleChart(NamedTuple):
    """The scale over time: for each domain, its title and its values from 0 to 10, by day.

    Every row has at least one value. Formats without drawings show `table`.
    """

    rows: tuple[tuple[str, tuple[tuple[date, int], ...]], ...]

    @property
    def description(self) -> str:
        """Text that stands for the chart: the first and the last value of each domain."""
        sentences = []
        for title, points in self.rows:
            (first_day, first), (last_day, last) = points[0], points[-1]
            change = f"{title}: {first} on {long_date(first_day)}"
            if len(points) > 1:
                change += f", {last} on {long_date(last_day)}"
            sentences.append(f"{change}.")
        return " ".join(sentences)

    @property
    def table(self) -> Table:
        """The chart as a table, with the first and the last value of each domain."""
        rows = []
        for title, points in self.rows:
            (first_day, first), (last_day, last) = points[0], points[-1]
            rows.append(
                (title, f"{first} ({long_date(first_day)})", f"{last} ({long_date(last_day)})")
            )
        return Table(("Domain", "First", "Last"), tuple(rows))


class ModelDiagram(NamedTuple):
    """A drawing of the model and its coverage.

    Formats without drawings omit it: the table of coverage after it says the same in words.
    """

    content: Content
    coverage: Coverage


class Caption(NamedTuple):
    """A sentence below a table or a drawing that says how to read it."""

    text: str


class LabelledText(NamedTuple):
    """Text that was written by the user, in Markdown, under a label such as its day."""

    label: str
    text: str


class SideBySide(NamedTuple):
    """Two texts to compare, such as an earlier and a later answer."""

    left: LabelledText
    right: LabelledText


class DatedQuote(NamedTuple):
    """Sentences that were written by the user, in Markdown, and the entry they come from."""

    text: str
    source: str


class FormField(NamedTuple):
    """A field of a form: its name, and its text in Markdown, or "" if it is to be filled in."""

    name: str
    text: str


class BlankTable(NamedTuple):
    """A table to fill in by hand: its headings and its number of rows."""

    headings: tuple[str, ...]
    rows: int


class WritingColumns(NamedTuple):
    """Columns of blank lines to write on, side by side, each under a heading."""

    headings: tuple[str, ...]
    lines: int


class Cards(NamedTuple):
    """Cards to cut out: the text of each, and a small line below it, which may be empty."""

    cards: tuple[tuple[str, str], ...]


class WritingLines(NamedTuple):
    """A number of blank lines to write on, on paper."""

    lines: int


class PageBreak(NamedTuple):
    """The start of a new page, in formats that have pages."""


Block: TypeAlias = (
    Title
    | Notice
    | Heading
    | Paragraph
    | MarkdownText
    | EntryBlock
    | Contents
    | Tasks
    | BulletList
    | Table
    | ModelDiagram
    | Caption
    | MonthChart
    | ScaleChart
    | SideBySide
    | DatedQuote
    | FormField
    | BlankTable
    | WritingColumns
    | Cards
    | WritingLines
    | PageBreak
)

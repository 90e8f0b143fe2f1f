"""What a document is made of, in order: each format writes every one of these in its own way.

Long lists are iterables, gone through once, so that no format holds a lifetime in memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self, TypeAlias

from securebase_cli.entry_format import action_line
from securebase_cli.model import Action

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from securebase_cli.instrument.content import Content
    from securebase_cli.model import Answer
    from securebase_cli.review.coverage import Coverage


class Title(NamedTuple):
    """What the document is called; it comes first, and once."""

    text: str


class Notice(NamedTuple):
    """Something a reader has to know about the document itself."""

    text: str


class Heading(NamedTuple):
    """A heading below the title, whose level is 1; with an anchor if something leads there."""

    text: str
    level: int = 2
    anchor: str = ""


class Paragraph(NamedTuple):
    """A paragraph of plain words; quiet ones are about what stands near them."""

    text: str
    quiet: bool = False


class MarkdownText(NamedTuple):
    """What somebody wrote, in Markdown."""

    text: str


class EntryBlock(NamedTuple):
    """What an entry says: its questions as headings of a level, below each what was answered.

    Plain words stand above them, and quiet ones below.
    """

    level: int
    answers: tuple[Answer, ...]
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()

    def parts(self) -> Iterator[Heading | Paragraph | MarkdownText]:
        """Give all of it, part by part."""
        for words in self.above:
            yield Paragraph(words, quiet=True)
        for _, asked, text in self.answers:
            yield Heading(asked, self.level)
            yield MarkdownText(text)
        for words in self.below:
            yield Paragraph(words, quiet=True)


class Link(NamedTuple):
    """A line of the contents."""

    title: str
    anchor: str


class Contents(NamedTuple):
    """What leads to the headings."""

    links: Iterable[Link]


class Task(NamedTuple):
    """An action as its line in the entry, and where it was agreed; that can be empty."""

    line: str
    where: str = ""

    @classmethod
    def from_action(cls, action: Action, where: str = "") -> Self:
        """Write an action as its line."""
        return cls(action_line.write(action), " ".join(where.split()))

    @property
    def action(self) -> Action:
        """What the line says."""
        return action_line.read(self.line) or Action(self.line)


class Tasks(NamedTuple):
    """Actions, open ones and others."""

    tasks: Iterable[Task]


class BulletList(NamedTuple):
    """A list of plain lines."""

    items: tuple[str, ...]


class Table(NamedTuple):
    """A table of plain cells."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class ModelDiagram(NamedTuple):
    """The model with what has been reflected on; it says nothing that no table says."""

    content: Content
    coverage: Coverage


class FormField(NamedTuple):
    """A part of a form that is to be filled in: Markdown, or nothing yet."""

    name: str
    text: str


class WritingLines(NamedTuple):
    """So many lines to write on, on paper."""

    lines: int


class PageBreak(NamedTuple):
    """What follows begins a page, where there are pages."""


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
    | FormField
    | WritingLines
    | PageBreak
)

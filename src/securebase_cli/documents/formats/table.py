"""The formats that documents are exported in.

To add a format, write a module in this folder and add it to FORMATS. The module of a text format
has a function `render(document)`, which yields the file in pieces from a document of blocks. The
module of a data format, for other programs, has a function `render_entries(source)`, which
yields it from the entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from securebase_cli.documents.parts import ALL_PARTS, Part
from securebase_cli.errors import UnknownNameError

if TYPE_CHECKING:
    from securebase_cli.documents.blocks import Block
    from securebase_cli.documents.source import DocumentSource

Pieces: TypeAlias = Iterator[str] | Iterator[bytes]


class Format(NamedTuple):
    """A format: the extensions of its files, and the module in this folder that renders it.

    `journal_layout` names the layout of a journal in a text format; a data format has none.
    `parts` are the parts of entries that its files can hold. `is_binary` says that the file must
    not be shown in a terminal. The module is imported when it is used, because that may be slow.
    """

    extensions: tuple[str, ...]
    module: str
    journal_layout: Literal["entries only", "full"] | None = None
    parts: frozenset[Part] = ALL_PARTS
    is_binary: bool = False

    @property
    def is_text(self) -> bool:
        """Whether any document of blocks can be rendered, not only the entries as data."""
        return self.journal_layout is not None

    def render(self, document: Iterable[Block]) -> Pieces:
        pieces: Pieces = self._import_module().render(document)
        return pieces

    def render_journal(self, source: DocumentSource) -> Pieces:
        if self.journal_layout is None:
            pieces: Pieces = self._import_module().render_entries(source)
            return pieces
        from securebase_cli.documents import journal_layout

        if "answers" not in source.parts:
            build = journal_layout.build_overview
        elif self.journal_layout == "full":
            build = journal_layout.build_full
        else:
            build = journal_layout.build_entries_only
        return self.render(build(source))

    def _import_module(self) -> ModuleType:
        return import_module(f"securebase_cli.documents.formats.{self.module}")


FORMATS: dict[str, Format] = {
    "markdown": Format((".md", ".markdown"), "markdown_document", "entries only"),
    "html": Format((".html", ".htm"), "html_document", "full"),
    "docx": Format((".docx",), "docx_document", "full", is_binary=True),
    "csv": Format((".csv",), "csv_document", parts=frozenset({"notes", "scale"})),
    "json": Format((".json",), "json_document"),
}

# Formats of single commands; `--format` does not offer them.
CALENDAR = Format((".ics",), "")
# The page that holds a sitting is text, but nobody could read it in a terminal.
PAGE = Format((".html", ".htm"), "", is_binary=True)

# Files with these extensions are written as Markdown. Any other unknown extension is an error,
# since other programs would take the file for something else.
_PLAIN_TEXT_EXTENSIONS = frozenset({"", ".txt", ".text"})


def find_format(name: str | None, extension: str) -> Format:
    """Return the format with this name or, without a name, that of files with this extension.

    Raises UnknownNameError.
    """
    if name is not None:
        if name.casefold() not in FORMATS:
            raise UnknownNameError("format", name.casefold(), FORMATS)
        return FORMATS[name.casefold()]
    if extension.casefold() in _PLAIN_TEXT_EXTENSIONS:
        return FORMATS["markdown"]
    matching = format_for_extension(extension)
    if matching is None:
        raise UnknownNameError("format for files that end in", extension, FORMATS)
    return matching


def promises_other_format(extension: str, file_format: Format) -> bool:
    """Whether other programs would take a file with this extension for something else."""
    is_plain = extension.casefold() in _PLAIN_TEXT_EXTENSIONS
    return extension.casefold() not in file_format.extensions and (
        file_format.is_binary or not is_plain
    )


def format_for_extension(extension: str) -> Format | None:
    """Return the format of files with this extension, such as ".html", in any case."""
    folded = extension.casefold()
    return next((item for item in FORMATS.values() if folded in item.extensions), None)

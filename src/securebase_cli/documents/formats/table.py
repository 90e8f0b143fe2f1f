"""The formats in which a document leaves the journal: one table of them, one module each.

A format is loaded only when something is written in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from securebase_cli.documents.blocks import Block
    from securebase_cli.documents.source import DocumentSource

    Pieces = Iterator[str] | Iterator[bytes]


class Format(NamedTuple):
    """How something is written, and the endings of files that hold it.

    `document` writes any row of blocks; it is None where a format has fields instead of text,
    and then `journal` writes the entries. `binary` is no text, which a terminal could not show.
    `check` raises MissingExtraError if what the format needs is not installed.
    """

    extensions: tuple[str, ...]
    render_journal: Callable[[DocumentSource], Pieces]
    render: Callable[[Iterable[Block]], Pieces] | None = None
    binary: bool = False
    check_installed: Callable[[], None] = lambda: None


def _markdown(document: Iterable[Block]) -> Iterator[str]:
    from securebase_cli.documents.formats import markdown_document

    return markdown_document.render(document)


def _journal_in_markdown(cover: DocumentSource) -> Iterator[str]:
    from securebase_cli.documents import journal_layout

    return _markdown(journal_layout.build_entries_only(cover))


def _html(document: Iterable[Block]) -> Iterator[str]:
    from securebase_cli.documents.formats import html_document

    return html_document.render(document)


def _journal_in_html(cover: DocumentSource) -> Iterator[str]:
    from securebase_cli.documents import journal_layout

    return _html(journal_layout.build_full(cover))


def _check_docx() -> None:
    from securebase_cli.documents.formats.extra import require_extra

    with require_extra("docx"):
        from securebase_cli.documents.formats import docx_document  # noqa: F401 - may be missing


def _docx(document: Iterable[Block]) -> Iterator[bytes]:
    from securebase_cli.documents.formats import docx_document

    return docx_document.render(document)


def _journal_in_docx(cover: DocumentSource) -> Iterator[bytes]:
    from securebase_cli.documents import journal_layout

    return _docx(journal_layout.build_full(cover))


def _csv(cover: DocumentSource) -> Iterator[str]:
    from securebase_cli.documents.formats import csv_document

    return csv_document.render_entries(cover)


def _json(cover: DocumentSource) -> Iterator[str]:
    from securebase_cli.documents.formats import json_document

    return json_document.render_entries(cover)


FORMATS: dict[str, Format] = {
    "markdown": Format((".md", ".markdown"), _journal_in_markdown, _markdown),
    "html": Format((".html", ".htm"), _journal_in_html, _html),
    "docx": Format((".docx",), _journal_in_docx, _docx, binary=True, check_installed=_check_docx),
    "csv": Format((".csv",), _csv),
    "json": Format((".json",), _json),
}


def format_for_extension(ending: str) -> str | None:
    """Return the format whose files end like that, such as .html."""
    wanted = ending.casefold()
    return next((name for name, found in FORMATS.items() if wanted in found.extensions), None)

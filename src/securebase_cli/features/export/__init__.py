"""The journal as one document: a table of formats, one module each.

A format is a function from the entries and their title page to the pieces of a document. The
entries may be iterated several times; a format never holds all of them at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.features.export import json_document, markdown_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from securebase_cli.features.export.cover import Cover

FORMATS: dict[str, Callable[[Cover], Iterator[str]]] = {
    "markdown": markdown_document.pieces,
    "json": json_document.pieces,
}

ENDINGS = {".md": "markdown", ".markdown": "markdown", ".json": "json"}

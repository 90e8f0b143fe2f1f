"""The text in a page, without knowing how it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.ui.page import Line

if TYPE_CHECKING:
    from securebase_cli.ui.page import Page


def line_texts(page: Page) -> list[str]:
    """Return the texts of the lines of a page."""
    return [part.text for part in page if isinstance(part, Line)]


def line_labels(page: Page) -> list[str]:
    """Return the labels of the lines of a page."""
    return [part.label for part in page if isinstance(part, Line)]

"""Print pages on a terminal, on a pipe or with --plain; make all text safe to print."""

import contextlib
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

from securebase_cli.entry_format.characters import CONTROLS, INVISIBLE
from securebase_cli.hints import WINDOWS
from securebase_cli.ui.page import (
    Excerpt,
    Gap,
    Line,
    Page,
    Pairs,
    Picture,
    SideBySide,
    Table,
    Verbatim,
)

# Soft hyphens and line separators are removed too. Joiners are kept, since emoji consist of them.
_REMOVED = f"[\u00ad\u2028\u2029{INVISIBLE}]"

# Longer lines are hard to read in a wide window.
MAX_WIDTH = 100
# In a narrower window, a table has one cell on a line.
MIN_TABLE_COLUMNS = 55


def safe_text(text: str) -> str:
    """Return the text without anything that controls a terminal or misleads its reader.

    Control characters become U+FFFD, invisible characters are removed; so the length can change.
    """
    # Most text is printable, and everything that is replaced is not.
    if text.isprintable():
        return text
    return re.sub(_REMOVED, "", re.sub(f"[{CONTROLS}]", "\N{REPLACEMENT CHARACTER}", text))


def safe_line(text: str) -> str:
    """Return safe text on one line, with single spaces."""
    return safe_text(" ".join(text.split()))


def break_paths(text: str, width: int) -> str:
    """Return the text with line breaks after separators in each path that is wider than a row."""

    def break_word(match: re.Match[str]) -> str:
        rows = [""]
        for piece in re.findall(r"[^/\\]*[/\\]|[^/\\]+", match[0]):
            if len(rows[-1]) + len(piece) > width and rows[-1]:
                rows.append("")
            rows[-1] += piece
        return "\n".join(rows)

    return re.sub(rf"\S{{{max(width, 1) + 1},}}", break_word, text)


class _HeldPages(io.StringIO):
    """Pages that are shown later, formatted for the terminal that stdout is."""

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return sys.stdout.encoding

    def isatty(self) -> bool:
        return True


class Screen:
    """Prints pages on the standard output or the standard error stream."""

    def __init__(
        self, *, plain: bool = False, to_stderr: bool = False, may_page: bool = False
    ) -> None:
        self.plain = plain
        self.may_page = may_page
        self.to_stderr = to_stderr
        self._held_pages: _HeldPages | None = None

    @property
    def stream(self) -> TextIO:
        """The current stream; looked up each time, since tests replace it."""
        return self._held_pages or (sys.stderr if self.to_stderr else sys.stdout)

    @contextlib.contextmanager
    def paged(self) -> Iterator[None]:
        """Show the pages of this context together, in the pager if the window is too small.

        On a pipe, with --plain or without a pager each is shown at once.
        """
        if not (self.may_page and self.is_rich):
            yield
            return
        from securebase_cli.ui.pager import pager_command, show_in_pager

        stream, command = self.stream, pager_command()
        self._held_pages = held = _HeldPages()
        is_complete = False
        try:
            yield
            is_complete = True
        finally:
            self._held_pages = None
            text = held.getvalue()
            needs_pager = is_complete and command and text.count("\n") >= self.height
            if not (needs_pager and show_in_pager(text, command, held.encoding)):
                stream.write(text)

    @property
    def is_rich(self) -> bool:
        """Whether colours and cursor movement can be used."""
        # Windows does not set this variable.
        terminal = os.environ.get("TERM", "windows" if WINDOWS else "")
        dumb = terminal in {"", "dumb", "unknown"}
        return not self.plain and not dumb and self.stream.isatty()

    @property
    def shows_colours(self) -> bool:
        """Whether to use colours, and to draw boxes and rules."""
        is_off = os.environ.get("NO_COLOR") or os.environ.get("CLICOLOR") == "0"
        return self.is_rich and not is_off

    @property
    def shows_drawings(self) -> bool:
        """Whether box-drawing and block characters can be printed."""
        encoding = (self.stream.encoding or "").casefold().replace("-", "")
        return not self.plain and encoding.startswith("utf")

    @property
    def window_size(self) -> os.terminal_size:
        """The columns and rows of the window, whatever the environment says."""
        import shutil

        # The stream may be no terminal; some terminals do not know their size.
        with contextlib.suppress(OSError):
            size = os.get_terminal_size(self.stream.fileno())
            if all(size):
                return size
        return shutil.get_terminal_size()

    @property
    def width(self) -> int:
        import shutil

        columns = shutil.get_terminal_size((80, 24)).columns
        # An older Windows console begins a new row once the last column is written to, so that a
        # line as wide as the window would be followed by an empty one.
        return min(columns - 1 if WINDOWS else columns, MAX_WIDTH)

    @property
    def height(self) -> int:
        import shutil

        return shutil.get_terminal_size((80, 24)).lines

    def row_count(self, page: Page) -> int:
        """Return how many rows a page takes in a terminal."""
        from securebase_cli.ui.rich_page import print_page

        printed = io.StringIO()
        print_page(page, printed, width=self.width, has_colours=False)
        return printed.getvalue().count("\n")

    def show(self, page: Page) -> None:
        if self.is_rich:
            # Imported only here, since loading Rich takes about as long as starting the program.
            from securebase_cli.ui.rich_page import print_page

            print_page(page, self.stream, width=self.width, has_colours=self.shows_colours)
            return
        for text in _labelled_lines(page) if self.plain else _unstyled_lines(page):
            self.stream.write(text + "\n")

    def say(self, *lines: str) -> None:
        """Print messages, one paragraph each."""
        self.show(tuple(Line(line) for line in lines))


def _labelled_lines(page: Page) -> Iterable[str]:
    """Yield the lines for --plain, which also suit screen readers and scripts."""
    for part in page:
        match part:
            case Line(label="", role="heading"):
                # The label of each line below already says what it is.
                continue
            case Line(text=text, label=label) | Excerpt(text=text, label=label):
                prefix = f"{safe_line(label)}: " if label else ""
                yield prefix + safe_text(text).replace("\n", "\n  ")
            case Table(headings, rows):
                for row in rows:
                    yield from (
                        f"{safe_line(heading)}: {safe_line(cell)}"
                        for heading, cell in zip(headings, row, strict=True)
                        if cell
                    )
                    yield ""
            case Pairs(rows):
                yield from (f"{safe_line(name)}: {safe_line(value)}" for name, value in rows)
            case SideBySide(titles, texts):
                for title, text in zip(titles, texts, strict=True):
                    yield f"{title}: " + safe_text(text).replace("\n", "\n  ")
            case Picture(lines):
                yield from map(safe_text, lines)
            case Verbatim(text):
                yield safe_text(text)


def _unstyled_lines(page: Page) -> Iterable[str]:
    for part in page:
        match part:
            case Gap():
                yield ""
            case Line(text=text, indent=indent) | Excerpt(text=text, indent=indent):
                for line in safe_text(text).split("\n"):
                    yield (" " * indent + line) if line else ""
            case SideBySide(titles, texts):
                for title, text in zip(titles, texts, strict=True):
                    yield f"{title}:"
                    yield from (f"  {line}" for line in safe_text(text).split("\n"))
            case Table(rows=rows) | Pairs(rows):
                yield from _align_columns(rows)
            case Picture(lines):
                yield from map(safe_text, lines)
            case Verbatim(text):
                yield safe_text(text)


def _align_columns(rows: Iterable[tuple[str, ...]]) -> Iterable[str]:
    cells = [tuple(map(safe_line, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()

"""The command that exports: which format, what goes in, where it is written."""

from __future__ import annotations

import os
import sys
from itertools import islice
from typing import TYPE_CHECKING

from securebase_cli.core import files
from securebase_cli.core.errors import SavingError, UnknownNameError, UsageError
from securebase_cli.features.export import ENDINGS, FORMATS
from securebase_cli.features.export.cover import Cover
from securebase_cli.terminal.console import safe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from securebase_cli.desk import Desk
    from securebase_cli.features.export.cover import Order

_TOGETHER = 64
ORDERS = ("date", "domain")


def export(desk: Desk, named: str | None, output: Path | None, *, by: str, force: bool) -> None:
    """Write the entries that the filters admit as one document, to a file or to stdout."""
    if output and str(output) == "-":
        output = None
    ending = ENDINGS.get(output.suffix.casefold()) if output else None
    chosen = (named or ending or "markdown").casefold()
    if chosen not in FORMATS:
        raise UnknownNameError("format", chosen, FORMATS)
    if by not in ORDERS:
        raise UnknownNameError("order", by, ORDERS)
    if output and not force and os.path.lexists(output):
        raise _taken(output)
    if output and files.is_same_folder(output.absolute().parent, desk.journal.folder):
        raise UsageError("The journal folder is for entries alone. Write the document elsewhere.")
    entries = desk.scan(oldest_first=True)
    order: Order = "domain" if by == "domain" else "date"
    pieces = FORMATS[chosen](Cover(entries, desk.content.titles(), order))
    if output:
        _to_file(pieces, output, force=force)
        desk.messages.say(f"Written: {output}")
    else:
        _to_stdout(pieces)
    entries.check()


def _to_file(pieces: Iterator[str], output: Path, *, force: bool) -> None:
    data = _together(pieces)
    try:
        if force:
            files.replace(output, data)
        else:
            files.publish(output, data)
    except FileExistsError:
        raise _taken(output) from None
    except OSError as error:
        raise SavingError(f"Could not write {output}: {error.strerror}.") from None


def _taken(output: Path) -> UsageError:
    return UsageError(f"{output} is there already. Choose another name, or add --force.")


def _to_stdout(pieces: Iterator[str]) -> None:
    if sys.stdout.isatty():
        for piece in pieces:
            sys.stdout.write(safe(piece))
        return
    # A document is the same bytes wherever it goes: UTF-8, whatever the terminal's encoding.
    sys.stdout.flush()
    for data in _together(pieces):
        sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _together(pieces: Iterator[str]) -> Iterator[bytes]:
    """Give the pieces as bytes, many together; a document can be far larger than the memory."""
    while some := "".join(islice(pieces, _TOGETHER)):
        yield some.encode("utf-8", "replace")

"""An entry and a copy of it, side by side where they differ."""

from itertools import groupby

from securebase_cli.storage.conflict_copies import ConflictCopy
from securebase_cli.ui.console import safe_line
from securebase_cli.ui.page import GAP, Gap, Line, Page, Part, SideBySide

_NOT_THERE = "(not in it)"


def join_page(copy: ConflictCopy, entry: Page, copied: Page) -> Page:
    """Show the parts of both versions, and those that are the same only once."""
    in_entry, in_copy = _by_heading(entry), _by_heading(copied)
    parts: list[Part] = [
        Line(f"The entry {copy.original.id}, and its copy", "title", label="Title"),
        Line(safe_line(copy.path), "quiet", label="Copy"),
    ]
    for heading in {**in_entry, **in_copy}:
        texts = in_entry.get(heading, _NOT_THERE), in_copy.get(heading, _NOT_THERE)
        parts += [GAP, Line(heading, "heading", label="Part")]
        if texts[0] == texts[1]:
            parts += [Line(texts[0], label="In both", indent=2)]
        else:
            parts.append(SideBySide(("In the entry", "In the copy"), texts))
    return tuple(parts)


def _by_heading(version: Page) -> dict[str, str]:
    """Return the text below each heading of a page whose parts have gaps between them."""
    texts: dict[str, str] = {}
    for is_gap, parts in groupby(version, lambda part: isinstance(part, Gap)):
        lines = [part.text for part in parts if isinstance(part, Line)]
        if not is_gap and lines:
            texts[lines[0]] = "\n".join(lines[1:])
    return texts

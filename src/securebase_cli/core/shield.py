"""Makes an answer harmless inside a Markdown document, reversibly, line by line.

An answer is somebody's text: whatever it contains, it must not add a heading to the document
that holds it, swallow what comes after it, or pass for one of the markers that divide an entry.
A line that begins with something that could do so gets a backslash before that something,
which CommonMark shows as the plain character. A line that already looks shielded gets one more,
so that taking one away always gives back what was written.
"""

from __future__ import annotations

import re

# Block quotes and list items can open before anything else in a line, over and over.
_CONTAINERS = r"(?:[ \t]*(?:>|[-+*](?=[ \t])|[0-9]{1,9}[.)](?=[ \t])))*[ \t]*"

# What would divide, swallow or vanish: headings, fences, HTML blocks, link definitions; and the
# comments and formulas of Obsidian, in which many people will read their entries.
_OPENERS = (
    r"\#{1,6}(?:[ \t]|$)"
    r"|`{3,}[^`]*$"
    r"|~{3,}|%%|\$\$"
    r"|<(?:[!?]|/?[A-Za-z][A-Za-z0-9-]*(?:[\s/>]|$))"
    r"|\[(?:[^\]\\]|\\.)*(?:\\?$|\]:)"
)

# What turns the line above it into a heading, if there is one.
_UNDERLINES = r"(?:=+|-+)[ \t]*$"

_DANGEROUS = re.compile(f"(?P<lead>{_CONTAINERS})(?:{_OPENERS})")
_UNDERLINE = re.compile(f"(?P<lead>{_CONTAINERS})(?:{_UNDERLINES})")
_SHIELDED = re.compile(rf"(?P<lead>{_CONTAINERS})\\+(?:{_OPENERS}|{_UNDERLINES})")


def shield(text: str) -> str:
    """Return the text so that it stays inside its place in a Markdown document."""
    lines = text.split("\n")
    return "\n".join(
        _shield_line(line, below_text=bool(above.strip(" \t")))
        for above, line in zip(["", *lines], lines, strict=False)
    )


def unshield(text: str) -> str:
    """Return what `shield` was given."""
    return "\n".join(map(_unshield_line, text.split("\n")))


def _shield_line(line: str, *, below_text: bool) -> str:
    match = (
        _SHIELDED.match(line)
        or _DANGEROUS.match(line)
        or (_UNDERLINE.match(line) if below_text else None)
    )
    if match is None:
        return line
    place = match.end("lead")
    return f"{line[:place]}\\{line[place:]}"


def _unshield_line(line: str) -> str:
    match = _SHIELDED.match(line)
    if match is None:
        return line
    place = match.end("lead")
    return line[:place] + line[place + 1 :]

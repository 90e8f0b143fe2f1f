"""Makes an answer harmless inside a Markdown document, reversibly, line by line.

An answer is somebody's text: whatever it contains, it must not add a heading to the document
that holds it, swallow what comes after it, or pass for one of the markers that divide an entry.
A line that begins with something that could do so gets a backslash before that something,
which CommonMark shows as the plain character. A line that already looks shielded gets one more,
so that taking one away always gives back what was written.
"""

from __future__ import annotations

import re

# What opens a block quote or a list item; several can stand before anything else in a line.
_CONTAINER = re.compile(r">|[-+*](?=[ \t])|[0-9]{1,9}[.)](?=[ \t])")

# What would divide, swallow or vanish: headings, fences, HTML blocks, link definitions; and the
# comments and formulas of Obsidian, in which many people will read their entries.
_OPENER = re.compile(
    r"\#{1,6}(?:[ \t]|$)"
    r"|`{3,}[^`]*$"
    r"|~{3,}|%%|\$\$"
    r"|<(?:[!?]|/?[A-Za-z][A-Za-z0-9-]*(?:[\s/>]|$))"
    r"|\[(?:[^\]\\]|\\.)*(?:\\?$|\]:)"
)

# What turns the line above it into a heading, if there is one.
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")

# A container that begins in this column or further right is one too many: readers give up on
# the rest of a document that is nested too deep (some at 20 levels), and a level takes a column.
_DEEP = 16

_MAY_MATTER = frozenset(" \t>-+*0123456789#`~<[%$=\\")


def escape(text: str) -> str:
    """Return the text so that it stays inside its place in a Markdown document."""
    if _is_harmless(text):
        return text
    lines = text.split("\n")
    return "\n".join(
        _shield_line(line, below_text=bool(above.strip(" \t")))
        for above, line in zip(["", *lines], lines, strict=False)
    )


def _is_harmless(text: str) -> bool:
    """Whether no line begins with anything that may matter, as in nearly every answer."""
    begin = 0
    while text[begin : begin + 1] not in _MAY_MATTER:
        begin = text.find("\n", begin) + 1
        if not begin:
            return True
    return False


def unescape(text: str) -> str:
    """Return what `shield` was given."""
    return "\n".join(map(_unshield_line, text.split("\n")))


def _shield_line(line: str, *, below_text: bool) -> str:
    if line[:1] not in _MAY_MATTER:
        return line
    place = _after_containers(line)
    token = _past("\\", line, place)
    if _divides(line, token, place) or (
        (below_text or token > place) and _UNDERLINE.match(line, token)
    ):
        return f"{line[:place]}\\{line[place:]}"
    return line


def _unshield_line(line: str) -> str:
    if "\\" not in line or line[:1] not in _MAY_MATTER:
        return line
    place = _after_containers(line)
    token = _past("\\", line, place)
    if token > place and (_divides(line, token, place) or _UNDERLINE.match(line, token)):
        return line[:place] + line[place + 1 :]
    return line


def _divides(line: str, token: int, place: int) -> bool:
    """Whether what stands at `token`, in a line whose containers end at `place`, must not act."""
    if _OPENER.match(line, token):
        return True
    return _column(line, place) >= _DEEP and _CONTAINER.match(line, token) is not None


def _after_containers(line: str) -> int:
    place = _past(" \t", line, 0)
    while not _UNDERLINE.match(line, place) and _column(line, place) < _DEEP:
        container = _CONTAINER.match(line, place)
        if container is None:
            break
        place = _past(" \t", line, container.end())
    return place


def _past(letters: str, line: str, place: int) -> int:
    return len(line) - len(line[place:].lstrip(letters))


def _column(line: str, place: int) -> int:
    return len(line[:place].expandtabs(4))

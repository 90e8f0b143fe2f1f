"""Escape an answer so that it stays within its section of a Markdown document, reversibly.

Whatever an answer contains, it must not add a heading to the document, swallow the text after it
or be taken for a marker comment. A line that begins with such a construct gets a backslash before
it, which CommonMark renders as the plain character. A line that already begins with an escaped
construct gets one more backslash, so that `unescape` always returns the original text.
"""

import re

# The beginning of a block quote or a list item. Several of them can precede anything else.
_CONTAINER = re.compile(r">|[-+*](?=[ \t])|[0-9]{1,9}[.)](?=[ \t])")

# Constructs that divide, swallow or hide text: headings, fences, HTML blocks, link definitions,
# and the comments and formulas of Obsidian.
_CONSTRUCT = re.compile(
    r"\#{1,6}(?:[ \t]|$)"
    r"|`{3,}[^`]*$"
    r"|~{3,}|%%|\$\$"
    r"|<(?:[!?]|/?[A-Za-z][A-Za-z0-9-]*(?:[\s/>]|$))"
    r"|\[(?:[^\]\\]|\\.)*(?:\\?$|\]:)"
)

# A line that turns the line above it into a heading.
UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*$")

# The line between the two versions in a file that was not merged; see `unmerged`.
_BETWEEN_VERSIONS = "======="

# Containers that begin in this column or further right are escaped: some parsers give up on the
# rest of a document at 20 levels of nesting, and each level takes at least one column.
_MAX_CONTAINER_COLUMN = 16

# The first characters of lines that begin with white space or a container.
_BEFORE_TEXT = frozenset(" \t>-+*0123456789")

# The first characters of all lines that can match any of the above.
_FIRST_CHARACTERS = frozenset(" \t>-+*0123456789#`~<[%$=\\")


def escape(text: str) -> str:
    """Return the text with a backslash in each line that begins with a construct."""
    lines = text.split("\n")
    # True for nearly every answer.
    if _FIRST_CHARACTERS.isdisjoint({line[:1] for line in lines}):
        return text
    escaped: list[str] = []
    above = ""
    for line in lines:
        backslashes = _find_backslashes(line, below_text=bool(above.strip(" \t")))
        if backslashes is None:
            escaped.append(line)
        else:
            escaped.append(f"{line[: backslashes.start]}\\{line[backslashes.start :]}")
        above = line
    return "\n".join(escaped)


def unescape(text: str) -> str:
    """Return the text that `escape` was called with."""
    lines: list[str] = []
    for line in text.split("\n"):
        backslashes = _find_backslashes(line) if "\\" in line else None
        if backslashes:
            lines.append(line[: backslashes.start] + line[backslashes.start + 1 :])
        else:
            lines.append(line)
    return "\n".join(lines)


def _find_backslashes(line: str, *, below_text: bool = False) -> range | None:
    """Return the indices of the backslashes before the construct that begins a line, if any.

    An underline counts as a construct only below a line of text, or if it is escaped, or if it
    could be taken for the line between two versions that a merge leaves in a file.
    """
    if line[:1] not in _FIRST_CHARACTERS:
        return None
    start = skip_containers(line)
    construct = _skip("\\", line, start)
    if (
        _CONSTRUCT.match(line, construct)
        or (_column(line, start) >= _MAX_CONTAINER_COLUMN and _CONTAINER.match(line, construct))
        or ((below_text or construct > start) and UNDERLINE.match(line, construct))
        or line == _BETWEEN_VERSIONS
    ):
        return range(start, construct)
    return None


def skip_containers(line: str) -> int:
    """Return the index after the white space and containers at the beginning of a line."""
    if line[:1] not in _BEFORE_TEXT:
        return 0
    end = _skip(" \t", line, 0)
    while not UNDERLINE.match(line, end) and _column(line, end) < _MAX_CONTAINER_COLUMN:
        container = _CONTAINER.match(line, end)
        if container is None:
            break
        end = _skip(" \t", line, container.end())
    return end


def _skip(characters: str, line: str, start: int) -> int:
    """Return the index of the first character from `start` on that is not one of these."""
    return len(line) - len(line[start:].lstrip(characters))


def _column(line: str, index: int) -> int:
    return len(line[:index].expandtabs(4))

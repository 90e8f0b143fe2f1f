r"""Find the markers in the body of a file, in every form that editors and formatters give them.

A marker begins a line, or is in the line of a heading:

    ## Have you asked your team directly about this?
    <!-- securebase question asked-directly -->

White space, case, line breaks, block quotes and list items make no difference. A formatter that
takes a marker for text writes it with backslashes (`\<!-- … --\>`) or entities
(`&lt;!-- … --&gt;`). Text that the user typed can look the same, so such a marker counts only in
the line of a heading or next below one, where no typed text can be: `escape` leaves no heading in
it. Nor does it leave a `<!` at the beginning of a line, so a plain marker counts everywhere.

Text in the place of a marker that only looks like one ends the section above it, since the text
below it could belong to any question.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, NamedTuple

from securebase_cli.entry_format.escaping import UNDERLINE, skip_containers

MarkerKind = Literal["question", "actions", "takeaway", "not-a-marker"]

_LESS_THAN = r"\\*(?:<|&lt;|&#0*60;|&#x0*3c;)"
_GREATER_THAN = r"\\*(?:>|&gt;|&#0*62;|&#x0*3e;)"
_OPENING = re.compile(_LESS_THAN, re.IGNORECASE)
# In a heading only a `<` that begins a comment counts, since a question may have others in it.
_COMMENT_IN_HEADING = re.compile(rf"{_LESS_THAN}(?=[\\ ]*[!–—-])", re.IGNORECASE)
_CLOSING = re.compile(rf"(?:\\*[-–—])+\s*{_GREATER_THAN}", re.IGNORECASE)
# White space of any kind, and the signs of a block quote at the beginning of wrapped lines.
_BETWEEN_WORDS = re.compile(r"[\s>\u200b\ufeff]+")
_MARKER = re.compile(
    r"! ?[-–—]+ ?securebase (?:(?P<kind>actions|takeaway)|question (?P<question>[a-z0-9-]+))"
)
_MARKER_WITHOUT_NAME = re.compile(r"question [a-z0-9]+(?:-[a-z0-9]+)*|actions|takeaway")
_KINDS: dict[str, MarkerKind] = {
    "question": "question",
    "actions": "actions",
    "takeaway": "takeaway",
}
_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
_NOT_BLANK = re.compile(r"\S")

# The first word of a marker, or of text that looks like one, and how long it can be.
_FIRST_WORD = re.compile(r"[\W_]{0,40}+([^\W_][\w-]{0,20}+)")
_LENGTHS_OF_FIRST_WORD = range(5, 15)
# Far more characters than the longest marker has, even if it is wrapped.
_MAX_LENGTH = 500
# Two words are the same, with a slip in one, if their lengths differ by no more than this, and if
# their similarity, from 0 to 1, is at least this.
_MAX_LETTERS_MORE = 3
_SAME_WORD = 0.8


# Pandoc puts a code fence around a marker, and an identifier after a heading.
_FENCE_OF_MARKER = re.compile(r"`{3,}[ \t]*\{=html\}[ \t]*$", re.MULTILINE)
_END_OF_FENCE = re.compile(r"\s*`{3,}[ \t]*(?=\n|\Z)")
_HEADING_IDENTIFIER = re.compile(r"[ \t]*\{#[^{}]*\}[ \t]*$")
# The sign of a block quote, with the space after it.
_QUOTED = re.compile(r"^>[ \t]?", re.MULTILINE)


class Marker(NamedTuple):
    """A marker in a body: what it opens, and the heading above it, or "".

    `start` is the index of its heading, or of its own line if it has none; `end` is the index after
    it. `question` is the id of a question, or empty for the other kinds.
    """

    kind: MarkerKind
    question: str
    heading: str
    start: int
    end: int


class _Heading(NamedTuple):
    """A heading; `is_certain` says that it can't be text that a user typed into an answer."""

    text: str
    start: int
    is_certain: bool


def find_markers(body: str) -> list[Marker]:
    """Return the markers of a body in order, and text that looks like one as “not-a-marker”."""
    markers: list[Marker] = []
    # The heading above a line, with only blank lines between.
    heading: _Heading | None = None
    # The line above, which is a heading if an underline follows.
    text_above: _Heading | None = None
    end_of_marker = 0
    for start, line in _lines(body):
        if not line:
            text_above = None
        if not line or start < end_of_marker:
            continue
        indent = skip_containers(line)
        content = line[indent:]
        if not content.strip() or _FENCE_OF_MARKER.match(content):
            text_above = None
            continue
        marker = None
        if _HEADING.match(content):
            # A heading of level 1 is the title, in which anything may look like a marker.
            is_title = content.startswith("# ")
            opening = None if is_title else _COMMENT_IN_HEADING.search(content)
            # So may anything in the text of a question, whose marker is below it.
            if opening and not _is_marker_next(body, start + len(line)):
                marker = _parse(body, start + indent + opening.start())
            text = content[: opening.start()] if opening and marker else content
            text = _HEADING_IDENTIFIER.sub("", text).lstrip("#").strip()
            heading = _Heading(text, start, is_certain=True)
            text_above = None
        elif text_above and UNDERLINE.match(content):
            heading, text_above = text_above, None
        else:
            if content.startswith("<!") or (heading and heading.is_certain):
                marker = _parse(body, start + indent)
            text_above = _Heading(content.strip(), start, is_certain=True)
            if not marker:
                # A heading without a space after its `#` counts, too, but may be typed text.
                is_heading = line.startswith("#")
                text = line.lstrip("#").strip()
                heading = _Heading(text, start, is_certain=False) if is_heading else None
        if marker:
            if heading:
                marker = marker._replace(heading=heading.text, start=heading.start)
            else:
                marker = marker._replace(start=start)
            markers.append(marker)
            heading = text_above = None
            end_of_marker = marker.end
    return markers


def split_at_markers(body: str) -> list[str | None]:
    """Return the text above the first marker, then four texts for each section.

    These are its heading, the id of its question or None, its kind if it has no question, and its
    content. In the section of a “not-a-marker”, the content includes the heading and that text.
    """
    markers = find_markers(body)
    starts = [marker.start for marker in markers] + [len(body)]
    pieces: list[str | None] = [body[: starts[0]]]
    for marker, end in zip(markers, starts[1:], strict=True):
        if marker.kind == "not-a-marker":
            pieces += ["", None, marker.kind, body[marker.start : end]]
        else:
            content = body[marker.end : end].lstrip(" \t")
            if body.startswith(">", marker.start):
                content = _QUOTED.sub("", content)
            if _FENCE_OF_MARKER.search(body, marker.start, marker.end):
                content = _END_OF_FENCE.sub("", content, count=1)
            is_question = marker.kind == "question"
            question, kind = (marker.question, None) if is_question else (None, marker.kind)
            pieces += [marker.heading, question, kind, content]
    return pieces


def _lines(body: str) -> Iterator[tuple[int, str]]:
    """Yield each line of a body with the index where it begins."""
    start = 0
    for line in body.split("\n"):
        yield start, line
        start += len(line) + 1


def _is_marker_next(body: str, index: int) -> bool:
    """Whether a marker without backslashes or entities is the first text from an index on."""
    first = _NOT_BLANK.search(body, index)
    return first is not None and first[0] == "<" and _parse(body, first.start()) is not None


def _parse(body: str, start: int) -> Marker | None:
    """Return the marker at this index, or a “not-a-marker” for text that looks like one, or None.

    The result has no heading yet.
    """
    end_of_line = body.find("\n", start)
    end_of_line = len(body) if end_of_line < 0 else end_of_line
    limit = start + _MAX_LENGTH
    opening = _OPENING.match(body, start, end_of_line)
    inner_start = opening.end() if opening else start
    # Rule out most lines early: a file may have very many that begin like a comment.
    first_word = _FIRST_WORD.match(body, inner_start, limit)
    if first_word is None or len(first_word[1]) not in _LENGTHS_OF_FIRST_WORD:
        return None
    inner = body[inner_start : min(end_of_line, limit)]
    closing = _CLOSING.search(body, inner_start, limit) if opening else None
    if closing and "\n\n" not in body[inner_start : closing.start()]:
        inner = body[inner_start : closing.start()]
        words = _BETWEEN_WORDS.sub(" ", inner.replace("\\", "")).strip().casefold()
        if match := _MARKER.fullmatch(words):
            kind = _KINDS[match["kind"] or "question"]
            return Marker(kind, match["question"] or "", "", start, closing.end())
    if _looks_like_marker(inner, is_comment=opening is not None):
        return Marker("not-a-marker", "", "", start, end_of_line)
    return None


def _looks_like_marker(text: str, *, is_comment: bool) -> bool:
    """Return whether a text is a marker with a mistake in its name, its words or its signs."""
    words = re.sub(r"[^\w\s-]|_", " ", text.casefold()).strip(" -").split()
    if not words:
        return False
    if is_comment and _MARKER_WITHOUT_NAME.fullmatch(" ".join(words)):
        return True
    if _is_same_word(words[0].replace("-", ""), "securebase"):
        others = words[1:2]
        if is_comment:
            return True
    else:
        # The name may be typed as two words.
        others = words[2:3] if _is_same_word("".join(words[:2]), "securebase") else []
    return any(_is_same_word(word, known) for word in others for known in _KINDS)


@lru_cache(maxsize=256)
def _is_same_word(word: str, known: str) -> bool:
    """Return whether a word is the known one, perhaps with a few letters missing or changed."""
    return (
        abs(len(word) - len(known)) <= _MAX_LETTERS_MORE
        and SequenceMatcher(None, word, known).ratio() >= _SAME_WORD
    )

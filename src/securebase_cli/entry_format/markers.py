r"""Find the markers in the body of a file, however an editor or a formatter spelt them.

A marker begins a line, or stands in the line of a heading:

    ## Have you asked your team directly about this?
    <!-- securebase question asked-directly -->

White space, case, line breaks, block quotes and list items make no difference. A marker may also
be spelt with backslashes (`\<!-- … --\>`) or entities (`&lt;!-- … --&gt;`), as a formatter does
that takes it for text. What a person typed can look the same, so such a marker counts only where
no typed text can stand: in the line of a heading, or next below one, since `escape` leaves no
heading in a person's text. Nor does it leave a `<!` at the beginning of a line, so a plain marker
counts everywhere.

What stands in the place of a marker and looks like one, but is none, ends the section above it:
nobody can say what the text below it belongs to.
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
# In a heading only what begins like a comment is looked at: questions may have a `<` of their own.
_COMMENT_IN_HEADING = re.compile(rf"{_LESS_THAN}(?=[\\ ]*[!–—-])", re.IGNORECASE)
_CLOSING = re.compile(rf"(?:\\*[-–—])+\s*{_GREATER_THAN}", re.IGNORECASE)
# White space, also of other alphabets, and the signs of a block quote around which it was wrapped.
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

# The first word of a marker, or of what looks like one, and how long it can be.
_FIRST_WORD = re.compile(r"[\W_]{0,40}+([^\W_][\w-]{0,20}+)")
_LENGTHS_OF_FIRST_WORD = range(5, 15)
# Far more than the longest marker has, however it is wrapped.
_MAX_LENGTH = 500
# Words that differ less than this are one word with a slip in it: in their length, and in how
# alike they are, from 0 to 1.
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
    """A heading; `is_certain` says that it can't be text that a person typed into an answer."""

    text: str
    start: int
    is_certain: bool


def find_markers(body: str) -> list[Marker]:
    """Return the markers of a body, and what looks like one, in order."""
    markers: list[Marker] = []
    # The heading next above a line, with nothing but blank lines between.
    heading: _Heading | None = None
    # The line above, if an underline below it makes it a heading.
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
            # A title may hold anything, and stands in a heading of level 1.
            is_title = content.startswith("# ")
            opening = None if is_title else _COMMENT_IN_HEADING.search(content)
            # A question may hold anything, too, and has its marker below it.
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
                # People write headings without a space, too; but then typed text can look so.
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
    content. Below what only looks like a marker, the content is all of the section, the heading
    and the marker included.
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
    """Return what stands at this index; None if it is neither a marker nor looks like one.

    Heading and start of the result are those of a marker without a heading.
    """
    end_of_line = body.find("\n", start)
    end_of_line = len(body) if end_of_line < 0 else end_of_line
    limit = start + _MAX_LENGTH
    opening = _OPENING.match(body, start, end_of_line)
    inner_start = opening.end() if opening else start
    # Few lines go on: a file may have very many that begin like a comment.
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
    """Whether a text is a marker with a mistake in it: in its name, its words or its signs."""
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
        # People write the name in two words, too.
        others = words[2:3] if _is_same_word("".join(words[:2]), "securebase") else []
    return any(_is_same_word(word, known) for word in others for known in _KINDS)


@lru_cache(maxsize=256)
def _is_same_word(word: str, known: str) -> bool:
    """Whether a word is the known one, or that with a letter or two missing, added or changed."""
    return (
        abs(len(word) - len(known)) <= _MAX_LETTERS_MORE
        and SequenceMatcher(None, word, known).ratio() >= _SAME_WORD
    )

"""The sections below the front matter: answers and actions, each opened by a marker comment.

Only the markers divide a file: a section begins at the heading above its marker and ends where
the next one begins. All other text belongs to the person who wrote it and is left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.entry_format.cleanup import strip_blank_lines
from securebase_cli.model import Action, Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A marker, with the heading above it if there is one.
_MARKER = re.compile(
    r"\n(?:(?P<heading>#[^\n]*+)\n(?:[^\S\n]*+\n)*+)?"
    r"<!-- securebase (?:actions|question (?P<question>[a-z0-9-]++)) -->[ \t]*+(?=\n|\Z)"
)


class Section(NamedTuple):
    """A section: the id of its question (empty for actions), its heading, where its text is.

    The text is that of the file from `start` up to `end`.
    """

    question: str
    heading: str
    start: int
    end: int


def find_sections(text: str, body_start: int = 0) -> Iterator[Section]:
    """Yield the sections of a file in order.

    `body_start` is the index of the line end before the first line of the body.
    """
    start = -1
    heading = question = ""
    for marker in _MARKER.finditer(text, body_start):
        if start >= 0:
            yield Section(question, _strip_heading(heading), start, marker.start() + 1)
        heading, question = marker.groups("")
        start = marker.end() + 1
    if start >= 0:
        yield Section(question, _strip_heading(heading), start, len(text))


def write_body(
    title: str, answers: Iterable[Answer], actions: Iterable[Action], actions_heading: str
) -> str:
    """Return the text below the front matter, which `read_body` reads back."""
    from securebase_cli.entry_format import action_line
    from securebase_cli.entry_format.escaping import escape

    # A title that was edited by hand can have several lines; a heading has one.
    blocks = [f"# {' '.join(title.splitlines())}"]
    for answer in answers:
        marker = f"<!-- securebase question {answer.question} -->"
        blocks += [f"## {answer.question_text}\n{marker}", escape(answer.text)]
    if lines := [action_line.write(action) for action in actions]:
        blocks += [f"## {actions_heading}\n<!-- securebase actions -->", "\n".join(lines)]
    return "\n" + "\n\n".join(blocks) + "\n"


def read_body(text: str, body_start: int) -> tuple[tuple[Answer, ...], tuple[Action, ...]]:
    """Return the answers and the actions of a file; `body_start` is as for `find_sections`.

    Sections without an answer are left out.
    """
    answers: list[Answer] = []
    actions: list[Action] = []
    # Measured: `split` takes 7 µs an entry, `find_sections` 14. The first piece is the text above
    # the first marker.
    _, *pieces = _MARKER.split(text[body_start:])
    for heading, question, content in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
        if question is None:
            actions += _read_actions(content)
        elif escaped := strip_blank_lines(content):
            answers.append(Answer(question, _strip_heading(heading or ""), _unescape(escaped)))
    return tuple(answers), tuple(actions)


def _read_actions(content: str) -> list[Action]:
    from securebase_cli.entry_format import action_line

    lines = (line for line in content.split("\n") if "[" in line)
    return [action for line in lines if (action := action_line.read(line))]


def _unescape(text: str) -> str:
    # Few answers have a backslash: what unescapes them is imported when it is needed.
    if "\\" not in text:
        return text
    from securebase_cli.entry_format.escaping import unescape

    return unescape(text)


def _strip_heading(heading: str) -> str:
    return heading.lstrip("#").strip()

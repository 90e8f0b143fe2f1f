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

# A marker, with the heading above it if it has one.
_MARKER = re.compile(
    r"\n(?:(?P<heading>#[^\n]*+)\n(?:[^\S\n]*+\n)*+)?"
    r"<!-- securebase (?:actions|question (?P<question>[a-z0-9-]++)) -->[ \t]*+(?=\n|\Z)"
)


class Section(NamedTuple):
    """What one marker opens: its heading, and the text from `start` up to `end` below it.

    `question` is empty for the actions.
    """

    question: str
    heading: str
    start: int
    end: int


def find_sections(text: str, body: int = 0) -> Iterator[Section]:
    """Find the sections that the markers open, in order, from the line end before the body on."""
    start = -1
    heading = question = ""
    for marker in _MARKER.finditer(text, body):
        if start >= 0:
            yield Section(question, heading.lstrip("#").strip(), start, marker.start() + 1)
        heading, question = marker.groups("")
        start = marker.end() + 1
    if start >= 0:
        yield Section(question, heading.lstrip("#").strip(), start, len(text))


def write_body(
    title: str, answers: Iterable[Answer], actions: Iterable[Action], actions_heading: str
) -> str:
    from securebase_cli.entry_format import action_line
    from securebase_cli.entry_format.escaping import escape

    # A title that was edited by hand can have several lines; a heading has one.
    parts = [f"# {' '.join(title.splitlines())}"]
    for answer in answers:
        marker = f"<!-- securebase question {answer.question} -->"
        parts += [f"## {answer.asked}\n{marker}", escape(answer.text)]
    tasks = [action_line.write(action) for action in actions]
    if tasks:
        parts += [f"## {actions_heading}\n<!-- securebase actions -->", "\n".join(tasks)]
    return "\n" + "\n\n".join(parts) + "\n"


def read_body(text: str, body: int) -> tuple[tuple[Answer, ...], tuple[Action, ...]]:
    answers: list[Answer] = []
    actions: list[Action] = []
    # What stands before the first marker is the person's own.
    _, *found = _MARKER.split(text[body:])
    for heading, question, inside in zip(found[::3], found[1::3], found[2::3], strict=True):
        if question is None:
            actions += _read_actions(inside)
        elif written := strip_blank_lines(inside):
            asked = heading.lstrip("#").strip() if heading else ""
            answers.append(Answer(question, asked, _as_written(written)))
    return tuple(answers), tuple(actions)


def _read_actions(inside: str) -> list[Action]:
    from securebase_cli.entry_format import action_line

    lines = (line for line in inside.split("\n") if "[" in line)
    return [action for line in lines if (action := action_line.read(line))]


def _as_written(text: str) -> str:
    if "\\" not in text:
        return text
    from securebase_cli.entry_format.escaping import unescape

    return unescape(text)

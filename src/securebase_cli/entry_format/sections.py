"""The sections below the front matter: answers and actions, each opened by a marker comment.

Only the markers divide a file: a section begins at the heading above its marker and ends where
the next one begins. All other text belongs to the person who wrote it and is left alone.
"""

import re
from collections.abc import Iterable

from securebase_cli.entry_format import front_matter
from securebase_cli.entry_format.cleanup import strip_blank_lines
from securebase_cli.model import Action, Answer

# `action_line` and `escaping` are imported where they are used: few entries need them to be read.

ACTIONS_MARKER = "<!-- securebase actions -->"
# A line with any marker; the group takes part only in the marker of a question.
MARKER_LINE = r"<!-- securebase (?:actions|question (?P<question>[a-z0-9-]++)) -->[ \t]*+"
# The beginning of a section: its marker, with the heading above it if there is one. Measured for
# an entry: looking at the first character of a line before all others saves 0.7 µs of 5.3.
_SECTION_START = re.compile(
    rf"\n(?=[#<])(?:#++(?P<heading>[^\n]*+)\n(?:[^\S\n]*+\n)*+|){MARKER_LINE}(?=\n|\Z)"
)


def question_marker(question_id: str) -> str:
    """Return the marker that opens the section of a question's answer."""
    return f"<!-- securebase question {question_id} -->"


def write_body(
    title: str, answers: Iterable[Answer], actions: Iterable[Action], actions_heading: str
) -> str:
    """Return the text below the front matter, which `read_body` reads back."""
    from securebase_cli.entry_format import action_line
    from securebase_cli.entry_format.escaping import escape

    # A title that was edited by hand can have several lines; a heading has one.
    blocks = [f"# {' '.join(title.splitlines())}"]
    for answer in answers:
        marker = question_marker(answer.question)
        blocks += [f"## {answer.question_text}\n{marker}", escape(answer.text)]
    if lines := [action_line.format_line(action) for action in actions]:
        blocks += [f"## {actions_heading}\n{ACTIONS_MARKER}", "\n".join(lines)]
    return "\n" + "\n\n".join(blocks) + "\n"


def read_body(text: str, body_start: int) -> tuple[tuple[Answer, ...], tuple[Action, ...]]:
    """Return the answers and the actions of a file, without answers that are empty.

    `body_start` is the index of the line end before the first line of the body.
    """
    answers: list[Answer] = []
    actions: list[Action] = []
    # Measured: `split` takes 7 µs an entry, `finditer` 14. The first piece is the text above the
    # first section; three pieces follow for each section: its heading, question and content.
    pieces = iter(_SECTION_START.split(text[body_start:]))
    next(pieces)
    for heading, question, content in zip(pieces, pieces, pieces, strict=True):
        if question is None:
            from securebase_cli.entry_format import action_line

            tasks = [line for line in content.split("\n") if "[" in line]
            actions += filter(None, map(action_line.parse_line, tasks))
        elif answer := strip_blank_lines(content):
            if "\\" in answer:
                from securebase_cli.entry_format.escaping import unescape

                answer = unescape(answer)
            answers.append(Answer(question, heading.strip() if heading else "", answer))
    return tuple(answers), tuple(actions)


def action_line_numbers(text: str) -> list[int]:
    """Return the numbers of the lines that hold an entry's actions, from 0, in the whole file."""
    from securebase_cli.entry_format import action_line

    _, text, body_start = front_matter.split(text)
    line_numbers: list[int] = []
    is_in_actions = False
    body_lines = text[body_start:].split("\n")
    for number, line in enumerate(body_lines, text.count("\n", 0, body_start)):
        if marker := re.fullmatch(MARKER_LINE, line):
            is_in_actions = marker["question"] is None
        elif is_in_actions and action_line.parse_line(line):
            line_numbers.append(number)
    return line_numbers

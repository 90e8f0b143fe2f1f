"""The section of actions in an entry: where each task in it begins and ends.

A task may go on in the lines below it, since formatters wrap long lines.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from securebase_cli.entry_format import task_fields
from securebase_cli.entry_format.action_line import (
    BOX,
    INDENT,
    LIST_MARK,
    TASK_START,
    join_lines,
    parse_canonical_task,
    parse_task,
)
from securebase_cli.entry_format.cleanup import strip_blank_lines
from securebase_cli.entry_format.task_fields import find_fields
from securebase_cli.model import Action

# The beginning of a block that ends the paragraph above it. A number ends it only if it is 1, or if
# it is not indented more than the task.
_BLOCK_START = re.compile(
    r"[-*+]\s|(?P<number>[0-9]{1,9})[.)]\s|#{1,6}(?:\s|$)|```|~~~|<[!?]"
    r"|(?:=+|-+|(?:-\s*){3,}|(?:_\s*){3,}|(?:\*\s*){3,})\s*$"
)
# A line without words: a rule, an empty item or task, or the comment of Pandoc between two lists.
_LINE_WITHOUT_WORDS = re.compile(
    rf"[\s>]*(?:<!--\s*-->|(?:[-_*]\s*)+|{LIST_MARK}?\s*(?:{BOX})?)\s*"
)


class TaskLines(NamedTuple):
    """An action, and the lines of its section that hold it, numbered from 0."""

    action: Action
    lines: range


class ActionsSection(NamedTuple):
    """The tasks of a section, and the pieces of text between them that are not tasks."""

    tasks: tuple[TaskLines, ...]
    other_text: tuple[str, ...]


def read_section(content: str) -> ActionsSection:
    """Return the tasks of a section of actions, and the other text in it."""
    lines = content.split("\n")
    tasks: list[TaskLines] = []
    other_text: list[str] = []
    other_lines: list[str] = []
    start = 0
    while start < len(lines):
        action, end = _read_task(lines, start)
        if action:
            tasks.append(TaskLines(action, range(start, end)))
            other_text.append("\n".join(other_lines))
            other_lines.clear()
        else:
            other_lines += [
                "" if _LINE_WITHOUT_WORDS.fullmatch(line) else line for line in lines[start:end]
            ]
        start = end
    other_text.append("\n".join(other_lines))
    return ActionsSection(tuple(tasks), tuple(filter(None, map(strip_blank_lines, other_text))))


def _read_task(lines: Sequence[str], start: int) -> tuple[Action | None, int]:
    """Return the action of the task in a line, if any, and the number of the line after it."""
    line_below = lines[start + 1] if start + 1 < len(lines) else ""
    ends_in_line = not line_below or line_below.startswith("- ")
    if ends_in_line and (action := parse_canonical_task(lines[start])):
        return action, start + 1
    task_start = TASK_START.match(lines[start])
    if task_start is None:
        return None, start + 1
    end = _end_of_task(lines, start, task_start)
    return parse_task("\n".join(lines[start:end])), end


def _end_of_task(lines: Sequence[str], start: int, first: re.Match[str]) -> int:
    """Return the number of the line after a task; `first` is the match of its beginning.

    As in CommonMark, a task ends before a line that is blank or begins another block. It also ends
    after a line that ends with fields, so that a remark below is not part of it.
    """
    end = start + 1
    while end < len(lines) and _continues(lines[end], first):
        # Two lines, because a sign and its date can be in different lines.
        above = join_lines("\n".join(lines[max(start, end - 2) : end]))
        fields, _ = find_fields(above, 0, len(above))
        ends_here = fields and not (fields[-1].is_list or all(field.is_tag for field in fields))
        if ends_here and not task_fields.begins_with_field(lines[end].lstrip(INDENT)):
            break
        end += 1
    return end


def _continues(line: str, first: re.Match[str]) -> bool:
    """Whether a line continues the paragraph of a task; `first` is the beginning of the task."""
    words = line.lstrip(INDENT)
    indent = line[: len(line) - len(words)]
    if not words or indent.count(">") > first[0].count(">") or TASK_START.match(line):
        return False
    block = _BLOCK_START.match(words)
    if block and block["number"]:
        return block["number"] != "1" and len(indent) > len(first["indent"])
    return block is None

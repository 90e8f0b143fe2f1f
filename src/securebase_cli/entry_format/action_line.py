"""An action as a task of a list, in the convention of Obsidian Tasks.

    - [x] Ask Robin for help 💬 She has time 📅 2026-12-01 ✅ 2026-12-03 ⏫ #team

The parts of a task are, from left to right:

- the box: `[ ]` for an open action, `[x]` for a tried one, `[-]` for a dropped one;
- the text of the action;
- the note, after `💬`;
- the fields: the due date after `📅`, which is the day to look at the action again; the closing
  date after `✅` or `❌`, which is the day when the action was tried or dropped; and others, which
  are read as words of the text (see `task_fields`). Dates may also stand between the words.

Only the box and the text are required. This program adds its fields before those that it does not
know, so that other programs still find theirs at the end of the task.

A formatter may have wrapped a task. `join_lines` makes one line of it, which has the same length:
spaces replace the white space and the quotation marks at each line break. So an index in that line
is the same in the file.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import zip_longest
from typing import NamedTuple, Self

from securebase_cli.entry_format import task_fields
from securebase_cli.entry_format.cleanup import to_one_line
from securebase_cli.entry_format.task_fields import NOTE_SIGN, SIGN_OF_DAY, Field, find_fields
from securebase_cli.model import Action, ActionState

_STATE_OF_BOX: dict[str, ActionState] = {"x": "tried", "X": "tried", "-": "dropped"}
_BOX_OF_STATE = {"open": " ", "tried": "x", "dropped": "-"}

LIST_MARK = r"(?:\\?[-*+]|[0-9]{1,9}\\?[.)])"
# Not the box of a link: `[x](…)`, `[x][…]` or `[x]:`.
BOX = r"\\?\[(?P<box>[^\\\[\]]?)\\?\](?![(\[:])"
# The beginning of a task, up to its text. It may be in a quotation, and signs may be escaped.
TASK_START = re.compile(rf"(?P<indent>[\s>]*)(?:{LIST_MARK}\s[\s>]*)+{BOX}\s*")
# The expression begins with the sign, which `re` finds fast; only then it looks for a backslash.
_NOTE_START = re.compile(rf"{NOTE_SIGN}(?<!\\{NOTE_SIGN}){task_fields.VARIANT}\s*")

# A task as `format_line` writes it, unless its words have the sign of a field.
# Measured: an entry with an action takes 53 µs with this expression, 88 without.
_CANONICAL_TASK = re.compile(
    rf"- \[(?P<box>[ x-])\] (?P<words>[^\n{task_fields.FIRST_SIGNS}]+)"
    rf"(?: {SIGN_OF_DAY['open']} (?P<due>{task_fields.DATE}))?"
    rf"(?: (?P<closing_sign>✅|❌) (?P<closed>{task_fields.DATE}))?"
)

INDENT = " \t\xa0>"


class ActionMark(NamedTuple):
    """A change of an action: its new state, a day and a note to append.

    `day` is the new due date if `state` is `open`, otherwise the closing date.
    """

    state: ActionState
    day: date | None = None
    note: str = ""

    def apply_to(self, action: Action) -> Action:
        """Return the action with this change.

        The closing date changes only if the state does, and the due date only if the action is open
        and the change has a day. The note is appended to an earlier one.
        """
        note = " · ".join(filter(None, (action.note, to_one_line(self.note))))
        if self.state == "open":
            return action._replace(state="open", due=self.day or action.due, closed=None, note=note)
        closed = action.closed if action.state == self.state else self.day
        return action._replace(state=self.state, closed=closed, note=note)


class _Edit(NamedTuple):
    """A change of a task's lines: the text that replaces a part of them."""

    span: slice
    text: str

    @classmethod
    def insert(cls, index: int, text: str) -> Self:
        return cls(slice(index, index), text)


class _Task(NamedTuple):
    """A task as one line, and where its parts are.

    The note begins with the white space before its sign. Without a note, it is an empty slice after
    the text. `fields` are the fields at the end of the task.
    """

    line: str
    box: slice
    text: slice
    note: slice
    note_words: slice
    fields: list[Field]
    days_between_words: list[Field]
    end: int

    @classmethod
    def from_lines(cls, lines: str) -> Self | None:
        """Return the task in one or more lines of a file; None if they do not begin with a box."""
        line = join_lines(lines)
        start = TASK_START.match(line)
        if start is None:
            return None
        text_start = start.end()
        # Other kinds of white space belong to the words or fields before them.
        end = max(text_start, len(line.rstrip(" \t\n\r\f\v")))
        fields, days_between_words = find_fields(line, text_start, end)
        text_end = note_start = note_words_start = note_end = (
            fields[0].span.start if fields else end
        )
        if note := _NOTE_START.search(line, text_start, note_end):
            # Tags right after a note are words of it.
            while fields and fields[0].is_tag:
                note_end = fields.pop(0).span.stop
            text_end = note_start = text_start + len(line[text_start : note.start()].rstrip())
            note_words_start = note.end()
        return cls(
            line,
            slice(*start.span("box")),
            slice(text_start, text_end),
            slice(note_start, note_end),
            slice(note_words_start, note_end),
            fields,
            days_between_words,
            end,
        )

    @property
    def all_fields(self) -> list[Field]:
        return self.days_between_words + self.fields

    @property
    def action(self) -> Action | None:
        """The action; None if it has no text."""
        text = self._words_of(self.text)
        text_end = self.text.stop
        for field in self.fields:
            if not field.day:
                words = self.line[field.span]
                is_apart = field.span.start == text_end or words[0].isspace()
                text += words if is_apart else f" {words}"
                text_end = field.span.stop
        if not (text := _unwrap(text)):
            return None
        state = _STATE_OF_BOX.get(self.line[self.box], "open")
        # If there are several days of a kind, the last one counts.
        days = {field.day_of: field.day for field in self.all_fields if field.day_of}
        closed = None if state == "open" else days.get(state)
        note = _unwrap(self._words_of(self.note_words, in_note=True))
        return Action(text, state, days.get("open"), closed, note)

    def _words_of(self, part: slice, *, in_note: bool = False) -> str:
        """Return the words of the text or of the note, without the days between them."""
        if not self.days_between_words:
            return task_fields.unescape(self.line[part], in_note=in_note)
        days = [field.span for field in self.days_between_words]
        days = [day for day in days if part.start < day.stop <= part.stop]
        words = ""
        start = part.start
        for day in [*days, slice(part.stop, part.stop)]:
            if piece := self.line[start : day.start]:
                space = _space_between(words, piece) if words else ""
                words += space + task_fields.unescape(piece, in_note=in_note)
            start = day.stop
        return words


def format_line(action: Action) -> str:
    """Return the line of an action, without a line end."""
    text = task_fields.escape(action.text)
    fields, _ = find_fields(text, 0, len(text))
    days = _format_day("open", action.due) if action.due else ""
    if action.closed and action.state != "open":
        days += _format_day(action.state, action.closed)
    if action.note and not days:
        fields = fields[_count_tags(fields) :]
    words_end = fields[0].span.start if fields else len(text)
    note = _format_note(action.note) if action.note else ""
    box = _BOX_OF_STATE[action.state]
    return f"- [{box}] {text[:words_end]}{note}{days}{text[words_end:]}"


def parse_task(lines: str) -> Action | None:
    """Return the action of a task, which may have several lines; None if there is no text."""
    if action := parse_canonical_task(lines):
        return action
    task = _Task.from_lines(lines)
    return task.action if task else None


def parse_canonical_task(line: str) -> Action | None:
    """Return the action of a line in the form of `format_line`; None for any other line."""
    match = _CANONICAL_TASK.fullmatch(line)
    if match is None:
        return None
    box, words, due, closing_sign, closed = match.groups("")
    text, _, note = words.partition(f" {NOTE_SIGN} ")
    if NOTE_SIGN in text + note or not text or text != text.strip() or note != note.strip():
        return None
    state = _STATE_OF_BOX.get(box, "open")
    if closing_sign and closing_sign != SIGN_OF_DAY[state]:
        return None
    try:
        due_day = date.fromisoformat(due) if due else None
        closed_day = date.fromisoformat(closed) if closed else None
    except ValueError:
        return None
    return Action(text, state, due_day, closed_day, note)


def rewrite_task(lines: str, mark: ActionMark) -> str:
    """Return the lines of a task with a change of its action; all other characters stay.

    Parsing the result gives the same action as `mark.apply_to`. Lines without an action are not
    changed.
    """
    task = _Task.from_lines(lines)
    action = task.action if task else None
    if task is None or action is None:
        return lines
    is_new_state = mark.state != action.state
    edits = [_Edit(day.span, "") for day in task.all_fields if is_new_state and day.is_closing]
    kept = [field for field in task.fields if not (is_new_state and field.is_closing)]

    new_day = ""
    if mark.day and mark.state == "open" and action.due:
        for day in task.all_fields:
            # Of several due dates, only the one that counts changes.
            if day.day_of == "open" and day.day == action.due:
                new_field = lines[day.span].replace(str(action.due), str(mark.day))
                edits.append(_Edit(day.span, new_field))
    elif mark.day and (mark.state == "open" or is_new_state):
        new_day = _format_day(mark.state, mark.day)

    has_note = task.note.start < task.note.stop
    new_note = to_one_line(mark.note)
    # Tags right after the note would be read as words of it, so they are moved before it.
    tags = kept[: _count_tags(kept)] if (has_note or new_note) and not new_day else []
    if tags:
        edits += (_Edit(tag.span, "") for tag in tags)
        words = "".join(lines[tag.span] for tag in tags)
        edits.append(_Edit.insert(task.note.start, words if words[0].isspace() else f" {words}"))
    if new_note and not has_note:
        edits.append(_Edit.insert(task.note.start, _format_note(new_note)))
    elif new_note:
        words_end = len(task.line[: task.note.stop].rstrip())
        separator = " · " if action.note else " "
        addition = separator + task_fields.escape(new_note, in_note=True)
        edits.append(_Edit.insert(words_end, addition))
    if new_day:
        first_other = next((field.span.start for field in kept if not field.day), task.end)
        edits.append(_Edit.insert(first_other, new_day))

    box = _BOX_OF_STATE[mark.state] if is_new_state else lines[task.box]
    return lines[: task.box.start] + box + _apply_edits(edits, task, lines)


def insert_after_text(line: str, words: str) -> str:
    """Return the line of an action with words after its text, before its note and fields."""
    task = _Task.from_lines(line)
    end = task.text.stop if task else len(line)
    return f"{line[:end]} {words}{line[end:]}"


def join_lines(lines: str) -> str:
    """Return the lines of a task as one line of the same length, as described above."""
    if "\n" not in lines:
        return lines
    first, *others = lines.split("\n")
    pieces = [first]
    for line in others:
        above = pieces[-1]
        # A backslash at the end of a line is a line break, too.
        words = above.rstrip("\r").removesuffix("\\").rstrip()
        pieces[-1] = f"{words}\n".ljust(len(above) + 1)
        pieces.append(line.lstrip(INDENT).rjust(len(line)))
    return "".join(pieces)


def _unwrap(text: str) -> str:
    """Return a part of a joined line without the spaces at its line breaks."""
    return (re.sub(r"\n *", " ", text) if "\n" in text else text).strip()


def _apply_edits(edits: Iterable[_Edit], task: _Task, lines: str) -> str:
    """Return the lines of a task after its box, with the changes made."""
    edited = ""
    position = task.box.stop
    # An insertion at the start of a field comes before the edit that removes the field.
    ordered = sorted(edits, key=lambda edit: (edit.span.start, edit.span.stop))
    for (span, text), following in zip_longest(ordered, ordered[1:]):
        edited += lines[position : span.start] + text
        position = span.stop
        if following and following.span.start == position and not following.text[:1].strip():
            continue
        if not text or edited.endswith("\\"):
            edited += _space_between(edited, lines[position:])
    return edited + lines[position:]


def _space_between(before: str, after: str) -> str:
    """Return the space that is needed between two texts, of which the part between was removed.

    After a backslash it is needed always, since the backslash would escape the sign that follows.
    """
    if before.endswith("\\"):
        return "" if after.startswith((" ", "\t")) else " "
    is_apart = not after or after[0].isspace() or after[0] in ".,;:!?)"
    return "" if is_apart else " "


def _count_tags(fields: Sequence[Field]) -> int:
    """Return the number of tags that stand before all other fields."""
    return next((count for count, field in enumerate(fields) if not field.is_tag), len(fields))


def _format_note(note: str) -> str:
    return f" {NOTE_SIGN} {task_fields.escape(note, in_note=True)}"


def _format_day(state: ActionState, day: date) -> str:
    return f" {SIGN_OF_DAY[state]} {day}"

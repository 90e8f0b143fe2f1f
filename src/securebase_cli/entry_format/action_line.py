"""An action as one line of a task list, in the convention of Obsidian Tasks.

`- [ ] text` is open, `- [x] text ✅ date` tried, `- [-] text ❌ date` dropped; `📅 date` says
when to look again, and `💬 note` before the dates what came of it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.entry_format.cleanup import to_one_line
from securebase_cli.model import Action, ActionState

if TYPE_CHECKING:
    from collections.abc import Iterator

_STATE_OF_BOX: dict[str, ActionState] = {"x": "tried", "X": "tried", "-": "dropped"}
_BOX_OF_STATE = {"open": " ", "tried": "x", "dropped": "-"}
_SIGN_OF_STATE = {"open": "", "tried": "✅", "dropped": "❌"}

_TASK = re.compile(r"[ \t]*[-*+][ \t]+\[(?P<box>.)\][ \t]+(?P<rest>.*)")
_DATED = re.compile(r"(?:^|\s)(?P<sign>[📅✅❌])\ufe0f?\s*(?P<date>\d{4}-\d\d-\d\d)\s*$", re.ASCII)
_NOTE = re.compile(r"(?:^|\s)💬\ufe0f?\s*(?P<note>.*)$")

# What a person's own words may hold of the above gets a backslash, and one more if it has some.
_SIGNS = r"[📅✅❌]\ufe0f?\s*[0-9]{4}-[0-9]{2}-[0-9]{2}|💬"
# Looking for where a row of backslashes begins keeps a long one from taking for ever.
_UNESCAPED = rf"(?<!\\)(\\*)({_SIGNS})"
_ESCAPED = rf"(?<!\\)\\(\\*)({_SIGNS})"
# A line has one date of each sign; a few more may be there by mistake.
_DATES = 8
# White space at the end that dates are still found before; other kinds belong to the text.
_BLANKS = " \t\n\r\f\v"


class ActionMark(NamedTuple):
    """What becomes of an action: its new state, the day that goes with it, and a note.

    For a state that closes it `day` is when that was, for an open one when to look again.
    """

    state: ActionState
    day: date | None = None
    note: str = ""

    def apply_to(self, action: Action) -> Action:
        """Return the action as it is once it is marked.

        What is closed in that way already keeps its day, and an open one without a new day as
        well. A note is added to the one that is there.
        """
        note = " · ".join(filter(None, (action.note, to_one_line(self.note))))
        if self.state == "open":
            return action._replace(state="open", due=self.day or action.due, closed=None, note=note)
        closed = action.closed if action.state == self.state else self.day
        return action._replace(state=self.state, closed=closed, note=note)


class _Dated(NamedTuple):
    """A sign with its date at the end of a line, and how it is written there."""

    sign: str
    day: date
    written: str

    def moved_to(self, day: date) -> str:
        """Return how it is written with another date."""
        return self.written.replace(str(self.day), str(day))


def write(action: Action) -> str:
    """Return the action's line, without a line end."""
    parts = [f"- [{_BOX_OF_STATE[action.state]}] {_escape(action.text)}"]
    if action.note:
        parts.append(f"💬 {_escape(action.note)}")
    if action.due:
        parts.append(f"📅 {action.due}")
    if action.closed and action.state != "open":
        parts.append(f"{_SIGN_OF_STATE[action.state]} {action.closed}")
    return " ".join(parts)


def read(line: str) -> Action | None:
    """Read a line; None if it is not a task with some text."""
    task = _TASK.fullmatch(line)
    if task is None:
        return None
    rest, dated = _dates(task["rest"])
    note = ""
    if match := _NOTE.search(rest):
        note = _unescape(match["note"])
        rest = rest[: match.start()]
    text = _unescape(rest)
    if not text:
        return None
    state = _STATE_OF_BOX.get(task["box"], "open")
    # They come last first, and of two with the same sign the last one counts.
    dates = {found.sign: found.day for found in reversed(dated)}
    return Action(text, state, dates.get("📅"), dates.get(_SIGN_OF_STATE[state]), note)


def rewrite(line: str, mark: ActionMark) -> str:
    """Return an action's line as it is once it is marked; what need not change stays.

    Reading it gives what `Mark.on` makes of the action. A line that holds no action stays.
    """
    task, action = _TASK.fullmatch(line), read(line)
    if task is None or action is None:
        return line
    rest = task["rest"]
    kept = rest.rstrip(_BLANKS)
    body, dated = _dates(kept)
    text = body.rstrip()
    box = task["box"] if action.state == mark.state else _BOX_OF_STATE[mark.state]
    return "".join(
        (
            line[: task.start("box")],
            box,
            line[task.end("box") : task.start("rest")],
            text,
            _note_after(text, to_one_line(mark.note)),
            body[len(text) :],
            *_dates_after(dated, action.state, mark),
            rest[len(kept) :],
        )
    )


def _note_after(text: str, note: str) -> str:
    if not note:
        return ""
    earlier = _NOTE.search(text)
    if earlier is None:
        return f" 💬 {_escape(note)}"
    return f" · {_escape(note)}" if earlier["note"] else f" {_escape(note)}"


def _dates_after(dated: list[_Dated], state: ActionState, mark: ActionMark) -> Iterator[str]:
    due = mark.day if mark.state == "open" else None
    counts = next((found for found in dated if found.sign == "📅"), None)
    for found in reversed(dated):
        if found.sign != "📅" and mark.state != state:
            continue
        yield found.moved_to(due) if due and found is counts else found.written
    if due and counts is None:
        yield f" 📅 {due}"
    elif mark.day and mark.state not in {"open", state}:
        yield f" {_SIGN_OF_STATE[mark.state]} {mark.day}"


def _dates(rest: str) -> tuple[str, list[_Dated]]:
    """Return what stands before the dates at the end, and the dates, last first."""
    dated: list[_Dated] = []
    for _ in range(_DATES):
        # What ends in a date has its last sign there; nobody need look for it from the left.
        last = max(rest.rfind("📅"), rest.rfind("✅"), rest.rfind("❌"))
        match = _DATED.match(rest, max(last - 1, 0)) if last >= 0 else None
        if match is None:
            break
        try:
            day = date.fromisoformat(match["date"])
        except ValueError:
            break
        dated.append(_Dated(match["sign"], day, match[0]))
        rest = rest[: match.start()]
    return rest, dated


def _escape(text: str) -> str:
    return re.sub(_UNESCAPED, r"\1\\\2", text)


def _unescape(text: str) -> str:
    return re.sub(_ESCAPED, r"\1\2", text.strip()) if "\\" in text else text.strip()

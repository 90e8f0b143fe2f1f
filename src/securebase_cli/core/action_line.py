"""An action as one line of a task list, in the convention of Obsidian Tasks.

`- [ ] text` is open, `- [x] text ✅ date` tried, `- [-] text ❌ date` dropped; `📅 date` says
when to look again, and `💬 note` before the dates what came of it.
"""

from __future__ import annotations

import re
from datetime import date

from securebase_cli.core.model import Action, ActionState

_STATE_OF_BOX: dict[str, ActionState] = {"x": "tried", "X": "tried", "-": "dropped"}
_BOX_OF_STATE = {"open": " ", "tried": "x", "dropped": "-"}
_SIGN_OF_STATE = {"open": "", "tried": "✅", "dropped": "❌"}

_TASK = re.compile(r"[ \t]*[-*+][ \t]+\[(?P<box>.)\][ \t]+(?P<rest>.*)")
_DATED = re.compile(r"(?:^|\s)(?P<sign>[📅✅❌])\ufe0f?\s*(?P<date>\d{4}-\d\d-\d\d)\s*$", re.ASCII)
_NOTE = re.compile(r"(?:^|\s)💬\ufe0f?\s*(?P<note>.*)$")

# What a person's own words may hold of the above gets a backslash, and one more if it has some.
_SIGNS = r"[📅✅❌]\ufe0f?\s*[0-9]{4}-[0-9]{2}-[0-9]{2}|💬"
# Looking for where a row of backslashes begins keeps a long one from taking for ever.
_MEANT_AS_TEXT = rf"(?<!\\)(\\*)({_SIGNS})"
_MARKED_AS_TEXT = rf"(?<!\\)\\(\\*)({_SIGNS})"
# A line has one date of each sign; a few more may be there by mistake.
_DATES = 8


def write(action: Action) -> str:
    """Return the action's line, without a line end."""
    parts = [f"- [{_BOX_OF_STATE[action.state]}] {_plain(action.text)}"]
    if action.note:
        parts.append(f"💬 {_plain(action.note)}")
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
    rest, dates = _dates(task["rest"])
    note = ""
    if match := _NOTE.search(rest):
        note = _text(match["note"])
        rest = rest[: match.start()]
    text = _text(rest)
    if not text:
        return None
    state = _STATE_OF_BOX.get(task["box"], "open")
    return Action(text, state, dates.get("📅"), dates.get(_SIGN_OF_STATE[state]), note)


def _dates(rest: str) -> tuple[str, dict[str, date]]:
    dates: dict[str, date] = {}
    for _ in range(_DATES):
        match = _DATED.search(rest)
        if match is None:
            break
        try:
            day = date.fromisoformat(match["date"])
        except ValueError:
            break
        dates.setdefault(match["sign"], day)
        rest = rest[: match.start()]
    return rest, dates


def _plain(text: str) -> str:
    return re.sub(_MEANT_AS_TEXT, r"\1\\\2", text)


def _text(text: str) -> str:
    return re.sub(_MARKED_AS_TEXT, r"\1\2", text.strip()) if "\\" in text else text.strip()

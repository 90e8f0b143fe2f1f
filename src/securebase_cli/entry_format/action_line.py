"""An action as one line of a task list, in the convention of Obsidian Tasks.

`- [ ] text` is open, `- [x] text ✅ date` tried, `- [-] text ❌ date` dropped. `📅 date` is when to
look again; `💬 note` stands before the dates.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from securebase_cli.entry_format.cleanup import to_one_line
from securebase_cli.model import Action, ActionState

_STATE_OF_BOX: dict[str, ActionState] = {"x": "tried", "X": "tried", "-": "dropped"}
_BOX_OF_STATE = {"open": " ", "tried": "x", "dropped": "-"}
_SIGN_OF_STATE = {"open": "", "tried": "✅", "dropped": "❌"}

_TASK = re.compile(r"[ \t]*[-*+][ \t]+\[(?P<box>.)\][ \t]+(?P<rest>.*)")
_DATED = re.compile(r"(?:^|\s)(?P<sign>[📅✅❌])\ufe0f?\s*(?P<date>\d{4}-\d\d-\d\d)\s*$", re.ASCII)
_NOTE = re.compile(r"(?:^|\s)💬\ufe0f?\s*(?P<note>.*)$")

# These signs in a person's own text are escaped with a backslash; one is added where there are
# backslashes already. The lookbehind finds the first of a row of backslashes, so that matching a
# long row takes linear time.
_SIGNS = r"[📅✅❌]\ufe0f?\s*[0-9]{4}-[0-9]{2}-[0-9]{2}|💬"
_UNESCAPED = rf"(?<!\\)(\\*)({_SIGNS})"
_ESCAPED = rf"(?<!\\)\\(\\*)({_SIGNS})"
# A line has one date of each sign; a few more may have been added by mistake.
_MAX_DATES = 8


class ActionMark(NamedTuple):
    """A change of an action: its new state, a day and a note.

    `day` is the day on which the action was tried or dropped, or for the state `open` the day when
    to look again.
    """

    state: ActionState
    day: date | None = None
    note: str = ""

    def apply_to(self, action: Action) -> Action:
        """Return the action with this change.

        An action that is in the state already keeps its day, unless a new one is given for an open
        action. The note is appended to an earlier one.
        """
        note = " · ".join(filter(None, (action.note, to_one_line(self.note))))
        if self.state == "open":
            return action._replace(state="open", due=self.day or action.due, closed=None, note=note)
        closed = action.closed if action.state == self.state else self.day
        return action._replace(state=self.state, closed=closed, note=note)


def write(action: Action) -> str:
    """Return the line of an action, without a line end."""
    parts = [f"- [{_BOX_OF_STATE[action.state]}] {_escape(action.text)}"]
    if action.note:
        parts.append(f"💬 {_escape(action.note)}")
    if action.due:
        parts.append(f"📅 {action.due}")
    if action.closed and action.state != "open":
        parts.append(f"{_SIGN_OF_STATE[action.state]} {action.closed}")
    return " ".join(parts)


def read(line: str) -> Action | None:
    """Parse a line; None if it is not a task with text."""
    task = _TASK.fullmatch(line)
    if task is None:
        return None
    rest, dates = _split_dates(task["rest"])
    match = _NOTE.search(rest)
    note = _unescape(match["note"]) if match else ""
    text = _unescape(rest[: match.start()] if match else rest)
    if not text:
        return None
    state = _STATE_OF_BOX.get(task["box"], "open")
    # The last of several dates with the same sign counts.
    days = {match["sign"]: date.fromisoformat(match["date"]) for match in reversed(dates)}
    return Action(text, state, days.get("📅"), days.get(_SIGN_OF_STATE[state]), note)


def rewrite(line: str, mark: ActionMark) -> str:
    """Return the line of an action with a change, every other character as it was.

    Reading the result gives what `mark.apply_to` returns for the action of the line. A line without
    an action is returned unchanged.
    """
    task, action = _TASK.fullmatch(line), read(line)
    if task is None or action is None:
        return line
    rest = task["rest"]
    # Other white space than this belongs to the text.
    stripped = rest.rstrip(" \t\n\r\f\v")
    before_dates, dates = _split_dates(stripped)
    text = before_dates.rstrip()
    note = to_one_line(mark.note)
    if note:
        earlier = _NOTE.search(text)
        separator = " 💬 " if earlier is None else " · " if earlier["note"] else " "
        note = separator + _escape(note)
    return "".join(
        (
            line[: task.start("box")],
            task["box"] if action.state == mark.state else _BOX_OF_STATE[mark.state],
            line[task.end("box") : task.start("rest")],
            text,
            note,
            before_dates[len(text) :],
            *_rewrite_dates(dates, action.state, mark),
            rest[len(stripped) :],
        )
    )


def _rewrite_dates(
    dates: list[re.Match[str]], state: ActionState, mark: ActionMark
) -> Iterator[str]:
    """Yield the dates of a line, from left to right, for an action in a state with a change."""
    due = mark.day if mark.state == "open" else None
    earlier_due = next((match for match in dates if match["sign"] == "📅"), None)
    for match in reversed(dates):
        if due and match is earlier_due:
            yield match[0].replace(match["date"], str(due))
        elif match["sign"] == "📅" or mark.state == state:
            yield match[0]
    if due and earlier_due is None:
        yield f" 📅 {due}"
    elif mark.day and mark.state not in {"open", state}:
        yield f" {_SIGN_OF_STATE[mark.state]} {mark.day}"


def _split_dates(rest: str) -> tuple[str, list[re.Match[str]]]:
    """Return the text before the dates at the end of a line, and the dates, last first."""
    dates: list[re.Match[str]] = []
    for _ in range(_MAX_DATES):
        # A date at the end follows the last sign, so the pattern is matched only there.
        last = max(rest.rfind("📅"), rest.rfind("✅"), rest.rfind("❌"))
        match = _DATED.match(rest, max(last - 1, 0)) if last >= 0 else None
        if match is None:
            break
        try:
            date.fromisoformat(match["date"])
        except ValueError:
            break
        dates.append(match)
        rest = rest[: match.start()]
    return rest, dates


def _escape(text: str) -> str:
    return re.sub(_UNESCAPED, r"\1\\\2", text)


def _unescape(text: str) -> str:
    return re.sub(_ESCAPED, r"\1\2", text.strip()) if "\\" in text else text.strip()

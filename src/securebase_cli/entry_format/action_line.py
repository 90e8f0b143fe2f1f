"""An action as one line of a task list, in the convention of Obsidian Tasks.

    - [x] Ask Robin for help 💬 She has time 📅 2026-12-01 ✅ 2026-12-03

The parts of a line are, from left to right:

- the box: `[ ]` for an open action, `[x]` for a tried one, `[-]` for a dropped one;
- the text of the action;
- the note, after `💬`;
- the due date, after `📅`: the day on which to look at the action again;
- the closing date, after `✅` or `❌`: the day on which the action was tried or dropped.

Only the box and the text are required.
"""

import re
from datetime import date
from typing import NamedTuple

from securebase_cli.entry_format.cleanup import to_one_line
from securebase_cli.model import Action, ActionState

_STATE_OF_BOX: dict[str, ActionState] = {"x": "tried", "X": "tried", "-": "dropped"}
_BOX_OF_STATE = {"open": " ", "tried": "x", "dropped": "-"}
_CLOSING_SIGN_OF_STATE = {"tried": "✅", "dropped": "❌"}

# A whole line: a list mark (`-`, `*` or `+`), the box, and the rest, with text, note and dates.
_TASK = re.compile(r"[ \t]*[-*+][ \t]+\[(?P<box>.)\][ \t]+(?P<rest>.*)")
# The last date of a line, such as ` ✅ 2026-12-03`, with the white space character before its sign.
# Some programs write U+FE0F, which asks for the coloured form of a sign, after the sign.
_DATE_AT_END = re.compile(
    r"(?:^|\s)(?P<sign>[📅✅❌])\ufe0f?\s*(?P<date>\d{4}-\d\d-\d\d)\s*$", re.ASCII
)
# A note, such as ` 💬 She has time`, up to the end of a text from which the dates are removed.
_NOTE = re.compile(r"(?:^|\s)💬\ufe0f?\s*(?P<note>.*)$")

# In a person's own text, a backslash is added before each `💬` and before a sign with a date:
# `💬` is written as `\💬`, and `\💬` as `\\💬`. Both expressions match a sign with all the
# backslashes before it. The lookbehind lets a match start only at the first of them, so that a
# long row of backslashes takes linear time.
_SIGNS = r"[📅✅❌]\ufe0f?\s*[0-9]{4}-[0-9]{2}-[0-9]{2}|💬"
_SIGN_TO_ESCAPE = rf"(?<!\\)(\\*)({_SIGNS})"
_ESCAPED_SIGN = rf"(?<!\\)\\(\\*)({_SIGNS})"

# A line has at most one due date and one closing date. More are read, since a date may be repeated
# by mistake; the limit bounds the time for a line of nothing but dates.
_MAX_DATES = 8


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


def format_line(action: Action) -> str:
    """Return the line of an action, without a line end."""
    parts = [f"- [{_BOX_OF_STATE[action.state]}] {_escape(action.text)}"]
    if action.note:
        parts.append(f"💬 {_escape(action.note)}")
    if action.due:
        parts.append(f"📅 {action.due}")
    if action.closed and action.state != "open":
        parts.append(f"{_CLOSING_SIGN_OF_STATE[action.state]} {action.closed}")
    return " ".join(parts)


def parse_line(line: str) -> Action | None:
    """Return the action of a line; None if the line is not a task with text."""
    task = _TASK.fullmatch(line)
    if task is None:
        return None
    before_dates, dates = _split_dates(task["rest"])
    text, note = before_dates, ""
    if note_match := _NOTE.search(before_dates):
        text, note = before_dates[: note_match.start()], note_match["note"]
    text = _unescape(text)
    if not text:
        return None
    state = _STATE_OF_BOX.get(task["box"], "open")
    # If a sign is repeated, its last date counts.
    days = {match["sign"]: date.fromisoformat(match["date"]) for match in dates}
    closed = None if state == "open" else days.get(_CLOSING_SIGN_OF_STATE[state])
    return Action(text, state, days.get("📅"), closed, _unescape(note))


def rewrite_line(line: str, mark: ActionMark) -> str:
    """Return the line of an action with a change, every other character as it was.

    Parsing the result gives what `mark.apply_to` returns for the action of the line. A line without
    an action is returned unchanged.
    """
    task = _TASK.fullmatch(line)
    action = parse_line(line)
    if task is None or action is None:
        return line
    box = task["box"] if action.state == mark.state else _BOX_OF_STATE[mark.state]
    # Other white space than this belongs to the text.
    rest = task["rest"].rstrip(" \t\n\r\f\v")
    before_dates, dates = _split_dates(rest)
    text = before_dates.rstrip()
    new_note = to_one_line(mark.note)
    if new_note:
        earlier_note = _NOTE.search(text)
        if earlier_note is None:
            text += " 💬 "
        elif earlier_note["note"]:
            text += " · "
        else:
            text += " "
        text += _escape(new_note)
    before_box = line[: task.start("box")]
    after_box = line[task.end("box") : task.start("rest")]
    space_before_dates = before_dates[len(before_dates.rstrip()) :]
    new_dates = _rewrite_dates(dates, action.state, mark)
    space_at_end = task["rest"][len(rest) :]
    return f"{before_box}{box}{after_box}{text}{space_before_dates}{new_dates}{space_at_end}"


def _rewrite_dates(dates: list[re.Match[str]], state: ActionState, mark: ActionMark) -> str:
    """Return the dates of a line, from left to right, after a change of its action.

    - A change to another state than `state` removes the closing dates.
    - The day of a change to `tried` or `dropped` is appended as the closing date, unless that is
      the state already.
    - The day of a change to `open` replaces the due date, or is appended if there is none.
    """
    new_due = mark.day if mark.state == "open" else None
    # If there are several due dates, the last one counts.
    last_due = next((match for match in reversed(dates) if match["sign"] == "📅"), None)
    new_dates = ""
    for match in dates:
        if new_due and match is last_due:
            new_dates += match[0].replace(match["date"], str(new_due))
        elif match["sign"] == "📅" or mark.state == state:
            new_dates += match[0]
    if new_due and last_due is None:
        new_dates += f" 📅 {new_due}"
    elif mark.day and mark.state not in {"open", state}:
        new_dates += f" {_CLOSING_SIGN_OF_STATE[mark.state]} {mark.day}"
    return new_dates


def _split_dates(rest: str) -> tuple[str, list[re.Match[str]]]:
    """Return the text before the dates at the end of a line, and the dates from left to right."""
    dates: list[re.Match[str]] = []
    while len(dates) < _MAX_DATES:
        # The last date can only be at the last sign: the expression is not tried elsewhere. The
        # match starts one character before the sign, at the white space.
        sign_index = max(rest.rfind("📅"), rest.rfind("✅"), rest.rfind("❌"))
        match = _DATE_AT_END.match(rest, max(sign_index - 1, 0))
        if match is None:
            break
        try:
            date.fromisoformat(match["date"])
        except ValueError:
            break
        dates.insert(0, match)
        rest = rest[: match.start()]
    return rest, dates


def _escape(text: str) -> str:
    return re.sub(_SIGN_TO_ESCAPE, r"\1\\\2", text)


def _unescape(text: str) -> str:
    return re.sub(_ESCAPED_SIGN, r"\1\2", text.strip()) if "\\" in text else text.strip()

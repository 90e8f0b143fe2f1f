"""Entries and drafts as Markdown text, and back: the only module that knows the format.

A file has front matter, a title, and a section for each answer and for the actions. Only the
marker comments divide it: a section begins at the heading above its marker and ends where the
next one begins. Whatever else stands in the file belongs to the person who wrote it there.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from securebase_cli.core import front_matter
from securebase_cli.core.cleanup import trim
from securebase_cli.core.dates import spoken
from securebase_cli.core.errors import EntryFormatError
from securebase_cli.core.model import ID, Action, Answer, Draft, Entry, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

VERSION = "1"
ACTIONS_HEADING = "What I will try"

_MARKER = re.compile(
    r"<!-- securebase (?:(?P<actions>actions)|question (?P<question>[a-z0-9-]+)) -->[ \t]*"
)


class Section(NamedTuple):
    """What one marker opens: its heading, and the lines from `start` up to `end` below it."""

    kind: Literal["question", "actions"]
    question: str
    heading: str
    start: int
    end: int


def entry_title(domain_title: str, moment: datetime) -> str:
    """Return an entry's title, such as “Availability, 23 November 2026”."""
    return f"{domain_title}, {spoken(moment)}"


def write_entry(entry: Entry) -> str:
    """Return the file that holds the entry; `read_entry` gives an equal one back."""
    head = front_matter.write(
        {
            "securebase": VERSION,
            "id": entry.id,
            "title": entry.title,
            "date": entry.moment.isoformat(),
            "domain": entry.domain,
            "tags": entry.tags,
            "skipped": entry.skipped,
        }
    )
    return head + _body(entry.title, entry.answers, entry.actions)


def read_entry(text: str) -> Entry:
    """Read an entry; raises EntryFormatError, in words that hold nothing of its text."""
    fields, lines = _parts(text)
    answers, actions = _read_body(lines)
    return Entry(
        id=_name(fields, "id"),
        moment=_moment(fields),
        domain=_name(fields, "domain"),
        title=_optional(fields, "title"),
        tags=_names(fields, "tags"),
        answers=answers,
        skipped=_names(fields, "skipped"),
        actions=actions,
    )


def write_draft(draft: Draft, title: str) -> str:
    """Return the file that holds the sitting so far; `read_draft` gives an equal one back."""
    head = front_matter.write(
        {
            "securebase": VERSION,
            "id": draft.id,
            "title": title,
            "date": draft.moment.isoformat(),
            "plan": [f"{step.domain}/{step.question}" for step in draft.plan],
            "entries": [f"{domain}/{entry}" for domain, entry in draft.entries],
            "at": str(draft.at),
            "tags": draft.tags,
            "skipped": draft.skipped,
        }
    )
    return head + _body(title, draft.answers, [draft.action] if draft.action else [])


def read_draft(text: str) -> Draft:
    """Read a draft; raises EntryFormatError, in words that hold nothing of its text."""
    fields, lines = _parts(text)
    answers, actions = _read_body(lines)
    plan = tuple(Step(*pair) for pair in _pairs(fields, "plan"))
    at = _optional(fields, "at")
    if not re.fullmatch(r"[0-9]{1,6}", at) or int(at) > len(plan):
        raise EntryFormatError("its front matter has no “at” that fits its plan")
    entries = tuple(_pairs(fields, "entries"))
    if not {step.domain for step in plan} <= {domain for domain, _ in entries}:
        raise EntryFormatError("its front matter has no “entries” that fit its plan")
    if not {answer.question for answer in answers} <= {step.question for step in plan}:
        raise EntryFormatError("it has an answer to a question that is not in its plan")
    return Draft(
        id=_name(fields, "id"),
        moment=_moment(fields),
        plan=plan,
        entries=entries,
        at=int(at),
        tags=_names(fields, "tags"),
        answers=answers,
        skipped=_names(fields, "skipped"),
        action=actions[0] if actions else None,
    )


def sections(lines: Sequence[str]) -> list[Section]:
    """Find the sections that the markers open, in order."""
    opened: list[tuple[re.Match[str], int, int]] = []
    for number, line in enumerate(lines):
        if line.startswith("<!-- securebase ") and (marker := _MARKER.fullmatch(line)):
            opened.append((marker, _heading_above(lines, number), number + 1))
    found: list[Section] = []
    for index, (marker, heading, start) in enumerate(opened):
        end = opened[index + 1][1] if index + 1 < len(opened) else len(lines)
        text = lines[heading].lstrip("#").strip() if heading < start - 1 else ""
        kind: Literal["question", "actions"] = "actions" if marker["actions"] else "question"
        found.append(Section(kind, marker["question"] or "", text, start, end))
    return found


def _body(title: str, answers: Iterable[Answer], actions: Iterable[Action]) -> str:
    from securebase_cli.core import action_line
    from securebase_cli.core.shield import shield

    parts = [f"# {title}"]
    for answer in answers:
        marker = f"<!-- securebase question {answer.question} -->"
        parts += [f"## {answer.asked}\n{marker}", shield(answer.text)]
    tasks = [action_line.write(action) for action in actions]
    if tasks:
        parts += [f"## {ACTIONS_HEADING}\n<!-- securebase actions -->", "\n".join(tasks)]
    return "\n" + "\n\n".join(parts) + "\n"


def _read_body(lines: Sequence[str]) -> tuple[tuple[Answer, ...], tuple[Action, ...]]:
    answers: list[Answer] = []
    actions: list[Action] = []
    for section in sections(lines):
        inside = lines[section.start : section.end]
        if section.kind == "actions":
            actions += _read_actions(inside)
        elif text := trim("\n".join(inside)):
            answers.append(Answer(section.question, section.heading, _as_written(text)))
    return tuple(answers), tuple(actions)


def _read_actions(lines: Sequence[str]) -> list[Action]:
    from securebase_cli.core import action_line

    return [action for line in lines if "[" in line and (action := action_line.read(line))]


def _as_written(text: str) -> str:
    if "\\" not in text:
        return text
    from securebase_cli.core.shield import unshield

    return unshield(text)


def _heading_above(lines: Sequence[str], marker: int) -> int:
    above = marker - 1
    while above >= 0 and not lines[above].strip():
        above -= 1
    return above if above >= 0 and lines[above].startswith("#") else marker


def _parts(text: str) -> tuple[front_matter.Fields, list[str]]:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() != "---":
        raise EntryFormatError("it has no front matter (a first line “---”)")
    # An end beyond the cap need not be found: what is longer than the cap is refused anyway.
    room = front_matter.LARGEST
    for number in range(1, len(lines)):
        if lines[number].rstrip() == "---":
            break
        room -= len(lines[number]) + 1
        if room < 0:
            raise EntryFormatError(
                f"its front matter is larger than {front_matter.LARGEST // 1024} KiB"
            )
    else:
        raise EntryFormatError("its front matter has no end (a second line “---”)")
    fields = front_matter.read(lines[1:number])
    version = fields.get("securebase")
    if version != VERSION:
        if isinstance(version, str) and version.isdigit():
            raise EntryFormatError("a newer securebase wrote it; this one is too old to read it")
        raise EntryFormatError("its front matter has no “securebase: 1”")
    return fields, lines[number + 1 :]


def _optional(fields: front_matter.Fields, key: str) -> str:
    value = fields.get(key, "")
    return value if isinstance(value, str) else ""


def _name(fields: front_matter.Fields, key: str) -> str:
    value = _optional(fields, key)
    if not ID.fullmatch(value):
        raise EntryFormatError(f"its front matter has no “{key}” that can be used")
    return value


def _names(fields: front_matter.Fields, key: str) -> tuple[str, ...]:
    value = fields.get(key, ())
    names = value.replace(",", " ").split() if isinstance(value, str) else value
    return tuple(name for name in (name.strip().removeprefix("#") for name in names) if name)


def _pairs(fields: front_matter.Fields, key: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name in _names(fields, key):
        first, _, second = name.partition("/")
        if not ID.fullmatch(first) or not ID.fullmatch(second):
            raise EntryFormatError(f"its front matter has no “{key}” that can be used")
        pairs.append((first, second))
    return pairs


def _moment(fields: front_matter.Fields) -> datetime:
    try:
        moment = datetime.fromisoformat(_optional(fields, "date"))
        # A date that was edited by hand may have lost its offset: it is a local one.
        aware = moment if moment.tzinfo else moment.astimezone()
    except (ValueError, OverflowError, OSError):
        raise EntryFormatError("its front matter has no “date” that can be read") from None
    return aware.replace(microsecond=0)

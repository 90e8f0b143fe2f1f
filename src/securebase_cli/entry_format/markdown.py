"""Entries and drafts as Markdown text, and back: the only module that knows the format.

A file has front matter, a title, and a section for each answer and for the actions. Only the
marker comments divide it: a section begins at the heading above its marker and ends where the
next one begins. Whatever else stands in the file belongs to the person who wrote it there.

Journals have thousands of files, and some commands read all of them: what reads here goes
through a text in leaps, not line by line.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.dates import long_date
from securebase_cli.entry_format import front_matter
from securebase_cli.entry_format.cleanup import strip_blank_lines
from securebase_cli.errors import EntryFormatError
from securebase_cli.model import (
    ACTIONS_HEADINGS,
    BASIS_WORDS,
    ID,
    REFLECTION,
    SCALE_MAX,
    TEAM_SESSION,
    Action,
    Answer,
    Draft,
    Entry,
    Outline,
    Scaling,
    Step,
    title_with_kind,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from securebase_cli.model import EntryKind

VERSION = "1"

# How an entry and its sections begin, in bytes: to be looked for before anything is read.
_BEGUN = b"---\nsecurebase: 1\nid: "
_ACTIONS_MARK = b"<!-- securebase actions -->"

_ID = r"[a-z0-9]++(?:-[a-z0-9]++)*+"
_TAG = "[A-Za-z0-9][A-Za-z0-9_/-]*+"
# The front matter of an entry as `write_entry` gives it, with nothing that needs a second look.
_AS_WRITTEN = re.compile(
    rf"""---
securebase: 1
id: (?:"({_ID})"|({_ID}))
title: "([^"\\\n]*+)"
date: ([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}[+-][0-9]{{2}}:[0-9]{{2}})
domain: ({_ID})
(?:kind: ({TEAM_SESSION})
)?tags: \[({_TAG}(?:, {_TAG})*+)?\]
skipped: \[({_ID}(?:, {_ID})*+)?\]
(?:scaling: ([0-9]++)
(?:scaling-basis: ({_ID})
)?)?---(?=\n)"""
)
# A marker, with the heading above it if it has one.
_MARKER = re.compile(
    r"\n(?:(?P<heading>#[^\n]*+)\n(?:[^\S\n]*+\n)*+)?"
    r"<!-- securebase (?:actions|question (?P<question>[a-z0-9-]++)) -->[ \t]*+(?=\n|\Z)"
)
# A marker, and the letter that its section begins with: none if that may not be the section's.
_BEGINNING = re.compile(
    r"\n<!-- securebase (?:actions|question ([a-z0-9-]++)) -->[ \t]*+(?:\Z|\n\s*+([^\s#<]?))"
)
# What a task has that is neither tried nor dropped.
_OPEN_BOX = re.compile(r"\[[^xX\n-]\]")
_OPEN_BOX_IN_BYTES = re.compile(rb"\[[^xX\n-]")
# The front matter's last line; its first is looked at before.
_END = re.compile(r"\n---[^\S\n]*(?=\n|\Z)")
_NUMBER = re.compile(r"[0-9]{1,6}")


class Section(NamedTuple):
    """What one marker opens: its heading, and the text from `start` up to `end` below it.

    `question` is empty for the actions.
    """

    question: str
    heading: str
    start: int
    end: int


def decode_entry(data: bytes) -> str:
    """Return the text of a file's bytes; raises EntryFormatError if they are none."""
    if not data:
        raise EntryFormatError("it is empty: a save was cut off here, or a disk was full")
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise EntryFormatError("it is not text in UTF-8") from None


def starts_like_entry(data: bytes) -> bool:
    """Whether a file's bytes begin as an entry does: a quick look, before others reject it."""
    return data.startswith(_BEGUN)


def question_marker(question: str) -> bytes:
    """Return how the section of a question begins in a file's bytes."""
    return f"<!-- securebase question {question} -->".encode()


def may_have_open_action(data: bytes) -> bool:
    """Whether a file's bytes leave it possible that an action is open; a quick look."""
    begin = data.find(_ACTIONS_MARK)
    return begin >= 0 and _OPEN_BOX_IN_BYTES.search(data, begin) is not None


def may_have_actions(data: bytes) -> bool:
    """Whether a file's bytes leave it possible that there are actions; a quick look."""
    return _ACTIONS_MARK in data


def may_be_team_session(data: bytes) -> bool:
    """Whether a file's bytes leave it possible that a team session is in it; a quick look."""
    head = data[: data.find(b"\n---", 1)]
    # A backslash can stand for letters, in front matter that something else has written.
    return b"kind" in head or b"\\" in head


def entry_title(domain_title: str, moment: datetime, kind: EntryKind = REFLECTION) -> str:
    """Return an entry's title, such as “Availability, 23 November 2026”."""
    return title_with_kind(f"{domain_title}, {long_date(moment)}", kind)


def write_entry(entry: Entry) -> str:
    """Return the file that holds the entry; `read_entry` gives an equal one back."""
    fields: dict[str, str | Sequence[str]] = {
        "securebase": VERSION,
        "id": entry.id,
        "title": entry.title,
        "date": entry.moment.isoformat(),
        "domain": entry.domain,
    }
    if entry.kind != REFLECTION:
        fields["kind"] = entry.kind
    fields["tags"] = _named(entry.tags)
    fields["skipped"] = _named(entry.skipped)
    if entry.scaling:
        fields["scaling"] = str(entry.scaling.value)
        if entry.scaling.basis:
            fields["scaling-basis"] = entry.scaling.basis
    return front_matter.write(fields) + _body(
        entry.title, entry.answers, entry.actions, ACTIONS_HEADINGS[entry.kind]
    )


def read_entry(text: str) -> Entry:
    """Read an entry; raises EntryFormatError, in words that hold nothing of its text."""
    head, text, body = _head(text)
    answers, actions = _read_body(text, body)
    return Entry(
        id=head.id,
        moment=head.moment,
        domain=head.domain,
        title=head.title,
        tags=head.tags,
        answers=answers,
        skipped=head.skipped,
        actions=actions,
        scaling=head.scaling,
        kind=head.kind,
    )


def read_outline(text: str) -> Outline:
    """Read what `Entry.outline` has, in a fraction of the time; raises as above."""
    return read_outline_as_written(text) or read_entry(text).outline


def read_outline_as_written(text: str) -> Outline | None:
    """Read an outline from a text as `write_entry` gives it; None for any other."""
    found = _head_as_written(text)
    if found is None:
        return None
    head, body = found
    beginnings = _BEGINNING.findall(text, body)
    answered = tuple([question for question, letter in beginnings if question and letter])
    if len(answered) < len(beginnings):
        if not all(letter for _, letter in beginnings):
            return None
        # There are actions; of thousands of entries few have any that is still open.
        if _OPEN_BOX.search(text, body):
            return None
    identity, moment, domain, title, tags, skipped, scaling, kind = head
    return Outline(identity, moment, domain, title, tags, answered, skipped, (), scaling, kind)


def action_line_numbers(text: str) -> list[int]:
    """Return the numbers (from 0, in the whole file) of the lines that hold its actions."""
    # Most files have no action: what reads and writes their lines is imported where one is met.
    from securebase_cli.entry_format import action_line

    _, text, body = _parts(text)
    rows: list[int] = []
    for section in find_sections(text, body):
        if not section.question:
            first = text.count("\n", 0, section.start)
            lines = text[section.start : section.end].split("\n")
            rows += [first + n for n, line in enumerate(lines) if action_line.read(line)]
    return rows


def write_draft(draft: Draft, title: str) -> str:
    """Return the file that holds the sitting so far; `read_draft` gives an equal one back."""
    fields: dict[str, str | Sequence[str]] = {
        "securebase": VERSION,
        "id": draft.id,
        "title": title,
        "date": draft.moment.isoformat(),
        **({"kind": draft.kind} if draft.kind != REFLECTION else {}),
        "plan": [f"{step.domain}/{step.question}" for step in draft.plan],
        "entries": [f"{domain}/{entry}" for domain, entry in draft.entries],
        "at": str(draft.at),
        "tags": draft.tags,
        "skipped": draft.skipped,
    }
    if draft.scalings:
        fields["scalings"] = [f"{domain}/{_scaled(scaling)}" for domain, scaling in draft.scalings]
    actions = [draft.action] if draft.action else []
    heading = ACTIONS_HEADINGS[draft.kind]
    return front_matter.write(fields) + _body(title, draft.answers, actions, heading)


def read_draft(text: str) -> Draft:
    """Read a draft; raises EntryFormatError, in words that hold nothing of its text."""
    fields, text, body = _parts(text)
    answers, actions = _read_body(text, body)
    plan = tuple(_plan(fields))
    at = _optional(fields, "at")
    if not _NUMBER.fullmatch(at) or int(at) > len(plan):
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
        scalings=tuple(_scalings(fields)),
        kind=_kind(fields),
    )


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


def _body(
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


def _read_body(text: str, body: int) -> tuple[tuple[Answer, ...], tuple[Action, ...]]:
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


class _Head(NamedTuple):
    """What the front matter of an entry says."""

    id: str
    moment: datetime
    domain: str
    title: str
    tags: tuple[str, ...]
    skipped: tuple[str, ...]
    scaling: Scaling | None
    kind: EntryKind


def _head(text: str) -> tuple[_Head, str, int]:
    """Return the front matter, the text with plain line ends, and where the body begins."""
    if found := _head_as_written(text):
        head, body = found
        return head, text, body
    fields, text, body = _parts(text)
    head = _Head(
        id=_name(fields, "id"),
        moment=_moment(fields),
        domain=_name(fields, "domain"),
        title=_optional(fields, "title"),
        tags=_names(fields, "tags"),
        skipped=_names(fields, "skipped"),
        scaling=_scaling(_optional(fields, "scaling"), _optional(fields, "scaling-basis")),
        kind=_kind(fields),
    )
    return head, text, body


def _head_as_written(text: str) -> tuple[_Head, int] | None:
    """Return the front matter and where the body begins, if it stands there as it was written."""
    match = _AS_WRITTEN.match(text)
    if match is None or "\r" in text:
        return None
    quoted, bare, title, date, domain, kind, tags, skipped, value, basis = match.groups("")
    if not title.isprintable():
        return None
    try:
        moment = datetime.fromisoformat(date)
    except ValueError:
        return None
    head = _Head(
        quoted or bare,
        moment,
        domain,
        title,
        tuple(tags.split(", ")) if tags else (),
        tuple(skipped.split(", ")) if skipped else (),
        _scaling(value, basis) if value else None,
        TEAM_SESSION if kind else REFLECTION,
    )
    return head, match.end()


def _parts(text: str) -> tuple[front_matter.Fields, str, int]:
    """Return the front matter, the text with plain line ends, and where the body begins.

    That is the line end before its first line.
    """
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    first = text.find("\n")
    if (text[:first] if first >= 0 else text).rstrip() != "---":
        raise EntryFormatError("it has no front matter (a first line “---”)")
    end = _END.search(text, first) if first >= 0 else None
    if (end.start() if end else len(text)) - first > front_matter.MAX_BYTES:
        raise EntryFormatError(
            f"its front matter is larger than {front_matter.MAX_BYTES // 1024} KiB"
        )
    if end is None:
        raise EntryFormatError("its front matter has no end (a second line “---”)")
    between = text[first + 1 : end.start()]
    fields = front_matter.read(between.split("\n") if between else ())
    version = fields.get("securebase")
    if version != VERSION:
        if isinstance(version, str) and version.isdigit():
            raise EntryFormatError("a newer securebase wrote it; this one is too old to read it")
        raise EntryFormatError("its front matter has no “securebase: 1”")
    return fields, text, end.end()


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


def _named(names: Iterable[str]) -> list[str]:
    """Return the names as they are written, so that `_names` gives the same ones back."""
    # Of one that was edited by hand more than the sign may be left that reading takes away.
    return [f"#{name}" if name[:1] == "#" or name[:1].isspace() else name for name in names]


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


def _plan(fields: front_matter.Fields) -> Iterator[Step]:
    for name in _names(fields, "plan"):
        domain, slash, question = name.partition("/")
        if not (slash and ID.fullmatch(domain) and ID.fullmatch(question or domain)):
            raise EntryFormatError("its front matter has no “plan” that can be used")
        yield Step(domain, question)


def _kind(fields: front_matter.Fields) -> EntryKind:
    """Return what the front matter says, as people write it; what we don't know is a reflection.

    So nothing that somebody wrote is missing where their own reflections are counted.
    """
    written = "-".join(_names(fields, "kind")).casefold()
    return TEAM_SESSION if written == TEAM_SESSION else REFLECTION


def _scaled(scaling: Scaling) -> str:
    return f"{scaling.value}-{scaling.basis}" if scaling.basis else str(scaling.value)


def _scaling(value: str, basis: str) -> Scaling | None:
    """Return what stands on the scale; None for nothing, and for what no scale of ours has."""
    if not value or not _NUMBER.fullmatch(value) or int(value) > SCALE_MAX:
        return None
    return Scaling(int(value), next((known for known in BASIS_WORDS if known == basis), ""))


def _scalings(fields: front_matter.Fields) -> Iterator[tuple[str, Scaling]]:
    for domain, written in _pairs(fields, "scalings"):
        value, _, basis = written.partition("-")
        if scaling := _scaling(value, basis):
            yield domain, scaling

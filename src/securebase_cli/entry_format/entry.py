"""An entry as Markdown text, and back.

Journals have thousands of files and some commands read all of them, so reading searches the
text with few regular expressions instead of line by line.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.entry_format import front_matter
from securebase_cli.entry_format.fields import (
    escape_names,
    id_field,
    kind_field,
    list_field,
    moment_field,
    parse_scaling,
    text_field,
)
from securebase_cli.entry_format.front_matter import VERSION, split
from securebase_cli.entry_format.sections import find_sections, read_body, write_body
from securebase_cli.errors import EntryFormatError
from securebase_cli.model import ACTIONS_HEADINGS, REFLECTION, TEAM_SESSION, Entry, Outline, Scaling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from securebase_cli.model import EntryKind

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
# A marker, and the letter that its section begins with: none if that may not be the section's.
_BEGINNING = re.compile(
    r"\n<!-- securebase (?:actions|question ([a-z0-9-]++)) -->[ \t]*+(?:\Z|\n\s*+([^\s#<]?))"
)
# What a task has that is neither tried nor dropped.
_OPEN_BOX = re.compile(r"\[[^xX\n-]\]")


def decode_entry(data: bytes) -> str:
    """Return the text of a file's bytes; raises EntryFormatError if they are none."""
    if not data:
        raise EntryFormatError("it is empty: a save was cut off here, or a disk was full")
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise EntryFormatError("it is not text in UTF-8") from None


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
    fields["tags"] = escape_names(entry.tags)
    fields["skipped"] = escape_names(entry.skipped)
    if entry.scaling:
        fields["scaling"] = str(entry.scaling.value)
        if entry.scaling.basis:
            fields["scaling-basis"] = entry.scaling.basis
    return front_matter.write(fields) + write_body(
        entry.title, entry.answers, entry.actions, ACTIONS_HEADINGS[entry.kind]
    )


def read_entry(text: str) -> Entry:
    """Read an entry; raises EntryFormatError, in words that hold nothing of its text."""
    head, text, body = _head(text)
    answers, actions = read_body(text, body)
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

    _, text, body = split(text)
    rows: list[int] = []
    for section in find_sections(text, body):
        if not section.question:
            first = text.count("\n", 0, section.start)
            lines = text[section.start : section.end].split("\n")
            rows += [first + n for n, line in enumerate(lines) if action_line.read(line)]
    return rows


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
    fields, text, body = split(text)
    head = _Head(
        id=id_field(fields, "id"),
        moment=moment_field(fields),
        domain=id_field(fields, "domain"),
        title=text_field(fields, "title"),
        tags=list_field(fields, "tags"),
        skipped=list_field(fields, "skipped"),
        scaling=parse_scaling(text_field(fields, "scaling"), text_field(fields, "scaling-basis")),
        kind=kind_field(fields),
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
        parse_scaling(value, basis) if value else None,
        TEAM_SESSION if kind else REFLECTION,
    )
    return head, match.end()

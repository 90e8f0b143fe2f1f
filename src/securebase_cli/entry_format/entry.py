"""An entry as Markdown text, and back.

Some commands read all of the thousands of files in a journal. For entries in exactly the form
that `write_entry` gives them there is therefore a fast way to read them; entries in any other form,
such as those edited by hand, are parsed field by field. Both ways give the same result.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from securebase_cli.entry_format import front_matter
from securebase_cli.entry_format.sections import MARKER_LINE, read_body, write_body
from securebase_cli.errors import EntryFormatError
from securebase_cli.model import (
    ACTIONS_HEADINGS,
    REFLECTION,
    TEAM_SESSION,
    Entry,
    EntryKind,
    Outline,
    Scaling,
)

_ID = r"[a-z0-9]++(?:-[a-z0-9]++)*+"
_MOMENT = "[0-9T:+-]{25}"
_TAG = "[A-Za-z0-9][A-Za-z0-9_/-]*+"
# Front matter in exactly the form that `write_entry` gives it, in one expression instead of line by
# line. Measured for `coverage` over 10,000 entries, against starting Python: 29.5 times with this
# expression, 51 without (see docs/architecture.md).
_CANONICAL_FRONT_MATTER = re.compile(
    rf"""---
securebase: 1
id: (?:"(?P<quoted_id>{_ID})"|(?P<id>{_ID}))
title: "(?P<title>[^"\\\n]*+)"
date: (?P<date>{_MOMENT})
domain: (?P<domain>{_ID})
(?:kind: (?P<kind>{TEAM_SESSION})
)?tags: \[(?P<tags>{_TAG}(?:, {_TAG})*+)?\]
skipped: \[(?P<skipped>{_ID}(?:, {_ID})*+)?\]
(?:scaling: (?P<scaling>[0-9]++)
(?:scaling-basis: (?P<basis>{_ID})
)?)?---(?=\n)"""
)
# A marker and the first character of its section's text. The group `first` is empty if there is no
# text, and also if the text begins like a heading or marker, which may be that of the next section.
_MARKER_AND_TEXT = re.compile(rf"\n{MARKER_LINE}(?:\Z|\n\s*+(?P<first>[^\s#<]?))")
# The box of a task that is neither tried nor dropped.
_OPEN_BOX = re.compile(r"\[[^xX\n-]\]")


# The values in the front matter: the first fields of an entry and of an outline, in their order.
# Measured: a named tuple or a dictionary in its place takes 0.5 µs more of 9 for an outline.
_Header = tuple[
    str, datetime, str, str, tuple[str, ...], tuple[str, ...], Scaling | None, EntryKind
]


def decode_entry(data: bytes) -> str:
    """Return the text of a file; raises EntryFormatError if it is empty or not UTF-8."""
    if not data:
        raise EntryFormatError("it is empty: a save was cut off here, or a disk was full")
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise EntryFormatError("it is not text in UTF-8") from None


def write_entry(entry: Entry) -> str:
    """Return the text of an entry's file, which `read_entry` reads back."""
    fields: dict[str, str | Sequence[str]] = {
        "securebase": front_matter.VERSION,
        "id": entry.id,
        "title": entry.title,
        "date": entry.moment.isoformat(),
        "domain": entry.domain,
    }
    if entry.kind != REFLECTION:
        fields["kind"] = entry.kind
    fields["tags"] = front_matter.format_list(entry.tags)
    fields["skipped"] = front_matter.format_list(entry.skipped)
    if entry.scaling:
        fields["scaling"] = str(entry.scaling.value)
        if entry.scaling.basis:
            fields["scaling-basis"] = entry.scaling.basis
    return front_matter.write(fields) + write_body(
        entry.title, entry.answers, entry.actions, ACTIONS_HEADINGS[entry.kind]
    )


def read_entry(text: str) -> Entry:
    """Parse the text of an entry's file; raises EntryFormatError, which quotes nothing of it."""
    if canonical := _read_canonical_header(text):
        header, body_start = canonical
    else:
        fields, text, body_start = front_matter.split(text)
        header = (
            front_matter.id_field(fields, "id"),
            front_matter.moment_field(fields),
            front_matter.id_field(fields, "domain"),
            front_matter.text_field(fields, "title"),
            front_matter.list_field(fields, "tags"),
            front_matter.list_field(fields, "skipped"),
            front_matter.parse_scaling(
                front_matter.text_field(fields, "scaling"),
                front_matter.text_field(fields, "scaling-basis"),
            ),
            front_matter.kind_field(fields),
        )
    return Entry(*header, *read_body(text, body_start))


def read_outline(text: str) -> Outline:
    """Parse an outline, in a fraction of the time that an entry takes; raises EntryFormatError."""
    return read_canonical_outline(text) or read_entry(text).outline


def read_canonical_outline(text: str) -> Outline | None:
    """Parse an outline from a text in exactly the form that `write_entry` gives it.

    None for every other text, for an entry with an open action, and where only parsing the
    sections can tell whether one is empty.
    """
    canonical = _read_canonical_header(text)
    if canonical is None:
        return None
    header, body_start = canonical
    answered: list[str] = []
    has_actions = False
    for question, first_character in _MARKER_AND_TEXT.findall(text, body_start):
        if not first_character:
            return None
        if question:
            answered.append(question)
        else:
            has_actions = True
    if has_actions:
        # Few of thousands of entries have an action that is still open. Measured: `find` skips the
        # answers, where brackets are rare, in 0.2 µs; the pattern takes 2.
        first_box = text.find("[", body_start)
        if first_box >= 0 and _OPEN_BOX.search(text, first_box):
            return None
    return Outline(*header, tuple(answered))


def _read_canonical_header(text: str) -> tuple[_Header, int] | None:
    """Return the header and where the body starts; None if the front matter is not canonical."""
    match = _CANONICAL_FRONT_MATTER.match(text)
    if match is None or "\r" in text:
        return None
    quoted_id, bare_id, title, date, domain, kind, tags, skipped, value, basis = match.groups("")
    if not title.isprintable():
        return None
    try:
        moment = datetime.fromisoformat(date)
    except ValueError:
        return None
    header = (
        quoted_id or bare_id,
        moment,
        domain,
        title,
        tuple(tags.split(", ")) if tags else (),
        tuple(skipped.split(", ")) if skipped else (),
        front_matter.parse_scaling(value, basis) if value else None,
        TEAM_SESSION if kind else REFLECTION,
    )
    return header, match.end()

"""An entry as Markdown text, and back.

Some commands read all files of a journal, which may be thousands. So an entry in exactly the form
that `write_entry` gives it is read in a fast way; any other, such as one that was edited by hand,
is parsed field by field. Both ways give the same result.
"""

import re
from collections.abc import Sequence
from datetime import datetime

from securebase_cli.entry_format import front_matter
from securebase_cli.entry_format.front_matter import Fields
from securebase_cli.entry_format.sections import (
    LESS_THAN_ENTITY,
    MARKER_LINE,
    read_body,
    write_body,
)
from securebase_cli.entry_format.unmerged import raise_if_unmerged
from securebase_cli.errors import EntryFormatError
from securebase_cli.model import (
    ACTIONS_HEADINGS,
    ID,
    REFLECTION,
    TEAM_SESSION,
    UNKNOWN_MOMENT,
    Entry,
    EntryKind,
    Outline,
    Problem,
    Scaling,
)
from securebase_cli.plurals import count_of

_ID = r"[a-z0-9]++(?>(?:-[a-z0-9]++)*)"
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
)?tags: \[(?P<tags>{_TAG}(?>(?:, {_TAG})*))?\]
skipped: \[(?P<skipped>{_ID}(?>(?:, {_ID})*))?\]
(?:scaling: (?P<scaling>[0-9]++)
(?:scaling-basis: (?P<basis>{_ID})
)?)?---(?=\n)"""
)
# A marker and the first character of its section's text. The group `first` is empty if there is no
# text, and also if the text begins like a heading or marker, which may be that of the next section,
# or like the end of a fence, which may be around the marker.
# Any other `<` matches with empty groups: it may be part of a marker in another form. Measured: a
# search for this one character takes 0.4 times as long as one for the beginning of a marker.
_MARKER_AND_TEXT = re.compile(
    rf"<(?:(?<=\n<){MARKER_LINE.removeprefix('<')}(?:\Z|\n\s*+(?P<first>[^\s#<`]?)))?"
)
# The box of a task that is neither tried nor dropped.
_OPEN_BOX = re.compile(r"\[[^xX\n-]?\\?\]")


# The values in the front matter: the first fields of an entry and of an outline, in their order.
# Measured: a named tuple or a dictionary in its place takes 0.5 µs more of 9 for an outline.
_Header = tuple[
    str, datetime, str, str, tuple[str, ...], tuple[str, ...], Scaling | None, EntryKind
]


def decode_entry(data: bytes) -> str:
    """Return the text of a file; raises EntryFormatError if it is empty or not UTF-8."""
    # A power cut can leave a file with its length, but with nothing in it.
    if not data or (not data[0] and not data.strip(b"\0")):
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
        entry.title,
        entry.answers,
        entry.takeaway,
        entry.actions,
        ACTIONS_HEADINGS[entry.kind],
        entry.other_text,
    )


def read_entry(text: str) -> Entry:
    """Parse the text of an entry's file; raises EntryFormatError, which quotes nothing of it.

    The `problems` of the entry name the fields that can't be used. An id or a domain is then empty,
    and a date UNKNOWN_MOMENT, because the name of the file has them, too.
    """
    problems: list[Problem] = []
    whole = text.rstrip("\0") if text.endswith("\0") else text
    if whole is not text:
        count = count_of(len(text) - len(whole), "empty byte stands", "empty bytes stand")
        problems.append(Problem(f"{count} at its end, as a power cut leaves them", is_loss=False))
    if canonical := _read_canonical_header(whole):
        header, body_start = canonical
    else:
        raise_if_unmerged(whole)
        fields, unreadable, whole, body_start = front_matter.split(whole)
        header, unusable = _read_header(fields)
        problems += dict.fromkeys([*unreadable, *unusable])
    title = header[3]
    return Entry(*header, *read_body(whole, body_start, title), tuple(problems))


def _read_header(fields: Fields) -> tuple[_Header, list[Problem]]:
    """Return the values of the fields of an entry, and a problem for each that can't be used."""
    entry_id, domain = (
        front_matter.text_field(fields, "id"),
        front_matter.text_field(fields, "domain"),
    )
    moment = front_matter.parse_moment(front_matter.text_field(fields, "date"))
    value = front_matter.text_field(fields, "scaling")
    basis = front_matter.text_field(fields, "scaling-basis")
    scaling = front_matter.parse_scaling(value, basis)
    is_usable = {
        "id": ID.fullmatch(entry_id) is not None,
        "date": moment is not None,
        "domain": ID.fullmatch(domain) is not None,
        "title": isinstance(fields.get("title", ""), str),
        "scaling": scaling is not None or not fields.get("scaling"),
        "scaling-basis": scaling is None or scaling.basis == basis,
    }
    header = (
        entry_id if is_usable["id"] else "",
        moment or UNKNOWN_MOMENT,
        domain if is_usable["domain"] else "",
        front_matter.text_field(fields, "title"),
        front_matter.list_field(fields, "tags"),
        front_matter.list_field(fields, "skipped"),
        scaling,
        front_matter.kind_field(fields),
    )
    problems = [front_matter.unusable_field(key) for key, usable in is_usable.items() if not usable]
    return header, problems


def read_outline(text: str) -> Outline:
    """Parse an outline, which is much faster than to parse an entry; raises EntryFormatError."""
    return read_canonical_outline(text) or read_entry(text).outline


def read_canonical_outline(text: str) -> Outline | None:
    """Parse an outline from a text in exactly the form that `write_entry` gives it.

    Return None for any other text, for an entry with an open action, and if a section may be empty,
    which is seen only by parsing it.
    """
    canonical = _read_canonical_header(text)
    if canonical is None or text.endswith("\0"):
        return None
    header, body_start = canonical
    answered: list[str] = []
    has_actions = False
    for question, kind, first_character in _MARKER_AND_TEXT.findall(text, body_start):
        if not first_character:
            return None
        if question:
            answered.append(question)
        elif kind == "actions":
            has_actions = True
    if "&" in text and LESS_THAN_ENTITY.search(text, body_start):
        return None
    if has_actions:
        # Few entries have an action that is still open. Measured: `find` skips the answers, where
        # brackets are rare, in 0.2 µs; the pattern takes 2.
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
    # Null, and a value that is not on the scale, are parsed field by field.
    if not title.isprintable() or "null" in match[0]:
        return None
    scaling = front_matter.parse_scaling(value, basis) if value else None
    if value and (scaling is None or scaling.basis != basis):
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
        scaling,
        TEAM_SESSION if kind else REFLECTION,
    )
    return header, match.end()

"""Checks on the bytes of a file that rule it out before it is parsed.

A pass over thousands of files parses only those that a check accepts. A check can accept a file
that turns out not to belong, but never rules out one that does.
"""

import codecs
import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from securebase_cli.entry_format.sections import ACTIONS_MARKER

_ACTIONS_MARKER = ACTIONS_MARKER.encode()
_OPEN_BOX = re.compile(rb"\[[^xX\n-]")
# The lines of front matter that say which entry a file holds, or which ones a draft will become.
_IDENTITY_LINE = re.compile(rb"^(?P<key>id|domain|entries):(?P<value>[^\n]*)", re.MULTILINE)
_DRAFT_ENTRY = re.compile(r"([a-z0-9-]+)/([a-z0-9-]+)")
# The beginning of a file in exactly the form that `write_entry` gives it, to the day of its date.
_START_TO_DAY = re.compile(
    rb"---\nsecurebase: 1\nid: [^\n]*\n"
    rb'title: "[^"\\\n]*"\ndate: (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})T'
)
# The first line of front matter, and the key in it that makes a file an entry.
_FIRST_LINE = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")
_ENTRY_KEY = re.compile(rb"""^["']?securebase["']?[ \t]*:""", re.MULTILINE)


def can_be_ruled_out(data: bytes) -> bool:
    """Whether the other checks may rule out a file, because it looks like a valid entry.

    It begins as `write_entry` begins, and no merge left two versions in it. All other files are
    parsed, so that their mistakes are reported.
    """
    return data.startswith(b"---\nsecurebase: 1\nid: ") and b"\n<<<<<<<" not in data


def may_answer(data: bytes, question_ids: Iterable[bytes]) -> bool:
    """Whether a file may have the marker of one of these questions, however it is spelt."""
    folded = data.lower()
    return any(_marker_pattern(question_id).search(folded) for question_id in question_ids)


@lru_cache
def _marker_pattern(question_id: bytes) -> re.Pattern[bytes]:
    """Return a pattern that matches the marker of a question, and perhaps words of an answer."""
    escaped_id = rb"\\*-".join(question_id.split(b"-"))
    return re.compile(rb"question[^a-z0-9]+" + escaped_id + rb"(?!-?[a-z0-9])")


def is_meant_as_entry(data: bytes) -> bool:
    """Whether a file has front matter with the key of an entry, readable or not."""
    first_line = _FIRST_LINE.match(data)
    if first_line is None:
        return False
    end = data.find(b"\n---", first_line.end() - 1)
    return _ENTRY_KEY.search(data[first_line.end() : end if end >= 0 else None]) is not None


def local_day(data: bytes) -> date | None:
    """Return the day of an entry if the file begins as `write_entry` begins; None if not."""
    match = _START_TO_DAY.match(data)
    if match is None:
        return None
    try:
        return date.fromisoformat(match["day"].decode())
    except ValueError:
        return None


def may_have_actions(data: bytes) -> bool:
    return _ACTIONS_MARKER in data or b"actions" in data.lower()


def may_have_open_action(data: bytes) -> bool:
    start = data.find(_ACTIONS_MARKER)
    if start < 0:
        start = data.lower().find(b"actions")
    return start >= 0 and _OPEN_BOX.search(data, start) is not None


def may_be_team_session(data: bytes) -> bool:
    return _may_have_field(data, b"kind")


def may_have_scaling(data: bytes) -> bool:
    return _may_have_field(data, b"scaling")


def _may_have_field(data: bytes, key: bytes) -> bool:
    header = data[: data.find(b"\n---", 1)]
    # In front matter that another program wrote, letters may be backslash escapes.
    return key in header or b"\\" in header


def entries_held(data: bytes) -> frozenset[tuple[str, str]]:
    """Return the domain and id of the entry in a file, or of all that a draft has answers for.

    This also works for a file that is cut off or cannot be parsed. Empty if it does not say them.
    """
    if not data.removeprefix(codecs.BOM_UTF8).startswith(b"---"):
        return frozenset()
    header, _, _ = data.partition(b"\n---")
    fields = {
        match["key"].decode(): match["value"].decode("ascii", "replace").strip(" \t\r\"'")
        for match in _IDENTITY_LINE.finditer(header)
    }
    if "entries" in fields:
        return frozenset(_DRAFT_ENTRY.findall(fields["entries"]))
    if "domain" in fields and "id" in fields:
        return frozenset({(fields["domain"], fields["id"])})
    return frozenset()

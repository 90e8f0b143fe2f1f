"""Checks on the bytes of a file that rule it out before anything is parsed.

A pass over thousands of files reads only those that a check lets through. A check may let
through a file that parsing rejects, but never rules out one that belongs.
"""

from __future__ import annotations

import re

# How an entry and its actions begin.
_BEGINNING = b"---\nsecurebase: 1\nid: "
_ACTIONS_MARKER = b"<!-- securebase actions -->"
_OPEN_BOX = re.compile(rb"\[[^xX\n-]")


def starts_like_entry(data: bytes) -> bool:
    """Whether a file's bytes begin as an entry does: a quick look, before others reject it."""
    return data.startswith(_BEGINNING)


def question_marker(question: str) -> bytes:
    """Return how the section of a question begins in a file's bytes."""
    return f"<!-- securebase question {question} -->".encode()


def may_have_open_action(data: bytes) -> bool:
    """Whether a file's bytes leave it possible that an action is open; a quick look."""
    begin = data.find(_ACTIONS_MARKER)
    return begin >= 0 and _OPEN_BOX.search(data, begin) is not None


def may_have_actions(data: bytes) -> bool:
    """Whether a file's bytes leave it possible that there are actions; a quick look."""
    return _ACTIONS_MARKER in data


def may_be_team_session(data: bytes) -> bool:
    """Whether a file's bytes leave it possible that a team session is in it; a quick look."""
    head = data[: data.find(b"\n---", 1)]
    # A backslash can stand for letters, in front matter that something else has written.
    return b"kind" in head or b"\\" in head

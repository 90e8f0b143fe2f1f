"""What people and other programs do to an entry's file, and what the entry says afterwards.

Each edit takes the bytes of a file, the record that the journal model has of it, and some words
to write. It returns both as they are then; None in place of the record if no one can read the file.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeAlias

from support.sequences.model import Record, open_action

HandEdit: TypeAlias = Callable[[bytes, Record, str], tuple[bytes, Record | None]]

ACTIONS_MARKER = b"\n<!-- securebase actions -->"


def add_a_key(data: bytes, record: Record, words: str) -> tuple[bytes, Record]:
    end = _line_end(data)
    key = f"mood-{data.count(b'mood-')}: {json.dumps(words, ensure_ascii=False)}"
    return data.replace(b"---" + end, b"---" + end + key.encode() + end, 1), record


def write_above_the_questions(data: bytes, record: Record, words: str) -> tuple[bytes, Record]:
    end = _line_end(data)
    heading = end + b"# "
    above = [other["text"] for other in record.get("other_text", [])]
    other_text = {"text": "\n\n".join([*above, words]), "reason": "outside"}
    edited = data.replace(heading, end + words.encode() + end + heading, 1)
    return edited, {**record, "other_text": [other_text]}


def write_more_in_an_answer(data: bytes, record: Record, words: str) -> tuple[bytes, Record]:
    if not record["answers"]:
        return data, record
    first, *others = record["answers"]
    marker = f"\n<!-- securebase question {first['question']} -->".encode()
    end = _line_end(data)
    longer = {**first, "answer": f"{words}\n\n{first['answer']}"}
    written = marker + end + end + words.encode()
    return data.replace(marker, written, 1), {**record, "answers": [longer, *others]}


def reverse_the_sections(data: bytes, record: Record, words: str) -> tuple[bytes, Record]:
    end = _line_end(data)
    head, *sections = data.split(end + b"## ")
    parts = [head.rstrip(), *(section.rstrip(b"\r\n") for section in reversed(sections))]
    return (end + end + b"## ").join(parts) + end, {**record, "answers": record["answers"][::-1]}


def add_a_tag(data: bytes, record: Record, words: str) -> tuple[bytes, Record]:
    tag = next(word for word in words.split() if "written" in word and word.isalnum())
    between = ", " if record["tags"] else ""
    edited = data.replace(b"\ntags: [", f"\ntags: [{tag}{between}".encode(), 1)
    return edited, {**record, "tags": [tag, *record["tags"]]}


def put_on_the_scale(data: bytes, record: Record, words: str) -> tuple[bytes, Record]:
    if "scaling" in record:
        return data, record
    end = _line_end(data)
    domain = b"\ndomain: "
    lines = end + b"scaling: 7" + end + b"scaling-basis: observed"
    edited = data.replace(domain, lines + domain, 1)
    return edited, {**record, "scaling": {"value": 7, "basis": "observed"}}


def say_that_a_team_said_it(data: bytes, record: Record, words: str) -> tuple[bytes, Record]:
    if record["kind"] == "team-session":
        return data, record
    domain = b"\ndomain: "
    edited = data.replace(domain, _line_end(data) + b"kind: [team-session]" + domain, 1)
    return edited, {**record, "kind": "team-session"}


def add_an_action(data: bytes, record: Record, words: str) -> tuple[bytes, Record]:
    end = _line_end(data)
    if ACTIONS_MARKER not in data:
        data += end + b"## What I will try" + ACTIONS_MARKER + end + end
    line = f"* [ ] {words} 📅 2026-12-24".encode()
    data = data.replace(ACTIONS_MARKER, ACTIONS_MARKER + end + line, 1)
    return data, {**record, "actions": [open_action(words, "2026-12-24"), *record["actions"]]}


def tick_an_action(data: bytes, record: Record, words: str) -> tuple[bytes, Record]:
    start = data.rfind(ACTIONS_MARKER)
    box = data.find(b" [ ] ", start)
    numbers = [n for n, action in enumerate(record["actions"]) if action["state"] == "open"]
    if start < 0 or box < 0 or not numbers:
        return data, record
    actions = list(record["actions"])
    actions[numbers[0]] = {**actions[numbers[0]], "state": "tried"}
    return data[:box] + b" [x] " + data[box + 5 :], {**record, "actions": actions}


def save_with_windows_line_ends(data: bytes, record: Record, words: str) -> tuple[bytes, Record]:
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), record


def save_with_a_byte_order_mark(data: bytes, record: Record, words: str) -> tuple[bytes, Record]:
    return "\ufeff".encode() + data.removeprefix("\ufeff".encode()), record


def save_in_another_encoding(data: bytes, record: Record, words: str) -> tuple[bytes, None]:
    return f"{data.decode()}{words}\n".encode("utf-16"), None


def _line_end(data: bytes) -> bytes:
    return b"\r\n" if b"\r\n" in data else b"\n"


READABLE_EDITS: tuple[HandEdit, ...] = (
    add_a_key,
    write_above_the_questions,
    write_more_in_an_answer,
    reverse_the_sections,
    add_a_tag,
    put_on_the_scale,
    say_that_a_team_said_it,
    add_an_action,
    tick_an_action,
    save_with_windows_line_ends,
    save_with_a_byte_order_mark,
)

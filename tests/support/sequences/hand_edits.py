"""What people and other programs do to an entry's file, and what the entry says afterwards.

Each edit takes the bytes of a file, the record that the journal model has of it, and some words
to write. It returns both as they are then; None in place of the record if no one can read the file.
"""

from __future__ import annotations

import json
import re

from support.sequences.model import HandEdit, Record, on_one_line, open_action

_MARKER_LINE = (
    rb"\n *(?:\\?<|&lt;)!-- *[sS]ecurebase (question [a-z0-9-]+|actions|takeaway) *--"
    rb"\\?(?:>|&gt;)(?=\r?\n)"
)
# What stands before and after the words of a task, up to its date.
_TASKS = (
    ("* [ ] ", ""),
    ("1. [ ] ", ""),
    ("> - [ ] ", ""),
    ("- \\[ \\] ", ""),
    ("- [ ] ", "\n  and more"),
    ("- [ ] ", " ⏫ #team"),
)
# The list sign and the box of an open task, up to the space in it.
_OPEN_BOX = re.compile(rb"\n[> ]*(?:[-*]|[0-9]+\.) \\?\[(?= \\?\])")
_SPELLINGS = (
    rb"<!--securebase \1-->",
    rb"  <!--  securebase \1 -->",
    rb"<!-- Securebase \1 -->",
    rb"\\<!-- securebase \1 -->",
    rb"&lt;!-- securebase \1 --&gt;",
)


def add_a_key(data: bytes, record: Record, words: str) -> tuple[bytes, Record]:
    end = _line_end(data)
    key = f"mood: {json.dumps(words, ensure_ascii=False)}"
    return data.replace(b"---" + end, b"---" + end + key.encode() + end, 1), record


def add_a_key_that_is_no_yaml(data: bytes, record: Record, words: str) -> tuple[bytes, Record]:
    end = _line_end(data)
    return data.replace(b"---" + end, b"---" + end + b"author: @me" + end, 1), record


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
    end = _line_end(data)
    marker = _find_marker(data, f"question {first['question']}")
    longer = {**first, "answer": f"{words}\n\n{first['answer']}"}
    edited = data[: marker.end()] + end + end + words.encode() + data[marker.end() :]
    return edited, {**record, "answers": [longer, *others]}


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
    """Write a task as people and formatters do; how is chosen by the length of the words."""
    end = _line_end(data)
    if not _find_marker(data, "actions"):
        data += end.join([b"", b"## What I will try", b"<!-- securebase actions -->", b""])
    marker = _find_marker(data, "actions")
    before, after = _TASKS[len(words) % len(_TASKS)]
    task = f"{before}{words}{after} 📅 2026-12-24".encode().replace(b"\n", end)
    edited = data[: marker.end()] + end + end + task + data[marker.end() :]
    text = on_one_line(f"{words}{after}")
    return edited, {**record, "actions": [open_action(text, "2026-12-24"), *record["actions"]]}


def tick_an_action(data: bytes, record: Record, words: str) -> tuple[bytes, Record]:
    numbers = [n for n, action in enumerate(record["actions"]) if action["state"] == "open"]
    if not numbers:
        return data, record
    box = _OPEN_BOX.search(data, _find_marker(data, "actions").end()).end()
    actions = list(record["actions"])
    actions[numbers[0]] = {**actions[numbers[0]], "state": "tried"}
    return data[:box] + b"x" + data[box + 1 :], {**record, "actions": actions}


def spell_the_markers_otherwise(data: bytes, record: Record, words: str) -> tuple[bytes, Record]:
    """Do what formatters do to comments; how is chosen by the length of the words."""
    spelling = _SPELLINGS[len(words) % len(_SPELLINGS)]
    return re.sub(_MARKER_LINE, rb"\n" + spelling, data), record


def save_with_windows_line_ends(data: bytes, record: Record, words: str) -> tuple[bytes, Record]:
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), record


def save_with_a_byte_order_mark(data: bytes, record: Record, words: str) -> tuple[bytes, Record]:
    return "\ufeff".encode() + data.removeprefix("\ufeff".encode()), record


def leave_a_merge_unresolved(data: bytes, record: Record, words: str) -> tuple[bytes, None]:
    end = _line_end(data)
    versions = (b"<<<<<<< HEAD", words.encode(), b"=======", b"Something else.", b">>>>>>> theirs")
    return data + end.join([b"", *versions, b""]), None


def save_in_another_encoding(data: bytes, record: Record, words: str) -> tuple[bytes, None]:
    return f"{data.decode()}{words}\n".encode("utf-16"), None


def _find_marker(data: bytes, kind: str) -> re.Match[bytes] | None:
    markers = re.finditer(_MARKER_LINE, data)
    return next((marker for marker in markers if marker[1] == kind.encode()), None)


def _line_end(data: bytes) -> bytes:
    return b"\r\n" if b"\r\n" in data else b"\n"


BREAKING_EDITS: tuple[HandEdit, ...] = (leave_a_merge_unresolved, save_in_another_encoding)
READABLE_EDITS: tuple[HandEdit, ...] = (
    add_a_key,
    add_a_key_that_is_no_yaml,
    write_above_the_questions,
    write_more_in_an_answer,
    reverse_the_sections,
    add_a_tag,
    put_on_the_scale,
    say_that_a_team_said_it,
    add_an_action,
    tick_an_action,
    spell_the_markers_otherwise,
    save_with_windows_line_ends,
    save_with_a_byte_order_mark,
)

"""What is found in a journal after something went wrong in it, and what can be made of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from securebase_cli.entry_format.entry import write_entry
from securebase_cli.storage.journal import Journal
from support.builders import an_entry
from support.program import Program

if TYPE_CHECKING:
    from collections.abc import Mapping

# What the journal held before, of which no byte may change.
OLDER = an_entry()

# Everything that a test may find in a run's words, and must not find in its errors.
ANSWERS = {
    "call-on-support": "Robin was off sick again, and nobody rang.",
    "asked-directly": "No; Kim would be the one to ask.",
}


def answers_file(answers: Mapping[str, str]) -> str:
    """Return the answers as `--answers` takes them."""
    return "".join(f"{question}: {text}\n" for question, text in answers.items())


def typed(answers: Mapping[str, str]) -> str:
    """Return the answers as a pipe brings them, each ended with a full stop."""
    return "".join(f"{text}\n.\n" for text in answers.values())


def new_answers(program: Program) -> list[dict[str, str]]:
    """Return what the entries besides the older one answer; each must be whole, it unchanged."""
    journal = Journal(program.journal)
    entries = journal.scan()
    found = list(entries)
    assert {} == entries.unreadable
    older = journal.path_of(OLDER)
    assert write_entry(OLDER).encode() == older.read_bytes()
    new = [stored.entry for stored in found if stored.path != str(older)]
    return [{answer.question: answer.text for answer in entry.answers} for entry in new]


def answers_after_going_on(program: Program) -> dict[str, str]:
    """Save the sitting that waits, if one does; return what the only new entry answers, if any."""
    unhindered = Program(program.home)
    if not unhindered.draft_texts():
        new = new_answers(unhindered)
    else:
        resumed = unhindered.run("resume", "--save")
        assert (0, "") == (resumed.code, resumed.err)
        assert [] == unhindered.draft_texts()
        new = new_answers(unhindered)
        listed = unhindered.run("list", "--json")
        assert (0, "") == (listed.code, listed.err)
        assert 1 + len(new) == len(json.loads(listed.out))
    assert len(new) <= 1
    return new[0] if new else {}

"""The texts that proofs write, and what a journal holds after a fault."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from securebase_cli.entry_format.entry import write_entry
from securebase_cli.storage.journal import Journal
from support.builders import an_entry
from support.program import Program

if TYPE_CHECKING:
    from collections.abc import Mapping

# An entry that is in the journal before the fault; its file must not change.
OLDER = an_entry()

# Answers to save. No error message may hold any of their text.
ANSWERS = {
    "call-on-support": "Robin was off sick again, and nobody rang.",
    "asked-directly": "No; Kim would be the one to ask.",
}


def answers_file(answers: Mapping[str, str]) -> str:
    """Return the answers in the format of the option `--answers`."""
    return "".join(f"{question}: {text}\n" for question, text in answers.items())


def typed_answers(answers: Mapping[str, str]) -> str:
    """Return the answers as they are typed_answers on a pipe, each ended with a full stop."""
    return "".join(f"{text}\n.\n" for text in answers.values())


def new_answers(program: Program) -> list[dict[str, str]]:
    """Return the answers of each new entry; check that OLDER is unchanged and all are whole."""
    journal = Journal(program.journal)
    entries = journal.scan()
    stored_entries = list(entries)
    assert {} == entries.unreadable
    older = journal.path_of(OLDER)
    assert write_entry(OLDER).encode() == older.read_bytes()
    new = [stored.entry for stored in stored_entries if stored.path != str(older)]
    return [{answer.question: answer.text for answer in entry.answers} for entry in new]


def answers_after_resuming(program: Program) -> dict[str, str]:
    """Save the unfinished sitting, if there is one; return the answers of the new entry, if any."""
    program_without_fault = Program(program.home)
    if not program_without_fault.draft_texts():
        new = new_answers(program_without_fault)
    else:
        resumed = program_without_fault.run("resume", "--save")
        assert (0, "") == (resumed.code, resumed.err)
        assert [] == program_without_fault.draft_texts()
        new = new_answers(program_without_fault)
        listed = program_without_fault.run("list", "--json")
        assert (0, "") == (listed.code, listed.err)
        assert 1 + len(new) == len(json.loads(listed.out))
    assert len(new) <= 1
    return new[0] if new else {}

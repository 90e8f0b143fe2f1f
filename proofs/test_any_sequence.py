"""Any sequence of commands in real processes: in a terminal, and two at the same time.

`SEQUENCES=200 .venv/bin/pytest proofs/test_any_sequence.py` tries more of them.
"""

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from support.program import CompletedRun
from support.sequences.looking import Looking
from support.sequences.machine import WORD, JournalMachine, any_one, words_in
from support.sequences.mishaps import Mishaps
from support.sequences.model import Record, Stored, id_of, open_action, without_path
from support.sequences.programs import ProgramInProcesses, quick_start  # noqa: F401
from support.sequences.writing import Writing
from support.terminal import CTRL_C, CTRL_D, ENTER, Terminal, needs_terminal

pytestmark = needs_terminal

SEQUENCES = int(os.environ.get("SEQUENCES", "12"))
STEPS = 20

QUESTIONS = ("praise", "skills-sharing", "induction")
typed_text = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=40)

# An editor that writes a paragraph above the first answer, whatever the entry says by then.
WAYS_TO_WRITE = ("tried", "dropped", "edit")
WAYS = (*WAYS_TO_WRITE, "delete", "purge")
EDITOR = r"""sed -i '0,/^<!-- securebase question .*-->\r*$/s//&\n\n{words}/' """


class AnySequence(Writing, Looking, Mishaps):
    """What the small form does, and what needs processes and terminals."""

    # In a terminal.

    @precondition(lambda self: not self.model.unfinished)
    @rule(question=st.sampled_from(QUESTIONS), text=typed_text)
    def reflect_in_a_terminal(self, question, text):
        """Type an answer and one thing to try, and save them."""
        answer, action = self.written(f"1{text}\n{WORD}"), self.written(f"{WORD} at last")
        with self._sitting_in_a_terminal(question) as terminal:
            terminal.type(answer.replace("\n", ENTER) + CTRL_D)
            terminal.wait_for("What do you take from this?")
            terminal.type(ENTER)
            terminal.wait_for("Is there one thing you want to try?")
            terminal.type(action + ENTER)
            terminal.wait_for("When will you look again?")
            terminal.type(f"5{ENTER}")
            assert 0 == terminal.exit_code(), terminal
            done = CompletedRun(0, terminal.output_text, "")
        record = self.record_of_typed({question: answer})
        self.take_over_saved(done, [{**record, "actions": [open_action(action)]}])

    @precondition(lambda self: not self.model.unfinished)
    @rule(question=st.sampled_from(QUESTIONS), text=typed_text)
    def pause_in_a_terminal(self, question, text):
        answer = self.written(f"1{text}\n{WORD}")
        with self._sitting_in_a_terminal(question) as terminal:
            terminal.type(answer.replace("\n", ENTER))
            terminal.wait_for(*words_in(answer))
            terminal.type(CTRL_C)
            assert 130 == terminal.exit_code(), terminal
        self.take_over_draft({question: answer}, is_in_an_answer=True)

    def _sitting_in_a_terminal(self, question: str) -> Terminal:
        """Begin a sitting, which first asks what became of the open actions of the domain."""
        environment = {"TERM": "xterm-256color", "TZ": self.zone}
        terminal = Terminal(
            self.program.command_at(self.now, "reflect", "-q", question, "--no-previous"),
            self.program.environment(**environment),
        )
        domain = self.questions[question]["domain"]
        if self.model.has_due_actions(domain, self.today):
            terminal.wait_for("Tried it (1), not yet (2), or dropped (3)?")
            terminal.type(CTRL_C)
        terminal.wait_for("1 of 1")
        terminal.wait_for("Ctrl-C: pause")
        return terminal

    # Two at the same time.

    def run_together(self, *commands: Sequence[str], typed: str = "") -> list[CompletedRun]:
        """Run commands at the same time, each with its own editor if it is `edit`."""
        processes = [
            self.program.start_at(
                *(self.now, self.zone, *command[: 2 if command[0] == "edit" else None]),
                env={"EDITOR": command[-1]},
            )
            for command in commands
        ]
        ended = [self.program.end_of(process, typed) for process in processes]
        assert not words_in("".join(done.err for done in ended)), ended
        return ended

    @rule(question=st.sampled_from(QUESTIONS))
    def two_sittings_are_saved_at_once(self, question):
        answer = self.written(WORD)
        command = ("reflect", "--answers", "-")
        ended = self.run_together(command, command, typed=json.dumps({question: answer}))
        assert [0, 0] == [done.code for done in ended], ended
        both = CompletedRun(0, "".join(done.out for done in ended), "")
        self.take_over_saved(both, [self.record_of_typed({question: answer})] * 2)

    @precondition(lambda self: self.backups)
    @rule(number=any_one)
    def one_backup_is_imported_twice_at_once(self, number):
        """Import a backup in two processes: each entry is added once."""
        path = self.program.home / "backup.json"
        path.write_text(self.pick(number, self.backups), "utf-8")
        groups = self.model.comparison_with(json.loads(path.read_text("utf-8"))["entries"])
        code = int(bool(groups["different"]))
        ended = self.run_together(("import", str(path)), ("import", str(path)))
        assert [code, code] == [done.code for done in ended], ended
        for record in groups["added"]:
            name = record["path"]
            self.model.entries[name] = Stored(self.data(name), without_path(record))

    @rule()
    def two_names_get_aliases_at_once(self):
        names = {"Ada": "Worker 1", "Ben": "Worker 2"}
        ended = self.run_together(*(("aliases", "add", *pair) for pair in names.items()))
        assert [0, 0] == [done.code for done in ended], ended
        self.model.aliases.update(names)

    @precondition(JournalMachine.has_readable_entries)
    @rule(number=any_one, ways=st.lists(st.sampled_from(WAYS), min_size=2, max_size=2))
    def two_commands_change_one_entry_at_once(self, number, ways):
        """Whatever says that it was done is done, and what does not has changed nothing."""
        name = self.pick_entry(number)
        before = self.model.entries[name]
        all_ids = [id_of(other) for other in [*self.model.entries, *self.model.trash]]
        if all_ids.count(id_of(name)) > 1 or not before.record["answers"]:
            return
        words = [self.written(WORD) for _ in ways]
        ended = self.run_together(
            *(_command(way, id_of(name), word) for way, word in zip(ways, words, strict=True)),
            typed="remove 1\n",
        )
        done = [run.code == 0 for run in ended]
        del self.model.entries[name]
        is_purged, is_deleted = (
            any(was_done and way == removal for way, was_done in zip(ways, done, strict=True))
            for removal in ("purge", "delete")
        )
        in_trash = self.internal_folder / "trash" / name
        assert (self.folder / name).exists() == (not is_purged and not is_deleted), ended
        assert in_trash.exists() == (is_deleted and not is_purged), ended
        self._take_over_set_aside()
        if is_purged:
            self.model.remove_left_over(name)
            return
        if is_deleted:
            self.run("restore", id_of(name))
        text = self.data(name).decode()
        for way, word, was_done in zip(ways, words, done, strict=True):
            assert (word in text) == (was_done and way in WAYS_TO_WRITE), ended
            refused = way == "edit" and not was_done
            kept = any(word.encode() in data for data in self.model.set_aside)
            assert refused or not kept, ended
        record = without_path(self.json("show", id_of(name), "--json"))
        assert _without_what_was_changed(before.record) == _without_what_was_changed(record)
        self.model.entries[name] = before._replace(data=self.data(name), record=record)

    def _take_over_set_aside(self) -> None:
        paths = self.internal_folder.glob("set-aside/*")
        self.model.set_aside = [path.read_bytes() for path in paths]


def _command(way: str, handle: str, words: str) -> tuple[str, ...]:
    """Return a command, with its editor last if it is `edit`."""
    if way in {"tried", "dropped"}:
        return ("actions", way, f"{handle}.1", "--note", words)
    return {
        "edit": ("edit", handle, EDITOR.format(words=words)),
        "delete": ("delete", handle, "--yes"),
        "purge": ("delete", "--purge", handle),
    }[way]


def _without_what_was_changed(record: Record) -> Record:
    """Return a record without the first action and the beginning of the first answer."""
    first, *answers = record["answers"]
    last_words = first["answer"].rpartition("\n\n")[2]
    return {**record, "answers": [last_words, *answers], "actions": record["actions"][1:]}


@pytest.mark.usefixtures("quick_start")
def test_any_sequence_of_commands_keeps_the_journal_as_it_must_be(tried):
    run_state_machine_as_test(
        lambda: AnySequence(ProgramInProcesses(Path(tempfile.mkdtemp()))),
        settings=settings(
            max_examples=SEQUENCES,
            stateful_step_count=STEPS,
            derandomize="CI" in os.environ,
            suppress_health_check=[HealthCheck.too_slow],
            # To find a shorter sequence that fails too would take many minutes.
            phases=[Phase.generate],
        ),
    )
    tried("sequences of commands, edits by hand and mishaps", SEQUENCES)

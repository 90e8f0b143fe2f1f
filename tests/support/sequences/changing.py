"""Changing, deleting and restoring entries, and deciding on names."""

from __future__ import annotations

import shlex
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from support.sequences.hand_edits import (
    READABLE_EDITS,
    add_an_action,
    save_in_another_encoding,
    write_more_in_an_answer,
)
from support.sequences.machine import NAMES, JournalMachine, any_one, by_hand, lines
from support.sequences.model import file_name, id_inside, id_of, marked, on_one_line

any_edit = st.sampled_from(list(READABLE_EDITS))


class Changing(JournalMachine):
    # In an editor.

    @precondition(JournalMachine.has_readable_entries)
    @rule(number=any_one, edit=any_edit, words=by_hand)
    def edit(self, number, edit, words):
        name = self.pick_entry(number)
        after = self.model.entries[name].edited(edit, self.written(words))
        self.save_in_editor(name, after.data)
        self.model.entries[name] = after

    @precondition(JournalMachine.has_readable_entries)
    @rule(number=any_one, words=by_hand)
    def edit_to_what_is_no_entry(self, number, words):
        """Save what can't be read: the entry stays, and what was saved is put aside."""
        name = self.pick_entry(number)
        after = self.model.entries[name].edited(save_in_another_encoding, self.written(words))
        self.save_in_editor(name, after.data, code=1)
        self.model.set_aside.append(after.data)

    @precondition(JournalMachine.has_readable_entries)
    @rule(number=any_one, words=by_hand, other_words=by_hand)
    def edit_while_another_program_saves(self, number, words, other_words):
        """Save later than another program: its version stays, and the editor's is put aside."""
        name = self.pick_entry(number)
        before = self.model.entries[name]
        theirs = before.edited(add_an_action, self.written(other_words))
        mine = before.edited(write_more_in_an_answer, self.written(words))
        if mine != before:
            self.save_in_editor(name, mine.data, meanwhile=theirs.data, code=1)
            self.model.entries[name] = theirs
            self.model.set_aside.append(mine.data)

    def save_in_editor(
        self, name: str, data: bytes, *, meanwhile: bytes | None = None, code: int = 0
    ) -> None:
        """Run `edit` with an editor that saves these bytes; `meanwhile` another program saves."""
        files = {"edited": data, "meanwhile": meanwhile or b""}
        for version, content in files.items():
            (self.program.home / version).write_bytes(content)
        edited, other = (shlex.quote(str(self.program.home / version)) for version in files)
        editor = f"cp {edited}"
        if meanwhile is not None:
            entry = shlex.quote(str(self.folder / name))
            script = self.program.home / "editor.sh"
            script.write_text(f'cp {edited} "$1"\ncat {other} > {entry}\n', "utf-8")
            editor = f"sh {shlex.quote(str(script))}"
        self.run("edit", self.handle(name), code=code, env={"EDITOR": editor})

    # Actions.

    @precondition(JournalMachine.has_readable_entries)
    @rule(
        number=any_one,
        action=any_one,
        command=st.sampled_from(["tried", "dropped", "later"]),
        note=st.one_of(st.just(""), lines),
    )
    def say_what_became_of_an_action(self, number, action, command, note):
        """Mark an action, or the one after the last: only its line changes, or its two lines."""
        name = self.pick_entry(number)
        stored = self.model.entries[name]
        actions = stored.record["actions"]
        index = action % (len(actions) + 1)
        note = self.written(note)
        arguments = ["actions", command, f"{self.handle(name)}.{index + 1}"]
        arguments += ["2w"] if command == "later" else []
        arguments += ["--note", note] if note else ["--no-input"]
        if index == len(actions):
            self.run(*arguments, code=2)
            return
        self.run(*arguments)
        state = "open" if command == "later" else command
        day = str(self.today + timedelta(days=14 if command == "later" else 0))
        after = marked(actions[index], state, day, on_one_line(note))
        data = self.data(name)
        lines_before, lines_after = (text.split(b"\n") for text in (stored.data, data))
        changed = [pair for pair in zip(lines_before, lines_after, strict=True) if len({*pair}) > 1]
        assert bool(changed) == (after != actions[index]), changed
        assert len(changed) <= 2, changed
        record = {**stored.record, "actions": [*actions[:index], after, *actions[index + 1 :]]}
        self.model.entries[name] = stored._replace(data=data, record=record)

    # The trash.

    @precondition(JournalMachine.has_entries)
    @rule(number=any_one)
    def delete(self, number):
        name = self.pick(number, self.model.entries)
        self.run("delete", self.handle(name), "--yes")
        self._take_over_deleted([name])

    @rule(year=st.sampled_from(["2024", "2025", "2026", "2026-11-21"]))
    def delete_what_is_older(self, year):
        self.run("delete", "--before", year, "--yes")
        self._take_over_deleted(
            [name for name in self.model.entries if self.model.day(name) < year]
        )

    def _take_over_deleted(self, names: list[str]) -> None:
        """Move entries to the trash of the model, under the names that they have there."""
        trash = self.internal_folder / "trash"
        new_names = {path.relative_to(trash).as_posix() for path in trash.rglob("*.md")}
        new_names -= set(self.model.trash)
        for name in names:
            stored = self.model.entries.pop(name)
            taken = [path for path in self.model.trash if file_name(path) == file_name(name)]
            if taken and stored.data == self.model.trash[taken[0]].data:
                continue
            # A name that is taken in the trash gets another id.
            beginning = name.removesuffix(f"{id_of(name)}.md")
            alike = [new_name for new_name in new_names if new_name.startswith(beginning)]
            new_name = name if name in new_names else alike[0]
            new_names.remove(new_name)
            self.model.trash[new_name] = stored.renamed(new_name)
        assert not new_names

    def has_deleted_entries(self) -> bool:
        return bool(self.model.trash)

    @precondition(has_deleted_entries)
    @rule(number=any_one)
    def restore(self, number):
        """Bring an entry back, unless another one has its name by now."""
        name = self.pick(number, self.model.trash)
        own_name = self.model.name_when_restored(name)
        is_taken = self.model.has_file(own_name)
        self.run("restore", self.model.handle(name, self.model.trash), code=int(is_taken))
        if not is_taken:
            stored = self.model.trash.pop(name)
            self.model.entries[own_name] = stored.renamed(own_name)

    @precondition(JournalMachine.has_entries)
    @rule(number=any_one)
    def purge(self, number):
        """Remove an entry with all its copies; only those of other programs are left."""
        name = self.pick(number, self.model.entries)
        in_trash = self.model.versions_in_trash(name)
        set_aside = set(self.internal_folder.glob("set-aside/*"))
        self.run("delete", "--purge", self.handle(name), typed=f"remove {1 + len(in_trash)}\n")
        entry_id = id_inside(self.model.entries.pop(name).data)
        for deleted in in_trash:
            del self.model.trash[deleted]
        self.model.remove_left_over(name)
        kept = set(self.internal_folder.glob("set-aside/*"))
        stem = file_name(name).removesuffix(".md")
        assert not [path for path in kept if path.name.startswith(stem)]
        assert not [
            path
            for path in set_aside - kept
            if not (path.name.startswith(stem) or f"-{entry_id}" in path.name)
        ]
        self.model.set_aside = [path.read_bytes() for path in kept]

    @precondition(JournalMachine.has_entries)
    @rule(number=any_one)
    def think_again_before_deleting(self, number):
        handle = self.handle(self.pick(number, self.model.entries))
        self.run("delete", handle, typed="no\n")
        self.run("delete", "--purge", handle, typed="yes\n")
        self.run("delete", "--purge", handle, "--dry-run")

    # Names.

    @rule(name=st.sampled_from(NAMES))
    def give_a_name_an_alias(self, name):
        self.model.aliases[name] = f"Worker {len(name)}"
        self.run("aliases", "add", name, self.model.aliases[name])

    @rule(name=st.sampled_from(NAMES))
    def take_an_alias_away(self, name):
        self.run("aliases", "remove", name, code=0 if name in self.model.aliases else 2)
        self.model.aliases.pop(name, None)

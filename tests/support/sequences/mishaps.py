"""What happens to a journal's folder behind the program's back."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from support.sequences.changing import Changing, any_edit
from support.sequences.hand_edits import BREAKING_EDITS
from support.sequences.machine import JournalMachine, any_one, by_hand
from support.sequences.model import Stored, file_name

if TYPE_CHECKING:
    from support.sequences.programs import ProgramInThisProcess

COPIES = (
    " (1).md",
    " - Copy.md",
    ".sync-conflict-20261123-143012-ABCDEFG.md",
    "-copy.md",
    "-aaaa-dell.md",
    "-2026.md",
)
FOLDERS = ("", "2025/", "team/Größe 1/")
NOT_OURS = ("notes.txt", "picture.png", ".hidden.md", "Home.md", "2026-plans.md")


class Mishaps(Changing):
    def __init__(self, program: ProgramInThisProcess) -> None:
        super().__init__(program)
        self.before_breaking: dict[str, Stored] = {}

    @precondition(JournalMachine.has_readable_entries)
    @rule(number=any_one, edit=any_edit, words=by_hand)
    def another_program_changes_an_entry(self, number, edit, words):
        name = self.pick_entry(number)
        self._write(name, self.model.entries[name].edited(edit, self.written(words)))

    @precondition(JournalMachine.has_readable_entries)
    @rule(number=any_one, edit=st.sampled_from(BREAKING_EDITS), words=by_hand)
    def another_program_breaks_an_entry(self, number, edit, words):
        name = self.pick_entry(number)
        before = self.before_breaking[name] = self.model.entries[name]
        self._write(name, before.edited(edit, self.written(words)))

    def _write(self, name: str, stored: Stored) -> None:
        (self.folder / name).write_bytes(stored.data)
        self.model.entries[name] = stored

    def broken_entries(self) -> list[str]:
        """Return the entries that were broken under the name that they still have."""
        return [
            name
            for name, stored in self.model.entries.items()
            if stored.record is None and name in self.before_breaking
        ]

    @precondition(broken_entries)
    @rule(number=any_one)
    def mend_a_broken_entry(self, number):
        name = self.pick(number, self.broken_entries())
        broken, mended = self.model.entries[name], self.before_breaking[name]
        self.save_in_editor(name, mended.data)
        self.model.entries[name] = mended._replace(mode=broken.mode)

    @precondition(JournalMachine.has_readable_entries)
    @rule(number=any_one, new_id=st.sampled_from(["aaaa", "b2c3"]))
    def someone_renames_an_entry(self, number, new_id):
        name = self.pick_entry(number)
        new_name = f"{name[:-7]}{new_id}.md"
        if not self.model.has_file(new_name):
            (self.folder / name).rename(self.folder / new_name)
            self.model.entries[new_name] = self.model.entries.pop(name).renamed(new_name)

    @precondition(JournalMachine.has_readable_entries)
    @rule(number=any_one, folder=st.sampled_from(FOLDERS))
    def someone_moves_an_entry(self, number, folder):
        """Move an entry to a sub-folder, or to the top: it counts as before."""
        name = self.pick_entry(number)
        new_name = folder + file_name(name)
        (self.folder / folder).mkdir(parents=True, exist_ok=True)
        (self.folder / name).rename(self.folder / new_name)
        self.model.entries[new_name] = self.model.entries.pop(name)

    @precondition(JournalMachine.has_readable_entries)
    @rule(number=any_one, minute=st.integers(0, 59))
    def someone_copies_an_entry(self, number, minute):
        """Copy an entry to another minute: both have the same id."""
        name = self.pick_entry(number)
        copy = f"2024-02-29-11{minute:02}-{file_name(name)[16:]}"
        if not self.model.has_file(copy):
            shutil.copyfile(self.folder / name, self.folder / copy)
            (self.folder / copy).chmod(0o600)
            self.model.entries[copy] = self.model.entries[name]._replace(mode=0o600)

    @precondition(JournalMachine.has_readable_entries)
    @rule(number=any_one)
    def someone_lets_others_read_an_entry(self, number):
        name = self.pick_entry(number)
        (self.folder / name).chmod(0o640)
        self.model.entries[name] = self.model.entries[name]._replace(mode=0o640)

    @precondition(JournalMachine.has_readable_entries)
    @rule(number=any_one)
    def someone_removes_an_entry(self, number):
        name = self.pick_entry(number)
        (self.folder / name).unlink()
        del self.model.entries[name]

    @precondition(JournalMachine.has_readable_entries)
    @rule(number=any_one, ending=st.sampled_from(COPIES))
    def a_synchroniser_leaves_a_copy(self, number, ending):
        name = self.pick_entry(number)
        self._put(name.removesuffix(".md") + ending, self.model.entries[name].data)

    @precondition(JournalMachine.has_readable_entries)
    @rule(number=any_one, part=st.integers(1, 400))
    def a_crash_leaves_a_temporary_file(self, number, part):
        name = self.pick_entry(number)
        folder = name.removesuffix(file_name(name))
        left_over = f"{folder}.{file_name(name)}.0123abcd.tmp"
        self._put(left_over, self.model.entries[name].data[:part])
        self.model.left_over[left_over] = name

    @rule(name=st.sampled_from(NOT_OURS), words=by_hand)
    def someone_keeps_something_else_there(self, name, words):
        self._put(name, self.written(words).encode())

    def _put(self, name: str, data: bytes) -> None:
        path = self.folder / name
        path.write_bytes(data)
        path.chmod(0o600)
        self.model.other_files[name] = data

    @precondition(lambda self: self.model.aliases)
    @rule(words=by_hand)
    def someone_writes_a_remark_beside_the_aliases(self, words):
        remark = f"# {self.written(words)}"
        with (self.internal_folder / "aliases").open("a", encoding="utf-8") as file:
            file.write(f"{remark}\n")
        self.model.remarks.append(remark)

    @precondition(lambda self: self.model.other_files)
    @rule(number=any_one)
    def someone_removes_something_else(self, number):
        name = self.pick(number, self.model.other_files)
        (self.folder / name).unlink()
        del self.model.other_files[name]
        self.model.left_over.pop(name, None)

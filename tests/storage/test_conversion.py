"""Switching encryption on and off: file by file, and resumable after an end at any point."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from securebase_cli.storage import conversion, files
from securebase_cli.storage.aliases_file import AliasesFile
from securebase_cli.storage.compared import AlreadyCompared
from securebase_cli.storage.conversion import decrypt_all, encrypt_all, encrypt_anew
from securebase_cli.storage.drafts import Drafts
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.keys import new_keys
from securebase_cli.storage.scan import NO_PROGRESS
from securebase_cli.storage.trash import Trash
from support.builders import MOMENT, a_draft, an_entry
from support.encryption import give_keys

WORDS = b"Most of them do."


class EndedError(BaseException):
    """The program was killed."""


@pytest.fixture
def full(journal):
    """Return a journal in clear with words in each place that has some."""
    journal.prepare()
    internal = journal.internal_folder
    for entry_id in ("k3f7", "m2aa", "old2"):
        journal.add(an_entry(id=entry_id))
    journal.files.move(
        journal.path_of(an_entry(id="m2aa")),
        _made(journal.folder / "2026") / (journal.path_of(an_entry(id="m2aa")).name),
    )
    Trash(journal).add(journal.find("old2", MOMENT.date()))
    drafts = Drafts(internal)
    drafts.save(a_draft())
    drafts.set_aside(drafts.save(a_draft(id="zzzz")))
    Drafts(internal, "records/hcpc", "Record").save(a_draft())
    AliasesFile(internal).update({"Rosalind": "Worker A"})
    AlreadyCompared(internal).record("praise", ["k3f7"])
    copy = journal.path_of(an_entry())
    copy.with_name(f"{copy.stem} (1).md").write_bytes(copy.read_bytes())
    return journal


def _made(folder):
    folder.mkdir()
    return folder


def end_at(patch: pytest.MonkeyPatch, step: int) -> None:
    """End the program before this call of one of the functions that change a file."""
    calls = itertools.count(1)

    def ending(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            if next(calls) == step:
                raise EndedError
            return original(*arguments, **options)

        return call

    for name in ("create", "remove_copy", "remove", "copy_time"):
        patch.setattr(files, name, ending(getattr(files, name)))


def _contents(journal):
    """Return the bytes of all files but keys, by their paths in the journal."""
    keys = journal.files.keys.folder
    return {
        path.relative_to(journal.folder).as_posix(): path.read_bytes()
        for path in sorted(journal.folder.rglob("*"))
        if path.is_file() and not path.is_relative_to(keys)
    }


def _in_clear(journal):
    return [
        name
        for name, data in _contents(journal).items()
        if WORDS in data or b"Rosalind" in data or "praise" in name
    ]


def _reopened(journal, identities):
    again = Journal(journal.folder)
    if again.files.keys.exist:
        again.files.keys.use(identities)
    return again


def test_nothing_is_left_in_clear_and_all_of_it_comes_back(full):
    before = _contents(full)
    assert _in_clear(full)
    give_keys(full)
    assert [] == encrypt_all(full, NO_PROGRESS)
    assert [] == _in_clear(full)
    assert [] == conversion.files_in_clear(full)
    assert frozenset({"k3f7"}) == AlreadyCompared(full.internal_folder, full.files).ids_for(
        "praise"
    )
    assert [] == decrypt_all(full, NO_PROGRESS)
    assert before == _contents(full)
    assert not full.files.keys.folder.exists()


def test_a_file_keeps_the_time_at_which_it_was_written(full):
    path = full.path_of(an_entry())
    before = files.modified_at(path)
    give_keys(full)
    encrypt_all(full, NO_PROGRESS)
    assert before == files.modified_at(full.files.path_on_disk(path))


@pytest.mark.parametrize("direction", ["on", "off"])
def test_after_an_end_at_any_step_the_same_command_goes_on(full, monkeypatch, direction):
    before = _contents(full)
    made = give_keys(full)
    if direction == "off":
        encrypt_all(full, NO_PROGRESS)
    convert = encrypt_all if direction == "on" else decrypt_all
    for step in itertools.count(1):
        with monkeypatch.context() as patch:
            end_at(patch, step)
            try:
                convert(_reopened(full, made.identity), NO_PROGRESS)
            except EndedError:
                # The journal can be used meanwhile, and no entry is there twice.
                halfway = _reopened(full, made.identity)
                scan = halfway.scan()
                assert ["k3f7", "m2aa"] == sorted(stored.entry.id for stored in scan)
                assert 1 == len(scan.unreadable), "the copy"
                continue
        break
    assert step > 3
    journal = _reopened(full, made.identity)
    if direction == "on":
        assert [] == _in_clear(journal)
        decrypt_all(journal, NO_PROGRESS)
    assert before == _contents(journal)


def test_a_version_that_was_changed_meanwhile_is_kept_beside(full):
    give_keys(full)
    entry = an_entry()
    path = full.path_of(entry)
    encrypt_all(full, NO_PROGRESS)
    path.write_text("Other words.", "utf-8")
    assert [] == encrypt_all(full, NO_PROGRESS)
    aside = full.internal_folder / "set-aside" / path.name
    assert b"Other words." == full.files.read(aside, 100)
    assert entry == full.read(full.find("k3f7", MOMENT.date())).entry
    assert not path.exists()


def test_a_new_key_locks_everything_again(full):
    old = give_keys(full)
    encrypt_all(full, NO_PROGRESS)
    made = new_keys()
    keys = full.files.keys
    keys.write_recipients(made.recipients)
    keys.use(f"{made.identity}\n{old.identity}")
    assert [] == encrypt_anew(full, NO_PROGRESS)
    before = _contents(full)
    assert [] == encrypt_anew(full, NO_PROGRESS)
    assert before == _contents(full), "what has the new key already stays"
    keys.use(made.identity)
    encrypted = [name for name in before if name.endswith(".age")]
    assert len(encrypted) == 9
    for name in encrypted:
        keys.decrypt(before[name])


def test_a_window_that_is_open_is_found(full):
    assert conversion.first_open_file(full) is None
    drafts = Drafts(full.internal_folder)
    with drafts.lock(drafts.path_of(a_draft())):
        assert conversion.first_open_file(full)


def test_what_can_t_be_encrypted_is_named_and_stays(full):
    give_keys(full)
    path = full.path_of(an_entry())
    path.unlink()
    path.mkdir()
    path.rmdir()
    path.symlink_to(full.folder / "elsewhere")
    failures = encrypt_all(full, NO_PROGRESS)
    assert [] == [failure for failure in failures if failure.path != path]
    assert path.is_symlink()

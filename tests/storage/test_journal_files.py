"""The files of a journal, encrypted or in clear: nothing above them knows which."""

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.entry_format.entry import write_entry
from securebase_cli.errors import ConcurrentChangeError, NotUnlockedError
from securebase_cli.storage import files
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.trash import Trash
from support.builders import an_entry
from support.encryption import decrypt_with_age, give_keys


@pytest.fixture
def encrypted(journal):
    """Return a journal with keys, which are open."""
    journal.prepare()
    give_keys(journal)
    return journal


def test_an_entry_is_written_without_a_passphrase_and_read_back_byte_for_byte(encrypted):
    saved = Journal(encrypted.folder).add(an_entry())
    assert saved.verified
    assert f"{saved.path}".endswith(".md.age")
    assert [an_entry()] == [stored.entry for stored in encrypted.scan()]


def test_a_locked_journal_is_not_read(encrypted):
    encrypted.add(an_entry())
    with pytest.raises(NotUnlockedError, match="unlock"):
        list(Journal(encrypted.folder).scan())


def test_the_path_of_an_encrypted_entry_is_that_of_its_file(encrypted):
    path = encrypted.add(an_entry()).path
    assert [str(path)] == [stored.path for stored in encrypted.scan()]


def test_an_encrypted_entry_is_named_as_one_in_clear(encrypted):
    path = encrypted.add(an_entry()).path
    today = an_entry().moment.date()
    for typed in ("k3f7", "last", path.name, str(path), path.name.removesuffix(".age")):
        assert "k3f7" == encrypted.find(typed, today).id


def test_an_entry_whose_words_changed_meanwhile_is_not_replaced(encrypted):
    encrypted.add(an_entry())
    (name,) = encrypted.names()
    before = encrypted.read_bytes(name)
    encrypted.replace_entry(name, before, before + b"\nMore.\n")
    with pytest.raises(ConcurrentChangeError):
        encrypted.replace_entry(name, before, b"other")
    assert before + b"\nMore.\n" == encrypted.read_bytes(name)


def test_an_entry_in_clear_is_encrypted_when_it_is_changed(encrypted):
    text = write_entry(an_entry()).encode()
    path = encrypted.path_of(an_entry())
    path.write_bytes(text)
    (name,) = encrypted.names()
    encrypted.replace_entry(name, text, text + b"\nMore.\n")
    assert not path.exists()
    assert text + b"\nMore.\n" == encrypted.read_bytes(name)


def test_a_file_that_is_there_twice_counts_once(encrypted):
    path = encrypted.add(an_entry()).path
    shutil.copy(path, path.with_name(path.name.removesuffix(".age")))
    assert 1 == len(encrypted.names())
    assert [an_entry()] == [stored.entry for stored in encrypted.scan()]


def test_an_entry_goes_to_the_trash_and_back_without_a_passphrase(encrypted):
    encrypted.add(an_entry())
    locked = Journal(encrypted.folder)
    trash = Trash(locked)
    trashed = trash.add(locked.names()[0])
    assert [] == locked.names()
    assert trash.folder / f"{trashed.path}.age" in list(trash.folder.iterdir())
    assert [trashed] == trash.names()


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda data: data[:-3], "damaged"),
        (lambda data: data[:40], "damaged"),
        (lambda _: b"no such thing", "damaged"),
        (lambda data: data[:60] + b"?" + data[61:], "key|damaged"),
    ],
)
def test_a_damaged_entry_harms_no_other(encrypted, damage, reason):
    path = encrypted.add(an_entry()).path
    encrypted.add(an_entry(id="m2aa"))
    path.write_bytes(damage(path.read_bytes()))
    scan = encrypted.scan()
    assert ["m2aa"] == [stored.entry.id for stored in scan]
    assert [path] == list(scan.unreadable)
    assert any(word in scan.unreadable[path] for word in reason.split("|"))


def test_a_locked_entry_in_a_journal_without_keys_is_named(encrypted):
    path = encrypted.add(an_entry()).path
    shutil.rmtree(encrypted.files.keys.folder)
    scan = Journal(encrypted.folder).scan()
    assert [] == list(scan)
    assert {path: "it is locked, and the keys of the journal are not there"} == scan.unreadable


@pytest.mark.skipif(not shutil.which("age"), reason="the program age is not there")
@given(words=st.binary(max_size=5_000))
def test_the_program_age_opens_what_is_written(tmp_path_factory, words):
    folder = tmp_path_factory.mktemp("age")
    journal = Journal(folder / "journal")
    made = give_keys(journal)
    path = folder / "note.md"
    journal.files.create(path, words)
    on_disk = journal.files.path_on_disk(path)
    assert words == decrypt_with_age(on_disk, made.identity, folder)
    assert words == decrypt_with_age(on_disk, made.recovery_key, folder)
    assert words == journal.files.read(path, files.size_of(on_disk))

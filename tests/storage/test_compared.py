"""The record of answers that `compare` has shown, which holds only ids of entries."""

import os
import stat

import pytest

from securebase_cli.storage import compared as module
from securebase_cli.storage.compared import AlreadyCompared
from support.file_system import contents_of, permissions_of, raises_os_error


@pytest.fixture
def seen(journal) -> AlreadyCompared:
    return AlreadyCompared(journal.internal_folder)


def test_a_question_that_was_never_compared_has_no_record(seen, journal):
    assert seen.ids_for("praise") is None
    assert not journal.folder.exists()


def test_each_question_has_its_own_record(seen):
    seen.record("praise", ["k3f7", "m2aa"])
    seen.record("induction", ["k3f7"])
    assert frozenset({"k3f7", "m2aa"}) == seen.ids_for("praise")
    assert frozenset({"k3f7"}) == seen.ids_for("induction")
    assert seen.ids_for("prais") is None


def test_a_record_replaces_the_one_before(seen):
    seen.record("praise", ["k3f7", "m2aa"])
    seen.record("praise", ["bbbb"])
    assert frozenset({"bbbb"}) == seen.ids_for("praise")


def test_an_empty_record_is_not_a_missing_one(seen):
    seen.record("praise", [])
    assert frozenset() == seen.ids_for("praise")


@pytest.mark.posix("permission bits")
def test_a_record_holds_sorted_ids_and_is_private(seen, journal):
    seen.record("praise", {"m2aa", "aaaa", "k3f7"})
    assert {"praise.ids": b"aaaa\nk3f7\nm2aa\n"} == contents_of(
        journal.internal_folder / "compared"
    )
    assert (0o700, 0o600) == (
        permissions_of(seen.folder),
        permissions_of(seen.folder / "praise.ids"),
    )


def test_records_are_read_again_by_the_next_program(seen, journal):
    seen.record("praise", ["k3f7"])
    assert frozenset({"k3f7"}) == AlreadyCompared(journal.internal_folder).ids_for("praise")


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../praise", "a/b", "Praise", "a--b", "praise\n", "a\0b", "é"]
)
def test_a_text_that_is_no_id_names_no_file(seen, monkeypatch, name):
    monkeypatch.setattr(module.files, "read", lambda *_: b"k3f7")
    assert seen.ids_for(name) is None
    assert frozenset({"k3f7"}) == seen.ids_for("praise")


@pytest.mark.parametrize(
    ("data", "known"),
    [
        (b"", set()),
        (b"\n\n", set()),
        (b"k3f7", {"k3f7"}),
        (b"k3f7\r\nm2aa \r\n", {"k3f7", "m2aa"}),
        (b"k3f7\n\xff\xfe\nm2aa\n", {"k3f7", "\ufffd\ufffd", "m2aa"}),
    ],
)
def test_a_damaged_record_is_read_as_far_as_possible(seen, data, known):
    seen.record("praise", ["bbbb"])
    (seen.folder / "praise.ids").write_bytes(data)
    assert known == seen.ids_for("praise")


def test_a_file_that_is_too_large_is_not_read(seen, monkeypatch):
    monkeypatch.setattr(module, "MAX_BYTES", 9)
    seen.record("praise", ["k3f7", "m2a"])
    assert frozenset({"k3f7", "m2a"}) == seen.ids_for("praise")
    seen.record("praise", ["k3f7", "m2aa"])
    assert seen.ids_for("praise") is None


def test_a_link_is_not_followed(seen, tmp_path):
    seen.record("induction", ["k3f7"])
    (tmp_path / "other").write_bytes(b"k3f7\n")
    (seen.folder / "praise.ids").symlink_to(tmp_path / "other")
    assert seen.ids_for("praise") is None
    seen.record("praise", ["m2aa"])
    assert frozenset({"m2aa"}) == seen.ids_for("praise")
    assert b"k3f7\n" == (tmp_path / "other").read_bytes()


@pytest.mark.parametrize("where", ["the folder", "the file"])
def test_a_folder_in_place_of_the_file_is_no_error(seen, journal, where):
    journal.prepare()
    if where == "the folder":
        seen.folder.write_bytes(b"in the way")
    else:
        (seen.folder / "praise.ids").mkdir(parents=True)
    seen.record("praise", ["k3f7"])
    assert seen.ids_for("praise") is None
    assert [] == sorted(journal.folder.rglob("*.tmp"))
    kind = stat.S_ISREG if where == "the folder" else stat.S_ISDIR
    assert kind(os.stat(seen.folder if where == "the folder" else seen._path("praise")).st_mode)


@pytest.mark.parametrize("operation", ["mkdir", "open", "write", "fsync", "replace"])
def test_a_record_that_cannot_be_written_is_no_error(seen, journal, monkeypatch, operation):
    journal.prepare()
    with monkeypatch.context() as broken:
        broken.setattr(os, operation, raises_os_error(28))
        seen.record("praise", ["k3f7"])
    assert seen.ids_for("praise") is None
    assert [] == sorted(journal.folder.rglob("*.tmp"))


def test_a_failed_record_leaves_the_one_before(seen, monkeypatch):
    seen.record("praise", ["k3f7"])
    with monkeypatch.context() as broken:
        broken.setattr(os, "write", raises_os_error(28))
        seen.record("praise", ["m2aa"])
    assert frozenset({"k3f7"}) == seen.ids_for("praise")

"""Which files go to another computer, by their paths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.storage.names import EntryName, original_of_copy
from securebase_cli.sync import shared_files
from securebase_cli.sync.shared_files import is_shared, path_for_other_version

ENTRY = "2026-11-23-1430-availability-k3f7.md"
BLOB_IDS = st.binary(min_size=20, max_size=20).map(bytes.hex)


@pytest.mark.parametrize(
    "path",
    [
        *(ENTRY, f"{ENTRY}.age", f"2025/{ENTRY}", f"2025/autumn/{ENTRY}"),
        ENTRY.replace(".md", " (1).md"),
        ENTRY.replace(".md", ".sync-conflict-20261123-143000-ABCDEFG.md"),
        *(f".securebase/trash/{ENTRY}", f".securebase/trash/2025/{ENTRY}.age"),
        ".securebase/records/cpd/2026-11-23-1430-aaaa.md",
        *(".securebase/aliases", ".securebase/aliases.age"),
        *(".securebase/keys/identity.age", ".securebase/keys/recipients.txt"),
        *(".gitattributes", ".gitignore"),
    ],
)
def test_what_belongs_to_a_journal_is_shared(path):
    assert is_shared(path)


@pytest.mark.parametrize(
    "path",
    [
        *("notes.md", "notes/plan.txt", f".{ENTRY}.0a1b2c3d.tmp", f".obsidian/{ENTRY}"),
        *(f"../{ENTRY}", f"a/../{ENTRY}", f"/{ENTRY}", f"a//{ENTRY}", f"a\\{ENTRY}", f"c:{ENTRY}"),
        *(f".git/{ENTRY}", f"x/.git/{ENTRY}", f".securebase/{ENTRY}"),
        ".securebase/drafts/2026-11-23-1430-aaaa.md",
        f".securebase/editing/{ENTRY}",
        f".securebase/set-aside/{ENTRY}",
        ".securebase/records/cpd/2026-11-23-1430-aaaa.lock",
        *(".securebase/changes.lock", ".securebase/notice-shown", ".securebase/aliases.lock"),
        ".securebase/keys/decrypting",
        f".securebase/trash/../{ENTRY}",
        f".securebase/records/../../{ENTRY}",
        f"{ENTRY}\n",
    ],
)
def test_everything_else_stays_at_home(path):
    assert not is_shared(path)


@given(st.sampled_from([ENTRY, f"{ENTRY}.age", f"2025/{ENTRY}"]), BLOB_IDS)
def test_the_other_version_of_an_entry_is_a_shared_copy_of_it(path, blob_id):
    copy = path_for_other_version(path, blob_id)
    assert is_shared(copy)
    name = copy.removesuffix(".age").rpartition("/")[2]
    assert ENTRY == original_of_copy(name)


@given(BLOB_IDS)
def test_the_other_version_of_a_deleted_entry_is_one_that_can_be_restored(blob_id):
    copy = path_for_other_version(f".securebase/trash/{ENTRY}", blob_id)
    name = EntryName.parse(copy.removeprefix(".securebase/trash/"))
    assert name is not None
    assert is_shared(copy)


@given(st.text())
def test_of_any_name_something_can_be_said(path):
    assert is_shared(path) in {True, False}


def test_an_id_is_the_one_that_git_gives():
    assert "ce013625030ba8dba906f756967f9e9ca394464a" == shared_files.blob_id(b"hello\n", "sha1")

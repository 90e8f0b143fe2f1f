"""Which files of a journal folder are entries, which are named, and which are no business of it."""

import pytest

from securebase_cli.entry_format.entry import write_entry
from securebase_cli.storage.names import entry_file_name
from support.builders import MOMENT, an_entry

ENTRY = an_entry(id="aaaa")
NAME = "2026-11-23-1430-availability-aaaa.md"

# How synchronising programs, file managers, editors and people name a copy of NAME.
COPIES = [
    "2026-11-23-1430-availability-aaaa (1).md",
    "2026-11-23-1430-availability-aaaa 2.md",
    "2026-11-23-1430-availability-aaaa - Copy.md",
    "2026-11-23-1430-availability-aaaa.sync-conflict-20261123-143012-ABCDEFG.md",
    "2026-11-23-1430-availability-aaaa (conflicted copy 2026-11-23 143012).md",
    "2026-11-23-1430-availability-aaaa_conflict-20261123-1430.md",
    "2026-11-23-1430-availability-aaaa~.md",
    "2026-11-23-1430-availability-aaaa-DESKTOP-AB12.md",
    "2026-11-23-1430-availability-aaaa-copy.md",
    "2026-11-23-1430-availability-aaaa-dell.md",
    "2026-11-23-1430-availability-aaaa-work.md",
    "2026-11-23-1430-availability-aaaa-2026.md",
    "2026-11-23-1430-availability-aaaa-bbbb-copy.md",
    "2025/2026-11-23-1430-availability-aaaa.md",
    "2025/2026-11-23-1430-availability-aaaa-copy.md",
    "2026-11-23-1430-availability-aaaa.md.txt",
    "2026-11-23-1430-availability-aaaa.md.bak",
    "Copy of 2026-11-23-1430-availability-aaaa.md",
    "my favourite.md",
]


def _put(journal, path, text):
    file = journal.folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def _counted(journal):
    return [name.path for name in journal.names()]


def test_an_entry_in_a_sub_folder_is_an_entry(journal):
    path = f"2025/spring/{NAME}"
    _put(journal, path, write_entry(ENTRY))
    assert [path] == _counted(journal)
    assert [ENTRY] == [entry for _, entry in journal.scan()]
    assert str(journal.folder / path) == journal.find_and_read("aaaa", MOMENT.date()).path


def test_a_new_entry_is_saved_at_the_top(journal):
    _put(journal, f"2025/{NAME}", write_entry(ENTRY))
    saved = journal.add(an_entry(id=""))
    assert journal.folder == saved.path.parent


@pytest.mark.parametrize("hidden", [".obsidian", ".git", ".trash", ".securebase"])
def test_hidden_folders_are_left_out(journal, hidden):
    _put(journal, f"{hidden}/{NAME}", write_entry(ENTRY))
    assert [] == _counted(journal)
    assert [] == list(journal.uncounted_files())


def test_a_link_to_a_folder_is_not_followed(journal, tmp_path):
    journal.prepare()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / NAME).write_text(write_entry(ENTRY), "utf-8")
    (journal.folder / "linked").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (journal.folder / "loop").symlink_to(journal.folder, target_is_directory=True)
    assert [] == _counted(journal)


@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_is_named_and_not_counted(journal, copy):
    _put(journal, NAME, write_entry(ENTRY))
    _put(journal, copy, write_entry(ENTRY))
    scan = journal.scan()
    assert [ENTRY] == [entry for _, entry in scan]
    assert {journal.folder / copy: f"it looks like a copy of {NAME}"} == scan.unreadable


def test_a_copy_whose_original_is_gone_is_not_taken_for_an_entry(journal):
    copy = NAME.replace("aaaa", "aaaa-copy")
    _put(journal, copy, write_entry(ENTRY))
    scan = journal.scan()
    assert [] == list(scan)
    assert {journal.folder / copy: f"it looks like a copy of {NAME}"} == scan.unreadable


def test_an_entry_of_a_domain_that_ends_like_an_id_is_an_entry(journal):
    """As its front matter says; that of a copy says what the original is."""
    other = an_entry(id="dell", domain="availability-aaaa")
    _put(journal, NAME, write_entry(ENTRY))
    _put(journal, entry_file_name(other), write_entry(other))
    assert {ENTRY, other} == {entry for _, entry in journal.scan()}


@pytest.mark.parametrize("name", ["a.markdown", "notes.txt", "b.md.txt", "entry", "x.md"])
def test_an_entry_under_another_name_is_named(journal, name):
    path = _put(journal, name, write_entry(ENTRY))
    scan = journal.scan()
    assert [] == list(scan)
    reason = "its name is not that of an entry (YYYY-MM-DD-HHMM-domain-id.md)"
    assert {path: reason} == scan.unreadable


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Home.md", "# Home\n\nsecurebase: 1\n"),
        ("Home.md", "---\ntitle: Home\n---\nsecurebase: 1\n"),
        ("2026-11.md", "A note of the month."),
        ("2025/picture.png", "\x89PNG"),
        ("template.md", "---\ntags: [securebase]\n---\n"),
        (".hidden.md", write_entry(ENTRY)),
    ],
)
def test_a_file_that_looks_like_no_entry_is_no_business_of_the_journal(journal, name, text):
    _put(journal, name, text)
    scan = journal.scan()
    assert [] == list(scan)
    assert {} == scan.unreadable


def test_what_icloud_has_not_fetched_is_named(journal):
    path = _put(journal, f".{NAME}.icloud", "")
    assert [path] == [file.path for file in journal.uncounted_files()]

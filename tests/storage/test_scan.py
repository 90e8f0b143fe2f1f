"""A scan: which files it reads, in which order, and which it reports as unreadable."""

import os
import sys
from datetime import date

import pytest

from securebase_cli.dates import Period
from securebase_cli.entry_format.entry import write_entry
from securebase_cli.errors import UnreadableEntriesError
from securebase_cli.storage import scan as scanning
from securebase_cli.storage.entry_files import read_bytes
from securebase_cli.storage.filter import Filter
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.journal_files import JournalFiles
from securebase_cli.storage.scan import Scan
from support.builders import MOMENT, an_entry


def _entry_ids(scan: Scan, prefilter=None) -> list[str]:
    return [stored.entry.id for stored in scan.entries(prefilter)]


def _outline_ids(scan: Scan, prefilter=None) -> list[str]:
    return [stored.outline.id for stored in scan.outlines(prefilter)]


def accept(_data: bytes) -> bool:
    return True


def reject(_data: bytes) -> bool:
    return False


entries_and_outlines = pytest.mark.parametrize("read_ids", [_entry_ids, _outline_ids])
with_and_without_prefilter = pytest.mark.parametrize("prefilter", [None, accept])


@pytest.fixture
def journal(tmp_path) -> Journal:
    journal = Journal(tmp_path / "journal")
    journal.prepare()
    return journal


@pytest.fixture
def opened(monkeypatch) -> list[str]:
    """Return the ids of the files that were read, in order."""
    ids: list[str] = []

    def remember(path: str, journal_files: JournalFiles) -> bytes:
        ids.append(path[-7:-3])
        return read_bytes(path, journal_files)

    monkeypatch.setattr(scanning, "read_bytes", remember)
    return ids


def _write(journal: Journal, name: str, text: str | bytes) -> str:
    path = journal.folder / f"{name}.md"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path.name


@pytest.fixture
def three(journal) -> Journal:
    """Return a journal with three entries, ten days apart, of two domains and with two tags."""
    for day, domain, handle, tags in (
        (5, "availability", "aaaa", ("rota",)),
        (15, "acceptance", "bbbb", ()),
        (25, "availability", "cccc", ("Rota", "away-day")),
    ):
        entry = an_entry(id=handle, domain=domain, moment=MOMENT.replace(day=day), tags=tags)
        _write(journal, f"2026-11-{day:02}-1430-{domain}-{handle}", write_entry(entry))
    return journal


# Which, and in which order.


@entries_and_outlines
@with_and_without_prefilter
def test_a_scan_reads_the_newest_or_the_oldest_first(three, read_ids, prefilter):
    assert ["cccc", "bbbb", "aaaa"] == read_ids(three.scan(), prefilter)
    assert ["aaaa", "bbbb", "cccc"] == read_ids(three.scan(oldest_first=True), prefilter)


@entries_and_outlines
@with_and_without_prefilter
@pytest.mark.parametrize(
    ("query", "ids", "read"),
    [
        (Filter(domains=frozenset({"availability"})), ["cccc", "aaaa"], {"cccc", "aaaa"}),
        (Filter(domains=frozenset({"long-gone"})), [], set()),
        (
            Filter(period=Period(last=date(2026, 11, 15))),
            ["bbbb", "aaaa"],
            {"cccc", "bbbb", "aaaa"},
        ),
        (
            Filter(period=Period(first=date(2026, 11, 15))),
            ["cccc", "bbbb"],
            {"cccc", "bbbb", "aaaa"},
        ),
        (Filter(tags=frozenset({"rota"})), ["cccc", "aaaa"], {"cccc", "bbbb", "aaaa"}),
        (Filter(tags=frozenset({"rota", "away-day"})), ["cccc", "aaaa"], {"cccc", "bbbb", "aaaa"}),
        (Filter(frozenset({"acceptance"}), tags=frozenset({"rota"})), [], {"bbbb"}),
    ],
)
def test_a_filter_rejects_files_by_their_names_and_entries_by_their_dates_and_tags(
    three, opened, read_ids, prefilter, query, ids, read
):
    assert ids == read_ids(three.scan(query), prefilter)
    assert read == set(opened)


@entries_and_outlines
@with_and_without_prefilter
def test_an_empty_and_a_missing_journal_have_no_entries(tmp_path, read_ids, prefilter):
    journal = Journal(tmp_path / "none")
    assert [] == read_ids(journal.scan(), prefilter)
    assert not journal.folder.exists()
    journal.prepare()
    scan = journal.scan()
    assert [] == read_ids(scan, prefilter)
    scan.raise_if_unreadable()


def test_entries_can_be_restricted_to_one_domain(three, opened):
    scan = three.scan(Filter(tags=frozenset({"away-day"})))
    assert ["cccc"] == [stored.entry.id for stored in scan.entries(domain="availability")]
    assert ["cccc", "aaaa"] == opened
    assert [] == list(scan.entries(domain="long-gone"))


def test_an_outline_comes_with_the_name_of_its_file(three):
    outlines = list(three.scan().outlines())
    assert [stored.entry.outline for stored in three.scan()] == [
        stored.outline for stored in outlines
    ]
    paths = [os.path.join(three.folder, stored.name.file_name) for stored in outlines]
    assert paths == [str(stored.path) for stored in three.scan()]


@entries_and_outlines
@with_and_without_prefilter
@pytest.mark.parametrize("oldest_first", [False, True])
def test_the_first_entry_opens_only_one_file(three, opened, read_ids, prefilter, oldest_first):
    scan = three.scan(oldest_first=oldest_first)
    entries = scan.entries(prefilter) if read_ids is _entry_ids else scan.outlines(prefilter)
    assert [] == opened
    assert next(entries)
    assert {"aaaa" if oldest_first else "cccc"} == set(opened)


# The prefilter.


@entries_and_outlines
def test_a_copy_without_its_original_is_named_even_if_the_prefilter_rejects_it(journal, read_ids):
    path = journal.add(an_entry()).path
    path.rename(path.with_name(path.name.replace(".md", "-2026.md")))
    scan = journal.scan()
    assert [] == read_ids(scan, reject)
    assert 1 == len(scan.unreadable)


@entries_and_outlines
def test_each_file_is_read_once_with_a_prefilter(three, opened, read_ids):
    scan = three.scan()
    assert ["bbbb"] == read_ids(scan, lambda data: b"id: bbbb" in data)
    assert ["cccc", "bbbb", "aaaa"] == opened
    assert {} == scan.unreadable


@entries_and_outlines
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty: a save was cut off here, or a disk was full"),
        (b"Notes.", "it has no front matter (a first line “---”)"),
        (b"\xff\xfe-\x00-\x00-\x00", "it is not text in UTF-8"),
        (b"---\nsecurebase: 2\nid: dddd\n---\n", "a newer securebase wrote it; "),
        (b"---\ntitle: Other\n---\n", "its front matter has no “securebase: 1”"),
    ],
)
def test_a_file_that_does_not_start_like_an_entry_is_reported_despite_the_prefilter(
    three, read_ids, data, reason
):
    name = _write(three, "2026-11-04-0900-acceptance-dddd", data)
    scan = three.scan()
    assert [] == read_ids(scan, reject)
    assert [three.folder / name] == list(scan.unreadable)
    assert scan.unreadable[three.folder / name].startswith(reason)


@entries_and_outlines
def test_an_unresolved_merge_is_named_whatever_is_looked_for(journal, read_ids):
    """Name the file even if its bytes do not hold what is looked for: each version may."""
    merge = "\n<<<<<<< HEAD\nMine.\n=======\nTheirs.\n>>>>>>> theirs\n"
    name = _write(journal, "2026-11-04-0900-availability-k3f7", write_entry(an_entry()) + merge)
    scan = journal.scan()
    assert [] == read_ids(scan, reject)
    assert [journal.folder / name] == list(scan.unreadable)


@entries_and_outlines
@pytest.mark.parametrize(
    "by_hand",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("---\nsecurebase: 1\n", "--- \nmood: calm\nsecurebase: '1'\n", 1),
    ],
    ids=["byte order mark", "line ends of Windows", "edited"],
)
def test_a_file_that_was_written_by_hand_is_read_despite_the_prefilter(journal, read_ids, by_hand):
    _write(journal, "2026-11-04-0900-availability-k3f7", by_hand(write_entry(an_entry())))
    scan = journal.scan()
    assert ["k3f7"] == read_ids(scan, reject)
    scan.raise_if_unreadable()


# Names of files.


@entries_and_outlines
@with_and_without_prefilter
def test_id_and_domain_come_from_the_name_of_the_file(journal, read_ids, prefilter):
    _write(journal, "2026-11-04-0900-co-operation-dddd", write_entry(an_entry(id="a-long-one")))
    scan = journal.scan(Filter(domains=frozenset({"co-operation"})))
    assert ["dddd"] == read_ids(scan, prefilter)
    (stored,), (outlined,) = scan.entries(prefilter), scan.outlines(prefilter)
    assert ("dddd", "co-operation") == (stored.entry.id, stored.entry.domain)
    assert ("dddd", "co-operation") == (outlined.outline.id, outlined.outline.domain)
    assert ("dddd", "co-operation") == (outlined.name.id, outlined.name.domain)
    assert MOMENT == stored.entry.moment == outlined.outline.moment


# Unreadable files.


@entries_and_outlines
@with_and_without_prefilter
def test_an_unreadable_file_is_reported_with_the_reason_and_the_others_are_read(
    three, read_ids, prefilter
):
    name = _write(three, "2026-11-15-1430-acceptance-bbbb", b"---\nsecurebase: 1\nid: bbbb\n")
    misnamed = _write(three, "notes", write_entry(an_entry(id="zzzz")))
    scan = three.scan()
    assert ["cccc", "aaaa"] == read_ids(scan, prefilter)
    assert {name, misnamed} == {path.name for path in scan.unreadable}
    with pytest.raises(UnreadableEntriesError) as refused:
        scan.raise_if_unreadable()
    first, second = str(refused.value).splitlines()
    assert f"Left alone: {name}: its front matter has no end (a second line “---”)" == first
    assert second.startswith(f"Left alone: {misnamed}: its name is not that of an entry")


@entries_and_outlines
@with_and_without_prefilter
@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_a_link_is_reported_and_not_followed(three, read_ids, prefilter):
    (three.folder / "2026-11-09-0900-acceptance-eeee.md").symlink_to(
        three.folder / "2026-11-15-1430-acceptance-bbbb.md"
    )
    scan = three.scan()
    assert ["cccc", "bbbb", "aaaa"] == read_ids(scan, prefilter)
    assert ["it is a link"] == list(scan.unreadable.values())


@entries_and_outlines
def test_a_file_that_is_removed_during_a_scan_is_reported(three, read_ids):
    scan = three.scan()
    entries = iter(scan) if read_ids is _entry_ids else scan.outlines()
    next(entries)
    (three.folder / "2026-11-15-1430-acceptance-bbbb.md").unlink()
    assert 1 == len(list(entries))
    assert ["it can't be opened (No such file or directory)"] == list(scan.unreadable.values())

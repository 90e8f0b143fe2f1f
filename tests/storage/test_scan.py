"""One pass over a journal: which files are read, in which order, and what is said of the rest."""

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
from securebase_cli.storage.scan import Scan
from support.builders import MOMENT, an_entry


def _entries(scan: Scan, sieve=None) -> list[str]:
    return [stored.entry.id for stored in scan.entries(sieve)]


def _outlines(scan: Scan, sieve=None) -> list[str]:
    return [outlined.outline.id for outlined in scan.outlines(sieve)]


def everything(_data: bytes) -> bool:
    return True


def nothing(_data: bytes) -> bool:
    return False


each_pass = pytest.mark.parametrize("passed", [_entries, _outlines])
with_and_without_sieve = pytest.mark.parametrize("sieve", [None, everything])


@pytest.fixture
def journal(tmp_path) -> Journal:
    journal = Journal(tmp_path / "journal")
    journal.prepare()
    return journal


@pytest.fixture
def opened(monkeypatch) -> list[str]:
    """Return the ids of the files that were read, in order."""
    ids: list[str] = []

    def remember(path: str) -> bytes:
        ids.append(path[-7:-3])
        return read_bytes(path)

    monkeypatch.setattr(scanning, "read_bytes", remember)
    return ids


def _write(journal: Journal, name: str, text: str | bytes) -> str:
    path = journal.folder / f"{name}.md"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path.name


@pytest.fixture
def three(journal) -> Journal:
    """Let there be three entries of three days, two domains and two tags."""
    for day, domain, handle, tags in (
        (1, "availability", "aaaa", ("rota",)),
        (2, "acceptance", "bbbb", ()),
        (3, "availability", "cccc", ("Rota", "away-day")),
    ):
        entry = an_entry(id=handle, domain=domain, moment=MOMENT.replace(day=day), tags=tags)
        _write(journal, f"2026-11-0{day}-1430-{domain}-{handle}", write_entry(entry))
    return journal


# Which, and in which order.


@each_pass
@with_and_without_sieve
def test_a_pass_has_the_newest_first_or_the_oldest_first(three, passed, sieve):
    assert ["cccc", "bbbb", "aaaa"] == passed(three.scan(), sieve)
    assert ["aaaa", "bbbb", "cccc"] == passed(three.scan(oldest_first=True), sieve)


@each_pass
@with_and_without_sieve
@pytest.mark.parametrize(
    ("query", "ids", "read"),
    [
        (Filter(domains=frozenset({"availability"})), ["cccc", "aaaa"], {"cccc", "aaaa"}),
        (Filter(domains=frozenset({"long-gone"})), [], set()),
        (Filter(period=Period(last=date(2026, 11, 2))), ["bbbb", "aaaa"], {"bbbb", "aaaa"}),
        (Filter(period=Period(first=date(2026, 11, 2))), ["cccc", "bbbb"], {"cccc", "bbbb"}),
        (Filter(tags=frozenset({"rota"})), ["cccc", "aaaa"], {"cccc", "bbbb", "aaaa"}),
        (Filter(tags=frozenset({"rota", "away-day"})), ["cccc", "aaaa"], {"cccc", "bbbb", "aaaa"}),
        (Filter(frozenset({"acceptance"}), tags=frozenset({"rota"})), [], {"bbbb"}),
    ],
)
def test_a_query_leaves_files_out_by_their_names_and_entries_by_their_tags(
    three, opened, passed, sieve, query, ids, read
):
    assert ids == passed(three.scan(query), sieve)
    assert read == set(opened)


@each_pass
@with_and_without_sieve
def test_an_empty_journal_and_one_that_is_not_there_yet_have_nothing(tmp_path, passed, sieve):
    journal = Journal(tmp_path / "none")
    assert [] == passed(journal.scan(), sieve)
    assert not journal.folder.exists()
    journal.prepare()
    scan = journal.scan()
    assert [] == passed(scan, sieve)
    scan.raise_if_unreadable()


def test_one_domain_can_be_read_alone_of_those_that_the_query_admits(three, opened):
    scan = three.scan(Filter(tags=frozenset({"away-day"})))
    assert ["cccc"] == [stored.entry.id for stored in scan.entries(domain="availability")]
    assert ["cccc", "aaaa"] == opened
    assert [] == list(scan.entries(domain="long-gone"))


def test_an_outline_has_what_its_entry_has_and_the_name_of_its_file(three):
    outlined = list(three.scan().outlines())
    assert [stored.entry.outline for stored in three.scan()] == [one.outline for one in outlined]
    paths = [os.path.join(three.folder, one.name.name) for one in outlined]
    assert paths == [str(stored.path) for stored in three.scan()]


@each_pass
@with_and_without_sieve
@pytest.mark.parametrize("oldest_first", [False, True])
def test_whoever_wants_one_has_one_file_opened(three, opened, passed, sieve, oldest_first):
    scan = three.scan(oldest_first=oldest_first)
    found = scan.entries(sieve) if passed is _entries else scan.outlines(sieve)
    assert [] == opened
    assert next(found)
    assert {"aaaa" if oldest_first else "cccc"} == set(opened)


# What the sieve leaves out.


@each_pass
def test_a_file_whose_bytes_the_sieve_rejects_is_looked_at_once_and_not_read(three, opened, passed):
    scan = three.scan()
    assert ["bbbb"] == passed(scan, lambda data: b"id: bbbb" in data)
    assert ["cccc", "bbbb", "aaaa"] == opened
    assert {} == scan.unreadable


@each_pass
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
def test_a_file_that_does_not_begin_as_an_entry_is_named_whatever_the_sieve_says(
    three, passed, data, reason
):
    name = _write(three, "2026-11-04-0900-acceptance-dddd", data)
    scan = three.scan()
    assert [] == passed(scan, nothing)
    assert [three.folder / name] == list(scan.unreadable)
    assert scan.unreadable[three.folder / name].startswith(reason)


@each_pass
@pytest.mark.parametrize(
    "by_hand",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("---\nsecurebase: 1\n", "--- \nmood: calm\nsecurebase: '1'\n", 1),
    ],
    ids=["byte order mark", "line ends of Windows", "edited"],
)
def test_a_file_that_was_written_by_hand_is_read_whatever_the_sieve_says(journal, passed, by_hand):
    _write(journal, "2026-11-04-0900-availability-k3f7", by_hand(write_entry(an_entry())))
    scan = journal.scan()
    assert ["k3f7"] == passed(scan, nothing)
    scan.raise_if_unreadable()


# What the name of a file says counts.


@each_pass
@with_and_without_sieve
def test_id_and_domain_are_those_of_the_name_whatever_the_file_says(journal, passed, sieve):
    _write(journal, "2026-11-04-0900-co-operation-dddd", write_entry(an_entry(id="a-long-one")))
    scan = journal.scan(Filter(domains=frozenset({"co-operation"})))
    assert ["dddd"] == passed(scan, sieve)
    (stored,), (outlined,) = scan.entries(sieve), scan.outlines(sieve)
    assert ("dddd", "co-operation") == (stored.entry.id, stored.entry.domain)
    assert ("dddd", "co-operation") == (outlined.outline.id, outlined.outline.domain)
    assert ("dddd", "co-operation") == (outlined.name.id, outlined.name.domain)
    assert MOMENT == stored.entry.moment == outlined.outline.moment


# What can't be read.


@each_pass
@with_and_without_sieve
def test_what_can_t_be_read_is_named_with_the_reason_and_the_rest_is_read(three, passed, sieve):
    name = _write(three, "2026-11-02-1430-acceptance-bbbb", b"---\nsecurebase: 1\nid: bbbb\n")
    stranger = _write(three, "notes", b"words")
    scan = three.scan()
    assert ["cccc", "aaaa"] == passed(scan, sieve)
    assert {name, stranger} == {path.name for path in scan.unreadable}
    with pytest.raises(UnreadableEntriesError) as refused:
        scan.raise_if_unreadable()
    first, second = str(refused.value).splitlines()
    assert f"Left alone: {name}: its front matter has no end (a second line “---”)" == first
    assert second.startswith(f"Left alone: {stranger}: its name is not that of an entry")


@each_pass
@with_and_without_sieve
@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_a_link_is_not_followed_but_named(three, passed, sieve):
    (three.folder / "2026-11-09-0900-acceptance-eeee.md").symlink_to(
        three.folder / "2026-11-02-1430-acceptance-bbbb.md"
    )
    scan = three.scan()
    assert ["cccc", "bbbb", "aaaa"] == passed(scan, sieve)
    assert ["it is a link"] == list(scan.unreadable.values())


@each_pass
def test_a_file_that_is_gone_when_its_turn_comes_is_named(three, passed):
    scan = three.scan()
    found = iter(scan) if passed is _entries else scan.outlines()
    next(found)
    (three.folder / "2026-11-02-1430-acceptance-bbbb.md").unlink()
    assert 1 == len(list(found))
    assert ["it can't be opened (No such file or directory)"] == list(scan.unreadable.values())

"""Whoever watches a pass hears how many files there are, of each of them, and when to be silent."""

import pytest

from securebase_cli.dates import Period
from securebase_cli.storage.filter import Filter
from securebase_cli.storage.scan import NO_PROGRESS, ProgressCallbacks
from support.builders import MOMENT, an_entry


class Watching(ProgressCallbacks):
    """Somebody who writes down what they hear; files that are read one after the other as a sum."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.counted = 0

    def begin(self, files: int) -> None:
        self.heard.append(f"begin {files}")

    def advance(self) -> None:
        self.counted += 1

    def clear(self) -> None:
        if self.counted:
            self.heard.append(f"counted {self.counted}")
        self.counted = 0
        self.heard.append("clear")


@pytest.fixture
def three(journal):
    """Let there be three entries of three days."""
    journal.prepare()
    for day, handle in enumerate(["aaaa", "bbbb", "cccc"], 1):
        journal.add(an_entry(id=handle, moment=MOMENT.replace(day=day)))
    return journal


@pytest.fixture
def watch() -> Watching:
    return Watching()


def nothing(_data: bytes) -> bool:
    return False


each_pass = pytest.mark.parametrize("passing", ["entries", "outlines"])
A_FILE = ("counted 1", "clear")


def test_entries_are_told_one_by_one_for_each_may_be_shown_at_once(three, watch):
    scan = three.scan(progress=watch)
    for count, _ in enumerate(scan, 1):
        assert ["begin 3", *A_FILE * count] == watch.heard
    assert ["begin 3", *A_FILE * 3, "clear"] == watch.heard


def test_outlines_are_told_together(three, watch):
    list(three.scan(progress=watch).outlines())
    assert ["begin 3", "counted 3", "clear"] == watch.heard


@each_pass
def test_nothing_is_heard_before_a_pass_begins(three, watch, passing):
    getattr(three.scan(progress=watch), passing)()
    assert [] == watch.heard


@each_pass
def test_files_that_the_sieve_rejects_are_counted(three, watch, passing):
    assert [] == list(getattr(three.scan(progress=watch), passing)(nothing))
    assert ["begin 3", "counted 3", "clear"] == watch.heard


@each_pass
def test_files_that_can_t_be_read_are_counted(three, watch, passing):
    for path in three.folder.glob("*.md"):
        path.write_bytes(b"")
    assert [] == list(getattr(three.scan(progress=watch), passing)())
    assert ["begin 3", "counted 3", "clear"] == watch.heard


@each_pass
def test_files_that_the_query_leaves_out_by_their_names_are_not_counted(three, watch, passing):
    query = Filter(period=Period(last=MOMENT.replace(day=2).date()), tags=frozenset({"none"}))
    assert [] == list(getattr(three.scan(query, progress=watch), passing)())
    assert ["counted 2", "clear"] == watch.heard[1:]


@each_pass
def test_an_empty_journal_is_a_pass_too(journal, watch, passing):
    assert [] == list(getattr(journal.scan(progress=watch), passing)())
    assert ["begin 0", "clear"] == watch.heard


@each_pass
def test_each_pass_is_heard_of(three, watch, passing):
    scan = three.scan(progress=watch)
    for _ in range(2):
        assert 3 == len(list(getattr(scan, passing)()))
    assert ["begin 3", "begin 3"] == [words for words in watch.heard if "begin" in words]


@each_pass
def test_whoever_leaves_early_has_the_watch_fall_silent(three, watch, passing):
    found = getattr(three.scan(progress=watch), passing)()
    next(found)
    found.close()
    assert "clear" == watch.heard[-1]
    assert 1 == sum(words == "counted 1" for words in watch.heard)


@each_pass
def test_nobody_watches_where_nobody_was_named(three, passing, capsys):
    assert NO_PROGRESS is three.scan()._progress
    assert 3 == len(list(getattr(three.scan(), passing)()))
    assert ("", "") == capsys.readouterr()

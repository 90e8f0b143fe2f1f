"""The progress callbacks that a scan calls, and when it calls them."""

import pytest

from securebase_cli.storage.filter import Filter
from securebase_cli.storage.scan import NO_PROGRESS, ProgressCallbacks
from support.builders import MOMENT, an_entry


class RecordingProgress(ProgressCallbacks):
    """Records the calls; consecutive calls of `advance` are recorded as their number."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self._advances = 0

    def begin(self, files: int) -> None:
        self.calls.append(f"begin {files}")

    def advance(self) -> None:
        self._advances += 1

    def clear(self) -> None:
        if self._advances:
            self.calls.append(f"advance {self._advances}")
        self._advances = 0
        self.calls.append("clear")


@pytest.fixture
def three(journal):
    """Return a journal with three entries of three days."""
    journal.prepare()
    for day, handle in enumerate(["aaaa", "bbbb", "cccc"], 1):
        journal.add(an_entry(id=handle, moment=MOMENT.replace(day=9 * day)))
    return journal


@pytest.fixture
def progress() -> RecordingProgress:
    return RecordingProgress()


def reject(_data: bytes) -> bool:
    return False


entries_and_outlines = pytest.mark.parametrize("method", ["entries", "outlines"])
A_FILE = ("advance 1", "clear")


def test_progress_is_cleared_before_each_entry(three, progress):
    scan = three.scan(progress=progress)
    for count, _ in enumerate(scan, 1):
        assert ["begin 3", *A_FILE * count] == progress.calls
    assert ["begin 3", *A_FILE * 3, "clear"] == progress.calls


def test_progress_is_cleared_after_the_last_outline(three, progress):
    list(three.scan(progress=progress).outlines())
    assert ["begin 3", "advance 3", "clear"] == progress.calls


@entries_and_outlines
def test_nothing_is_called_before_a_scan_is_iterated(three, progress, method):
    getattr(three.scan(progress=progress), method)()
    assert [] == progress.calls


@entries_and_outlines
def test_files_that_the_prefilter_rejects_are_counted(three, progress, method):
    assert [] == list(getattr(three.scan(progress=progress), method)(reject))
    assert ["begin 3", "advance 3", "clear"] == progress.calls


@entries_and_outlines
def test_files_that_can_t_be_read_are_counted(three, progress, method):
    for path in three.folder.glob("*.md"):
        path.write_bytes(b"")
    assert [] == list(getattr(three.scan(progress=progress), method)())
    assert ["begin 3", "advance 3", "clear"] == progress.calls


@entries_and_outlines
def test_files_that_the_filter_rejects_by_their_names_are_not_counted(three, progress, method):
    excluded = frozenset({three.find("cccc", MOMENT.date())})
    entry_filter = Filter(excluded_entries=excluded, tags=frozenset({"none"}))
    assert [] == list(getattr(three.scan(entry_filter, progress=progress), method)())
    assert ["advance 2", "clear"] == progress.calls[1:]


@entries_and_outlines
def test_scanning_an_empty_journal_calls_progress_too(journal, progress, method):
    assert [] == list(getattr(journal.scan(progress=progress), method)())
    assert ["begin 0", "clear"] == progress.calls


@entries_and_outlines
def test_each_iteration_begins_anew(three, progress, method):
    scan = three.scan(progress=progress)
    for _ in range(2):
        assert 3 == len(list(getattr(scan, method)()))
    assert ["begin 3", "begin 3"] == [call for call in progress.calls if "begin" in call]


@entries_and_outlines
def test_progress_is_cleared_when_an_iteration_is_closed_early(three, progress, method):
    iterator = getattr(three.scan(progress=progress), method)()
    next(iterator)
    iterator.close()
    assert "clear" == progress.calls[-1]
    assert 1 == sum(call == "advance 1" for call in progress.calls)


@entries_and_outlines
def test_the_default_progress_shows_nothing(three, method, capsys):
    assert NO_PROGRESS is three.scan()._progress
    assert 3 == len(list(getattr(three.scan(), method)()))
    assert ("", "") == capsys.readouterr()

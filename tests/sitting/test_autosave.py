"""The autosave thread: when it saves, in which order, and that typing never waits for it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from securebase_cli.errors import SavingError
from securebase_cli.model import Action
from securebase_cli.sitting import autosave
from securebase_cli.sitting.autosave import Autosaver, draft_length
from support.builders import ANSWER, a_draft

# Seconds after which a test fails instead of hanging; nothing takes as long.
PATIENCE = 20

EMPTY = a_draft()
FULL = "The draft can't be written: No space left on device."


def _draft(text: str):
    return a_draft(answers=(ANSWER._replace(text=text),))


FIRST = _draft("Most")
SECOND = _draft("Most of")
LONG = _draft("Most of them do. " * 20)


class Disk:
    """Records drafts, raises the next of its `failures`, and hangs while `may_finish` is clear."""

    def __init__(self) -> None:
        self.written = []
        self.failures: list[BaseException] = []
        self.started = threading.Semaphore(0)
        self.finished = threading.Semaphore(0)
        self.may_finish = threading.Event()
        self.may_finish.set()

    def write(self, draft) -> None:
        self.started.release()
        assert self.may_finish.wait(PATIENCE)
        try:
            if self.failures:
                raise self.failures.pop(0)
            self.written.append(draft)
        finally:
            self.finished.release()


class WatchedLock:
    """A lock that releases `contended` and makes a call whenever a thread has to wait for it."""

    def __init__(self, call=lambda: None) -> None:
        self.contended = threading.Semaphore(0)
        self._call = call
        self._lock = threading.Lock()

    def acquire(self, timeout: float = PATIENCE) -> bool:
        if self._lock.acquire(blocking=False):
            return True
        self.contended.release()
        self._call()
        return self._lock.acquire(timeout=timeout)

    def release(self) -> None:
        self._lock.release()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()


def _acquired(awaited: threading.Semaphore) -> bool:
    return awaited.acquire(timeout=PATIENCE)


def _update(autosaver: Autosaver, draft) -> None:
    autosaver.update(draft_length(draft), lambda: draft)


@pytest.fixture
def disk():
    disk = Disk()
    yield disk
    disk.may_finish.set()


@pytest.fixture
def now(monkeypatch) -> SimpleNamespace:
    """Return a clock that stands still until a test changes its `seconds`."""
    now = SimpleNamespace(seconds=1000.0)
    monkeypatch.setattr(autosave, "time", SimpleNamespace(monotonic=lambda: now.seconds))
    return now


@pytest.fixture
def executor():
    """Return threads for calls that have to wait."""
    with ThreadPoolExecutor(2) as executor:
        yield executor


# When text is due.


@pytest.fixture
def autosaver(disk, now) -> Autosaver:
    return Autosaver(disk.write, has_file=True)


def _save_characters(autosaver: Autosaver, count: int) -> None:
    autosaver.save_now(_draft("x" * count))


def test_the_first_text_is_due_at_once(autosaver):
    assert 0 == autosaver._seconds_until_due(1)


@pytest.mark.parametrize(
    ("since", "wait"), [(0.0, 0.9), (0.5, 0.4), (0.875, 0.025), (0.9, 0.0), (60.0, 0.0)]
)
def test_a_small_change_is_due_nine_tenths_of_a_second_after_the_last_save(
    autosaver, now, since, wait
):
    _save_characters(autosaver, 100)
    now.seconds += since
    assert wait == pytest.approx(autosaver._seconds_until_due(104))


@pytest.mark.parametrize(
    ("length", "due"), [(1199, False), (1200, True), (5000, True), (801, False), (800, True)]
)
def test_a_change_of_two_hundred_characters_is_due_at_once(autosaver, length, due):
    _save_characters(autosaver, 1000)
    assert due == (autosaver._seconds_until_due(length) == 0)


def test_characters_are_counted_from_the_last_save(autosaver):
    _save_characters(autosaver, 1000)
    _save_characters(autosaver, 1150)
    assert 0.9 == pytest.approx(autosaver._seconds_until_due(1200))


def test_text_is_due_less_than_a_second_after_it_was_typed():
    assert autosave.SAVE_INTERVAL < 1


def test_the_length_of_a_draft_counts_its_answers_and_its_action():
    answers = (ANSWER._replace(text="Zoë"), ANSWER._replace(text="said so."))
    assert 11 == draft_length(a_draft(answers=answers))
    assert 17 == draft_length(a_draft(answers=answers, action=Action("A walk")))
    assert 0 == draft_length(EMPTY)


# Updates are saved in the thread.


def test_the_first_update_is_saved_at_once(disk, now):
    with Autosaver(disk.write, has_file=False) as autosaver:
        _update(autosaver, FIRST)
        assert _acquired(disk.finished)
    assert [FIRST] == disk.written
    assert autosaver.has_file


def test_an_update_that_is_not_due_waits_and_the_next_one_replaces_it(disk, now):
    with Autosaver(disk.write, has_file=False) as autosaver:
        _update(autosaver, FIRST)
        assert _acquired(disk.finished)
        _update(autosaver, SECOND)
        _update(autosaver, LONG)
        assert _acquired(disk.finished)
    assert [FIRST, LONG] == disk.written


def test_an_update_is_saved_when_it_is_due(disk, now):
    with Autosaver(disk.write, has_file=False) as autosaver:
        _update(autosaver, FIRST)
        assert _acquired(disk.finished)
        now.seconds += 0.9
        _update(autosaver, SECOND)
        assert _acquired(disk.finished)
    assert [FIRST, SECOND] == disk.written


def test_the_thread_saves_an_update_when_it_becomes_due_without_another_update(disk, now):
    class Clockwork(threading.Condition):
        def wait(self, timeout: float | None = None) -> bool:
            # Only a wait with a timeout moves the clock on.
            if timeout is None:
                return super().wait()
            now.seconds += timeout
            return False

    with Autosaver(disk.write, has_file=False) as autosaver:
        autosaver._changed = Clockwork()
        _update(autosaver, FIRST)
        assert _acquired(disk.finished)
        _update(autosaver, SECOND)
        assert _acquired(disk.finished)
    assert [FIRST, SECOND] == disk.written
    assert 1000.9 == pytest.approx(now.seconds)


def test_only_the_last_of_many_updates_builds_a_draft(disk, now):
    made = []

    def making(draft):
        def make():
            made.append(draft)
            return draft

        return make

    with Autosaver(disk.write, has_file=False) as autosaver:
        _update(autosaver, FIRST)
        assert _acquired(disk.finished)
        for text in ("Most o", "Most of", "Most of t"):
            autosaver.update(len(text), making(_draft(text)))
        autosaver.flush()
    assert [_draft("Most of t")] == made


def test_an_update_does_not_wait_while_the_disk_hangs(disk, executor):
    disk.may_finish.clear()
    with Autosaver(disk.write, has_file=False) as autosaver:
        _update(autosaver, FIRST)
        assert _acquired(disk.started)
        for draft in (SECOND, LONG):
            executor.submit(_update, autosaver, draft).result(PATIENCE)
        assert [] == disk.written
        disk.may_finish.set()
        assert _acquired(disk.finished)
        assert _acquired(disk.finished)
    assert [FIRST, LONG] == disk.written


# save_now and flush.


def test_save_now_returns_after_the_draft_is_written(disk):
    with Autosaver(disk.write, has_file=False) as autosaver:
        autosaver.save_now(FIRST)
        assert [FIRST] == disk.written
        assert autosaver.has_file
        autosaver.save_now(SECOND)
        assert [FIRST, SECOND] == disk.written


def test_save_now_drops_the_pending_draft(disk, now):
    with Autosaver(disk.write, has_file=False) as autosaver:
        autosaver.save_now(FIRST)
        _update(autosaver, SECOND)
        autosaver.save_now(FIRST)
        autosaver.flush()
    assert [FIRST, FIRST] == disk.written


def test_flush_saves_a_pending_draft_that_is_not_due(disk, now):
    with Autosaver(disk.write, has_file=False) as autosaver:
        autosaver.save_now(FIRST)
        _update(autosaver, SECOND)
        autosaver.flush()
        assert [FIRST, SECOND] == disk.written
        autosaver.flush()
    assert [FIRST, SECOND] == disk.written


@pytest.mark.parametrize("has_file", [False, True])
def test_an_empty_draft_is_written_only_over_an_existing_file(disk, has_file):
    with Autosaver(disk.write, has_file=has_file) as autosaver:
        autosaver.save_now(EMPTY)
        _update(autosaver, EMPTY)
        autosaver.flush()
        assert has_file == autosaver.has_file
    assert ({EMPTY} if has_file else set()) == set(disk.written)


def test_a_draft_that_was_emptied_again_is_written(disk):
    with Autosaver(disk.write, has_file=False) as autosaver:
        autosaver.save_now(FIRST)
        autosaver.save_now(EMPTY)
    assert [FIRST, EMPTY] == disk.written


# The order.


def test_save_now_waits_for_a_running_save_and_writes_after_it(disk, executor):
    disk.may_finish.clear()
    with Autosaver(disk.write, has_file=False) as autosaver:
        autosaver._write_lock = WatchedLock()
        _update(autosaver, FIRST)
        assert _acquired(disk.started)
        saving = executor.submit(autosaver.save_now, SECOND)
        assert _acquired(autosaver._write_lock.contended)
        assert [] == disk.written
        disk.may_finish.set()
        saving.result(PATIENCE)
        assert [FIRST, SECOND] == disk.written


def test_an_older_update_is_never_written_after_save_now(disk, executor):
    disk.may_finish.clear()
    with Autosaver(disk.write, has_file=False) as autosaver:
        autosaver._write_lock = WatchedLock()
        before = executor.submit(autosaver.save_now, FIRST)
        assert _acquired(disk.started)
        _update(autosaver, LONG)
        # The thread has seen the update, and waits for the lock.
        assert _acquired(autosaver._write_lock.contended)
        saving = executor.submit(autosaver.save_now, SECOND)
        assert _acquired(autosaver._write_lock.contended)
        disk.may_finish.set()
        before.result(PATIENCE)
        saving.result(PATIENCE)
    assert disk.written in ([FIRST, SECOND], [FIRST, LONG, SECOND])


def test_flush_returns_after_the_thread_has_saved_what_it_took(disk, executor):
    disk.may_finish.clear()
    with Autosaver(disk.write, has_file=False) as autosaver:
        lock = autosaver._write_lock = WatchedLock()
        before = executor.submit(autosaver.save_now, FIRST)
        assert _acquired(disk.started)
        _update(autosaver, LONG)
        assert _acquired(lock.contended)
        flushing = executor.submit(autosaver.flush)
        # It waits for the lock as well, or has returned.
        flushing.add_done_callback(lambda _: lock.contended.release())
        assert _acquired(lock.contended)
        disk.may_finish.set()
        before.result(PATIENCE)
        flushing.result(PATIENCE)
    assert [FIRST, LONG] == disk.written


def test_flush_while_save_now_waits_does_not_drop_its_draft(disk, executor):
    # As when Ctrl-Z comes while the disk is slow.
    with Autosaver(disk.write, has_file=False) as autosaver:
        lock = autosaver._write_lock = WatchedLock()
        lock.acquire()
        saving = executor.submit(autosaver.save_now, FIRST)
        assert _acquired(lock.contended)
        flushing = executor.submit(autosaver.flush)
        flushing.add_done_callback(lambda _: lock.contended.release())
        assert _acquired(lock.contended)
        lock.release()
        saving.result(PATIENCE)
        flushing.result(PATIENCE)
        assert [FIRST] == disk.written


def test_flush_waits_for_a_running_save(disk):
    disk.may_finish.clear()
    with Autosaver(disk.write, has_file=False) as autosaver:
        autosaver._write_lock = WatchedLock(call=disk.may_finish.set)
        _update(autosaver, FIRST)
        assert _acquired(disk.started)
        autosaver.flush()
        written_by_flush = list(disk.written)
        disk.may_finish.set()
    assert [FIRST] == written_by_flush


# Failures.


def test_save_now_raises_a_failure_and_keeps_it_until_the_next_save(disk):
    disk.failures = [SavingError(FULL)]
    with Autosaver(disk.write, has_file=False) as autosaver:
        assert "" == autosaver.failure
        with pytest.raises(SavingError, match=FULL):
            autosaver.save_now(FIRST)
        assert FULL == autosaver.failure
        assert not autosaver.has_file
        autosaver.save_now(SECOND)
        assert "" == autosaver.failure
    assert [SECOND] == disk.written


def test_a_failure_in_the_thread_is_stored_and_not_raised(disk, now):
    disk.failures = [SavingError(FULL)]
    with Autosaver(disk.write, has_file=False) as autosaver:
        _update(autosaver, FIRST)
        assert _acquired(disk.finished)
    assert FULL == autosaver.failure
    assert not autosaver.has_file


def test_an_unexpected_exception_in_the_thread_is_stored_without_its_message(disk, now):
    disk.failures = [RuntimeError("Most of them do.")]
    with Autosaver(disk.write, has_file=False) as autosaver:
        _update(autosaver, FIRST)
        assert _acquired(disk.finished)
    assert "What you type could not be kept (RuntimeError)." == autosaver.failure


def test_after_a_failure_the_next_update_is_saved_and_clears_it(disk, now):
    disk.failures = [SavingError(FULL)]
    with Autosaver(disk.write, has_file=False) as autosaver:
        _update(autosaver, FIRST)
        assert _acquired(disk.finished)
        _update(autosaver, LONG)
        assert _acquired(disk.finished)
    assert [LONG] == disk.written
    assert "" == autosaver.failure


def test_flush_stores_a_failure_and_does_not_raise_it(disk, now):
    with Autosaver(disk.write, has_file=False) as autosaver:
        autosaver.save_now(FIRST)
        disk.failures = [SavingError(FULL)]
        _update(autosaver, SECOND)
        autosaver.flush()
        assert FULL == autosaver.failure
    assert autosaver.has_file, "what was written before is still there"


# The end.


def test_exit_ends_the_thread_and_drops_the_pending_draft(disk, now):
    before = set(threading.enumerate())
    with Autosaver(disk.write, has_file=False) as autosaver:
        assert before == set(threading.enumerate()), "nobody has typed anything yet"
        _update(autosaver, FIRST)
        assert _acquired(disk.finished)
        assert 1 == len(set(threading.enumerate()) - before)
        _update(autosaver, SECOND)
    assert before == set(threading.enumerate())
    assert [FIRST] == disk.written


def test_exit_waits_for_a_running_save(disk):
    disk.may_finish.clear()
    with Autosaver(disk.write, has_file=False) as autosaver:
        _update(autosaver, FIRST)
        assert _acquired(disk.started)
        join = autosaver._thread.join

        def answer_now() -> None:
            disk.may_finish.set()
            join()

        autosaver._thread.join = answer_now
    assert [FIRST] == disk.written
    assert autosaver.has_file

"""What is typed is written down beside the typing: at its pace, in order, and never in its way."""

import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from securebase_cli.errors import SavingError
from securebase_cli.model import Action
from securebase_cli.sitting import autosave
from securebase_cli.sitting.autosave import Autosaver, Throttle, draft_length
from support.builders import ANSWER, a_draft

# Nothing takes as long as this (s); it only keeps a defect from holding up everything.
PATIENCE = 20

EMPTY = a_draft()
FULL = "The draft can't be written: No space left on device."


def _draft(text: str):
    return a_draft(answers=(ANSWER._replace(text=text),))


FIRST = _draft("Most")
SECOND = _draft("Most of")
LONG = _draft("Most of them do. " * 20)


class Disk:
    """Takes drafts, fails with the next of its `failures`, and can be made to hang."""

    def __init__(self) -> None:
        self.written = []
        self.failures: list[BaseException] = []
        self.begun = threading.Semaphore(0)
        self.finished = threading.Semaphore(0)
        self.answers = threading.Event()
        self.answers.set()

    def write(self, draft) -> None:
        self.begun.release()
        assert self.answers.wait(PATIENCE)
        try:
            if self.failures:
                raise self.failures.pop(0)
            self.written.append(draft)
        finally:
            self.finished.release()


class Door:
    """A lock that tells, and calls somebody, when one stands before it and has to wait."""

    def __init__(self, call=lambda: None) -> None:
        self.knocked = threading.Semaphore(0)
        self._call = call
        self._lock = threading.Lock()

    def acquire(self, timeout: float = PATIENCE) -> bool:
        if self._lock.acquire(blocking=False):
            return True
        self.knocked.release()
        self._call()
        return self._lock.acquire(timeout=timeout)

    def release(self) -> None:
        self._lock.release()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()


def _happens(awaited: threading.Semaphore) -> bool:
    return awaited.acquire(timeout=PATIENCE)


def _update(autosaver: Autosaver, draft) -> None:
    autosaver.update(draft_length(draft), lambda: draft)


@pytest.fixture
def disk():
    disk = Disk()
    yield disk
    disk.answers.set()


@pytest.fixture
def now(monkeypatch) -> SimpleNamespace:
    """Return a clock that stands still until a test moves its `seconds` on."""
    now = SimpleNamespace(seconds=1000.0)
    monkeypatch.setattr(autosave, "time", SimpleNamespace(monotonic=lambda: now.seconds))
    return now


@pytest.fixture
def other():
    """Return a thread to do something in that has to wait."""
    with ThreadPoolExecutor(2) as other:
        yield other


# The pace.


def test_the_first_letters_are_due_at_once():
    assert 0 == Throttle().seconds_until_due(1000.0, 1)


@pytest.mark.parametrize(
    ("since", "wait"), [(0.0, 0.9), (0.5, 0.4), (0.875, 0.025), (0.9, 0.0), (60.0, 0.0)]
)
def test_a_few_more_letters_are_due_nine_tenths_of_a_second_after_the_last(since, wait):
    pace = Throttle()
    pace.record_save(1000.0, 100)
    assert wait == pytest.approx(pace.seconds_until_due(1000.0 + since, 104))


@pytest.mark.parametrize(
    ("letters", "due"), [(1199, False), (1200, True), (5000, True), (801, False), (800, True)]
)
def test_two_hundred_letters_more_or_fewer_are_due_at_once(letters, due):
    pace = Throttle()
    pace.record_save(1000.0, 1000)
    assert due == (pace.seconds_until_due(1000.0, letters) == 0)


def test_letters_are_counted_from_what_was_kept_last():
    pace = Throttle()
    pace.record_save(1000.0, 1000)
    pace.record_save(1000.0, 1150)
    assert 0.9 == pytest.approx(pace.seconds_until_due(1000.0, 1200))


def test_what_is_typed_is_never_due_later_than_a_second_after():
    assert autosave.SAVE_INTERVAL < 1


def test_the_letters_of_a_draft_are_those_of_its_answers_and_its_action():
    answers = (ANSWER._replace(text="Zoë"), ANSWER._replace(text="said so."))
    assert 11 == draft_length(a_draft(answers=answers))
    assert 17 == draft_length(a_draft(answers=answers, action=Action("A walk")))
    assert 0 == draft_length(EMPTY)


# What is noted is written beside the typing.


def test_the_first_note_is_written_at_once(disk, now):
    with Autosaver(disk.write, has_file=False) as autosaver:
        _update(autosaver, FIRST)
        assert _happens(disk.finished)
    assert [FIRST] == disk.written
    assert autosaver.has_file


def test_a_note_that_is_not_due_waits_and_one_that_is_due_takes_its_place(disk, now):
    with Autosaver(disk.write, has_file=False) as autosaver:
        _update(autosaver, FIRST)
        assert _happens(disk.finished)
        _update(autosaver, SECOND)
        _update(autosaver, LONG)
        assert _happens(disk.finished)
    assert [FIRST, LONG] == disk.written


def test_a_note_is_written_as_soon_as_its_time_has_come(disk, now):
    with Autosaver(disk.write, has_file=False) as autosaver:
        _update(autosaver, FIRST)
        assert _happens(disk.finished)
        now.seconds += 0.9
        _update(autosaver, SECOND)
        assert _happens(disk.finished)
    assert [FIRST, SECOND] == disk.written


def test_a_note_is_written_when_its_time_comes_though_nothing_more_is_noted(disk, now):
    class Clockwork(threading.Condition):
        def wait(self, timeout: float | None = None) -> bool:
            # The clock goes on while somebody waits for a time to come, and only then.
            if timeout is None:
                return super().wait()
            now.seconds += timeout
            return False

    with Autosaver(disk.write, has_file=False) as autosaver:
        autosaver._changed = Clockwork()
        _update(autosaver, FIRST)
        assert _happens(disk.finished)
        _update(autosaver, SECOND)
        assert _happens(disk.finished)
    assert [FIRST, SECOND] == disk.written
    assert 1000.9 == pytest.approx(now.seconds)


def test_of_many_notes_only_the_last_is_made_into_a_draft(disk, now):
    made = []

    def making(draft):
        def make():
            made.append(draft)
            return draft

        return make

    with Autosaver(disk.write, has_file=False) as autosaver:
        _update(autosaver, FIRST)
        assert _happens(disk.finished)
        for text in ("Most o", "Most of", "Most of t"):
            autosaver.update(len(text), making(_draft(text)))
        autosaver.flush()
    assert [_draft("Most of t")] == made


def test_whoever_types_does_not_wait_while_the_disk_hangs(disk, other):
    disk.answers.clear()
    with Autosaver(disk.write, has_file=False) as autosaver:
        _update(autosaver, FIRST)
        assert _happens(disk.begun)
        for draft in (SECOND, LONG):
            other.submit(_update, autosaver, draft).result(PATIENCE)
        assert [] == disk.written
        disk.answers.set()
        assert _happens(disk.finished)
        assert _happens(disk.finished)
    assert [FIRST, LONG] == disk.written


# Keeping and settling.


def test_what_is_to_be_kept_is_written_when_keeping_returns(disk):
    with Autosaver(disk.write, has_file=False) as autosaver:
        autosaver.save_now(FIRST)
        assert [FIRST] == disk.written
        assert autosaver.has_file
        autosaver.save_now(SECOND)
        assert [FIRST, SECOND] == disk.written


def test_what_was_noted_before_is_forgotten_when_something_is_kept(disk, now):
    with Autosaver(disk.write, has_file=False) as autosaver:
        autosaver.save_now(FIRST)
        _update(autosaver, SECOND)
        autosaver.save_now(FIRST)
        autosaver.flush()
    assert [FIRST, FIRST] == disk.written


def test_what_was_noted_and_is_not_due_is_written_when_it_is_settled(disk, now):
    with Autosaver(disk.write, has_file=False) as autosaver:
        autosaver.save_now(FIRST)
        _update(autosaver, SECOND)
        autosaver.flush()
        assert [FIRST, SECOND] == disk.written
        autosaver.flush()
    assert [FIRST, SECOND] == disk.written


@pytest.mark.parametrize("kept", [False, True])
def test_an_empty_draft_is_written_only_over_one_that_is_on_the_disk(disk, kept):
    with Autosaver(disk.write, has_file=kept) as autosaver:
        autosaver.save_now(EMPTY)
        _update(autosaver, EMPTY)
        autosaver.flush()
        assert kept == autosaver.has_file
    assert ({EMPTY} if kept else set()) == set(disk.written)


def test_a_draft_that_was_emptied_again_is_written(disk):
    with Autosaver(disk.write, has_file=False) as autosaver:
        autosaver.save_now(FIRST)
        autosaver.save_now(EMPTY)
    assert [FIRST, EMPTY] == disk.written


# The order.


def test_what_is_kept_waits_for_what_is_being_written_and_comes_after_it(disk, other):
    disk.answers.clear()
    with Autosaver(disk.write, has_file=False) as autosaver:
        autosaver._write_lock = Door()
        _update(autosaver, FIRST)
        assert _happens(disk.begun)
        keeping = other.submit(autosaver.save_now, SECOND)
        assert _happens(autosaver._write_lock.knocked)
        assert [] == disk.written
        disk.answers.set()
        keeping.result(PATIENCE)
        assert [FIRST, SECOND] == disk.written


def test_what_was_noted_before_never_comes_after_what_is_kept(disk, other):
    disk.answers.clear()
    with Autosaver(disk.write, has_file=False) as autosaver:
        autosaver._write_lock = Door()
        before = other.submit(autosaver.save_now, FIRST)
        assert _happens(disk.begun)
        _update(autosaver, LONG)
        # The thread has heard of it already, and stands where only one can write.
        assert _happens(autosaver._write_lock.knocked)
        keeping = other.submit(autosaver.save_now, SECOND)
        assert _happens(autosaver._write_lock.knocked)
        disk.answers.set()
        before.result(PATIENCE)
        keeping.result(PATIENCE)
    assert disk.written in ([FIRST, SECOND], [FIRST, LONG, SECOND])


def test_settling_lets_what_was_taken_before_be_written(disk, other):
    disk.answers.clear()
    with Autosaver(disk.write, has_file=False) as autosaver:
        door = autosaver._write_lock = Door()
        before = other.submit(autosaver.save_now, FIRST)
        assert _happens(disk.begun)
        _update(autosaver, LONG)
        assert _happens(door.knocked)
        settling = other.submit(autosaver.flush)
        # It stands at the door, too, or it is done already.
        settling.add_done_callback(lambda _: door.knocked.release())
        assert _happens(door.knocked)
        disk.answers.set()
        before.result(PATIENCE)
        settling.result(PATIENCE)
    assert [FIRST, LONG] == disk.written


def test_settling_while_something_waits_to_be_kept_lets_it_be_kept(disk, other):
    # As when Ctrl-Z comes while the disk is slow.
    with Autosaver(disk.write, has_file=False) as autosaver:
        door = autosaver._write_lock = Door()
        door.acquire()
        keeping = other.submit(autosaver.save_now, FIRST)
        assert _happens(door.knocked)
        settling = other.submit(autosaver.flush)
        settling.add_done_callback(lambda _: door.knocked.release())
        assert _happens(door.knocked)
        door.release()
        keeping.result(PATIENCE)
        settling.result(PATIENCE)
        assert [FIRST] == disk.written


def test_settling_waits_for_what_is_being_written(disk):
    disk.answers.clear()
    with Autosaver(disk.write, has_file=False) as autosaver:
        autosaver._write_lock = Door(call=disk.answers.set)
        _update(autosaver, FIRST)
        assert _happens(disk.begun)
        autosaver.flush()
        settled = list(disk.written)
        disk.answers.set()
    assert [FIRST] == settled


# Trouble.


def test_a_failure_to_keep_is_raised_and_shows_until_something_is_written(disk):
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


def test_a_failure_beside_the_typing_shows_and_the_typing_goes_on(disk, now):
    disk.failures = [SavingError(FULL)]
    with Autosaver(disk.write, has_file=False) as autosaver:
        _update(autosaver, FIRST)
        assert _happens(disk.finished)
    assert FULL == autosaver.failure
    assert not autosaver.has_file


def test_after_a_failure_the_next_note_is_written_and_the_trouble_is_over(disk, now):
    disk.failures = [SavingError(FULL)]
    with Autosaver(disk.write, has_file=False) as autosaver:
        _update(autosaver, FIRST)
        assert _happens(disk.finished)
        _update(autosaver, LONG)
        assert _happens(disk.finished)
    assert [LONG] == disk.written
    assert "" == autosaver.failure


def test_a_failure_to_settle_shows_and_is_not_raised(disk, now):
    with Autosaver(disk.write, has_file=False) as autosaver:
        autosaver.save_now(FIRST)
        disk.failures = [SavingError(FULL)]
        _update(autosaver, SECOND)
        autosaver.flush()
        assert FULL == autosaver.failure
    assert autosaver.has_file, "what was written before is still there"


# The end.


def test_afterwards_no_thread_is_left_and_what_was_not_due_is_not_written(disk, now):
    before = set(threading.enumerate())
    with Autosaver(disk.write, has_file=False) as autosaver:
        assert before == set(threading.enumerate()), "nobody has typed anything yet"
        _update(autosaver, FIRST)
        assert _happens(disk.finished)
        assert 1 == len(set(threading.enumerate()) - before)
        _update(autosaver, SECOND)
    assert before == set(threading.enumerate())
    assert [FIRST] == disk.written


def test_the_end_waits_for_what_is_being_written(disk):
    disk.answers.clear()
    with Autosaver(disk.write, has_file=False) as autosaver:
        _update(autosaver, FIRST)
        assert _happens(disk.begun)
        join = autosaver._thread.join

        def answer_now() -> None:
            disk.answers.set()
            join()

        autosaver._thread.join = answer_now
    assert [FIRST] == disk.written
    assert autosaver.has_file

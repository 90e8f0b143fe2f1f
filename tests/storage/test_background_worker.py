"""Work for a second process: its pieces arrive, or nothing does, and nobody is left behind."""

import itertools
import os
import signal
import sys
from types import SimpleNamespace

import pytest

from securebase_cli.storage import platform_files
from securebase_cli.storage.platform_files import background_worker

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="Windows can't divide a process"),
    # From 3.12 on Python warns of forks beside threads, and pytest-xdist has threads.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]

# No work takes as long as this (s); it only keeps a defect from holding up everything.
PATIENCE = 60


@pytest.fixture
def spare(monkeypatch) -> None:
    """Let there be a process to spare, whatever runs the tests."""
    monkeypatch.setattr(platform_files, "_can_spare_a_process", lambda: True)


@pytest.fixture
def begun(spare, monkeypatch) -> list[int]:
    """Return the processes that are begun."""
    fork, processes = os.fork, []

    def remembering() -> int:
        processes.append(fork())
        return processes[-1]

    monkeypatch.setattr(os, "fork", remembering)
    return processes


@pytest.fixture
def ends(begun, monkeypatch) -> list[int]:
    """Return the signals that ended the processes waited for; 0 is an end of their own."""
    wait, signals = os.waitpid, []

    def remembering(process: int, how: int) -> tuple[int, int]:
        process, status = wait(process, how)
        signals.append(os.WTERMSIG(status))
        return process, status

    monkeypatch.setattr(os, "waitpid", remembering)
    return signals


def _is_gone(process: int) -> bool:
    with pytest.raises(ChildProcessError):
        os.waitpid(process, 0)
    return True


def _open_descriptors() -> list[str]:
    return sorted(os.listdir("/dev/fd"))


def _endless():
    """Work that is never done by itself."""
    signal.alarm(PATIENCE)
    signal.pause()
    yield b"late"


def _killing(*pieces: bytes):
    """Work after which the process is killed, as when the memory is short."""
    yield from pieces
    os.kill(os.getpid(), signal.SIGKILL)


def _failing(*pieces: bytes):
    """Work that comes upon an error."""
    yield from pieces
    raise ZeroDivisionError


# What arrives.


def test_the_pieces_arrive_one_by_one_in_order(spare):
    with background_worker([b"one", b"two\n", b"\x00\xff"]) as next_piece:
        assert [b"one", b"two\n", b"\x00\xff", b"", b""] == [next_piece() for _ in range(5)]


def test_the_work_is_done_by_another_process_and_changes_nothing_here(begun):
    done = []

    def work():
        done.append("here")
        yield b"%d" % os.getpid()

    with background_worker(work()) as next_piece:
        assert b"%d" % begun[0] == next_piece()
    assert begun[0] != os.getpid()
    assert [] == done


@pytest.mark.parametrize("size", [0, 1, 1 << 16, 700_000, 3 << 20])
def test_pieces_of_any_size_arrive_whole(spare, size):
    piece = bytes(itertools.islice(itertools.cycle(range(251)), size))
    with background_worker(iter([piece, b"more", piece])) as next_piece:
        assert [piece, b"more", piece] == [next_piece() for _ in range(3)]


def test_a_second_process_has_no_answer_of_its_own_to_ctrl_c(spare):
    def work():
        yield b"%d" % (signal.getsignal(signal.SIGINT) == signal.SIG_DFL)

    with background_worker(work()) as next_piece:
        assert b"1" == next_piece()
    assert signal.getsignal(signal.SIGINT) != signal.SIG_DFL


def test_what_waits_to_be_written_here_is_not_written_there_too(spare, tmp_path):
    with open(tmp_path / "out", "w", encoding="utf-8") as file:
        file.write("once")
        with background_worker([b"piece"]) as next_piece:
            assert b"piece" == next_piece()
    assert "once" == (tmp_path / "out").read_text("utf-8")


# What does not.


@pytest.mark.parametrize("ending", [_failing, _killing])
@pytest.mark.parametrize("before", [(), (b"one",), (b"one", b"t" * 100_000)])
def test_work_that_is_cut_off_gives_what_came_before_and_then_nothing(spare, capfd, ending, before):
    with background_worker(ending(*before)) as next_piece:
        assert [*before, b"", b""] == [next_piece() for _ in range(len(before) + 2)]
    assert ("", "") == capfd.readouterr()


@pytest.mark.parametrize("written", range(14))
def test_a_piece_that_is_cut_off_anywhere_is_nothing(spare, monkeypatch, written):
    write = os.write

    def cut_off(descriptor: int, data: bytes) -> int:
        write(descriptor, bytes(data)[:written])
        os.kill(os.getpid(), signal.SIGKILL)
        return 0

    monkeypatch.setattr(os, "write", cut_off)
    with background_worker([b"\n\n\n\n\n\n"]) as next_piece:
        assert [b"", b""] == [next_piece(), next_piece()]


def test_no_work_gives_nothing(spare):
    with background_worker([]) as next_piece:
        assert b"" == next_piece()


# Where there is no second process.


@pytest.mark.parametrize(
    ("platform", "processors", "threads", "spare"),
    [
        ("linux", 2, 1, True),
        ("linux", 8, None, True),
        ("linux", 1, 1, False),
        ("linux", 8, 2, False),
        ("darwin", 8, 1, False),
        ("win32", 8, None, False),
        ("freebsd14", 8, 1, False),
    ],
)
def test_a_process_is_to_spare_on_linux_with_processors_and_without_threads(
    monkeypatch, platform, processors, threads, spare
):
    known = {} if threads is None else {"threading": SimpleNamespace(active_count=lambda: threads)}
    monkeypatch.setattr(platform_files, "sys", SimpleNamespace(platform=platform, modules=known))
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(processors)), raising=False)
    assert spare is platform_files._can_spare_a_process()


def test_without_one_nothing_arrives_and_nothing_is_done(monkeypatch):
    monkeypatch.setattr(platform_files, "_can_spare_a_process", lambda: False)
    monkeypatch.delattr(os, "fork")
    work = iter([b"one"])
    with background_worker(work) as next_piece:
        assert [b"", b""] == [next_piece(), next_piece()]
    assert [b"one"] == list(work)


def test_a_system_that_refuses_another_process_has_none_to_spare(spare, monkeypatch):
    def refuse() -> int:
        # As where somebody may have no more of them.
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    with background_worker([b"one"]) as next_piece:
        assert b"" == next_piece()


# Nobody is left behind.


def test_a_process_that_has_done_its_work_is_waited_for(begun):
    with background_worker([b"one"]) as next_piece:
        assert b"one" == next_piece()
    assert [True] == [_is_gone(process) for process in begun]


def test_a_process_that_is_still_at_work_is_ended_with_the_context(begun, ends):
    with background_worker(_endless()):
        pass
    assert [signal.SIGKILL] == ends
    assert [True] == [_is_gone(process) for process in begun]


def test_a_process_that_waits_for_somebody_to_take_its_pieces_is_ended_with_the_context(begun):
    with background_worker(itertools.repeat(b"x" * 100_000)) as next_piece:
        assert b"x" * 100_000 == next_piece()
    assert [True] == [_is_gone(process) for process in begun]


def test_an_error_passes_and_takes_the_process_along(begun, ends):
    with pytest.raises(LookupError), background_worker(_endless()):
        raise LookupError
    assert [signal.SIGKILL] == ends
    assert [True] == [_is_gone(process) for process in begun]


@pytest.mark.skipif(not os.path.exists("/dev/fd"), reason="open files can't be listed here")
@pytest.mark.parametrize("work", [(b"one",), itertools.repeat(b"one")], ids=["done", "endless"])
def test_no_file_stays_open(spare, work):
    before = _open_descriptors()
    with background_worker(work) as next_piece:
        assert before != _open_descriptors()
        next_piece()
    assert before == _open_descriptors()

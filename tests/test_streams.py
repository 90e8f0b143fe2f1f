"""What is written to the standard streams arrives whole, or the program says that it did not."""

import errno
import io
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli import streams
from securebase_cli.model import Answer
from support.builders import an_entry
from support.program import TIMEOUT

fcntl = pytest.importorskip("fcntl", reason="Windows has no such streams")
resource = pytest.importorskip("resource", reason="Windows has no such limits")
termios = pytest.importorskip("termios", reason="Windows has no such terminals")

LONG_TEXT = "A sentence that was written down. " * 3_000


def test_a_closed_stdin_is_at_its_end_and_a_closed_stdout_takes_no_text(monkeypatch):
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    streams.open_streams()
    assert "" == sys.stdin.read()
    for stream in (sys.stderr, sys.stdout):
        stream.write("to nobody")
    sys.stderr.flush()
    with pytest.raises(OSError, match="the output is closed"):
        sys.stdout.flush()
    streams.redirect_to_devnull(sys.stdout)
    sys.stdout.flush()


def test_letters_that_an_encoding_lacks_are_written_as_escapes(monkeypatch):
    bytes_written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(bytes_written, "ascii"))
    streams.open_streams()
    sys.stdout.write("Zoë ☐")
    sys.stdout.flush()
    assert b"Zo\\xeb \\u2610" == bytes_written.getvalue()


@pytest.fixture
def long_journal(program):
    """Return the program with entries longer than a pipe and than the limits of these tests."""
    answers = (Answer("call-on-support", "Do they?", LONG_TEXT),)
    program.add_entries(*(an_entry(id=f"aaa{letter}", answers=answers) for letter in "bcdefg"))
    return program


def read_slowly(descriptor: int) -> bytes:
    """Read a pipe to its end, in small pieces, each after the writer found the pipe full."""
    chunks = []
    while chunk := os.read(descriptor, 4096):
        chunks.append(chunk)
    return b"".join(chunks)


WAYS_TO_WRITE = [
    ("export",),
    ("export", "--format", "json"),
    ("export", "--format", "csv"),
    ("export", "--format", "html"),
    ("export", "--format", "docx"),
    ("list", "--json"),
    ("search", "sentence", "--json"),
    ("compare", "call-on-support"),
    ("show", "aaab"),
    ("show", "aaab", "--json"),
    ("questions", "--json"),
]


@pytest.mark.parametrize("unbuffered", [None, "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("arguments", WAYS_TO_WRITE, ids=" ".join)
def test_a_non_blocking_pipe_with_a_slow_reader_gets_every_byte(
    long_journal, arguments, unbuffered
):
    environment = long_journal.environment(PYTHONUNBUFFERED=unbuffered)
    command = long_journal.command(*arguments)
    expected = subprocess.run(command, env=environment, capture_output=True, check=True).stdout
    reading_end, writing_end = os.pipe()
    os.set_blocking(writing_end, False)
    with subprocess.Popen(command, env=environment, stdout=writing_end) as process:
        os.close(writing_end)
        received = read_slowly(reading_end)
        os.close(reading_end)
    assert 0 == process.returncode
    if "docx" in arguments:
        # The file has the moment when it was made, too.
        expected, received = (_word_text(data) for data in (expected, received))
    assert expected == received


def _word_text(data: bytes) -> bytes:
    with ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        return file.read("word/document.xml")


@pytest.mark.parametrize("unbuffered", [None, "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("arguments", WAYS_TO_WRITE[:-2], ids=" ".join)
def test_a_file_that_can_take_only_a_part_is_an_error(
    long_journal, arguments, unbuffered, tmp_path
):
    # Python would cut off the modules that it compiles, too.
    environment = long_journal.environment(PYTHONUNBUFFERED=unbuffered, PYTHONDONTWRITEBYTECODE="1")
    with (tmp_path / "document").open("wb") as file:
        run = subprocess.run(
            long_journal.command(*arguments),
            env=environment,
            stdout=file,
            stderr=subprocess.PIPE,
            check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200)),
        )
    assert 1 == run.returncode
    assert b"That did not work: File too large" in run.stderr


def wait_until_all_is_read(pid: int, writing_end: int) -> None:
    """Wait until a process has emptied a pipe and sleeps or has ended."""
    state, waiting = "", True
    while waiting or state not in {"S", "Z"}:
        waiting = any(fcntl.ioctl(writing_end, termios.FIONREAD, b"\0\0\0\0"))
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


@pytest.mark.parametrize(
    "arguments",
    [("reflect", "availability", "--answers", "-"), ("reflect", "availability")],
    ids=["answers", "typed on a pipe"],
)
def test_non_blocking_standard_input_is_read_to_its_end(program, arguments):
    program.skip_notice()
    first, last = "The first part of it.", "The end of a long answer."
    text = f"{first} {LONG_TEXT}{last}"
    if "--answers" in arguments:
        text = json.dumps({"call-on-support": text})
    reading_end, writing_end = os.pipe()
    os.set_blocking(reading_end, False)
    with subprocess.Popen(
        program.command(*arguments), env=program.environment(), stdin=reading_end
    ) as process:
        os.close(reading_end)
        data = text.encode()
        while data:
            data = data[os.write(writing_end, data[:9_000]) :]
            wait_until_all_is_read(process.pid, writing_end)
        os.close(writing_end)
    assert 0 == process.returncode
    (answer,) = program.latest_answers().values()
    assert answer.startswith(first)
    assert answer.endswith(last)


@given(text=st.text(st.characters(exclude_categories=["Cs"])), sizes=st.lists(st.integers(0, 9)))
def test_whatever_part_the_system_takes_at_once_the_whole_text_is_written(text, sizes):
    taken = bytearray()
    parts = iter(sizes)

    def write(_descriptor: int, data: memoryview) -> int:
        size = next(parts, len(data))
        if not size:
            raise BlockingIOError(errno.EAGAIN, "not now")
        taken.extend(data[:size])
        return min(size, len(data))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "write", write)
        patch.setattr(streams.select, "select", lambda *_: None)
        raw = streams._CompleteFile(1, for_writing=True)
        assert len(text.encode()) == raw.write(text.encode())
    assert text.encode() == bytes(taken)


def test_an_unbuffered_stream_shows_each_question_before_the_next_answer_is_typed(program):
    program.skip_notice()
    with subprocess.Popen(
        program.command("reflect", "availability"),
        env=program.environment(PYTHONUNBUFFERED="1"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        stop = threading.Timer(TIMEOUT, process.kill)
        stop.start()
        process.stdin.write(b"Most of them do.\n.\n")
        process.stdin.flush()
        shown = b""
        while " · 2 of 7".encode() not in shown:
            line = process.stdout.readline()
            assert line, f"Question 2 was not shown: {shown}"
            shown += line
        process.communicate(timeout=TIMEOUT)
        stop.cancel()

"""Progress is shown only if a pass takes long, and is erased afterwards."""

import io

import pytest

from securebase_cli.entry_format.entry import write_entry
from securebase_cli.ui.console import Screen
from securebase_cli.ui.progress import DELAY_SECONDS, Progress
from support.builders import an_entry

ERASE = "\r\x1b[K"
# The clock is read once in this number of files.
FILES = 64


class Clock:
    """A clock that stands still until a test changes `now`."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.reads = 0

    def monotonic(self) -> float:
        self.reads += 1
        return self.now


class Stream(io.StringIO):
    """A stream that may be a terminal, and records what was flushed."""

    def __init__(self, *, tty: bool) -> None:
        super().__init__()
        self._tty = tty
        self.flushed = ""

    def isatty(self) -> bool:
        return self._tty

    def flush(self) -> None:
        self.flushed = self.getvalue()

    def read_new(self) -> str:
        """Return the text written since the last call; all of it must have been flushed."""
        text = self.getvalue()
        assert text == self.flushed
        self.truncate(0)
        self.seek(0)
        self.flushed = ""
        return text


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("securebase_cli.ui.progress.time.monotonic", clock.monotonic)
    return clock


@pytest.fixture
def progress(clock, monkeypatch):
    """Return a function that makes a Progress on some kind of screen, and its stream."""
    monkeypatch.setenv("TERM", "xterm-256color")

    def on(kind: str) -> tuple[Progress, Stream]:
        stream = Stream(tty=kind != "pipe")
        monkeypatch.setattr("sys.stderr", stream)
        if kind == "dumb":
            monkeypatch.setenv("TERM", "dumb")
        return Progress(Screen(plain=kind == "plain", to_stderr=True)), stream

    return on


def _read(progress: Progress, files: int = FILES) -> None:
    for _ in range(files):
        progress.advance()


each_screen = pytest.mark.parametrize("kind", ["terminal", "pipe", "plain", "dumb"])
without_escapes = pytest.mark.parametrize("kind", ["pipe", "plain", "dumb"])


@each_screen
def test_a_quick_pass_shows_nothing(progress, clock, kind):
    bar, stream = progress(kind)
    bar.begin(2_000)
    clock.now += DELAY_SECONDS - 0.01
    _read(bar, 2_000)
    bar.clear()
    assert "" == stream.read_new()


def test_a_longer_pass_is_shown_in_a_line_that_is_overwritten(progress, clock):
    bar, stream = progress("terminal")
    bar.begin(12_000)
    clock.now += DELAY_SECONDS
    _read(bar)
    assert f"{ERASE}Reading: ░░░░░░░░░░░░ 64 of 12,000 entries …" == stream.read_new()
    clock.now += 0.05
    _read(bar)
    assert "" == stream.read_new()
    clock.now += 0.06
    _read(bar, 2_048)
    assert f"{ERASE}Reading: ░░░░░░░░░░░░ 192 of 12,000 entries …" == stream.read_new()


def test_the_line_is_erased_before_something_else_is_printed(progress, clock):
    bar, stream = progress("terminal")
    bar.begin(12_000)
    clock.now += DELAY_SECONDS
    _read(bar)
    stream.read_new()
    bar.clear()
    assert ERASE == stream.read_new()
    bar.clear()
    assert "" == stream.read_new()


def test_the_line_comes_back_if_the_pass_goes_on(progress, clock):
    bar, stream = progress("terminal")
    bar.begin(12_000)
    clock.now += DELAY_SECONDS
    _read(bar)
    bar.clear()
    stream.read_new()
    clock.now += 0.11
    _read(bar)
    assert f"{ERASE}Reading: ░░░░░░░░░░░░ 128 of 12,000 entries …" == stream.read_new()


@without_escapes
def test_without_cursor_movement_one_message_is_printed_once(progress, clock, kind):
    bar, stream = progress(kind)
    bar.begin(12_000)
    clock.now += DELAY_SECONDS
    _read(bar)
    assert "Reading 12,000 entries; this takes a moment.\n" == stream.read_new()
    clock.now += 1_000
    _read(bar, 11_000)
    bar.clear()
    assert "" == stream.read_new()


@each_screen
def test_a_second_pass_starts_again_at_zero(progress, clock, kind):
    bar, stream = progress(kind)
    bar.begin(12_000)
    clock.now += DELAY_SECONDS
    _read(bar)
    bar.clear()
    stream.read_new()
    bar.begin(3_000)
    clock.now += DELAY_SECONDS - 0.01
    _read(bar)
    assert "" == stream.read_new()
    clock.now += 0.02
    _read(bar)
    assert "128 of 3,000" in stream.read_new() or kind != "terminal"


def test_an_activity_other_than_reading_has_its_own_word(progress, clock):
    _, stream = progress("terminal")
    bar = Progress(Screen(plain=False, to_stderr=True), "Adding", check_every=1)
    bar.begin(12_000)
    clock.now += DELAY_SECONDS
    _read(bar, 1)
    assert f"{ERASE}Adding: ░░░░░░░░░░░░ 1 of 12,000 entries …" == stream.read_new()


def test_the_clock_is_read_once_in_64_files(progress, clock):
    bar, _ = progress("terminal")
    bar.begin(12_000)
    clock.reads = 0
    _read(bar, FILES - 1)
    assert 0 == clock.reads
    _read(bar, 1)
    assert 1 == clock.reads


def test_nothing_is_written_to_standard_output(progress, clock, capsys):
    bar, _ = progress("terminal")
    bar.begin(100)
    clock.now += DELAY_SECONDS
    _read(bar)
    assert "" == capsys.readouterr().out


def test_a_command_erases_its_progress_line(app, clock, monkeypatch):
    stream = Stream(tty=True)
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm-256color")
    app.journal.prepare()
    for number in range(2 * FILES):
        name = f"{2000 + number // 12}-{number % 12 + 1:02}-05-0900-availability-k3f7.md"
        (app.journal.folder / name).write_text(write_entry(an_entry()), "utf-8")
    outlines = app.scan().outlines()
    next(outlines)
    clock.now += DELAY_SECONDS
    assert 2 * FILES - 1 == len(list(outlines))
    assert f"{ERASE}Reading: ██████░░░░░░ 64 of 128 entries …{ERASE}" == stream.read_new()

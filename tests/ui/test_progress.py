"""How far a pass is gets said only where it takes long, and leaves nothing on the screen."""

import io

import pytest

from securebase_cli.entry_format.entry import write_entry
from securebase_cli.ui.console import Screen
from securebase_cli.ui.progress import DELAY_SECONDS, Progress
from support.builders import an_entry

ERASE = "\r\x1b[K"
# As often as the clock is looked at.
FILES = 64


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.looks = 0

    def monotonic(self) -> float:
        self.looks += 1
        return self.now


class Stream(io.StringIO):
    """A stream that may be a terminal, and knows whether all was passed on at once."""

    def __init__(self, *, tty: bool) -> None:
        super().__init__()
        self._tty = tty
        self.passed_on = ""

    def isatty(self) -> bool:
        return self._tty

    def flush(self) -> None:
        self.passed_on = self.getvalue()

    def taken(self) -> str:
        """Return what was written since this was asked last."""
        text = self.getvalue()
        assert text == self.passed_on
        self.truncate(0)
        self.seek(0)
        self.passed_on = ""
        return text


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("securebase_cli.ui.progress.time.monotonic", clock.monotonic)
    return clock


@pytest.fixture
def progress(clock, monkeypatch):
    """Give a function that returns a progress on some kind of screen, and what gets there."""
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
def test_a_pass_that_is_quick_says_nothing(progress, clock, kind):
    watch, stream = progress(kind)
    watch.begin(2_000)
    clock.now += DELAY_SECONDS - 0.01
    _read(watch, 2_000)
    watch.clear()
    assert "" == stream.taken()


def test_one_that_takes_longer_is_told_in_a_line_that_is_written_over(progress, clock):
    watch, stream = progress("terminal")
    watch.begin(12_000)
    clock.now += DELAY_SECONDS
    _read(watch)
    assert f"{ERASE}Reading: ░░░░░░░░░░░░ 64 of 12,000 entries …" == stream.taken()
    clock.now += 0.05
    _read(watch)
    assert "" == stream.taken()
    clock.now += 0.06
    _read(watch, 2_048)
    assert f"{ERASE}Reading: ░░░░░░░░░░░░ 192 of 12,000 entries …" == stream.taken()


def test_the_line_goes_away_when_something_else_is_to_be_shown(progress, clock):
    watch, stream = progress("terminal")
    watch.begin(12_000)
    clock.now += DELAY_SECONDS
    _read(watch)
    stream.taken()
    watch.clear()
    assert ERASE == stream.taken()
    watch.clear()
    assert "" == stream.taken()


def test_the_line_comes_again_if_it_goes_on_taking_long(progress, clock):
    watch, stream = progress("terminal")
    watch.begin(12_000)
    clock.now += DELAY_SECONDS
    _read(watch)
    watch.clear()
    stream.taken()
    clock.now += 0.11
    _read(watch)
    assert f"{ERASE}Reading: ░░░░░░░░░░░░ 128 of 12,000 entries …" == stream.taken()


@without_escapes
def test_where_lines_can_t_go_away_one_is_said_once_and_stays(progress, clock, kind):
    watch, stream = progress(kind)
    watch.begin(12_000)
    clock.now += DELAY_SECONDS
    _read(watch)
    assert "Reading 12,000 entries; this takes a moment.\n" == stream.taken()
    clock.now += 1_000
    _read(watch, 11_000)
    watch.clear()
    assert "" == stream.taken()


@each_screen
def test_another_pass_begins_anew(progress, clock, kind):
    watch, stream = progress(kind)
    watch.begin(12_000)
    clock.now += DELAY_SECONDS
    _read(watch)
    watch.clear()
    stream.taken()
    watch.begin(3_000)
    clock.now += DELAY_SECONDS - 0.01
    _read(watch)
    assert "" == stream.taken()
    clock.now += 0.02
    _read(watch)
    assert "128 of 3,000" in stream.taken() or kind != "terminal"


def test_something_else_than_reading_is_called_what_it_is(progress, clock):
    _, stream = progress("terminal")
    watch = Progress(Screen(plain=False, to_stderr=True), "Adding", check_every=1)
    watch.begin(12_000)
    clock.now += DELAY_SECONDS
    _read(watch, 1)
    assert f"{ERASE}Adding: ░░░░░░░░░░░░ 1 of 12,000 entries …" == stream.taken()


def test_the_clock_is_looked_at_only_now_and_then(progress, clock):
    watch, _ = progress("terminal")
    watch.begin(12_000)
    clock.looks = 0
    _read(watch, FILES - 1)
    assert 0 == clock.looks
    _read(watch, 1)
    assert 1 == clock.looks


def test_nothing_is_written_where_the_data_goes(progress, clock, capsys):
    watch, _ = progress("terminal")
    watch.begin(100)
    clock.now += DELAY_SECONDS
    _read(watch)
    assert "" == capsys.readouterr().out


def test_a_command_leaves_the_screen_as_if_nothing_had_been_said(app, clock, monkeypatch):
    stream = Stream(tty=True)
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm-256color")
    app.journal.prepare()
    for number in range(2 * FILES):
        name = f"{2000 + number // 12}-{number % 12 + 1:02}-05-0900-availability-k3f7.md"
        (app.journal.folder / name).write_text(write_entry(an_entry()), "utf-8")
    found = app.scan().outlines()
    next(found)
    clock.now += DELAY_SECONDS
    assert 2 * FILES - 1 == len(list(found))
    assert f"{ERASE}Reading: ██████░░░░░░ 64 of 128 entries …{ERASE}" == stream.taken()

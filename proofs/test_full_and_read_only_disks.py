"""Small real disks that are full or read-only."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys

import pytest

from recovery import (
    ANSWERS,
    OLDER,
    answers_after_resuming,
    answers_file,
    new_answers,
    typed_answers,
)
from securebase_cli.storage.journal import Journal
from support.builders import ANSWER

PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
PAGES = 16
FULL = f"a disk of {PAGES * PAGE // 1024} KiB that is full"
READ_ONLY = "a disk that is mounted read-only"
SHORT = ANSWERS
# A draft with these takes three pages, and an entry three more.
LONG = {question: f"{text} " * (PAGE // len(text)) + text for question, text in ANSWERS.items()}


@pytest.fixture
def disk(program):
    """Mount a small disk as the journal folder, with one entry on it."""
    if sys.platform != "linux" or os.geteuid():
        pytest.skip("only root on Linux can mount a small disk")
    if shutil.which("mount") is None:
        pytest.skip("there is no command to mount a disk")
    program.journal.mkdir()
    options = f"size={PAGES * PAGE},mode=0700"
    mount = ["mount", "-t", "tmpfs", "-o", options, "securebase", program.journal]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk may be mounted here")
    try:
        program.add_entries(OLDER)
        yield program.journal
    finally:
        subprocess.run(["umount", "-l", program.journal], check=True)


def _fill(disk, *, pages_left):
    """Fill the disk with a file, except for some pages; return the file."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        with contextlib.suppress(OSError):
            while file.write(bytes(PAGE)):
                pass
        file.truncate(file.tell() - pages_left * PAGE)
    return filler


def _save(program, answers):
    return program.run(*("reflect", "--answers", "-", "--no-input"), input=answers_file(answers))


def _ask(program, answers):
    return program.run("reflect", "availability", input=typed_answers(answers))


def _check_run(program, done):
    """Check that a run saved or reported a full disk; return whether it saved."""
    saved = "That's kept." in done.out
    assert (0 if saved else 1) == done.code, done.err
    assert saved or "Saved" not in done.out + done.err
    assert saved or "No space left on device" in done.err
    assert saved or str(program.journal) in done.err
    assert "Traceback" not in done.err
    assert not [text for text in ANSWERS.values() if text in done.err]
    assert [] == program.temporary_files()
    return saved


@pytest.mark.parametrize("answers", [SHORT, LONG], ids=["short", "long"])
@pytest.mark.parametrize("run_with", [_save, _ask], ids=["from a file", "on a pipe"])
def test_on_a_nearly_full_disk_nothing_is_half_written_and_nothing_typed_is_lost(
    program, disk, tried, run_with, answers
):
    outcomes = []
    for pages_left in range(9):
        filler = _fill(disk, pages_left=pages_left)
        done = run_with(program, answers)
        assert [answers] * _check_run(program, done) == new_answers(program)
        filler.unlink()
        outcomes.append(_outcome(done, answers, answers_after_resuming(program)))
        for path in set(disk.glob("*.md")) - {Journal(disk).path_of(OLDER)}:
            path.unlink()
    assert ("refused", "saved") == (outcomes[0], outcomes[-1])
    assert {"kept", "printed"} & {*outcomes}
    tried(FULL, len(outcomes) - outcomes.count("saved"))


def _outcome(done, answers, recovered):
    """Return how a run ended for the answers; check that they are not lost."""
    if answers == recovered:
        return "saved" if "That's kept." in done.out else "kept"
    if all(text in done.out for text in answers.values()):
        return "printed"
    assert ({}, "") == (recovered, done.out), "questions were asked, but the answers are lost"
    return "refused"


def test_entries_are_saved_whole_until_the_disk_is_full_and_again_once_there_is_room(
    program, disk, tried
):
    filler = disk / "filler"
    filler.write_bytes(bytes(6 * PAGE))
    saved = []
    while True:
        answers = {**SHORT, "asked-directly": f"Asked {len(saved)} times."}
        if not _check_run(program, _save(program, answers)):
            break
        saved.append(answers)
    assert len(saved) > 3
    assert _sorted(saved) == _sorted(new_answers(program))
    filler.unlink()
    done = program.run("resume", "--save") if program.draft_texts() else _save(program, answers)
    assert _check_run(program, done)
    assert [] == program.draft_texts()
    assert _sorted([*saved, answers]) == _sorted(new_answers(program))
    tried(FULL, 1)


def _sorted(answers):
    # Entries of the same minute have no defined order.
    return sorted(answers, key=lambda entry_answers: entry_answers["asked-directly"])


# A read-only disk.


@pytest.fixture
def read_only(program, disk):
    """Mount the disk read-only, with an entry and a draft on it."""
    program.run("reflect", "availability", input="Half an answer\n.pause\n")
    assert 1 == len(program.draft_texts())
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    return disk


def _refused(program, command, typed):
    """Run a command that writes; it must fail before it asks anything."""
    drafts = program.draft_texts()
    done = program.run(*command, input=typed)
    assert (1, "") == (done.code, done.out)
    assert f"The journal folder {program.journal} can't be written" in done.err
    assert "Read-only file system" in done.err
    assert "Traceback" not in done.err
    assert [] == new_answers(program)
    assert drafts == program.draft_texts()


def test_on_a_read_only_disk_everything_can_be_read(program, read_only, tried):
    document = program.home / "journal.md"
    for command in (["list", "--json"], ["show"], ["export", "-o", document]):
        done = program.run(*command)
        assert 0 == done.code, done.err
        assert ANSWER.text in done.out or OLDER.id in done.out or "export" in command
    assert ANSWER.text in document.read_text("utf-8")
    assert [] == new_answers(program)
    tried(READ_ONLY, 1)


def test_on_a_read_only_disk_a_sitting_is_refused_before_anything_is_asked(
    program, read_only, tried
):
    commands = (["reflect"], ["reflect", "availability"], ["resume"], ["resume", "--save"])
    for command in commands:
        _refused(program, command, typed_answers(ANSWERS))
    _refused(program, ["reflect", "--answers", "-", "--no-input"], answers_file(ANSWERS))
    tried(READ_ONLY, len(commands) + 1)

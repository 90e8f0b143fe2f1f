"""No fault of the disk and no power cut loses text or saves an entry twice.

Each operation is repeated once for each of its steps, and each time another step meets the fault.
After a power cut, every state of the disk that `failing_disk` considers possible is checked.
"""

import contextlib
import sys
from collections import Counter
from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path

import pytest

from securebase_cli.app import App
from securebase_cli.commands.delete import remove_files
from securebase_cli.commands.import_ import import_
from securebase_cli.commands.resume import resume
from securebase_cli.documents.formats import json_document
from securebase_cli.documents.source import DocumentSource
from securebase_cli.entry_format.draft import read_draft
from securebase_cli.entry_format.entry import write_entry
from securebase_cli.errors import ConcurrentChangeError, SavingError
from securebase_cli.instrument.content import Content
from securebase_cli.model import Action, Draft, Entry
from securebase_cli.sitting.save import save_sitting
from securebase_cli.sitting.state import Sitting, begin_sitting
from securebase_cli.storage import files, locks, platform_files
from securebase_cli.storage.drafts import Drafts
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.names import entry_file_name
from securebase_cli.storage.scan import StoredEntry
from securebase_cli.storage.trash import Trash
from support.builders import ANSWER, MOMENT, EntriesInMemory, a_draft, an_entry
from support.context import context

if sys.platform == "win32":
    pytest.skip("its folders can't be synced, and so not modelled", allow_module_level=True)

from support.failing_disk import (
    ANSWER_LOST,
    BROKEN,
    DONE_TWICE,
    FULL,
    PERMANENT_FAULTS,
    POWER_CUT,
    REFUSED,
    TEMPORARY_FAULTS,
    Attempt,
    FailingDisk,
    Fault,
    Image,
)

OLDER = an_entry(id="aaaa", moment=MOMENT.replace(day=2))
LONG = ANSWER._replace(text="Robin was off sick again, and nobody rang.\n\n" * 12 + "End.")
NEW = an_entry(answers=(LONG,))
SHORT_DRAFT = a_draft(answers=(ANSWER,))
DRAFT = a_draft(step_index=1, answers=(LONG,), action=Action("Ask Sam"))

TWO_DOMAINS = ("skills-sharing", "call-on-support")
ONE_DOMAIN = ("asked-directly", "call-on-support")

NAMES = attrgetter("name")
LINKS = pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
FAULTS = pytest.mark.parametrize("fault", [*TEMPORARY_FAULTS, *PERMANENT_FAULTS], ids=NAMES)
MISHAPS = pytest.mark.parametrize(
    "fault", [POWER_CUT, *TEMPORARY_FAULTS, *PERMANENT_FAULTS, ANSWER_LOST, DONE_TWICE], ids=NAMES
)
ANSWERS_LOST = pytest.mark.parametrize("fault", [ANSWER_LOST, DONE_TWICE], ids=NAMES)


@pytest.fixture
def disk(tmp_path, monkeypatch) -> FailingDisk:
    return FailingDisk(tmp_path / "disk", monkeypatch)


@pytest.fixture
def journal(disk) -> Journal:
    """Return a journal with the entry OLDER."""
    journal = Journal(disk.root / "journal")
    journal.prepare()
    journal.add(OLDER)
    return journal


@pytest.fixture
def drafts(journal) -> Drafts:
    return Drafts(journal.internal_folder)


@pytest.fixture
def program(journal, content, capsys):
    """Return a function that makes the App of a new run."""

    def new_app() -> App:
        capsys.readouterr()
        app = App()
        app.options.journal = journal.folder
        app.__dict__["content"] = content
        return app

    return new_app


@pytest.fixture
def sittings(content):
    """Return a function that makes a sitting before and after its last answer."""

    def make_sittings(*questions: str) -> tuple[Sitting, Sitting]:
        asked = [content.find_question(name) for name in questions]
        ids = ("d2r4", "k3f7", "m2aa")
        empty = begin_sitting(content, asked, lambda count: ids[:count], MOMENT)
        earlier = empty.answer_and_advance("Every Tuesday.")
        return earlier, earlier.answer_and_advance(LONG.text)

    return make_sittings


@pytest.fixture
def tried(record_property):
    """Count the steps and disks that were tried, for the report of the run.

    A removal has four steps, and everything else more; fewer would prove nothing.
    """
    counted = Counter[str]()
    yield counted
    for name, number in counted.items():
        record_property(name, number)
    assert counted["disks"] >= counted["steps"] > 4


def _markdown_files(folder: Path) -> dict[str, bytes]:
    """Return the Markdown files in a folder; check that other files are temporary or locks."""
    contents = {}
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.suffix == ".md":
            contents[path.name] = path.read_bytes()
        elif not path.is_dir():
            assert path.suffix in {files.TEMPORARY_SUFFIX, locks.LOCK_SUFFIX}
    return contents


def _entries_saved(
    journal: Journal, entries: Iterable[Entry], *, empty: bool = False
) -> list[Entry]:
    """Return the entries that are in the journal; check that each is whole and there only once.

    OLDER must be unchanged. `empty` allows empty files, which are no entries.
    """
    contents = _markdown_files(journal.folder)
    assert write_entry(OLDER).encode() == contents.pop(journal.path_of(OLDER).name)
    by_data = {write_entry(entry).encode(): entry for entry in entries}
    saved = [by_data.get(data, data) for data in contents.values() if data or not empty]
    assert [] == [data for data in saved if isinstance(data, bytes)]
    assert len(set(saved)) == len(saved)
    return sorted(saved, key=list(entries).index)


def _saved_draft(drafts: Drafts) -> Draft | None:
    """Return the only draft, or None; check that it is whole."""
    stored = [read_draft(data.decode()) for data in _markdown_files(drafts.folder).values()]
    assert len(stored) <= 1
    return stored[0] if stored else None


def _fullest(images: Iterable[Image]) -> list[Image]:
    """Return the fullest of the disks that differ only in temporary and lock files."""
    fullest: dict[tuple[object, ...], Image] = {}
    for image in sorted(images, key=len):
        left_over = (files.TEMPORARY_SUFFIX, locks.LOCK_SUFFIX)
        fullest[tuple((name, data) for name, _, data in image if not name.endswith(left_over))] = (
            image
        )
    return list(fullest.values())


# An entry.


@LINKS
def test_a_power_cut_while_an_entry_is_saved_leaves_it_whole_or_absent(disk, journal, links, tried):
    disk.has_links = links
    for attempt in disk.at_every_step(disk.image(), POWER_CUT, lambda: journal.add(NEW)):
        tried["steps"] += 1
        for image in disk.images_after_a_power_cut():
            tried["disks"] += 1
            disk.reset(image)
            # Without links, a claimed name may still have an empty file.
            saved = _entries_saved(journal, [NEW], empty=not links)
            if not attempt.failed_step:
                assert ("", True) == attempt.result[2:]
                assert [NEW] == saved
            assert journal.path_of(NEW) == journal.add(NEW).path, attempt
            assert [NEW] == _entries_saved(journal, [NEW]), attempt
    assert tried["steps"] > 12


@LINKS
@FAULTS
def test_a_fault_while_an_entry_is_saved_is_reported_truly(disk, journal, links, fault, tried):
    disk.has_links = links
    for attempt in disk.at_every_step(disk.image(), fault, lambda: journal.add(NEW)):
        tried["steps"] += 1
        # Without links, a claimed name cannot be removed on a broken disk.
        saved = _entries_saved(journal, [NEW], empty=fault.is_permanent and not links)
        if attempt.error:
            assert isinstance(attempt.error, SavingError), attempt
            assert [] == saved, attempt
        else:
            assert [NEW] == saved, attempt
        if not fault.is_permanent and not attempt.failed_step.startswith("unlink"):
            assert [] == list(journal.folder.glob(f"*{files.TEMPORARY_SUFFIX}")), attempt
        for image in disk.images_after_a_power_cut():
            tried["disks"] += 1
            disk.reset(image)
            saved = _entries_saved(journal, [NEW], empty=not links)
            if attempt.result and not attempt.result.warning:
                assert [NEW] == saved, attempt


@LINKS
@ANSWERS_LOST
def test_a_lost_answer_while_an_entry_is_saved_makes_no_second_one(
    disk, journal, links, fault, tried
):
    disk.has_links = links
    for attempt in disk.at_every_step(disk.image(), fault, lambda: journal.add(NEW)):
        tried["steps"] += 1
        saved = _entries_saved(journal, [NEW], empty=not links)
        assert attempt.error or [NEW] == saved, attempt
        tried["disks"] += 1
        journal.add(NEW)
        assert [NEW] == _entries_saved(journal, [NEW]), attempt


@LINKS
def test_an_entry_that_a_killed_program_left_is_safe_once_the_next_says_so(
    disk, journal, links, tried
):
    disk.has_links = links
    for attempt in disk.at_every_step(disk.image(), POWER_CUT, lambda: journal.add(NEW)):
        tried["steps"] += 1
        # The program was killed, but there is no power cut.
        assert "" == journal.add(NEW).warning
        for image in disk.images_after_a_power_cut():
            tried["disks"] += 1
            disk.reset(image)
            assert [NEW] == _entries_saved(journal, [NEW]), attempt


@LINKS
@MISHAPS
def test_an_import_that_meets_a_fault_leaves_whole_entries_and_is_completed_by_the_next(
    disk, journal, program, links, fault, tmp_path, tried
):
    disk.has_links = links
    both = [NEW, NEW._replace(id="m2aa")]
    entries = EntriesInMemory(
        *(StoredEntry(entry_file_name(entry), entry) for entry in (OLDER, *both))
    )
    document = tmp_path / "journal.json"
    document.write_text(
        "".join(json_document.render_entries(DocumentSource(entries, Content("", ())))), "utf-8"
    )

    def imported() -> None:
        import_(context(program()), [str(document)])

    for attempt in disk.at_every_step(disk.image(), fault, imported):
        tried["steps"] += 1
        cut_off = attempt.error or (fault is POWER_CUT and attempt.failed_step)
        for image in (disk.image(), *disk.images_after_a_power_cut()):
            tried["disks"] += 1
            disk.reset(image)
            # Without links, a claimed name may still have an empty file.
            saved = _entries_saved(journal, both, empty=not links)
            assert cut_off or both == saved, attempt
            imported()
            assert both == _entries_saved(journal, both), attempt


# A draft.


def _is_unsyncable_parent(fault: Fault, attempt: Attempt) -> bool:
    """Whether a parent folder may be written but not read, so that it cannot be synced."""
    folders = ("", "journal", "journal/.securebase")
    return fault is REFUSED and attempt.failed_step in {
        f"{step} {folder}" for step in ("open", "sync") for folder in folders
    }


def test_a_power_cut_while_a_draft_is_saved_leaves_the_old_or_the_new_one(disk, drafts, tried):
    drafts.save(SHORT_DRAFT)
    for attempt in disk.at_every_step(disk.image(), POWER_CUT, lambda: drafts.save(DRAFT)):
        tried["steps"] += 1
        for image in disk.images_after_a_power_cut():
            tried["disks"] += 1
            disk.reset(image)
            assert _saved_draft(drafts) in (
                [SHORT_DRAFT, DRAFT] if attempt.failed_step else [DRAFT]
            ), attempt


def test_a_power_cut_while_the_first_draft_is_saved_leaves_it_whole_or_absent(disk, drafts, tried):
    for attempt in disk.at_every_step(disk.image(), POWER_CUT, lambda: drafts.save(DRAFT)):
        tried["steps"] += 1
        for image in disk.images_after_a_power_cut():
            tried["disks"] += 1
            disk.reset(image)
            assert _saved_draft(drafts) in ([None, DRAFT] if attempt.failed_step else [DRAFT]), (
                attempt
            )


@pytest.mark.parametrize("before", [None, SHORT_DRAFT], ids=["first", "again"])
@FAULTS
def test_a_draft_that_is_reported_as_saved_survives_a_power_cut_after_a_fault(
    disk, drafts, before, fault, tried
):
    if before:
        drafts.save(before)
    for attempt in disk.at_every_step(disk.image(), fault, lambda: drafts.save(DRAFT)):
        tried["steps"] += 1
        assert attempt.error is None or isinstance(attempt.error, SavingError), attempt
        for image in (disk.image(), *disk.images_after_a_power_cut()):
            tried["disks"] += 1
            disk.reset(image)
            unsure = attempt.error or _is_unsyncable_parent(fault, attempt)
            assert _saved_draft(drafts) in ([before, DRAFT] if unsure else [DRAFT]), attempt


@MISHAPS
def test_a_draft_that_is_removed_is_whole_until_it_is_gone(disk, drafts, fault, tried):
    path = drafts.save(DRAFT)
    for attempt in disk.at_every_step(disk.image(), fault, lambda: drafts.remove(path)):
        tried["steps"] += 1
        assert attempt.result != "" or _saved_draft(drafts) is None, attempt
        for image in disk.images_after_a_power_cut():
            tried["disks"] += 1
            disk.reset(image)
            assert _saved_draft(drafts) in ([DRAFT, None] if attempt.failed_step else [None]), (
                attempt
            )


@LINKS
@MISHAPS
def test_a_draft_that_is_set_aside_is_at_every_moment_in_one_place_or_the_other(
    disk, drafts, links, fault, tried
):
    disk.has_links = links
    path = drafts.save(DRAFT)
    data = path.read_bytes()
    for attempt in disk.at_every_step(disk.image(), fault, lambda: drafts.set_aside(path)):
        tried["steps"] += 1
        for image in (disk.image(), *disk.images_after_a_power_cut()):
            tried["disks"] += 1
            disk.reset(image)
            waiting, aside = (
                _markdown_files(drafts.folder),
                _markdown_files(drafts.set_aside_folder),
            )
            copies = {*waiting.values(), *aside.values()}
            assert {data} == copies or _is_unsyncable_parent(fault, attempt), attempt
            assert len(waiting) <= 1, attempt
            if not attempt.failed_step:
                assert ({}, {path.name: data}) == (waiting, aside)


# Changing, deleting, bringing back.


@MISHAPS
def test_an_entry_that_is_changed_has_its_old_or_its_new_text(disk, journal, fault, tried):
    path = journal.add(NEW).path
    (name,) = (name for name in journal.names() if name.id == NEW.id)
    before = path.read_bytes()
    after = before + b"\nA line of my own.\n" * 40

    def change() -> str:
        return journal.replace_entry(name, before, after)

    for attempt in disk.at_every_step(disk.image(), fault, change):
        tried["steps"] += 1
        # If the answer to a rename is lost, it looks like a change by another program.
        known = (SavingError, ConcurrentChangeError) if fault.step_is_done else SavingError
        assert attempt.error is None or isinstance(attempt.error, known), attempt
        if not fault.step_is_done and fault is not POWER_CUT:
            assert path.read_bytes() == (before if attempt.error else after), attempt
        for image in disk.images_after_a_power_cut():
            tried["disks"] += 1
            disk.reset(image)
            assert path.read_bytes() in ([after] if "" == attempt.result else [before, after])
            assert write_entry(OLDER).encode() == journal.path_of(OLDER).read_bytes()


@LINKS
@MISHAPS
@pytest.mark.parametrize("back", [False, True], ids=["deleted", "restored"])
def test_an_entry_is_at_every_moment_in_the_journal_or_in_the_trash(
    disk, journal, links, fault, back, tried
):
    disk.has_links = links
    trash = Trash(journal)
    data = journal.add(NEW).path.read_bytes()
    (name,) = (name for name in journal.names() if name.id == NEW.id)
    if back:
        trash.add(name)
    move = trash.restore if back else trash.add
    for attempt in disk.at_every_step(disk.image(), fault, lambda: move(name)):
        tried["steps"] += 1
        assert attempt.error is None or isinstance(attempt.error, SavingError), attempt
        for image in (disk.image(), *disk.images_after_a_power_cut()):
            tried["disks"] += 1
            disk.reset(image)
            places = [
                bool(_entries_saved(journal, [NEW])),
                data in _markdown_files(trash.folder).values(),
            ]
            assert any(places) or _is_unsyncable_parent(fault, attempt), attempt
            if not attempt.failed_step:
                assert [back, not back] == places


@LINKS
def test_an_entry_that_two_windows_delete_at_once_is_in_the_trash(
    disk, journal, links, monkeypatch
):
    disk.has_links = links
    trash = Trash(journal)
    journal.add(NEW)
    (name,) = (name for name in journal.names() if name.id == NEW.id)
    start, sync = disk.image(), platform_files.sync_folder

    def second_window_came_at(turn: int) -> bool:
        turns = iter(range(turn))

        def sync_after_the_second_window(folder: Path) -> None:
            if next(turns, -1) == turn - 1:
                monkeypatch.setattr(platform_files, "sync_folder", sync)
                with contextlib.suppress(SavingError):
                    trash.add(name)
            sync(folder)

        disk.reset(start)
        monkeypatch.setattr(platform_files, "sync_folder", sync_after_the_second_window)
        with contextlib.suppress(SavingError):
            trash.add(name)
        return next(turns, None) is None

    turn = 1
    while second_window_came_at(turn):
        assert write_entry(NEW).encode() in _markdown_files(trash.folder).values(), turn
        turn += 1
    assert turn > 2


@MISHAPS
def test_entries_that_are_removed_for_good_are_whole_until_they_are_gone(
    disk, journal, fault, tried
):
    both = [NEW, NEW._replace(id="m2aa")]
    for entry in both:
        journal.add(entry)
    paths = [journal.folder / name.file_name for name in journal.names() if name.id != OLDER.id]

    def purge() -> None:
        remove_files(paths)

    for attempt in disk.at_every_step(disk.image(), fault, purge):
        tried["steps"] += 1
        if fault is not POWER_CUT and not attempt.error:
            assert [] == _entries_saved(journal, both), attempt
        for image in disk.images_after_a_power_cut():
            tried["disks"] += 1
            disk.reset(image)
            saved = _entries_saved(journal, both)
            if not attempt.error and (fault is not POWER_CUT or not attempt.failed_step):
                assert [] == saved, attempt


# A sitting, from what was typed to its entries.


def _check_nothing_is_lost(disk, journal, drafts, earlier, sitting, *, empty: bool) -> list[Entry]:
    """Check that the draft or the entries have all text; return the entries."""
    saved = _entries_saved(journal, sitting.entries(), empty=empty)
    draft = _saved_draft(drafts)
    assert draft in (earlier.draft, sitting.draft, None)
    assert draft or list(sitting.entries()) == saved
    return saved


@LINKS
def test_a_power_cut_while_a_sitting_is_saved_loses_no_word(
    disk, journal, drafts, program, sittings, links, tried
):
    disk.has_links = links
    earlier, sitting = sittings(*TWO_DOMAINS)
    drafts.save(earlier.draft)
    start = disk.image()
    for attempt in disk.at_every_step(start, POWER_CUT, lambda: save_sitting(program(), sitting)):
        tried["steps"] += 1
        for image in disk.images_after_a_power_cut():
            tried["disks"] += 1
            disk.reset(image)
            saved = _check_nothing_is_lost(disk, journal, drafts, earlier, sitting, empty=not links)
            if not attempt.failed_step:
                assert (list(sitting.entries()), None) == (saved, _saved_draft(drafts))
    assert tried["steps"] > 36


@LINKS
@pytest.mark.parametrize("fault", [FULL, REFUSED, BROKEN, *PERMANENT_FAULTS[::2]], ids=NAMES)
def test_a_fault_while_a_sitting_is_saved_loses_no_word(
    disk, journal, drafts, program, sittings, links, fault, tried, capsys
):
    disk.has_links = links
    earlier, sitting = sittings(*TWO_DOMAINS)
    drafts.save(earlier.draft)
    entries = list(sitting.entries())
    start = disk.image()
    for attempt in disk.at_every_step(start, fault, lambda: save_sitting(program(), sitting)):
        tried["steps"] += 1
        output = capsys.readouterr()
        saved = _entries_saved(journal, entries, empty=fault.is_permanent and not links)
        draft = _saved_draft(drafts)
        if attempt.error:
            assert isinstance(attempt.error, SavingError), attempt
            assert saved < entries, attempt
            if draft != sitting.draft:
                shown = [entry for entry in entries if write_entry(entry) in output.out]
                assert entries == saved + shown, attempt
        else:
            assert entries == saved, attempt
            assert draft is None or "Saved, but" in output.err, attempt
        for image in disk.images_after_a_power_cut():
            tried["disks"] += 1
            disk.reset(image)
            if not attempt.error:
                _check_nothing_is_lost(disk, journal, drafts, earlier, sitting, empty=not links)


@LINKS
@pytest.mark.parametrize("fault", [POWER_CUT, BROKEN, ANSWER_LOST], ids=NAMES)
def test_resuming_after_a_power_cut_and_another_fault_saves_the_entry_once(
    disk, journal, drafts, program, sittings, links, fault, tried
):
    def resume_and_save() -> None:
        resume(context(program()), save=True, no_input=True)

    disk.has_links = links
    earlier, sitting = sittings(*ONE_DOMAIN)
    drafts.save(earlier.draft)
    first, second = set[Image](), set[Image]()
    for _ in disk.at_every_step(disk.image(), POWER_CUT, lambda: save_sitting(program(), sitting)):
        first |= set(disk.images_after_a_power_cut())
    for image in _fullest(first):
        for _ in disk.at_every_step(image, fault, resume_and_save):
            tried["steps"] += 1
            second |= set(disk.images_after_a_power_cut())
    tried["disks"] += len(second)
    for image in _fullest(second):
        disk.reset(image)
        resume_and_save()
        assert _saved_draft(drafts) is None
        assert _entries_saved(journal, [*earlier.entries(), *sitting.entries()]) in (
            list(earlier.entries()),
            list(sitting.entries()),
        )

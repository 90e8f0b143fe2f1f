"""An export is a backup: what it has is added, what is there stays, and all of it is proved."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from datetime import date, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from securebase_cli.app import App
from securebase_cli.commands.export import export
from securebase_cli.commands.import_ import import_
from securebase_cli.entry_format.cleanup import clean, to_one_line
from securebase_cli.entry_format.entry import write_entry
from securebase_cli.errors import DifferentEntriesError, InputFileError, SavingError, UsageError
from securebase_cli.model import Action, Answer, Entry, Scaling
from securebase_cli.storage import files
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.names import entry_file_name
from support.builders import ANSWER, MOMENT, an_entry
from support.context import context
from support.corpus import CORPUS, FRAGMENTS
from support.file_system import contents_of, permissions_of, raises_os_error
from support.sittings import a_sitting_file, save

OLDER = an_entry(
    id="aaaa",
    moment=MOMENT - timedelta(days=3),
    domain="acceptance",
    actions=(Action("Ask Sam", "tried", closed=date(2026, 11, 24), note="Fine"),),
)
NEWER = an_entry(id="bbbb", tags=("away-day",), skipped=("praise",), scaling=Scaling(7, "observed"))
CHANGED = NEWER._replace(answers=(ANSWER._replace(text="Something else."),))


def _desk(folder: Path) -> App:
    app = App()
    app.options.journal = folder
    return app


def _kept(folder: Path, *entries: Entry) -> App:
    app = _desk(folder)
    app.journal.prepare()
    for entry in entries:
        app.journal.add(entry)
    return app


def _exported(app: App, to: Path) -> Path:
    export(context(app), format_="json", output=to, force=True)
    return to


def _import(app: App, document: Path | str, *, dry_run=False, as_json=False) -> None:
    import_(context(app), [str(document)], dry_run=dry_run, json=as_json)


@pytest.fixture
def document(tmp_path) -> Path:
    """Make an export of a journal of two entries, which is somewhere else."""
    return _exported(_kept(tmp_path / "first", OLDER, NEWER), tmp_path / "first.json")


# Into an empty journal.


def test_what_was_exported_is_there_again_and_proves_itself(app, document, tmp_path, capsys):
    _import(app, document)
    assert "Added: 2 entries.\n" == capsys.readouterr().out
    again = _exported(app, tmp_path / "again.json")
    assert document.read_bytes() == again.read_bytes()
    assert [entry_file_name(NEWER), entry_file_name(OLDER)] == [
        name.file_name for name in app.journal.names()
    ]


def test_the_folder_is_made_as_other_commands_make_it(app, document):
    _import(app, document)
    assert 0o700 == permissions_of(app.journal.folder)
    assert {0o600} == {permissions_of(path) for path in app.journal.folder.glob("*.md")}


def test_a_dry_run_says_what_would_be_added_and_makes_nothing(app, document, capsys):
    _import(app, document, dry_run=True)
    assert "Would be added: 2 entries.\n" == capsys.readouterr().out
    assert not app.journal.folder.exists()


def test_a_dry_run_says_that_the_export_has_the_whole_journal(app, document, capsys):
    _import(app, document)
    capsys.readouterr()
    _import(app, document, dry_run=True)
    assert (
        "There already: 2 entries. The journal has no others: every entry is in this file.\n"
        == capsys.readouterr().out
    )


def test_a_dry_run_says_what_the_export_lacks(app, document, capsys):
    _import(app, document)
    app.journal.add(an_entry(id="zzzz"))
    capsys.readouterr()
    _import(app, document, dry_run=True)
    assert "There already: 2 entries. Only in the journal: 1 entry.\n" == capsys.readouterr().out
    _import(app, document, dry_run=True, as_json=True)
    assert ["zzzz"] == json.loads(capsys.readouterr().out)["only_in_journal"]


def test_an_empty_export_makes_nothing(app, tmp_path, capsys):
    empty = tmp_path / "empty.json"
    empty.write_text('{"entries": []}')
    _import(app, empty)
    assert "There are no entries in it. Nothing was changed.\n" == capsys.readouterr().out
    assert not app.journal.folder.exists()


def test_a_file_edited_by_hand_comes_back_as_it_is_read(app, tmp_path):
    first = _kept(tmp_path / "first", OLDER)
    path = first.journal.path_of(OLDER)
    text = path.read_text("utf-8").replace("tags: []", "tags: ['##x', '# y', 'a b']\nmood: calm")
    text = text.replace("date: 2026-11-20T14:30:12+00:00", "date: 2026-11-19T01:02:03.5+05:30:15")
    text = text.replace("Most", "  \x07Mo\x0bst \\💬").replace("Ask Sam", "Ask  Sam \xa0 \\💬")
    path.write_text(text.replace("question call-on-support", "question a--b"), "utf-8")
    path.rename(path.with_name("2025-01-01-0000-sensitivity-zzzz.md"))
    document = _exported(first, tmp_path / "first.json")
    _import(app, document)
    assert document.read_bytes() == _exported(app, tmp_path / "again.json").read_bytes()


def test_copies_with_one_id_all_come_back(app, tmp_path):
    first = _kept(tmp_path / "first", NEWER)
    path = first.journal.path_of(NEWER)
    for copy in ("2026-11-24-0900-availability-bbbb.md", "2026-11-25-0900-availability-bbbb.md"):
        path.with_name(copy).write_bytes(path.read_bytes())
    document = _exported(first, tmp_path / "first.json")
    _import(app, document)
    before = contents_of(app.journal.folder / ".securebase") | _files(app)
    assert 3 == len(_files(app))
    _import(app, document)
    assert before == contents_of(app.journal.folder / ".securebase") | _files(app)


def _files(app: App) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in app.journal.folder.glob("*.md")}


lines = st.lists(st.sampled_from([*FRAGMENTS, "📅 2026-12-01", "💬", "\\"]), max_size=4).map(
    lambda parts: to_one_line("".join(parts))
) | st.text(max_size=9).map(to_one_line)
short = [text for text in CORPUS.values() if len(text) < 2_000]
texts = (st.sampled_from(short) | st.text()).map(lambda text: clean(text).text)
questions = st.sampled_from(["praise", "call-on-support", "a-1", "7"])
days = st.none() | st.dates()
closed_actions = st.builds(
    Action, lines.filter(bool), st.sampled_from(["tried", "dropped"]), days, days, lines
)
open_actions = st.builds(Action, lines.filter(bool), st.just("open"), days, note=lines)
offsets = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
entries = st.builds(
    Entry,
    id=st.text("abz27", min_size=4, max_size=4),
    moment=st.datetimes(timezones=offsets).map(lambda moment: moment.replace(microsecond=0)),
    domain=st.sampled_from(["availability", "co-operation", "a-1-b", "0"]),
    title=lines,
    tags=st.lists(lines.filter(bool), max_size=3).map(tuple),
    answers=st.lists(st.builds(Answer, questions, lines, texts.filter(str.strip)), max_size=3).map(
        tuple
    ),
    skipped=st.lists(questions, max_size=3).map(tuple),
    takeaway=texts,
    actions=st.lists(open_actions | closed_actions, max_size=3).map(tuple),
    kind=st.sampled_from(["reflection", "team-session"]),
    scaling=st.none()
    | st.builds(
        Scaling,
        st.integers(0, 10),
        st.sampled_from(["", "impression", "observed", "asked-the-team"]),
    ),
    # What was added by hand is not the same again: it stands in another place.
    other_text=st.just(()),
    problems=st.just(()),
)
journals = st.lists(entries, max_size=5, unique_by=lambda entry: entry.id)


@settings(max_examples=60, deadline=None)
@given(journals)
def test_of_any_journal_export_import_export_gives_the_same_file(found):
    with TemporaryDirectory() as folder:
        home = Path(folder)
        document = _exported(_kept(home / "first", *found), home / "first.json")
        second = _kept(home / "second")
        _import(second, document)
        assert document.read_bytes() == _exported(second, home / "second.json").read_bytes()


@settings(max_examples=40)
@given(journals, st.data())
def test_in_a_living_journal_nothing_is_overwritten_or_doubled(found, data):
    there = [entry for entry in found if data.draw(st.booleans(), "is there")]
    changed = [entry._replace(title=data.draw(st.just(entry.title) | lines)) for entry in there]
    with TemporaryDirectory() as folder:
        home = Path(folder)
        document = _exported(_kept(home / "first", *found), home / "first.json")
        second = _kept(home / "second", *changed)
        before = _files(second)
        differ = {entry.id for entry in changed if entry not in there}
        if differ:
            with pytest.raises(DifferentEntriesError):
                _import(second, document)
        else:
            _import(second, document)
        after = _files(second)
        assert before.items() <= after.items()
        assert sorted(entry.id for entry in found) == sorted(name[-7:-3] for name in after)
        new = [entry for entry in found if entry not in there]
        assert {write_entry(entry).encode() for entry in new} <= set(after.values())


# Into a journal that has entries.


def test_what_is_there_already_is_counted_and_not_touched(app, document, capsys):
    _import(app, document)
    before = {path: path.stat() for path in app.journal.folder.iterdir()}
    capsys.readouterr()
    _import(app, document)
    assert ("There already: 2 entries.\n", "") == capsys.readouterr()
    assert before == {path: path.stat() for path in app.journal.folder.iterdir()}


def test_what_is_there_in_a_file_of_another_name_is_not_doubled(app, document, capsys):
    path = _kept(app.journal.folder, NEWER).journal.path_of(NEWER)
    path.rename(path.with_name("2020-01-01-0000-availability-bbbb.md"))
    _import(app, document)
    assert "Added: 1 entry. There already: 1 entry.\n" == capsys.readouterr().out


def test_what_is_there_under_another_id_is_not_doubled(app, document, capsys):
    path = _kept(app.journal.folder, NEWER).journal.path_of(NEWER)
    path.rename(path.with_name(path.name.replace("-bbbb.md", "-zzzz.md")))
    _import(app, document)
    assert "Added: 1 entry. There already: 1 entry.\n" == capsys.readouterr().out


def test_what_is_something_else_there_is_left_alone_and_named(app, document, capsys):
    path = _kept(app.journal.folder, CHANGED).journal.path_of(CHANGED)
    before = path.read_bytes()
    with pytest.raises(DifferentEntriesError) as told:
        _import(app, document)
    assert "Added: 1 entry. Different: 1 entry.\n" == capsys.readouterr().out
    assert (
        f"Not the same in the journal as in {document}, or not to be read there, and left "
        "alone: bbbb.\n"
        "For the other version: securebase delete bbbb (yours is kept in the trash), then import "
        "again." == str(told.value)
    )
    assert before == path.read_bytes()


def test_of_many_that_are_something_else_some_are_named():
    error = DifferentEntriesError("it", [f"a{number:03}" for number in range(25)])
    assert "a018, a019 and 5 more." in str(error)


@pytest.mark.parametrize("data", [b"\xff", b"words"])
def test_a_damaged_file_is_left_alone_and_named(app, document, data):
    path = _kept(app.journal.folder).journal.path_of(NEWER)
    path.write_bytes(data)
    with pytest.raises(DifferentEntriesError, match="left alone: bbbb"):
        _import(app, document)
    assert data == path.read_bytes()


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("folder", ["", "2026"])
def test_a_file_that_a_crash_left_empty_is_filled(
    app, document, monkeypatch, capsys, links, folder
):
    path = _kept(app.journal.folder).journal.folder / folder / entry_file_name(NEWER)
    path.parent.mkdir(exist_ok=True)
    path.touch()
    if not links:
        monkeypatch.setattr(os, "link", raises_os_error(errno.EPERM))
    _import(app, document, dry_run=True)
    assert "Would be added: 2 entries.\n" == capsys.readouterr().out
    _import(app, document)
    assert "Added: 2 entries.\n" == capsys.readouterr().out
    assert write_entry(NEWER).encode() == path.read_bytes()
    assert 2 == len(app.journal.names())


def test_an_entry_in_the_trash_is_not_in_the_journal_and_so_is_added(app, document, capsys):
    _import(app, document)
    kept = [app.trash.add(name) for name in app.journal.names()]
    capsys.readouterr()
    _import(app, document)
    assert "Added: 2 entries.\n" == capsys.readouterr().out
    assert kept == app.trash.names()


def test_the_same_moment_written_in_another_time_zone_is_not_the_same(app, document):
    moment = NEWER.moment.astimezone(timezone(timedelta(hours=1)))
    path = _kept(app.journal.folder, NEWER._replace(moment=moment)).journal.path_of(NEWER)
    with pytest.raises(DifferentEntriesError):
        _import(app, document)
    assert not path.exists()


def test_a_file_that_appears_meanwhile_is_not_overwritten(app, document, monkeypatch, capsys):
    publish = files.create

    def late(path, data):
        if "bbbb" in path.name:
            path.write_text("somebody's")
        return publish(path, data)

    monkeypatch.setattr(files, "create", late)
    with pytest.raises(DifferentEntriesError, match="left alone: bbbb"):
        _import(app, document)
    assert "somebody's" == app.journal.path_of(NEWER).read_text()


def test_as_json_each_entry_is_named_by_its_id(app, document, capsys):
    _kept(app.journal.folder, CHANGED)
    with pytest.raises(DifferentEntriesError):
        _import(app, document, as_json=True)
    said = json.loads(capsys.readouterr().out)
    assert {
        "added": ["aaaa"],
        "present": [],
        "different": ["bbbb"],
        "only_in_journal": [],
    } == said


# What can't be imported.


def test_of_a_document_with_one_mistake_nothing_is_imported(app, document):
    found = json.loads(document.read_bytes())
    del found["entries"][1]["answers"]
    document.write_text(json.dumps(found))
    with pytest.raises(InputFileError, match=r"first.json: entry 2: “answers” is missing"):
        _import(app, document)
    assert not app.journal.folder.exists()


def test_a_file_that_is_not_there_is_said(app, tmp_path):
    with pytest.raises(InputFileError, match=r"none.json can't be read: No such file"):
        _import(app, tmp_path / "none.json")


@pytest.mark.parametrize("given", ["-", "file"])
def test_a_document_that_is_too_large_is_not_read_to_its_end(app, document, monkeypatch, given):
    monkeypatch.setattr("securebase_cli.documents.json_import.MAX_BYTES", 100)
    with document.open() as stream:
        monkeypatch.setattr("sys.stdin", stream)
        with pytest.raises(InputFileError, match="larger than"):
            _import(app, given if given == "-" else document)


def test_a_hyphen_stands_for_standard_input(app, document, typed, capsys):
    typed(document.read_text("utf-8"))
    _import(app, "-")
    assert "Added: 2 entries.\n" == capsys.readouterr().out


def test_characters_that_no_file_can_hold_are_removed_and_counted(app, document, capsys):
    found = json.loads(document.read_bytes())
    found["entries"][0]["title"] += "\ud800"
    document.write_text(json.dumps(found))
    _import(app, document)
    assert "1 control character was removed; a text can’t hold them.\n" == capsys.readouterr().err
    _import(app, document)
    assert ("There already: 2 entries.\n", "") == capsys.readouterr()


# What goes wrong on the way.


@pytest.fixture
def many(tmp_path) -> Path:
    """Make an export of more entries than are added in a moment."""
    moments = (MOMENT - timedelta(days=number) for number in range(300))
    found = [an_entry(id=f"a{n:03}", moment=moment) for n, moment in enumerate(moments)]
    return _exported(_kept(tmp_path / "first", *found), tmp_path / "first.json")


def test_a_disk_that_fills_up_says_how_far_it_came_and_the_next_time_completes_it(
    app, document, tmp_path, monkeypatch
):
    publish = files.create

    def full(path, data):
        if "bbbb" in path.name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return publish(path, data)

    with monkeypatch.context() as patched:
        patched.setattr(files, "create", full)
        with pytest.raises(SavingError) as told:
            _import(app, document)
    assert (
        f"Could not save to {app.journal.folder}: No space left on device.\n"
        "Added until then: 1 entry of 2. Import again to go on." == str(told.value)
    )
    _import(app, document)
    assert document.read_bytes() == _exported(app, tmp_path / "again.json").read_bytes()


def test_an_interrupted_import_says_how_far_it_came(app, document, monkeypatch, capsys):
    publish = files.create

    def stopped(path, data):
        if "bbbb" in path.name:
            raise KeyboardInterrupt
        return publish(path, data)

    monkeypatch.setattr(files, "create", stopped)
    with pytest.raises(KeyboardInterrupt):
        _import(app, document)
    assert ("", "Added until then: 1 entry of 2. Import again to go on.\n") == capsys.readouterr()


def test_what_can_t_be_read_back_is_no_success(app, document, monkeypatch):
    monkeypatch.setattr(Journal, "_is_saved", lambda *_: False)
    with pytest.raises(SavingError, match="could not be read back as it was written"):
        _import(app, document)


def test_what_could_be_gone_after_a_power_cut_is_no_success(app, document, monkeypatch, capsys):
    monkeypatch.setattr(
        files, "try_sync_folder", lambda _: "the folder could not be synced (broken)"
    )
    with pytest.raises(SavingError, match=r"^Added, but the folder could not be synced \(broken\)"):
        _import(app, document)
    assert "Added: 2 entries.\n" == capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="there is no KILL there")
def test_killed_in_the_middle_all_that_is_there_is_whole_and_the_next_time_completes_it(
    program, many
):
    with subprocess.Popen(
        program.command("import", many),
        env=program.environment(),
        stdout=subprocess.DEVNULL,
    ) as process:
        while process.poll() is None and len(list(program.journal.glob("*.md"))) < 20:
            time.sleep(0.001)
        process.send_signal(signal.SIGKILL)
    assert -signal.SIGKILL == process.returncode
    halfway = list(Journal(program.journal).scan())
    assert 20 <= len(halfway) < 300
    done = program.run("import", many)
    words = f"Added: {300 - len(halfway)} entries. There already: {len(halfway)} entries.\n"
    assert (0, words) == (done.code, done.out)
    again = program.run("export", "--format", "json").out
    assert many.read_text("utf-8") == again


def test_two_at_once_make_one_journal(program, many):
    both = [
        subprocess.Popen(
            program.command("import", many), env=program.environment(), stdout=subprocess.DEVNULL
        )
        for _ in range(2)
    ]
    assert [0, 0] == [process.wait(60) for process in both]
    assert many.read_text("utf-8") == program.run("export", "--format", "json").out


def test_how_far_it_is_gets_said_if_it_takes_long(app, document, monkeypatch, capsys):
    monkeypatch.setattr("securebase_cli.ui.progress.DELAY_SECONDS", 0.0)
    _import(app, document)
    assert "Adding 2 entries; this takes a moment.\n" == capsys.readouterr().err


# At the command line.


def test_a_difference_does_not_look_like_success(program, document):
    program.add_entries(CHANGED)
    done = program.run("import", document)
    assert (1, "Added: 1 entry. Different: 1 entry.\n") == (done.code, done.out)
    assert "left alone: bbbb" in done.err


def test_an_export_goes_from_one_journal_to_another_through_a_pipe(program, document):
    done = program.run("import", "-", "--json", input=document.read_bytes())
    assert (0, "") == (done.code, done.err)
    assert ["aaaa", "bbbb"] == json.loads(done.out)["added"]


def test_a_mistake_in_the_document_is_one_of_the_command_line(program):
    done = program.run("import", "-", input='{"entries": [7]}')
    assert (2, "") == (done.code, done.out)
    assert "Standard input: entry 1: not an object ({…}). Nothing was imported.\n" == done.err


# Reflections on the page.


@pytest.fixture
def saved(app, tmp_path) -> Path:
    """Save a sitting on two domains as the page does."""
    answers = {"call-on-support": "Most do.", "asked-directly": "", "praise": "Often."}
    sitting = a_sitting_file(app.content, answers, action={"text": "Ask Sam"})
    return save(sitting, tmp_path / "reflection.json")


def _import_files(app, *names: Path | str, then_remove=False, dry_run=False):
    import_(context(app), list(map(str, names)), dry_run=dry_run, then_remove=then_remove)


def _entry_files(app):
    return {path.name: path.read_bytes() for path in app.journal.folder.glob("*.md")}


def test_a_reflection_becomes_entries_and_it_is_said_what_came(app, saved, capsys):
    _import(app, saved)
    first, second = (name.id for name in app.journal.listing().entries(oldest_first=True))
    assert (
        "Added: 2 entries.\n"
        "Acceptance, 23 November 2026: 1 answered; one thing to try.\n"
        f"securebase show {first}\n"
        "Availability, 23 November 2026: 1 answered, 1 skipped.\n"
        f"securebase show {second}\n"
    ) == capsys.readouterr().out


def test_a_reflection_doubles_nothing(app, saved, tmp_path, capsys):
    copy = tmp_path / "copy.json"
    copy.write_bytes(saved.read_bytes())
    _import_files(app, saved, copy, saved)
    before = _entry_files(app)
    _import_files(app, copy)
    assert capsys.readouterr().out.endswith("There already: 2 entries.\n")
    assert before == _entry_files(app)


def test_a_reflection_that_was_changed_after_it_was_imported_is_named(app, saved):
    _import(app, saved)
    before = _entry_files(app)
    saved.write_text(saved.read_text("utf-8").replace("Often", "Seldom"), "utf-8")
    with pytest.raises(DifferentEntriesError):
        _import_files(app, saved, then_remove=True)
    assert before == _entry_files(app)
    assert saved.exists()


def test_exports_and_reflections_are_imported_together(app, saved, document):
    _import_files(app, saved, document)
    assert 4 == len(app.journal.names())


def test_if_one_of_several_files_is_damaged_nothing_is_imported(app, saved, tmp_path):
    damaged = tmp_path / "damaged.json"
    damaged.write_bytes(saved.read_bytes()[:-40])
    with pytest.raises(InputFileError, match=r"damaged\.json"):
        _import_files(app, saved, damaged)
    assert not app.journal.folder.exists()


def test_files_are_removed_once_their_entries_are_in_the_journal(app, saved, document, capsys):
    _import_files(app, saved, document, then_remove=True)
    assert not saved.exists()
    assert not document.exists()
    assert f"Removed: {saved}\nRemoved: {document}\n" == capsys.readouterr().err
    assert 4 == len(app.journal.names())


def test_a_file_whose_entries_are_there_already_is_removed(app, saved):
    _import(app, saved)
    _import_files(app, saved, then_remove=True)
    assert not saved.exists()


@pytest.mark.posix("links")
def test_what_a_link_leads_to_is_removed_too(app, saved, tmp_path):
    link = tmp_path / "link.json"
    link.symlink_to(saved)
    _import_files(app, link, then_remove=True)
    assert not saved.exists()
    assert not link.is_symlink()


@pytest.mark.posix("links")
@pytest.mark.parametrize(
    "make_name", [Path.symlink_to, Path.hardlink_to], ids=["link", "hard link"]
)
def test_a_file_that_is_named_twice_is_removed(app, saved, tmp_path, make_name):
    other_name = tmp_path / "other.json"
    make_name(other_name, saved)
    _import_files(
        app, other_name, saved, f"{tmp_path}/../{tmp_path.name}/other.json", then_remove=True
    )
    assert [] == list(tmp_path.glob("*.json"))


def _change_while_adding(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Change a file as soon as an entry is added to the journal."""
    add = Journal.add_under_name

    def add_and_change_file(journal, name, entry):
        path.write_text("more")
        return add(journal, name, entry)

    monkeypatch.setattr(Journal, "add_under_name", add_and_change_file)


def test_if_one_of_several_files_changed_meanwhile_none_is_removed(
    app, saved, document, monkeypatch
):
    _change_while_adding(monkeypatch, document)
    with pytest.raises(SavingError, match="has changed meanwhile, so nothing was removed"):
        _import_files(app, saved, document, then_remove=True)
    assert saved.exists()


def test_a_file_without_entries_is_not_removed(app, tmp_path):
    nothing = save(a_sitting_file(app.content, {"praise": ""}), tmp_path / "nothing.json")
    _import_files(app, nothing, then_remove=True)
    assert nothing.exists()


def test_a_file_that_changed_meanwhile_is_not_removed(app, saved, monkeypatch):
    _change_while_adding(monkeypatch, saved)
    with pytest.raises(SavingError, match="has changed meanwhile"):
        _import_files(app, saved, then_remove=True)
    assert "more" == saved.read_text()


def test_a_file_is_not_removed_if_its_entries_were_not_read_back(app, saved, monkeypatch):
    monkeypatch.setattr(Journal, "_is_saved", lambda *_: False)
    with pytest.raises(SavingError):
        _import_files(app, saved, then_remove=True)
    assert saved.exists()


def test_a_file_that_cannot_be_removed_is_named(app, saved, monkeypatch):
    monkeypatch.setattr(files, "remove", raises_os_error(errno.EACCES))
    with pytest.raises(SavingError, match=r"Imported, but .*reflection.json could not be removed"):
        _import_files(app, saved, then_remove=True)


@pytest.mark.parametrize(("names", "options"), [(["-"], {}), (["x"], {"dry_run": True})])
def test_then_remove_is_refused_where_it_would_do_nothing(app, names, options):
    with pytest.raises(UsageError, match="--then-remove would do nothing"):
        _import_files(app, *names, then_remove=True, **options)

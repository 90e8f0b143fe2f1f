"""The folder of entries: what is in it, how one is found, and how one is added for good."""

import errno
import os
import stat
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from securebase_cli.dates import Period
from securebase_cli.entry_format.entry import write_entry
from securebase_cli.errors import (
    FolderError,
    NameTakenError,
    SavingError,
    UnreadableEntriesError,
    UsageError,
)
from securebase_cli.model import Answer
from securebase_cli.storage import files
from securebase_cli.storage.entry_files import MAX_BYTES
from securebase_cli.storage.filter import Filter
from securebase_cli.storage.journal import Journal, SavedEntry
from securebase_cli.storage.scan import StoredEntry
from support.builders import ANSWER, MOMENT, an_entry
from support.file_system import break_folder_sync, raises_os_error

TODAY = date(2026, 11, 24)

OLDER = an_entry(id="aaaa", moment=MOMENT - timedelta(days=3), domain="acceptance")
NEWER = an_entry(id="bbbb", moment=MOMENT, tags=("away-day",))
NEWEST = an_entry(id="cccc", moment=MOMENT + timedelta(hours=1), domain="team-membership")


@pytest.fixture
def filled(journal) -> Journal:
    journal.prepare()
    for entry in (NEWER, NEWEST, OLDER):
        journal.add(entry)
    return journal


def _ids(entries) -> list[str]:
    return [stored.entry.id for stored in entries]


def _files(journal: Journal) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in journal.folder.iterdir() if path.is_file()}


# Making ready.


@pytest.mark.posix("permission bits")
def test_a_journal_is_a_folder_for_its_owner_only(journal):
    journal.prepare()
    assert 0o700 == stat.S_IMODE(journal.folder.stat().st_mode)
    assert 0o700 == stat.S_IMODE(journal.internal_folder.stat().st_mode)
    assert [journal.internal_folder] == list(journal.folder.iterdir())


@pytest.mark.posix("errors in these words")
def test_a_folder_that_cannot_be_written_is_known_before_anyone_types(journal):
    journal.folder.write_text("in the way")
    with pytest.raises(FolderError) as refused:
        journal.prepare()
    message = f"The journal folder {journal.folder} can't be written: Not a directory. "
    assert str(refused.value).startswith(message)
    assert "--journal" in str(refused.value)


def test_a_full_disk_is_known_before_anyone_types(journal, monkeypatch):
    monkeypatch.setattr(os, "write", raises_os_error(errno.ENOSPC))
    with pytest.raises(FolderError, match="No space left on device"):
        journal.prepare()


# Adding.


@pytest.mark.posix("permission bits")
def test_an_entry_is_saved_under_its_time_domain_and_id(journal):
    journal.prepare()
    saved = journal.add(an_entry())
    path = journal.folder / "2026-11-23-1430-availability-k3f7.md"
    assert SavedEntry(path, an_entry(), "") == saved
    assert write_entry(an_entry()).encode() == path.read_bytes()
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)


def test_the_name_has_the_local_time(journal):
    entry = an_entry(moment=MOMENT.astimezone(timezone(timedelta(hours=11))))
    assert "2026-11-24-0130-availability-k3f7.md" == journal.path_of(entry).name


@pytest.mark.parametrize("year", [1, 26, 999])
def test_an_entry_of_a_mistyped_year_is_still_found(journal, year):
    journal.prepare()
    journal.add(an_entry(moment=datetime(year, 11, 23, 14, 30, tzinfo=UTC)))
    assert ["k3f7"] == _ids(journal.scan())
    assert [] == list(journal.uncounted_files())


def test_an_entry_that_is_added_twice_is_one_file(journal):
    journal.prepare()
    first = journal.add(an_entry())
    assert first == journal.add(an_entry())
    assert [first.path.name] == list(_files(journal))


def test_another_entry_of_that_name_gets_another_id_and_harms_nothing(journal):
    journal.prepare()
    first = journal.add(an_entry())
    before = first.path.read_bytes()
    second = journal.add(an_entry(answers=(Answer("praise", "Do you?", "Yes."),)))
    assert before == first.path.read_bytes()
    assert second.entry.id not in {"k3f7", "last"}
    assert second.path.name.endswith(f"-{second.entry.id}.md")
    assert StoredEntry(str(second.path), second.entry) in list(journal.scan())
    assert 2 == len(_files(journal))


def test_an_entry_can_be_given_the_very_name_it_had(journal):
    journal.prepare()
    name = "2020-01-01-0000-availability-k3f7.md"
    saved = journal.add_under_name(name, an_entry())
    assert SavedEntry(journal.folder / name, an_entry()) == saved
    assert saved == journal.add_under_name(name, an_entry())
    assert [name] == list(_files(journal))


def test_a_name_that_another_entry_has_is_not_given(journal):
    journal.prepare()
    name = journal.add(an_entry()).path.name
    before = _files(journal)
    with pytest.raises(NameTakenError, match=name):
        journal.add_under_name(name, an_entry(title="Another"))
    assert before == _files(journal)


@pytest.mark.parametrize("links", [True, False])
def test_an_empty_file_of_that_name_is_filled(journal, monkeypatch, links):
    journal.prepare()
    path = journal.path_of(an_entry())
    path.touch()
    if not links:
        monkeypatch.setattr(os, "link", raises_os_error(errno.EPERM))
    assert SavedEntry(path, an_entry()) == journal.add(an_entry())
    assert [path.name] == list(_files(journal))


@pytest.mark.parametrize("data", [b"\xff\xfe", b"Not an entry."])
def test_a_damaged_file_of_that_name_is_left_alone(journal, data):
    journal.prepare()
    path = journal.path_of(an_entry())
    path.write_bytes(data)
    assert path != journal.add(an_entry()).path
    assert data == path.read_bytes()


@pytest.mark.posix("links that everyone may make")
def test_a_link_of_that_name_is_left_alone(journal, tmp_path):
    journal.prepare()
    (tmp_path / "other.md").write_text(write_entry(an_entry()))
    path = journal.path_of(an_entry())
    path.symlink_to(tmp_path / "other.md")
    assert path != journal.add(an_entry()).path
    assert path.is_symlink()


def test_an_entry_for_which_no_name_is_free_is_not_saved(journal, monkeypatch):
    def taken(path, _data):
        raise FileExistsError(errno.EEXIST, "File exists", str(path))

    monkeypatch.setattr(files, "create", taken)
    with pytest.raises(SavingError, match="Found no free name in "):
        journal.add(an_entry())


def test_an_entry_too_large_to_be_read_again_is_not_saved(journal):
    journal.prepare()
    with pytest.raises(SavingError, match="larger than 2 MiB"):
        journal.add(an_entry(answers=(Answer("praise", "Do you?", "x" * MAX_BYTES),)))
    assert {} == _files(journal)


def test_the_largest_entry_that_is_saved_can_be_read_again(journal):
    journal.prepare()
    room = MAX_BYTES - len(write_entry(an_entry()).encode()) + len(ANSWER.text)
    entry = an_entry(answers=(Answer(ANSWER.question, ANSWER.question_text, "x" * room),))
    assert MAX_BYTES == journal.add(entry).path.stat().st_size
    assert [entry] == [stored.entry for stored in journal.scan()]


def test_a_disk_that_fills_up_leaves_the_journal_as_it_was(filled, monkeypatch):
    before = _files(filled)

    monkeypatch.setattr(os, "write", raises_os_error(errno.ENOSPC))
    with pytest.raises(SavingError) as refused:
        filled.add(an_entry())
    assert f"Could not save to {filled.folder}: No space left on device." == str(refused.value)
    assert before == _files(filled)


@pytest.mark.posix("folders that can be synced")
def test_a_folder_that_cannot_be_synced_does_not_unsave_an_entry(journal, monkeypatch):
    journal.prepare()
    break_folder_sync(monkeypatch)
    saved = journal.add(an_entry())
    assert "the folder could not be synced (Input/output error)" == saved.warning
    assert ["k3f7"] == _ids(journal.scan())


def test_a_disk_that_keeps_something_else_is_not_believed(journal, monkeypatch):
    journal.prepare()
    write = os.write
    monkeypatch.setattr(
        os, "write", lambda descriptor, data: write(descriptor, bytes(data).replace(b"M", b"N"))
    )
    saved = journal.add(an_entry())
    assert (False, "it could not be read back as it was written") == (saved.verified, saved.warning)


def test_a_new_id_is_none_that_is_taken(filled, monkeypatch):
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    chances = iter(["aaaa", "last", "dddd", "bbbb", "dddd", "cccc", "k3f7"])
    monkeypatch.setattr(os, "urandom", lambda _: bytes(map(letters.index, next(chances))))
    assert ["dddd", "k3f7"] == filled.new_ids(2)


def test_a_new_id_is_four_small_letters_or_digits_that_are_not_confused(journal):
    for _ in range(50):
        handle = journal.new_ids(1)[0]
        assert 4 == len(handle)
        assert set(handle) <= set("abcdefghijklmnopqrstuvwxyz234567")


# What is in it.


def test_a_journal_that_does_not_exist_is_empty(journal):
    assert [] == journal.names()
    assert [] == list(journal.scan())
    assert [] == list(journal.uncounted_files())


def test_entries_come_newest_first_or_oldest_first(filled):
    assert ["cccc", "bbbb", "aaaa"] == _ids(filled.scan())
    assert ["aaaa", "bbbb", "cccc"] == _ids(filled.scan(oldest_first=True))


def test_entries_can_be_passed_over_several_times(filled):
    entries = filled.scan()
    assert _ids(entries) == _ids(entries)


def test_a_file_is_opened_only_when_its_turn_comes(filled):
    entries = iter(filled.scan())
    assert "cccc" == next(entries).entry.id
    filled.path_of(OLDER).write_text(write_entry(OLDER._replace(title="Changed")))
    assert ["", "Changed"] == [stored.entry.title.partition("Avail")[0] for stored in entries]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (Filter(), ["cccc", "bbbb", "aaaa"]),
        (Filter(domains=frozenset({"acceptance", "availability"})), ["bbbb", "aaaa"]),
        (Filter(period=Period(last=date(2026, 11, 22))), ["aaaa"]),
        (Filter(period=Period(first=date(2026, 11, 23))), ["cccc", "bbbb"]),
        (Filter(tags=frozenset({"away-day"})), ["bbbb"]),
    ],
)
def test_a_query_chooses_among_them(filled, query, ids):
    assert ids == _ids(filled.scan(query))


def test_a_query_for_a_domain_opens_no_file_of_another(filled):
    filled.path_of(OLDER).write_text("damaged")
    entries = filled.scan(Filter(domains=frozenset({"availability"})))
    assert ["bbbb"] == _ids(entries)
    entries.raise_if_unreadable()


def test_names_alone_tell_when_and_which_domain(filled):
    names = filled.names()
    assert [("team-membership", "cccc"), ("availability", "bbbb"), ("acceptance", "aaaa")] == [
        (name.domain, name.id) for name in names
    ]
    assert [date(2026, 11, 23), date(2026, 11, 23), date(2026, 11, 20)] == [
        name.day for name in names
    ]


def test_an_invented_id_may_have_digits_that_generated_ids_lack(journal):
    journal.prepare()
    entry = an_entry(id="k9f0")
    (journal.folder / "2026-11-23-1430-availability-k9f0.md").write_text(
        write_entry(entry), "utf-8"
    )
    assert entry == journal.find_and_read("k9f0", TODAY).entry
    assert [entry] == [stored.entry for stored in journal.scan()]


def test_a_day_that_the_calendar_does_not_have_is_day_one(journal):
    journal.prepare()
    (journal.folder / "2026-02-30-1200-availability-aaaa.md").write_text("")
    assert [date.min] == [name.day for name in journal.names()]


@pytest.mark.parametrize(
    "name",
    [
        "notes.md",
        "2026-11-23-availability-k3f7.md",
        "2026-11-23-1430-availability-k3f7x.md",
        "2026-11-23-1430-availability-K3F7.md",
        "2026-11-23-1430-availability-k3f7 (copy).md",
    ],
)
def test_a_markdown_file_of_another_name_is_a_stranger(filled, name):
    path = filled.folder / name
    path.write_text(write_entry(an_entry(id="zzzz")))
    entries = filled.scan()
    assert ["cccc", "bbbb", "aaaa"] == _ids(entries)
    with pytest.raises(UnreadableEntriesError, match=r"not that of an entry|looks like a copy"):
        entries.raise_if_unreadable()
    assert [path] == [file.path for file in filled.uncounted_files()]


@pytest.mark.parametrize("name", [".hidden.md", ".a.md.0011.tmp", "notes.txt", "picture.png"])
def test_a_file_that_is_no_markdown_or_hidden_is_none_of_our_business(filled, name):
    (filled.folder / name).write_text("x")
    entries = filled.scan()
    assert ["cccc", "bbbb", "aaaa"] == _ids(entries)
    entries.raise_if_unreadable()


# Files that can't be read.


def _damage(journal: Journal, how: str) -> Path:
    path = journal.path_of(NEWER)
    path.unlink()
    if how == "a folder":
        path.mkdir()
    elif how == "a pipe":
        os.mkfifo(path)
    elif how == "a link":
        path.symlink_to(journal.path_of(OLDER))
    elif how == "too large":
        path.write_bytes(b"x" * (MAX_BYTES + 1))
    elif how == "no text":
        path.write_bytes(b"---\nsecurebase: 1\n\xff\xfe")
    else:
        path.write_text("What Sam told me in confidence.")
    return path


@pytest.mark.posix("named pipes")
@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("a folder", "it is not a regular file"),
        ("a pipe", "it is not a regular file"),
        ("a link", "it is a link"),
        ("too large", "it is larger than 2 MiB"),
        ("no text", "it is not text in UTF-8"),
        ("no entry", "it has no front matter (a first line “---”)"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_skipped(filled, how, why):
    path = _damage(filled, how)
    entries = filled.scan()
    entries.raise_if_unreadable()
    assert ["cccc", "aaaa"] == _ids(entries)
    assert {path: why} == entries.unreadable
    with pytest.raises(UnreadableEntriesError) as refused:
        entries.raise_if_unreadable()
    assert f"Left alone: {path.name}: {why} (What to do: securebase doctor)" == str(refused.value)


def test_a_file_that_the_system_will_not_open_is_named(filled, monkeypatch):
    system_open = os.open

    def refuse(path, flags, *args: int):
        if str(path) == str(filled.path_of(NEWER)):
            raise PermissionError(errno.EACCES, "Permission denied")
        return system_open(path, flags, *args)

    monkeypatch.setattr(os, "open", refuse)
    entries = filled.scan()
    assert ["cccc", "aaaa"] == _ids(entries)
    assert ["it can't be opened (Permission denied)"] == list(entries.unreadable.values())


def test_a_folder_that_cannot_be_listed_is_named(filled, monkeypatch):
    monkeypatch.setattr(os, "listdir", raises_os_error(errno.EACCES))
    with pytest.raises(FolderError, match="can't be read: Permission denied"):
        filled.names()


# Finding one.


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("bbbb", "bbbb"),
        (" BBBB ", "bbbb"),
        ("last", "cccc"),
        ("Last", "cccc"),
        ("2026-11-20", "aaaa"),
        ("4d", "aaaa"),
        ("2026-11-20-1430-acceptance-aaaa.md", "aaaa"),
    ],
)
def test_an_entry_is_found_by_id_last_date_or_name(filled, given, found):
    assert found == filled.find(given, TODAY).id


def test_an_entry_is_found_by_its_path(filled, monkeypatch):
    path = filled.path_of(OLDER)
    assert "aaaa" == filled.find(str(path), TODAY).id
    monkeypatch.chdir(filled.folder.parent)
    assert "aaaa" == filled.find(f"{filled.folder.name}/{path.name}", TODAY).id
    assert "aaaa" == filled.find(f"./{filled.folder.name}/../journal/{path.name}", TODAY).id


def test_a_path_into_another_folder_finds_nothing(filled, tmp_path):
    with pytest.raises(UsageError, match="There is no entry"):
        filled.find(str(tmp_path / filled.path_of(OLDER).name), TODAY)


def test_a_date_with_several_entries_lists_their_ids(filled):
    with pytest.raises(UsageError) as refused:
        filled.find("yesterday", TODAY)
    assert (
        "There are 2 entries of yesterday: cccc (team-membership), bbbb (availability). Name one."
        == str(refused.value)
    )


@pytest.mark.parametrize(("count", "end"), [(8, "). Name one."), (9, "), …. Name one.")])
def test_a_date_with_many_entries_lists_eight(journal, count, end):
    journal.prepare()
    for letter in "abcdefghi"[:count]:
        journal.add(an_entry(id=letter * 4))
    with pytest.raises(UsageError) as refused:
        journal.find("2026", TODAY)
    assert str(refused.value).startswith(f"There are {count} entries of 2026: ")
    assert str(refused.value).endswith(end)
    assert 8 == str(refused.value).count("(availability)")


def test_a_date_without_an_entry_is_refused(filled):
    with pytest.raises(UsageError, match=r"There is no entry of 2025\. "):
        filled.find("2025", TODAY)


def test_an_unknown_name_is_refused_with_an_example(filled):
    with pytest.raises(UsageError, match=r"There is no entry “dddd”\. .* its id, such as cccc"):
        filled.find("dddd", TODAY)


@pytest.mark.parametrize("addition", ["copy", "2026", "last"])
def test_an_id_that_is_named_as_an_example_is_not_that_of_a_copy(journal, addition):
    journal.prepare()
    path = journal.add(an_entry(id="aaaa")).path
    copy = path.with_stem(f"{path.stem}-{addition}")
    path.rename(copy)
    with pytest.raises(UsageError, match="An entry is named by its id, by “last”, or by its date"):
        journal.find("dddd", TODAY)
    journal.add(an_entry(id="bbbb", moment=MOMENT - timedelta(days=1)))
    with pytest.raises(UsageError, match="named by its id, such as bbbb, by “last”"):
        journal.find("dddd", TODAY)


@pytest.mark.parametrize("given", ["last", "aaaa", "today"])
def test_in_an_empty_journal_the_person_is_told_how_to_begin(journal, given):
    with pytest.raises(UsageError, match=r"Begin with: securebase reflect"):
        journal.find(given, TODAY)


def test_an_id_that_two_files_have_is_not_guessed(journal):
    journal.prepare()
    journal.add(an_entry())
    journal.add(an_entry(moment=MOMENT + timedelta(days=1)))
    with pytest.raises(UsageError) as refused:
        journal.find("k3f7", date(2026, 12, 1))
    assert "2026-11-24-1430-availability-k3f7.md, 2026-11-23" in str(refused.value)


def test_a_file_tells_what_kind_of_entry_it_holds(filled):
    session = filled.add(NEWER._replace(id="ssss", kind="team-session")).path
    broken = filled.add(NEWER._replace(id="bbbb")).path
    broken.write_bytes(session.read_bytes().replace(b"securebase: 1", b"securebase"))
    kinds = {name.id: filled.read_kind(name) for name in filled.names()}
    assert "team-session" == kinds.pop("ssss")
    assert {"reflection"} == set(kinds.values())


def test_an_entry_is_found_and_read(filled):
    assert StoredEntry(str(filled.path_of(OLDER)), OLDER) == filled.find_and_read("aaaa", TODAY)


def test_an_entry_that_was_asked_for_but_cannot_be_read_is_named(filled):
    path = _damage(filled, "no entry")
    with pytest.raises(UnreadableEntriesError, match=f"Left alone: {path.name}: it has no front"):
        filled.find_and_read("bbbb", TODAY)

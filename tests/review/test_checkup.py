"""What a check-up finds, what it says to do about it, and what it puts right by itself."""

import errno
import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from securebase_cli.entry_format.entry import write_entry
from securebase_cli.review import check_drafts, check_entries, check_folder, checkup
from securebase_cli.storage import files, locks, platform_files
from securebase_cli.storage.aliases_file import AliasesFile
from securebase_cli.storage.drafts import Drafts
from securebase_cli.storage.editor_copies import EditorCopies
from securebase_cli.storage.entry_files import MAX_BYTES
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.trash import Trash
from support.builders import ANSWER, MOMENT, a_draft, an_entry
from support.file_system import permissions_of, raises_os_error

NAME = "2026-11-23-1430-availability-k3f7.md"


@pytest.fixture
def entry(journal):
    journal.prepare()
    return journal.add(an_entry()).path


def _kinds(findings) -> list[str]:
    return [found.kind for found in findings]


def _of_entries(journal) -> list[tuple[str, str]]:
    return [(found.kind, found.path.name) for found in check_entries.check_entries(journal, MOMENT)]


def _of_drafts(journal):
    drafts = Drafts(journal.internal_folder)
    return list(
        check_drafts.check_drafts(drafts, EditorCopies(journal.internal_folder), Trash(journal))
    )


def _change(path: Path, old: str, new: str) -> None:
    data = path.read_bytes()
    assert old.encode() in data
    path.write_bytes(data.replace(old.encode(), new.encode()))


# The entries.


@pytest.mark.parametrize(
    ("old", "new", "kind", "level"),
    [
        ("<!-- securebase", "<!-- secure-base", "other-text", "problem"),
        ("\n## ", "\nWords of my own.\n\n## ", "other-text", "note"),
        (ANSWER.text, f"{ANSWER.text}\n<!-- securebase actions -->\nAsk", "other-text", "note"),
        ("tags: []", "author: @me", "unusable-field", "note"),
        ("id: k3f7", "id: AAAA", "unusable-field", "note"),
        ("date: 2026-11-23T14:30:12+00:00", "date:", "unusable-field", "note"),
        ("tags: []", "tags: &a []", "unusable-field", "problem"),
        ("tags: []", "scaling: seven", "unusable-field", "problem"),
        (f"{ANSWER.text}\n", f"{ANSWER.text}\n{chr(0) * 512}", "unusable-field", "note"),
        (ANSWER.text, "<<<<<<< a\nb\n=======\nc\n>>>>>>> d", "unreadable", "problem"),
    ],
)
def test_what_is_in_no_field_and_no_answer_is_named(journal, entry, old, new, kind, level):
    _change(entry, old, new)
    found = list(check_entries.check_entries(journal, MOMENT))
    assert {kind} == {finding.kind for finding in found}
    assert level == found[-1].level
    assert all(finding.path == entry for finding in found)
    assert not any("my own" in finding.message for finding in found)


# The folder.


def test_a_journal_that_is_as_it_should_be_has_nothing_to_say(journal, entry):
    assert [] == list(check_folder.check_folder(journal))
    assert [] == list(check_entries.check_entries(journal, MOMENT))
    assert [] == _of_drafts(journal)


def test_a_journal_that_is_not_there_yet_is_a_note_and_is_not_made(journal):
    (found,) = check_folder.check_folder(journal)
    assert ("no-journal", "note") == (found.kind, found.level)
    assert not journal.folder.exists()


def test_a_folder_that_can_t_be_written_is_a_problem(journal, entry, monkeypatch):
    monkeypatch.setattr(files, "check_writable", raises_os_error(errno.EROFS))
    assert ["not-writable"] == _kinds(check_folder.check_folder(journal))


def test_a_disk_that_is_nearly_full_is_a_problem(journal, entry, monkeypatch):
    monkeypatch.setattr(files, "free_space", lambda _: 1024)
    assert ["little-room"] == _kinds(check_folder.check_folder(journal))


@pytest.mark.skipif(platform_files.WINDOWS, reason="Windows has no permission bits")
def test_what_others_can_see_is_one_problem_and_is_put_right(journal, entry):
    entry.chmod(0o644)
    journal.folder.chmod(0o755)
    (journal.internal_folder / "drafts").mkdir(mode=0o750)
    (found,) = check_folder.check_folder(journal)
    assert ("open-to-others", "problem") == (found.kind, found.level)
    assert found.message.startswith("3 files or folders")
    assert checkup.apply_remedy(found, journal).is_fixed
    assert 0o600 == stat.S_IMODE(entry.stat().st_mode)
    assert 0o700 == stat.S_IMODE(journal.folder.stat().st_mode)
    assert [] == list(check_folder.check_folder(journal))


@pytest.mark.skipif(platform_files.WINDOWS, reason="links need rights there")
def test_what_a_link_leads_to_is_neither_judged_nor_changed(journal, entry, tmp_path):
    outside = tmp_path / "outside.md"
    outside.write_text("words", "utf-8")
    outside.chmod(0o644)
    (journal.folder / "2026-11-23-1431-availability-m2aa.md").symlink_to(outside)
    (journal.internal_folder / "elsewhere").symlink_to(tmp_path)
    assert [] == list(check_folder.check_folder(journal))
    assert 0o644 == stat.S_IMODE(outside.stat().st_mode)


@pytest.mark.skipif(platform_files.fcntl is None, reason="nobody can tell here who holds a file")
def test_unlocked_temporary_files_are_removed(journal, entry):
    inner = journal.internal_folder / "drafts"
    inner.mkdir(mode=0o700)
    left = [
        journal.folder / f".{NAME}.0123abcd.tmp",
        inner / ".2026-11-23-1430-d2r4.md.0123abcd.tmp",
        inner / "2026-11-23-1430-d2r4.lock",
        journal.folder / ".check.securebase-0123abcd.tmp",
    ]
    for path in left:
        path.touch(mode=0o600)
    left[-1].write_bytes(b"securebase\n")
    mine = journal.folder / ".my own.tmp"
    mine.touch(mode=0o600)
    with locks.lock_file(inner / "held.lock"):
        (found,) = check_folder.check_folder(journal)
        assert checkup.apply_remedy(found, journal).is_fixed
    assert "left-over" == found.kind
    assert sorted(left) == sorted(found.remedy_paths)
    assert [True] == [path.exists() for path in [mine]]
    assert [] == [path for path in left if path.exists()]


@pytest.mark.skipif(platform_files.fcntl is None, reason="nobody can tell here who holds a file")
def test_a_temporary_file_with_words_that_are_nowhere_else_is_put_aside(journal, entry):
    drafts = journal.internal_folder / "drafts"
    drafts.mkdir(mode=0o700)
    needless = journal.folder / f".{NAME}.0123abcd.tmp"
    needless.write_bytes(entry.read_bytes())
    needless.chmod(0o600)
    only = drafts / ".2026-11-23-1430-d2r4.md.0123abcd.tmp"
    only.touch(mode=0o600)
    only.write_text("words", "utf-8")
    for found in check_folder.check_folder(journal):
        assert checkup.apply_remedy(found, journal).is_fixed
    assert not needless.exists()
    kept = journal.internal_folder / "set-aside" / "2026-11-23-1430-d2r4.md"
    assert "words" == kept.read_text("utf-8")
    assert [] == list(check_folder.check_folder(journal))


LONG_DOMAIN = "how-we-look-after-one-another-here"


@pytest.mark.skipif(platform_files.fcntl is None, reason="nobody can tell here who holds a file")
@pytest.mark.parametrize("domain", [LONG_DOMAIN, f"{LONG_DOMAIN}-" * 5 + "x"])
def test_a_temporary_file_for_a_long_name_is_found(journal, entry, monkeypatch, domain):
    with monkeypatch.context() as crash:
        crash.setattr(os, "unlink", raises_os_error(errno.EIO))
        path = journal.add(an_entry(domain=domain)).path
    (found,) = check_folder.check_folder(journal)
    assert ("left-over", "remove") == (found.kind, found.remedy)
    (left,) = found.remedy_paths
    left.unlink()
    left.touch(mode=0o600)
    left.write_text("words that are nowhere else", "utf-8")
    (found,) = check_folder.check_folder(journal)
    assert ("left-over", "put aside") == (found.kind, found.remedy)
    assert checkup.apply_remedy(found, journal).is_fixed
    kept = journal.internal_folder / "set-aside" / path.name
    assert "words that are nowhere else" == kept.read_text("utf-8")


@pytest.mark.skipif(platform_files.fcntl is None, reason="nobody can tell here who holds a file")
def test_a_temporary_file_whose_name_an_older_version_cut_off_is_found(journal, entry):
    path = journal.add(an_entry(domain=LONG_DOMAIN)).path
    left = journal.folder / f".{path.name[:50]}.0123abcd.tmp"
    left.write_bytes(path.read_bytes())
    left.chmod(0o600)
    (found,) = check_folder.check_folder(journal)
    assert ("left-over", "remove", (left,)) == (found.kind, found.remedy, found.remedy_paths)
    left.write_text("words that are nowhere else", "utf-8")
    (found,) = check_folder.check_folder(journal)
    assert checkup.apply_remedy(found, journal).is_fixed
    assert [f"{path.name[:50]}.md"] == os.listdir(journal.internal_folder / "set-aside")


def test_a_filled_file_with_that_suffix_is_left_alone(journal, entry):
    theirs = journal.internal_folder / "theirs.lock"
    theirs.touch(mode=0o600)
    theirs.write_text("pid 4711", "utf-8")
    assert [] == list(check_folder.check_folder(journal))


def test_what_is_not_the_program_s_is_neither_judged_nor_changed(tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    for name in ("README.md", ".cache.deadbeef.tmp"):
        (shared / name).write_text("theirs", "utf-8")
        (shared / name).chmod(0o664)
    assert [] == list(check_folder.check_folder(Journal(shared)))


@pytest.mark.skipif(platform_files.WINDOWS, reason="Windows has no permission bits")
def test_a_folder_with_other_files_in_it_is_named_and_not_closed(journal, entry):
    (journal.folder / "rota of all.txt").write_text("theirs", "utf-8")
    journal.folder.chmod(0o770)
    entry.chmod(0o640)
    findings = list(check_folder.check_folder(journal))
    assert ["open-to-others", "shared-folder"] == [found.kind for found in findings]
    for found in findings:
        checkup.apply_remedy(found, journal)
    assert 0o600 == entry.stat().st_mode & 0o777
    assert 0o770 == journal.folder.stat().st_mode & 0o777


@pytest.mark.skipif(platform_files.WINDOWS, reason="Windows has no such owners")
def test_files_of_another_user_are_a_problem(journal, entry, monkeypatch):
    owner = files.owner_id
    monkeypatch.setattr(files, "owner_id", lambda path: owner(path) + (path == entry))
    (found,) = check_folder.check_folder(journal)
    assert ("foreign-owner", "problem", entry) == (found.kind, found.level, found.path)
    assert "1 file or folder of the journal belongs to another user." == found.message
    assert f"sudo chown -R {journal.folder.owner()} {journal.folder}" in found.advice


@pytest.mark.skipif(platform_files.WINDOWS, reason="Windows has no such owners")
@pytest.mark.parametrize("theirs", [".git", "scans", "2026-11-23-1431-acceptance-m2aa.md"])
def test_a_folder_with_something_of_another_user_in_it_is_not_closed(
    journal, entry, monkeypatch, theirs
):
    path = journal.folder / theirs
    path.touch() if theirs.endswith(".md") else path.mkdir()
    path.chmod(0o770)
    journal.folder.chmod(0o770)
    owner = files.owner_id
    monkeypatch.setattr(files, "owner_id", lambda asked: owner(asked) + (asked == path))
    findings = list(check_folder.check_folder(journal))
    assert "shared-folder" in [found.kind for found in findings]
    for found in findings:
        checkup.apply_remedy(found, journal)
    assert {0o770} == {permissions_of(path), permissions_of(journal.folder)}


@pytest.mark.skipif(platform_files.WINDOWS, reason="Windows has no such owners")
def test_a_journal_of_another_user_is_a_problem(journal, entry, monkeypatch):
    monkeypatch.setattr(files, "user_id", lambda: journal.folder.stat().st_uid + 1)
    (found,) = check_folder.check_folder(journal)
    assert ("foreign-owner", journal.folder) == (found.kind, found.path)
    assert "--journal" in found.advice


def test_a_remedy_that_fails_says_why(journal, tmp_path):
    gone = tmp_path / "gone"
    found = checkup.Finding("open-to-others", "problem", "", "", gone, "make private", (gone,))
    assert f"{gone}: No such file or directory" == checkup.apply_remedy(found, journal).error


@pytest.mark.parametrize(
    ("below", "service"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - Borough Council", "OneDrive"),
        ("Dropbox (Personal)", "Dropbox"),
        ("iCloud Drive", "iCloud Drive"),
        ("iCloudDrive", "iCloudDrive"),
        ("My Dropbox", "Dropbox"),
        ("Box", "Box"),
        ("GoogleDrive", "GoogleDrive"),
        ("Nextcloud", "Nextcloud"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "iCloud or another cloud"),
        ("Library/CloudStorage/Box", "iCloud or another cloud"),
    ],
)
def test_a_folder_that_leaves_the_computer_is_told_by_its_name(tmp_path, below, service):
    assert service == check_folder.sync_service_of(tmp_path / below / "journal")


@pytest.mark.parametrize(
    "below", ["journal", "my drop box", "one drive", "Boxes", "Box of notes", "dropboxes", "cloud"]
)
def test_other_folders_are_not_suspected(tmp_path, below):
    assert "" == check_folder.sync_service_of(tmp_path / below)


@pytest.mark.parametrize(("mark", "service"), [(".stfolder", "Syncthing"), (".dropbox", "Dropbox")])
def test_a_folder_that_leaves_the_computer_is_told_by_what_the_service_puts_there(
    tmp_path, mark, service
):
    (tmp_path / mark).mkdir()
    assert service == check_folder.sync_service_of(tmp_path / "a" / "journal")


@pytest.mark.skipif(platform_files.WINDOWS, reason="links need rights there")
def test_a_journal_that_is_a_link_into_such_a_folder_is_found(journal, tmp_path):
    real = tmp_path / "OneDrive" / "journal"
    real.mkdir(parents=True, mode=0o700)
    journal.folder.symlink_to(real)
    assert ["synchronised"] == _kinds(check_folder.check_folder(journal))


# The entries.

CONTENT = {
    "not UTF-8": b"\xff\xfe",
    "empty": b"",
    "cut short": b"---\nsecurebase: 1\nid: k3f7\n",
    "no front matter": b"# Some words\n",
    "hostile front matter": b"---\na: &a [*a, *a]\n---\n",
    "large": b"x" * (3 << 20),
    "of a later version": b"---\nsecurebase: 2\n---\n",
}


@pytest.mark.parametrize("data", CONTENT.values(), ids=CONTENT.keys())
def test_a_file_that_can_t_be_read_is_found_and_left_as_it_is(journal, entry, data):
    entry.write_bytes(data)
    (found,) = check_entries.check_entries(journal, MOMENT)
    assert ("unreadable", "problem", entry) == (found.kind, found.level, found.path)
    assert found.message.startswith("It can't be read: ")
    mended = "securebase edit k3f7" in found.advice
    assert mended == (len(data) <= MAX_BYTES)
    assert data == entry.read_bytes()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@pytest.mark.parametrize("kind", ["folder", "link", "pipe"])
def test_what_is_no_file_is_found(journal, entry, tmp_path, kind):
    entry.unlink()
    if kind == "folder":
        entry.mkdir()
    elif kind == "link":
        entry.symlink_to(tmp_path / "elsewhere")
    else:
        os.mkfifo(entry)
    assert [("unreadable", NAME)] == _of_entries(journal)


@pytest.mark.parametrize(
    "name",
    [
        "2026-11-23-1430-availability-k3f7 (Jo's conflicted copy 2026-11-24).md",
        "2026-11-23-1430-availability-k3f7.sync-conflict-20261124-101010-ABCDEFG.md",
        "2026-11-23-1430-availability-k3f7_conflict-20261124-101010.md",
        "2026-11-23-1430-availability-k3f7-DESKTOP-4711.md",
        "2026-11-23-1430-availability-k3f7 (1).md",
        "2026-11-23-1430-availability-k3f7 2.md",
        "2026-11-23-1430-team-membership-k3f7 – Kopie.md",
    ],
)
def test_a_copy_that_a_synchronising_program_made_is_called_one(journal, entry, name):
    (journal.folder / name).write_bytes(entry.read_bytes())
    (found,) = check_entries.check_entries(journal, MOMENT)
    assert ("conflict-copy", journal.folder / name) == (found.kind, found.path)


@pytest.mark.parametrize("name", ["notes.md", "2026-11-23.md", "2026-11-23-1430-availability.md"])
def test_a_file_that_was_named_by_hand_is_found(journal, entry, name):
    (journal.folder / name).write_text(write_entry(an_entry(id="zzzz")), "utf-8")
    assert [("misnamed", name)] == _of_entries(journal)


def test_two_files_with_one_id_are_found(journal, entry):
    other = an_entry(moment=MOMENT + timedelta(days=1))
    journal.add(other)
    (found,) = check_entries.check_entries(journal, other.moment)
    assert ("duplicate-id", "problem", entry) == (found.kind, found.level, found.path)
    assert journal.path_of(other).name in found.advice


def test_a_front_matter_that_contradicts_the_name_is_a_note(journal, entry):
    text = entry.read_text("utf-8").replace("id: k3f7", "id: m2aa").replace("-11-23T", "-11-22T")
    entry.write_text(text, "utf-8")
    (found,) = check_entries.check_entries(journal, MOMENT)
    assert ("contradiction", "note") == (found.kind, found.level)
    assert "(id, date)" in found.message


# What is unfinished, set aside or deleted.


def test_everything_that_lies_about_is_said_with_what_to_do(journal, entry):
    drafts = Drafts(journal.internal_folder)
    drafts.save(a_draft(answers=(ANSWER,)))
    drafts.set_aside(drafts.save(a_draft(id="aaaa", answers=(ANSWER,))))
    (drafts.folder / "broken.md").write_text("words", "utf-8")
    Drafts(journal.internal_folder, "records/cpd").save(a_draft(answers=(ANSWER,)))
    trash = Trash(journal)
    trash.add(journal.find("k3f7", MOMENT.date()))
    with EditorCopies(journal.internal_folder).copy("answer", b"words") as copy:
        copy.write_bytes(b"more words")
    findings = {found.kind: found for found in _of_drafts(journal)}
    expected = ["unfinished", "unreadable-draft", "copy", "records", "set-aside", "trash"]
    assert expected == list(findings)
    assert "What you typed for 1 record is kept." == findings["records"].message
    assert "securebase resume d2r4" in findings["unfinished"].advice
    assert "plain text" in findings["unreadable-draft"].advice
    assert copy == findings["copy"].path
    assert "1 file is set aside." == findings["set-aside"].message
    assert "1 file is in the journal’s trash." == findings["trash"].message


@pytest.mark.parametrize("name", ["2026-11-23-1430-d2r4.md.txt", "d2r4.md~", "d2r4 (1)", "-a.bak"])
def test_a_file_among_the_drafts_that_is_not_read_is_named(journal, name):
    journal.prepare()
    drafts = Drafts(journal.internal_folder)
    path = drafts.save(a_draft(answers=(ANSWER,)))
    path = path.rename(path.with_name(name))
    (drafts.folder / ".DS_Store").write_bytes(b"not ours")
    with drafts.lock(path):
        (found,) = _of_drafts(journal)
    assert ("misnamed", "problem", path) == (found.kind, found.level, found.path)
    path.rename(path.with_name("d2r4.md"))
    assert ["unfinished"] == [found.kind for found in _of_drafts(journal)]


def test_no_finding_repeats_text_of_an_entry(journal, entry):
    entry.write_text("---\nsecret words: [\n---\nsecret words\n", "utf-8")
    misnamed = "---\nsecurebase: 1\nsecret: words\n---\nsecret words\n"
    (journal.folder / "x.md").write_text(misnamed, "utf-8")
    (journal.internal_folder / "drafts").mkdir()
    (journal.internal_folder / "drafts" / "x.md").write_text("---\nsecret: words\n---\n", "utf-8")
    findings = [*check_entries.check_entries(journal, MOMENT), *_of_drafts(journal)]
    assert 3 == len(findings)
    assert not any("secret" in f"{found.message} {found.advice}" for found in findings)


def test_looking_changes_nothing(journal, entry):
    (journal.folder / f".{NAME}.0123abcd.tmp").touch()
    (journal.folder / "2026-11-23-1430-availability-m2aa.md").write_bytes(b"\xff")
    before = {path: path.stat().st_mtime_ns for path in _all_below(journal.folder)}
    [
        *check_folder.check_folder(journal),
        *check_entries.check_entries(journal, MOMENT),
        *_of_drafts(journal),
    ]
    assert before == {path: path.stat().st_mtime_ns for path in _all_below(journal.folder)}


def _all_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


# The aliases.


def test_aliases_that_can_be_read_have_nothing_to_say(journal, entry):
    assert [] == list(check_drafts.check_aliases(AliasesFile(journal.internal_folder)))
    AliasesFile(journal.internal_folder).update({"Robin": "Worker A"})
    assert [] == list(check_drafts.check_aliases(AliasesFile(journal.internal_folder)))
    assert [] == list(check_folder.check_folder(journal))


def test_aliases_that_can_t_be_read_are_a_problem_without_their_text(journal, entry):
    aliases = AliasesFile(journal.internal_folder)
    aliases.update({"Robin": "Worker A"})
    aliases.path.write_text("Secret: [left out]", "utf-8")
    (found,) = check_drafts.check_aliases(aliases)
    assert ("aliases", "problem", aliases.path) == (found.kind, found.level, found.path)
    assert "line 1" in found.message
    assert "Secret" not in found.message + found.advice


@pytest.mark.skipif(platform_files.WINDOWS, reason="Windows has no permission bits")
def test_aliases_that_others_can_see_are_put_right(journal, entry):
    aliases = AliasesFile(journal.internal_folder)
    aliases.update({"Robin": "Worker A"})
    aliases.path.chmod(0o644)
    (found,) = check_folder.check_folder(journal)
    assert ("open-to-others", aliases.path) == (found.kind, found.path)
    assert checkup.apply_remedy(found, journal).is_fixed
    assert 0o600 == stat.S_IMODE(aliases.path.stat().st_mode)


def test_a_date_to_come_is_noted(journal, entry):
    found = list(check_entries.check_entries(journal, MOMENT - timedelta(days=1)))
    assert ["date-to-come"] == [finding.kind for finding in found]
    assert "note" == found[0].level


def test_a_name_with_another_day_than_the_front_matter_is_noted(journal, entry):
    entry.rename(entry.with_name("2026-11-24-1430-availability-k3f7.md"))
    (found,) = check_entries.check_entries(journal, MOMENT)
    assert "Its front matter and its name differ (date)." == found.message
    assert "2026-11-23-1430-availability-k3f7.md" in found.advice


@pytest.mark.parametrize("entry_id", ["last", "2026"])
def test_an_id_that_means_something_else_is_noted(journal, entry_id):
    journal.prepare()
    journal.add(an_entry(id=entry_id))
    assert ["reserved-id"] == [
        finding.kind for finding in check_entries.check_entries(journal, MOMENT)
    ]


@pytest.mark.parametrize("addition", ["2026", "last", "copy"])
def test_of_copies_alike_in_their_last_part_nothing_else_is_said(journal, addition):
    journal.prepare()
    for entry_id in ("k3f7", "m2aa"):
        path = journal.add(an_entry(id=entry_id)).path
        path.rename(path.with_stem(f"{path.stem}-{addition}"))
    findings = list(check_entries.check_entries(journal, MOMENT))
    assert ["conflict-copy"] * 2 == [finding.kind for finding in findings]


@pytest.mark.parametrize("unread", ["tomorrow", "2026-13-40", "2026-12-011", "1 May", ""])
def test_a_date_that_can_t_be_read_is_noted(journal, entry, unread):
    action = f"<!-- securebase actions -->\n\n- [ ] Ask 📅 {unread}\n"
    entry.write_text(entry.read_text("utf-8") + f"\n## What I will try\n{action}", "utf-8")
    assert ["unread-date"] == [
        finding.kind for finding in check_entries.check_entries(journal, MOMENT)
    ]


def test_a_date_before_other_words_is_read_and_not_noted(journal, entry):
    action = "<!-- securebase actions -->\n\n- [ ] Ask 📅 **2026-12-01** (moved)\n"
    entry.write_text(entry.read_text("utf-8") + f"\n## What I will try\n{action}", "utf-8")
    assert not list(check_entries.check_entries(journal, MOMENT))

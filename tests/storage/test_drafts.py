"""Drafts: one file for each unfinished sitting."""

import errno
import os
import stat

import pytest

from securebase_cli.entry_format.draft import read_draft
from securebase_cli.errors import FolderError, SavingError
from securebase_cli.model import Action, Step
from securebase_cli.storage import files, locks, platform_files
from securebase_cli.storage.drafts import MAX_BYTES, Drafts, StoredDraft
from support.builders import ANSWER, MOMENT, a_draft
from support.file_system import raises_os_error


@pytest.fixture
def drafts(tmp_path) -> Drafts:
    return Drafts(tmp_path / ".securebase")


def test_drafts_live_in_the_journals_inner_folder(drafts, tmp_path):
    assert tmp_path / ".securebase" / "drafts" == drafts.folder
    assert tmp_path / ".securebase" / "set-aside" == drafts.set_aside_folder


def test_a_missing_folder_has_no_drafts(drafts):
    assert ([], {}) == drafts.unfinished()


@pytest.mark.posix("permission bits")
def test_a_draft_is_saved_in_a_private_file_and_folder(drafts):
    path = drafts.save(a_draft(answers=(ANSWER,)))
    assert drafts.folder / "2026-11-23-1430-d2r4.md" == path
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)
    assert 0o700 == stat.S_IMODE(drafts.folder.stat().st_mode)
    assert "# Unfinished, 23 November 2026" in path.read_text("utf-8").split("\n")


def test_a_draft_that_is_saved_again_is_one_file(drafts):
    later = a_draft(step_index=1, answers=(ANSWER,), action=Action("Ask Sam"))
    path = drafts.save(a_draft())
    assert path == drafts.save(later)
    assert ([StoredDraft(path, later)], {}) == drafts.unfinished()
    assert [path] == list(drafts.folder.iterdir())


def test_unfinished_drafts_are_sorted_newest_first(drafts):
    for day, name in ((21, "older"), (23, "newest"), (22, "newer")):
        drafts.save(a_draft(id=name, moment=MOMENT.replace(day=day)))
    unfinished, unreadable = drafts.unfinished()
    assert ["newest", "newer", "older"] == [stored.draft.id for stored in unfinished]
    assert {} == unreadable


def test_a_draft_that_cannot_be_written_leaves_its_older_version(drafts, monkeypatch):
    path = drafts.save(a_draft(answers=(ANSWER,)))
    before = path.read_bytes()
    monkeypatch.setattr(os, "write", raises_os_error(errno.EIO))
    with pytest.raises(SavingError) as refused:
        drafts.save(a_draft())
    assert (
        f"The draft {path} can't be written: Input/output error. "
        "What you wrote last is not on disk." == str(refused.value)
    )
    assert before == path.read_bytes()
    assert [path] == list(drafts.folder.iterdir())


@pytest.mark.posix("errors in these words")
def test_a_draft_that_is_too_large_to_be_read_again_is_not_written(drafts, monkeypatch):
    path = drafts.save(a_draft(answers=(ANSWER,)))
    before = path.read_bytes()
    monkeypatch.setattr("securebase_cli.storage.drafts.MAX_BYTES", 2048)
    with pytest.raises(SavingError, match="it would be larger than"):
        drafts.save(a_draft(answers=(ANSWER._replace(text="word " * 500),)))
    assert before == path.read_bytes()


def test_a_folder_that_cannot_be_made_is_an_error_of_saving(drafts):
    drafts.folder.parent.write_text("in the way")
    with pytest.raises(SavingError, match="Not a directory"):
        drafts.save(a_draft())


@pytest.mark.posix("links that everyone may make")
def test_a_file_that_holds_no_draft_is_reported_and_the_others_are_read(drafts):
    path = drafts.save(a_draft())
    broken, no_text, link, huge = (drafts.folder / f"{name}.md" for name in "abcd")
    broken.write_text("What Sam told me in confidence.")
    no_text.write_bytes(b"\xff")
    link.symlink_to(path)
    with huge.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    (drafts.folder / f".{path.name}.0011.tmp").write_text("half a dra")
    unfinished, unreadable = drafts.unfinished()
    assert [path] == [stored.path for stored in unfinished]
    assert {
        broken: "it has no front matter (a first line “---”)",
        no_text: "it is not text in UTF-8",
        link: "it is a link",
        huge: "it is larger than 64 MiB",
    } == unreadable


def test_a_draft_is_removed_and_may_be_gone_already(drafts):
    path = drafts.save(a_draft())
    assert "" == drafts.remove(path)
    assert "" == drafts.remove(path)
    assert ([], {}) == drafts.unfinished()


def test_a_draft_that_cannot_be_removed_is_a_warning(drafts, monkeypatch):
    path = drafts.save(a_draft())
    monkeypatch.setattr(os, "unlink", raises_os_error(errno.EIO))
    assert f"its draft {path} could not be removed (Input/output error)" == drafts.remove(path)


@pytest.mark.posix("permission bits")
def test_a_draft_that_is_set_aside_is_kept_but_not_offered(drafts):
    draft = a_draft(answers=(ANSWER,))
    path = drafts.set_aside(drafts.save(draft))
    assert drafts.set_aside_folder / "2026-11-23-1430-d2r4.md" == path
    assert draft == read_draft(path.read_text("utf-8"))
    assert 0o700 == stat.S_IMODE(path.parent.stat().st_mode)
    assert ([], {}) == drafts.unfinished()


def test_two_drafts_of_one_name_can_be_set_aside(drafts):
    first = drafts.set_aside(drafts.save(a_draft(answers=(ANSWER,))))
    second = drafts.set_aside(drafts.save(a_draft()))
    assert (ANSWER,) == read_draft(first.read_text("utf-8")).answers
    assert () == read_draft(second.read_text("utf-8")).answers


def test_a_draft_that_cannot_be_set_aside_stays(drafts):
    path = drafts.save(a_draft())
    drafts.set_aside_folder.write_text("in the way")
    with pytest.raises(SavingError, match="can't be set aside: Not a directory"):
        drafts.set_aside(path)
    assert 1 == len(drafts.unfinished()[0])


def test_a_copy_that_cannot_be_renamed_stays(drafts, monkeypatch):
    path = drafts.save(a_draft())
    copy = path.rename(path.with_name("copy.md"))
    monkeypatch.setattr(files, "move", raises_os_error(errno.EIO))
    with pytest.raises(SavingError, match=r"copy\.md can't be renamed: Input/output error"):
        drafts.adopt(StoredDraft(copy, a_draft()), lambda _: ["aaaa"])
    assert [copy] == [stored.path for stored in drafts.unfinished().drafts]


@pytest.mark.skipif(platform_files.fcntl is None, reason="files cannot be locked here")
def test_a_copy_that_is_open_in_another_window_is_not_moved(drafts):
    path = drafts.save(a_draft())
    copy = StoredDraft(path.rename(path.with_name("copy.md")), a_draft())
    with drafts.lock(copy.path):
        assert copy == drafts.adopt(copy, lambda _: ["aaaa"])
    assert copy.path.exists()


# Two windows.


def test_a_locked_draft_is_not_offered_and_cannot_be_locked_twice(drafts):
    path = drafts.save(a_draft())
    with drafts.lock(path) as free:
        assert free
        assert ([], {}) == drafts.unfinished()
        with drafts.lock(path) as free_again:
            assert not free_again
    assert [path] == [stored.path for stored in drafts.unfinished().drafts]
    assert [path] == list(drafts.folder.iterdir())


def test_two_commands_at_once_both_see_a_draft(drafts, monkeypatch):
    path = drafts.save(a_draft())
    seen = []
    is_held = locks.is_held

    def look(lock_path):
        # The other command looks at the same moment.
        if not seen:
            seen.append(None)
            seen.append(drafts.unfinished())
        return is_held(lock_path)

    monkeypatch.setattr(locks, "is_held", look)
    assert [path] == [stored.path for stored in drafts.unfinished().drafts]
    assert [path] == [stored.path for stored in seen[1].drafts]


def test_a_command_that_looks_leaves_no_trace(drafts):
    path = drafts.save(a_draft())
    left = path.with_suffix(".lock")
    left.touch()
    assert [path] == [stored.path for stored in drafts.unfinished().drafts]
    assert sorted([path, left]) == sorted(drafts.folder.iterdir())


@pytest.mark.skipif(platform_files.fcntl is None, reason="files cannot be locked here")
def test_a_draft_at_which_another_command_only_looks_can_be_opened(drafts, monkeypatch):
    path = drafts.save(a_draft())
    with locks.lock_file(path.with_suffix(".lock")) as held:
        assert held
        looks = iter([platform_files.LockState.HELD_ELSEWHERE] * 3)
        lock = platform_files.lock
        monkeypatch.setattr(platform_files, "lock", lambda fd: next(looks, None) or lock(fd))
    with drafts.lock(path) as free:
        assert free
    assert [] == list(looks)


def test_without_locks_the_sitting_goes_on(drafts):
    drafts.folder.parent.parent.mkdir(parents=True, exist_ok=True)
    drafts.folder.parent.write_text("a file where the folder should be")
    with drafts.lock(drafts.path_of(a_draft())) as free:
        assert free


@pytest.mark.posix("errors in these words")
def test_a_folder_of_drafts_that_cannot_be_read_is_an_error(drafts):
    drafts.folder.parent.mkdir(parents=True)
    drafts.folder.write_text("a file where the folder should be")
    with pytest.raises(FolderError, match="can't be read: Not a directory"):
        drafts.unfinished()


def test_a_journal_folder_that_is_gone_is_not_made_anew(tmp_path):
    with pytest.raises(SavingError, match="the journal folder is gone"):
        Drafts(tmp_path / "gone" / ".securebase").save(a_draft())
    assert not (tmp_path / "gone").exists()


def test_a_draft_that_could_not_be_read_back_is_not_written(drafts):
    path = drafts.save(a_draft())
    with pytest.raises(SavingError, match="larger than 64 KiB"):
        drafts.save(a_draft(tags=("a" * 66_000,)))
    assert a_draft() == drafts.read(path)


def test_a_sitting_of_more_questions_than_a_draft_can_hold_is_told_before_it_begins(drafts):
    question = Step("availability", "a" * 48)
    assert drafts.can_hold(a_draft(plan=(question,) * 400))
    assert not drafts.can_hold(a_draft(plan=(question,) * 700))

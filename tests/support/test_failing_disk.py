"""The disk that the other tests trust loses what a disk may lose, and nothing else."""

import contextlib
import errno
import os
import sys

import pytest

from securebase_cli.storage import files, platform_files

if sys.platform == "win32":
    pytest.skip("its folders can't be synced, and so not modelled", allow_module_level=True)

from support.failing_disk import (
    ANSWER_LOST,
    BROKEN,
    DONE_TWICE,
    FULL,
    POWER_CUT,
    READ_ONLY,
    FailingDisk,
)

OLD = (("a", 0, b"old text"),)
NEW_TEXT = b"a newer text"


@pytest.fixture
def disk(tmp_path, monkeypatch) -> FailingDisk:
    return FailingDisk(tmp_path / "disk", monkeypatch)


def _write(path, data: bytes, *, sync: bool) -> None:
    descriptor = files.os.open(path, platform_files.CREATE_FLAGS)
    files.os.write(descriptor, data)
    if sync:
        platform_files.sync(descriptor)
    files.os.close(descriptor)


def _left(disk) -> set[tuple[tuple[str, bytes | None], ...]]:
    return {
        tuple((name, data) for name, _, data in image) for image in disk.images_after_a_power_cut()
    }


def test_what_was_there_at_first_is_safe(disk):
    disk.reset(OLD)
    assert [OLD] == disk.images_after_a_power_cut()
    assert b"old text" == (disk.root / "a").read_bytes()


def test_a_text_that_was_not_synced_is_lost_whole_or_in_part(disk):
    _write(disk.root / "a", b"text", sync=False)
    platform_files.sync_folder(disk.root)
    assert {(("a", b""),), (("a", b"te"),)} == _left(disk)


def test_a_name_that_was_not_synced_is_lost_or_not(disk):
    _write(disk.root / "a", b"text", sync=True)
    assert {(), (("a", b"text"),)} == _left(disk)
    platform_files.sync_folder(disk.root)
    assert {(("a", b"text"),)} == _left(disk)


def test_a_second_name_is_lost_or_not_and_is_of_the_same_file(disk):
    disk.reset(OLD)
    files.os.link(disk.root / "a", disk.root / "b")
    assert [OLD, (*OLD, ("b", 0, b"old text"))] == disk.images_after_a_power_cut()
    disk.reset(disk.image())
    assert 2 == (disk.root / "a").stat().st_nlink


def test_a_name_that_was_removed_may_be_there_again(disk):
    disk.reset(OLD)
    files.os.unlink(disk.root / "a")
    assert {(), (("a", b"old text"),)} == _left(disk)


def test_a_folder_that_was_not_synced_is_lost_with_all_that_was_synced_in_it(disk):
    files.os.mkdir(disk.root / "inner")
    _write(disk.root / "inner" / "a", b"text", sync=True)
    platform_files.sync_folder(disk.root / "inner")
    whole = (("inner", None), ("inner/a", b"text"))
    assert {(), whole} == _left(disk)
    platform_files.sync_folder(disk.root)
    assert {whole} == _left(disk)


def test_changes_of_names_are_lost_in_any_order(disk):
    for name in "ab":
        _write(disk.root / name, b"text", sync=True)
    one, other = ("a", b"text"), ("b", b"text")
    assert {(), (one,), (other,), (one, other)} == _left(disk)


def test_many_changes_of_names_are_lost_by_chance_but_also_all_or_none(disk):
    names = "abcdefgh"
    for name in names:
        _write(disk.root / name, b"", sync=True)
    left = _left(disk)
    assert {(), tuple((name, b"") for name in names)} < left
    assert 40 < len(left) <= 66


def test_a_file_that_was_replaced_may_be_the_older_one_again(disk):
    disk.reset((*OLD, ("b", 1, NEW_TEXT)))
    files.os.replace(disk.root / "b", disk.root / "a")
    assert {(("a", b"old text"), ("b", NEW_TEXT)), (("a", NEW_TEXT),)} == _left(disk)


def test_a_file_that_is_moved_is_in_one_folder_or_the_other_or_both(disk):
    disk.reset((*OLD, ("inner", 1, None)))
    files.os.rename(disk.root / "a", disk.root / "inner" / "a")
    before = (("a", b"old text"), ("inner", None))
    after = (("inner", None), ("inner/a", b"old text"))
    both = (("a", b"old text"), *after)
    assert {before, after, both} == _left(disk)
    platform_files.sync_folder(disk.root / "inner")
    assert {after, both} == _left(disk)


def test_a_file_that_is_moved_is_lost_if_only_its_removal_was_synced(disk):
    disk.reset((*OLD, ("inner", 1, None)))
    files.os.rename(disk.root / "a", disk.root / "inner" / "a")
    platform_files.sync_folder(disk.root)
    assert (("inner", None),) in _left(disk)


def test_a_text_that_could_not_be_synced_once_is_lost_though_it_seems_to_be_synced_later(disk):
    def sync_twice() -> None:
        descriptor = files.os.open(disk.root / "a", platform_files.CREATE_FLAGS)
        try:
            files.os.write(descriptor, b"text")
            with contextlib.suppress(OSError):
                platform_files.sync(descriptor)
            platform_files.sync(descriptor)
        finally:
            files.os.close(descriptor)
        platform_files.sync_folder(disk.root)

    attempts = [
        (attempt.failed_step, _left(disk)) for attempt in disk.at_every_step((), BROKEN, sync_twice)
    ]
    assert ("sync a", {(("a", b""),), (("a", b"te"),)}) == attempts[2]
    assert ("", {(("a", b"text"),)}) == attempts[-1]


@pytest.mark.parametrize("fault", [BROKEN, FULL])
def test_a_fault_meets_every_step_once_and_the_last_attempt_none(disk, fault):
    attempts = list(disk.at_every_step(OLD, fault, lambda: files.replace(disk.root / "a", b"x")))
    met = [attempt.failed_step.split(" ")[0] for attempt in attempts]
    assert ["create", "write", "sync", "rename", "close", "open", "sync", "let", ""] == met
    failed = [attempt.error and attempt.error.errno for attempt in attempts]
    assert [fault.code] * 4 + [None] * 5 == failed


def test_a_disk_that_is_full_for_good_can_still_be_read(disk):
    def write_and_read() -> bytes:
        with pytest.raises(OSError, match="Read-only"):
            files.replace(disk.root / "b", b"x")
        return files.read(disk.root / "a", 100)

    permanent = READ_ONLY._replace(is_permanent=True)
    first = next(iter(disk.at_every_step(OLD, permanent, write_and_read)))
    assert b"old text" == first.result
    broken = BROKEN._replace(is_permanent=True)
    reading = disk.at_every_step(OLD, broken, lambda: files.read(disk.root / "a", 100))
    assert errno.EIO == next(reading).error.errno


@pytest.mark.parametrize(
    ("fault", "code"),
    [(ANSWER_LOST, errno.EIO), (DONE_TWICE, errno.ENOENT)],
    ids=lambda value: getattr(value, "name", None),
)
def test_a_step_whose_answer_is_lost_was_taken_all_the_same(disk, fault, code):
    attempt = next(disk.at_every_step(OLD, fault, lambda: files.os.unlink(disk.root / "a")))
    assert code == attempt.error.errno
    assert () == disk.image()


def test_a_write_takes_a_little_at_a_time(disk):
    files.replace(disk.root / "a", b"x" * 1000)
    assert 3 == sum(step.startswith("write") for step in disk.steps)
    assert b"x" * 1000 == (disk.root / "a").read_bytes()


def test_after_a_power_cut_the_program_does_nothing_more(disk):
    def remove_whatever_happens() -> None:
        try:
            files.os.unlink(disk.root / "b")
        finally:
            files.os.unlink(disk.root / "a")

    attempts = disk.at_every_step((*OLD, ("b", 1, b"")), POWER_CUT, remove_whatever_happens)
    assert [("b", "a"), ("a",), ()] == [
        tuple(sorted((name for name, _, _ in disk.image()), reverse=True)) for _ in attempts
    ]


def test_after_a_power_cut_no_file_stays_open(disk):
    before = os.listdir("/proc/self/fd") if os.path.isdir("/proc/self/fd") else None
    for _ in disk.at_every_step(OLD, POWER_CUT, lambda: files.replace(disk.root / "a", b"x")):
        if before is not None:
            assert before == os.listdir("/proc/self/fd")


# Ways of saving that are wrong. A disk that finds nothing wrong with them would be no use.


def _without_syncing_the_text(path) -> None:
    _write(path.with_name("b"), NEW_TEXT, sync=False)
    files.os.replace(path.with_name("b"), path)
    platform_files.sync_folder(path.parent)


def _in_place(path) -> None:
    descriptor = files.os.open(path, os.O_WRONLY | os.O_TRUNC)
    files.os.write(descriptor, NEW_TEXT)
    platform_files.sync(descriptor)
    files.os.close(descriptor)


def _removed_first(path) -> None:
    files.os.unlink(path)
    _write(path, NEW_TEXT, sync=True)
    platform_files.sync_folder(path.parent)


def _without_syncing_the_folder(path) -> None:
    _write(path.with_name("b"), NEW_TEXT, sync=True)
    files.os.replace(path.with_name("b"), path)


def _torn_or_forgotten(disk, save) -> set[bytes | None]:
    """Return what power cuts leave that is neither the older text nor the newer one, if saved."""
    found: set[bytes | None] = set()
    for attempt in disk.at_every_step(OLD, POWER_CUT, lambda: save(disk.root / "a")):
        expected = {b"old text", NEW_TEXT} if attempt.failed_step else {NEW_TEXT}
        for image in disk.images_after_a_power_cut():
            found |= {next((data for name, _, data in image if name == "a"), None)} - expected
    return found


@pytest.mark.parametrize(
    ("save", "found"),
    [
        (_without_syncing_the_text, {b"", NEW_TEXT[:6]}),
        (_in_place, {b"", NEW_TEXT[:6]}),
        (_removed_first, {None, b"", NEW_TEXT[:6]}),
        (_without_syncing_the_folder, {b"old text"}),
        (lambda path: files.replace(path, NEW_TEXT), set()),
    ],
    ids=["text not synced", "in place", "removed first", "folder not synced", "the right way"],
)
def test_a_wrong_way_of_saving_is_found_out(disk, save, found):
    assert found == _torn_or_forgotten(disk, save)


def test_a_move_that_syncs_in_the_wrong_order_is_found_out(disk):
    def move() -> None:
        files.os.rename(disk.root / "a", disk.root / "inner" / "a")
        platform_files.sync_folder(disk.root)
        platform_files.sync_folder(disk.root / "inner")

    start = (*OLD, ("inner", 1, None))
    lost = [
        image
        for _ in disk.at_every_step(start, POWER_CUT, move)
        for image in disk.images_after_a_power_cut()
        if not any(data for _, _, data in image)
    ]
    assert lost


def test_what_the_model_does_not_know_is_refused(disk):
    with pytest.raises(AssertionError, match=r"does not know os\.truncate"):
        files.os.truncate(disk.root / "a", 1)


def test_a_file_that_stays_open_is_found_out(disk):
    attempts = disk.at_every_step(
        OLD,
        BROKEN,
        lambda: files.os.open(disk.root / "a", platform_files.READ_NO_FOLLOW_FLAGS) and None,
    )
    assert next(attempts).error
    with pytest.raises(AssertionError):
        next(attempts)


def test_what_is_elsewhere_is_left_to_the_system(disk, tmp_path):
    files.replace(tmp_path / "a", b"text")
    assert b"text" == files.read(tmp_path / "a", 100)
    assert [] == disk.steps

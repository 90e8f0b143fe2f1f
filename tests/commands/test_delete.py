"""Taking entries away and bringing them back: nothing goes for good unless that is typed."""

import errno
from datetime import timedelta
from typing import Any

import pytest

from securebase_cli.commands import delete as delete_command
from securebase_cli.commands import restore as restore_command
from securebase_cli.errors import SavingError, UsageError
from securebase_cli.storage import files, locks, platform_files
from securebase_cli.storage.names import EntryName
from securebase_cli.ui.prompts.signals import EndedBySignalError
from support.askers import ScriptedLineAsker
from support.builders import ANSWER, MOMENT, a_draft, an_entry
from support.context import context
from support.file_system import raises_os_error


@pytest.fixture
def three(app):
    """Three entries, a year apart; the newest is k3f7."""
    app.journal.prepare()
    return [
        app.journal.add(an_entry(id=handle, moment=MOMENT - timedelta(days=365 * years))).path
        for years, handle in enumerate(("k3f7", "m2aa", "old2"))
    ]


def _delete(app, *entries: str, **options: Any) -> None:
    delete_command.delete(context(app), list(entries), **options)


def _restore(app, entry: str | None, *, no_input: bool) -> None:
    restore_command.restore(context(app), entry, no_input=no_input)


def _there(app) -> list[str]:
    return [name.id for name in app.journal.names()]


def _trashed(app) -> list[str]:
    return [name.id for name in app.trash.names()]


# To the trash, and back.


def test_an_entry_goes_to_the_trash_once_that_is_agreed(app, three, typed, capsys):
    before = three[0].read_bytes()
    typed("yes\n")
    _delete(app, "k3f7")
    assert ["m2aa", "old2"] == _there(app)
    assert before == (app.trash.folder / three[0].name).read_bytes()
    said = capsys.readouterr()
    assert "Move 1 entry to the journal’s trash?" in said.out
    assert "To get it back: securebase restore k3f7\n" == said.err
    assert "23 Nov 2026  k3f7  Availability  Most of them do." in said.out


@pytest.mark.parametrize("answer", ["no\n", "\n", "yeah, but no\n", ".pause\n"])
def test_without_agreement_nothing_is_changed(app, three, typed, capsys, answer):
    typed(answer)
    _delete(app, "k3f7")
    assert "Nothing was changed.\n" == capsys.readouterr().err
    assert ["k3f7", "m2aa", "old2"] == _there(app)


def test_without_an_answer_the_error_names_the_option(app, three, typed):
    with pytest.raises(UsageError, match="an answer, or --yes"):
        _delete(app, "k3f7")
    assert ["k3f7", "m2aa", "old2"] == _there(app)


def test_several_go_at_once_and_each_only_once(app, three, capsys):
    _delete(app, "k3f7", "last", "m2aa", yes=True)
    assert ["old2"] == _there(app)
    assert ["k3f7", "m2aa"] == _trashed(app)
    assert "Moved to the journal’s trash: 2 entries.\n" in capsys.readouterr().out


def test_one_unknown_name_keeps_all_of_them(app, three):
    with pytest.raises(UsageError, match="There is no entry “zzzz”"):
        _delete(app, "k3f7", "zzzz", yes=True)
    assert ["k3f7", "m2aa", "old2"] == _there(app)


def test_all_that_are_older_than_a_date(app, three):
    _delete(app, before="2025", yes=True)
    assert ["k3f7", "m2aa"] == _there(app)
    _delete(app, before="2026-11-23", yes=True)
    assert ["k3f7"] == _there(app)


def test_nothing_that_old_is_no_error(app, three, capsys):
    _delete(app, before="2001", yes=True)
    said = capsys.readouterr()
    assert "Before Monday 1 January 2001:\n" == said.out
    assert "No entry is as old as that. Nothing was changed.\n" == said.err


def test_a_file_that_can_t_be_read_can_be_deleted_and_restored(app, three):
    three[0].write_bytes(b"\xff")
    _delete(app, "k3f7", yes=True)
    _restore(app, "k3f7", no_input=True)
    assert b"\xff" == three[0].read_bytes()


def test_what_was_restored_is_as_it_was(app, three, capsys):
    before = three[1].read_bytes()
    _delete(app, "m2aa", yes=True)
    _restore(app, "m2aa", no_input=True)
    assert before == three[1].read_bytes()
    assert f"Restored: m2aa\n  {three[1]}\n" in capsys.readouterr().out
    assert [] == _trashed(app)


def test_a_menu_offers_what_is_in_the_trash(app, three, typed, capsys):
    _delete(app, "k3f7", "m2aa", yes=True)
    typed("2\n")
    _restore(app, None, no_input=False)
    assert ["m2aa", "old2"] == _there(app)


def test_a_menu_takes_an_id_and_an_empty_answer_takes_none(app, three, typed, capsys):
    _delete(app, "k3f7", yes=True)
    typed("\n")
    _restore(app, None, no_input=False)
    assert "Nothing was changed.\n" in capsys.readouterr().err
    typed("zz\nk3\n")
    _restore(app, None, no_input=False)
    assert "k3f7" in _there(app)


def test_an_empty_trash_is_said(app, capsys):
    _restore(app, None, no_input=False)
    assert "The journal’s trash is empty.\n" == capsys.readouterr().err
    with pytest.raises(UsageError, match="trash is empty"):
        _restore(app, "k3f7", no_input=False)


def test_without_a_prompt_restore_needs_a_name(app, three):
    _delete(app, "k3f7", "m2aa", yes=True)
    with pytest.raises(UsageError, match="Name the entry to bring back: k3f7, m2aa"):
        _restore(app, None, no_input=True)


def test_nothing_is_restored_over_an_entry_of_that_name(app, three):
    _delete(app, "k3f7", yes=True)
    three[0].write_text("another", "utf-8")
    with pytest.raises(SavingError, match="is in the journal already"):
        _restore(app, "k3f7", no_input=True)
    assert "another" == three[0].read_text("utf-8")
    assert ["k3f7"] == _trashed(app)


def test_a_copy_deleted_a_second_time_gets_a_handle_of_its_own(app, three):
    before = three[0].read_bytes()
    _delete(app, "k3f7", yes=True)
    three[0].write_text("another", "utf-8")
    _delete(app, "k3f7", yes=True)
    kept = {(app.trash.folder / name.file_name).read_bytes() for name in app.trash.names()}
    assert {before, b"another"} == kept


@pytest.fixture
def in_sub_folder(app, three):
    """Move the entry k3f7 to a folder below one of the journal."""
    path = app.journal.folder / "older" / "2026" / three[0].name
    path.parent.mkdir(parents=True)
    return three[0].rename(path)


@pytest.mark.parametrize("folder", ["there", "gone", "gone with the one above it"])
def test_an_entry_comes_back_to_its_sub_folder(app, in_sub_folder, folder):
    before = in_sub_folder.read_bytes()
    _delete(app, "k3f7", yes=True)
    if folder != "there":
        in_sub_folder.parent.rmdir()
    if folder == "gone with the one above it":
        in_sub_folder.parent.parent.rmdir()
    _restore(app, "k3f7", no_input=True)
    assert before == in_sub_folder.read_bytes()
    assert ([], ["k3f7", "m2aa", "old2"]) == (_trashed(app), _there(app))


@pytest.mark.parametrize("purge", [True, False])
def test_no_empty_folder_stays_in_the_trash(app, in_sub_folder, three, typed, purge):
    same_folder = three[1].rename(in_sub_folder.with_name(three[1].name))
    _delete(app, "k3f7", yes=True)
    _delete(app, "m2aa", yes=True)
    for name in ("k3f7", "m2aa"):
        assert (app.trash.folder / "older" / "2026").is_dir()
        if purge:
            typed("remove 1\n")
            _delete(app, name, purge=True)
        else:
            _restore(app, name, no_input=True)
    assert [] == list(app.trash.folder.iterdir())
    assert purge != same_folder.exists()


@pytest.mark.parametrize("kind", ["file", "link"])
@pytest.mark.parametrize("depth", [0, 1])
def test_what_stands_in_the_place_of_a_sub_folder_is_left_alone(
    app, in_sub_folder, kind, depth, tmp_path
):
    _delete(app, "k3f7", yes=True)
    in_sub_folder.parent.rmdir()
    place = in_sub_folder.parents[depth]
    if depth:
        place.rmdir()
    outside = tmp_path / "outside"
    outside.mkdir()
    if kind == "file":
        place.write_bytes(b"mine")
    else:
        place.symlink_to(outside)
    _restore(app, "k3f7", no_input=True)
    assert (app.journal.folder / in_sub_folder.name).is_file()
    assert [] == list(outside.iterdir())
    assert place.is_symlink() or b"mine" == place.read_bytes()


def test_an_entry_is_not_restored_beside_one_of_its_name_in_another_folder(app, in_sub_folder):
    _delete(app, "k3f7", yes=True)
    same_name = app.journal.folder / in_sub_folder.name
    same_name.write_text("another", "utf-8")
    with pytest.raises(SavingError, match="is in the journal already"):
        _restore(app, "k3f7", no_input=True)
    assert ("another", ["k3f7"]) == (same_name.read_text("utf-8"), _trashed(app))


def test_two_versions_of_an_entry_from_different_folders_are_both_kept(app, in_sub_folder):
    before = in_sub_folder.read_bytes()
    _delete(app, "k3f7", yes=True)
    (app.journal.folder / in_sub_folder.name).write_text("another", "utf-8")
    _delete(app, "k3f7", yes=True)
    kept = {(app.trash.folder / name.path).read_bytes() for name in app.trash.names()}
    assert {before, b"another"} == kept


def test_for_good_finds_versions_from_all_folders(app, in_sub_folder, three, typed):
    _delete(app, "k3f7", yes=True)
    three[0].write_text("---\nsecurebase: 1\nid: k3f7\n---\n", "utf-8")
    typed("remove 2\n")
    _delete(app, "k3f7", purge=True)
    assert ([], ["m2aa", "old2"]) == (_trashed(app), _there(app))


@pytest.mark.parametrize("purge", [True, False])
@pytest.mark.parametrize("addition", [" (1)", "-copy", "-2026", ".sync-conflict-1"])
def test_a_dry_run_names_the_copies_that_will_stay(app, three, capsys, purge, addition):
    copy = three[0].with_stem(three[0].stem + addition)
    copy.write_bytes(three[0].read_bytes())
    _delete(app, "k3f7", purge=purge, dry_run=True)
    printed = capsys.readouterr().out
    assert f"Files that stay, with words of these perhaps:\n  {copy}\n" in printed


def test_an_entry_whose_id_is_reserved_is_restored_as_the_hint_says(app, three, capsys):
    name = three[0].name.replace("k3f7", "2024")
    three[0].rename(app.journal.folder / name)
    _delete(app, name, "old2", yes=True)
    with pytest.raises(UsageError, match=f"bring back: {name}, old2"):
        _restore(app, None, no_input=True)
    _restore(app, name, no_input=True)
    capsys.readouterr()
    _delete(app, name, yes=True)
    assert f"To get it back: securebase restore {name}\n" == capsys.readouterr().err


def test_an_entry_that_can_t_be_moved_stays(app, three, monkeypatch):
    monkeypatch.setattr(files, "move", raises_os_error(errno.EIO))
    with pytest.raises(SavingError, match="could not be deleted: Input/output error"):
        _delete(app, "k3f7", yes=True)
    with pytest.raises(SavingError, match="could not be restored: Input/output error"):
        app.trash.restore(EntryName.parse(three[0].name))
    assert ["k3f7", "m2aa", "old2"] == _there(app)


# For good.


def test_for_good_needs_the_words_typed_in_full(app, three, typed, capsys):
    typed("remove 1\n")
    _delete(app, "k3f7", purge=True)
    assert ["m2aa", "old2"] == _there(app)
    assert [] == _trashed(app)
    assert "To go on, type: remove 1" in capsys.readouterr().out


@pytest.mark.parametrize("answer", ["yes\n", "y\n", "remove\n", "remove 2\n", "\n"])
def test_any_other_word_removes_nothing(app, three, typed, answer):
    typed(answer)
    _delete(app, "k3f7", purge=True)
    assert ["k3f7", "m2aa", "old2"] == _there(app)


def test_old_entries_go_from_the_trash_too(app, three, typed, capsys):
    _delete(app, "old2", yes=True)
    typed("remove 2\n")
    _delete(app, before="2026", purge=True)
    assert (["k3f7"], []) == (_there(app), _trashed(app))
    assert "In the trash already:" in capsys.readouterr().out


def test_what_is_in_the_trash_can_be_named(app, three, typed):
    _delete(app, "old2", yes=True)
    typed("remove 1\n")
    _delete(app, "old2", purge=True)
    assert (["k3f7", "m2aa"], []) == (_there(app), _trashed(app))


@pytest.mark.parametrize("purge", [True, False])
def test_a_dry_run_only_says_what_would_go(app, three, capsys, purge):
    _delete(app, before="2026", purge=purge, dry_run=True, no_input=True)
    said = capsys.readouterr()
    assert "m2aa" in said.out
    assert "k3f7" not in said.out
    where = "removed for good" if purge else "moved to the trash"
    assert f"A dry run: 2 entries would be {where}.\n" == said.err
    assert ["k3f7", "m2aa", "old2"] == _there(app)


def test_a_file_that_can_t_be_removed_is_named_with_how_many_went_before(
    app, three, typed, monkeypatch
):
    monkeypatch.setattr(files, "remove", raises_os_error(errno.EACCES))
    typed("remove 1\n")
    with pytest.raises(SavingError, match=r"Permission denied\. Removed before it: 0 of 1"):
        _delete(app, "k3f7", purge=True)


@pytest.mark.parametrize(
    ("entries", "options", "words"),
    [
        ([], {}, "Say what to delete"),
        (["k3f7"], {"before": "2026"}, "not both"),
        (["k3f7"], {"purge": True, "yes": True}, "--yes does not do"),
        (["k3f7"], {"no_input": True}, "needs --yes or --dry-run"),
        (["k3f7"], {"purge": True, "no_input": True}, "needs --dry-run"),
        ([], {"before": "soon", "yes": True}, "is not a date"),
    ],
)
def test_what_can_t_be_meant_is_refused(app, three, typed, entries, options, words):
    with pytest.raises(UsageError) as refused:
        _delete(app, *entries, **options)
    assert words in str(refused.value)
    assert ["k3f7", "m2aa", "old2"] == _there(app)


def test_a_long_list_is_cut(app, capsys):
    app.journal.prepare()
    for day in range(1, 26):
        app.journal.add(an_entry(id=app.journal.new_ids(1)[0], moment=MOMENT.replace(day=day)))
    _delete(app, before="2027", dry_run=True)
    assert "… and 5 more" in capsys.readouterr().out


def test_no_copy_of_what_goes_for_good_stays_in_the_trash(app, three, typed):
    whole = three[0].read_bytes()
    _delete(app, "k3f7", yes=True)
    three[0].write_bytes(whole)
    typed("remove 2\n")
    _delete(app, "k3f7", purge=True)
    assert (["m2aa", "old2"], []) == (_there(app), _trashed(app))


def test_a_name_that_fits_several_entries_is_not_looked_for_in_the_trash(app, three, typed):
    _delete(app, "old2", yes=True)
    app.journal.add(an_entry(id="zzz2", moment=MOMENT))
    typed("remove 1\n")
    with pytest.raises(UsageError, match="There are 2 entries of 2026-11"):
        _delete(app, "2026-11", purge=True)
    assert ["old2"] == _trashed(app)


def test_a_day_that_the_calendar_does_not_have_is_not_older_than_any(app, three, typed):
    odd = three[0].with_name("2026-02-30-1430-availability-aaaa.md")
    odd.write_bytes(three[0].read_bytes())
    _delete(app, before="2001", yes=True)
    assert odd.exists()


# Every copy of it.


def _delete_twice(app, path) -> str:
    """Delete an entry in two versions; return the id that the second one got in the trash."""
    whole = path.read_bytes()
    _delete(app, "k3f7", yes=True)
    path.write_bytes(whole.replace(b"Most", b"Some"))
    _delete(app, "k3f7", yes=True)
    path.write_bytes(whole)
    (other,) = {name.id for name in app.trash.names()} - {"k3f7"}
    return other


def _files_with_words(app) -> list[str]:
    paths = [path for path in app.journal.folder.rglob("*") if path.is_file()]
    return sorted(path.name for path in paths if b"of them do." in path.read_bytes())


def test_an_entry_deleted_twice_without_a_change_is_in_the_trash_once(app, three):
    whole = three[0].read_bytes()
    _delete(app, "k3f7", yes=True)
    three[0].write_bytes(whole)
    _delete(app, "k3f7", yes=True)
    assert (["m2aa", "old2"], ["k3f7"]) == (_there(app), _trashed(app))
    assert whole == (app.trash.folder / three[0].name).read_bytes()


def test_a_version_that_got_another_id_in_the_trash_goes_too(app, three, typed, capsys):
    other = _delete_twice(app, three[0])
    typed("remove 3\n")
    _delete(app, "k3f7", purge=True)
    assert (["m2aa", "old2"], []) == (_there(app), _trashed(app))
    shown = capsys.readouterr().out
    assert other in shown
    assert "Removed for good: 3 entries." in shown


def test_a_version_named_by_its_id_in_the_trash_leaves_the_entry(app, three, typed):
    other = _delete_twice(app, three[0])
    typed("remove 1\n")
    _delete(app, other, purge=True)
    assert (["k3f7", "m2aa", "old2"], ["k3f7"]) == (_there(app), _trashed(app))


def test_an_entry_that_is_only_in_the_trash_goes_with_all_its_versions(app, three, typed):
    other = _delete_twice(app, three[0])
    three[0].unlink()
    typed("remove 2\n")
    _delete(app, other, purge=True)
    assert [] == _trashed(app)


def test_in_an_empty_journal_the_trash_can_be_emptied(app, three, typed):
    _delete(app, "k3f7", "m2aa", "old2", yes=True)
    typed("remove 1\n")
    _delete(app, "old2", purge=True)
    assert ["k3f7", "m2aa"] == _trashed(app)


COPIES = {
    "set aside": ".securebase/set-aside/{stem}-0123abcd.md",
    "set aside again": ".securebase/set-aside/{stem}-0123abcd (2).md",
    "set aside under another name": ".securebase/set-aside/notes.md",
    "an editor's copy": ".securebase/editing/{stem}-0123abcd.md",
    "an editor's backup": ".securebase/editing/{stem}-0123abcd.md~",
    "an editor's swap file": ".securebase/editing/.{stem}-0123abcd.md.swp",
    "a temporary file": ".{stem}.md.securebase-0123abcd.tmp",
    "a temporary file of an older version": ".{stem}.md.0123abcd.tmp",
    "a temporary file with a name that is cut off": ".{stem:.25}.0123abcd.tmp",
    "a temporary file in the trash": ".securebase/trash/.{stem}.md.securebase-0123abcd.tmp",
}


@pytest.mark.parametrize("place", COPIES.values(), ids=COPIES.keys())
def test_a_copy_goes_wherever_it_is(app, three, typed, capsys, place):
    path = app.journal.folder / place.format(stem=three[0].stem)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(three[0].read_bytes())
    kept = path.parent / three[1].name.replace(".md", "-0123abcd.md")
    kept.write_bytes(three[1].read_bytes())
    typed("remove 1\n")
    _delete(app, "k3f7", purge=True)
    assert sorted({three[1].name, three[2].name, kept.name}) == _files_with_words(app)
    assert str(path) in capsys.readouterr().out


def test_of_many_copies_some_are_listed(app, three, typed, capsys):
    folder = app.journal.internal_folder / "set-aside"
    folder.mkdir()
    for number in range(25):
        (folder / f"{three[0].stem}-{number:08x}.md").write_bytes(three[0].read_bytes())
    _delete(app, "k3f7", purge=True, dry_run=True)
    assert "… and 5 more" in capsys.readouterr().out
    typed("remove 1\n")
    _delete(app, "k3f7", purge=True)
    assert [] == list(folder.iterdir())


@pytest.mark.parametrize("folder", ["editing", "set-aside"])
def test_an_answer_that_an_editor_left_goes_if_the_entry_has_it(app, three, typed, folder):
    for path in three[1:]:
        path.write_text(path.read_text("utf-8").replace("Most of them", "A few of them"), "utf-8")
    words = {"answer-0123abcd.md": ANSWER.text, "answer-0123abce.md": "Not every one of them do."}
    (app.journal.internal_folder / folder).mkdir()
    for name, text in words.items():
        (app.journal.internal_folder / folder / name).write_text(f"{text}\n", "utf-8")
    typed("remove 1\n")
    _delete(app, "k3f7", purge=True)
    assert sorted([three[1].name, three[2].name, "answer-0123abce.md"]) == _files_with_words(app)


def test_a_copy_without_its_front_matter_is_known_by_its_name(app, three, typed):
    path = app.journal.folder / COPIES["an editor's copy"].format(stem=three[0].stem)
    path.parent.mkdir()
    path.write_text("Only words: of them do.", "utf-8")
    typed("remove 1\n")
    _delete(app, "k3f7", purge=True)
    assert not path.exists()


def test_a_draft_of_the_entry_goes_and_one_with_words_of_others_is_named(app, three, typed, capsys):
    own = a_draft(id="aaaa", answers=(ANSWER,), entry_ids=(("availability", "k3f7"),))
    mixed = own._replace(id="bbbb", entry_ids=(*own.entry_ids, ("acceptance", "x2x2")))
    others = own._replace(id="cccc", entry_ids=(("availability", "x2x2"),))
    paths = [app.drafts.save(draft) for draft in (own, mixed, others)]
    typed("remove 1\n")
    _delete(app, "k3f7", purge=True)
    assert [False, True, True] == [path.exists() for path in paths]
    assert f"words of these may be in it: {paths[1]}" in " ".join(capsys.readouterr().err.split())


def test_a_synchroniser_s_copy_is_named_and_left_alone(app, three, typed, capsys):
    copy = three[0].with_name(f"{three[0].stem} (Jo's conflicted copy).md")
    copy.write_bytes(three[0].read_bytes())
    typed("remove 1\n")
    _delete(app, "k3f7", purge=True)
    assert copy.exists()
    assert copy.name in " ".join(capsys.readouterr().err.split())


@pytest.mark.skipif(platform_files.fcntl is None, reason="nobody can tell here who holds a file")
def test_while_an_editor_has_a_copy_nothing_is_removed(app, three, typed):
    with app.editor_copies.copy(three[0].name, three[0].read_bytes()) as copy:
        typed("remove 1\n")
        with pytest.raises(SavingError, match="is open in another window") as refused:
            _delete(app, "k3f7", purge=True)
        assert copy.exists()
    assert "Nothing was removed" in str(refused.value)
    assert ["k3f7", "m2aa", "old2"] == _there(app)


def test_what_another_window_moves_to_the_trash_meanwhile_goes_too(app, three, use_asker):
    class SlowAnswer(ScriptedLineAsker):
        def ask_line(self, *args: Any, **options: Any):
            app.trash.add(app.journal.find("k3f7", app.today))
            return super().ask_line(*args, **options)

    use_asker(SlowAnswer("remove 1"))
    _delete(app, "k3f7", purge=True)
    assert (["m2aa", "old2"], []) == (_there(app), _trashed(app))


@pytest.mark.parametrize("ending", [KeyboardInterrupt, EndedBySignalError])
def test_an_interruption_says_what_is_gone_and_what_is_not(
    app, three, typed, monkeypatch, capsys, ending
):
    remove = files.remove
    other = _delete_twice(app, three[0])
    removed = []

    def interrupted_at_third(path):
        if len(removed) == 2:
            raise ending
        removed.append(path)
        return remove(path)

    monkeypatch.setattr(files, "remove", interrupted_at_third)
    typed("remove 3\n")
    with pytest.raises(ending):
        _delete(app, "k3f7", purge=True)
    said = " ".join(capsys.readouterr().err.split())
    assert f"Removed before it: 2 of 3. Still there: {three[0]}." in said
    monkeypatch.undo()
    assert three[0].exists(), "the same command goes on"
    assert other not in _trashed(app)


def test_an_interruption_at_the_end_says_that_all_is_gone(app, three, typed, monkeypatch, capsys):
    remove = files.remove

    def interrupted_afterwards(path):
        remove(path)
        raise KeyboardInterrupt

    monkeypatch.setattr(files, "remove", interrupted_afterwards)
    typed("remove 1\n")
    with pytest.raises(KeyboardInterrupt):
        _delete(app, "k3f7", purge=True)
    assert "All of it was removed before that.\n" == capsys.readouterr().err


def test_a_failure_says_what_is_gone_and_what_is_not(app, three, typed, monkeypatch):
    remove = files.remove
    _delete(app, "k3f7", yes=True)
    three[0].write_bytes(b"another version")

    def refused(path):
        if path == three[0]:
            raise PermissionError(errno.EACCES, "Permission denied")
        return remove(path)

    monkeypatch.setattr(files, "remove", refused)
    typed("remove 2\n")
    with pytest.raises(SavingError) as failed:
        _delete(app, "k3f7", purge=True)
    assert f"Removed before it: 1 of 2. Still there: {three[0]}." in str(failed.value)


def test_a_failure_of_one_of_several_says_how_many_are_in_the_trash(app, three, monkeypatch):
    move = files.move

    def refused(path, target):
        if path == three[1]:
            raise PermissionError(errno.EACCES, "Permission denied")
        move(path, target)

    monkeypatch.setattr(files, "move", refused)
    with pytest.raises(SavingError, match="Moved to the trash before it: 1 of 2"):
        _delete(app, "k3f7", "m2aa", yes=True)


# Restored under its own id.


def test_a_version_that_got_another_id_gets_its_own_back(app, three, capsys):
    other = _delete_twice(app, three[0])
    three[0].unlink()
    _restore(app, other, no_input=True)
    assert b"Some of them do." in three[0].read_bytes()
    assert ["k3f7", "m2aa", "old2"] == _there(app)
    assert "Restored: k3f7\n" in capsys.readouterr().out


def test_a_version_is_not_restored_beside_the_entry_itself(app, three):
    other = _delete_twice(app, three[0])
    with pytest.raises(SavingError, match=f"already, so {other} stays in the trash"):
        _restore(app, other, no_input=True)
    assert ["k3f7", "m2aa", "old2"] == _there(app)


def test_an_id_that_was_changed_by_hand_counts_less_than_the_name(app, three):
    three[0].write_text(three[0].read_text("utf-8").replace("id: k3f7", "id: x2x2"), "utf-8")
    _delete(app, "k3f7", yes=True)
    _restore(app, "k3f7", no_input=True)
    assert three[0].exists()


@pytest.mark.skipif(platform_files.fcntl is None, reason="files cannot be locked here")
def test_a_change_in_another_window_is_waited_for_but_not_forever(app, three, monkeypatch):
    _delete(app, "old2", yes=True)
    monkeypatch.setattr(locks, "_PAUSE_SECONDS", 0)
    monkeypatch.setattr(locks, "_LOOK_PAUSE_SECONDS", 0)
    with locks.lock_file(app.journal.internal_folder / "changes.lock"):
        for change in (
            lambda: _delete(app, "k3f7", yes=True),
            lambda: _restore(app, "old2", no_input=True),
        ):
            with pytest.raises(SavingError, match=r"another window is changing it\. Nothing was"):
                change()
    assert (["k3f7", "m2aa"], ["old2"]) == (_there(app), _trashed(app))

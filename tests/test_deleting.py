"""Taking entries away and bringing them back: nothing goes for good unless that is typed."""

from datetime import timedelta

import pytest

from builders import MOMENT, an_entry
from securebase_cli.core import files
from securebase_cli.core.errors import SavingError, UsageError
from securebase_cli.core.names import EntryName
from securebase_cli.deleting import Removal, delete, restore

NOTHING = Removal((), None, purge=False, dry_run=False, yes=False, no_input=False)


@pytest.fixture
def three(desk):
    """Three entries, a year apart; the newest is k3f7."""
    desk.journal.prepare()
    return [
        desk.journal.add(an_entry(id=handle, moment=MOMENT - timedelta(days=365 * years))).path
        for years, handle in enumerate(("k3f7", "m2aa", "old2"))
    ]


def _removal(*entries: str, **changes: object) -> Removal:
    values = {name: getattr(NOTHING, name) for name in NOTHING.__slots__}
    return Removal(**values | {"entries": entries} | changes)


def _there(desk) -> list[str]:
    return [name.id for name in desk.journal.names()]


def _trashed(desk) -> list[str]:
    return [name.id for name in desk.trash.names()]


# To the trash, and back.


def test_an_entry_goes_to_the_trash_once_that_is_agreed(desk, three, typed, capsys):
    before = three[0].read_bytes()
    typed("yes\n")
    delete(desk, _removal("k3f7"))
    assert ["m2aa", "old2"] == _there(desk)
    assert before == (desk.trash.folder / three[0].name).read_bytes()
    said = capsys.readouterr()
    assert "Move 1 entry to the journal’s trash?" in said.out
    assert "To get it back: securebase restore k3f7\n" == said.err
    assert "Most of them do." not in said.out + said.err


@pytest.mark.parametrize("answer", ["no\n", "\n", "yeah, but no\n", ".pause\n"])
def test_without_agreement_nothing_is_changed(desk, three, typed, capsys, answer):
    typed(answer)
    delete(desk, _removal("k3f7"))
    assert "Nothing was changed.\n" == capsys.readouterr().err
    assert ["k3f7", "m2aa", "old2"] == _there(desk)


def test_where_nobody_answers_it_is_an_error_that_names_the_way(desk, three, typed):
    with pytest.raises(UsageError, match="an answer, or --yes"):
        delete(desk, _removal("k3f7"))
    assert ["k3f7", "m2aa", "old2"] == _there(desk)


def test_several_go_at_once_and_each_only_once(desk, three, capsys):
    delete(desk, _removal("k3f7", "last", "m2aa", yes=True))
    assert ["old2"] == _there(desk)
    assert ["k3f7", "m2aa"] == _trashed(desk)
    assert "Moved to the journal’s trash: 2 entries.\n" in capsys.readouterr().out


def test_one_unknown_name_keeps_all_of_them(desk, three):
    with pytest.raises(UsageError, match="There is no entry “zzzz”"):
        delete(desk, _removal("k3f7", "zzzz", yes=True))
    assert ["k3f7", "m2aa", "old2"] == _there(desk)


def test_all_that_are_older_than_a_date(desk, three):
    delete(desk, _removal(before="2025", yes=True))
    assert ["k3f7", "m2aa"] == _there(desk)
    delete(desk, _removal(before="2026-11-23", yes=True))
    assert ["k3f7"] == _there(desk)


def test_nothing_that_old_is_no_error(desk, three, capsys):
    delete(desk, _removal(before="2001", yes=True))
    assert "No entry is as old as that. Nothing was changed.\n" == capsys.readouterr().err


def test_a_file_that_can_t_be_read_can_be_deleted_and_restored(desk, three):
    three[0].write_bytes(b"\xff")
    delete(desk, _removal("k3f7", yes=True))
    restore(desk, "k3f7", no_input=True)
    assert b"\xff" == three[0].read_bytes()


def test_what_was_restored_is_as_it_was(desk, three, capsys):
    before = three[1].read_bytes()
    delete(desk, _removal("m2aa", yes=True))
    restore(desk, "m2aa", no_input=True)
    assert before == three[1].read_bytes()
    assert f"Restored: m2aa\n  {three[1]}\n" in capsys.readouterr().out
    assert [] == _trashed(desk)


def test_a_menu_offers_what_is_in_the_trash(desk, three, typed, capsys):
    delete(desk, _removal("k3f7", "m2aa", yes=True))
    typed("2\n")
    restore(desk, None, no_input=False)
    assert ["m2aa", "old2"] == _there(desk)


def test_a_menu_takes_an_id_and_an_empty_answer_takes_none(desk, three, typed, capsys):
    delete(desk, _removal("k3f7", yes=True))
    typed("\n")
    restore(desk, None, no_input=False)
    assert "Nothing was changed.\n" in capsys.readouterr().err
    typed("zz\nk3\n")
    restore(desk, None, no_input=False)
    assert "k3f7" in _there(desk)


def test_an_empty_trash_is_said(desk, capsys):
    restore(desk, None, no_input=False)
    assert "The journal’s trash is empty.\n" == capsys.readouterr().err
    with pytest.raises(UsageError, match="trash is empty"):
        restore(desk, "k3f7", no_input=False)


def test_without_a_prompt_restore_needs_a_name(desk, three):
    delete(desk, _removal("k3f7", "m2aa", yes=True))
    with pytest.raises(UsageError, match="Name the entry to bring back: k3f7, m2aa"):
        restore(desk, None, no_input=True)


def test_nothing_is_restored_over_an_entry_of_that_name(desk, three):
    delete(desk, _removal("k3f7", yes=True))
    three[0].write_text("another", "utf-8")
    with pytest.raises(SavingError, match="is in the journal already"):
        restore(desk, "k3f7", no_input=True)
    assert "another" == three[0].read_text("utf-8")
    assert ["k3f7"] == _trashed(desk)


def test_a_copy_deleted_a_second_time_gets_a_handle_of_its_own(desk, three):
    before = three[0].read_bytes()
    delete(desk, _removal("k3f7", yes=True))
    three[0].write_text("another", "utf-8")
    delete(desk, _removal("k3f7", yes=True))
    kept = {(desk.trash.folder / name.name).read_bytes() for name in desk.trash.names()}
    assert {before, b"another"} == kept


def test_an_entry_that_can_t_be_moved_stays(desk, three, monkeypatch):
    def refused(*_: object):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(files, "move", refused)
    with pytest.raises(SavingError, match="could not be deleted: Input/output error"):
        delete(desk, _removal("k3f7", yes=True))
    with pytest.raises(SavingError, match="could not be restored: Input/output error"):
        desk.trash.give_back(EntryName.of(three[0].name))
    assert ["k3f7", "m2aa", "old2"] == _there(desk)


# For good.


def test_for_good_needs_the_words_typed_in_full(desk, three, typed, capsys):
    typed("remove 1\n")
    delete(desk, _removal("k3f7", purge=True))
    assert ["m2aa", "old2"] == _there(desk)
    assert [] == _trashed(desk)
    assert "To go on, type: remove 1" in capsys.readouterr().out


@pytest.mark.parametrize("answer", ["yes\n", "y\n", "remove\n", "remove 2\n", "\n"])
def test_any_other_word_removes_nothing(desk, three, typed, answer):
    typed(answer)
    delete(desk, _removal("k3f7", purge=True))
    assert ["k3f7", "m2aa", "old2"] == _there(desk)


def test_old_entries_go_from_the_trash_too(desk, three, typed, capsys):
    delete(desk, _removal("old2", yes=True))
    typed("remove 2\n")
    delete(desk, _removal(before="2026", purge=True))
    assert (["k3f7"], []) == (_there(desk), _trashed(desk))
    assert "In the trash already:" in capsys.readouterr().out


def test_what_is_in_the_trash_can_be_named(desk, three, typed):
    delete(desk, _removal("old2", yes=True))
    typed("remove 1\n")
    delete(desk, _removal("old2", purge=True))
    assert (["k3f7", "m2aa"], []) == (_there(desk), _trashed(desk))


@pytest.mark.parametrize("purge", [True, False])
def test_a_dry_run_only_says_what_would_go(desk, three, capsys, purge):
    delete(desk, _removal(before="2026", purge=purge, dry_run=True, no_input=True))
    said = capsys.readouterr()
    assert "m2aa" in said.out
    assert "k3f7" not in said.out
    where = "removed for good" if purge else "moved to the trash"
    assert f"A dry run: 2 entries would be {where}.\n" == said.err
    assert ["k3f7", "m2aa", "old2"] == _there(desk)


def test_a_file_that_can_t_be_removed_is_named_with_how_many_went_before(
    desk, three, typed, monkeypatch
):
    def refused(path):
        raise OSError(13, "Permission denied")

    monkeypatch.setattr(files, "remove", refused)
    typed("remove 1\n")
    with pytest.raises(SavingError, match=r"Permission denied\. Removed before it: 0 of 1"):
        delete(desk, _removal("k3f7", purge=True))


@pytest.mark.parametrize(
    ("removal", "words"),
    [
        (_removal(), "Say what to delete"),
        (_removal("k3f7", before="2026"), "not both"),
        (_removal("k3f7", purge=True, yes=True), "--yes does not do"),
        (_removal("k3f7", no_input=True), "needs --yes or --dry-run"),
        (_removal("k3f7", purge=True, no_input=True), "needs --dry-run"),
        (_removal(before="soon", yes=True), "is not a date"),
    ],
)
def test_what_can_t_be_meant_is_refused(desk, three, typed, removal, words):
    with pytest.raises(UsageError) as refused:
        delete(desk, removal)
    assert words in str(refused.value)
    assert ["k3f7", "m2aa", "old2"] == _there(desk)


def test_a_long_list_is_cut_where_nobody_would_read_on(desk, capsys):
    desk.journal.prepare()
    for day in range(1, 26):
        desk.journal.add(an_entry(id=desk.journal.new_ids(1)[0], moment=MOMENT.replace(day=day)))
    delete(desk, _removal(before="2027", dry_run=True))
    assert "… and 5 more" in capsys.readouterr().out


def test_no_copy_of_what_goes_for_good_stays_in_the_trash(desk, three, typed):
    whole = three[0].read_bytes()
    delete(desk, _removal("k3f7", yes=True))
    three[0].write_bytes(whole)
    typed("remove 2\n")
    delete(desk, _removal("k3f7", purge=True))
    assert (["m2aa", "old2"], []) == (_there(desk), _trashed(desk))


def test_a_name_that_fits_several_entries_is_not_looked_for_in_the_trash(desk, three, typed):
    delete(desk, _removal("old2", yes=True))
    desk.journal.add(an_entry(id="zzz2", moment=MOMENT))
    typed("remove 1\n")
    with pytest.raises(UsageError, match="There are 2 entries of 2026-11"):
        delete(desk, _removal("2026-11", purge=True))
    assert ["old2"] == _trashed(desk)


def test_a_day_that_the_calendar_does_not_have_is_not_older_than_any(desk, three, typed):
    odd = three[0].with_name("2026-02-30-1430-availability-aaaa.md")
    odd.write_bytes(three[0].read_bytes())
    delete(desk, _removal(before="2001", yes=True))
    assert odd.exists()

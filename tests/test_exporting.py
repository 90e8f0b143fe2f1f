"""Where a document is written, and where it is not."""

from pathlib import Path

import pytest

from builders import an_entry
from securebase_cli.core.errors import SavingError, UnknownNameError, UsageError
from securebase_cli.desk import Desk
from securebase_cli.exporting import export


@pytest.fixture
def desk(desk):
    desk.journal.prepare()
    desk.journal.add(an_entry())
    return desk


def _export(desk: Desk, output=None, named=None, *, by="date", force=False) -> None:
    export(desk, named, output, by=by, force=force)


@pytest.mark.parametrize(
    ("name", "named", "begins"),
    [
        ("journal.md", None, "# Reflection journal"),
        ("journal.JSON", None, '{"entries": ['),
        ("journal.txt", None, "# Reflection journal"),
        ("journal.md", "json", '{"entries": ['),
    ],
)
def test_the_format_is_the_one_named_or_else_the_ending_s(desk, tmp_path, name, named, begins):
    _export(desk, tmp_path / name, named)
    assert (tmp_path / name).read_text("utf-8").startswith(begins)
    assert 0o600 == (tmp_path / name).stat().st_mode & 0o777


def test_a_hyphen_stands_for_standard_output(desk, tmp_path, monkeypatch, capsysbinary):
    monkeypatch.chdir(tmp_path)
    _export(desk, Path("-"))
    assert capsysbinary.readouterr().out.startswith(b"# Reflection journal")
    assert not (tmp_path / "-").exists()


@pytest.mark.parametrize(("named", "by"), [("word", "date"), (None, "tag")])
def test_an_unknown_format_or_order_is_refused(desk, named, by):
    with pytest.raises(UnknownNameError):
        _export(desk, named=named, by=by)


def test_a_file_that_is_there_is_replaced_only_by_force(desk, tmp_path):
    target = tmp_path / "journal.md"
    target.write_text("precious")
    with pytest.raises(UsageError, match="add --force"):
        _export(desk, target)
    assert "precious" == target.read_text()
    _export(desk, target, force=True)
    assert target.read_text("utf-8").startswith("# Reflection journal")


def test_a_file_that_appears_meanwhile_is_not_replaced(desk, tmp_path, monkeypatch):
    target = tmp_path / "journal.md"
    target.write_text("precious")
    monkeypatch.setattr("os.path.lexists", lambda _: False)
    with pytest.raises(UsageError, match="is there already"):
        _export(desk, target)
    assert "precious" == target.read_text()


def test_a_link_is_not_followed(desk, tmp_path):
    elsewhere = tmp_path / "elsewhere.md"
    elsewhere.write_text("precious")
    link = tmp_path / "link.md"
    link.symlink_to(elsewhere)
    with pytest.raises(UsageError):
        _export(desk, link)
    _export(desk, link, force=True)
    assert "precious" == elsewhere.read_text()
    assert not link.is_symlink()


def test_the_journal_folder_is_for_entries_alone(desk):
    with pytest.raises(UsageError, match="for entries alone"):
        _export(desk, desk.journal.folder / "journal.md")
    assert {} == desk.journal.strangers()


def test_a_folder_that_is_not_there_is_said(desk, tmp_path):
    with pytest.raises(SavingError, match="No such file or directory"):
        _export(desk, tmp_path / "none" / "journal.md")

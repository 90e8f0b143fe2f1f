"""`doctor` says what is wrong and what to do; `privacy` says what does not belong here."""

import json
import os
from pathlib import Path

import pytest

from securebase_cli.commands.doctor import doctor
from securebase_cli.commands.privacy import privacy
from securebase_cli.errors import DoctorFoundProblemsError
from securebase_cli.review.checkup import CheckedFinding
from securebase_cli.storage import platform_files
from securebase_cli.ui.pages.notice_page import notice_page
from support.builders import an_entry
from support.context import context
from support.program import IDLE_EDITOR


@pytest.fixture
def entry(app):
    app.journal.prepare()
    return app.journal.add(an_entry()).path


@pytest.fixture(autouse=True)
def _an_editor(monkeypatch):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", IDLE_EDITOR)


def _note(folder):
    """Put an entry under another name there, which nobody else can see."""
    path = folder / "notes.md"
    path.touch(mode=0o600)
    path.write_text("---\nsecurebase: 1\n---\n", "utf-8")


def test_a_journal_in_order_is_well_and_all_places_are_named(app, entry, capsys):
    doctor(context(app), fix=False, as_json=False)
    said = capsys.readouterr()
    assert "All is well." in said.out
    assert all(str(path) in said.out for path in app.paths().values() if path)
    assert "" == said.err


def test_what_needs_something_done_is_counted_in_the_error(app, entry, capsys):
    entry.write_bytes(b"\xff")
    _note(app.journal.folder)
    with pytest.raises(DoctorFoundProblemsError, match="2 problems are left") as left:
        doctor(context(app), fix=False, as_json=False)
    assert 4 == left.value.exit_code
    assert "Problem: It can't be read: it is not text in UTF-8." in capsys.readouterr().out


def test_a_mistake_in_the_content_is_a_problem_like_any_other(app, tmp_path, capsys):
    app.options.content = tmp_path / "domains.yaml"
    app.options.content.write_text("[", "utf-8")
    with pytest.raises(DoctorFoundProblemsError) as left:
        doctor(context(app), fix=False, as_json=False)
    assert 1 == left.value.exit_code
    assert f"Problem: {app.options.content}, line" in capsys.readouterr().out


def test_an_editor_that_is_not_there_is_a_problem_and_none_is_a_note(
    app, entry, monkeypatch, capsys
):
    monkeypatch.setenv("EDITOR", "no-such-editor")
    with pytest.raises(DoctorFoundProblemsError, match="1 problem is left"):
        doctor(context(app), fix=False, as_json=False)
    monkeypatch.delenv("EDITOR")
    monkeypatch.setenv("PATH", "")
    doctor(context(app), fix=False, as_json=False)
    assert "Note: No editor is set." in capsys.readouterr().out


def test_what_can_be_put_right_is_and_it_says_what_it_did(app, entry, capsys):
    left = app.journal.folder / f".{entry.name}.0123abcd.tmp"
    left.touch(mode=0o600)
    entry.chmod(0o644)
    doctor(context(app), fix=True, as_json=False)
    said = capsys.readouterr().out
    assert f"Done: removed {left}" in said
    assert f"Done: now only you can see {entry}" in said
    assert not left.exists()
    doctor(context(app), fix=False, as_json=False)
    assert "Done" not in capsys.readouterr().out


def test_a_remedy_that_fails_stays_a_problem(app, entry, monkeypatch, capsys):
    entry.chmod(0o644)
    monkeypatch.setattr(
        "securebase_cli.commands.doctor.apply_remedy",
        lambda finding, _: CheckedFinding(finding, error="it is locked"),
    )
    with pytest.raises(DoctorFoundProblemsError):
        doctor(context(app), fix=True, as_json=False)
    assert "That could not be done: it is locked" in capsys.readouterr().out


def test_the_same_as_json(app, entry, capsys):
    entry.write_bytes(b"\xff")
    with pytest.raises(DoctorFoundProblemsError):
        doctor(context(app), fix=False, as_json=True)
    said = json.loads(capsys.readouterr().out)
    (found,) = [row for row in said["findings"] if row["level"] == "problem"]
    assert ["kind", "level", "path", "what", "to_do", "fixed"] == list(found)
    assert ("unreadable", str(entry), False) == (found["kind"], found["path"], found["fixed"])
    assert str(app.journal.folder) == said["paths"]["journal"]
    assert {"securebase", "python", "system", "terminal", "encoding"} == set(said["environment"])


def test_the_notice_has_at_most_twelve_lines_on_an_ordinary_screen(app, capsys):
    privacy(context(app))
    lines = capsys.readouterr().out.splitlines()
    assert 12 >= sum(-(-len(line) // 78) for line in lines)


def test_the_notice_says_all_that_matters():
    said = " ".join(line.text for line in notice_page())
    for words in (
        "Your entries stay on this computer; nothing is sent anywhere",
        "not about particular people. Leave names out",
        "A role or an initial helps, but if someone could still be recognised",
        "it is their personal data",
        "they may be entitled to see it, and a court or tribunal can ask for it",
        "not a supervision record",
        "safeguarding concerns in your employer’s system straight away",
        "how long to keep notes like these. Ask, and delete what is older",
        "Read this again: securebase privacy",
    ):
        assert words in said


def test_what_can_t_be_looked_at_is_a_finding_and_the_rest_goes_on(app, monkeypatch, capsys):
    app.settings.journal.write_text("a file where the folder belongs", "utf-8")
    with pytest.raises(DoctorFoundProblemsError):
        doctor(context(app), fix=False, as_json=False)
    said = capsys.readouterr().out
    assert "can't be read" in said
    assert str(app.paths()["content"]) in said


def test_a_folder_inside_that_can_t_be_read_is_a_finding(app, entry, monkeypatch, capsys):
    def refused(_folder) -> None:
        raise PermissionError(13, "Permission denied", str(app.editor_copies.folder))

    monkeypatch.setattr(app.editor_copies, "leftovers", lambda: refused(None))
    with pytest.raises(DoctorFoundProblemsError):
        doctor(context(app), fix=False, as_json=False)
    assert (
        f"{app.editor_copies.folder} can't be read: Permission denied." in capsys.readouterr().out
    )


def test_many_files_are_put_right_in_few_words(app, entry, capsys):
    for number in range(20):
        path = app.journal.folder / f".{entry.name}.{number:08x}.tmp"
        path.touch(mode=0o600)
    doctor(context(app), fix=True, as_json=False)
    assert " and 15 more\n" in capsys.readouterr().out


def test_a_name_with_a_line_end_forges_no_line(app, entry, capsys):
    path = app.journal.folder / "a\nProblem: forged.md"
    path.touch(mode=0o600)
    path.write_text("---\nsecurebase: 1\n---\n", "utf-8")
    with pytest.raises(DoctorFoundProblemsError):
        doctor(context(app), fix=False, as_json=False)
    assert "\nProblem: forged" not in capsys.readouterr().out


@pytest.fixture
def store_python(monkeypatch):
    """Let this be Python from Microsoft's Store, which keeps new files in a folder of its own."""
    monkeypatch.setattr(platform_files, "WINDOWS", True)
    private = "/Packages/PythonSoftwareFoundation.Python.3.12_qbz5n2kfra8p0/LocalCache/Local"
    real_path = os.path.realpath
    monkeypatch.setattr(
        os.path,
        "realpath",
        lambda path, **options: real_path(path, **options) if options else f"{private}{path}",
    )
    return private


def test_where_python_moves_the_journal_the_real_folder_is_named(app, entry, store_python, capsys):
    doctor(context(app), fix=False, as_json=True)
    record = json.loads(capsys.readouterr().out)
    folder = str(Path(f"{store_python}{app.settings.journal}"))
    assert folder == record["paths"]["journal"]
    redirected = [item for item in record["findings"] if item["kind"] == "redirected"]
    assert [("note", folder)] == [(item["level"], item["path"]) for item in redirected]

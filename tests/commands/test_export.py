"""Where a document is written, and where it is not."""

import errno
import json
import os
import signal
import subprocess
import sys
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from securebase_cli.app import App
from securebase_cli.commands.export import export
from securebase_cli.commands.worksheet import worksheet
from securebase_cli.documents.json_import import parse_export
from securebase_cli.documents.source import CachedEntries
from securebase_cli.entry_format.entry import read_entry, write_entry
from securebase_cli.errors import (
    EntriesChangedError,
    SavingError,
    SecurebaseError,
    UnassignedTextError,
    UnknownNameError,
    UnreadableEntriesError,
    UsageError,
)
from securebase_cli.model import Action, Answer, Scaling
from securebase_cli.storage import platform_files
from securebase_cli.ui.prompts.asker import Reply
from support.askers import ScriptedLineAsker
from support.builders import MOMENT, an_entry
from support.context import context


@pytest.fixture
def app(app):
    app.journal.prepare()
    app.journal.add(an_entry())
    return app


def _export(app: App, output=None, format_=None, **options: Any) -> None:
    export(context(app), format_=format_, output=output, **options)


@pytest.mark.parametrize(
    ("name", "named", "begins"),
    [
        ("journal.md", None, "# Reflection journal"),
        ("journal.JSON", None, '{"entries": ['),
        ("journal.txt", None, "# Reflection journal"),
        ("journal.md", "json", '{"entries": ['),
    ],
)
def test_the_format_is_the_one_named_or_else_the_ending_s(app, tmp_path, name, named, begins):
    _export(app, tmp_path / name, named)
    assert (tmp_path / name).read_text("utf-8").startswith(begins)
    assert 0o600 == (tmp_path / name).stat().st_mode & 0o777


EXPORT_AND_WAIT = """
import os, pathlib, sys
from securebase_cli.storage import files
def wait(*_):
    print("ready", flush=True)
    sys.stdin.read()
os.link = wait
files.create(pathlib.Path(sys.argv[1]), b"words")
"""


@pytest.fixture
def killed_export(tmp_path):
    """Kill an export to journal.html before its file has its name; return what it left."""
    with subprocess.Popen(
        [sys.executable, "-c", EXPORT_AND_WAIT, str(tmp_path / "journal.html")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert b"ready\n" == process.stdout.readline()
        process.kill()
    (left,) = tmp_path.glob(".journal.html.*.tmp")
    return left


@pytest.mark.skipif(platform_files.fcntl is None, reason="nobody can tell here who holds a file")
@pytest.mark.parametrize("name", ["journal.html", "other.md"])
def test_the_next_export_removes_what_a_killed_one_left(app, tmp_path, killed_export, name):
    assert b"words" == killed_export.read_bytes()
    _export(app, tmp_path / name)
    assert not killed_export.exists()


@pytest.mark.skipif(platform_files.fcntl is None, reason="nobody can tell here who holds a file")
def test_what_an_older_version_left_for_the_same_file_is_removed(app, tmp_path):
    left = tmp_path / ".journal.md.0123abcd.tmp"
    left.write_text("words", "utf-8")
    _export(app, tmp_path / "journal.md")
    assert not left.exists()


def test_temporary_files_of_running_exports_and_of_other_programs_stay(app, tmp_path):
    theirs = [tmp_path / name for name in (".notes.md.0123abcd.tmp", ".journal.md.tmp", "a.tmp")]
    for path in theirs:
        path.write_text("theirs", "utf-8")
    held = tmp_path / ".journal.html.securebase-0123abcd.tmp"
    with held.open("w") as file:
        platform_files.lock(file.fileno())
        _export(app, tmp_path / "journal.md")
        assert held.exists()
    assert ["theirs"] * 3 == [path.read_text("utf-8") for path in theirs]


def test_a_hyphen_stands_for_standard_output(app, tmp_path, monkeypatch, capsysbinary):
    monkeypatch.chdir(tmp_path)
    _export(app, Path("-"))
    assert capsysbinary.readouterr().out.startswith(b"# Reflection journal")
    assert not (tmp_path / "-").exists()


@pytest.mark.parametrize(("named", "by"), [("word", "date"), (None, "tag")])
def test_an_unknown_format_or_order_is_refused(app, named, by):
    with pytest.raises(UnknownNameError):
        _export(app, format_=named, by=by)


@pytest.mark.parametrize(
    "options", [{"layout": "cpd"}, {"layout": "supervision"}, {"answers": False}]
)
@pytest.mark.parametrize("by", ["date", "domain"])
def test_an_order_that_would_change_nothing_is_refused(app, tmp_path, options, by):
    with pytest.raises(UsageError, match="--by"):
        _export(app, tmp_path / "journal.md", by=by, **options)
    assert [] == list(tmp_path.glob("journal.md"))


@pytest.mark.parametrize(
    ("name", "named", "is_said"),
    [
        ("journal.md", "json", True),
        ("journal.txt", "docx", True),
        ("journal.xyz", "html", True),
        ("journal.docx", "markdown", True),
        ("journal.json", "json", False),
        ("journal.txt", "csv", False),
        ("reflections", "html", False),
        ("journal.markdown", None, False),
    ],
)
def test_an_ending_that_is_not_the_format_s_is_said(app, tmp_path, capsys, name, named, is_said):
    _export(app, tmp_path / name, named)
    assert is_said is ("as --format says" in capsys.readouterr().err)


def test_a_file_that_is_there_is_replaced_only_by_force(app, tmp_path):
    target = tmp_path / "journal.md"
    target.write_text("precious")
    with pytest.raises(UsageError, match="add --force"):
        _export(app, target)
    assert "precious" == target.read_text()
    _export(app, target, force=True)
    assert target.read_text("utf-8").startswith("# Reflection journal")


def test_a_read_only_file_is_not_replaced_even_by_force(app, tmp_path):
    target = tmp_path / "journal.md"
    target.write_text("precious")
    target.chmod(0o444)
    with pytest.raises(SavingError, match="it is read-only"):
        _export(app, target, force=True)
    assert "precious" == target.read_text()


def test_a_file_that_appears_meanwhile_is_not_replaced(app, tmp_path, monkeypatch):
    target = tmp_path / "journal.md"
    target.write_text("precious")
    monkeypatch.setattr("os.path.lexists", lambda _: False)
    with pytest.raises(UsageError, match="is there already"):
        _export(app, target)
    assert "precious" == target.read_text()


def test_a_link_is_not_followed(app, tmp_path):
    elsewhere = tmp_path / "elsewhere.md"
    elsewhere.write_text("precious")
    link = tmp_path / "link.md"
    link.symlink_to(elsewhere)
    for force in (False, True):
        with pytest.raises(UsageError, match="no ordinary file"):
            _export(app, link, force=force)
    assert "precious" == elsewhere.read_text()
    assert link.is_symlink()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_ordinary_file_is_never_replaced(app, tmp_path):
    pipe, folder = tmp_path / "pipe.md", tmp_path / "folder.md"
    os.mkfifo(pipe)
    folder.mkdir()
    for target in (pipe, folder):
        with pytest.raises(UsageError, match="no ordinary file"):
            _export(app, target, force=True)
    assert pipe.is_fifo()
    assert folder.is_dir()


@pytest.mark.parametrize("name", ["journal.pdf", "journal.doc", "journal.xlsx"])
def test_an_ending_that_promises_something_else_is_refused(app, tmp_path, name):
    with pytest.raises(UnknownNameError, match="format"):
        _export(app, tmp_path / name)
    assert not (tmp_path / name).exists()


def test_a_way_through_the_journal_folder_leads_elsewhere_or_into_it(filled, tmp_path):
    _export(filled, filled.journal.folder / ".." / "out.md")
    assert (tmp_path / "out.md").exists()
    (filled.journal.folder / "2025").mkdir()
    (tmp_path / "link").symlink_to(filled.journal.folder / "2025")
    with pytest.raises(UsageError, match="for entries alone"):
        _export(filled, tmp_path / "link" / "out.md")


@pytest.mark.parametrize("where", ["journal.md", ".securebase/aliases.md", ".securebase/x/a.md"])
def test_the_journal_folder_is_for_entries_alone(app, where):
    (app.journal.internal_folder / "x").mkdir()
    with pytest.raises(UsageError, match="for entries alone"):
        _export(app, app.journal.folder / where, force=True)
    assert [] == list(app.journal.uncounted_files())


def test_a_folder_that_is_not_there_is_said(app, tmp_path):
    with pytest.raises(SavingError, match="there is no such folder"):
        _export(app, tmp_path / "none" / "journal.md")


# What stays out, and other shapes.

NAMED = an_entry(
    id="m2aa",
    moment=MOMENT - timedelta(days=40),
    domain="acceptance",
    title="Acceptance, 14 October 2026",
    answers=(Answer("praise", "Do you praise?", "We praised robin, and Robin’s idea."),),
    actions=(Action("Ask Robin", "tried", closed=date(2026, 11, 20)), Action("Rest")),
)


@pytest.fixture
def filled(app):
    app.journal.add(NAMED)
    return app


def _written(app: App, tmp_path, name="out.md", **options: Any) -> str:
    target = tmp_path / name
    _export(app, target, force=True, **options)
    return target.read_text("utf-8")


@pytest.mark.parametrize("name", ["out.md", "out.html", "out.csv", "out.json"])
def test_without_answers_no_answer_is_in_any_document(filled, tmp_path, name):
    written = _written(filled, tmp_path, name, answers=False)
    assert "Most of them do" not in written
    assert "praised" not in written
    assert "Rest" in written


@pytest.fixture
def with_all_parts(app):
    """Add an entry that has words of its own in every part."""
    app.journal.add(
        an_entry(
            id="p4rt",
            answers=(Answer("praise", "Do you praise?", "The answer"),),
            takeaway="The takeaway",
            actions=(Action("The action", "tried", closed=date(2026, 11, 20), note="The note"),),
            scaling=Scaling(8, "observed"),
        )
    )
    return app


WORDS = {
    "answers": "The answer",
    "takeaways": "The takeaway",
    "notes": "The note",
    "scale": "8 of 10, what I have seen and heard",
}


@pytest.mark.parametrize("name", ["out.md", "out.html"])
@pytest.mark.parametrize(
    ("options", "parts"),
    [
        ({}, {"answers", "takeaways", "notes", "scale"}),
        ({"answers": False}, set()),
        ({"answers": False, "notes": True}, {"notes"}),
        ({"answers": False, "scale": True, "takeaways": True}, {"scale", "takeaways"}),
        ({"scale": False, "notes": False}, {"answers", "takeaways"}),
        ({"takeaways": False}, {"answers", "notes", "scale"}),
        ({"layout": "supervision"}, {"takeaways", "notes", "scale"}),
        ({"layout": "supervision", "answers": False}, {"takeaways"}),
        ({"layout": "supervision", "takeaways": False}, {"notes", "scale"}),
        ({"layout": "look-back"}, {"takeaways", "notes"}),
        ({"layout": "look-back", "answers": False}, {"takeaways"}),
        ({"layout": "look-back", "takeaways": False}, {"notes"}),
    ],
)
def test_exactly_the_parts_that_are_wanted_are_in_a_document(
    with_all_parts, tmp_path, name, options, parts
):
    with_all_parts.now = MOMENT
    written = _written(with_all_parts, tmp_path, name, **options)
    assert parts == {part for part, words in WORDS.items() if words in written}
    assert "The action" in written


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        (
            "out.md",
            {},
            "In it, where there are any: things to try, the answers, what was taken from",
        ),
        ("out.json", {"scale": False}, "Left out: the scale.\n"),
        (
            "out.csv",
            {},
            "In it, where there are any: things to try, notes on what was tried and the scale.\n",
        ),
        ("out.csv", {}, "Left out: the answers and what was taken from the entries.\n"),
        ("out.md", {"leave_out": ("praise",)}, "Left out: 1 question.\n"),
        ("out.md", {"layout": "supervision"}, "Left out: the answers.\n"),
    ],
)
def test_where_it_is_what_is_in_it_and_what_was_left_out_is_said(
    with_all_parts, tmp_path, monkeypatch, capsys, name, options, said
):
    monkeypatch.chdir(tmp_path)
    _export(with_all_parts, Path(name), **options)
    messages = capsys.readouterr().err
    assert f"Written: {tmp_path / name}\n" in messages
    assert said in messages


def test_a_part_that_a_layout_never_has_can_t_be_asked_for(filled, tmp_path):
    with pytest.raises(UsageError, match="--scale would do nothing in this layout"):
        _written(filled, tmp_path, layout="look-back", scale=True)


def test_a_question_that_only_entries_have_can_be_left_out(app, tmp_path):
    former = (Answer("former", "How did it go then?", "It went."),)
    app.journal.add(an_entry(id="f2rm", answers=former, skipped=("former-too",)))
    written = _written(app, tmp_path, leave_out=("former", "Former-too"))
    assert "It went." not in written
    assert "How did it go" not in written
    assert "skipped" not in written
    assert "> Left out by choice: 2 questions." in written


@pytest.mark.parametrize("name", ["out.md", "out.html", "out.csv", "out.json"])
@pytest.mark.parametrize("layout", ["journal", "supervision", "look-back"])
def test_what_was_taken_from_entries_is_left_out_by_its_name(app, tmp_path, name, layout):
    if layout != "journal" and name in {"out.csv", "out.json"}:
        return
    app.journal.add(an_entry(takeaway="They should answer each other."))
    without = _written(app, tmp_path, name, layout=layout, leave_out=("Takeaway",))
    assert "They should answer" not in without
    assert without == _written(app, tmp_path, name, layout=layout, takeaways=False)


def test_below_the_words_of_a_former_question_nothing_is_guessed(app, tmp_path):
    former = (Answer("former", "How did it go then?", "It went."),)
    app.journal.add(an_entry(id="f2rm", answers=former))
    app.journal.add(an_entry(id="f2rn", takeaway="How did it go then?\nBadly."))
    with pytest.raises(UnassignedTextError, match="f2rn"):
        _written(app, tmp_path, leave_out=("former",))
    assert "It went." not in _written(app, tmp_path, leave_out=("former",), takeaways=False)


def test_the_name_that_a_document_is_for_stands_below_its_title(filled, tmp_path):
    for layout in ("journal", "supervision", "look-back", "cpd"):
        written = _written(filled, tmp_path, layout=layout, made_for="Sam, North team")
        assert "\nName and team: Sam, North team · Made on " in written


def test_json_without_answers_is_no_backup(filled, tmp_path):
    document = json.loads(
        _written(filled, tmp_path, "out.json", answers=False, leave_out=("praise",))
    )
    assert ["answers", "takeaways", "notes", "scale", "questions"] == document["leaves_out"]
    assert [[], [""]] == [
        [one["answer"] for one in entry["answers"]] for entry in document["entries"]
    ]


def test_only_some_entries_go_in_and_the_document_says_so(filled, tmp_path):
    written = _written(filled, tmp_path, only=("m2aa",))
    assert "We praised" in written
    assert "Most of them do" not in written
    assert "> Made from 1 chosen entry." in written


@pytest.mark.parametrize("left_out", ["praise", "PRAISE", "m2aa", "2026-10-14"])
def test_an_entry_or_a_question_is_left_out_and_the_document_says_so(filled, tmp_path, left_out):
    written = _written(filled, tmp_path, leave_out=(left_out,))
    assert "We praised" not in written
    assert "Most of them do" in written
    assert "> Left out by choice: 1 " in written


def test_of_two_files_with_one_id_the_one_that_is_named_is_chosen(filled, tmp_path):
    """Leave the other file out with `--only`, and keep it with `--leave-out`."""
    praise = Answer("praise", "Do you praise?", "Another year we forgot to.")
    other = an_entry(id="m2aa", moment=MOMENT.replace(year=2025), answers=(praise,))
    file_name = filled.journal.add(other).path.name
    only = _written(filled, tmp_path, only=(file_name,))
    assert "Another year" in only
    assert "We praised" not in only
    left_out = _written(filled, tmp_path, leave_out=(file_name,))
    assert "Another year" not in left_out
    assert "We praised" in left_out


@pytest.mark.parametrize("options", [{"only": ("zzzz",)}, {"leave_out": ("prase",)}])
def test_what_is_neither_an_entry_nor_a_question_is_refused(filled, tmp_path, options):
    with pytest.raises(UsageError):
        _written(filled, tmp_path, **options)
    assert not (tmp_path / "out.md").exists()


@pytest.mark.parametrize("name", ["out.md", "out.html"])
def test_what_the_filters_chose_is_said(filled, tmp_path, name):
    filled.filter_options.domains, filled.filter_options.tags = ["acceptance"], ["rota"]
    filled.filter_options.since, filled.filter_options.until = "2026-10", "2026-11"
    written = _written(filled, tmp_path, name, answers=False)
    for said in (
        "Only: Acceptance.",
        "Only from 1 October 2026 to 30 November 2026.",
        "Only with the tag rota.",
        "Left out by choice: the answers, ",
        "No entries.",
    ):
        assert said in written


def test_an_empty_document_is_no_surprise(filled, tmp_path, capsys):
    filled.filter_options.tags = ["rota"]
    _written(filled, tmp_path)
    assert "No entry fits" in capsys.readouterr().err


def test_of_some_domains_nothing_is_said_of_others(filled, tmp_path):
    filled.filter_options.domains = ["acceptance"]
    for layout in ("journal", "supervision"):
        written = _written(filled, tmp_path, "out.html", layout=layout)
        assert "Acceptance" in written
        assert "Sensitivity" not in written


def test_a_question_that_was_left_out_is_not_called_unanswered(filled, tmp_path):
    written = _written(
        filled, tmp_path, layout="supervision", leave_out=("praise",), unanswered=True
    )
    assert "Do you acknowledge or praise" not in written


def test_of_chosen_entries_it_is_not_said_what_there_never_was(filled, tmp_path):
    written = _written(filled, tmp_path, layout="supervision", only=("m2aa",), unanswered=True)
    assert "Questions not answered here" in written
    assert "not yet" not in written


def test_without_answers_a_supervision_has_no_then_and_now(filled, tmp_path):
    assert "Then and now" not in _written(filled, tmp_path, layout="supervision", answers=False)


def test_what_can_fail_is_said_before_anybody_types(filled, tmp_path, monkeypatch):
    monkeypatch.setattr("securebase_cli.app.App.asker", lambda _: pytest.fail("asked too soon"))
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    with pytest.raises(SavingError, match="no such folder"):
        _export(filled, tmp_path / "no" / "out.md", layout="cpd")


def test_a_window_that_is_closed_leaves_nothing_half_written(filled, tmp_path, monkeypatch):
    from securebase_cli.documents.formats import markdown_document

    def pieces(_document):
        yield "secret"
        os.kill(os.getpid(), signal.SIGHUP)
        yield from ["more"] * 1000

    monkeypatch.setattr(markdown_document, "render", pieces)
    with pytest.raises(SystemExit) as ended:
        _written(filled, tmp_path)
    assert 128 + signal.SIGHUP == ended.value.code
    assert not [one for one in tmp_path.iterdir() if "out" in one.name]


@pytest.mark.parametrize("name", ["out.md", "out.html", "out.csv", "out.json"])
def test_names_become_roles_once_all_is_decided(filled, tmp_path, name):
    filled.aliases.update({"Robin": "Worker A", "October": "October", "Ask": "Ask", "Rest": "Rest"})
    written = _written(filled, tmp_path, name, pseudonymise=True, no_input=True)
    assert "robin" not in written.casefold()
    assert "Worker A" in written
    assert "csv" in name or "replaced, " in written or "leaves_out" in written


def test_the_tag_that_was_asked_for_becomes_a_role_in_the_notice_as_well(filled, tmp_path):
    filled.journal.add(an_entry(id="r2bb", tags=("robin",)))
    filled.aliases.update({"Robin": "Worker A"})
    filled.filter_options.tags = ["robin"]
    written = _written(filled, tmp_path, pseudonymise=True, no_input=True)
    assert "Only with the tag worker-a." in written
    assert "robin" not in written.casefold()


@pytest.fixture
def another_window_saves(app, use_asker):
    """Let an entry with a new name be saved while the alias of Robin is asked for."""

    class PersonWithAnotherWindow(ScriptedLineAsker):
        def ask_line(self, prompt: str, **options: Any) -> Reply:
            if "What stands for" in prompt:
                app.journal.add(an_entry(id="z2zz", tags=("farida",)))
            return super().ask_line(prompt, **options)

    use_asker(PersonWithAnotherWindow("1", "Worker A", "no"))


def test_an_entry_saved_while_names_are_asked_for_is_not_in_the_document(
    filled, tmp_path, another_window_saves
):
    written = _written(filled, tmp_path, pseudonymise=True)
    assert "Worker A" in written
    assert "farida" not in written


def test_in_a_journal_that_is_read_anew_such_an_entry_stops_the_export(
    filled, tmp_path, monkeypatch, another_window_saves
):
    few_in_memory = partial(CachedEntries, max_bytes=1)
    monkeypatch.setattr("securebase_cli.commands.export.CachedEntries", few_in_memory)
    with pytest.raises(EntriesChangedError, match="z2zz was saved or changed meanwhile"):
        _written(filled, tmp_path, pseudonymise=True)
    assert not (tmp_path / "out.md").exists()


def test_as_long_as_something_is_undecided_nothing_is_written(filled, tmp_path):
    with pytest.raises(SecurebaseError) as refused:
        _written(filled, tmp_path, pseudonymise=True, no_input=True)
    assert "Robin" not in str(refused.value)
    assert not (tmp_path / "out.md").exists()


def test_for_supervision_the_date_is_where_one_looks_back_from(filled, tmp_path):
    filled.filter_options.since = "2026-11"
    written = _written(filled, tmp_path, layout="supervision")
    assert "What has changed since 1 November 2026" in written
    assert "- [ ] Rest\n" in written
    assert "- [x] Ask Robin" in written


def test_for_supervision_without_a_date_one_looks_back_three_months(filled, tmp_path):
    filled.now = MOMENT
    assert "since 23 August 2026" in _written(filled, tmp_path, layout="supervision")


def test_a_record_of_one_entry_has_room_for_what_only_the_person_knows(filled, tmp_path):
    written = _written(filled, tmp_path, layout="cpd", only=("m2aa",), answers=True)
    assert "**What I learnt**\n\n____" in written
    assert "We praised" in written


@pytest.mark.parametrize(
    "options",
    [
        {"layout": "cpd", "format_": "csv"},
        {"layout": "supervision", "format_": "json"},
        {"layout": "nmc", "format_": "csv"},
        {"layout": "letter"},
    ],
)
def test_a_layout_is_text_and_one_of_those_there_are(filled, tmp_path, options):
    with pytest.raises(UsageError):
        _written(filled, tmp_path, **options)


def test_what_is_to_be_opened_needs_a_file(filled):
    with pytest.raises(UsageError, match="add -o NAME"):
        _export(filled, open_file=True)


@pytest.mark.parametrize(("code", "said"), [(0, ""), (1, "It could not be opened from here")])
def test_the_file_is_opened_once_it_is_whole(filled, tmp_path, monkeypatch, capsys, code, said):
    opened = []

    def launch(path):
        opened.append((path, Path(path).read_text("utf-8").endswith("</html>\n")))
        return code

    monkeypatch.setattr("typer.launch", launch)
    _written(filled, tmp_path, "out.html", open_file=True)
    assert [(str(tmp_path / "out.html"), True)] == opened
    assert said in capsys.readouterr().err


def test_a_word_document_is_not_thrown_at_a_terminal(filled, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    with pytest.raises(UsageError, match="A terminal can’t show"):
        _export(filled, format_="docx")


def test_a_layout_that_does_not_exist_is_answered_with_those_that_do(filled):
    known = "journal, supervision, look-back, cpd, nmc; or a form of your own"
    with pytest.raises(UsageError, match=f"Choose from: {known}"):
        _export(filled, layout="swe")


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_terminal_is_told_how_to_keep_what_it_shows(filled, monkeypatch, capsys, is_terminal):
    if is_terminal:
        monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    _export(filled)
    assert is_terminal == ("To keep it in a file, add -o NAME." in capsys.readouterr().err)


@pytest.mark.parametrize("name", ["out.html", "out.docx", "out.csv"])
def test_an_export_that_fails_leaves_nothing_half_written(filled, tmp_path, monkeypatch, name):
    def broken(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("securebase_cli.storage.files.os.write", broken)
    with pytest.raises(SavingError):
        _written(filled, tmp_path, name)
    assert ["journal"] == [one.name for one in tmp_path.iterdir() if "journal" in one.name]
    assert not list(tmp_path.glob("*out*"))


# A worksheet.


@pytest.mark.parametrize("name", ["sheet.md", "sheet.html", "sheet.docx"])
def test_a_worksheet_has_nothing_of_the_journal(filled, tmp_path, name):
    worksheet(context(filled), ["acceptance"], output=tmp_path / name)
    data = (tmp_path / name).read_bytes()
    assert data
    assert b"Robin" not in data
    assert b"raised" not in data


def test_a_worksheet_without_a_domain_or_for_all_is_of_every_domain(filled, capsysbinary):
    for domains in ([], ["all"], ["ALL", "acceptance"]):
        worksheet(context(filled), domains)
        written = capsysbinary.readouterr().out.decode()
        assert all(f"## {one.title}\n" in written for one in filled.content.domains)


def test_a_worksheet_is_text(filled):
    with pytest.raises(UsageError, match="A worksheet is text"):
        worksheet(context(filled), [], "csv")


MARKER = "<!-- securebase question call-on-support -->"


def _break_marker(app: App) -> None:
    (name,) = app.journal.names()
    path = app.journal.folder / name.file_name
    path.write_text(path.read_text("utf-8").replace(MARKER, MARKER.replace("base", "-base")))


def test_a_question_is_not_left_out_while_an_answer_to_it_may_stand_elsewhere(app, tmp_path):
    _break_marker(app)
    target = tmp_path / "out.md"
    with pytest.raises(UnassignedTextError, match=r"some text may answer .* in k3f7"):
        _export(app, target, leave_out=["asked-directly"])
    assert not target.exists()
    _export(app, target, leave_out=["asked-directly"], answers=False)
    assert "Most of them do." not in target.read_text("utf-8")


@pytest.mark.parametrize("layout", ["journal", "cpd"])
def test_text_that_belongs_to_no_question_stands_at_the_end_of_its_entry(app, tmp_path, layout):
    _break_marker(app)
    _export(app, tmp_path / "out.md", layout=layout, answers=True)
    text = (tmp_path / "out.md").read_text("utf-8")
    assert "# Also in the file, below something like a marker that is none\n" in text
    assert "\nMost of them do.\n" in text
    headings = [line for line in text.split("\n") if line.startswith("#")]
    assert not any("call on support" in heading for heading in headings)


def test_text_that_belongs_to_no_question_is_in_a_backup_and_comes_back(app, tmp_path):
    _break_marker(app)
    _export(app, tmp_path / "out.json")
    ((record,), (_, entry)) = (
        json.loads((tmp_path / "out.json").read_bytes())["entries"],
        next(iter(app.journal.scan())),
    )
    (other,) = record["other_text"]
    assert ("not-a-marker", entry.other_text[0].text) == (other["reason"], other["text"])
    data = (tmp_path / "out.json").read_bytes()
    (imported,) = parse_export(data, "out.json").entries
    assert ((other["text"], "outside"),) == imported.entry.other_text
    assert imported.entry == read_entry(write_entry(imported.entry))


@pytest.mark.parametrize("pseudonymise", [False, True])
@pytest.mark.parametrize("name", ["out.md", "out.html"])
@pytest.mark.parametrize("layout", ["journal", "supervision", "look-back", "cpd"])
def test_what_could_not_be_read_is_counted_in_the_document_and_claimed_nowhere(
    filled, tmp_path, capsys, name, layout, pseudonymise
):
    filled.aliases.update({"robin": "Worker A"})
    secret = filled.journal.path_of(an_entry(id="jane", domain="co-operation"))
    secret.write_text("Jane Doe’s words", "utf-8")
    filled.journal.path_of(an_entry(id="joes", domain="sensitivity")).write_bytes(b"")
    options = {"layout": layout, "answers": True, "pseudonymise": pseudonymise, "no_input": True}
    with pytest.raises(UnreadableEntriesError):
        _export(filled, tmp_path / name, **options)
    document = (tmp_path / name).read_text("utf-8")
    assert "2 files could not be read as entries and are missing here." in document
    assert "Not in it: 2 files that could not be read as an entry." in capsys.readouterr().err
    for claim in ("not yet", "Nothing is open", "No reflection since", "jane", "Jane", "joes"):
        assert claim not in document


def test_a_backup_has_the_number_of_files_that_could_not_be_read_and_can_be_imported(
    filled, tmp_path
):
    filled.journal.path_of(an_entry(id="joes", domain="sensitivity")).write_bytes(b"")
    with pytest.raises(UnreadableEntriesError):
        _export(filled, tmp_path / "backup.json")
    data = (tmp_path / "backup.json").read_bytes()
    assert 1 == json.loads(data)["unreadable"]
    assert len(json.loads(data)["entries"]) == len(parse_export(data, "it").entries)

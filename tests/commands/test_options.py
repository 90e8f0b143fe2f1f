"""Options that several commands share, and what the shell is offered for the rest."""

import json

import pytest
from typer.testing import CliRunner

from securebase_cli.app import App
from securebase_cli.cli import program
from securebase_cli.commands import _options
from securebase_cli.instrument.content import SHIPPED_CONTENT
from securebase_cli.storage.journal import Journal
from support.builders import an_entry


class Context:
    """As much of Typer's context as a completer asks for."""

    def __init__(self, app: App) -> None:
        self._app = app

    def ensure_object(self, _: type) -> App:
        return self._app


@pytest.fixture
def context(tmp_path):
    app = App()
    app.options.journal = tmp_path / "journal"
    return Context(app)


@pytest.mark.parametrize(
    ("complete", "typed", "offered"),
    [
        (_options.complete_domain, "co", ["co-operation"]),
        (_options.complete_domain, "al", []),
        (_options.complete_domain_or_all, "al", ["all"]),
        (_options.complete_domain_or_all, "A", ["Availability", "Acceptance", "All"]),
        (_options.complete_question, "man", ["managing-judgements", "managing-change"]),
        (_options.complete_theme, "d", ["diversity"]),
        (_options.complete_entry, "k3", ["k3f7"]),
    ],
)
def test_the_shell_is_offered_what_there_is(context, complete, typed, offered):
    Journal(context.ensure_object(App).settings.journal).prepare()
    context.ensure_object(App).journal.add(an_entry())
    assert offered == complete(context, typed)


def test_a_broken_content_file_is_not_spoken_of_in_the_middle_of_typing(context, tmp_path):
    context.ensure_object(App).options.content = tmp_path / "none.yaml"
    assert [] == _options.complete_domain(context, "a")


@pytest.mark.parametrize(
    "words",
    [
        "--journal {j} list --json --domain availability --tag rota",
        "list --tag rota --journal {j} --json -d av",
        "list --since 2026 --until 2026-12 --json --journal {j} --content {c}",
    ],
)
def test_shared_options_stand_before_or_after_the_command(tmp_path, words):
    journal = Journal(tmp_path / "journal")
    journal.prepare()
    journal.add(an_entry(tags=("rota",)))
    content = str(SHIPPED_CONTENT)
    line = words.format(j=journal.folder, c=content).split()
    done = CliRunner().invoke(program, line)
    assert ["k3f7"] == [row["id"] for row in json.loads(done.stdout)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (["--version"], 0),
        ([], 0),
        (["show", "--json"], 0),
        (["export"], 0),
        (["questions", "co"], 0),
        (["model", "--json"], 0),
        (["path"], 0),
        (["reflect", "--quick", "--lens", "power"], 2),
        (["reflect", "av", "--tag", "away day"], 2),
        (["resume", "--save", "--set-aside"], 2),
        (["resume"], 0),
        (["lst"], 2),
        (["list", "--number", "none"], 2),
    ],
)
def test_each_command_ends_with_its_exit_code(tmp_path, monkeypatch, line, code):
    monkeypatch.setenv("SECUREBASE_JOURNAL", str(tmp_path / "journal"))
    Journal(tmp_path / "journal").prepare()
    done = CliRunner().invoke(program, line)
    assert code == done.exit_code
    assert len(done.stderr.splitlines()) <= 2

"""Options that several commands share, and what the shell is offered for the rest."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.core import TyperOption
from typer.main import get_command
from typer.testing import CliRunner

from securebase_cli.app import App
from securebase_cli.cli import COMMANDS, load_command, program
from securebase_cli.commands import _command, _completion, _options
from securebase_cli.instrument.content import SHIPPED_CONTENT
from securebase_cli.storage.journal import Journal
from support.builders import ANSWER, an_entry


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
        (_completion.complete_domain, "co", ["co-operation"]),
        (_completion.complete_domain, "al", []),
        (_completion.complete_domain_or_all, "al", ["all"]),
        (_completion.complete_domain_or_all, "A", ["Availability", "Acceptance", "All"]),
        (_completion.complete_question, "man", ["managing-judgements", "managing-change"]),
        (_completion.complete_theme, "d", ["diversity"]),
        (_completion.complete_layout, "", ["journal", "supervision", "look-back", "cpd", "nmc"]),
        (_completion.complete_entry, "k3", ["k3f7"]),
    ],
)
def test_the_shell_is_offered_what_there_is(context, complete, typed, offered):
    Journal(context.ensure_object(App).settings.journal).prepare()
    context.ensure_object(App).journal.add(an_entry())
    assert offered == complete(context, typed)


def test_the_end_of_the_name_of_a_copy_is_not_offered_even_if_the_original_is_gone(context):
    journal = context.ensure_object(App).journal
    journal.prepare()
    original = journal.add(an_entry(id="cccc")).path
    journal.add(an_entry(id="cope", domain="one-help-one"))
    original.rename(original.with_stem(f"{original.stem}-copy"))
    assert ["cope"] == _completion.complete_entry(context, "c")


def test_a_broken_content_file_is_not_spoken_of_in_the_middle_of_typing(context, tmp_path):
    context.ensure_object(App).options.content = tmp_path / "none.yaml"
    assert [] == _completion.complete_domain(context, "a")


DATES = ("last week", "27 Nov", "end of the month", "3rd of October 2025", "two weeks ago", "2026")


@given(
    before=st.lists(st.sampled_from(["--json", "k3f7", "--tag", "rota"]), max_size=3),
    typed=st.sampled_from(DATES),
    after=st.lists(st.sampled_from(["--json", "k3f7", "buddy", "-rota"]), max_size=3),
)
def test_a_date_needs_no_quotation_marks(before, typed, after):
    context = Context(App())
    joined = [*before, "--since", typed, *after]
    split = [*before, "--since", *typed.split(), *after]
    assert joined == _command._join_dates(context, split)
    assert joined == _command._join_dates(context, split, after={"--since"})
    assert joined == _command._join_dates(context, joined)


def test_words_that_are_looked_for_are_not_taken_for_a_date():
    words = ["last", "week", "--since", "last", "week", "--", "last", "week"]
    expected = ["last", "week", "--since", "last week", "--", "last", "week"]
    assert expected == _command._join_dates(Context(App()), words, after={"--since"})


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
    ("options", "ids"),
    [
        ("--tag re\u0301union", "both"),
        ("--tag R\u00c9UNION", "both"),
        ("--tag réunion --tag supervision", "both"),
        ("--tag supervision", "one"),
        ("--tag réunion --tag supervision --all-tags", "one"),
        ("--tag reunion", "none"),
    ],
)
@pytest.mark.parametrize("command", ["list", "search buddy", "compare call-on-support", "export"])
def test_tags_choose_the_same_entries_in_every_command(tmp_path, command, options, ids):
    journal = Journal(tmp_path / "journal")
    journal.prepare()
    answers = (ANSWER._replace(text="A buddy."),)
    tags = ("r\u00e9union", "supervision/1-1")
    journal.add(an_entry(id="aaaa", tags=tags, answers=answers))
    journal.add(an_entry(id="bbbb", tags=("re\u0301union",), answers=answers))
    as_json = "--format json" if command == "export" else "--json"
    line = f"--journal {journal.folder} {command} {options} {as_json}".split()
    done = CliRunner().invoke(program, line)
    assert 0 == done.exit_code
    expected = {"both": {"aaaa", "bbbb"}, "one": {"aaaa"}, "none": set()}[ids]
    found = {entry_id for entry_id in ("aaaa", "bbbb") if entry_id in done.stdout}
    assert expected == found


@pytest.mark.parametrize("options", ["--all-tags", "--tag=/", "--tag=#"])
def test_a_filter_without_a_tag_is_an_error_and_no_empty_list(tmp_path, options):
    done = CliRunner().invoke(program, ["--journal", str(tmp_path), "list", options])
    assert 2 == done.exit_code
    assert "away-day" in done.stderr


@pytest.mark.parametrize("typed", ["re\u0301union", "#r\u00e9union", " r\u00e9union "])
def test_a_tag_that_is_typed_has_its_letters_composed(typed):
    assert "r\u00e9union" == _options.parse_tag(typed)


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


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--tag", "a" * 66_000], "a tag has at most 100 letters"),
        (["--tag", "é" * 101], "a tag has at most 100 letters"),
        ([f"--tag=tag-{number}" for number in range(51)], "An entry has at most 50 tags."),
    ],
)
def test_tags_that_no_entry_could_hold_are_refused_before_anything_is_asked(
    tmp_path, options, words
):
    line = ["--journal", str(tmp_path / "journal"), "reflect", "acceptance", *options]
    done = CliRunner().invoke(program, line, input="An answer.\n")
    assert 2 == done.exit_code
    assert words in " ".join(done.stderr.split())
    assert "aaa" not in done.stderr
    assert not (tmp_path / "journal").exists()


def test_the_longest_tags_that_are_accepted_are_read_back_and_exported(tmp_path):
    tags = [f"--tag={number:02}-{'é' * 97}" for number in range(50)]
    journal = ["--journal", str(tmp_path / "journal")]
    line = [*journal, "reflect", "acceptance", *tags]
    assert 0 == CliRunner().invoke(program, line, input="An answer.\n").exit_code
    (record,) = json.loads(CliRunner().invoke(program, [*journal, "list", "--json"]).stdout)
    assert 50 == len(record["tags"])
    for command in (["show", "last"], ["export"], ["doctor"], ["actions"]):
        assert 0 == CliRunner().invoke(program, [*journal, *command]).exit_code


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (["reflect", "av", "--answers", "-", "--quick"], "--quick"),
        (["reflect", "av", "--answers", "-", "--short"], "--short"),
        (["reflect", "--answers", "-", "--no-previous"], "--no-previous"),
        (["reflect", "--answers", "-", "--quick", "--no-previous"], "--quick and --no-previous"),
        (["resume", "--save", "--no-previous"], "--no-previous would do nothing with --save"),
        (["resume", "--set-aside", "--no-previous"], "with --set-aside"),
        (["resume", "--into", "-", "--no-previous"], "with --into"),
        (["export", "--force"], "-o NAME"),
        (["export", "--force", "-o", "-"], "-o NAME"),
        (["worksheet", "--force"], "-o NAME"),
        (["export", "--only", "last", "--leave-out", "k3f7"], "--only and after --leave-out"),
        (["list", "--number", "3", "--all"], "--all and --number"),
        (["search", "word", "--number", "3", "--all"], "--all and --number"),
        (["delete", "k3f7", "--before", "2026"], "--before"),
    ],
)
def test_an_option_that_would_do_nothing_is_refused_before_anything_happens(tmp_path, line, named):
    journal = Journal(tmp_path / "journal")
    journal.prepare()
    path = journal.add(an_entry()).path
    before = path.read_bytes()
    arguments = ["--journal", str(journal.folder), *line]
    done = CliRunner().invoke(program, arguments, input='{"call-on-support": "Yes."}')
    assert (2, "") == (done.exit_code, done.stdout)
    assert named in " ".join(done.stderr.split())
    assert [path] == list(journal.folder.glob("*.md"))
    assert before == path.read_bytes()


def _options_with_one_value():
    """Yield each option that takes one value, with the words of its command before it."""
    root = get_command(program)
    for name in COMMANDS:
        loaded = load_command(name)
        for words, one in (([name], loaded), *_subcommands(name, loaded)):
            for option in one.params:
                if isinstance(option, TyperOption) and not (option.is_flag or option.multiple):
                    yield [*words, option.opts[0]]
    for option in root.params:
        if isinstance(option, TyperOption) and not (option.is_flag or option.multiple):
            yield [option.opts[0]]


def _subcommands(name, loaded):
    return [([name, sub], one) for sub, one in getattr(loaded, "commands", {}).items()]


@pytest.mark.parametrize("words", list(_options_with_one_value()), ids=" ".join)
def test_an_option_that_takes_one_value_is_refused_if_it_is_given_twice(words):
    *command_words, option = words
    value = {"--since": "2020", "--until": "2020"}.get(option, "1")
    done = CliRunner().invoke(program, [*command_words, option, value, f"{option}={value}"])
    assert 2 == done.exit_code
    assert f"{option} takes one value, and here it is given twice.\n" in done.stderr


def test_flags_may_be_given_twice(tmp_path):
    flags = ["--plain", "--plain", "--no-pager", "--no-pager", "--all", "--all"]
    assert 0 == CliRunner().invoke(program, ["list", "--journal", str(tmp_path), *flags]).exit_code

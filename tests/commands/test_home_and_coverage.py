"""The commands that say how things stand: home and coverage, as they reach the person."""

import contextlib
import io
import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from securebase_cli.commands import coverage as coverage_command
from securebase_cli.commands.home import show_home as home
from securebase_cli.commands.privacy import privacy
from securebase_cli.errors import UnreadableEntriesError, UsageError
from securebase_cli.model import Action, Answer, Scaling
from securebase_cli.storage import files
from securebase_cli.sync.synchronise import set_up
from support.builders import ANSWER, MOMENT, a_draft, an_entry
from support.context import context
from support.streams import TerminalStream, use_ordinary_terminal, without_styles


def coverage(app, *, as_json):
    coverage_command.coverage(context(app), with_questions=True, as_json=as_json)


each_command = pytest.mark.parametrize("command", [home, coverage], ids=["home", "coverage"])
DOMAINS = ("availability", "sensitivity", "acceptance", "co-operation", "team-membership")

each_form = pytest.mark.parametrize("as_json", [False, True], ids=["shown", "as JSON"])


@pytest.fixture
def app(app):
    app.now = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    return app


@pytest.fixture
def keep(app):
    """Give a function that keeps an entry, and returns its file."""

    def keep(**changes: Any) -> Path:
        app.journal.prepare()
        return app.journal.add(an_entry(**changes)).path

    return keep


@pytest.fixture
def begun(app):
    """Give a function that leaves a sitting unfinished."""

    def begin(**changes: Any) -> None:
        app.journal.prepare()
        app.drafts.save(a_draft(answers=(ANSWER,), **changes))

    return begin


@pytest.fixture
def told(app, capsys):
    """Give a function that returns what a command says as JSON."""

    def tell(command):
        command(app, as_json=True)
        return json.loads(capsys.readouterr().out)

    return tell


class Utf8Terminal(TerminalStream):
    encoding = "utf-8"


@pytest.fixture
def on_terminal(app, monkeypatch):
    """Give a function that runs a command in a terminal; returns what it shows, uncoloured."""
    use_ordinary_terminal(monkeypatch, columns=80)

    def run(command) -> str:
        with contextlib.redirect_stdout(Utf8Terminal()) as stream:
            command(app, as_json=False)
        return without_styles(stream.getvalue())

    return run


def answers_to_all_but(content, *names: str) -> tuple[Answer, ...]:
    return tuple(Answer(q.id, "Asked?", "So.") for q in content.questions if q.id not in names)


# The first run.


def test_the_first_time_the_notice_is_shown_and_how_to_begin(app, capsys):
    home(app, as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert "Before you write" == lines[0]
    assert "Your entries stay on this computer; nothing is sent anywhere." in lines
    assert "  securebase reflect --quick" in lines


@each_command
@each_form
def test_looking_makes_no_folder(app, capsys, command, as_json):
    command(app, as_json=as_json)
    assert not app.journal.folder.exists()


def test_how_many_domains_the_menu_has_depends_on_the_content(app, capsys, tmp_path):
    app.options.content = tmp_path / "content.yaml"
    app.options.content.write_text(
        "title: A model\ndomains:\n- id: trust\n  title: Trust\n  quality: I can\n"
        "  summary: So.\n  questions:\n  - id: why\n    text: Why?\n",
        "utf-8",
    )
    home(app, as_json=False)
    assert "five domains" not in capsys.readouterr().out


def test_where_nothing_can_be_read_no_claim_is_made(app, keep, capsys):
    keep().write_bytes(b"\xff")
    with pytest.raises(UnreadableEntriesError):
        home(app, as_json=False)
    said = capsys.readouterr()
    assert "" == said.out
    assert "There is none in what could be read" in said.err


@each_command
def test_what_could_not_be_read_is_said_not_to_be_counted(app, keep, capsys, command):
    keep()
    keep(id="m2aa").write_bytes(b"\xff")
    with pytest.raises(UnreadableEntriesError):
        command(app, as_json=False)
    said = capsys.readouterr()
    assert said.out
    assert "Not counted is what could not be read; it is named here:\n" == said.err


@pytest.mark.parametrize("there", ["an entry", "a draft"])
def test_where_anything_is_there_it_is_not_taken_for_the_first_time(
    app, begun, keep, capsys, there
):
    begun() if there == "a draft" else keep()
    home(app, as_json=False)
    out = capsys.readouterr().out
    assert "Before you write" not in out
    assert "Has waited longest" in out


# From the files.


def test_what_is_in_the_journal_is_on_the_page(begun, app, keep, capsys):
    keep(actions=(Action("Ask"), Action("Done", "tried")))
    keep(id="old2", moment=MOMENT - timedelta(days=300), actions=(Action("Ask again"),))
    begun(moment=MOMENT - timedelta(days=1))
    begun(id="e3e3")
    home(app, as_json=False)
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert "" == said.err
    assert "Unfinished: Availability, Acceptance, begun on 23 November 2026" == lines[0]
    assert "  securebase resume (1 more)" == lines[1]
    assert "Last reflection: Availability, 23 November 2026, 2 days ago" in lines
    assert "  Ask again · no date · old2.1" in lines
    assert "  Ask · no date · k3f7.1" in lines


def test_a_last_reflection_that_is_still_to_come_is_said_to_be(app, keep, capsys):
    keep(moment=MOMENT.replace(year=2036))
    home(app, as_json=False)
    assert ", which is still to come\n  securebase show k3f7\n" in capsys.readouterr().out


def test_as_json_it_has_the_same(begun, keep, told):
    keep(actions=(Action("Ask"),))
    begun()
    found = told(home)
    assert ("k3f7", "sensitivity", ["d2r4"]) == (
        found["last"]["id"],
        found["waiting_longest"]["domain"],
        found["unfinished"],
    )


def test_plain_every_line_says_what_it_is(begun, app, keep, capsys):
    app.options.plain = True
    keep(actions=(Action("Ask"),))
    begun()
    home(app, as_json=False)
    assert [
        "Unfinished", "Command", "Last reflection", "Command", "Has waited longest", "Command",
        "Question", "Why", "Command", "To try", "Command", "All commands",
    ] == [line.split(":")[0] for line in capsys.readouterr().out.splitlines()]  # fmt: skip


@each_command
@each_form
def test_a_damaged_file_is_named_after_the_page(app, keep, capsys, command, as_json):
    keep()
    broken = keep(id="m2aa", domain="acceptance")
    broken.write_bytes(b"\xff")
    with pytest.raises(UnreadableEntriesError, match=broken.name):
        command(app, as_json=as_json)
    assert "sensitivity" in capsys.readouterr().out.casefold()


# One screen.


@pytest.mark.parametrize(
    ("unanswered", "text"),
    [
        ("praise", "Ask the team"),
        pytest.param(
            "managing-judgements",
            "Ask in Tuesday’s meeting who would like to lead the group supervision",
        ),
        pytest.param(
            "praise",
            "word " * 400,
        ),
    ],
    ids=["short lines", "ordinary lines", "an endless action"],
)
def test_the_page_of_a_full_journal_fits_on_one_screen(
    content, begun, keep, on_terminal, unanswered, text
):
    action = Action(text.strip(), due=MOMENT.date())
    keep(answers=answers_to_all_but(content, unanswered), actions=(action,) * 9)
    begun()
    begun(id="e3e3")
    rows = on_terminal(home).splitlines()
    assert "All commands: securebase --help" == rows[-1].strip()
    assert 24 >= len(rows)


# Text that could act.


@pytest.mark.parametrize("way", ["in full", "bare", "plain"])
def test_nothing_that_a_terminal_could_obey_is_shown_as_it_is(
    app, begun, keep, on_terminal, monkeypatch, way
):
    app.options.plain = way == "plain"
    if way != "in full":
        monkeypatch.setenv("TERM", "dumb")
    path = keep(actions=(Action("Ask"),))
    text = path.read_text("utf-8")
    text = text.replace('title: "Av', 'title: "\\e[2J\\e]52;c;aGk=\\a\\u202e [red]Av')
    text = text.replace("- [ ] Ask", "- [ ] \x1b[2J\x1b]52;c;aGk=\x07 \x9b31m \u202e [red]Ask")
    path.write_text(text, "utf-8")
    begun()
    found = on_terminal(home)
    assert "[red]Ask" in found
    assert "[red]Availability" in found
    assert found.replace("\n", "").isprintable()


# Coverage.


def test_coverage_is_a_picture_and_says_what_comes_next(content, keep, on_terminal):
    keep(answers=answers_to_all_but(content, "managing-judgements"), scaling=Scaling(7))
    lines = [line.strip() for line in on_terminal(coverage).splitlines()]
    assert any(re.search(r"^Availability .* ▂▂ +23 Nov 2026 +1$", line) for line in lines)
    shown = " ".join(lines)
    parent = content.find_question("diversity-and-judgements").text
    assert f"After: {parent} Next: How could this be managed? One of the ten" in shown
    assert "securebase reflect -q managing-judgements" == lines[-1]


@pytest.mark.parametrize(
    ("domains", "until", "counts", "last_month"),
    [
        (["acc"], None, {"acceptance": 1}, "2026-11"),
        (["team", "avail"], None, {"availability": 1, "team-membership": 0}, "2026-11"),
        ([], "2026-10", dict.fromkeys(DOMAINS, 0), "2026-10"),
        ([], None, dict.fromkeys(DOMAINS, 0) | {"availability": 1, "acceptance": 1}, "2026-11"),
    ],
    ids=["one domain", "other domains", "earlier", "all"],
)
def test_the_filters_choose_what_is_counted_and_the_suggestion_is_of_the_whole_journal(
    content, app, keep, told, domains, until, counts, last_month
):
    keep(answers=answers_to_all_but(content, "praise"))
    keep(id="m2aa", domain="acceptance")
    app.filter_options.domains, app.filter_options.until = domains, until
    found = told(coverage)
    assert counts == {domain["id"]: domain["count"] for domain in found["domains"]}
    assert (12, last_month) == (len(found["months"]), found["months"][-1]["month"])
    assert "praise" == found["next"]["question"]


def test_of_some_domains_only_they_and_their_questions_are_told(app, keep, told, on_terminal):
    keep()
    keep(id="m2aa", domain="acceptance")
    app.filter_options.domains = ["acc"]
    found = told(coverage)
    assert {"acceptance": 7} == Counter(question["domain"] for question in found["questions"])
    assert {"acceptance": 1} == found["months"][-1]["domains"]
    shown = on_terminal(coverage)
    assert ["Acceptance"] == [
        title for title in app.content.domain_titles().values() if title in shown
    ]


def test_a_domain_that_is_gone_from_the_content_is_told_of_with_its_entries(app, keep, told):
    keep(domain="trust")
    keep(id="m2aa")
    app.filter_options.domains = ["trust"]
    found = told(coverage)
    assert [("trust", 1)] == [(domain["id"], domain["count"]) for domain in found["domains"]]
    assert [] == found["questions"]


def test_of_one_domain_the_questions_are_counted_that_entries_about_others_have(app, keep, told):
    keep(
        answers=(*an_entry().answers, Answer("praise", "…", "A lot.")),
        skipped=("managing-judgements",),
    )
    app.filter_options.domains = ["acceptance"]
    found = told(coverage)
    of_questions = {question["id"]: question for question in found["questions"]}
    day = str(MOMENT.date())
    assert (1, day) == (of_questions["praise"]["count"], of_questions["praise"]["last"])
    assert (1, day) == (
        of_questions["managing-judgements"]["skipped"],
        of_questions["managing-judgements"]["last_skipped"],
    )
    assert [("acceptance", 0)] == [(domain["id"], domain["count"]) for domain in found["domains"]]


def test_a_domain_that_only_the_journal_has_is_not_denied_where_its_entries_are_of_other_years(
    app, keep, capsys
):
    keep(domain="trust")
    app.filter_options.domains, app.filter_options.until = ["trust"], "2020"
    coverage(app, as_json=False)
    said = capsys.readouterr()
    assert said.out + said.err
    assert "no such domain" not in said.err


@pytest.mark.parametrize(
    ("filter_", "given"),
    [
        ("domains", ["acceptance", "availability"]), ("since", "2026-11"), ("until", "2026-11"),
        ("tags", ["buddy"]),
    ],
)  # fmt: skip
def test_with_any_filter_it_is_not_said_that_something_never_was(app, keep, capsys, filter_, given):
    app.options.plain = True
    keep(skipped=("everyone-contributes",), tags=("buddy",))
    coverage(app, as_json=False)
    whole = capsys.readouterr().out
    setattr(app.filter_options, filter_, given)
    coverage(app, as_json=False)
    part = capsys.readouterr().out
    for of_whole, of_part in (
        ("Last entry: never", "Last entry: none here"),
        ("Skipped so far: How could this be managed", "Skipped: How could this be managed"),
        ("Never asked: How do you react to mistakes", "Not asked: How do you react to mistakes"),
    ):
        assert of_whole in whole
        assert of_part in part
        assert of_whole not in part
        assert of_part not in whole


@each_form
@pytest.mark.parametrize(
    ("since", "until"), [("2026", "2025"), ("2026-11-24", "2026-11-23"), ("today", "yesterday")]
)
def test_a_period_that_would_end_before_it_begins_is_refused(
    app, keep, capsys, since, until, as_json
):
    keep()
    app.filter_options.since, app.filter_options.until = since, until
    with pytest.raises(
        UsageError, match="--since is later than --until, so nothing lies between them"
    ):
        coverage(app, as_json=as_json)
    assert "" == capsys.readouterr().out


@pytest.mark.parametrize(("since", "until"), [("2026-11-23", "2026-11-23"), ("2026-11-20", "2026")])
def test_a_period_may_be_a_single_day_or_the_rest_of_a_year(app, keep, told, since, until):
    keep()
    app.filter_options.since, app.filter_options.until = since, until
    assert 1 == told(coverage)["domains"][0]["count"]


@pytest.mark.parametrize(
    ("plain", "encoding"), [(True, "utf-8"), (False, "latin-1"), (False, "ascii")]
)
def test_coverage_is_told_in_words_where_blocks_can_t_be_drawn_or_are_not_wanted(
    content, app, keep, monkeypatch, plain, encoding
):
    app.options.plain = plain
    keep(answers=answers_to_all_but(content, "praise"))
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding, errors="backslashreplace")
    monkeypatch.setattr("sys.stdout", stream)
    coverage(app, as_json=False)
    stream.flush()
    lines = written.getvalue().decode(encoding).splitlines()
    title = "Title: " if plain else ""
    assert f"{title}Coverage, December 2025 to November 2026" == lines[0]
    said = [" ".join(line.replace(":", " ").split()) for line in lines]
    assert "Last entry 23 November 2026" in said
    assert "By month November 2026 1" in said
    assert "Never asked Do you acknowledge or praise staff when things go well?" in said
    assert "To begin securebase reflect -q praise" in said


@pytest.fixture
def two_years_kept(app, keep):
    """Keep entries for two years, of which one is older, and one is from this week."""
    keep()
    keep(id="old2", moment=MOMENT - timedelta(days=1000))
    app.settings = app.settings._replace(keep="2y")
    return app


def test_with_a_time_to_keep_entries_each_file_is_read_once(two_years_kept, capsys):
    with patch.object(files, "read", wraps=files.read) as read:
        home(two_years_kept, as_json=False)
    paths = [str(call.args[0]) for call in read.call_args_list]
    assert 2 == sum(path.endswith(("-k3f7.md", "-old2.md")) for path in paths)
    assert "1 entry is older than the 2 years" in capsys.readouterr().out


def test_privacy_names_the_entries_that_are_older_and_the_command_to_delete_them(
    two_years_kept, capsys
):
    privacy(context(two_years_kept))
    shown = capsys.readouterr().out
    assert "-old2.md" in shown
    assert "-k3f7.md" not in shown
    assert "securebase delete --before 2y --purge" in shown


def test_privacy_says_how_long_entries_are_kept_where_none_is_older(app, keep, capsys):
    keep()
    app.settings = app.settings._replace(keep="90d")
    privacy(context(app))
    shown = capsys.readouterr().out
    assert "You have set it to 90 days" in shown
    assert "No entry is older." in shown


def test_privacy_says_where_a_synchronised_journal_goes(app, keep, tmp_path, capsys):
    keep()
    set_up(app.journal, str(tmp_path / "stick"))
    privacy(context(app))
    shown = capsys.readouterr().out
    assert f"go to the place that you gave securebase sync: {tmp_path / 'stick'}" in shown
    assert "nothing is sent anywhere" not in shown

"""The commands that read, each with what it opens and what it says when there is nothing."""

import json
from datetime import timedelta

import pytest

from securebase_cli.app import App
from securebase_cli.commands._listing import limit
from securebase_cli.commands.list import list_entries
from securebase_cli.commands.model import model
from securebase_cli.commands.path import path
from securebase_cli.commands.questions import questions
from securebase_cli.commands.show import show
from securebase_cli.errors import UnreadableEntriesError, UsageError
from securebase_cli.model import Answer
from support.builders import ANSWER, an_entry
from support.context import context


@pytest.fixture
def filled(app):
    app.journal.prepare()
    for number in range(22):
        app.journal.add(
            an_entry(
                id=f"aa{'abcdefghijklmnopqrstuv'[number]}a",
                answers=(Answer("praise", "Do you?", f"Answer {number}."),),
                tags=("away-day",) if number % 2 else (),
            )
        )
    return app


def _list(app: App, *, most=None, every=False, as_json=False) -> None:
    list_entries(context(app), number=most, all_=every, as_json=as_json)


def test_a_list_has_the_20_newest_and_says_that_there_are_more(filled, capsys):
    _list(filled)
    shown = capsys.readouterr()
    assert 20 == len(shown.out.splitlines())
    assert "These are the 20 newest. For all of them, add --all.\n" == shown.err


@pytest.mark.parametrize(
    ("most", "every", "count", "words"),
    [
        (1, False, 1, "This is the newest. For all of them, add --all.\n"),
        (3, False, 3, "These are the 3 newest. For all of them, add --all.\n"),
        (21, False, 21, "These are the 21 newest. For all of them, add --all.\n"),
        (22, False, 22, ""),
        (100, False, 22, ""),
        (None, True, 22, ""),
    ],
)
def test_a_list_is_as_long_as_it_is_asked_to_be(filled, capsys, most, every, count, words):
    _list(filled, most=most, every=every)
    shown = capsys.readouterr()
    assert count == len(shown.out.splitlines())
    assert words == shown.err


@pytest.mark.parametrize(("most", "count"), [(None, 22), (2, 2), (1, 1)])
def test_a_list_as_json_has_all_of_them_or_as_many_as_asked_for(filled, capsys, most, count):
    _list(filled, most=most, as_json=True)
    shown = capsys.readouterr()
    assert (count, "") == (len(json.loads(shown.out)), shown.err)


def test_of_the_newest_no_more_are_looked_at_than_tell_that_there_are_more():
    found = iter("edcba")
    results, message = limit(found, 2)
    assert ["e", "d"] == results
    assert ["b", "a"] == list(found)
    assert "These are the 2 newest. For all of them, add --all." == message


def test_all_of_them_and_a_number_of_them_can_t_both_be_meant(app):
    with pytest.raises(UsageError, match="--all and --number"):
        _list(app, most=3, every=True)


def test_filters_hold_for_the_list(filled, capsys):
    filled.filter_options.tags = ("#Away-Day",)
    filled.filter_options.domains = ("avail",)
    filled.filter_options.since = "2026-11"
    filled.filter_options.until = "2026"
    _list(filled, every=True)
    assert 11 == len(capsys.readouterr().out.splitlines())


def test_a_domain_that_is_gone_from_the_content_can_still_be_asked_for(app, capsys):
    app.journal.prepare()
    app.journal.add(an_entry(domain="supervision"))
    app.filter_options.domains = ("supervision",)
    _list(app)
    assert "supervision" in capsys.readouterr().out


def test_an_empty_list_says_why_it_is_empty(app, capsys):
    _list(app)
    assert "There are no entries yet. Begin with: securebase reflect\n" == capsys.readouterr().err
    app.journal.prepare()
    app.journal.add(an_entry())
    app.filter_options.tags = ("rota",)
    _list(app)
    assert "No entry matches. `securebase list` shows them all.\n" == capsys.readouterr().err


@pytest.mark.parametrize("as_json", [True, False])
def test_what_can_t_be_read_is_named_after_the_rest(filled, capsys, as_json):
    (filled.journal.folder / "notes.md").write_text("---\nsecurebase: 1\n---\n")
    with pytest.raises(UnreadableEntriesError, match=r"Left alone: notes\.md"):
        _list(filled, every=True, as_json=as_json)
    assert "aaaa" in capsys.readouterr().out


def test_where_nothing_can_be_read_a_list_claims_nothing(app, capsys):
    app.journal.prepare()
    app.journal.add(an_entry()).path.write_bytes(b"\xff")
    with pytest.raises(UnreadableEntriesError):
        _list(app)
    said = capsys.readouterr().err
    assert said == "There is none in what could be read; what could not be read is named here:\n"


def test_the_date_of_an_entry_is_the_local_one_in_its_front_matter(app, capsys):
    app.journal.prepare()
    path = app.journal.add(an_entry(id="aaaa")).path
    path.rename(path.with_name("2026-11-22-2330-availability-aaaa.md"))
    app.filter_options.since = "2026-11-23"
    _list(app)
    assert capsys.readouterr().out.startswith("23 Nov 2026  aaaa")
    show(context(app), "2026-11-23", as_json=False)
    assert "aaaa" in capsys.readouterr().out


def test_a_date_to_come_is_said_where_it_makes_an_entry_the_last(app, capsys):
    app.journal.prepare()
    app.journal.add(an_entry(id="aaaa", moment=app.now + timedelta(days=3_000)))
    show(context(app), "last", as_json=False)
    said = capsys.readouterr().err
    assert "aaaa is dated " in said
    assert "which is still to come, so it counts as the last." in said


def test_the_latest_entry_is_shown_where_none_is_named(filled, capsys):
    show(context(filled), None, as_json=False)
    assert "Answer 21." in capsys.readouterr().out
    show(context(filled), "aaaa", as_json=True)
    assert "Answer 0." == json.loads(capsys.readouterr().out)["answers"][0]["answer"]


def test_with_no_entry_yet_there_is_none_to_show(app, capsys):
    show(context(app), None, as_json=False)
    assert "" == capsys.readouterr().out
    show(context(app), None, as_json=True)
    assert "null\n" == capsys.readouterr().out


def test_skipped_questions_are_shown_in_words(app, capsys):
    app.journal.prepare()
    app.journal.add(an_entry(answers=(ANSWER,), skipped=("managing-change",)))
    show(context(app), "last", as_json=False)
    assert "How do you manage change?" in capsys.readouterr().out


def test_the_model_and_the_questions_are_shown_and_told(app, capsys):
    model(context(app), as_json=False)
    assert "People are there for me" in capsys.readouterr().out
    model(context(app), as_json=True)
    assert 5 == len(json.loads(capsys.readouterr().out))
    questions(context(app), "co")
    assert 5 == len(capsys.readouterr().out.splitlines())
    questions(context(app), "co", with_ids=True)
    assert 9 == len(capsys.readouterr().out.splitlines())
    questions(context(app), None, as_json=True)
    assert 36 == len(json.loads(capsys.readouterr().out))


def test_places_are_shown_and_told(app, capsys):
    path(context(app), as_json=False)
    assert str(app.journal.folder) in capsys.readouterr().out
    path(context(app), as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert str(app.journal.folder) == found["journal"]
    assert None not in {found["drafts"], found["trash"], found["content"]}

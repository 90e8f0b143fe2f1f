"""Answers compared once more: which of them are new since, and a menu of what can be compared."""

import json

import pytest

from securebase_cli.app import App
from securebase_cli.commands.compare import QUESTION_REQUIRED, compare
from securebase_cli.errors import UnreadableEntriesError, UsageError
from securebase_cli.model import Answer
from securebase_cli.storage.compared import AlreadyCompared
from securebase_cli.ui.prompts.asker import Reply
from support.askers import ScriptedLineAsker
from support.builders import ANSWER, MOMENT, an_entry
from support.context import context

SUPPORT = ANSWER.question_text
PROMPT = "team-session-already-availability"
DIRECTLY = "Have you asked your team directly about this?"
PRAISE = "Do you acknowledge or praise staff when things go well?"


@pytest.fixture
def replying(use_asker):
    """Return a function that makes an asker with these replies the one of the app."""
    return lambda *replies: use_asker(ScriptedLineAsker(*replies))


def _keep(app: App, handle: str, *questions: str, year: int = 2026, domain="availability"):
    answers = tuple(Answer(name, SUPPORT, f"Answer of {year}.") for name in questions)
    moment = MOMENT.replace(year=year)
    return app.journal.add(an_entry(id=handle, moment=moment, domain=domain, answers=answers)).path


@pytest.fixture
def filled(app) -> App:
    """Let there be three answers to one question, two to another, and one to a third."""
    app.journal.prepare()
    _keep(app, "aaaa", "call-on-support", "asked-directly", year=2024)
    _keep(app, "bbbb", "call-on-support", "praise", year=2025)
    _keep(app, "cccc", "call-on-support", "asked-directly", year=2026)
    return app


def _new(app: App, capsys, *words: str) -> list[str]:
    """Compare, and return the ids of the answers that are shown as new."""
    compare(context(app), words, as_json=False, no_input=False)
    lines = capsys.readouterr().out.splitlines()
    found = [line.split(" · ")[1] for line in lines if line.endswith(" · new")]
    assert bool(found) is lines[-1].endswith(f", {len(found)} new since last time.")
    return found


def _looked_at(app: App, question: str = "call-on-support") -> frozenset[str] | None:
    return AlreadyCompared(app.journal.internal_folder).ids_for(question)


def test_the_menu_has_the_prompts_of_team_sessions_last_each_with_its_domain(filled, replying):
    for year in (2024, 2025):
        _keep(filled, f"te{year % 100}", PROMPT, year=year)
    person = replying(Reply("done", ""))
    compare(context(filled), None, as_json=False, no_input=False)
    last = "What do we do already? (Availability, team session) · 2 answers, last on 23 Nov 2025"
    assert f"3. {last}" == person.messages[-1]
    assert DIRECTLY in person.messages[1]


# What is new.


def test_nothing_is_new_at_the_first_look_and_then_what_was_added_since(filled, capsys):
    assert [] == _new(filled, capsys, "call-on-support")
    assert [] == _new(filled, capsys, "call-on-support")
    _keep(filled, "zzzz", "call-on-support", year=2021)
    _keep(filled, "dddd", "call-on-support", year=2027)
    assert ["zzzz", "dddd"] == _new(filled, capsys, "call-on-support")
    assert [] == _new(filled, capsys, "call-on-support")


def test_each_question_is_looked_at_by_itself(filled, capsys):
    assert [] == _new(filled, capsys, "call-on-support")
    _keep(filled, "dddd", "call-on-support", "asked-directly", year=2027)
    assert [] == _new(filled, capsys, "asked-directly")
    assert ["dddd"] == _new(filled, capsys, "call-on-support")


def test_json_tells_what_is_new_and_is_no_look(filled, capsys):
    def told() -> list[bool]:
        compare(context(filled), ["call-on-support"], as_json=True, no_input=False)
        return [one["new"] for one in json.loads(capsys.readouterr().out)["answers"]]

    assert [False, False, False] == told()
    assert _looked_at(filled) is None
    assert [] == _new(filled, capsys, "call-on-support")
    _keep(filled, "dddd", "call-on-support", year=2027)
    assert [False, False, False, True] == told() == told()
    assert ["dddd"] == _new(filled, capsys, "call-on-support")


def test_what_the_filters_left_out_was_not_looked_at_and_what_had_been_stays_so(filled, capsys):
    assert [] == _new(filled, capsys, "call-on-support")
    _keep(filled, "dddd", "call-on-support", year=2027)
    _keep(filled, "eeee", "call-on-support", year=2028)
    filled.filter_options.since, filled.filter_options.until = "2026", "2027"
    assert ["dddd"] == _new(filled, capsys, "call-on-support")
    filled.filter_options.since = filled.filter_options.until = None
    assert ["eeee"] == _new(filled, capsys, "call-on-support")


def test_after_a_first_look_at_a_part_nothing_was_looked_at_yet(filled, capsys):
    filled.filter_options.since = "2026"
    compare(context(filled), ["call-on-support"], as_json=False, no_input=True)
    filled.filter_options.since = None
    capsys.readouterr()
    compare(context(filled), ["call-on-support"], as_json=False, no_input=True)
    assert "new" not in capsys.readouterr().out


def test_of_two_answers_in_a_new_entry_both_are_new(filled, capsys):
    assert [] == _new(filled, capsys, "call-on-support")
    _keep(filled, "dddd", "call-on-support", "call-on-support", year=2027)
    assert ["dddd", "dddd"] == _new(filled, capsys, "call-on-support")


def test_what_is_gone_is_forgotten(filled, capsys):
    path = _keep(filled, "dddd", "call-on-support", year=2027)
    assert [] == _new(filled, capsys, "call-on-support")
    assert {"aaaa", "bbbb", "cccc", "dddd"} == _looked_at(filled)
    path.unlink()
    assert [] == _new(filled, capsys, "call-on-support")
    assert {"aaaa", "bbbb", "cccc"} == _looked_at(filled)


@pytest.mark.parametrize("filtered", [False, True])
def test_a_look_that_finds_nothing_is_none(filled, capsys, filtered):
    filled.filter_options.since = "2027" if filtered else None
    question = "call-on-support" if filtered else "managing-change"
    compare(context(filled), [question], as_json=False, no_input=False)
    assert not filled.journal.internal_folder.joinpath("compared").exists()


def test_answers_can_be_compared_where_nothing_can_be_noted(filled, capsys):
    filled.journal.internal_folder.joinpath("compared").write_text("in the way")
    for _ in range(2):
        assert [] == _new(filled, capsys, "call-on-support")


# The menu.


def test_the_menu_has_what_was_answered_more_than_once_in_the_order_of_the_content(
    filled, replying, capsys
):
    person = replying("2")
    compare(context(filled), None, as_json=False, no_input=False)
    assert [
        f"1. {SUPPORT} · 3 answers, last on 23 Nov 2026",
        f"2. {DIRECTLY} · 2 answers, last on 23 Nov 2026",
    ] == person.messages
    shown = capsys.readouterr().out
    assert shown.startswith(f"After: {SUPPORT}\n{DIRECTLY}\n")
    assert shown.endswith("\n2 answers.\n")


@pytest.mark.parametrize("reply", ["1", "call", "Call-On-Support"])
def test_a_number_an_id_or_its_beginning_chooses(filled, replying, capsys, reply):
    replying(reply)
    assert [] == _new(filled, capsys)
    assert {"aaaa", "bbbb", "cccc"} == _looked_at(filled)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        *((digits, "A number from 1 to 2, please.") for digits in ("0", "3", "²")),
        *(
            (name, f"One of these, please: {SUPPORT}, {DIRECTLY}.")
            for name in ("-1", "praise", "managing-change")
        ),
    ],
)
def test_what_is_not_in_the_menu_is_asked_for_once_more(filled, replying, capsys, wrong, words):
    person = replying(wrong, "1")
    assert [] == _new(filled, capsys)
    assert words == person.messages[-1]


def test_of_many_questions_none_is_named_when_another_was_asked_for(filled, replying, capsys):
    for number, one in enumerate(filled.content.questions[:9]):
        for year in (2020, 2021):
            _keep(filled, f"q{year % 10}a{number}", one.id, year=year)
    person = replying("availability", "praise", "1")
    compare(context(filled), None, as_json=False, no_input=False)
    assert "No line fits. The number of one of them, please." == person.messages[-1]


def test_of_several_domains_one_is_chosen_first_and_then_one_of_its_questions(
    filled, replying, capsys
):
    _keep(filled, "dddd", "praise", year=2027, domain="acceptance")
    person = replying("2", "1")
    compare(context(filled), None, as_json=False, no_input=False)
    assert [
        "1. Availability · 2 questions",
        "2. Acceptance · 1 question",
        f"1. {filled.content.find_question('praise').text} · 2 answers, last on 23 Nov 2027",
    ] == person.messages
    assert capsys.readouterr().out.endswith("\n2 answers.\n")


def test_words_of_a_question_choose_it_or_a_menu_of_those_that_have_them(filled, replying, capsys):
    replying()
    assert [] == _new(filled, capsys, "Call", "on", "SUPPORT")
    assert {"aaaa", "bbbb", "cccc"} == _looked_at(filled)
    person = replying("2")
    compare(context(filled), ["team"], as_json=False, no_input=False)
    assert [f"1. {SUPPORT}", f"2. {DIRECTLY}"] == [
        message.partition(" · ")[0] for message in person.messages
    ]
    replying()
    compare(context(filled), ["diversity"], as_json=False, no_input=False)
    said = capsys.readouterr().err
    assert "No question with these words has been answered so far.\n" == said
    several = "“team” fits more than one question: call-on-support, asked-directly, .* and . more"
    with pytest.raises(UsageError, match=several):
        compare(context(filled), ["team"], as_json=True, no_input=False)


def test_words_of_several_questions_choose_the_only_one_that_was_answered(filled, capsys):
    compare(context(filled), ["things", "go"], as_json=False, no_input=False)
    assert capsys.readouterr().out.startswith(f"{PRAISE}\nAcceptance\n")


def test_choosing_no_domain_compares_nothing(filled, replying, capsys):
    _keep(filled, "dddd", "praise", year=2027, domain="acceptance")
    replying("")
    compare(context(filled), None, as_json=False, no_input=False)
    assert ("", "Nothing was compared.\n") == capsys.readouterr()


@pytest.mark.parametrize("reply", ["", Reply("pause", ""), Reply("end", ""), Reply("back", "")])
def test_choosing_no_question_compares_nothing(filled, replying, capsys, reply):
    replying(reply)
    compare(context(filled), None, as_json=False, no_input=False)
    assert ("", "Nothing was compared.\n") == capsys.readouterr()


def test_the_filters_hold_for_the_menu_and_for_what_is_chosen(filled, replying, capsys):
    filled.filter_options.since = "2025"
    person = replying("1")
    compare(context(filled), None, as_json=False, no_input=False)
    assert [f"1. {SUPPORT} · 2 answers, last on 23 Nov 2026"] == person.messages
    assert capsys.readouterr().out.endswith("\n2 answers since 1 January 2025.\n")


def test_one_entry_that_answers_twice_is_one(app, replying, capsys):
    app.journal.prepare()
    _keep(app, "aaaa", "call-on-support", "call-on-support")
    replying()
    compare(context(app), None, as_json=False, no_input=False)
    assert "No question has been answered more than once so far.\n" == capsys.readouterr().err


def test_what_the_content_no_longer_has_is_not_in_the_menu(app, replying, capsys):
    app.journal.prepare()
    _keep(app, "aaaa", "long-gone")
    _keep(app, "bbbb", "long-gone", year=2027)
    replying()
    compare(context(app), None, as_json=False, no_input=False)
    assert "No question has been answered more than once so far.\n" == capsys.readouterr().err


def test_an_empty_journal_has_no_menu(app, replying, capsys):
    replying()
    compare(context(app), None, as_json=False, no_input=False)
    assert "No question has been answered more than once so far.\n" == capsys.readouterr().err
    assert not app.journal.folder.exists()


@pytest.mark.parametrize(("as_json", "no_input"), [(True, False), (False, True), (True, True)])
def test_without_input_the_question_must_be_named(filled, replying, capsys, as_json, no_input):
    replying()
    with pytest.raises(UsageError) as refused:
        compare(context(filled), None, as_json=as_json, no_input=no_input)
    assert QUESTION_REQUIRED == str(refused.value)
    assert ("", "") == capsys.readouterr()


def test_on_a_pipe_the_choice_is_read_from_it(filled, typed, capsys):
    typed("2\n")
    compare(context(filled), None, as_json=False, no_input=False)
    shown = capsys.readouterr().out
    assert "Which one? A number or a name; empty: none for now." in shown
    assert shown.endswith("\n2 answers.\n")


# A file that can't be read.


@pytest.fixture
def damaged(filled) -> str:
    name = "2025-01-20-0900-availability-dddd.md"
    (filled.journal.folder / name).write_bytes(b"\xff")
    return name


def test_behind_the_menu_a_file_that_can_t_be_read_is_named_after_the_rest(
    filled, damaged, replying, capsys
):
    replying("1")
    with pytest.raises(UnreadableEntriesError, match=damaged):
        compare(context(filled), None, as_json=False, no_input=False)
    assert capsys.readouterr().out.endswith("\n3 answers.\n")


def test_where_there_is_no_menu_a_file_that_can_t_be_read_is_named(filled, damaged, replying):
    filled.filter_options.since, filled.filter_options.until = "2025", "2025"
    replying()
    with pytest.raises(UnreadableEntriesError, match=damaged):
        compare(context(filled), None, as_json=False, no_input=False)


def test_choosing_no_question_still_reports_an_unreadable_file(filled, damaged, replying):
    replying("")
    with pytest.raises(UnreadableEntriesError, match=damaged):
        compare(context(filled), None, as_json=False, no_input=False)


def test_a_file_that_only_the_menu_had_to_read_is_named_after_what_was_chosen(filled, replying):
    name = "2025-01-20-0900-availability-dddd.md"
    (filled.journal.folder / name).write_bytes(b"---\nsecurebase: 1\nid: dddd\n")
    replying("1")
    with pytest.raises(UnreadableEntriesError, match=name):
        compare(context(filled), None, as_json=False, no_input=False)

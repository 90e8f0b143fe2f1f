"""Aliases are listed, added and removed, and what is still to be decided on is shown."""

import json

import pytest

from builders import an_entry
from person import Choosing
from securebase_cli import aliasing
from securebase_cli.core.errors import AliasesError, UsageError
from securebase_cli.core.model import Answer
from securebase_cli.terminal.ask import Reply


def _entry(text, **more: str):
    return an_entry(answers=(Answer("q", "Do you?", text),), **more)


@pytest.fixture
def attended(monkeypatch):
    """Let somebody be there who answers what is asked."""

    def by(person: Choosing) -> Choosing:
        monkeypatch.setattr("sys.stdin.isatty", lambda: True)
        monkeypatch.setattr("securebase_cli.aliasing.asker_for", lambda _: person)
        return person

    return by


class Leaving(Choosing):
    """Somebody who leaves when there is nothing more to say."""

    def line(self, question: str, **how: str) -> Reply:
        return super().line(question, **how) if self.replies else Reply("pause", "")


def _add(desk, name=None, alias=None, **how: bool):
    aliasing.add(desk, name, alias, **{"stays": False, "force": False, "no_input": False, **how})


# What there is.


def test_without_any_there_is_a_hint(desk, capsys):
    aliasing.list_aliases(desk, as_json=False)
    assert f"{aliasing.NOTHING}\n" == capsys.readouterr().err
    aliasing.list_aliases(desk, as_json=True)
    assert "[]\n" == capsys.readouterr().out


def test_they_are_listed_by_name_and_those_that_may_stay_come_last(desk, capsys):
    desk.aliases.keep({"Monday": "Monday", "Robin": "Worker A", "Kim": "Worker B"})
    aliasing.list_aliases(desk, as_json=False)
    expected = "Kim     Worker B\nRobin   Worker A\nMonday  (may stay)\n"
    assert expected == capsys.readouterr().out


def test_as_json_each_says_whether_it_stays(desk, capsys):
    desk.aliases.keep({"Monday": "Monday", "Robin": "Worker A"})
    aliasing.list_aliases(desk, as_json=True)
    expected = [
        {"name": "Monday", "alias": "Monday", "stays": True},
        {"name": "Robin", "alias": "Worker A", "stays": False},
    ]
    assert expected == json.loads(capsys.readouterr().out)


# Adding.


def test_a_name_gets_the_alias_that_is_given(desk, typed, capsys):
    _add(desk, "Robin  Hill", "Worker A", no_input=True)
    assert {"Robin Hill": "Worker A"} == desk.aliases.read()
    assert "Robin Hill becomes Worker A.\n" == capsys.readouterr().out


def test_a_name_may_stay(desk, typed, capsys):
    _add(desk, "Monday", stays=True)
    assert {"Monday": "Monday"} == desk.aliases.read()
    assert "Monday may stay as it is.\n" == capsys.readouterr().out


def test_who_is_there_is_asked_for_both_and_enter_takes_the_next_role(desk, attended):
    attended(Choosing("Robin", ""))
    _add(desk)
    attended(Choosing("Kim", "my manager"))
    _add(desk)
    attended(Choosing("Jo", ""))
    _add(desk)
    expected = {"Robin": "Worker A", "Kim": "my manager", "Jo": "Worker B"}
    assert expected == desk.aliases.read()


def test_who_gave_the_name_is_asked_for_the_alias_alone(desk, attended):
    attended(Choosing("Worker X"))
    _add(desk, "Robin")
    attended(Choosing("Monday"))
    _add(desk, stays=True)
    assert {"Robin": "Worker X", "Monday": "Monday"} == desk.aliases.read()


@pytest.mark.parametrize("person", [Choosing(""), Leaving(), Leaving("Robin")])
def test_who_leaves_changes_nothing(desk, attended, capsys, person):
    attended(person)
    _add(desk)
    assert {} == desk.aliases.read()
    assert "Nothing was changed.\n" == capsys.readouterr().err


def test_several_come_by_standard_input(desk, typed):
    typed('Robin: Worker A\n# who left\nKim: "[left out]"\n\nMonday: Monday\n')
    _add(desk, "-")
    expected = {"Robin": "Worker A", "Kim": "[left out]", "Monday": "Monday"}
    assert expected == desk.aliases.read()


def test_a_mistake_on_standard_input_is_named_by_its_line_and_nothing_is_kept(desk, typed):
    typed("Robin: Worker A\nSecret: [left out]\n")
    with pytest.raises(UsageError, match="Standard input, line 2: ") as refused:
        _add(desk, "-")
    assert "Secret" not in str(refused.value)
    assert {} == desk.aliases.read()


@pytest.mark.parametrize("name", ["Robin", "robin", "ROBIN"])
def test_another_alias_for_a_name_is_refused_unless_it_is_meant(desk, typed, name):
    _add(desk, "Robin", "Worker A")
    _add(desk, name, "Worker A")
    with pytest.raises(UsageError, match="--force") as refused:
        _add(desk, name, "Worker B")
    assert "obin" not in str(refused.value)
    _add(desk, name, "Worker B", force=True)
    assert {name: "Worker B"} == desk.aliases.read()


@pytest.mark.parametrize(
    ("name", "alias"), [("Kim", "Robin’s manager"), ("Worker", "X"), ("Jo", "Jo Hill")]
)
def test_an_alias_that_would_hold_a_name_is_refused(desk, typed, name, alias):
    _add(desk, "Robin", "Worker A")
    with pytest.raises(UsageError, match="would hold a name"):
        _add(desk, name, alias)
    assert {"Robin": "Worker A"} == desk.aliases.read()


def test_who_is_asked_may_choose_another_one(desk, attended):
    _add(desk, "Robin", "Worker A")
    person = attended(Choosing("Kim", "Robin’s manager", "the manager"))
    _add(desk)
    assert [aliasing.REVEALING] == person.told
    assert "the manager" == desk.aliases.read()["Kim"]


@pytest.mark.parametrize(
    ("name", "alias", "how"),
    [
        (None, None, {}),
        ("Robin", None, {}),
        ("Robin", "Worker A", {"stays": True}),
        ("-", "Worker A", {}),
        ("-", None, {"stays": True}),
        ("…", "Worker A", {}),
        ("Robin", " ", {}),
        ("R" * 500, "Worker A", {}),
    ],
)
def test_what_can_t_be_meant_changes_nothing(desk, typed, name, alias, how):
    with pytest.raises(UsageError):
        _add(desk, name, alias, **how)
    assert {} == desk.aliases.read()


def test_nobody_is_asked_who_said_so(desk, attended):
    attended(Choosing())
    with pytest.raises(UsageError, match="Give the name"):
        _add(desk, no_input=True)
    with pytest.raises(UsageError, match="Give the name"):
        aliasing.remove(desk, None, no_input=True)


def test_a_remark_on_what_failed_after_that_is_passed_on(desk, typed, monkeypatch, capsys):
    monkeypatch.setattr("securebase_cli.core.files.settle", lambda _: "the folder is not synced")
    _add(desk, "Robin", "Worker A")
    assert "Saved, but the folder is not synced.\n" == capsys.readouterr().err


def test_of_very_many_only_the_first_are_shown(desk, typed, capsys):
    typed("".join(f"Name{number}: Worker {number}\n" for number in range(30)))
    _add(desk, "-")
    said = capsys.readouterr().out
    assert "Name19 becomes Worker 19.\n… and 10 more\n" in said


# Removing.


def test_a_name_can_be_removed_in_whatever_spelling(desk, capsys):
    desk.aliases.keep({"Robin Hill": "Worker A", "Kim": "Worker B"})
    aliasing.remove(desk, "robin-hill", no_input=True)
    assert {"Kim": "Worker B"} == desk.aliases.read()
    assert "Removed: Robin Hill\n" == capsys.readouterr().out


def test_who_is_there_is_asked_whose(desk, attended, capsys):
    desk.aliases.keep({"Robin": "Worker A"})
    attended(Choosing(""))
    aliasing.remove(desk, None, no_input=False)
    assert "Nothing was changed.\n" == capsys.readouterr().err
    attended(Choosing("Robin"))
    aliasing.remove(desk, None, no_input=False)
    assert {} == desk.aliases.read()


def test_a_name_that_has_no_alias_is_refused_without_repeating_it(desk):
    with pytest.raises(UsageError, match="That name has no alias") as refused:
        aliasing.remove(desk, "Secret", no_input=True)
    assert "Secret" not in str(refused.value)


# What is still undecided.


def test_what_is_still_undecided_is_shown_with_how_to_decide(desk, capsys):
    desk.journal.prepare()
    desk.journal.add(_entry("I asked Robin, and Kim, on Monday. Robin said yes."))
    desk.aliases.keep({"Kim": "Worker A"})
    aliasing.check(desk, as_json=False)
    said = capsys.readouterr()
    expected = (
        "1  Robin · word, 2 times\n    I asked Robin, and Kim, on Monday.…\n"
        "2  Monday · word, once\n    I asked Robin, and Kim, on Monday. Robin said yes.\n"
    )
    assert expected == said.out
    assert "securebase aliases add --stays" in said.err


def test_as_json_each_has_its_kind_and_its_number(desk, capsys):
    desk.journal.prepare()
    desk.journal.add(_entry("I asked Robin."))
    aliasing.check(desk, as_json=True)
    expected = {
        "words": "Robin",
        "kind": "word",
        "times": 1,
        "in_small_letters": 0,
        "excerpt": "I asked Robin.",
    }
    assert [expected] == json.loads(capsys.readouterr().out)


def test_the_filters_say_in_which_entries(desk, capsys):
    desk.journal.prepare()
    desk.journal.add(_entry("I asked Robin."))
    desk.journal.add(_entry("I asked Kim.", id="m2aa", domain="acceptance"))
    desk.filters.domains = ["acc"]
    aliasing.check(desk, as_json=True)
    assert ["Kim"] == [found["words"] for found in json.loads(capsys.readouterr().out)]


@pytest.mark.parametrize(("as_json", "out"), [(False, ""), (True, "[]\n")])
def test_where_nothing_is_left_that_is_said(desk, capsys, as_json, out):
    desk.journal.prepare()
    desk.journal.add(_entry("We talked."))
    aliasing.check(desk, as_json=as_json)
    assert (out, f"{aliasing.NOTHING_LEFT}\n") == capsys.readouterr()


def test_the_questions_and_titles_of_the_content_are_nobody_s_words(desk):
    texts = [question.text for question in desk.content.questions]
    texts += [domain.title for domain in desk.content.domains]
    assert ["I asked Robin."] == list(aliasing.not_of_the_content(desk, [*texts, "I asked Robin."]))


def test_an_alias_that_holds_a_name_by_hand_is_an_error_without_either(desk):
    desk.aliases.keep({"Robin": "Worker A", "Secret": "Robin’s manager"})
    with pytest.raises(AliasesError, match="an alias holds a name") as failed:
        aliasing.check(desk, as_json=False)
    assert "Robin" not in str(failed.value)
    aliasing.remove(desk, "Secret", no_input=True)
    assert {"Robin": "Worker A"} == desk.aliases.read()

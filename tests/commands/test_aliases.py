"""Aliases are listed, added and removed, and what is still to be decided on is shown."""

import json

import pytest

from securebase_cli.commands import aliases
from securebase_cli.commands._aliases import ALIAS_CONTAINS_NAME
from securebase_cli.errors import AliasesError, UnreadableEntriesError, UsageError
from securebase_cli.instrument.content import SHIPPED_CONTENT, read_content
from securebase_cli.model import Answer
from support.askers import LeavingAsker, ScriptedLineAsker
from support.builders import an_entry
from support.context import context


def _entry(text, **more: str):
    return an_entry(answers=(Answer("q", "Do you?", text),), **more)


def _add(app, name=None, alias=None, **how: bool):
    words = [word for word in (name, alias) if word is not None]
    aliases.add(context(app), words, **{"stays": False, "force": False, "no_input": False, **how})


# What there is.


def test_without_any_there_is_a_hint(app, capsys):
    aliases.aliases(context(app), as_json=False)
    assert f"{aliases.NO_ALIASES}\n" == capsys.readouterr().err
    aliases.aliases(context(app), as_json=True)
    assert "[]\n" == capsys.readouterr().out


def test_they_are_listed_by_name_and_those_that_may_stay_come_last(app, capsys):
    app.aliases.update({"Monday": "Monday", "Robin": "Worker A", "Kim": "Worker B"})
    aliases.aliases(context(app), as_json=False)
    expected = "Kim     Worker B\nRobin   Worker A\nMonday  (may stay)\n"
    assert expected == capsys.readouterr().out


def test_as_json_each_says_whether_it_stays(app, capsys):
    app.aliases.update({"Monday": "Monday", "Robin": "Worker A"})
    aliases.aliases(context(app), as_json=True)
    expected = [
        {"name": "Monday", "alias": "Monday", "stays": True},
        {"name": "Robin", "alias": "Worker A", "stays": False},
    ]
    assert expected == json.loads(capsys.readouterr().out)


# Adding.


def test_a_name_gets_the_alias_that_is_given(app, typed, capsys):
    _add(app, "Robin  Hill", "Worker A", no_input=True)
    assert {"Robin Hill": "Worker A"} == app.aliases.read()
    assert "Robin Hill becomes Worker A.\n" == capsys.readouterr().out


def test_several_names_of_one_person_get_the_same_alias(app, typed, capsys):
    aliases.add(context(app), ["Priya", "Pri", "Worker A"])
    assert {"Priya": "Worker A", "Pri": "Worker A"} == app.aliases.read()
    assert "Priya becomes Worker A.\nPri becomes Worker A.\n" == capsys.readouterr().out


def test_of_several_names_none_is_kept_if_one_has_another_alias(app, typed):
    _add(app, "Pri", "Worker B")
    with pytest.raises(UsageError, match="--force"):
        aliases.add(context(app), ["Priya", "Pri", "Worker A"])
    assert {"Pri": "Worker B"} == app.aliases.read()


def test_a_name_may_stay(app, typed, capsys):
    _add(app, "Monday", stays=True)
    assert {"Monday": "Monday"} == app.aliases.read()
    assert "Monday may stay as it is.\n" == capsys.readouterr().out


def test_who_is_there_is_asked_for_both_and_enter_takes_the_next_role(app, use_asker):
    use_asker(ScriptedLineAsker("Robin", ""))
    _add(app)
    use_asker(ScriptedLineAsker("Kim", "my manager"))
    _add(app)
    use_asker(ScriptedLineAsker("Jo", ""))
    _add(app)
    expected = {"Robin": "Worker A", "Kim": "my manager", "Jo": "Worker B"}
    assert expected == app.aliases.read()


def test_who_gave_the_name_is_asked_for_the_alias_alone(app, use_asker):
    use_asker(ScriptedLineAsker("Worker X"))
    _add(app, "Robin")
    use_asker(ScriptedLineAsker("Monday"))
    _add(app, stays=True)
    assert {"Robin": "Worker X", "Monday": "Monday"} == app.aliases.read()


@pytest.mark.parametrize("person", [ScriptedLineAsker(""), LeavingAsker(), LeavingAsker("Robin")])
def test_who_leaves_changes_nothing(app, use_asker, capsys, person):
    use_asker(person)
    _add(app)
    assert {} == app.aliases.read()
    assert "Nothing was changed.\n" == capsys.readouterr().err


def test_several_come_by_standard_input(app, typed):
    typed('Robin: Worker A\n# who left\nKim: "[left out]"\n\nMonday: Monday\n')
    _add(app, "-")
    expected = {"Robin": "Worker A", "Kim": "[left out]", "Monday": "Monday"}
    assert expected == app.aliases.read()


def test_a_mistake_on_standard_input_is_named_by_its_line_and_nothing_is_kept(app, typed):
    typed("Robin: Worker A\nSecret: [left out]\n")
    with pytest.raises(UsageError, match="Standard input, line 2: ") as refused:
        _add(app, "-")
    assert "Secret" not in str(refused.value)
    assert {} == app.aliases.read()


@pytest.mark.parametrize("name", ["Robin", "robin", "ROBIN"])
def test_another_alias_for_a_name_is_refused_unless_it_is_meant(app, typed, name):
    _add(app, "Robin", "Worker A")
    _add(app, name, "Worker A")
    with pytest.raises(UsageError, match="--force") as refused:
        _add(app, name, "Worker B")
    assert "obin" not in str(refused.value)
    _add(app, name, "Worker B", force=True)
    assert {name: "Worker B"} == app.aliases.read()


def test_a_name_in_two_spellings_gets_the_alias_that_is_given_with_force(app, typed):
    app.aliases.update({"Zoe": "Worker A", "Zoë": "Worker A"})
    _add(app, "Zoe", "Worker B", force=True)
    assert {"Zoe": "Worker B"} == app.aliases.read()


def test_the_initial_that_a_role_ends_in_can_be_a_name_as_well(app, typed, use_asker):
    _add(app, "Robin", "Worker A")
    use_asker(ScriptedLineAsker("A", ""))
    _add(app)
    assert {"Robin": "Worker A", "A": "Worker B"} == app.aliases.read()


@pytest.mark.parametrize(
    ("name", "alias"), [("Kim", "Robin’s manager"), ("Worker", "X"), ("Jo", "Jo Hill")]
)
def test_an_alias_that_would_hold_a_name_is_refused(app, typed, name, alias):
    _add(app, "Robin", "Worker A")
    with pytest.raises(UsageError, match="would hold a name"):
        _add(app, name, alias)
    assert {"Robin": "Worker A"} == app.aliases.read()


def test_who_is_asked_may_choose_another_one(app, use_asker):
    _add(app, "Robin", "Worker A")
    person = use_asker(ScriptedLineAsker("Kim", "Robin’s manager", "the manager"))
    _add(app)
    assert [ALIAS_CONTAINS_NAME] == person.messages
    assert "the manager" == app.aliases.read()["Kim"]


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
def test_what_can_t_be_meant_changes_nothing(app, typed, name, alias, how):
    with pytest.raises(UsageError):
        _add(app, name, alias, **how)
    assert {} == app.aliases.read()


def test_nobody_is_asked_who_said_so(app, use_asker):
    use_asker(ScriptedLineAsker())
    with pytest.raises(UsageError, match="Give the name"):
        _add(app, no_input=True)
    with pytest.raises(UsageError, match="Give the name"):
        aliases.remove(context(app), None, no_input=True)


def test_a_remark_on_what_failed_after_that_is_passed_on(app, typed, monkeypatch, capsys):
    monkeypatch.setattr(
        "securebase_cli.storage.files.try_sync_folder", lambda _: "the folder is not synced"
    )
    _add(app, "Robin", "Worker A")
    assert "Saved, but the folder is not synced.\n" == capsys.readouterr().err


def test_of_very_many_only_the_first_are_shown(app, typed, capsys):
    typed("".join(f"Name{number}: Worker {number}\n" for number in range(30)))
    _add(app, "-")
    said = capsys.readouterr().out
    assert "Name19 becomes Worker 19.\n… and 10 more\n" in said


# Removing.


def test_a_name_can_be_removed_in_any_spelling(app, capsys):
    app.aliases.update({"Robin Hill": "Worker A", "Kim": "Worker B"})
    aliases.remove(context(app), "robin-hill", no_input=True)
    assert {"Kim": "Worker B"} == app.aliases.read()
    assert "Removed: Robin Hill\n" == capsys.readouterr().out


def test_who_is_there_is_asked_whose(app, use_asker, capsys):
    app.aliases.update({"Robin": "Worker A"})
    use_asker(ScriptedLineAsker(""))
    aliases.remove(context(app), None, no_input=False)
    assert "Nothing was changed.\n" == capsys.readouterr().err
    use_asker(ScriptedLineAsker("Robin"))
    aliases.remove(context(app), None, no_input=False)
    assert {} == app.aliases.read()


def test_a_name_that_has_no_alias_is_refused_without_repeating_it(app):
    with pytest.raises(UsageError, match="That name has no alias") as refused:
        aliases.remove(context(app), "Secret", no_input=True)
    assert "Secret" not in str(refused.value)


# What is still undecided.


def test_what_is_still_undecided_is_shown_with_how_to_decide(app, capsys):
    app.journal.prepare()
    app.journal.add(_entry("I asked Robin, and Kim, on Monday. Robin said yes."))
    app.aliases.update({"Kim": "Worker A"})
    aliases.check(context(app), as_json=False)
    said = capsys.readouterr()
    expected = (
        "1  Robin · name, 2 times\n    I asked Robin, and Kim, on Monday.…\n"
        "Months and weekdays, which may be names\n2  Monday, once\n"
    )
    assert expected == said.out
    assert "securebase aliases add --stays" in said.err


def test_as_json_each_has_its_kind_and_its_number(app, capsys):
    app.journal.prepare()
    app.journal.add(_entry("I asked Robin."))
    aliases.check(context(app), as_json=True)
    expected = {
        "words": "Robin",
        "kind": "name",
        "form": "name",
        "times": 1,
        "in_small_letters": 0,
        "excerpt": "I asked Robin.",
    }
    assert [expected] == json.loads(capsys.readouterr().out)


def test_the_filters_say_in_which_entries(app, capsys):
    app.journal.prepare()
    app.journal.add(_entry("I asked Robin."))
    app.journal.add(_entry("I asked Kim.", id="m2aa", domain="acceptance"))
    app.filter_options.domains = ["acc"]
    aliases.check(context(app), as_json=True)
    assert ["Kim"] == [found["words"] for found in json.loads(capsys.readouterr().out)]


@pytest.mark.parametrize(("as_json", "out"), [(False, ""), (True, "[]\n")])
def test_where_nothing_is_left_that_is_said(app, capsys, as_json, out):
    app.journal.prepare()
    app.journal.add(_entry("We talked."))
    aliases.check(context(app), as_json=as_json)
    assert (out, f"{aliases.NO_CANDIDATES}\n") == capsys.readouterr()


def test_where_entries_could_not_be_read_nothing_is_said_of_their_names(app, capsys):
    app.journal.prepare()
    app.journal.add(_entry("I asked Robin.")).path.write_bytes(b"\xff")
    with pytest.raises(UnreadableEntriesError):
        aliases.check(context(app))
    assert aliases.NO_CANDIDATES not in capsys.readouterr().err


def test_a_content_file_of_one_s_own_can_hold_names_and_the_one_that_is_shipped_cannot(
    app, tmp_path, monkeypatch, capsys
):
    app.journal.prepare()
    aliases.check(context(app), as_json=True)
    assert [] == json.loads(capsys.readouterr().out)
    shipped = SHIPPED_CONTENT.read_text("utf-8")
    own = tmp_path / "own.yaml"
    own.write_text(shipped.replace("Have you asked your team", "Have you asked Robin"), "utf-8")
    monkeypatch.setattr(app, "content", read_content(own))
    aliases.check(context(app), as_json=True)
    assert ["Robin"] == [found["words"] for found in json.loads(capsys.readouterr().out)]


def test_an_alias_that_holds_a_name_by_hand_is_an_error_without_either(app):
    app.aliases.update({"Robin": "Worker A", "Secret": "Robin’s manager"})
    with pytest.raises(AliasesError, match="an alias holds a name") as failed:
        aliases.check(context(app), as_json=False)
    assert "Robin" not in str(failed.value)
    aliases.remove(context(app), "Secret", no_input=True)
    assert {"Robin": "Worker A"} == app.aliases.read()


@pytest.mark.parametrize("sign", ["\x07", "\x1b", "\x00", "\x7f", "\x9b"])
@pytest.mark.parametrize(("name", "alias"), [("Ro{}bin", "worker-a"), ("Robin", "wor{}ker")])
def test_a_control_character_in_a_name_or_an_alias_is_refused(app, sign, name, alias):
    with pytest.raises(UsageError, match="hold no control characters"):
        _add(app, name.format(sign), alias.format(sign))
    assert not app.aliases.path.exists()

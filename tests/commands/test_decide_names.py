"""A person decides on all that could say who is meant, before anything is written."""

import os

import pytest

from securebase_cli.commands._aliases import ALIAS_CONTAINS_NAME
from securebase_cli.commands._decide_names import decide_names
from securebase_cli.errors import (
    INTERRUPTED,
    AliasesError,
    SavingError,
    UnreviewedNamesError,
    UserQuitError,
)
from support.askers import LeavingAsker
from support.file_system import raises_os_error

TEXTS = ["I asked Robin, and Kim, on Monday. Robin said: ring 0191 498 0000."]


class DecidingAsker(LeavingAsker):
    """An asker that records the lists of names to decide as well."""

    def __init__(self, *replies: str) -> None:
        super().__init__(*replies)
        self.shown: list[list[str]] = []

    def show(self, page) -> None:
        super().show(page)
        listed = [part.text for part in page if part.label == "To decide"]
        self.shown += [listed] if listed else []


@pytest.fixture
def replying(use_asker):
    """Return a function that makes an asker with these replies the one of the app."""
    return lambda *replies: use_asker(DecidingAsker(*replies))


def test_all_that_is_undecided_is_shown_and_what_is_chosen_gets_an_alias(app, replying):
    person = replying("1-3", "", "my manager", "", "yes")
    pseudonyms = decide_names(app, TEXTS, no_input=False)
    expected = [
        "1  Robin · name, 2 times",
        "2  Kim · name, once",
        "3  0191 498 0000 · telephone, once",
        "4  Monday, once",
    ]
    assert [expected] == person.shown
    expected_text = "I asked Worker A, and my manager, on Monday. Worker A said: ring [left out]."
    assert [expected_text] == list(map(pseudonyms.apply, TEXTS))
    assert {
        "Robin": "Worker A",
        "Kim": "my manager",
        "0191 498 0000": "[left out]",
        "Monday": "Monday",
    } == app.aliases.read()


def test_a_decided_name_is_not_asked_about_again(app, replying):
    replying("all", "", "", "", "", "")
    decide_names(app, TEXTS, no_input=False)
    person = replying()
    assert "I asked Worker A" == decide_names(app, TEXTS, no_input=True).apply("I asked Robin")
    assert [] == person.prompts


def test_what_is_not_to_be_kept_holds_for_this_time_alone(app, replying):
    replying("1", "", "no")
    assert "Worker A" == decide_names(app, TEXTS, no_input=False).apply("Robin")
    assert {} == app.aliases.read()


def test_an_empty_answer_lets_all_stay(app, replying):
    replying("", "")
    assert TEXTS == list(map(decide_names(app, TEXTS, no_input=False).apply, TEXTS))
    assert {"Robin", "Kim", "Monday", "0191 498 0000"} == app.aliases.read().keys()


def test_numbers_that_are_not_there_are_asked_for_again(app, replying):
    person = replying("5", "0", "2-1", "x", "1-", "-1", "²", "1,2 2", "", "", "no")
    pseudonyms = decide_names(app, TEXTS, no_input=False)
    assert "Worker A, Worker B, Monday" == pseudonyms.apply("Robin, Kim, Monday")
    assert 7 == person.messages.count("Numbers from 1 to 4, please, such as 1 3-5; or all.")


def test_what_holds_a_name_that_got_an_alias_is_asked_about_again(app, replying):
    person = replying("1", "", "2", "", "no")
    texts = ["I met Robin Hill at robin@x.org.", "I asked Robin."]
    pseudonyms = decide_names(app, texts, no_input=False)
    assert [
        ["1  Robin · name, once", "2  Robin Hill · name, once", "3  robin@x.org · e-mail, once"],
        ["1  Hill · name, once", "2  robin@x.org · e-mail, once"],
    ] == person.shown
    expected = ["I met Worker A Hill at [left out].", "I asked Worker A."]
    assert expected == list(map(pseudonyms.apply, texts))


def test_for_a_part_of_a_name_its_alias_is_suggested(app, replying):
    person = replying("all", "", "", "no")
    decide_names(app, ["I met Robin Hill.", "I asked Robin."], no_input=False)
    assert ["Empty: Worker A", "Empty: Worker A"] == [q[-15:] for q in person.prompts[1:3]]


def test_a_name_that_stands_there_in_small_letters_is_warned_of(app, replying):
    person = replying("1", "", "no")
    decide_names(app, ["I asked Quip. It is a quip, and a quip again."], no_input=False)
    expected = "“quip” in small letters is replaced, too: it stands there 2 times."
    assert expected in person.messages


def test_a_name_that_is_an_everyday_word_needs_no_warning(app, replying):
    person = replying("1", "", "no")
    texts = ["I asked Will. They will, and will again."]
    pseudonyms = decide_names(app, texts, no_input=False)
    assert [] == [line for line in person.messages if "small letters" in line]
    assert ["I asked Worker A. They will, and will again."] == list(map(pseudonyms.apply, texts))


def test_an_alias_that_holds_a_name_is_asked_for_again(app, replying):
    person = replying("1-2", "", "Robin’s manager", "the manager", "no")
    pseudonyms = decide_names(app, TEXTS, no_input=False)
    assert ALIAS_CONTAINS_NAME in person.messages
    assert "the manager" == pseudonyms.apply("Kim")


@pytest.mark.parametrize(
    ("replies", "kept"),
    [
        ((), {}),
        (("1",), {}),
        (("1 2", ""), {"Robin": "Worker A"}),
        (("1", ""), {name: name for name in ("Kim", "Monday", "0191 498 0000")}),
    ],
)
def test_who_leaves_at_any_point_keeps_what_is_decided(app, replying, replies, kept):
    replying(*replies)
    with pytest.raises(UserQuitError, match="Nothing was written") as left:
        decide_names(app, TEXTS, no_input=False)
    assert INTERRUPTED == left.value.exit_code
    assert bool(kept) == ("kept in the aliases" in str(left.value))
    assert kept.items() <= app.aliases.read().items()


def test_ctrl_c_is_to_leave(app, replying, monkeypatch):
    def interrupted(*_: object, **__: object):
        raise KeyboardInterrupt

    monkeypatch.setattr(replying("1"), "ask_line", interrupted)
    with pytest.raises(UserQuitError):
        decide_names(app, TEXTS, no_input=False)


@pytest.mark.parametrize("no_input", [True, False])
def test_without_a_terminal_the_error_counts_the_names_but_does_not_list_them(app, typed, no_input):
    with pytest.raises(UnreviewedNamesError) as failed:
        decide_names(app, TEXTS, no_input=no_input)
    words = str(failed.value)
    assert 1 == failed.value.exit_code
    assert "4 names and numbers are still to be decided on" in words
    assert "`securebase aliases check`" in words
    assert not any(name in words for name in ("Robin", "Kim", "Monday", "0191"))


def test_no_input_asks_nothing_even_in_a_terminal(app, replying):
    replying()
    with pytest.raises(UnreviewedNamesError, match="1 name or number is"):
        decide_names(app, ["I asked Robin."], no_input=True)


def test_what_the_content_asks_needs_no_decision(app, typed):
    texts = [question.text for question in app.content.questions]
    assert {} == decide_names(app, texts, no_input=True).aliases


def test_what_is_too_long_for_the_file_is_asked_about_again(app, replying, capsys):
    long = f"A{'b' * 500}"
    replying("", "")
    decide_names(app, [f"by {long} and Kim"], no_input=False)
    assert {"Kim": "Kim"} == app.aliases.read()
    assert "will be asked about again" in capsys.readouterr().err


def test_a_file_of_aliases_that_is_damaged_is_an_error_before_anyone_is_asked(app, replying):
    app.journal.prepare()
    app.aliases.path.write_text("Secret", "utf-8")
    person = replying()
    with pytest.raises(AliasesError):
        decide_names(app, TEXTS, no_input=False)
    assert [] == person.prompts


def test_where_decisions_can_t_be_kept_nothing_is_given_back(app, replying, monkeypatch):
    replying("", "")
    monkeypatch.setattr(os, "fsync", raises_os_error(28))
    with pytest.raises(SavingError, match="aliases"):
        decide_names(app, TEXTS, no_input=False)


def test_a_remark_on_what_failed_after_that_is_passed_on(app, replying, monkeypatch, capsys):
    replying("", "")
    monkeypatch.setattr(
        "securebase_cli.storage.files.try_sync_folder", lambda _: "the folder is not synced"
    )
    decide_names(app, TEXTS, no_input=False)
    assert "Saved, but the folder is not synced.\n" == capsys.readouterr().err

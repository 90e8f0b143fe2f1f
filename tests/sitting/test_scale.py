"""The scale of a domain: asking for a value and how it is known, and what is said of it later."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.model import SCALE_MAX, DatedScaling, Domain, Scaling
from securebase_cli.sitting.scale import HOW_KNOWN, NO_BASIS, NO_VALUE, ask_scale
from securebase_cli.ui.pages import scale_history
from securebase_cli.ui.prompts.asker import Reply
from support.askers import ScriptedAsker

DOMAIN = Domain("availability", "Availability", "People are there for me", "", ())
HOW_SURE = (
    "0 to 10: how sure are you that each person in your team would say "
    "‘People are there for me’? Enter: {}."
)
NOT_NOW = HOW_SURE.format("not now")
SURE = Scaling(7, "observed")
BACK = Reply("back", "")


def weighed(
    *replies: Reply | str, so_far: Scaling | None = None
) -> tuple[ScriptedAsker, str, object]:
    """Let a person answer; returns them, how it ended, and what is on the scale."""
    person = ScriptedAsker(*replies)
    kept = [so_far]
    reply = ask_scale(person, DOMAIN, so_far, kept.append)
    assert [] == person._replies
    return person, reply.kind, kept[-1]


# The value.


def test_a_value_is_asked_for_and_then_how_it_is_known_and_both_are_said_again():
    person, kind, scaling = weighed("7", "2")
    assert ("done", SURE) == (kind, scaling)
    assert [NOT_NOW, HOW_KNOWN] == person.questions
    assert ["How sure, ‘People are there for me’: 7 of 10, observed"] == person.messages


@pytest.mark.parametrize("value", range(SCALE_MAX + 1))
def test_every_whole_number_from_nought_to_ten_is_a_value(value):
    assert Scaling(value) == weighed(f"{value}", "")[2]


@pytest.mark.parametrize(
    "given_as",
    ["11", "-1", "7.5", "7,5", "07", "+7", "1e1", "seven", "7 of 10", "٧", "７", "⑦", "²"],
)
def test_what_is_no_such_number_is_asked_for_again_and_nothing_is_guessed(given_as):
    person, kind, scaling = weighed(given_as, "6", "")
    assert ("done", Scaling(6)) == (kind, scaling)
    assert NO_VALUE == person.messages[0]
    assert [NOT_NOW, NOT_NOW, HOW_KNOWN] == person.questions


def test_enter_puts_nothing_on_the_scale_and_asks_no_more():
    person, kind, scaling = weighed("")
    assert ("done", None) == (kind, scaling)
    assert ([NOT_NOW], []) == (person.questions, person.messages)


def test_enter_leaves_what_there_was_and_the_question_says_so():
    person, kind, scaling = weighed("", so_far=SURE)
    assert ("done", SURE) == (kind, scaling)
    assert [HOW_SURE.format("leave it at 7; -: none")] == person.questions


def test_a_hyphen_takes_away_what_there_was():
    person, kind, scaling = weighed("-", so_far=SURE)
    assert ("done", None) == (kind, scaling)
    assert [] == person.messages


def test_a_new_value_says_anew_how_it_is_known():
    assert Scaling(8) == weighed("8", "", so_far=SURE)[2]
    assert Scaling(7) == weighed("7", "", so_far=SURE)[2]


def test_what_is_said_of_a_mistake_promises_what_enter_does():
    person, _, scaling = weighed("seven", "", so_far=SURE)
    assert SURE == scaling
    assert "Enter for none" not in person.messages[0]


# How it is known.


@pytest.mark.parametrize(
    ("given_as", "basis"),
    [
        ("1", "impression"),
        ("2", "observed"),
        ("3", "asked-the-team"),
        ("impression", "impression"),
        ("Obs", "observed"),
        ("asked the team", "asked-the-team"),
        ("My impression", "impression"),
        ("ASKED-THE", "asked-the-team"),
        ("i", "impression"),
        ("", ""),
    ],
)
def test_how_it_is_known_is_a_number_or_the_beginning_of_a_word_or_not_said(given_as, basis):
    assert Scaling(5, basis) == weighed("5", given_as)[2]


@pytest.mark.parametrize("given_as", ["0", "4", "12", "guess", "the team", "١", "observedly", "-"])
def test_another_way_of_knowing_is_asked_for_again(given_as):
    person, kind, scaling = weighed("5", given_as, "1")
    assert ("done", Scaling(5, "impression")) == (kind, scaling)
    assert [
        NO_BASIS,
        "How sure, ‘People are there for me’: 5 of 10, my impression",
    ] == person.messages
    assert [NOT_NOW, HOW_KNOWN, HOW_KNOWN] == person.questions


# Other ways to go on.


@pytest.mark.parametrize("kind", ["back", "pause", "end"])
@pytest.mark.parametrize("so_far", [None, SURE], ids=["nothing", "a value"])
def test_leaving_at_the_value_leaves_what_there_was(kind, so_far):
    person, ended, scaling = weighed(Reply(kind, ""), so_far=so_far)
    assert (kind, so_far) == (ended, scaling)
    assert [] == person.messages


@pytest.mark.parametrize("kind", ["pause", "end"])
def test_leaving_at_how_it_is_known_keeps_the_value(kind):
    person, ended, scaling = weighed("7", Reply(kind, ""), so_far=Scaling(3, "observed"))
    assert (kind, Scaling(7)) == (ended, scaling)
    assert ["How sure, ‘People are there for me’: 7 of 10"] == person.messages


def test_from_how_it_is_known_one_can_go_back_to_the_value_and_change_it():
    person, kind, scaling = weighed("7", BACK, "8", "1")
    assert ("done", Scaling(8, "impression")) == (kind, scaling)
    leave = HOW_SURE.format("leave it at 7; -: none")
    assert [NOT_NOW, HOW_KNOWN, leave, HOW_KNOWN] == person.questions


def test_from_how_it_is_known_one_can_go_back_and_leave_the_value_or_go_back_further():
    assert ("done", Scaling(7)) == weighed("7", BACK, "")[1:]
    assert ("back", Scaling(7)) == weighed("7", BACK, BACK)[1:]


def test_neither_needs_an_editor_so_whoever_asks_for_one_is_asked_again():
    editor = Reply("editor", "")
    person, kind, scaling = weighed(editor, "7", editor, "")
    assert ("done", Scaling(7)) == (kind, scaling)
    assert [NOT_NOW, NOT_NOW, HOW_KNOWN, HOW_KNOWN] == person.questions


@pytest.mark.parametrize("quality", ["{}", "{0} {quality}", "100 %s"])
def test_whatever_the_quality_is_it_is_asked_for_word_for_word(quality):
    person = ScriptedAsker("7", "")
    ask_scale(person, DOMAIN._replace(quality=quality), None, lambda _: None)
    assert f"‘{quality}’? Enter: not now." in person.questions[0]
    assert [f"How sure, ‘{quality}’: 7 of 10"] == person.messages


# Over time.


def scaled(*values: int, basis="", first=date(2026, 1, 1)) -> list[DatedScaling]:
    """Put one value on the scale each day."""
    return [
        DatedScaling(first + timedelta(days=day), Scaling(value, basis), f"a{day:03}")
        for day, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("basis", "words"),
    [
        ("", "7 of 10 on 1 January 2026"),
        ("impression", "7 of 10 on 1 January 2026, my impression"),
        ("observed", "7 of 10 on 1 January 2026, observed"),
        ("asked-the-team", "7 of 10 on 1 January 2026, asked the team"),
    ],
)
def test_a_value_is_told_with_its_day_and_how_it_is_known(basis, words):
    assert words == scale_history.format_scaling(*scaled(7, basis=basis))


def test_a_single_value_is_one_block_and_its_words():
    assert "▁  0 of 10 on 1 January 2026" == scale_history.draw_scalings(scaled(0))
    assert "█  10 of 10 on 1 January 2026" == scale_history.draw_scalings(scaled(10))


def test_several_are_a_line_of_blocks_and_the_last_two_in_words():
    assert (
        "▁▂▅█▄  10 on 4 January 2026, then 5 of 10 on 5 January 2026, observed"
        == scale_history.draw_scalings(scaled(0, 2, 6, 10, 5, basis="observed"))
    )


@given(values=st.lists(st.integers(0, SCALE_MAX), min_size=1, max_size=60))
def test_a_block_is_never_lower_than_that_of_a_smaller_value_and_only_the_newest_are_drawn(values):
    line = scale_history.draw_scalings(scaled(*values)).split("  ")[0]
    drawn = values[-scale_history.MAX_SHOWN :]
    assert len(drawn) == len(line)
    in_order = sorted(zip(drawn, line, strict=True))
    assert sorted(line) == [block for _, block in in_order]

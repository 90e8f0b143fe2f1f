"""The scale of a domain: asking for a value and its basis, and how they are shown later."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.errors import FolderError
from securebase_cli.model import SCALE_MAX, DatedScaling, Domain, Scaling
from securebase_cli.sitting.one_line import LEAVE_OUT
from securebase_cli.sitting.scale import NO_VALUE, ScaleHistory, ask_scale
from securebase_cli.ui.pages import scale_history
from securebase_cli.ui.prompts.asker import Reply
from support.askers import ScriptedAsker

DOMAIN = Domain("availability", "Availability", "People are there for me", "", ())
WHERE = (
    "Where is your team with ‘People are there for me’? "
    "0: nobody would say it yet. 10: everybody would."
)
BASIS = (
    "What do you go by? 1 a general impression, 2 what I have seen and heard, "
    "3 what they have told me. Enter to leave it out."
)
NO_BASIS = "A number from 1 to 3, please; or Enter."
NOT_NOW = f"{WHERE} {LEAVE_OUT}"
KEEP_7 = f"{WHERE} Enter to keep 7; - to take it away."
SURE = Scaling(7, "observed")
BACK = Reply("back", "")


def ask(*replies: Reply | str, so_far: Scaling | None = None) -> tuple[ScriptedAsker, str, object]:
    """Answer with these replies; return the asker, the last kind of reply, and the value saved."""
    asker = ScriptedAsker(*replies)
    saved = [so_far]
    kind = ask_scale(asker, DOMAIN, so_far, saved.append)
    assert [] == asker._replies
    return asker, kind, saved[-1]


# The value.


def test_the_value_and_its_basis_are_asked_for_and_repeated():
    asker, kind, scaling = ask("7", "2")
    assert ("done", SURE) == (kind, scaling)
    assert [NOT_NOW, BASIS] == asker.questions
    assert [(WHERE, "7 of 10, what I have seen and heard")] == asker.shown_answers


@pytest.mark.parametrize("value", range(SCALE_MAX + 1))
def test_every_whole_number_from_nought_to_ten_is_a_value(value):
    assert Scaling(value) == ask(f"{value}", "")[2]


@pytest.mark.parametrize(
    "typed",
    ["11", "-1", "7.5", "7,5", "07", "+7", "1e1", "seven", "7 of 10", "٧", "７", "⑦", "²"],
)
def test_anything_but_such_a_number_is_asked_for_again(typed):
    asker, kind, scaling = ask(typed, "6", "")
    assert ("done", Scaling(6)) == (kind, scaling)
    assert NO_VALUE == asker.messages[0]
    assert [NOT_NOW, NOT_NOW, BASIS] == asker.questions


def test_enter_puts_nothing_on_the_scale_and_asks_no_more():
    asker, kind, scaling = ask("")
    assert ("done", None) == (kind, scaling)
    assert ([NOT_NOW], []) == (asker.questions, asker.messages)


def test_enter_leaves_the_value_and_the_question_says_so():
    asker, kind, scaling = ask("", so_far=SURE)
    assert ("done", SURE) == (kind, scaling)
    assert [KEEP_7] == asker.questions


def test_a_hyphen_removes_the_value():
    asker, kind, scaling = ask("-", so_far=SURE)
    assert ("done", None) == (kind, scaling)
    assert [] == asker.messages


def test_a_new_value_drops_the_old_basis():
    assert Scaling(8) == ask("8", "", so_far=SURE)[2]
    assert Scaling(7) == ask("7", "", so_far=SURE)[2]


def test_the_warning_does_not_promise_that_enter_removes_the_value():
    asker, _, scaling = ask("seven", "", so_far=SURE)
    assert SURE == scaling
    assert NO_VALUE == asker.messages[0]


# What the user goes by.


@pytest.mark.parametrize(
    ("typed", "basis"),
    [
        ("1", "impression"),
        ("2", "observed"),
        ("3", "asked-the-team"),
        ("impression", "impression"),
        ("What I", "observed"),
        ("what they have told me", "asked-the-team"),
        ("A general", "impression"),
        ("TOLD", "asked-the-team"),
        ("", ""),
    ],
)
def test_the_basis_is_a_number_or_some_of_its_words_or_left_out(typed, basis):
    assert Scaling(5, basis) == ask("5", typed)[2]


@pytest.mark.parametrize(
    "typed", ["0", "4", "12", "guess", "the team", "what", "١", "observedly", "-"]
)
def test_an_unknown_basis_is_asked_for_again(typed):
    asker, kind, scaling = ask("5", typed, "1")
    assert ("done", Scaling(5, "impression")) == (kind, scaling)
    assert [NO_BASIS] == asker.messages
    assert [(WHERE, "5 of 10, a general impression")] == asker.shown_answers
    assert [NOT_NOW, BASIS, BASIS] == asker.questions


# Other ways to go on.


@pytest.mark.parametrize("kind", ["back", "pause", "end"])
@pytest.mark.parametrize("so_far", [None, SURE], ids=["nothing", "a value"])
def test_leaving_at_the_value_changes_nothing(kind, so_far):
    asker, reply_kind, scaling = ask(Reply(kind, ""), so_far=so_far)
    assert (kind, so_far) == (reply_kind, scaling)
    assert [] == asker.messages


@pytest.mark.parametrize("kind", ["pause", "end"])
def test_leaving_at_the_basis_saves_the_value(kind):
    asker, reply_kind, scaling = ask("7", Reply(kind, ""), so_far=Scaling(3, "observed"))
    assert (kind, Scaling(7)) == (reply_kind, scaling)
    assert [(WHERE, "7 of 10")] == asker.shown_answers


def test_back_goes_from_the_basis_to_the_value():
    asker, kind, scaling = ask("7", BACK, "8", "1")
    assert ("done", Scaling(8, "impression")) == (kind, scaling)
    assert [NOT_NOW, BASIS, KEEP_7, BASIS] == asker.questions


def test_after_going_back_enter_leaves_the_value_and_back_goes_further():
    assert ("done", Scaling(7)) == ask("7", BACK, "")[1:]
    assert ("back", Scaling(7)) == ask("7", BACK, BACK)[1:]


def test_the_editor_command_asks_again():
    editor = Reply("editor", "")
    asker, kind, scaling = ask(editor, "7", editor, "")
    assert ("done", Scaling(7)) == (kind, scaling)
    assert [NOT_NOW, NOT_NOW, BASIS, BASIS] == asker.questions


@pytest.mark.parametrize("quality", ["{}", "{0} {quality}", "100 %s"])
def test_braces_in_the_quality_are_asked_for_as_they_stand(quality):
    asker = ScriptedAsker("7", "")
    ask_scale(asker, DOMAIN._replace(quality=quality), None, lambda _: None)
    assert f"‘{quality}’? 0: nobody" in asker.questions[0]
    assert f"‘{quality}’? 0: nobody" in asker.shown_answers[0][0]


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
        ("impression", "7 of 10 on 1 January 2026, a general impression"),
        ("observed", "7 of 10 on 1 January 2026, what I have seen and heard"),
        ("asked-the-team", "7 of 10 on 1 January 2026, what they have told me"),
    ],
)
def test_a_value_is_told_with_its_day_and_how_it_is_known(basis, words):
    assert words == scale_history.format_scaling(*scaled(7, basis=basis))


def test_a_single_value_is_one_block_and_its_words():
    assert "▁  0 of 10 on 1 January 2026" == scale_history.draw_scalings(scaled(0))
    assert "█  10 of 10 on 1 January 2026" == scale_history.draw_scalings(scaled(10))


def test_several_are_a_line_of_blocks_and_the_last_two_in_words():
    assert (
        "▁▂▅█▄  10 on 4 January 2026, then 5 of 10 on 5 January 2026, what I have seen and heard"
        == scale_history.draw_scalings(scaled(0, 2, 6, 10, 5, basis="observed"))
    )


@given(values=st.lists(st.integers(0, SCALE_MAX), min_size=1, max_size=60))
def test_a_block_is_never_lower_than_that_of_a_smaller_value_and_only_the_newest_are_drawn(values):
    line = scale_history.draw_scalings(scaled(*values)).split("  ")[0]
    drawn = values[-scale_history.MAX_SHOWN :]
    assert len(drawn) == len(line)
    in_order = sorted(zip(drawn, line, strict=True))
    assert sorted(line) == [block for _, block in in_order]


TODAY = date(2026, 11, 28)


def a_history(days_ago: dict[str, int]) -> ScaleHistory:
    """Return a history in which these domains got a value so many days ago."""
    scalings = {
        domain: DatedScaling(TODAY - timedelta(days=days), SURE, "k3f7")
        for domain, days in days_ago.items()
    }
    return ScaleHistory(scalings.get, TODAY)


@pytest.mark.parametrize(
    ("days_ago", "expected"),
    [
        ({}, "availability"),
        ({"availability": 40}, "sensitivity"),
        ({"availability": 40, "sensitivity": 50}, "sensitivity"),
        ({"availability": 29, "sensitivity": 28}, "availability"),
        ({"availability": 28, "sensitivity": 3}, None),
    ],
)
def test_the_domain_that_got_no_value_for_longest_is_asked_for(days_ago, expected):
    domains = [DOMAIN, DOMAIN._replace(id="sensitivity")]
    domain = a_history(days_ago).longest_without_value(domains)
    assert expected == (domain and domain.id)


def test_without_domains_no_scale_is_asked_for():
    assert a_history({}).longest_without_value([]) is None


def test_a_journal_that_cannot_be_read_is_tried_once_and_has_no_values():
    tried = []

    def find_last_scaling(domain_id: str) -> None:
        tried.append(domain_id)
        raise FolderError("The folder can't be read.")

    history = ScaleHistory(find_last_scaling, TODAY)
    assert [None, None] == [history.last(DOMAIN), history.last(DOMAIN)]
    assert ["availability"] == tried

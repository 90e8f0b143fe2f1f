"""A menu where there is no pointer: numbers, names and words."""

import pytest

from securebase_cli.ui.prompts.asker import Menu, MenuLine, Reply
from securebase_cli.ui.prompts.menu_by_line import choose_by_line
from support.askers import ScriptedLineAsker

ENTRIES = Menu(
    "Which one?",
    (
        MenuLine("5 Nov 2026 · Co-operation", "k3f7", "We paired."),
        MenuLine("4 Nov 2026 · Availability", "m2aa", "Most do."),
        MenuLine("3 Nov 2026 · Availability", "old2"),
    ),
)


def test_the_lines_are_printed_with_their_numbers():
    asker = ScriptedLineAsker("1")
    choose_by_line(asker, ENTRIES)
    assert [
        "1. 5 Nov 2026 · Co-operation · k3f7 · We paired.",
        "2. 4 Nov 2026 · Availability · m2aa · Most do.",
        "3. 3 Nov 2026 · Availability · old2",
    ] == asker.messages
    assert ["Which one? A number or a name; empty: none for now."] == asker.prompts


@pytest.mark.parametrize(
    ("typed", "index"),
    [("2", 1), ("old2", 2), ("OLD", 2), ("cooperation", 0), ("5 nov", 0), ("avail most", 1)],
)
def test_a_number_or_words_that_only_one_line_has_choose_it(typed, index):
    assert index == choose_by_line(ScriptedLineAsker(typed), ENTRIES)


@pytest.mark.parametrize(
    ("typed", "warning"),
    [
        ("0", "A number from 1 to 3, please."),
        ("²", "A number from 1 to 3, please."),
        ("avail", "More than one line fits: 2, 3. The number of one, please."),
        (
            "praise",
            f"One of these, please: {', '.join(line.label for line in ENTRIES.lines)}.",
        ),
    ],
)
def test_what_fits_no_line_or_several_is_asked_for_again(typed, warning):
    asker = ScriptedLineAsker(typed, "1")
    assert 0 == choose_by_line(asker, ENTRIES)
    assert warning == asker.messages[-1]


def test_the_name_of_a_line_chooses_it_before_words_of_another():
    lines = (MenuLine("begin again", name="again"), MenuLine("something new", name="begin"))
    assert 1 == choose_by_line(ScriptedLineAsker("begin"), Menu("What?", lines))


def test_an_empty_answer_chooses_the_line_that_the_menu_says_or_none():
    assert choose_by_line(ScriptedLineAsker(""), ENTRIES) is None
    asker = ScriptedLineAsker("")
    assert 1 == choose_by_line(asker, ENTRIES._replace(when_empty=1))
    assert asker.prompts[0].endswith("empty: 4 Nov 2026 · Availability.")


@pytest.mark.parametrize("kind", ["back", "pause", "end"])
def test_leaving_chooses_none(kind):
    assert choose_by_line(ScriptedLineAsker(Reply(kind, "")), ENTRIES) is None

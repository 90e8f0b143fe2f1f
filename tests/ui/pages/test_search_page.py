"""Search results: each entry with its first matches, in which the words are highlighted."""

import io
import re
from types import MappingProxyType

import pytest

from securebase_cli.entry_format.entry import read_entry, write_entry
from securebase_cli.model import Action, Answer
from securebase_cli.review.excerpts import EXCERPT_WIDTH
from securebase_cli.review.search import SearchHit, SearchTerms
from securebase_cli.storage.scan import StoredEntry
from securebase_cli.ui.console import Screen
from securebase_cli.ui.pages.search_page import search_page
from support.builders import ANSWER, a_stored_entry, an_entry
from support.streams import TerminalStream, use_ordinary_terminal, without_styles

HIGHLIGHT = "\x1b[1;4;35m"
DIM = "\x1b[2m"


def _hits(line: str, *entries: StoredEntry) -> list[SearchHit]:
    words = SearchTerms.from_line(line)
    return [SearchHit(stored, words.find_matches(stored.entry)) for stored in entries]


@pytest.fixture
def shown(monkeypatch):
    """Return a function that searches for a line of words, and prints the results in one form."""
    use_ordinary_terminal(monkeypatch, columns=100)

    def show(
        line: str, *entries: StoredEntry, form: str = "pipe", parents=MappingProxyType({})
    ) -> str:
        stream = TerminalStream() if form == "terminal" else io.StringIO()
        monkeypatch.setattr("sys.stdout", stream)
        Screen(plain=form == "plain").show(
            search_page(_hits(line, *entries), parents, str.capitalize)
        )
        return stream.getvalue()

    return show


def _in_style(code: str, text: str) -> list[str]:
    return re.findall(rf"{re.escape(code)}([^\x1b]*)\x1b\[0m", text)


def _highlighted(text: str) -> list[str]:
    """Return the texts that are highlighted."""
    return _in_style(HIGHLIGHT, text)


def test_nothing_found_is_an_empty_page():
    assert () == search_page([], {}, str)


def test_each_match_is_below_the_question_as_it_was_asked(shown):
    answers = (
        Answer("one", "Who?", "A buddy."),
        Answer("two", "Which buddy?", "That one."),
        Answer("three", "Who else?", "No buddy."),
    )
    expected = [
        "Availability, 23 November 2026 · k3f7",
        *("  Who?", "    A buddy."),
        *("  Which buddy?", "    That one."),
        *("  Who else?", "    No buddy."),
    ]
    assert expected == shown("buddy", a_stored_entry(answers=answers)).splitlines()


def test_a_follow_up_has_its_parent_above_it(shown):
    answers = (Answer("one", "Which buddy?", "No."), Answer("two", "Who?", "A buddy."))
    parents = {"one": "Is anyone there?", "two": "Does anyone call?", "three": "Who has a buddy?"}
    expected = [
        "Availability, 23 November 2026 · k3f7",
        *("  After: Is anyone there?", "  Which buddy?", "    No."),
        *("  After: Does anyone call?", "  Who?", "    A buddy."),
    ]
    entry = a_stored_entry(answers=answers, tags=("buddy",))
    assert [*expected, "  Tag", "    buddy"] == shown("buddy", entry, parents=parents).splitlines()


@pytest.mark.parametrize("answer", ["A buddy.", "Nobody."])
@pytest.mark.parametrize("parent", ["A buddy.", "Nobody."])
def test_a_follow_up_right_below_its_parent_does_not_repeat_it(shown, parent, answer):
    answers = (Answer("one", "Which buddy?", parent), Answer("two", "Is it a buddy?", answer))
    expected = [
        "Availability, 23 November 2026 · k3f7",
        *("  Which buddy?", f"    {parent}"),
        *("  Is it a buddy?", f"    {answer}"),
    ]
    entry = a_stored_entry(answers=answers)
    assert expected == shown("buddy", entry, parents={"two": "Which buddy?"}).splitlines()


def test_a_follow_up_has_its_parent_above_it_if_another_question_is_between(shown):
    answers = (
        Answer("one", "Which buddy?", "That one."),
        Answer("two", "Who else?", "No buddy."),
        Answer("three", "Since when?", "The buddy came in May."),
    )
    expected = [
        "Availability, 23 November 2026 · k3f7",
        *("  Which buddy?", "    That one."),
        *("  Who else?", "    No buddy."),
        *("  After: Which buddy?", "  Since when?", "    The buddy came in May."),
    ]
    parents = {"two": "Which buddy?", "three": "Which buddy?"}
    assert expected == shown("buddy", a_stored_entry(answers=answers), parents=parents).splitlines()


def test_the_parent_is_shown_again_in_the_next_entry(shown):
    """There it would be above only in another entry."""
    first = a_stored_entry(id="aaaa", answers=(Answer("one", "Which buddy?", "That one."),))
    second = a_stored_entry(id="bbbb", answers=(Answer("two", "Who else?", "No buddy."),))
    output = shown("buddy", first, second, parents={"two": "Which buddy?"})
    assert "bbbb\n  After: Which buddy?\n  Who else?\n    No buddy.\n" in output


LONG = "Not one of us, as far as I can tell, knew what to do about it. " * 9


@pytest.mark.parametrize(
    ("answer", "beginning"),
    [
        ("That one.", "That one."),
        ("Not yet.\n\n- First\n- \tthe \n rota", "Not yet. - First - the rota"),
        (LONG, f"{LONG[: LONG.rindex(' ', 0, EXCERPT_WIDTH + 1)]}…"),
        ("x" * EXCERPT_WIDTH, "x" * EXCERPT_WIDTH),
        ("x" * 999, "x" * EXCERPT_WIDTH + "…"),
    ],
    ids=["short", "of several lines", "long", "just short enough", "without a space"],
)
def test_a_matching_question_is_followed_by_the_start_of_its_answer(shown, answer, beginning):
    entry = a_stored_entry(answers=(Answer("one", "Which buddy?", answer),))
    assert f"Answer: {beginning}" == shown("buddy", entry, form="plain").splitlines()[-1]


def test_in_a_terminal_the_answer_to_a_matching_question_is_dim_as_are_other_questions(shown):
    answers = (Answer("one", "Which buddy?", "That one."), Answer("two", "Who?", "A buddy."))
    output = shown("buddy", a_stored_entry(answers=answers), form="terminal")
    assert ["That one.", "Who?"] == _in_style(DIM, output)


def test_a_question_answered_twice_is_followed_by_the_start_of_each_answer(shown):
    """Nobody is asked twice in a sitting; but an entry can be edited by hand."""
    answers = (
        Answer("one", "Which buddy?", "That one."),
        Answer("one", "Which buddy?", "The other one."),
    )
    output = shown("buddy", a_stored_entry(answers=answers))
    assert "    That one.\n" in output
    assert "    The other one.\n" in output


def test_actions_and_tags_have_one_heading_each(shown):
    actions = (Action("A buddy"), Action("Rest", "tried", note="The buddy said so"))
    entry = a_stored_entry(answers=(), actions=actions, tags=("buddy-day",))
    expected = [
        "Availability, 23 November 2026 · k3f7",
        *("  What I will try", "    A buddy", "    The buddy said so"),
        *("  Tag", "    buddy-day"),
    ]
    assert expected == shown("buddy", entry).splitlines()


@pytest.mark.parametrize(
    ("places", "more"),
    [(3, []), (4, ["1 more place"]), (5, ["2 more places"]), (12, ["9 more places"])],
)
def test_of_many_matches_three_are_shown_and_the_others_counted(shown, places, more):
    answers = tuple(Answer(f"q-{n}", f"Asked {n}?", f"Buddy {n}.") for n in range(places))
    lines = shown("buddy", a_stored_entry(answers=answers)).splitlines()
    assert ["    Buddy 0.", "    Buddy 1.", "    Buddy 2."] == [
        line for line in lines if "Buddy" in line
    ]
    assert [f"  and {count}: securebase show k3f7" for count in more] == lines[7:]


def test_an_entry_without_a_title_has_its_domain_and_its_day(shown):
    entry = a_stored_entry(title="", domain="long-gone")
    assert shown("most", entry).startswith("Long-gone, 23 November 2026 · k3f7\n")


def test_entries_are_separated_by_an_empty_line(shown):
    lines = shown("most", a_stored_entry(id="aaaa"), a_stored_entry(id="bbbb")).splitlines()
    assert [False, False, False, True, False, False, False] == [not line for line in lines]


def test_plain_has_a_label_on_each_line(shown):
    answers = (ANSWER, *(Answer("q", "Most?", "No.") for _ in range(3)))
    expected = [
        "Entry: Availability, 23 November 2026 · k3f7",
        f"Question: {ANSWER.question_text}",
        "Excerpt: Most of them do.",
        *("Question: Most?", "Answer: No.", "Question: Most?", "Answer: No."),
        "More: and 1 more place: securebase show k3f7",
    ]
    assert expected == shown("most", a_stored_entry(answers=answers), form="plain").splitlines()
    tagged = a_stored_entry(answers=(), tags=("most",))
    assert "Where: Tag\nExcerpt: most\n" in shown("most", tagged, form="plain")


def test_in_a_terminal_the_words_are_bold_underlined_and_coloured(shown):
    answers = (Answer("q", "Do you?", "Most of them do, most of the time – Zoë’s MÖST."),)
    output = shown("most the", a_stored_entry(answers=answers), form="terminal")
    assert ["Most", "the", "most", "the", "MÖST"] == _highlighted(output)
    assert "    Most of them do, most of the time – Zoë’s MÖST." in without_styles(output)


@pytest.mark.parametrize("form", ["pipe", "plain"])
def test_on_other_streams_nothing_is_highlighted(shown, form):
    assert "\x1b" not in shown("most", a_stored_entry(), form=form)


def test_highlights_are_right_although_unsafe_characters_are_removed(shown):
    hostile = "a\x1b[2J b\u202e\u2066 bud\u00addy \x9b31m [red]x[/red] buddy\x07"
    output = shown(
        "buddy", a_stored_entry(answers=(Answer("q", "Asked?", hostile),)), form="terminal"
    )
    assert ["buddy", "buddy"] == _highlighted(output)
    assert "[red]x[/red]" in without_styles(output)
    assert {"\n"} == {letter for letter in without_styles(output) if not letter.isprintable()}


@pytest.mark.parametrize("form", ["pipe", "plain", "terminal"])
def test_no_result_can_control_the_terminal(shown, form):
    text = "buddy \x1b[2J \x1b]52;c;aGk=\x07 \x9b2J \x00 \u202e \u2066"
    entry = a_stored_entry(
        title=text,
        answers=(Answer("q", text, text), Answer("r", text, text.replace("buddy", "rota"))),
        actions=(Action(text),),
    )
    output = without_styles(
        shown("buddy", entry, form=form, parents={"r": text.replace("buddy", "day")})
    )
    assert all(word in output for word in ("buddy", "rota", "After: day"))
    assert {"\n"} == {letter for letter in output if not letter.isprintable()}


def test_an_answer_whose_heading_was_removed_is_shown(shown):
    text = write_entry(an_entry()).replace(f"## {ANSWER.question_text}\n", "My own words.\n")
    entry = read_entry(text)
    assert "" == entry.answers[0].question_text
    assert "    Most of them do." in shown("most", StoredEntry("/journal/k3f7.md", entry))


def test_an_answer_without_a_heading_is_not_below_another_question(shown):
    answers = (Answer("one", "Who?", "A buddy."), Answer("two", "", "No buddy."))
    output = shown("buddy", a_stored_entry(answers=answers))
    assert output.index("A buddy.") < output.index("No buddy.")
    assert "    A buddy.\n    No buddy." not in output

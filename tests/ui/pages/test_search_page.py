"""The page of what was found: each entry with the first places, and the words marked in them."""

import io
import re
from types import MappingProxyType

import pytest

from securebase_cli.entry_format.entry import read_entry, write_entry
from securebase_cli.model import Action, Answer
from securebase_cli.review.search import EXCERPT_WIDTH, SearchHit, SearchTerms
from securebase_cli.storage.scan import StoredEntry
from securebase_cli.ui.console import Screen
from securebase_cli.ui.pages.search_page import search_page
from support.builders import ANSWER, a_stored_entry, an_entry
from support.streams import TerminalStream, use_ordinary_terminal, without_styles

MARKED = "\x1b[1;4m"
QUIET = "\x1b[2m"


def _found(line: str, *entries: StoredEntry) -> list[SearchHit]:
    words = SearchTerms.from_line(line)
    return [SearchHit(one, words.find_matches(one.entry)) for one in entries]


@pytest.fixture
def shown(monkeypatch):
    """Give a function that shows what a line of words finds, in one of the three ways."""
    use_ordinary_terminal(monkeypatch, columns=100)

    def show(
        line: str, *entries: StoredEntry, way: str = "bare", parents=MappingProxyType({})
    ) -> str:
        stream = TerminalStream() if way == "terminal" else io.StringIO()
        monkeypatch.setattr("sys.stdout", stream)
        Screen(plain=way == "plain").show(
            search_page(_found(line, *entries), parents, str.capitalize)
        )
        return stream.getvalue()

    return show


def _in_style(code: str, text: str) -> list[str]:
    return re.findall(rf"{re.escape(code)}([^\x1b]*)\x1b\[0m", text)


def _marked(text: str) -> list[str]:
    """Return what is marked on a screen, by the first of the codes for bold and underlined."""
    return _in_style(MARKED, text)


def test_nothing_found_is_an_empty_page():
    assert () == search_page([], {}, str)


def test_each_place_stands_below_the_question_as_it_was_asked(shown):
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


def test_a_question_that_follows_another_has_that_one_above_it(shown):
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
def test_a_question_right_below_the_one_that_it_follows_does_not_say_so(shown, parent, answer):
    answers = (Answer("one", "Which buddy?", parent), Answer("two", "Is it a buddy?", answer))
    expected = [
        "Availability, 23 November 2026 · k3f7",
        *("  Which buddy?", f"    {parent}"),
        *("  Is it a buddy?", f"    {answer}"),
    ]
    entry = a_stored_entry(answers=answers)
    assert expected == shown("buddy", entry, parents={"two": "Which buddy?"}).splitlines()


def test_a_question_says_what_it_follows_where_another_stands_between_them(shown):
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


def test_what_a_question_follows_is_said_in_the_next_entry_once_more(shown):
    """There it would be above only in another entry."""
    first = a_stored_entry(id="aaaa", answers=(Answer("one", "Which buddy?", "That one."),))
    second = a_stored_entry(id="bbbb", answers=(Answer("two", "Who else?", "No buddy."),))
    found = shown("buddy", first, second, parents={"two": "Which buddy?"})
    assert "bbbb\n  After: Which buddy?\n  Who else?\n    No buddy.\n" in found


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
def test_below_a_question_that_has_the_words_its_answer_begins(shown, answer, beginning):
    entry = a_stored_entry(answers=(Answer("one", "Which buddy?", answer),))
    assert f"Answer: {beginning}" == shown("buddy", entry, way="plain").splitlines()[-1]


def test_in_a_terminal_the_answer_to_a_question_that_has_the_words_is_quieter_than_it(shown):
    answers = (Answer("one", "Which buddy?", "That one."), Answer("two", "Who?", "A buddy."))
    found = shown("buddy", a_stored_entry(answers=answers), way="terminal")
    assert ["That one."] == _in_style(QUIET, found)


def test_below_a_question_that_was_answered_twice_each_answer_begins(shown):
    """Nobody is asked twice in a sitting; but an entry can be edited by hand."""
    answers = (
        Answer("one", "Which buddy?", "That one."),
        Answer("one", "Which buddy?", "The other one."),
    )
    found = shown("buddy", a_stored_entry(answers=answers))
    assert "    That one.\n" in found
    assert "    The other one.\n" in found


def test_actions_and_tags_say_what_they_are_once(shown):
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
def test_of_many_places_the_first_three_are_shown_and_the_others_counted(shown, places, more):
    answers = tuple(Answer(f"q-{n}", f"Asked {n}?", f"Buddy {n}.") for n in range(places))
    lines = shown("buddy", a_stored_entry(answers=answers)).splitlines()
    assert ["    Buddy 0.", "    Buddy 1.", "    Buddy 2."] == [
        line for line in lines if "Buddy" in line
    ]
    assert [f"  and {count}: securebase show k3f7" for count in more] == lines[7:]


def test_an_entry_without_a_title_has_its_domain_and_its_day(shown):
    entry = a_stored_entry(title="", domain="long-gone")
    assert shown("most", entry).startswith("Long-gone, 23 November 2026 · k3f7\n")


def test_an_empty_line_stands_between_two_entries_and_none_at_the_end(shown):
    lines = shown("most", a_stored_entry(id="aaaa"), a_stored_entry(id="bbbb")).splitlines()
    assert [False, False, False, True, False, False, False] == [not line for line in lines]


def test_plain_has_a_label_on_each_line(shown):
    answers = (ANSWER, *(Answer("q", "Most?", "No.") for _ in range(3)))
    expected = [
        "Entry: Availability, 23 November 2026 · k3f7",
        f"Question: {ANSWER.asked}",
        "Excerpt: Most of them do.",
        *("Question: Most?", "Answer: No.", "Question: Most?", "Answer: No."),
        "More: and 1 more place: securebase show k3f7",
    ]
    assert expected == shown("most", a_stored_entry(answers=answers), way="plain").splitlines()
    tagged = a_stored_entry(answers=(), tags=("most",))
    assert "Where: Tag\nExcerpt: most\n" in shown("most", tagged, way="plain")


def test_in_a_terminal_the_words_are_marked_where_they_stand_and_not_by_colour_alone(shown):
    answers = (Answer("q", "Do you?", "Most of them do, most of the time – Zoë’s MÖST."),)
    found = shown("most the", a_stored_entry(answers=answers), way="terminal")
    assert ["Most", "the", "most", "the", "MÖST"] == _marked(found)
    assert "    Most of them do, most of the time – Zoë’s MÖST." in without_styles(found)


@pytest.mark.parametrize("way", ["bare", "plain"])
def test_elsewhere_nothing_is_marked(shown, way):
    assert "\x1b" not in shown("most", a_stored_entry(), way=way)


def test_marks_stay_in_their_place_where_something_was_taken_out(shown):
    hostile = "a\x1b[2J b\u202e\u2066 bud\u00addy \x9b31m [red]x[/red] buddy\x07"
    found = shown(
        "buddy", a_stored_entry(answers=(Answer("q", "Asked?", hostile),)), way="terminal"
    )
    assert ["buddy", "buddy"] == _marked(found)
    assert "[red]x[/red]" in without_styles(found)
    assert {"\n"} == {letter for letter in without_styles(found) if not letter.isprintable()}


@pytest.mark.parametrize("way", ["bare", "plain", "terminal"])
def test_nothing_that_a_terminal_could_obey_gets_through(shown, way):
    text = "buddy \x1b[2J \x1b]52;c;aGk=\x07 \x9b2J \x00 \u202e \u2066"
    entry = a_stored_entry(
        title=text,
        answers=(Answer("q", text, text), Answer("r", text, text.replace("buddy", "rota"))),
        actions=(Action(text),),
    )
    found = without_styles(
        shown("buddy", entry, way=way, parents={"r": text.replace("buddy", "day")})
    )
    assert all(word in found for word in ("buddy", "rota", "After: day"))
    assert {"\n"} == {letter for letter in found if not letter.isprintable()}


def test_an_answer_whose_heading_somebody_took_away_is_shown_all_the_same(shown):
    text = write_entry(an_entry()).replace(f"## {ANSWER.asked}\n", "My own words.\n")
    entry = read_entry(text)
    assert "" == entry.answers[0].asked
    assert "    Most of them do." in shown("most", StoredEntry("/journal/k3f7.md", entry))


def test_such_an_answer_does_not_stand_below_the_question_of_another(shown):
    answers = (Answer("one", "Who?", "A buddy."), Answer("two", "", "No buddy."))
    found = shown("buddy", a_stored_entry(answers=answers))
    assert found.index("A buddy.") < found.index("No buddy.")
    assert "    A buddy.\n    No buddy." not in found

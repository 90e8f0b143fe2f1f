"""What is asked after a short answer to a closed question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.model import Question
from securebase_cli.sitting.deeper import AFTER_NO, AFTER_YES, IN_BETWEEN, deeper_question

CLOSED = Question("praise", "acceptance", "Do you acknowledge or praise staff?")
OPEN = Question("how", "acceptance", "How do you react?")


@pytest.mark.parametrize(
    "answer", ["Yes", "yes.", "YES!", "  yep  ", "Yes, we do.", "yes they do", "Yes we can", "Aye"]
)
def test_after_a_yes_it_asks_what_tells_so(answer):
    assert AFTER_YES == deeper_question(CLOSED, answer)


@pytest.mark.parametrize(
    "answer",
    ["No", "no.", "Nope!", "No, we don’t.", "No I don't", "Not yet", "not yet.", "No, not really",
     "Not really", "Not so far.", "No – never"],
)  # fmt: skip
def test_after_a_no_it_asks_what_gets_in_the_way(answer):
    assert AFTER_NO == deeper_question(CLOSED, answer)


@pytest.mark.parametrize(
    "answer",
    ["Mostly", "sometimes.", "I think so", "Yes, mostly.", "Yes, but not always", "Yes and no",
     "Not always", "Most of them do", "I hope so", "It depends", "Usually, yes", "No, not always"],
)  # fmt: skip
def test_in_between_it_asks_when_yes_and_when_not(answer):
    assert IN_BETWEEN == deeper_question(CLOSED, answer)


@pytest.mark.parametrize(
    "answer",
    ["", "Nobody asks", "No idea", "No one", "yesterday", "Ask Kim on Monday", "Notes", "We ring",
     "I do", "Yesterday’s meeting", "Noon", "Yes, they ring me every day.",
     "No, I have not asked."],
)  # fmt: skip
def test_no_other_words_and_no_longer_answer_are_taken_for_a_yes_or_a_no(answer):
    assert "" == deeper_question(CLOSED, answer)


@pytest.mark.parametrize("answer", ["Yes", "No", "Mostly"])
def test_after_an_open_question_nothing_is_asked(answer):
    assert "" == deeper_question(OPEN, answer)


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=5).map(" ".join))
def test_after_five_words_or_more_nothing_is_asked(answer):
    assert "" == deeper_question(CLOSED, f"Yes {answer}")

"""Finding a question by its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.instrument.content import read_content
from securebase_cli.review.compare import find_by_words

QUESTIONS = read_content().questions
texts_of_questions = st.sampled_from([question.text for question in QUESTIONS])


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("acknowledge or praise", ["praise"]),
        ("PRAISE when Acknowledge", ["praise"]),
        ("team members' strengths and", ["strengths-and-weaknesses"]),
        ("team members’ strengths and", ["strengths-and-weaknesses"]),
        ("cooperation", []),
        ("praise blame", []),
        ("raise", []),
    ],
)
def test_words_are_found_as_search_finds_them(typed, ids):
    assert ids == [question.id for question in find_by_words(typed, QUESTIONS)]


def test_a_question_with_only_these_words_is_found_though_another_has_more():
    (question,) = find_by_words("How could this be managed?", QUESTIONS)
    assert "How could this be managed?" == question.text


@given(texts_of_questions, st.sampled_from(["", "?", "…", " ", "\n"]), st.booleans())
def test_each_question_is_found_by_its_whole_text(text, end, is_upper):
    typed = text.rstrip("?") + end
    found = find_by_words(typed.upper() if is_upper else typed, QUESTIONS)
    assert {text} == {question.text for question in found}


@given(st.data(), texts_of_questions)
def test_each_question_is_among_those_with_any_of_its_words(data, text):
    words = data.draw(st.lists(st.sampled_from(text.split()), min_size=1, max_size=4))
    found = find_by_words(" ".join(words), QUESTIONS)
    assert text in {question.text for question in found}


@given(st.text(max_size=40))
def test_any_text_finds_questions_or_none(typed):
    assert set(find_by_words(typed, QUESTIONS)) <= set(QUESTIONS)

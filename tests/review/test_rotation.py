"""Suggestions: following them leaves no question unanswered for long."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.instrument.content import read_content
from securebase_cli.json_records import suggestion_record
from securebase_cli.model import Lens, Question
from securebase_cli.review.coverage import QuestionCoverage, count_coverage
from securebase_cli.review.rotation import Suggestion, suggest_question, suggest_short_sitting
from support.builders import an_outline

CONTENT = read_content()
LENS = CONTENT.lens
QUESTIONS = CONTENT.questions
IDS = [question.id for question in QUESTIONS]
OF_LENS = frozenset(q.id for q in CONTENT.questions_by_theme("Diversity and power"))
DAY = date(2026, 11, 23)


def covered(
    answered: Mapping[str, date] | None = None,
    skipped: Mapping[str, date] | None = None,
    questions: tuple[Question, ...] = QUESTIONS,
) -> list[QuestionCoverage]:
    """Say of each question when it was answered and skipped last; the others never were."""
    answered, skipped = answered or {}, skipped or {}
    return [
        QuestionCoverage(
            question=one,
            last=answered.get(one.id),
            answer_count=int(one.id in answered),
            skip_count=int(one.id in skipped),
            last_skipped=skipped.get(one.id),
        )
        for one in questions
    ]


def all_but(*names: str, on: date = DAY) -> dict[str, date]:
    return {one: on for one in IDS if one not in names}


def next_id(
    answered: Mapping[str, date] | None = None,
    skipped: Mapping[str, date] | None = None,
    among: Collection[str] = (),
) -> str:
    return suggest_question(covered(answered, skipped), LENS, among).question.id


def following(
    days: int, answered: Mapping[str, date] | None = None, among: Collection[str] = ()
) -> list[str]:
    """Answer what is suggested, one a day, and return what that was."""
    known = dict(answered or {})
    asked = []
    for day in range(1, days + 1):
        name = next_id(known, among=among)
        known[name] = DAY + timedelta(days=day)
        asked.append(name)
    return asked


# Which one.


def test_what_was_never_answered_comes_before_what_was_answered_even_in_the_newest_domain():
    assert "induction" == next_id(all_but("induction", on=date(2001, 1, 1)) | {"praise": DAY})


def test_of_questions_that_were_all_answered_the_one_answered_longest_ago_comes():
    days = {name: DAY - timedelta(days=count) for count, name in enumerate(IDS)}
    assert IDS[-1] == next_id(days)
    assert "praise" == next_id(days | {"praise": date(1990, 1, 1)})


def test_what_was_skipped_lately_comes_later_than_what_was_skipped_before_or_never():
    left = ("praise", "induction", "skills-sharing")
    skips = {"praise": DAY, "induction": DAY - timedelta(days=9)}
    assert "skills-sharing" == next_id(all_but(*left), skips)
    assert "induction" == next_id(all_but("praise", "induction"), skips)
    assert "praise" == next_id(all_but("praise"), skips)


def test_that_it_was_skipped_counts_more_than_that_its_domain_has_waited():
    answered = dict.fromkeys(["know-individuals", "praise", "induction", "skills-sharing"], DAY)
    of_availability = [q.id for q in CONTENT.domains[0].questions]
    assert next_id(answered) in of_availability
    assert next_id(answered, dict.fromkeys(of_availability, DAY)) not in of_availability


@pytest.mark.parametrize("waiting", CONTENT.domains, ids=lambda domain: domain.id)
def test_of_equals_one_comes_from_the_domain_that_has_waited_longest(waiting):
    answered = {domain.questions[0].id: DAY for domain in CONTENT.domains}
    answered[waiting.questions[0].id] = DAY - timedelta(days=1)
    assert waiting.id == suggest_question(covered(answered), LENS).question.domain


def test_a_domain_waits_since_the_newest_of_its_answers():
    answered = {domain.questions[0].id: DAY - timedelta(days=5) for domain in CONTENT.domains}
    answered["praise"] = DAY
    answered["reacting-to-mistakes"] = DAY - timedelta(days=90)
    assert "acceptance" != suggest_question(covered(answered), LENS).question.domain


def test_in_a_new_journal_the_first_question_comes_and_the_lens_has_its_turn_then():
    assert IDS[0] == next_id()
    assert "diversity-and-emotions" == next_id({IDS[0]: DAY})
    assert "know-individuals" == next_id({IDS[0]: DAY, "celebrating-diversity": DAY})


def test_without_a_lens_the_questions_of_a_domain_come_in_order():
    assert "know-individuals" == suggest_question(covered({IDS[0]: DAY}), None).question.id
    elsewhere = Lens("Somewhere else", ("no-such-theme",))
    assert "know-individuals" == suggest_question(covered({IDS[0]: DAY}), elsewhere).question.id


# Those named.


def test_only_those_named_are_suggested_and_none_named_means_all():
    named = frozenset({"praise", "learning-culture"})
    assert "learning-culture" == next_id({IDS[0]: DAY}, among=named)
    assert "praise" == next_id({"learning-culture": DAY}, among=named)
    assert next_id() == next_id(among=frozenset())


def test_where_there_is_no_question_nothing_is_suggested():
    assert suggest_question([], LENS) is None
    assert suggest_question(covered(), LENS, question_ids={"gone"}) is None


# What goes with it.


def test_a_follow_up_brings_the_question_that_it_follows_though_that_was_not_named():
    found = suggest_question(covered(), LENS, question_ids={"asked-directly"})
    assert CONTENT.find_question("call-on-support") == found.parent


def test_what_follows_nothing_or_what_is_gone_brings_nothing():
    assert suggest_question(covered(), LENS, question_ids={"praise"}).parent is None
    orphan = Question("managing", "acceptance", "How could this be managed?", follows="gone")
    assert suggest_question(covered(questions=(orphan,)), LENS).parent is None


OF_LENS_REASON = (
    "One of the ten on diversity and power. "
    "They come last in each domain, so time runs out on them."
)


@pytest.mark.parametrize(
    ("answered", "skipped", "reason"),
    [
        (None, None, "New to you."),
        (None, DAY, "You have skipped it so far."),
        (DAY, None, "Longest since you looked."),
        (date(2025, 3, 1), DAY, "Longest since you looked."),
    ],
    ids=["never asked", "skipped", "answered", "answered and skipped since"],
)
def test_it_says_why_it_is_that_one(answered, skipped, reason):
    for name, why in (("praise", reason), ("managing-judgements", OF_LENS_REASON)):
        known = [{name: day} if day else {} for day in (answered, skipped)]
        assert why == suggest_question(covered(*known), LENS, question_ids={name}).reason


def test_a_lens_whose_questions_do_not_come_last_is_not_said_to_run_out_of_time():
    questions = tuple(reversed(QUESTIONS))
    found = suggest_question(
        covered(questions=questions), LENS, question_ids={"managing-judgements"}
    )
    assert "One of the ten on diversity and power." == found.reason


# Three questions.


def _short(answered: Mapping[str, date] | None = None, lens: Lens | None = LENS) -> list[str]:
    suggestions = suggest_short_sitting(covered(answered), lens, "acceptance")
    return [suggestion.question.id for suggestion in suggestions]


def test_a_short_sitting_has_the_two_that_waited_longest_and_one_of_the_lens_between():
    assert ["reacting-to-mistakes", "diversity-and-judgements", "learning-culture"] == _short()
    days = {"reacting-to-mistakes": DAY, "learning-culture": DAY, "diversity-and-judgements": DAY}
    assert ["impact-of-reaction", "managing-judgements", "praise"] == _short(days)


def test_the_two_stand_in_the_order_of_the_content():
    answered = all_but("praise") | {"reacting-to-mistakes": date(2024, 1, 1)}
    first, _, last = _short(answered)
    assert ("reacting-to-mistakes", "praise") == (first, last)


def test_without_a_lens_a_short_sitting_has_the_three_that_waited_longest():
    assert ["impact-of-reaction", "praise", "constructive-feedback"] == _short(
        {"reacting-to-mistakes": DAY, "learning-culture": DAY}, lens=None
    )


def test_without_a_lens_nothing_is_said_of_one():
    question = CONTENT.find_question("managing-judgements")
    parent = CONTENT.find_question("diversity-and-judgements")
    found = suggest_question(covered(), None, question_ids={question.id})
    assert Suggestion(question, parent, "New to you.") == found


# The record.


def test_the_record_names_the_question_and_its_domain_and_says_why():
    found = suggest_question(covered(), LENS, question_ids={"managing-judgements"})
    assert {
        "question": "managing-judgements",
        "domain": "acceptance",
        "why": OF_LENS_REASON,
    } == suggestion_record(found)


def test_where_nothing_is_suggested_the_record_is_null():
    assert suggestion_record(None) is None


# Over the weeks.


def test_every_question_is_asked_once_before_any_is_asked_twice():
    asked = following(3 * len(IDS))
    assert sorted(IDS) == sorted(asked[: len(IDS)])
    assert asked[: len(IDS)] * 3 == asked


@pytest.mark.parametrize("domain", CONTENT.domains, ids=lambda domain: domain.id)
def test_within_one_domain_too_each_comes_once_before_any_comes_twice(domain):
    names = [question.id for question in domain.questions]
    asked = following(2 * len(names), among=frozenset(names))
    assert sorted(names) == sorted(asked[: len(names)])
    assert asked[: len(names)] * 2 == asked


def test_the_questions_of_the_lens_are_spread_over_the_others():
    asked = following(len(IDS))
    share = len(OF_LENS) / len(IDS)
    ahead = [
        len(OF_LENS.intersection(asked[:count])) - share * count for count in range(len(IDS) + 1)
    ]
    assert 10 == len(OF_LENS)
    assert min(ahead) > -1
    assert max(ahead) < 1


def test_no_domain_comes_twice_running():
    domain_of = {question.id: question.domain for question in QUESTIONS}
    asked = [domain_of[name] for name in following(len(IDS) - 2)]
    assert all(one != other for one, other in pairwise(asked))


def test_skipping_each_suggestion_reaches_every_question_before_a_repeat():
    skips: dict[str, date] = {}
    for day in range(len(IDS)):
        skips[next_id({}, skips)] = DAY + timedelta(days=day)
    assert set(IDS) == set(skips)


days = st.dates(date(2024, 1, 1), DAY)
some = st.dictionaries(st.sampled_from(IDS), days)


@given(answered=some)
def test_with_any_earlier_answers_the_next_36_suggestions_are_36_questions(answered):
    assert sorted(IDS) == sorted(following(len(IDS), answered))


@given(answered=some, skipped=some, among=st.frozensets(st.sampled_from(IDS)))
def test_it_is_always_among_those_answered_longest_ago_or_never(answered, skipped, among):
    found = suggest_question(covered(answered, skipped), LENS, among)
    last = {name: answered.get(name, date.min) for name in among or IDS}
    assert last[found.question.id] == min(last.values())


@given(answered=some, skipped=some)
def test_what_the_files_tell_gives_the_same_as_their_values(answered, skipped):
    found = [
        an_outline(day, **{kind: (name,)})
        for kind, of_kind in (("answered", answered), ("skipped", skipped))
        for name, day in of_kind.items()
    ]
    told = suggest_question(count_coverage(found, CONTENT, ()).questions, LENS)
    assert told == suggest_question(covered(answered, skipped), LENS)

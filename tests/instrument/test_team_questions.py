"""What is asked about a team session: two prompts a domain, and the questions that suit a team."""

import pytest

from securebase_cli.instrument import team_questions
from securebase_cli.model import ID, Domain, Question


def _ids(found) -> list[str]:
    return [one.id for one in found]


def test_each_domain_has_the_two_prompts_that_are_answered_in_writing(content):
    first, second = team_questions.domain_prompts(content.find_domain("availability"))
    assert "What do we do already?" == first.text
    assert (
        "Where does it wear thin? When, and for whom might it be harder (no names)?" == second.text
    )
    assert {"availability"} == {first.domain, second.domain}


def test_no_two_prompts_and_no_question_of_a_content_have_the_same_id(content):
    found = _ids(team_questions.questions_and_prompts(content))
    assert 36 + 1 + 2 * 5 == len(found) == len(set(found))
    assert all(ID.fullmatch(one) for one in found)


@pytest.mark.parametrize(
    ("domain", "questions"),
    [
        ("availability", ["diversity-and-availability", "everyone-contributes"]),
        ("sensitivity", ["diversity-and-emotions", "acknowledged-in-team"]),
        ("acceptance", ["diversity-and-judgements", "managing-judgements"]),
        ("co-operation", []),
        ("team-membership", []),
    ],
)
def test_the_questions_that_suit_a_team_are_those_that_the_content_marks(
    content, domain, questions
):
    assert questions == _ids(team_questions.marked_questions(content.find_domain(domain)))


def test_the_two_about_judgements_need_care(content):
    assert ["diversity-and-judgements", "managing-judgements"] == [
        question.id
        for question in content.questions
        if team_questions.CARE_THEME in question.themes
    ]


def test_about_a_session_the_prompts_are_asked_first_and_then_the_questions(content):
    domains = [content.find_domain("acceptance"), content.find_domain("co-operation")]
    assert [
        "team-session-already-acceptance",
        "team-session-thinner-acceptance",
        "diversity-and-judgements",
        "managing-judgements",
        "team-session-already-co-operation",
        "team-session-thinner-co-operation",
    ] == _ids(team_questions.session_questions(domains))


def test_a_content_that_marks_no_question_has_the_prompts(content):
    plain = Domain("meetings", "Meetings", "", "", (Question("why", "meetings", "Why?"),))
    assert [
        "why",
        "who-for-you",
        "team-session-already-meetings",
        "team-session-thinner-meetings",
    ] == _ids(team_questions.questions_and_prompts(content._replace(domains=(plain,))))


def test_only_a_prompt_is_one(content):
    assert ["team-session-already-availability", "team-session-thinner-availability"] == [
        one.id
        for one in team_questions.questions_and_prompts(content)
        if team_questions.is_prompt(one)
    ][:2]
    assert not any(map(team_questions.is_prompt, content.questions))


def test_a_prompt_is_told_from_that_of_another_domain_by_its_words(content):
    prompt = team_questions.domain_prompts(content.find_domain("co-operation"))[0]
    assert "What do we do already? (Co-operation, team session)" == (
        team_questions.prompt_label(prompt, content)
    )

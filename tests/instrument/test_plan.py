"""Which questions a sitting asks, and in what order."""

import pytest

from securebase_cli.errors import UnknownNameError, UsageError
from securebase_cli.instrument import plan


def _ids(found) -> list[str]:
    return [one.id for one in found]


@pytest.mark.parametrize(
    ("given", "domains"),
    [
        ([], []),
        (["acceptance"], ["acceptance"]),
        (["team", "avail"], ["team-membership", "availability"]),
        (["acceptance", "Acceptance"], ["acceptance"]),
        (
            [" ALL "],
            ["availability", "sensitivity", "acceptance", "co-operation", "team-membership"],
        ),
        (
            ["team", "all"],
            ["team-membership", "availability", "sensitivity", "acceptance", "co-operation"],
        ),
    ],
)
def test_domains_come_once_in_the_order_they_were_named(content, given, domains):
    assert domains == _ids(plan.find_domains(content, given))


def test_an_unknown_domain_is_refused(content):
    with pytest.raises(UnknownNameError):
        plan.find_domains(content, ["acceptance", "xyz"])


def test_every_question_of_the_domains_in_order(content):
    domains = plan.find_domains(content, ["co-operation", "acceptance"])
    questions = plan.questions_of(domains)
    assert 11 == len(questions)
    assert ["problem-solving", "skills-sharing"] == _ids(questions)[:2]
    assert "managing-judgements" == questions[-1].id


def test_questions_named_come_in_the_contents_order_each_once(content):
    given = ["managing-judgements", "praise", "diversity-and-judgements", "praise"]
    assert ["praise", "diversity-and-judgements", "managing-judgements"] == _ids(
        plan.select_by_id(content, given, ())
    )


def test_questions_named_must_belong_to_the_domains_named(content):
    acceptance = content.find_domain("acceptance")
    assert ["praise"] == _ids(plan.select_by_id(content, ["praise"], [acceptance]))
    with pytest.raises(UsageError) as refused:
        plan.select_by_id(content, ["praise", "induction"], [acceptance])
    assert (
        "The question “induction” belongs to team-membership, which is not among the domains named."
        == str(refused.value)
    )


def test_an_unknown_question_is_refused(content):
    with pytest.raises(UnknownNameError, match="There is no question “prais3”"):
        plan.select_by_id(content, ["prais3"], ())


def test_a_lens_goes_across_all_domains_or_those_named(content):
    assert 10 == len(plan.select_by_theme(content, "diversity and power", ()))
    named = [content.find_domain("co-operation"), content.find_domain("acceptance")]
    assert ["diversity-and-judgements", "managing-judgements", "diversity-as-strength"] == _ids(
        plan.select_by_theme(content, "diversity", named)
    )


def test_a_lens_that_a_domain_does_not_have_is_refused(content):
    named = [content.find_domain("availability"), content.find_domain("acceptance")]
    with pytest.raises(UsageError) as refused:
        plan.select_by_theme(content, "power", named)
    assert "No question in Availability, Acceptance has the theme “power”." == str(refused.value)

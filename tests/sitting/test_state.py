"""The state of a sitting: its steps, back and forth, and the entries it makes."""

from datetime import date
from typing import Any

import pytest

from securebase_cli.instrument.content import Content
from securebase_cli.model import Action, Answer, Domain, Draft, Entry, Question, Scaling, Step
from securebase_cli.sitting.state import begin_sitting, resume_sitting
from support.builders import MOMENT


def _begin(content, *names: str, **more: Any):
    """Return a new sitting of these questions."""
    questions = [content.find_question(name) for name in names]
    count = len({question.domain for question in questions})
    ids = ["d2r4", "aaaa", "bbbb", "cccc"][: count + 1]
    return begin_sitting(content, questions, lambda _: ids, MOMENT, **more)


def _draft(domain: str, *names: str, **more: Any) -> Draft:
    """Return the draft of a sitting of one domain, perhaps of an older content file."""
    plan = tuple(Step(domain, name) for name in names)
    return Draft("d2r4", MOMENT, plan, ((domain, "aaaa"),), **more)


def _question_text(content, name: str) -> str:
    return content.find_question(name).text


# The questions.


def test_a_sitting_begins_at_its_first_question(content):
    sitting = _begin(content, "call-on-support", "asked-directly")
    assert "question" == sitting.next_step
    assert "call-on-support" == sitting.question.id
    assert "Availability" == sitting.domain.title
    assert (1, 2) == (sitting.question_number, sitting.question_count)
    assert sitting.opens_domain
    assert "" == sitting.answer_text
    assert 0 == len(sitting.draft.answers)
    assert sitting.draft.is_empty


def test_a_sitting_fixes_its_moment_its_plan_and_its_ids(content):
    names = ["praise", "call-on-support"]
    sitting = begin_sitting(
        content,
        [content.find_question(name) for name in names],
        lambda count: ["d2r4", "aaaa", "bbbb"][:count],
        MOMENT.replace(microsecond=999),
        tags=["away-day", "rota", "away-day"],
    )
    assert (
        Draft(
            id="d2r4",
            moment=MOMENT,
            plan=(Step("acceptance", "praise"), Step("availability", "call-on-support")),
            entry_ids=(("acceptance", "aaaa"), ("availability", "bbbb")),
            tags=("away-day", "rota"),
        )
        == sitting.draft
    )


def test_each_domain_needs_its_id(content):
    with pytest.raises(ValueError, match="zip"):
        begin_sitting(content, [content.find_question("praise")], lambda _: ["d2r4"], MOMENT)


def test_an_answer_leads_to_the_next_question_and_at_last_to_the_takeaway(content):
    sitting = _begin(content, "call-on-support", "asked-directly").answer_and_advance("Yes.")
    assert "asked-directly" == sitting.question.id
    assert (2, 2) == (sitting.question_number, sitting.question_count)
    assert not sitting.opens_domain
    assert 1 == len(sitting.draft.answers)
    sitting = sitting.answer_and_advance("Not yet.")
    assert "takeaway" == sitting.next_step
    assert "action" == sitting.advance().next_step
    assert ("Yes.", "Not yet.") == tuple(answer.text for answer in sitting.draft.answers)


def test_a_new_domain_is_opened_by_its_first_question(content):
    sitting = _begin(content, "induction", "praise", "learning-culture")
    opens = []
    while sitting.next_step == "question":
        opens.append(sitting.opens_domain)
        sitting = sitting.answer_and_advance("Yes.")
    assert [True, True, False] == opens


def test_an_answer_holds_the_question_as_it_was_asked(content):
    sitting = _begin(content, "praise").answer_and_advance("  Yes.\n  Often.")
    asked = "Do you acknowledge or praise staff when things go well?"
    assert (Answer("praise", asked, "  Yes.\n  Often."),) == sitting.draft.answers


# Questions that follow another.


def test_a_question_that_follows_the_one_above_shows_no_parent(content):
    sitting = _begin(content, "call-on-support", "asked-directly").answer_and_advance("Yes.")
    assert sitting.parent is None


@pytest.mark.parametrize(
    ("names", "parent"),
    [
        (["asked-directly"], "call-on-support"),
        (
            ["systems-and-culture", "build-on-examples", "joint-responsibility"],
            "systems-and-culture",
        ),
        (
            ["strengths-and-weaknesses", "developing-skills", "away-days"],
            "strengths-and-weaknesses",
        ),
        (["praise", "support-despite-power"], "power-and-vulnerability"),
    ],
)
def test_a_question_that_follows_one_not_above_shows_its_parent(content, names, parent):
    sitting = _begin(content, *names)
    for _ in names[1:]:
        sitting = sitting.answer_and_advance("Yes.")
    assert content.find_question(parent) == sitting.parent


def test_a_question_that_follows_none_shows_none(content):
    assert _begin(content, "praise").parent is None


# Skipping, going back and changing an answer.


@pytest.mark.parametrize("text", ["", "  \n\t"])
def test_an_empty_answer_records_the_question_as_skipped(content, text):
    sitting = _begin(content, "praise", "induction").answer_and_advance(text)
    assert ("praise",) == sitting.draft.skipped
    assert () == sitting.draft.answers
    assert "induction" == sitting.question.id


def test_going_back_shows_what_was_written(content):
    sitting = _begin(content, "praise", "induction").answer_and_advance("Often.").back()
    assert ("praise", "Often.") == (sitting.question.id, sitting.answer_text)


def test_there_is_nothing_before_the_first_question(content):
    sitting = _begin(content, "praise")
    assert sitting == sitting.back()


def test_back_goes_from_the_takeaway_to_the_last_question(content):
    sitting = _begin(content, "praise").answer_and_advance("Often.").back()
    assert "question" == sitting.next_step
    assert "Often." == sitting.answer_text


def test_an_answer_can_be_changed(content):
    sitting = (
        _begin(content, "praise", "induction")
        .answer_and_advance("Often.")
        .answer_and_advance("Yes.")
        .back()
        .back()
    )
    sitting = sitting.answer_and_advance("Too seldom.")
    assert ["Too seldom.", "Yes."] == [answer.text for answer in sitting.draft.answers]
    assert "Yes." == sitting.answer_text


def test_an_answer_can_be_taken_back(content):
    sitting = (
        _begin(content, "praise", "induction")
        .answer_and_advance("Often.")
        .back()
        .answer_and_advance("")
    )
    assert ((), ("praise",)) == (sitting.draft.answers, sitting.draft.skipped)


def test_a_skipped_question_can_still_be_answered(content):
    sitting = (
        _begin(content, "praise", "induction")
        .answer_and_advance("")
        .answer_and_advance("Yes.")
        .back()
        .back()
    )
    sitting = sitting.answer_and_advance("Often.")
    assert () == sitting.draft.skipped
    assert ["praise", "induction"] == [answer.question for answer in sitting.draft.answers]


def test_answers_and_skips_stay_in_the_order_of_the_plan(content):
    sitting = _begin(content, "praise", "induction", "managing-change", "skills-sharing")
    sitting = (
        sitting.answer_and_advance("a")
        .answer_and_advance("")
        .answer_and_advance("c")
        .answer_and_advance("")
        .back()
        .back()
        .back()
    )
    sitting = sitting.answer_and_advance("").back().back().answer_and_advance("a again")
    assert ("praise", "managing-change") == tuple(
        answer.question for answer in sitting.draft.answers
    )
    assert ("induction", "skills-sharing") == sitting.draft.skipped


def test_text_is_in_the_draft_before_it_is_an_answer(content):
    sitting = _begin(content, "praise", "induction").with_text("Oft")
    assert "Oft" == sitting.answer_text
    assert 0 == sitting.draft.step_index
    assert "Often" == sitting.with_text("Often").answer_text
    assert () == sitting.with_text(" \n").draft.answers


def test_a_question_with_text_is_no_longer_skipped(content):
    sitting = _begin(content, "praise").answer_and_advance("").back().with_text("Oft")
    assert () == sitting.draft.skipped
    assert ("praise",) == _begin(content, "praise").answer_and_advance("").back().with_text(
        ""
    ).draft.skipped


def test_a_question_without_an_answer_has_no_text(content):
    sitting = _begin(content, "praise", "induction").answer_and_advance("Often.")
    assert ("Often.", "") == (sitting.back().answer_text, sitting.answer_text)


def test_enough_goes_to_the_closing_and_what_was_not_reached_is_not_skipped(content):
    sitting = _with_scales(content, "praise", "induction").go_to_closing()
    assert ("scale", ()) == (sitting.next_step, sitting.draft.skipped)
    assert "takeaway" == _begin(content, "praise", "induction").go_to_closing().next_step


def test_no_method_changes_the_sitting_itself(content):
    before = _begin(content, "praise")
    before.answer_and_advance("Often.").with_action("Ask Sam")
    assert _begin(content, "praise") == before


# The takeaway and the action.


def test_an_action_may_have_a_due_date(content):
    sitting = _begin(content, "praise").answer_and_advance("Often.")
    due = date(2026, 12, 1)
    dated = sitting.with_action("Ask\n  Sam").with_action_due(due)
    assert Action("Ask Sam", due=due) == dated.draft.action
    assert Action("Ask Sam") == dated.with_action_due(None).draft.action
    assert Action("Ask Kim", due=due) == dated.with_action("Ask Kim").draft.action
    assert Action("Ask Sam") == sitting.with_action("Ask Sam").draft.action
    assert sitting.with_action("Ask Sam").with_action("").draft.action is None


def test_a_takeaway_is_one_line(content):
    sitting = _begin(content, "praise").with_takeaway(" Ask\n  first. ")
    assert "Ask first." == sitting.draft.takeaway
    assert not sitting.draft.is_empty
    assert "" == sitting.with_takeaway(" ").draft.takeaway


# The entries.


def test_a_sitting_makes_one_entry_a_domain(content):
    sitting = _begin(content, "call-on-support", "asked-directly", "praise", tags=["away-day"])
    sitting = (
        sitting.answer_and_advance("Most.")
        .answer_and_advance("")
        .answer_and_advance("Often.")
        .with_action("Ask Sam")
    )
    assert (
        Entry(
            id="aaaa",
            moment=MOMENT,
            domain="availability",
            title="Availability, 23 November 2026",
            tags=("away-day",),
            answers=(
                Answer("call-on-support", _question_text(content, "call-on-support"), "Most."),
            ),
            skipped=("asked-directly",),
        ),
        Entry(
            id="bbbb",
            moment=MOMENT,
            domain="acceptance",
            title="Acceptance, 23 November 2026",
            tags=("away-day",),
            answers=(Answer("praise", _question_text(content, "praise"), "Often."),),
            actions=(Action("Ask Sam"),),
        ),
    ) == sitting.entries()


def test_the_action_is_with_the_last_domain_that_was_answered(content):
    sitting = (
        _begin(content, "call-on-support", "praise")
        .answer_and_advance("Most.")
        .answer_and_advance("")
    )
    (entry,) = sitting.with_action("Ask Sam").entries()
    assert ("aaaa", (Action("Ask Sam"),)) == (entry.id, entry.actions)


def test_the_action_may_be_for_another_domain(content):
    sitting = _begin(content, "call-on-support", "praise", "induction")
    sitting = sitting.answer_and_advance("Most.").answer_and_advance("").answer_and_advance("Yes.")
    sitting = sitting.with_action("Ask Sam").with_action_domain("acceptance")
    actions = {entry.domain: entry.actions for entry in sitting.entries()}
    assert {
        "availability": (),
        "acceptance": (Action("Ask Sam"),),
        "team-membership": (),
    } == actions


def test_the_takeaway_is_with_the_last_domain_that_was_answered(content):
    sitting = _begin(content, "call-on-support", "praise", "induction")
    sitting = sitting.answer_and_advance("Most.").answer_and_advance("Yes.").answer_and_advance("")
    entries = sitting.with_takeaway("Ask first.").entries()
    assert ["", "Ask first."] == [entry.takeaway for entry in entries]


def test_questions_skipped_in_a_domain_without_an_entry_are_recorded_in_the_last_one(content):
    sitting = _begin(content, "call-on-support", "praise", "reacting-to-mistakes", "induction")
    for answer in ("Most.", "", "", ""):
        sitting = sitting.answer_and_advance(answer)
    (entry,) = sitting.entries()
    assert ("praise", "reacting-to-mistakes", "induction") == entry.skipped


def test_questions_that_were_not_reached_are_recorded_nowhere(content):
    sitting = _begin(content, "call-on-support", "praise").answer_and_advance("Most.")
    assert [()] == [entry.skipped for entry in sitting.go_to_closing().entries()]


def test_a_domain_without_an_answer_makes_no_entry(content):
    sitting = (
        _begin(content, "call-on-support", "praise")
        .answer_and_advance("")
        .answer_and_advance("Often.")
    )
    assert ["acceptance"] == [entry.domain for entry in sitting.entries()]


def test_a_sitting_without_text_makes_no_entry(content):
    assert () == _begin(content, "praise").answer_and_advance("").entries()


def test_an_action_alone_makes_an_entry(content):
    sitting = (
        _begin(content, "call-on-support", "praise").answer_and_advance("").answer_and_advance("")
    )
    (entry,) = sitting.with_action("Ask Sam").entries()
    assert ("acceptance", ("call-on-support", "praise"), (Action("Ask Sam"),)) == (
        entry.domain,
        entry.skipped,
        entry.actions,
    )


def test_a_sitting_of_everything_makes_five_entries(content):
    questions = content.questions
    ids = ["d2r4", "aaaa", "bbbb", "cccc", "dddd", "eeee"]
    sitting = begin_sitting(content, questions, lambda count: ids[:count], MOMENT)
    while sitting.next_step == "question":
        sitting = sitting.answer_and_advance(f"On {sitting.question.id}.")
    assert [7, 8, 7, 4, 10] == [len(entry.answers) for entry in sitting.entries()]
    assert ids[1:] == [entry.id for entry in sitting.entries()]


# Resuming.


def test_a_draft_is_resumed_at_its_step(content):
    sitting = (
        _begin(content, "call-on-support", "praise").answer_and_advance("Most.").with_text("Oft")
    )
    assert sitting == resume_sitting(sitting.draft, content)


def test_a_resumed_sitting_shows_the_parent_of_its_first_question(content):
    sitting = _begin(content, "call-on-support", "asked-directly").answer_and_advance("Most.")
    assert sitting.parent is None, "it stands right above"
    again = resume_sitting(sitting.draft, content)
    assert content.find_question("call-on-support") == again.parent
    assert again.back().answer_and_advance("Most.").parent == content.find_question(
        "call-on-support"
    )


def test_a_removed_question_stays_if_it_has_an_answer(content):
    old = Answer("old-praise", "Do you praise?", "Often.")
    draft = _draft("acceptance", "old-praise", "praise", step_index=1, answers=(old,))
    sitting = resume_sitting(draft, content)
    assert draft == sitting.draft
    assert Question("old-praise", "acceptance", "Do you praise?") == sitting.questions[0]
    assert (old,) == sitting.entries()[0].answers


def test_a_removed_question_without_an_answer_is_left_out(content):
    draft = _draft(
        "acceptance", "gone", "praise", "managing-judgements", step_index=2, skipped=("gone",)
    )
    sitting = resume_sitting(draft, content)
    assert ["praise", "managing-judgements"] == [question.id for question in sitting.questions]
    assert ("managing-judgements", 2, 2) == (
        sitting.question.id,
        sitting.question_number,
        sitting.question_count,
    )


def test_a_removed_question_after_the_step_does_not_move_it(content):
    sitting = resume_sitting(
        _draft("acceptance", "learning-culture", "praise", "gone", step_index=1), content
    )
    assert ("praise", 2, 2) == (
        sitting.question.id,
        sitting.question_number,
        sitting.question_count,
    )


def test_a_removed_domain_keeps_its_answers(content):
    answer = Answer("speak-up", "Do you speak up?", "Sometimes.")
    sitting = resume_sitting(_draft("courage", "speak-up", answers=(answer,)), content)
    assert "Courage" == sitting.domain.title
    (entry,) = sitting.entries()
    assert ("Courage, 23 November 2026", (answer,)) == (entry.title, entry.answers)


def test_a_removed_parent_is_not_shown():
    orphan = Question("managing", "acceptance", "How could this be managed?", follows="gone")
    content = Content("A model", (Domain("acceptance", "Acceptance", "", "", (orphan,)),))
    sitting = resume_sitting(_draft("acceptance", "managing"), content)
    assert ("managing", None) == (sitting.question.id, sitting.parent)


# The scale of each domain.

SURE = Scaling(7, "observed")
UNSURE = Scaling(3)


def _with_scales(content, *names: str):
    domains = {content.find_question(name).domain for name in names}
    return _begin(content, *names, scale_domains=domains)


def _at_the_first_scale(content):
    """Return a sitting at the scale of the first of two domains."""
    sitting = _with_scales(content, "call-on-support", "praise")
    return sitting.answer_and_advance("Most.").answer_and_advance("Often.")


def test_the_scales_come_after_all_questions(content):
    sitting = _with_scales(content, "call-on-support", "asked-directly", "praise")
    assert (
        Step("availability", "call-on-support"),
        Step("availability", "asked-directly"),
        Step("acceptance", "praise"),
        Step("availability", ""),
        Step("acceptance", ""),
    ) == sitting.draft.plan


def test_only_the_scales_of_some_domains_are_in_the_plan(content):
    sitting = _begin(content, "call-on-support", "praise", scale_domains={"acceptance"})
    assert Step("acceptance", "") == sitting.draft.plan[-1]
    assert 3 == len(sitting.draft.plan)
    assert "" not in [step.question for step in _begin(content, "praise").draft.plan]


def test_scales_are_not_counted_among_the_questions(content):
    sitting = _with_scales(content, "call-on-support", "asked-directly", "praise")
    assert (1, 2, 3) == (sitting.question_number, sitting.question_count, sitting.question_total)


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        (("Most.", "Yes.", "Often."), ["availability", "acceptance"]),
        (("Most.", "", "Often."), ["availability", "acceptance"]),
        (("", "", "Often."), ["acceptance"]),
        (("Most.", "Yes."), ["availability"]),
        (("Most.",), []),
        ((), []),
    ],
)
def test_a_scale_is_asked_if_all_questions_were_reached_and_one_was_answered(
    content, answers, asked
):
    sitting = _with_scales(content, "call-on-support", "asked-directly", "praise")
    for answer in answers:
        sitting = sitting.answer_and_advance(answer)
    assert asked == [domain.id for domain in sitting.scale_domains]


def test_questions_that_come_mixed_are_counted_in_the_order_of_the_plan(content):
    sitting = _with_scales(
        content, "call-on-support", "praise", "asked-directly"
    ).answer_and_advance("Most.")
    assert ("asked-directly", 2) == (sitting.question.id, sitting.question_number)
    assert sitting.parent is None


def test_a_value_on_the_scale_is_in_the_draft_and_the_sitting_goes_on(content):
    sitting = _at_the_first_scale(content)
    assert sitting.scaling is None
    sitting = sitting.with_scaling(SURE).advance()
    assert (("availability", SURE),) == sitting.draft.scalings
    assert ("scale", "acceptance") == (sitting.next_step, sitting.domain.id)


def test_a_draft_with_only_a_value_is_not_empty(content):
    sitting = _with_scales(content, "praise").answer_and_advance("")
    assert sitting.draft.is_empty
    assert not sitting.with_scaling(UNSURE).draft.is_empty


def test_a_value_can_be_changed_or_removed_after_going_back(content):
    sitting = _at_the_first_scale(content).with_scaling(SURE).advance().back()
    assert ("scale", SURE) == (sitting.next_step, sitting.scaling)
    assert (("availability", UNSURE),) == sitting.with_scaling(UNSURE).draft.scalings
    assert () == sitting.with_scaling(None).draft.scalings


def test_back_goes_from_the_takeaway_to_the_last_scale_and_from_the_first_to_the_question(content):
    sitting = _at_the_first_scale(content)
    assert ("praise", "Often.") == (sitting.back().question.id, sitting.back().answer_text)
    takeaway = sitting.advance().advance()
    assert ("takeaway", "scale") == (takeaway.next_step, takeaway.back().next_step)


def test_values_stay_in_the_order_of_the_plan(content):
    sitting = _at_the_first_scale(content).advance().with_scaling(UNSURE).back().with_scaling(SURE)
    assert (("availability", SURE), ("acceptance", UNSURE)) == sitting.draft.scalings


def test_each_entry_has_the_value_of_its_domain(content):
    sitting = _at_the_first_scale(content).with_scaling(SURE)
    assert [("aaaa", SURE), ("bbbb", None)] == [
        (entry.id, entry.scaling) for entry in sitting.entries()
    ]


def test_a_draft_is_resumed_at_its_step_of_the_closing(content):
    sitting = _at_the_first_scale(content)
    for _ in ("scale", "scale", "takeaway", "action"):
        assert sitting == resume_sitting(sitting.draft, content)
        sitting = sitting.advance()


@pytest.mark.parametrize(
    ("step_index", "next_step", "question"),
    [(0, "question", "call-on-support"), (1, "question", "praise"), (2, "question", "praise"),
     (3, "scale", ""), (4, "takeaway", "")],
)  # fmt: skip
def test_a_draft_with_a_scale_after_each_domain_asks_for_them_in_the_closing(
    content, step_index, next_step, question
):
    sitting = _with_scales(content, "call-on-support", "praise")
    first, second, first_scale, second_scale = sitting.draft.plan
    plan = (first, first_scale, second, second_scale)
    draft = sitting.draft._replace(plan=plan, step_index=step_index)
    resumed = resume_sitting(draft, content)
    assert sitting.draft.plan == resumed.draft.plan
    assert next_step == resumed.next_step
    assert not question or question == resumed.question.id


def test_after_a_removed_question_the_scale_is_still_asked(content):
    steps = ("gone", "praise", "")
    sitting = resume_sitting(_draft("acceptance", *steps, step_index=2, skipped=("gone",)), content)
    assert ("scale", "acceptance") == (sitting.next_step, sitting.domain.id)
    assert "praise" == sitting.back().question.id


def test_without_the_questions_of_a_domain_its_value_stays(content):
    draft = _draft("acceptance", "gone", "", step_index=2, scalings=(("acceptance", SURE),))
    sitting = resume_sitting(draft, content)
    assert ("takeaway", "scale") == (sitting.next_step, sitting.back().next_step)
    (entry,) = sitting.entries()
    assert ("acceptance", SURE) == (entry.domain, entry.scaling)


def test_a_removed_domain_has_no_quality_and_keeps_its_value(content):
    answer = Answer("speak-up", "Do you speak up?", "Sometimes.")
    draft = _draft(
        "courage", "speak-up", "", step_index=1, answers=(answer,), scalings=(("courage", SURE),)
    )
    sitting = resume_sitting(draft, content)
    assert ("scale", "Courage", "") == (
        sitting.next_step,
        sitting.domain.title,
        sitting.domain.quality,
    )
    assert SURE == sitting.entries()[0].scaling

"""The state of a sitting: what to ask next, what an answer changes, and the entries it makes.

A sitting asks the questions of some domains at one time. Its plan is a list of steps: each question
of a domain, then perhaps the scale of the domain, on which the user chooses a value. An action can
be written at the end. The draft is the plan with all that was entered, as it is saved meanwhile.
Every method returns a new value: nothing here asks, prints or saves.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import compress
from typing import Literal

from securebase_cli.instrument import team_questions
from securebase_cli.instrument.content import Content
from securebase_cli.model import (
    REFLECTION,
    Action,
    Answer,
    Domain,
    Draft,
    Entry,
    EntryKind,
    Question,
    Scaling,
    Step,
    entry_title,
)

NextStep = Literal["question", "scale", "action"]


@dataclass(frozen=True, slots=True)
class Sitting:
    """A draft, with the domains of the content file and the questions of its plan in order.

    `first_step` is the index of the step at which this run of the program began; questions before
    it are no longer on the screen. Properties and methods for a question, a domain or a scale raise
    IndexError if the action is next.
    """

    draft: Draft
    domains: tuple[Domain, ...]
    questions: tuple[Question, ...]
    first_step: int = field(default=0, compare=False)

    @property
    def next_step(self) -> NextStep:
        if self.draft.step_index == len(self.draft.plan):
            return "action"
        return "scale" if self._step.is_scale else "question"

    @property
    def question(self) -> Question:
        return next(question for question in self.questions if question.id == self._step.question)

    @property
    def question_number(self) -> int:
        """The place of the current question among all questions, from 1."""
        return self.questions.index(self.question) + 1

    @property
    def parent(self) -> Question | None:
        """The question that the current one follows; None if that stands just above it."""
        question, index = self.question, self.question_number - 1
        previous_is_on_screen = index > 0 and self.draft.step_index != self.first_step
        if previous_is_on_screen and self.questions[index - 1].id == question.follows:
            return None
        questions = (parent for domain in self.domains for parent in domain.questions)
        return next((parent for parent in questions if parent.id == question.follows), None)

    @property
    def opens_domain(self) -> bool:
        """Whether the current step is the first one of its domain."""
        at, plan = self.draft.step_index, self.draft.plan
        return at == 0 or plan[at - 1].domain != plan[at].domain

    @property
    def domain(self) -> Domain:
        return next(domain for domain in self.domains if domain.id == self._step.domain)

    @property
    def scaling(self) -> Scaling | None:
        return dict(self.draft.scalings).get(self._step.domain)

    @property
    def current_text(self) -> str:
        """The current text of the answer or the action; empty at a scale."""
        if self.next_step == "action":
            return self.draft.action.text if self.draft.action else ""
        answers = {answer.question: answer.text for answer in self.draft.answers}
        return answers.get(self._step.question, "")

    def with_text(self, text: str) -> Sitting:
        """Set the answer to the current question, or remove it if blank; stay at this step."""
        question = self.question
        answers = {answer.question: answer for answer in self.draft.answers}
        answers.pop(question.id, None)
        if text.strip():
            answers[question.id] = Answer(question.id, question.text, text)
        skipped = tuple(skipped for skipped in self.draft.skipped if skipped not in answers)
        in_order = tuple(answers[question_id] for question_id in self._in_plan_order(answers))
        return self._with_draft(answers=in_order, skipped=skipped)

    def answer_and_advance(self, text: str) -> Sitting:
        """Set the answer and go to the next step; a blank answer records a skipped question."""
        draft = self.with_text(text).draft
        skipped = draft.skipped if text.strip() else (*draft.skipped, self.question.id)
        draft = draft._replace(
            skipped=self._in_plan_order(skipped), step_index=draft.step_index + 1
        )
        return replace(self, draft=draft)

    def append_to_answer(self, question_id: str, line: str) -> Sitting:
        """Append the line as a paragraph to an answer; a blank line changes nothing."""
        if not line.strip():
            return self
        answers = tuple(
            answer._replace(text=f"{answer.text}\n\n{line}")
            if answer.question == question_id
            else answer
            for answer in self.draft.answers
        )
        return self._with_draft(answers=answers)

    def with_scaling(self, scaling: Scaling | None) -> Sitting:
        """Set or remove the value on the current scale, and stay at this step."""
        scalings = dict(self.draft.scalings)
        scalings.pop(self._step.domain, None)
        if scaling is not None:
            scalings[self._step.domain] = scaling
        scales = [step.domain for step in self.draft.plan if step.is_scale]
        in_order = tuple((domain, scalings[domain]) for domain in scales if domain in scalings)
        return self._with_draft(scalings=in_order)

    def advance_past_scale(self) -> Sitting:
        """Go on to the step after the current scale."""
        return self._with_draft(step_index=self.draft.step_index + 1)

    def back(self) -> Sitting:
        """Go to the previous step, if there is one; the text of this one stays."""
        return self._with_draft(step_index=max(0, self.draft.step_index - 1))

    def with_action(self, text: str, due: date | None = None) -> Sitting:
        """Set the action, or remove it if the text is empty; without `due` its due date stays."""
        if due is None and self.draft.action:
            due = self.draft.action.due
        return self._with_draft(action=Action(text, due=due) if text else None)

    def entries(self) -> tuple[Entry, ...]:
        """Return one entry for each domain that has an answer or a value on its scale.

        The last entry has the action; an action alone makes an entry of the last domain.
        """
        draft = self.draft
        titles = {domain.id: domain.title for domain in self.domains}
        entries = []
        for domain_id, entry_id in draft.entry_ids:
            question_ids = {step.question for step in draft.plan if step.domain == domain_id}
            answers = tuple(answer for answer in draft.answers if answer.question in question_ids)
            entry = Entry(
                id=entry_id,
                moment=draft.moment,
                domain=domain_id,
                title=entry_title(titles[domain_id], draft.moment, draft.kind),
                tags=draft.tags,
                answers=answers,
                skipped=tuple(skipped for skipped in draft.skipped if skipped in question_ids),
                scaling=dict(draft.scalings).get(domain_id),
                kind=draft.kind,
            )
            entries.append(entry)
        filled = [entry for entry in entries if entry.answers or entry.scaling is not None]
        if draft.action:
            last = filled.pop() if filled else entries[-1]
            filled.append(last._replace(actions=(draft.action,)))
        return tuple(filled)

    @property
    def _step(self) -> Step:
        return self.draft.plan[self.draft.step_index]

    def _in_plan_order(self, question_ids: Container[str]) -> tuple[str, ...]:
        return tuple(step.question for step in self.draft.plan if step.question in question_ids)

    def _with_draft(self, **changes: object) -> Sitting:
        return replace(self, draft=self.draft._replace(**changes))  # type: ignore[arg-type]


def begin_sitting(
    content: Content,
    questions: Sequence[Question],
    new_ids: Callable[[int], Sequence[str]],
    moment: datetime,
    tags: Iterable[str] = (),
    kind: EntryKind = REFLECTION,
    *,
    with_scales: bool = False,
) -> Sitting:
    """Return a new sitting that asks these questions, domain by domain.

    With `with_scales`, the scale of each domain follows its questions. `new_ids(count)` returns
    unused ids; it is called once, so that the draft and the entry of each domain differ in theirs.
    """
    domains = tuple(dict.fromkeys(question.domain for question in questions))
    questions = sorted(questions, key=lambda question: domains.index(question.domain))
    plan: list[Step] = []
    for domain in domains:
        plan += [Step(domain, question.id) for question in questions if question.domain == domain]
        if with_scales:
            plan.append(Step(domain, question=""))
    draft_id, *entry_ids = new_ids(1 + len(domains))
    draft = Draft(
        id=draft_id,
        moment=moment.replace(microsecond=0),
        plan=tuple(plan),
        entry_ids=tuple(zip(domains, entry_ids, strict=True)),
        tags=tuple(dict.fromkeys(tags)),
        kind=kind,
    )
    return Sitting(draft, content.domains, tuple(questions))


def resume_sitting(draft: Draft, content: Content) -> Sitting:
    """Return the sitting of an unfinished draft.

    A question that the content file no longer has stays in the plan if it has an answer, with the
    text that was asked; otherwise it is dropped. For a missing domain, its id stands as the title.
    """
    questions = _answered_questions(draft)
    current = team_questions.questions_and_prompts(content)
    questions |= {question.id: question for question in current}
    draft = _drop_unknown_questions(draft, questions)
    titles = content.domain_titles()
    missing = (domain for domain in draft.domains if domain not in titles)
    domains = (Domain(domain, domain.capitalize(), "", "", ()) for domain in missing)
    return Sitting(
        draft,
        (*content.domains, *domains),
        tuple(questions[step.question] for step in draft.plan if not step.is_scale),
        first_step=draft.step_index,
    )


def _answered_questions(draft: Draft) -> dict[str, Question]:
    """Return the questions of the plan that have an answer, by id, with the text asked."""
    texts = {answer.question: answer.question_text for answer in draft.answers}
    steps = [step for step in draft.plan if step.question in texts]
    return {
        step.question: Question(step.question, step.domain, texts[step.question]) for step in steps
    }


def _drop_unknown_questions(draft: Draft, known: Container[str]) -> Draft:
    """Remove the steps of other questions from the plan; the current step stays the same."""
    is_known = [step.is_scale or step.question in known for step in draft.plan]
    return draft._replace(
        plan=tuple(compress(draft.plan, is_known)), step_index=sum(is_known[: draft.step_index])
    )

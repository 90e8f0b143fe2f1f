"""The state of a sitting: what to ask next, what an answer changes, and the entries it makes.

A sitting asks the questions of each domain and then its scale; the last step is the action. Every
method returns a new value: nothing here asks, prints or saves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
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
class CurrentQuestion:
    """A question as it is asked, with its place among the `total` questions and its `text` so far.

    `parent` is the question that this one follows, if the person has not just seen it.
    """

    question: Question
    domain: Domain
    number: int
    total: int
    parent: Question | None
    opens_domain: bool
    text: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """A draft, with the domains of the content file and the questions of its plan in order.

    `first_step` is the index of the step at which this run of the program began; questions before
    it are no longer on the screen.
    """

    draft: Draft
    domains: tuple[Domain, ...]
    questions: tuple[Question, ...]
    first_step: int = field(default=0, compare=False)

    @property
    def next_step(self) -> NextStep:
        """The kind of step that is asked next."""
        if self.draft.at == len(self.draft.plan):
            return "action"
        return "question" if self._step.question else "scale"

    @property
    def current_question(self) -> CurrentQuestion:
        """The question of the current step."""
        at, plan = self.draft.at, self.draft.plan
        question = self._question
        return CurrentQuestion(
            question=question,
            domain=self.domain,
            number=self.questions.index(question) + 1,
            total=len(self.questions),
            parent=self._parent_to_show(question),
            opens_domain=at == 0 or plan[at - 1].domain != plan[at].domain,
            text=self.text_of(question.id),
        )

    @property
    def domain(self) -> Domain:
        """The domain of the current question or scale."""
        return self._domain(self._step.domain)

    @property
    def scaling(self) -> Scaling | None:
        """The value on the scale of the current domain, if there is one."""
        return dict(self.draft.scalings).get(self._step.domain)

    @property
    def current_text(self) -> str:
        """The text of the current answer or action so far; empty at a scale."""
        if self.next_step == "question":
            return self.text_of(self._question.id)
        return self.draft.action.text if self.next_step == "action" and self.draft.action else ""

    def text_of(self, question_id: str) -> str:
        """Return the answer to a question so far, or an empty string."""
        return next(
            (answer.text for answer in self.draft.answers if answer.question == question_id), ""
        )

    def with_text(self, text: str) -> Sitting:
        """Set the answer to the current question, or remove it if the text is blank."""
        question = self._question
        answers = {answer.question: answer for answer in self.draft.answers}
        answers.pop(question.id, None)
        if text.strip():
            answers[question.id] = Answer(question.id, question.text, text)
        return self._with_draft(
            answers=tuple(
                answers[step.question] for step in self.draft.plan if step.question in answers
            ),
            skipped=tuple(
                question_id for question_id in self.draft.skipped if question_id not in answers
            ),
        )

    def answer(self, text: str) -> Sitting:
        """Answer the current question and go on; a blank answer records it as skipped."""
        draft = self.with_text(text).draft
        skipped = {*draft.skipped} - {self._question.id}
        if not text.strip():
            skipped.add(self._question.id)
        in_order = tuple(step.question for step in draft.plan if step.question in skipped)
        return replace(self, draft=draft._replace(skipped=in_order, at=draft.at + 1))

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
        scalings = {**dict(self.draft.scalings), self._step.domain: scaling}
        scales = [step.domain for step in self.draft.plan if not step.question]
        return self._with_draft(
            scalings=tuple(
                (domain, value) for domain in scales if (value := scalings.get(domain)) is not None
            )
        )

    def pass_scale(self) -> Sitting:
        """Go on to the step after the current scale."""
        return self._with_draft(at=self.draft.at + 1)

    def back(self) -> Sitting:
        """Go to the previous step, if there is one; the text of this one stays."""
        return self._with_draft(at=max(0, self.draft.at - 1))

    def with_action(self, text: str) -> Sitting:
        """Set the text of the action and keep its due date; an empty text removes the action."""
        due = self.draft.action.due if self.draft.action else None
        return self._with_draft(action=Action(text, due=due) if text else None)

    def with_due_date(self, due: date) -> Sitting:
        """Set the due date of the action, if there is an action."""
        action = self.draft.action
        return self._with_draft(action=action._replace(due=due)) if action else self

    def entries(self) -> tuple[Entry, ...]:
        """Return one entry for each domain that has an answer or a value on its scale.

        The last entry has the action. If there is only an action, the entry of the last domain
        has it.
        """
        draft = self.draft
        domain_ids = [
            domain_id
            for domain_id in draft.domains
            if domain_id in dict(draft.scalings)
            or any(answer.question in self._question_ids(domain_id) for answer in draft.answers)
        ]
        if not domain_ids and draft.action is not None:
            domain_ids = [draft.domains[-1]]
        return tuple(
            self._entry(domain_id, draft.action if domain_id == domain_ids[-1] else None)
            for domain_id in domain_ids
        )

    def _entry(self, domain_id: str, action: Action | None) -> Entry:
        draft = self.draft
        question_ids = self._question_ids(domain_id)
        return Entry(
            id=dict(draft.entries)[domain_id],
            moment=draft.moment,
            domain=domain_id,
            title=entry_title(self._domain(domain_id).title, draft.moment, draft.kind),
            tags=draft.tags,
            answers=tuple(answer for answer in draft.answers if answer.question in question_ids),
            skipped=tuple(
                question_id for question_id in draft.skipped if question_id in question_ids
            ),
            actions=(action,) if action else (),
            scaling=dict(draft.scalings).get(domain_id),
            kind=draft.kind,
        )

    @property
    def _step(self) -> Step:
        return self.draft.plan[self.draft.at]

    @property
    def _question(self) -> Question:
        return next(question for question in self.questions if question.id == self._step.question)

    def _question_ids(self, domain_id: str) -> frozenset[str]:
        return frozenset(step.question for step in self.draft.plan if step.domain == domain_id)

    def _domain(self, domain_id: str) -> Domain:
        return next(domain for domain in self.domains if domain.id == domain_id)

    def _parent_to_show(self, question: Question) -> Question | None:
        """Return the question that this one follows, unless it was the one asked just before."""
        if question.follows is None:
            return None
        index = self.questions.index(question)
        if (
            index > 0
            and self.draft.at != self.first_step
            and self.questions[index - 1].id == question.follows
        ):
            return None
        domain = self._domain(question.domain)
        return next((q for q in domain.questions if q.id == question.follows), None)

    def _with_draft(self, **changes: object) -> Sitting:
        return replace(self, draft=self.draft._replace(**changes))  # type: ignore[arg-type]


def begin_sitting(
    content: Content,
    questions: Sequence[Question],
    *,
    moment: datetime,
    ids: Sequence[str],
    tags: Iterable[str] = (),
    with_scales: bool = False,
    kind: EntryKind = REFLECTION,
) -> Sitting:
    """Return a new sitting that asks these questions, domain by domain.

    With `with_scales`, the scale of each domain follows its questions. `ids` are the id of the
    draft and then the id of the entry of each domain.
    """
    domains = tuple(dict.fromkeys(question.domain for question in questions))
    questions = sorted(questions, key=lambda question: domains.index(question.domain))
    plan = [Step(question.domain, question.id) for question in questions]
    if with_scales:
        plan += [Step(domain, "") for domain in domains]
        plan.sort(key=lambda step: domains.index(step.domain))
    draft = Draft(
        id=ids[0],
        moment=moment.replace(microsecond=0),
        plan=tuple(plan),
        entries=tuple(zip(domains, ids[1:], strict=True)),
        tags=tuple(dict.fromkeys(tags)),
        kind=kind,
    )
    return Sitting(draft, content.domains, tuple(questions))


def resume_sitting(draft: Draft, content: Content) -> Sitting:
    """Return the sitting of an unfinished draft.

    A question that the content file no longer has stays in the plan if it has an answer, with the
    text that was asked; otherwise it is dropped. For a missing domain, its id stands as the title.
    """
    known = {question.id: question for question in team_questions.all_questions(content)}
    asked_texts = {answer.question: answer.asked for answer in draft.answers}
    steps = [
        step
        for step in draft.plan
        if not step.question or step.question in known or step.question in asked_texts
    ]
    questions = tuple(
        known.get(step.question) or Question(step.question, step.domain, asked_texts[step.question])
        for step in steps
        if step.question
    )
    titles = content.domain_titles()
    removed_domains = tuple(
        Domain(domain_id, domain_id.capitalize(), "", "", ())
        for domain_id in draft.domains
        if domain_id not in titles
    )
    at = len([step for step in draft.plan[: draft.at] if step in steps])
    draft = draft._replace(plan=tuple(steps), at=at)
    return Sitting(draft, content.domains + removed_domains, questions, first_step=at)

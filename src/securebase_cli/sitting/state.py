"""The state of a sitting: the next step, what an answer changes, and the entries at the end.

A sitting is one run through the questions of some domains. Its plan is a list of steps: for each
domain its questions, then perhaps its scale, on which the user gives a value from 0 to 10. After
the plan, an action can be written: one thing to try. The draft is the plan with everything that
the user has entered, as it is saved during the sitting. This module asks, prints and saves nothing.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, Self

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
    """A draft with the domains and questions that its plan refers to; an immutable value.

    `questions` are those of the plan in order. `first_step` is the index of the step at which this
    run of the program began; questions before it are no longer on the screen. Properties and
    methods for a question, a domain or a scale raise IndexError if the action is next.
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
        """The number of the current question among all questions, from 1."""
        return self.questions.index(self.question) + 1

    @property
    def parent(self) -> Question | None:
        """The question that the current one follows, if there is one that must be shown again.

        None if it was the previous question, which is still on the screen.
        """
        parent_id = self.question.follows
        previous_index = self.question_number - 2
        previous_is_on_screen = previous_index >= 0 and self.draft.step_index != self.first_step
        if previous_is_on_screen and self.questions[previous_index].id == parent_id:
            return None
        questions = [question for domain in self.domains for question in domain.questions]
        return next((question for question in questions if question.id == parent_id), None)

    @property
    def opens_domain(self) -> bool:
        """Whether the current step is the first one of its domain."""
        index = self.draft.step_index
        return index == 0 or self.draft.plan[index - 1].domain != self._step.domain

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

    def with_text(self, text: str) -> Self:
        """Set the answer to the current question, or remove it if blank; stay at this step."""
        question = self.question
        answers = {answer.question: answer for answer in self.draft.answers}
        if text.strip():
            answers[question.id] = Answer(question.id, question.text, text)
        else:
            answers.pop(question.id, None)
        in_order = tuple(answers[question_id] for question_id in self._in_plan_order(answers))
        skipped = set(self.draft.skipped) - answers.keys()
        return self._with_draft(answers=in_order, skipped=self._in_plan_order(skipped))

    def answer_and_advance(self, text: str) -> Self:
        """Set the answer and go to the next step; a blank answer records a skipped question."""
        draft = self.with_text(text).draft
        skipped = draft.skipped
        if not text.strip():
            skipped = self._in_plan_order({*skipped, self.question.id})
        draft = draft._replace(skipped=skipped, step_index=draft.step_index + 1)
        return replace(self, draft=draft)

    def append_to_answer(self, question_id: str, line: str) -> Self:
        """Append the line as a paragraph to an answer; a blank line changes nothing."""
        if not line.strip():
            return self
        answers = list(self.draft.answers)
        for index, answer in enumerate(answers):
            if answer.question == question_id:
                answers[index] = answer._replace(text=f"{answer.text}\n\n{line}")
        return self._with_draft(answers=tuple(answers))

    def with_scaling(self, scaling: Scaling | None) -> Self:
        """Set or remove the value on the current scale, and stay at this step."""
        scalings = dict(self.draft.scalings)
        if scaling is None:
            scalings.pop(self._step.domain, None)
        else:
            scalings[self._step.domain] = scaling
        in_order = tuple((name, scalings[name]) for name in self.draft.domains if name in scalings)
        return self._with_draft(scalings=in_order)

    def advance_past_scale(self) -> Self:
        return self._with_draft(step_index=self.draft.step_index + 1)

    def go_to_closing(self) -> Self:
        """Leave out the steps that were not reached; they are not recorded as skipped."""
        return self._with_draft(step_index=len(self.draft.plan))

    def back(self) -> Self:
        """Go to the previous step, if there is one; the text of this one stays."""
        return self._with_draft(step_index=max(0, self.draft.step_index - 1))

    def with_action(self, text: str, due: date | None = None) -> Self:
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
        scalings = dict(draft.scalings)
        entries = []
        for domain_id, entry_id in draft.entry_ids:
            asked_ids = {step.question for step in draft.plan if step.domain == domain_id}
            entry = Entry(
                id=entry_id,
                moment=draft.moment,
                domain=domain_id,
                title=entry_title(titles[domain_id], draft.moment, draft.kind),
                tags=draft.tags,
                answers=tuple(answer for answer in draft.answers if answer.question in asked_ids),
                skipped=tuple(
                    skipped_id for skipped_id in draft.skipped if skipped_id in asked_ids
                ),
                scaling=scalings.get(domain_id),
                kind=draft.kind,
            )
            entries.append(entry)
        filled = [entry for entry in entries if entry.answers or entry.scaling is not None]
        if draft.action:
            filled = filled or entries[-1:]
            filled[-1] = filled[-1]._replace(actions=(draft.action,))
        return tuple(filled)

    @property
    def _step(self) -> Step:
        return self.draft.plan[self.draft.step_index]

    def _in_plan_order(self, question_ids: Container[str]) -> tuple[str, ...]:
        return tuple(step.question for step in self.draft.plan if step.question in question_ids)

    def _with_draft(self, **changes: object) -> Self:
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
    different unused ids: one is for the draft, and one for the entry of each domain.
    """
    domains = tuple(dict.fromkeys(question.domain for question in questions))
    in_order: list[Question] = []
    plan: list[Step] = []
    for domain in domains:
        domain_questions = [question for question in questions if question.domain == domain]
        in_order += domain_questions
        plan += [Step(domain, question.id) for question in domain_questions]
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
    return Sitting(draft, content.domains, tuple(in_order))


def resume_sitting(draft: Draft, content: Content) -> Sitting:
    """Return the sitting of an unfinished draft.

    A question that the content file no longer has stays in the plan if it has an answer, with the
    text that was asked; otherwise it is dropped. For a missing domain, its id stands as the title.
    """
    known = {question.id: question for question in team_questions.questions_and_prompts(content)}
    asked_texts = {answer.question: answer.question_text for answer in draft.answers}
    plan: list[Step] = []
    questions: list[Question] = []
    step_index = draft.step_index
    for index, step in enumerate(draft.plan):
        if step.question in known:
            questions.append(known[step.question])
        elif step.question in asked_texts:
            text = asked_texts[step.question]
            questions.append(Question(step.question, step.domain, text))
        elif not step.is_scale:
            if index < draft.step_index:
                step_index -= 1
            continue
        plan.append(step)
    domains = list(content.domains)
    titles = content.domain_titles()
    for domain_id in draft.domains:
        if domain_id not in titles:
            title = domain_id.capitalize()
            domains.append(Domain(domain_id, title, quality="", summary="", questions=()))
    draft = draft._replace(plan=tuple(plan), step_index=step_index)
    return Sitting(draft, tuple(domains), tuple(questions), first_step=step_index)

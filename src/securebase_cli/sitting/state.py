"""The state of a sitting: the next step, what an answer changes, and the entries at the end.

A sitting is one run through the questions of some domains, and a closing. Its plan is a list of
steps: the questions, then the scales of domains, on which the user gives a value from 0 to 10.
After the plan come the takeaway, which is what the user takes from the sitting, and an action: one
thing to try. The scales, the takeaway and the action are the closing. The draft is the plan with
everything that the user has entered, as it is saved during the sitting. This module asks, prints
and saves nothing.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, Self

from securebase_cli.entry_format.cleanup import to_one_line
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

NextStep = Literal["question", "scale", "takeaway", "action"]


@dataclass(frozen=True, slots=True)
class Sitting:
    """A draft with the domains and questions that its plan refers to; an immutable value.

    `questions` are those of the plan in order. `first_step` is the index of the step at which this
    run of the program began; questions before it are no longer on the screen. Properties and
    methods for a question, a domain or a scale raise IndexError after the plan.
    """

    draft: Draft
    domains: tuple[Domain, ...]
    questions: tuple[Question, ...]
    first_step: int = field(default=0, compare=False)

    @property
    def next_step(self) -> NextStep:
        if self.draft.step_index < len(self.draft.plan):
            return "scale" if self._step.is_scale else "question"
        return "takeaway" if self.draft.step_index == len(self.draft.plan) else "action"

    @property
    def question(self) -> Question:
        return next(question for question in self.questions if question.id == self._step.question)

    @property
    def question_number(self) -> int:
        """The number of the current question among those of its domain, from 1."""
        return self._questions_of_domain.index(self.question) + 1

    @property
    def question_count(self) -> int:
        """The number of questions of the current domain that this sitting asks."""
        return len(self._questions_of_domain)

    @property
    def parent(self) -> Question | None:
        """The question that the current one follows, if there is one that must be shown again.

        None if it was the previous question, which is still on the screen with its answer.
        """
        parent_id = self.question.follows
        previous = self.draft.plan[self.draft.step_index - 1].question
        previous_is_on_screen = self.draft.step_index not in {0, self.first_step} and any(
            answer.question == previous for answer in self.draft.answers
        )
        if previous_is_on_screen and previous == parent_id:
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
    def scale_domains(self) -> tuple[Domain, ...]:
        """The domains whose scale the closing asks for.

        All questions of these domains were reached, and at least one was answered.
        """
        answered = {answer.question for answer in self.draft.answers}
        reached = answered | set(self.draft.skipped)
        with_scale = {step.domain for step in self.draft.plan if step.is_scale}
        domains: list[Domain] = []
        for domain in self.domains:
            ids = {step.question for step in self.draft.plan if step.domain == domain.id} - {""}
            if domain.id in with_scale and domain.quality and ids & answered and ids <= reached:
                domains.append(domain)
        return tuple(domains)

    @property
    def answer_text(self) -> str:
        """The text of the answer to the current question so far."""
        answers = {answer.question: answer.text for answer in self.draft.answers}
        return answers.get(self.question.id, "")

    @property
    def question_total(self) -> int:
        """The number of all questions of the sitting."""
        return sum(not step.is_scale for step in self.draft.plan)

    @property
    def reached_domains(self) -> tuple[Domain, ...]:
        """The domains of which a question was answered or skipped."""
        reached = {*self.draft.skipped, *(answer.question for answer in self.draft.answers)}
        ids = {step.domain for step in self.draft.plan if step.question in reached}
        return tuple(domain for domain in self.domains if domain.id in ids)

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

    def with_scaling(self, scaling: Scaling | None) -> Self:
        """Set or remove the value on the current scale, and stay at this step."""
        scalings = dict(self.draft.scalings)
        if scaling is None:
            scalings.pop(self._step.domain, None)
        else:
            scalings[self._step.domain] = scaling
        in_order = tuple((name, scalings[name]) for name in self.draft.domains if name in scalings)
        return self._with_draft(scalings=in_order)

    def advance(self) -> Self:
        """Go to the next step of the closing."""
        return self._with_draft(step_index=self.draft.step_index + 1)

    def go_to_closing(self) -> Self:
        """Leave out the questions that were not reached; they are not recorded as skipped."""
        return self._with_draft(step_index=self.question_total)

    def back(self) -> Self:
        """Go to the previous step, if there is one; the text of this one stays."""
        return self._with_draft(step_index=max(0, self.draft.step_index - 1))

    def with_takeaway(self, text: str) -> Self:
        return self._with_draft(takeaway=to_one_line(text))

    def with_action(self, text: str) -> Self:
        """Set the text of the action, or remove the action if the text is blank."""
        line = to_one_line(text)
        if not line:
            return self._with_draft(action=None)
        action = self.draft.action or Action(line)
        return self._with_draft(action=action._replace(text=line))

    def with_action_due(self, due: date | None) -> Self:
        return self._with_draft(action=self.draft.action and self.draft.action._replace(due=due))

    def with_action_domain(self, domain_id: str) -> Self:
        """Set the domain whose entry gets the action."""
        return self._with_draft(action_domain=domain_id)

    def entries(self) -> tuple[Entry, ...]:
        """Return one entry for each domain in which something was written.

        The last domain with an answer gets the takeaway, and the action unless that is for another
        domain. Questions skipped in domains without an entry are recorded in the last entry, so
        that they do not look as if they had never been asked.
        """
        draft = self.draft
        titles = {domain.id: domain.title for domain in self.domains}
        scalings = dict(draft.scalings)
        domain_of = {step.question: step.domain for step in draft.plan}
        answered = [domain_of[answer.question] for answer in draft.answers]
        main_domain = next((name for name in reversed(draft.domains) if name in answered), "")
        main_domain = main_domain or draft.domains[-1]
        entries: list[Entry] = []
        skipped_elsewhere: set[str] = set()
        for domain_id, entry_id in draft.entry_ids:
            is_main = domain_id == main_domain
            has_action = domain_id == (draft.action_domain or main_domain)
            skipped = [name for name in draft.skipped if domain_of[name] == domain_id]
            entry = Entry(
                id=entry_id,
                moment=draft.moment,
                domain=domain_id,
                title=entry_title(titles[domain_id], draft.moment, draft.kind),
                tags=draft.tags,
                skipped=tuple(skipped),
                scaling=scalings.get(domain_id),
                kind=draft.kind,
                answers=tuple(
                    answer for answer in draft.answers if domain_of[answer.question] == domain_id
                ),
                takeaway=draft.takeaway if is_main else "",
                actions=(draft.action,) if draft.action and has_action else (),
            )
            if entry.answers or entry.scaling or entry.takeaway or entry.actions:
                entries.append(entry)
            else:
                skipped_elsewhere.update(skipped)
        if entries and skipped_elsewhere:
            skipped_ids = self._in_plan_order({*entries[-1].skipped, *skipped_elsewhere})
            entries[-1] = entries[-1]._replace(skipped=skipped_ids)
        return tuple(entries)

    @property
    def _step(self) -> Step:
        return self.draft.plan[self.draft.step_index]

    @property
    def _questions_of_domain(self) -> list[Question]:
        return [question for question in self.questions if question.domain == self._step.domain]

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
    scale_domains: Container[str] = (),
) -> Sitting:
    """Return a new sitting that asks these questions, domain by domain.

    The closing asks for the scales of `scale_domains`. `new_ids(count)` returns different unused
    ids: one is for the draft, and one for the entry of each domain.
    """
    domains = tuple(dict.fromkeys(question.domain for question in questions))
    in_order: list[Question] = []
    plan: list[Step] = []
    for domain in domains:
        domain_questions = [question for question in questions if question.domain == domain]
        in_order += domain_questions
        plan += [Step(domain, question.id) for question in domain_questions]
    plan += [Step(domain, question="") for domain in domains if domain in scale_domains]
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

    A question that the content file no longer has stays in the plan, with the text that was asked,
    if it has an answer; otherwise it is dropped. The title of a missing domain is its id. Drafts of
    earlier versions have the scale of each domain after its questions; here all scales come last.
    """
    known = {question.id: question for question in team_questions.questions_and_prompts(content)}
    asked_texts = {answer.question: answer.question_text for answer in draft.answers}
    questions: list[Question] = []
    indexed_steps: list[tuple[int, Step]] = []
    for index, step in enumerate(draft.plan):
        if step.question in known:
            questions.append(known[step.question])
        elif step.question in asked_texts:
            text = asked_texts[step.question]
            questions.append(Question(step.question, step.domain, text))
        elif not step.is_scale:
            continue
        indexed_steps.append((index, step))
    # Sorting is stable, so that questions and scales each keep their order.
    indexed_steps.sort(key=lambda indexed: indexed[1].is_scale)
    step_index = next(
        (place for place, (index, _) in enumerate(indexed_steps) if index >= draft.step_index),
        len(indexed_steps) + draft.step_index - len(draft.plan),
    )
    domains = list(content.domains)
    titles = content.domain_titles()
    for domain_id in draft.domains:
        if domain_id not in titles:
            title = domain_id.capitalize()
            domains.append(Domain(domain_id, title, quality="", summary="", questions=()))
    draft = draft._replace(plan=tuple(step for _, step in indexed_steps), step_index=step_index)
    return Sitting(draft, tuple(domains), tuple(questions), first_step=step_index)

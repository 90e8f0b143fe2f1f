"""A sitting: what is asked next, what an answer changes, and the entries it makes.

Step by step a domain's questions are asked, and then its scale, if it has one; at the end comes
the one thing to try. Every step gives a new value; nothing here asks, prints or saves.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from securebase_cli.instrument import team_questions
from securebase_cli.model import (
    REFLECTION,
    Action,
    Answer,
    Domain,
    Draft,
    Entry,
    Question,
    Step,
    entry_title,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from securebase_cli.instrument.content import Content
    from securebase_cli.model import EntryKind, Scaling

Next = Literal["question", "scale", "action"]


@dataclass(frozen=True, slots=True)
class CurrentQuestion:
    """One question as it is put: where it stands, and what was written to it so far."""

    question: Question
    domain: Domain
    number: int
    total: int
    parent: Question | None
    opens_domain: bool
    text: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """A draft on its way, with the questions of its plan in order.

    `begun` is the step with which it was begun or taken up: what came before is not seen any more.
    """

    draft: Draft
    domains: tuple[Domain, ...]
    questions: tuple[Question, ...]
    begun: int = field(default=0, compare=False)

    @property
    def next_step(self) -> Next:
        """What is asked next."""
        if self.draft.at == len(self.draft.plan):
            return "action"
        return "question" if self._step.question else "scale"

    @property
    def current_question(self) -> CurrentQuestion:
        """The question that is next."""
        at, plan = self.draft.at, self.draft.plan
        question = self._question
        return CurrentQuestion(
            question=question,
            domain=self.domain,
            number=self.questions.index(question) + 1,
            total=len(self.questions),
            parent=self._parent(question),
            opens_domain=at == 0 or plan[at - 1].domain != plan[at].domain,
            text=self.text_of(question.id),
        )

    @property
    def domain(self) -> Domain:
        """The domain that the question or the scale belongs to which is next."""
        return self._domain(self._step.domain)

    @property
    def scaling(self) -> Scaling | None:
        """What was put so far on the scale that is next."""
        return dict(self.draft.scalings).get(self._step.domain)

    @property
    def current_text(self) -> str:
        """What was written so far at the place where the sitting is."""
        if self.next_step == "question":
            return self.text_of(self._question.id)
        return self.draft.action.text if self.next_step == "action" and self.draft.action else ""

    def text_of(self, question_id: str) -> str:
        """Return what was written to a question so far."""
        return next((a.text for a in self.draft.answers if a.question == question_id), "")

    def with_text(self, text: str) -> Sitting:
        """Take over what is being written to the current question, or drop it if it is empty."""
        question = self._question
        texts = {answer.question: answer for answer in self.draft.answers}
        texts.pop(question.id, None)
        if text.strip():
            texts[question.id] = Answer(question.id, question.text, text)
        order = [step.question for step in self.draft.plan]
        answers = tuple(texts[name] for name in order if name in texts)
        skipped = tuple(name for name in self.draft.skipped if name not in texts)
        return self._with(answers=answers, skipped=skipped)

    def answer(self, text: str) -> Sitting:
        """Answer the current question and go on; an empty answer skips it, and that is kept."""
        question = self._question
        written = self.with_text(text).draft
        skipped = {*written.skipped} - {question.id}
        if not text.strip():
            skipped.add(question.id)
        order = [step.question for step in written.plan]
        kept = tuple(name for name in order if name in skipped)
        return replace(self, draft=written._replace(skipped=kept, at=written.at + 1))

    def append_to_answer(self, question_id: str, line: str) -> Sitting:
        """Add a paragraph to an answer that was given; none if it is empty."""
        if not line.strip():
            return self
        answers = tuple(
            answer._replace(text=f"{answer.text}\n\n{line}")
            if answer.question == question_id
            else answer
            for answer in self.draft.answers
        )
        return self._with(answers=answers)

    def with_scaling(self, scaling: Scaling | None) -> Sitting:
        """Put a value on the scale that is next, or take away what is on it; it stays the next."""
        domain = self._step.domain
        scalings = {**dict(self.draft.scalings), domain: scaling}
        order = [step.domain for step in self.draft.plan if not step.question]
        kept = tuple((name, one) for name in order if (one := scalings.get(name)) is not None)
        return self._with(scalings=kept)

    def pass_scale(self) -> Sitting:
        """Go on from the scale that is next, whatever is on it."""
        return self._with(at=self.draft.at + 1)

    def back(self) -> Sitting:
        """Go to the step before, if there is one; what was written stays."""
        return self._with(at=max(0, self.draft.at - 1))

    def with_action(self, text: str, due: date | None = None) -> Sitting:
        """Note the one thing to try, or none if the text is empty."""
        return self._with(action=Action(text, due=due) if text else None)

    def entries(self) -> tuple[Entry, ...]:
        """Make the entries: one for each domain with an answer or on the scale, the action last.

        A sitting with an action alone makes one entry, so that the action is not lost.
        """
        touched = [
            domain
            for domain in self.draft.domains
            if domain in dict(self.draft.scalings)
            or any(answer.question in self._asked_in(domain) for answer in self.draft.answers)
        ]
        if not touched and self.draft.action is not None:
            touched = [self.draft.domains[-1]]
        action_with = touched[-1] if touched else None
        return tuple(self._entry(domain, with_action=domain == action_with) for domain in touched)

    def _entry(self, domain_id: str, *, with_action: bool) -> Entry:
        asked = self._asked_in(domain_id)
        draft = self.draft
        return Entry(
            id=dict(draft.entries)[domain_id],
            moment=draft.moment,
            domain=domain_id,
            title=entry_title(self._domain(domain_id).title, draft.moment, draft.kind),
            tags=draft.tags,
            answers=tuple(answer for answer in draft.answers if answer.question in asked),
            skipped=tuple(name for name in draft.skipped if name in asked),
            actions=(draft.action,) if with_action and draft.action else (),
            scaling=dict(draft.scalings).get(domain_id),
            kind=draft.kind,
        )

    @property
    def _step(self) -> Step:
        return self.draft.plan[self.draft.at]

    @property
    def _question(self) -> Question:
        return next(one for one in self.questions if one.id == self._step.question)

    def _asked_in(self, domain_id: str) -> frozenset[str]:
        return frozenset(step.question for step in self.draft.plan if step.domain == domain_id)

    def _domain(self, domain_id: str) -> Domain:
        return next(domain for domain in self.domains if domain.id == domain_id)

    def _parent(self, question: Question) -> Question | None:
        if question.follows is None:
            return None
        at = self.questions.index(question)
        seen = self.draft.at != self.begun
        if at > 0 and seen and self.questions[at - 1].id == question.follows:
            return None
        domain = self._domain(question.domain)
        return next((q for q in domain.questions if q.id == question.follows), None)

    def _with(self, **changes: object) -> Sitting:
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
    """Begin a sitting of these questions, domain by domain, each followed by its scale if wanted.

    `ids` has one for the draft and one a domain; `kind` is what the entries will be.
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
    """Take up a draft again.

    A question that the content file no longer has stays in the plan as it was asked, so that
    nothing that was written is lost; one that nobody answered is left out.
    """
    known = {question.id: question for question in team_questions.all_questions(content)}
    asked = {answer.question: answer.asked for answer in draft.answers}
    steps = [
        step
        for step in draft.plan
        if not step.question or step.question in known or step.question in asked
    ]
    questions = tuple(
        known.get(step.question) or Question(step.question, step.domain, asked[step.question])
        for step in steps
        if step.question
    )
    titles = content.titles()
    gone = tuple(
        Domain(domain, domain.capitalize(), "", "", ())
        for domain in draft.domains
        if domain not in titles
    )
    before = len([step for step in draft.plan[: draft.at] if step in steps])
    draft = draft._replace(plan=tuple(steps), at=before)
    return Sitting(draft, content.domains + gone, questions, begun=before)

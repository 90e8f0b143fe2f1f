"""A sitting: which question is next, what an answer changes, and the entries it makes.

Every step gives a new value; nothing here asks, prints or saves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from securebase_cli.core.markdown import entry_title
from securebase_cli.core.model import Action, Answer, Domain, Draft, Entry, Question, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from securebase_cli.core.domains import Content


@dataclass(frozen=True, slots=True)
class Prompt:
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
    """A draft on its way, with the questions of its plan."""

    draft: Draft
    domains: tuple[Domain, ...]
    questions: tuple[Question, ...]

    @property
    def asking(self) -> bool:
        """Whether a question is next; otherwise it is the action."""
        return self.draft.at < len(self.questions)

    @property
    def prompt(self) -> Prompt:
        """The question that is next."""
        at = self.draft.at
        question = self.questions[at]
        return Prompt(
            question=question,
            domain=self._domain(self.draft.plan[at].domain),
            number=at + 1,
            total=len(self.questions),
            parent=self._parent(question),
            opens_domain=at == 0 or self.draft.plan[at - 1].domain != self.draft.plan[at].domain,
            text=self.text_of(question.id),
        )

    @property
    def written_here(self) -> str:
        """What was written so far at the place where the sitting is."""
        if self.asking:
            return self.text_of(self.questions[self.draft.at].id)
        return self.draft.action.text if self.draft.action else ""

    def text_of(self, question_id: str) -> str:
        """Return what was written to a question so far."""
        return next((a.text for a in self.draft.answers if a.question == question_id), "")

    def writing(self, text: str) -> Sitting:
        """Take over what is being written to the current question, or drop it if it is empty."""
        question = self.questions[self.draft.at]
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
        question = self.questions[self.draft.at]
        written = self.writing(text).draft
        skipped = {*written.skipped} - {question.id}
        if not text.strip():
            skipped.add(question.id)
        order = [step.question for step in written.plan]
        kept = tuple(name for name in order if name in skipped)
        return replace(self, draft=written._replace(skipped=kept, at=written.at + 1))

    def back(self) -> Sitting:
        """Go to the question before, if there is one; what was written stays."""
        return self._with(at=max(0, self.draft.at - 1))

    def agree(self, text: str, due: date | None = None) -> Sitting:
        """Note the one thing to try, or none if the text is empty."""
        return self._with(action=Action(text, due=due) if text else None)

    def entries(self) -> tuple[Entry, ...]:
        """Make the entries: one for each domain with an answer, the action with the last.

        A sitting with an action alone makes one entry, so that the action is not lost.
        """
        touched = [
            domain
            for domain in self.draft.domains
            if any(answer.question in self._asked_in(domain) for answer in self.draft.answers)
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
            title=entry_title(self._domain(domain_id).title, draft.moment),
            tags=draft.tags,
            answers=tuple(answer for answer in draft.answers if answer.question in asked),
            skipped=tuple(name for name in draft.skipped if name in asked),
            actions=(draft.action,) if with_action and draft.action else (),
        )

    def _asked_in(self, domain_id: str) -> frozenset[str]:
        return frozenset(step.question for step in self.draft.plan if step.domain == domain_id)

    def _domain(self, domain_id: str) -> Domain:
        return next(domain for domain in self.domains if domain.id == domain_id)

    def _parent(self, question: Question) -> Question | None:
        if question.follows is None:
            return None
        at = self.questions.index(question)
        if at > 0 and self.questions[at - 1].id == question.follows:
            return None
        domain = self._domain(question.domain)
        return next((q for q in domain.questions if q.id == question.follows), None)

    def _with(self, **changes: object) -> Sitting:
        return replace(self, draft=self.draft._replace(**changes))  # type: ignore[arg-type]


def begin(
    content: Content,
    questions: Sequence[Question],
    *,
    moment: datetime,
    ids: Sequence[str],
    tags: Iterable[str] = (),
) -> Sitting:
    """Begin a sitting of these questions; `ids` has one for the draft and one a domain."""
    domains = tuple(dict.fromkeys(question.domain for question in questions))
    draft = Draft(
        id=ids[0],
        moment=moment.replace(microsecond=0),
        plan=tuple(Step(question.domain, question.id) for question in questions),
        entries=tuple(zip(domains, ids[1:], strict=True)),
        tags=tuple(dict.fromkeys(tags)),
    )
    return Sitting(draft, content.domains, tuple(questions))


def take_up(draft: Draft, content: Content) -> Sitting:
    """Take up a draft again.

    A question that the content file no longer has stays in the plan as it was asked, so that
    nothing that was written is lost; one that nobody answered is left out.
    """
    known = {question.id: question for question in content.questions}
    asked = {answer.question: answer.asked for answer in draft.answers}
    steps = [step for step in draft.plan if step.question in known or step.question in asked]
    questions = tuple(
        known.get(step.question) or Question(step.question, step.domain, asked[step.question])
        for step in steps
    )
    titles = content.titles()
    gone = tuple(
        Domain(domain, domain.capitalize(), "", "", ())
        for domain in draft.domains
        if domain not in titles
    )
    before = len([step for step in draft.plan[: draft.at] if step in steps])
    return Sitting(draft._replace(plan=tuple(steps), at=before), content.domains + gone, questions)

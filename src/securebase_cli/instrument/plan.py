"""Which questions a sitting asks, and in what order: pure, given what was answered when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from securebase_cli.instrument.content import Content
    from securebase_cli.model import Domain, Question

ALL = "all"


def find_domains(content: Content, given: Iterable[str]) -> tuple[Domain, ...]:
    """Return the domains named on the command line, each once; `all` stands for every one."""
    found: list[Domain] = []
    for name in given:
        if name.strip().casefold() == ALL:
            found += content.domains
        else:
            found.append(content.find_domain(name))
    return tuple(dict.fromkeys(found))


def questions_of(domains: Iterable[Domain]) -> tuple[Question, ...]:
    """Return every question of the domains, in order."""
    return tuple(question for domain in domains for question in domain.questions)


def select_by_id(
    content: Content, given: Iterable[str], domains: Sequence[Domain]
) -> tuple[Question, ...]:
    """Return the questions named, in the content's order, so that parents come first."""
    wanted = {content.find_question(name) for name in given}
    return _within(tuple(q for q in content.questions if q in wanted), domains)


def select_by_theme(
    content: Content, given: str, domains: Sequence[Domain]
) -> tuple[Question, ...]:
    """Return the questions of a theme, across all domains or within those named."""
    found = content.questions_by_theme(given)
    if not domains:
        return found
    inside = {domain.id for domain in domains}
    kept = tuple(question for question in found if question.domain in inside)
    if not kept:
        titles = ", ".join(domain.title for domain in domains)
        raise UsageError(f"No question in {titles} has the theme “{given}”.")
    return kept


def _within(questions: tuple[Question, ...], domains: Sequence[Domain]) -> tuple[Question, ...]:
    inside = {domain.id for domain in domains}
    for question in questions:
        if domains and question.domain not in inside:
            raise UsageError(
                f"The question “{question.id}” belongs to {question.domain}, "
                "which is not among the domains named."
            )
    return questions

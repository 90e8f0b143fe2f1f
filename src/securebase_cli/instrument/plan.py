"""Select the domains and questions that a sitting asks about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from securebase_cli.errors import UsageError
from securebase_cli.instrument.content import ALL_DOMAINS, Content
from securebase_cli.model import Domain, Question


def find_domains(content: Content, names: Iterable[str]) -> tuple[Domain, ...]:
    """Return the domains with these names, each once; `all` names every domain."""
    domains: list[Domain] = []
    for name in names:
        if name.strip().casefold() == ALL_DOMAINS:
            domains += content.domains
        else:
            domains.append(content.find_domain(name))
    return tuple(dict.fromkeys(domains))


def questions_of(domains: Iterable[Domain]) -> tuple[Question, ...]:
    """Return the questions of the domains, in order."""
    return tuple(question for domain in domains for question in domain.questions)


def select_by_id(
    content: Content, question_ids: Iterable[str], domains: Sequence[Domain]
) -> tuple[Question, ...]:
    """Return the questions with these ids, in the order of the content, so that parents are first.

    Raises UsageError if there are domains and one of the questions is in none of them.
    """
    selected = {content.find_question(name) for name in question_ids}
    questions = tuple(question for question in content.questions if question in selected)
    domain_ids = {domain.id for domain in domains}
    for question in questions:
        if domains and question.domain not in domain_ids:
            raise UsageError(
                f"The question “{question.id}” belongs to {question.domain}, "
                "which is not among the domains named."
            )
    return questions


def select_by_theme(
    content: Content, theme: str, domains: Sequence[Domain]
) -> tuple[Question, ...]:
    """Return the questions of a theme, within the domains if there are any.

    Raises UsageError if there are none.
    """
    questions = content.questions_by_theme(theme)
    if not domains:
        return questions
    domain_ids = {domain.id for domain in domains}
    questions = tuple(question for question in questions if question.domain in domain_ids)
    if not questions:
        titles = ", ".join(domain.title for domain in domains)
        raise UsageError(f"No question in {titles} has the theme “{theme}”.")
    return questions

"""What is asked about a team session: two prompts a domain, and the questions that suit a team.

A worksheet takes these into the session, and a sitting asks them again afterwards, for what the
team said. The prompts are ours; the questions belong to the instrument, as the content file marks
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.instrument.content import TEAM_PROMPT_PREFIX
from securebase_cli.model import KIND_WORDS, TEAM_SESSION, Question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from securebase_cli.instrument.content import Content
    from securebase_cli.model import Domain

# The themes by which a content file marks what can be put to a team as it stands.
TEAM_THEME = "team-session"
CARE_THEME = "with-care"

# Asked first, and answered in writing.
STRENGTH_PROMPT = "What do we do already?"
GAP_PROMPT = "Where is it thinner, and for whom?"
# Asked at the end, and answered with something to try.
ACTION_PROMPT = "What shall we try?"
OWNER_PROMPT = "Who, by when?"


def team_prompts(domain: Domain) -> tuple[Question, ...]:
    """Return the two prompts of a domain, each with an id that no content file can give away."""
    return tuple(
        Question(f"{TEAM_PROMPT_PREFIX}{name}-{domain.id}", domain.id, text, themes=(TEAM_THEME,))
        for name, text in (("already", STRENGTH_PROMPT), ("thinner", GAP_PROMPT))
    )


def team_questions(domain: Domain) -> tuple[Question, ...]:
    """Return the domain's questions that suit a team, in order.

    One may follow a question that is not among them, which then has to be shown along with it.
    """
    return tuple(question for question in domain.questions if TEAM_THEME in question.themes)


def needs_care(question: Question) -> bool:
    """Whether a question that suits a team can hurt in it, and needs care."""
    return CARE_THEME in question.themes


def session_questions(domains: Iterable[Domain]) -> tuple[Question, ...]:
    """Return all that is asked about a session on some domains, in order."""
    return tuple(
        question
        for domain in domains
        for question in (*team_prompts(domain), *team_questions(domain))
    )


def all_questions(content: Content) -> tuple[Question, ...]:
    """Return what can have an answer: the content's questions, then the prompts of each domain."""
    own = tuple(prompt for domain in content.domains for prompt in team_prompts(domain))
    return content.questions + own


def is_prompt(question: Question) -> bool:
    """Whether it is one of ours, and no question of the content."""
    return question.id.startswith(TEAM_PROMPT_PREFIX)


def prompt_with_domain(question: Question, content: Content) -> str:
    """Return the words of a prompt with its domain: alone they are the same for every one."""
    domain = content.domain_title(question.domain)
    return f"{question.text} ({domain}, {KIND_WORDS[TEAM_SESSION]})"

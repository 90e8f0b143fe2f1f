"""The questions of a team session: two prompts for each domain, and the content's own for teams.

A worksheet brings them into the session; afterwards a sitting asks them for what the team said.
"""

from collections.abc import Iterable

from securebase_cli.instrument.content import TEAM_PROMPT_PREFIX, Content
from securebase_cli.model import KIND_NAMES, TEAM_SESSION, Domain, Question

# The themes that mark questions in a content file: those that suit a team, and those of them that
# can hurt people in it.
TEAM_THEME = "team-session"
CARE_THEME = "with-care"

# The prompts of each domain, which come before its questions.
STRENGTH_PROMPT = "What do we do already?"
GAP_PROMPT = "Where is it thinner, and for whom?"
# The prompts at the end of a session, for the action.
ACTION_PROMPT = "What shall we try?"
OWNER_PROMPT = "Who, by when?"


def team_prompts(domain: Domain) -> tuple[Question, ...]:
    """Return the prompts of a domain, with ids that content files may not use."""
    return tuple(
        Question(f"{TEAM_PROMPT_PREFIX}{name}-{domain.id}", domain.id, text, themes=(TEAM_THEME,))
        for name, text in (("already", STRENGTH_PROMPT), ("thinner", GAP_PROMPT))
    )


def team_questions(domain: Domain) -> tuple[Question, ...]:
    """Return the questions of a domain that suit a team, in order.

    A question that one of them follows may be missing.
    """
    return tuple(question for question in domain.questions if TEAM_THEME in question.themes)


def session_questions(domains: Iterable[Domain]) -> tuple[Question, ...]:
    """Return the prompts and questions for a session on some domains, in order."""
    return tuple(
        question
        for domain in domains
        for question in (*team_prompts(domain), *team_questions(domain))
    )


def all_questions(content: Content) -> tuple[Question, ...]:
    """Return the questions of the content, then the prompts of each domain."""
    prompts = (prompt for domain in content.domains for prompt in team_prompts(domain))
    return (*content.questions, *prompts)


def is_prompt(question: Question) -> bool:
    """Return whether a question is one of `team_prompts`."""
    return question.id.startswith(TEAM_PROMPT_PREFIX)


def prompt_with_domain(question: Question, content: Content) -> str:
    """Return the text of a prompt with its domain, since all domains have the same prompts."""
    domain = content.domain_title(question.domain)
    return f"{question.text} ({domain}, {KIND_NAMES[TEAM_SESSION]})"

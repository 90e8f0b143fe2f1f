"""The questions for a team session on a domain.

Each domain has two prompts, which the program adds, and the questions of the content file that are
marked for teams. A worksheet brings both into the session. Afterwards the program asks the user
the same questions, to record what the team said.
"""

from collections.abc import Iterable

from securebase_cli.instrument.content import TEAM_PROMPT_PREFIX, Content
from securebase_cli.model import KIND_NAMES, TEAM_SESSION, Domain, Question

# The theme that marks a question of a content file for teams.
TEAM_THEME = "team-session"
# The theme that marks a question that can hurt people if it is discussed in a team.
CARE_THEME = "with-care"

# The texts of the two prompts of each domain.
STRENGTH_TEXT = "What do we do already?"
GAP_TEXT = "Where does it wear thin? When, and for whom might it be harder (no names)?"
# The texts at the end of a worksheet, for the action.
ACTION_TEXT = "What shall we try?"
OWNER_TEXT = "Who, by when?"

# What is said about a session when it is recorded, and about a question that can hurt people.
SESSION_NOTE = (
    "What the team said, not who said it. Tell the team that you keep a note, and offer to show it."
)
CARE = "Agree first how to talk about this, and that nobody has to."

# The prompts as the ids of their questions name them. Saved entries contain these ids.
_PROMPTS = {"already": STRENGTH_TEXT, "thinner": GAP_TEXT}


def domain_prompts(domain: Domain) -> tuple[Question, ...]:
    """Return the two prompts as questions of a domain, with ids that content files may not use."""
    return tuple(
        Question(f"{TEAM_PROMPT_PREFIX}{name}-{domain.id}", domain.id, text, themes=(TEAM_THEME,))
        for name, text in _PROMPTS.items()
    )


def marked_questions(domain: Domain) -> tuple[Question, ...]:
    """Return the questions of a domain that its content file marks for teams, in order.

    The result may lack the question that another one follows.
    """
    return tuple(question for question in domain.questions if TEAM_THEME in question.themes)


def session_questions(domains: Iterable[Domain]) -> tuple[Question, ...]:
    """Return all that is asked about a session: the prompts and marked questions of each domain."""
    questions: list[Question] = []
    for domain in domains:
        questions += domain_prompts(domain)
        questions += marked_questions(domain)
    return tuple(questions)


def questions_and_prompts(content: Content) -> tuple[Question, ...]:
    """Return all questions that entries can answer, and the prompts of team sessions."""
    questions = list(content.questions_with_support)
    for domain in content.domains:
        questions += domain_prompts(domain)
    return tuple(questions)


def needs_care(question: Question) -> bool:
    return CARE_THEME in question.themes


def is_prompt(question: Question) -> bool:
    return question.id.startswith(TEAM_PROMPT_PREFIX)


def prompt_label(prompt: Question, content: Content) -> str:
    """Return a prompt's text with its domain and kind, as all domains have the same two texts."""
    domain = content.domain_title(prompt.domain)
    return f"{prompt.text} ({domain}, {KIND_NAMES[TEAM_SESSION]})"

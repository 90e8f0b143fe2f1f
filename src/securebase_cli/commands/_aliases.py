"""What the commands about aliases share with an export that replaces names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from securebase_cli.app import App
from securebase_cli.entry_format.cleanup import to_one_line
from securebase_cli.errors import AliasesError
from securebase_cli.pseudonyms.candidates import Candidate
from securebase_cli.pseudonyms.pseudonyms import Pseudonyms
from securebase_cli.ui.page import Line, shorten

if TYPE_CHECKING:
    from securebase_cli.ui.prompts.asker import Asker

ALIAS_CONTAINS_NAME = (
    "With that, an alias would hold a name that has an alias itself. Choose another one."
)
ALIAS_REQUIRED = "Give one, or leave with Ctrl-C; what you decided can be changed afterwards."
# Characters of a name that fit into a question.
MAX_SHOWN_LENGTH = 60


def read_pseudonyms(app: App, *, check: bool = True) -> Pseudonyms:
    """Return the names of the journal's file of aliases.

    Raises AliasesError if the file can't be read, or if `check` finds a name in an alias.
    """
    pseudonyms = Pseudonyms(app.aliases.read())
    if check and any_alias_contains_name(pseudonyms):
        raise AliasesError(
            f"In {app.aliases.path} an alias holds a name that has an alias itself. "
            "`securebase aliases` shows them; change one of the two in an editor."
        )
    return pseudonyms


def any_alias_contains_name(pseudonyms: Pseudonyms) -> bool:
    """Whether one of the aliases contains a name that has an alias itself."""
    return any(
        name != alias and pseudonyms.leaks(alias) for name, alias in pseudonyms.aliases.items()
    )


def find_candidates(app: App, pseudonyms: Pseudonyms, texts: Iterable[str]) -> list[Candidate]:
    """Return the names and numbers in the texts that nobody has decided on yet.

    The questions and titles of the content file are left out, since no person wrote them here.
    """
    content_texts = {question.text for question in app.content.questions}
    content_texts.update(app.content.domain_titles().values())
    return pseudonyms.candidates(text for text in texts if text not in content_texts)


def ask_alias(asker: Asker, aliases: Mapping[str, str], name: str, suggestion: str) -> str | None:
    """Ask for the alias of a name until it contains no other name; return None if they left.

    An empty answer accepts the suggestion.
    """
    question = f"What stands for “{shorten(name, MAX_SHOWN_LENGTH)}”? Empty: {suggestion}"
    while True:
        reply = asker.ask_line(question, ctrl_c="leave")
        if reply.kind == "back":
            asker.show((Line(ALIAS_REQUIRED, "warning"),))
            continue
        if reply.kind != "done":
            return None
        alias = to_one_line(reply.text) or suggestion
        pseudonyms = Pseudonyms({**aliases, name: alias})
        if alias == name or not any_alias_contains_name(pseudonyms):
            return alias
        asker.show((Line(ALIAS_CONTAINS_NAME, "warning"),))

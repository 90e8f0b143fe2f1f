"""Read the aliases, and ask for a name and its alias."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from securebase_cli.app import App
from securebase_cli.entry_format.cleanup import to_one_line
from securebase_cli.errors import AliasesError
from securebase_cli.hints import command
from securebase_cli.pseudonyms.pseudonyms import Pseudonyms
from securebase_cli.ui.page import shorten
from securebase_cli.ui.prompts.asker import Refused

if TYPE_CHECKING:
    from securebase_cli.ui.prompts.asker import Asker

ALIAS_CONTAINS_NAME = (
    "With that, an alias would hold a name that has an alias itself. Choose another one."
)
ALIAS_REQUIRED = "Give one, or leave with Ctrl-C; what you decided can be changed afterwards."
# Characters of a name that fit into a question.
MAX_SHOWN_LENGTH = 60


def read_pseudonyms(app: App) -> Pseudonyms:
    """Return the names of the aliases file.

    Raises AliasesError if the file can't be read, or if an alias in it contains a name.
    """
    pseudonyms = Pseudonyms(app.aliases.read())
    if any_alias_contains_name(pseudonyms):
        raise AliasesError(
            f"In {app.aliases.path} an alias holds a name that has an alias itself. "
            f"`{command('aliases')}` shows them; change one of the two in an editor."
        )
    return pseudonyms


def any_alias_contains_name(pseudonyms: Pseudonyms) -> bool:
    """Return whether one of the aliases contains a name that has an alias itself."""
    return any(
        name != alias and pseudonyms.apply(alias) != alias
        for name, alias in pseudonyms.aliases.items()
    )


def ask_name(asker: Asker) -> str:
    """Ask for a name; return an empty string if the user left or typed nothing."""
    reply = asker.ask_line("Whose name? As it stands in the journal; empty: none.")
    return reply.text if reply.kind == "done" else ""


def ask_alias(asker: Asker, aliases: Mapping[str, str], name: str, suggestion: str) -> str | None:
    """Ask for the alias of a name until the alias contains no other name with an alias.

    An empty answer accepts the suggestion. Returns None if the user leaves.
    """
    question = f"What stands for “{shorten(name, MAX_SHOWN_LENGTH)}”? Empty: {suggestion}"
    refused = None
    while True:
        reply = asker.ask_line(question, refused=refused)
        if reply.kind == "back":
            refused = Refused(reply.text, ALIAS_REQUIRED)
            continue
        if reply.kind != "done":
            return None
        alias = to_one_line(reply.text) or suggestion
        if alias == name or not any_alias_contains_name(Pseudonyms({**aliases, name: alias})):
            return alias
        refused = Refused(reply.text, ALIAS_CONTAINS_NAME)

"""Find the names in entries that have no alias yet, and ask for one; for `aliases` and `export`.

A candidate is a name or number that may identify a person. The decision about it is an alias, which
replaces it in exports; a candidate that may stay as it is has itself as its alias.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from securebase_cli.app import App
from securebase_cli.entry_format.cleanup import to_one_line
from securebase_cli.errors import AliasesError, UnreviewedNamesError, UserQuitError
from securebase_cli.hints import command
from securebase_cli.plurals import times
from securebase_cli.pseudonyms.candidates import Candidate
from securebase_cli.pseudonyms.name_rules import rule_for
from securebase_cli.pseudonyms.pseudonyms import Pseudonyms, name_key
from securebase_cli.storage.aliases_file import MAX_NAME_LENGTH
from securebase_cli.ui.page import Line, shorten
from securebase_cli.ui.pages import aliases_page
from securebase_cli.ui.prompts.asker import Refused

if TYPE_CHECKING:
    from securebase_cli.ui.prompts.asker import Asker

ALIAS_CONTAINS_NAME = (
    "With that, an alias would hold a name that has an alias itself. Choose another one."
)
ALIAS_REQUIRED = "Give one, or leave with Ctrl-C; what you decided can be changed afterwards."
ABOUT_ALL = "These could say who is meant. Nothing is written before you have decided on them."
ABOUT_REST = "Part of these has an alias now; this is left."
NUMBERS_QUESTION = "Which must not stay? Numbers such as 1 3-5, or all; empty: they may all stay."
SAVE_QUESTION = (
    "Keep all this for the next time, in the journal’s own aliases? yes or no; empty: yes."
)
NOTHING_WRITTEN = "Nothing was written, and nothing of what you decided is kept."
LEFT_OUT = "[left out]"
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
    """Ask for a name; return an empty string if the person left or typed nothing."""
    reply = asker.ask_line("Whose name? As it stands in the journal; empty: none.", ctrl_c="leave")
    return reply.text if reply.kind == "done" else ""


def ask_alias(asker: Asker, aliases: Mapping[str, str], name: str, suggestion: str) -> str | None:
    """Ask for the alias of a name until the alias contains no other name with an alias.

    An empty answer accepts the suggestion. Returns None if the person leaves.
    """
    question = f"What stands for “{shorten(name, MAX_SHOWN_LENGTH)}”? Empty: {suggestion}"
    refused = None
    while True:
        reply = asker.ask_line(question, ctrl_c="leave", refused=refused)
        if reply.kind == "back":
            refused = Refused(reply.text, ALIAS_REQUIRED)
            continue
        if reply.kind != "done":
            return None
        alias = to_one_line(reply.text) or suggestion
        if alias == name or not any_alias_contains_name(Pseudonyms({**aliases, name: alias})):
            return alias
        refused = Refused(reply.text, ALIAS_CONTAINS_NAME)


def decide_names(app: App, texts: Iterable[str], *, no_input: bool) -> Pseudonyms:
    """Return the pseudonyms for all names in the texts, after asking about each undecided one.

    The decisions are saved if the person agrees. Raises UnreviewedNamesError if a name is undecided
    but there is no terminal to ask at, and UserQuitError if the person leaves.
    """
    from securebase_cli.ui.prompts import menus

    pseudonyms = read_pseudonyms(app)
    candidates = pseudonyms.candidates(texts)
    if not candidates:
        return pseudonyms
    if no_input or not sys.stdin.isatty():
        raise UnreviewedNamesError(len(candidates))
    try:
        with app.asker() as asker:
            decisions = _ask_about_candidates(asker, pseudonyms.aliases, candidates)
            answer = menus.ask_yes_no(asker, SAVE_QUESTION)
    except KeyboardInterrupt:
        raise UserQuitError(NOTHING_WRITTEN) from None
    if answer == "leave":
        raise UserQuitError(NOTHING_WRITTEN)
    if answer == "yes":
        short_enough = {
            name: alias
            for name, alias in decisions.items()
            if max(len(name), len(alias)) <= MAX_NAME_LENGTH
        }
        warning = app.aliases.update(short_enough)
        if len(short_enough) < len(decisions):
            app.messages.say("What is too long for the file of aliases will be asked about again.")
        if warning:
            app.messages.say(f"Saved, but {warning}.")
    return Pseudonyms({**pseudonyms.aliases, **decisions})


def _ask_about_candidates(
    asker: Asker, aliases: Mapping[str, str], candidates: Sequence[Candidate]
) -> dict[str, str]:
    """Ask which candidates need an alias, and for each alias; return the decision for each name.

    A candidate that contains a name which has just got an alias is asked about again, without
    that name, until nothing is left.
    """
    from securebase_cli.ui.prompts import menus

    decisions: dict[str, str] = {}
    about = ABOUT_ALL
    while candidates:
        asker.show((Line(about), *aliases_page.candidates_page(candidates)))
        numbers = menus.ask_numbers(asker, NUMBERS_QUESTION, len(candidates))
        if numbers is None:
            raise UserQuitError(NOTHING_WRITTEN)
        for number in sorted(numbers):
            candidate = candidates[number - 1]
            alias = _ask_alias_of(asker, candidate, aliases, decisions)
            decisions[candidate.text] = alias
            shown_name = shorten(candidate.text, MAX_SHOWN_LENGTH)
            asker.show(aliases_page.decisions_page({shown_name: alias}))
        decided = Pseudonyms({**aliases, **decisions})
        for number, candidate in enumerate(candidates, 1):
            contains_new_name = numbers and decided.mentions(candidate.text)
            if number not in numbers and not contains_new_name:
                decisions[candidate.text] = candidate.text
        candidates = Pseudonyms({**aliases, **decisions}).still_undecided(candidates)
        about = ABOUT_REST
    return decisions


def _ask_alias_of(
    asker: Asker, candidate: Candidate, aliases: Mapping[str, str], decisions: Mapping[str, str]
) -> str:
    """Ask for the alias of a candidate; raise UserQuitError if the person left."""
    name = candidate.text
    if candidate.lower_case_times and rule_for(name_key(name)) == "any case":
        how_often = times(candidate.lower_case_times)
        warning = (
            f"“{name.lower()}” in small letters is replaced, too: it stands there {how_often}."
        )
        asker.show((Line(warning, "warning"),))
    all_aliases = {**aliases, **decisions}
    suggestion = LEFT_OUT
    if candidate.kind == "name":
        related_alias = _alias_of_related_name(name, decisions)
        suggestion = related_alias or Pseudonyms(all_aliases).next_free_alias(name)
    alias = ask_alias(asker, all_aliases, name, suggestion)
    if alias is None:
        raise UserQuitError(NOTHING_WRITTEN)
    return alias


def _alias_of_related_name(name: str, decisions: Mapping[str, str]) -> str | None:
    """Return the alias of a name that is part of this name, or of which this name is a part."""
    key = f" {name_key(name)} "
    for other_name, alias in decisions.items():
        other_key = f" {name_key(other_name)} "
        if alias != other_name and (key in other_key or other_key in key):
            return alias
    return None

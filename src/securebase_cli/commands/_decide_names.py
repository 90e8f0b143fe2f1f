"""Ask which names and numbers need an alias; for `aliases decide` and `export --pseudonymise`.

A candidate is a name or number that may identify someone. The decision about it is an alias, which
replaces it in exports; a candidate that may stay as it is has itself as its alias.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.app import App
from securebase_cli.commands._aliases import (
    ALIAS_CONTAINS_NAME,
    MAX_SHOWN_LENGTH,
    any_alias_contains_name,
    ask_alias,
    read_pseudonyms,
)
from securebase_cli.errors import UnreviewedNamesError, UserQuitError
from securebase_cli.plurals import times
from securebase_cli.pseudonyms.candidates import Candidate
from securebase_cli.pseudonyms.name_rules import rule_for
from securebase_cli.pseudonyms.pseudonyms import Pseudonyms, name_key
from securebase_cli.storage.aliases_file import MAX_NAME_LENGTH
from securebase_cli.ui.page import Line, shorten
from securebase_cli.ui.pages import aliases_page
from securebase_cli.ui.prompts.asker import MenuLine
from securebase_cli.ui.prompts.signals import EndedBySignalError

if TYPE_CHECKING:
    from securebase_cli.ui.prompts.asker import Asker

ABOUT_ALL = "These could say who is meant."
BEFORE_WRITING = f"{ABOUT_ALL} Nothing is written before you have decided on them."
ABOUT_REST = "Part of these has an alias now; this is left."
NUMBERS_QUESTION = "Which must not stay? Numbers such as 1 3-5, or all; empty: they may all stay."
MENU_QUESTION = "Which must not stay?"
THE_OTHERS_STAY = "Done: all others may stay"
MAY_STAY = "it may stay as it is"
OTHER_ALIAS = "something else"
SAVE_QUESTION = (
    "Keep all this for the next time, in the journal’s own aliases? yes or no; empty: yes."
)
NOTHING_WRITTEN = "Nothing was written."
DECISIONS_KEPT = "What you decided on is kept in the aliases."
NOTHING_DECIDED = "Nothing was decided on."
LEFT_OUT = "[left out]"
# Characters of another name that has the same alias.
MAX_OTHER_LENGTH = 30


class _Decisions(NamedTuple):
    """The aliases that were decided on earlier, and the new ones of this run."""

    earlier: Mapping[str, str]
    new: dict[str, str]

    def pseudonyms(self) -> Pseudonyms:
        """Return all names that are decided on by now."""
        return Pseudonyms({**self.earlier, **self.new})


def decide_names(app: App, texts: Iterable[str], *, no_input: bool) -> Pseudonyms:
    """Return the pseudonyms for all names in the texts, after asking about each undecided one.

    The decisions are saved if the user agrees, or leaves. Raises UnreviewedNamesError if a name
    is undecided but there is no terminal to ask at, and UserQuitError if the user leaves.
    """
    from securebase_cli.ui.prompts import menus

    pseudonyms = read_pseudonyms(app)
    candidates = pseudonyms.candidates(texts)
    if not candidates:
        return pseudonyms
    if no_input or not sys.stdin.isatty():
        raise UnreviewedNamesError(len(candidates))
    decisions = _Decisions(pseudonyms.aliases, {})
    with _saved_when_left(app, decisions.new, NOTHING_WRITTEN), app.asker() as asker:
        _ask_about_candidates(asker, BEFORE_WRITING, candidates, decisions)
        answer = menus.ask_yes_no(asker, SAVE_QUESTION)
        if answer == "leave":
            raise UserQuitError
    if answer == "yes":
        _save(app, decisions.new)
    return decisions.pseudonyms()


def decide_and_save(app: App, pseudonyms: Pseudonyms, candidates: Sequence[Candidate]) -> None:
    """Ask about each candidate, and save the decisions, also if the user leaves."""
    decisions = _Decisions(pseudonyms.aliases, {})
    with _saved_when_left(app, decisions.new, ""), app.asker() as asker:
        _ask_about_candidates(asker, ABOUT_ALL, candidates, decisions)
    _save(app, decisions.new)


@contextmanager
def _saved_when_left(app: App, decisions: Mapping[str, str], not_done: str) -> Iterator[None]:
    """Save the decisions if the user leaves; raise UserQuitError, which says so.

    `not_done` says what was not done if the user leaves.
    """
    try:
        yield
    except EndedBySignalError:
        _save(app, decisions)
        raise
    except (KeyboardInterrupt, UserQuitError):
        _save(app, decisions)
        outcome = DECISIONS_KEPT if decisions else NOTHING_DECIDED
        raise UserQuitError(f"{not_done} {outcome}".strip()) from None


def _save(app: App, decisions: Mapping[str, str]) -> None:
    """Save the decisions in the aliases file, except those that are too long for it."""
    short_enough = {
        name: alias
        for name, alias in decisions.items()
        if max(len(name), len(alias)) <= MAX_NAME_LENGTH
    }
    warning = app.aliases.update(short_enough) if short_enough else ""
    if len(short_enough) < len(decisions):
        app.messages.say("What is too long for the file of aliases will be asked about again.")
    if warning:
        app.messages.say(f"Saved, but {warning}.")


def _ask_about_candidates(
    asker: Asker, about: str, candidates: Sequence[Candidate], decisions: _Decisions
) -> None:
    """Ask which candidates need an alias, and for each alias; add each decision when it is made.

    A candidate that contains a name which has just got an alias is asked about again, without
    that name, until nothing is left. Raises UserQuitError if the user leaves.
    """
    decide = _decide_in_menu if asker.shows_menus else _decide_by_numbers
    while candidates:
        before = dict(decisions.new)
        decide(asker, about, candidates, decisions)
        has_new_alias = any(
            alias != name for name, alias in decisions.new.items() if before.get(name) != alias
        )
        decided = decisions.pseudonyms()
        for candidate in candidates:
            contains_new_name = has_new_alias and decided.mentions(candidate.text)
            if candidate.text not in decisions.new and not contains_new_name:
                decisions.new[candidate.text] = candidate.text
        candidates = decisions.pseudonyms().still_undecided(candidates)
        about = ABOUT_REST


def _decide_in_menu(
    asker: Asker, about: str, candidates: Sequence[Candidate], decisions: _Decisions
) -> None:
    """Let the user choose one candidate after another, each with the text around it."""
    from securebase_cli.ui.prompts import menus

    asker.show((Line(about),))
    pointer = 0
    while True:
        lines = [_menu_line(candidate, decisions.new) for candidate in candidates]
        choices = [*enumerate(lines), (len(lines), MenuLine(THE_OTHERS_STAY))]
        index = menus.choose(asker, MENU_QUESTION, choices, pointer=pointer)
        if index is None:
            raise UserQuitError
        if index == len(lines):
            return
        candidate = candidates[index]
        _warn_of_small_letters(asker, candidate)
        pointer = index
        if alias := _choose_alias(asker, candidate, decisions):
            decisions.new[candidate.text] = alias
            undecided = (n for n, item in enumerate(candidates) if item.text not in decisions.new)
            pointer = next(undecided, len(lines))


def _menu_line(candidate: Candidate, decisions: Mapping[str, str]) -> MenuLine:
    """Return a menu line with the candidate, or the decision about it, and the text around it."""
    name = shorten(candidate.text, MAX_SHOWN_LENGTH)
    label = aliases_page.describe(candidate)
    if candidate.text in decisions:
        decision = aliases_page.describe_decision(candidate.text, decisions[candidate.text])
        label = f"{name} {decision}"
    # A month or weekday can be judged without the text around it.
    excerpt = "" if candidate.kind == "month or weekday" else candidate.excerpt
    return MenuLine(label, excerpt)


def _choose_alias(asker: Asker, candidate: Candidate, decisions: _Decisions) -> str | None:
    """Ask in a menu what stands for a candidate; return None if the user goes back."""
    from securebase_cli.ui.prompts import menus

    name = candidate.text
    aliases = decisions.pseudonyms().aliases
    suggestion = _suggest_alias(candidate, decisions)
    people = {alias: other for other, alias in aliases.items() if alias != other}
    choices = [
        (suggestion, MenuLine(suggestion)),
        *(
            (alias, MenuLine(alias, f"as {shorten(other, MAX_OTHER_LENGTH)}"))
            for alias, other in people.items()
            if alias not in {suggestion, LEFT_OUT}
        ),
        (name, MenuLine(MAY_STAY)),
        ("", MenuLine(OTHER_ALIAS)),
    ]
    question = f"What stands for “{shorten(name, MAX_SHOWN_LENGTH)}”?"
    alias = menus.choose(asker, question, choices, esc="back")
    if alias is None or alias == name:
        return alias
    if alias and not any_alias_contains_name(Pseudonyms({**aliases, name: alias})):
        return alias
    if alias:
        asker.show((Line(ALIAS_CONTAINS_NAME, "warning"),))
    return ask_alias(asker, aliases, name, suggestion)


def _decide_by_numbers(
    asker: Asker, about: str, candidates: Sequence[Candidate], decisions: _Decisions
) -> None:
    """List the candidates, and ask for the numbers of those that must not stay."""
    from securebase_cli.ui.prompts import menus

    asker.show((Line(about), *aliases_page.candidates_page(candidates)))
    numbers = menus.ask_numbers(asker, NUMBERS_QUESTION, len(candidates))
    if numbers is None:
        raise UserQuitError
    for number in sorted(numbers):
        candidate = candidates[number - 1]
        _warn_of_small_letters(asker, candidate)
        suggestion = _suggest_alias(candidate, decisions)
        aliases = decisions.pseudonyms().aliases
        alias = ask_alias(asker, aliases, candidate.text, suggestion)
        if alias is None:
            raise UserQuitError
        decisions.new[candidate.text] = alias
        shown_name = shorten(candidate.text, MAX_SHOWN_LENGTH)
        asker.show(aliases_page.decisions_page({shown_name: alias}))


def _warn_of_small_letters(asker: Asker, candidate: Candidate) -> None:
    name = candidate.text
    if candidate.lower_case_times and rule_for(name_key(name)) == "any case":
        how_often = times(candidate.lower_case_times)
        warning = (
            f"“{name.lower()}” in small letters is replaced, too: it stands there {how_often}."
        )
        asker.show((Line(warning, "warning"),))


def _suggest_alias(candidate: Candidate, decisions: _Decisions) -> str:
    """Return the new alias of a related name if there is one, or else the next role."""
    if candidate.kind in {"number", "address"}:
        return LEFT_OUT
    related_alias = _alias_of_related_name(candidate.text, decisions.new)
    return related_alias or decisions.pseudonyms().next_free_alias(candidate.text)


def _alias_of_related_name(name: str, decisions: Mapping[str, str]) -> str | None:
    """Return the alias of a name that is part of this name, or of which this name is a part."""
    key = f" {name_key(name)} "
    for other_name, alias in decisions.items():
        other_key = f" {name_key(other_name)} "
        if alias != other_name and (key in other_key or other_key in key):
            return alias
    return None

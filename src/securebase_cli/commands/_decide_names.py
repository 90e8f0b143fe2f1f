"""Before names are left out of a document: a person decides on all that could say who is meant."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from securebase_cli.commands.aliases import alias_asked_for, known_pseudonyms, not_of_the_content
from securebase_cli.errors import UnreviewedNamesError, UserQuitError
from securebase_cli.pseudonyms.pseudonyms import Pseudonyms, name_key
from securebase_cli.storage.aliases_file import MAX_NAME_LENGTH
from securebase_cli.ui.page import Line, shorten
from securebase_cli.ui.pages import aliases_page
from securebase_cli.ui.prompts import menus
from securebase_cli.ui.prompts.signals import record_signals

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from securebase_cli.app import App
    from securebase_cli.pseudonyms.identifiers import Candidate
    from securebase_cli.ui.page import Page
    from securebase_cli.ui.prompts.asker import Asker

ABOUT = "These could say who is meant. Nothing is written before you have decided on them."
AGAIN = "Part of these has an alias now; this is left."
WHICH = "Which must not stay? Numbers such as 1 3-5, or all; empty: they may all stay."
KEEP = "Keep all this for the next time, in the journal’s own aliases? yes or no; empty: yes."
LEFT = "Nothing was written, and nothing of what you decided is kept."
LEFT_OUT = "[left out]"
# As many characters of a name as tell it from others.
_ENOUGH = 60


def decided(app: App, texts: Iterable[str], *, no_input: bool) -> Pseudonyms:
    """Return what stands for all names in the texts, once a person has decided on each.

    Raises UndecidedError if nobody is there to be asked, LeftError if somebody would rather leave.
    """
    known = known_pseudonyms(app)
    found = known.candidates(not_of_the_content(app, texts))
    if not found:
        return known
    if no_input or not sys.stdin.isatty():
        raise UnreviewedNamesError(len(found))
    try:
        with record_signals(), app.asker() as asker:
            more = _asked_about(asker, known, found)
            answer = menus.ask_yes_no(asker, KEEP)
    except KeyboardInterrupt:
        raise UserQuitError(LEFT) from None
    if answer == "left":
        raise UserQuitError(LEFT)
    if answer == "yes":
        _keep(app, more)
    return Pseudonyms.from_aliases({**known.aliases, **more})


def _asked_about(asker: Asker, known: Pseudonyms, found: Sequence[Candidate]) -> dict[str, str]:
    """Ask about all that was found, and about what is left of it then, until nothing is left."""
    more: dict[str, str] = {}
    left = list(found)
    about = ABOUT
    while left:
        asker.show((Line(about), *aliases_page.candidates_page(left)))
        numbers = menus.ask_numbers(asker, WHICH, len(left))
        if numbers is None:
            raise UserQuitError(LEFT)
        for number in sorted(numbers):
            one = left[number - 1]
            alias = _alias(asker, {**known.aliases, **more}, one, more)
            more[one.text] = alias
            asker.show(aliases_page.decisions_page({shorten(one.text, _ENOUGH): alias}))
        with_these = Pseudonyms.from_aliases({**known.aliases, **more})
        for number, one in enumerate(left, 1):
            # What holds a name that has just got an alias is asked about again.
            if number not in numbers and not (numbers and with_these.mentions(one.text)):
                more[one.text] = one.text
        left = Pseudonyms.from_aliases({**known.aliases, **more}).still_undecided(left)
        about = AGAIN
    return more


def _alias(
    asker: Asker, aliases: Mapping[str, str], one: Candidate, more: Mapping[str, str]
) -> str:
    if one.lower_case_times:
        asker.show(_small(one))
    suggested = LEFT_OUT
    if one.kind == "word":
        suggested = _related(one, more) or Pseudonyms.from_aliases(aliases).next_free_alias()
    alias = alias_asked_for(asker, aliases, one.text, suggested)
    if alias is None:
        raise UserQuitError(LEFT)
    return alias


def _small(one: Candidate) -> Page:
    times = "once" if one.lower_case_times == 1 else f"{one.lower_case_times} times"
    words = f"“{one.text.lower()}” in small letters is replaced, too: it stands there {times}."
    return (Line(words, "warning"),)


def _related(one: Candidate, more: Mapping[str, str]) -> str | None:
    """Return the alias of a name that is part of this one, or of which this one is a part."""
    wanted = f" {name_key(one.text)} "
    for name, alias in more.items():
        other = f" {name_key(name)} "
        if alias != name and (wanted in other or other in wanted):
            return alias
    return None


def _keep(app: App, more: Mapping[str, str]) -> None:
    kept = {
        name: alias for name, alias in more.items() if max(len(name), len(alias)) <= MAX_NAME_LENGTH
    }
    remark = app.aliases.update(kept)
    if len(kept) < len(more):
        app.messages.say("What is too long for the file of aliases will be asked about again.")
    if remark:
        app.messages.say(f"Saved, but {remark}.")

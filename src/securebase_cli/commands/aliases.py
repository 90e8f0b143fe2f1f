"""The commands that list, add, remove and check aliases, which replace names in exports."""

import sys
from collections.abc import Mapping
from itertools import chain
from typing import Annotated

from typer import Argument, BadParameter, Context, Option, Typer

from securebase_cli import json_records
from securebase_cli.app import App
from securebase_cli.commands._aliases import (
    ALIAS_CONTAINS_NAME,
    any_alias_contains_name,
    ask_alias,
    ask_name,
    read_pseudonyms,
)
from securebase_cli.commands._command import Command, FilteringCommand, Group, commands
from securebase_cli.commands._listing import say_none
from securebase_cli.commands._options import Json, NoInput
from securebase_cli.commands._stdin import read_text_from_stdin
from securebase_cli.entry_format.cleanup import clean, to_one_line
from securebase_cli.errors import UnreviewedNamesError, UsageError
from securebase_cli.hints import command
from securebase_cli.pseudonyms.candidates import Candidate
from securebase_cli.pseudonyms.pseudonyms import Pseudonyms
from securebase_cli.pseudonyms.value_texts import texts_of, texts_of_entry
from securebase_cli.storage.aliases_file import MAX_NAME_LENGTH, parse_aliases
from securebase_cli.storage.scan import Scan
from securebase_cli.ui.page import Line
from securebase_cli.ui.pages import aliases_page

NO_ALIASES = f"No name has an alias yet. To give one: {command('aliases add')}"
NO_CANDIDATES = "Nothing is left to decide on."
DECISIONS_KEPT = "Kept. Nothing is left to decide on in these entries."
# Aliases that a confirmation lists at most.
MAX_ROWS = 20

group = Typer(cls=Group, invoke_without_command=True)
commands.add_typer(group, name="aliases")


@group.callback()
def aliases(ctx: Context, as_json: Json = False) -> None:
    """List the names, each with what stands for it."""
    app = ctx.ensure_object(App)
    if ctx.invoked_subcommand is not None:
        if as_json:
            raise BadParameter("--json goes after the command")
        return
    names = app.aliases.read()
    if as_json:
        records = [json_records.alias_record(name, alias) for name, alias in names.items()]
        json_records.print_json(records)
    elif names:
        with app.screen.paged():
            app.screen.show(aliases_page.aliases_page(names))
    if not names:
        app.messages.say(NO_ALIASES)


@group.command(cls=Command)
def add(
    ctx: Context,
    words: Annotated[
        list[str] | None,
        Argument(
            metavar="[NAME]... [ALIAS]",
            help="One or more names of the same person, and what stands for them, such as Worker "
            "A. Asked for if left out, so that your shell doesn’t remember them; - reads lines "
            "“name: alias” from standard input.",
        ),
    ] = None,
    stays: Annotated[
        bool, Option("--stays", help="It may stay as it is, and needs no alias.")
    ] = False,
    force: Annotated[bool, Option("--force", help="Give it another alias than it has.")] = False,
    no_input: NoInput = False,
) -> None:
    """Say what stands for a name, or for several of one person."""
    app = ctx.ensure_object(App)
    *names, last = words or [""]
    if stays and names:
        raise UsageError("Give an alias or --stays, not both.")
    pseudonyms = read_pseudonyms(app)
    if last == "-" or "-" in names:
        if names or stays:
            raise UsageError("With - the aliases come from standard input, too.")
        new_aliases = _read_aliases_from_stdin()
    elif names:
        new_aliases = dict.fromkeys(names, last)
    elif words and stays:
        new_aliases = {last: last}
    elif no_input or not sys.stdin.isatty():
        raise UsageError(
            "Give the name and what stands for it, or - to read both from standard input."
        )
    else:
        # A folder that can't be written is reported before anything is typed.
        app.journal.prepare()
        new_aliases = _ask_name_and_alias(app, pseudonyms, last, stays=stays)
    if new_aliases:
        _save_aliases(app, pseudonyms, _check_aliases(new_aliases), force=force)
    else:
        app.messages.say("Nothing was changed.")


@group.command(cls=Command)
def remove(
    ctx: Context,
    name: Annotated[
        str | None,
        Argument(
            metavar="[NAME]", help="Asked for if left out, so that your shell doesn’t remember it."
        ),
    ] = None,
    no_input: NoInput = False,
) -> None:
    """Let nothing stand for a name any more."""
    app = ctx.ensure_object(App)
    # Removing a name is a way to mend a file in which an alias contains a name.
    pseudonyms = Pseudonyms(app.aliases.read())
    if name is None:
        if no_input or not sys.stdin.isatty():
            raise UsageError("Give the name that is to have no alias any more.")
        with app.asker() as asker:
            name = ask_name(asker)
        if not name:
            app.messages.say("Nothing was changed.")
            return
    spellings = pseudonyms.spellings_of(to_one_line(name))
    if not spellings:
        raise UsageError(
            f"That name has no alias. `{command('aliases')}` shows those that have one."
        )
    warning = app.aliases.update({}, remove=spellings)
    app.confirm((Line(f"Removed: {', '.join(spellings)}"),), "Removed", warning)


@group.command(cls=FilteringCommand)
def check(ctx: Context, as_json: Json = False) -> None:
    """Show the names and numbers that are still to be decided on."""
    app = ctx.ensure_object(App)
    scan, candidates = _find_candidates(app)
    if as_json:
        json_records.print_json([json_records.candidate_record(item) for item in candidates])
    elif candidates:
        with app.screen.paged():
            app.screen.show(aliases_page.candidates_page(candidates))
        app.messages.say(
            f"To decide on them: {command('aliases decide')}",
            f"To say that one may stay: {command('aliases add --stays')}",
        )
    if not candidates:
        say_none(app, scan, NO_CANDIDATES)
    scan.raise_if_unreadable()


@group.command(cls=FilteringCommand)
def decide(ctx: Context, no_input: NoInput = False) -> None:
    """Go through the names and numbers that are still to be decided on."""
    from securebase_cli.commands._decide_names import decide_and_save

    app = ctx.ensure_object(App)
    scan, candidates = _find_candidates(app)
    if not candidates:
        say_none(app, scan, NO_CANDIDATES)
    elif no_input or not sys.stdin.isatty():
        raise UnreviewedNamesError(len(candidates))
    else:
        decide_and_save(app, read_pseudonyms(app), candidates)
        app.messages.say(DECISIONS_KEPT)
    scan.raise_if_unreadable()


def _find_candidates(app: App) -> tuple[Scan, list[Candidate]]:
    """Return the scan of the entries, and the candidates that are not decided on yet."""
    scan = app.scan()
    entries_texts = (texts_of_entry(stored.entry) for stored in scan)
    texts = chain(texts_of(app.content), chain.from_iterable(entries_texts))
    return scan, read_pseudonyms(app).candidates(texts)


def _ask_name_and_alias(
    app: App, pseudonyms: Pseudonyms, name: str, *, stays: bool
) -> dict[str, str]:
    """Ask for a name unless it is given, and for its alias; return {} if the user left."""
    with app.asker() as asker:
        if not name:
            typed = ask_name(asker)
            if not typed:
                return {}
            name = to_one_line(typed)
        if stays:
            return {name: name}
        spellings = pseudonyms.spellings_of(name)
        suggestion = (
            pseudonyms.aliases[spellings[-1]] if spellings else pseudonyms.next_free_alias(name)
        )
        alias = ask_alias(asker, pseudonyms.aliases, name, suggestion)
    return {} if alias is None else {name: alias}


def _read_aliases_from_stdin() -> dict[str, str]:
    from securebase_cli.entry_format.strict_yaml import YamlError

    try:
        return parse_aliases(read_text_from_stdin().replace("\r\n", "\n"))
    except YamlError as error:
        raise UsageError(f"Standard input, line {error.line}: {error}.") from None


def _check_aliases(aliases: Mapping[str, str]) -> dict[str, str]:
    """Return the aliases with each name and alias on one line; raise UsageError for a bad one."""
    if any(clean(text).removed for text in chain(aliases, aliases.values())):
        raise UsageError("A name and an alias hold no control characters. Nothing was changed.")
    checked = {to_one_line(name): to_one_line(alias) for name, alias in aliases.items()}
    for name, alias in checked.items():
        if not any(map(str.isalnum, name)) or not alias:
            raise UsageError("A name has letters or digits in it, and an alias is not empty.")
        if max(len(name), len(alias)) > MAX_NAME_LENGTH:
            raise UsageError(f"Names and aliases have {MAX_NAME_LENGTH} characters at most.")
    return checked


def _save_aliases(
    app: App, pseudonyms: Pseudonyms, new_aliases: Mapping[str, str], *, force: bool
) -> None:
    """Add new aliases to those in use, and show them.

    Raises UsageError if a name has another alias already and `force` is not set, or if an alias
    would contain a name.
    """
    remaining = dict(pseudonyms.aliases)
    for name, alias in new_aliases.items():
        for spelling in pseudonyms.spellings_of(name):
            if pseudonyms.aliases[spelling] != alias and not force:
                raise UsageError(
                    f"A name has another alias already. `{command('aliases')}` shows it; "
                    "to change it, add --force. Nothing was changed."
                )
            remaining.pop(spelling, None)
    old_spellings = pseudonyms.aliases.keys() - remaining.keys() - new_aliases.keys()
    if any_alias_contains_name(Pseudonyms({**remaining, **new_aliases})):
        raise UsageError(ALIAS_CONTAINS_NAME)

    warning = app.aliases.update(new_aliases, remove=old_spellings)
    page = aliases_page.decisions_page(dict(list(new_aliases.items())[:MAX_ROWS]))
    if len(new_aliases) > MAX_ROWS:
        page += (Line(f"… and {len(new_aliases) - MAX_ROWS} more"),)
    app.confirm(page, "Kept", warning)

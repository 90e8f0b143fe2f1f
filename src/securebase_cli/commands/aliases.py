"""The commands about aliases: what stands for whom in exports, and what is still undecided."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from securebase_cli import json_records
from securebase_cli.app import App
from securebase_cli.commands._options import (
    Command,
    FilteringCommand,
    Group,
    Json,
    NoInput,
    new_typer,
)
from securebase_cli.commands._stdin import read_text_from_stdin
from securebase_cli.entry_format.cleanup import to_one_line
from securebase_cli.errors import AliasesError, UsageError
from securebase_cli.exit import print_confirmation
from securebase_cli.pseudonyms.pseudonyms import Pseudonyms, entry_texts
from securebase_cli.storage.aliases_file import MAX_NAME_LENGTH, parse_aliases
from securebase_cli.ui.page import Line, shorten
from securebase_cli.ui.pages import aliases_page
from securebase_cli.ui.prompts.signals import record_signals

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from securebase_cli.storage.scan import StoredEntry
    from securebase_cli.ui.prompts.asker import Asker

NOTHING = "No name has an alias yet. To give one: securebase aliases add"
NOTHING_LEFT = "Nothing is left to decide on."
WHICH = "Whose name? As it stands in the journal; empty: none."
MISSING = "Give the name and what stands for it, or - to read both from standard input."
TAKEN = (
    "A name has another alias already. `securebase aliases` shows it; "
    "to change it, add --force. Nothing was changed."
)
NO_WAY_BACK = "Give one, or leave with Ctrl-C; what you decided can be changed afterwards."
REVEALING = "With that, an alias would hold a name that has an alias itself. Choose another one."
_FEW = 20
# As many characters of a name as a question has room for.
_ENOUGH = 60


def list_aliases(app: App, *, as_json: bool) -> None:
    """List the names with what stands for each."""
    aliases = app.aliases.read()
    if as_json:
        json_records.print_json(
            [json_records.alias_record(name, alias) for name, alias in aliases.items()]
        )
    elif aliases:
        app.screen.show(aliases_page.aliases_page(aliases))
    if not aliases:
        app.messages.say(NOTHING)


def add(
    app: App,
    name: str | None,
    alias: str | None,
    *,
    stays: bool,
    force: bool,
    no_input: bool,
) -> None:
    """Say what stands for a name, or for several that come by standard input.

    Somebody who is there and left something out is asked for it.
    """
    if stays and alias is not None:
        raise UsageError("Give an alias or --stays, not both.")
    known = known_pseudonyms(app)
    if name == "-":
        if alias is not None or stays:
            raise UsageError("With - the aliases come from standard input, too.")
        more: Mapping[str, str] | None = _piped()
    elif name is not None and (stays or alias is not None):
        more = {name: name if alias is None else alias}
    elif no_input or not sys.stdin.isatty():
        raise UsageError(MISSING)
    else:
        app.journal.prepare()
        more = _asked_for(app, known, name, stays=stays)
    if not more:
        app.messages.say("Nothing was changed.")
        return
    keep(app, known, _checked(more), force=force)


def remove(app: App, name: str | None, *, no_input: bool) -> None:
    """Let nothing stand for a name any more."""
    known = known_pseudonyms(app, strictly=False)
    if name is None:
        if no_input or not sys.stdin.isatty():
            raise UsageError("Give the name that is to have no alias any more.")
        with record_signals(), app.asker() as asker:
            reply = asker.ask_line(WHICH, ctrl_c="leave")
        name = reply.text if reply.kind == "done" else ""
        if not name:
            app.messages.say("Nothing was changed.")
            return
    written = known.spelling_of(to_one_line(name))
    if written is None:
        raise UsageError("That name has no alias. `securebase aliases` shows those that have one.")
    remark = app.aliases.update({}, remove=[written])
    print_confirmation(lambda: app.screen.say(f"Removed: {written}"), "Removed")
    _say_remark(app, remark)


def check(app: App, *, as_json: bool) -> None:
    """Show what is still to be decided on in the entries that the filters admit."""
    scan = app.scan()
    found = known_pseudonyms(app).candidates(written(app, scan))
    if as_json:
        json_records.print_json([json_records.candidate_record(one) for one in found])
    elif found:
        app.screen.show(aliases_page.candidates_page(found))
        app.messages.say(
            "To give one an alias: securebase aliases add",
            "To say that one may stay: securebase aliases add --stays",
        )
    if not found:
        app.messages.say(NOTHING_LEFT)
    scan.raise_if_unreadable()


def written(app: App, entries: Iterable[StoredEntry]) -> Iterator[str]:
    """Give all texts of entries in which names can stand."""
    return not_of_the_content(app, (text for one in entries for text in entry_texts(one.entry)))


def not_of_the_content(app: App, texts: Iterable[str]) -> Iterator[str]:
    """Leave out questions and titles of the content: they are nobody's own words."""
    content = app.content
    known = {question.text for question in content.questions} | set(
        content.domain_titles().values()
    )
    return (text for text in texts if text not in known)


def known_pseudonyms(app: App, *, strictly: bool = True) -> Pseudonyms:
    """Return the aliases that were decided on before; raises AliasesError."""
    known = Pseudonyms.from_aliases(app.aliases.read())
    if strictly and is_revealing(known):
        raise AliasesError(
            f"In {app.aliases.path} an alias holds a name that has an alias itself. "
            "`securebase aliases` shows them; change one of the two in an editor."
        )
    return known


def is_revealing(pseudonyms: Pseudonyms) -> bool:
    """Whether an alias holds somebody's name."""
    return any(
        name != alias and pseudonyms.leaks(alias) for name, alias in pseudonyms.aliases.items()
    )


def keep(app: App, known: Pseudonyms, more: Mapping[str, str], *, force: bool) -> None:
    """Keep what stands for some names, and show it; raises UsageError if that can't be meant."""
    replaced: list[str] = []
    for name, alias in more.items():
        before = known.spelling_of(name)
        if before is not None and known.aliases[before] != alias and not force:
            raise UsageError(TAKEN)
        if before not in {None, name}:
            replaced.append(str(before))
    if is_revealing(Pseudonyms.from_aliases(_merged(known.aliases, more, replaced))):
        raise UsageError(REVEALING)
    remark = app.aliases.update(more, remove=replaced)
    page = aliases_page.decisions_page(dict(list(more.items())[:_FEW]))
    if len(more) > _FEW:
        page += (Line(f"… and {len(more) - _FEW} more"),)
    print_confirmation(lambda: app.screen.show(page), "Kept")
    _say_remark(app, remark)


def alias_asked_for(
    asker: Asker, aliases: Mapping[str, str], name: str, suggested: str
) -> str | None:
    """Ask what stands for a name until it holds nobody's; None if they left."""
    while True:
        question = f"What stands for “{shorten(name, _ENOUGH)}”? Empty: {suggested}"
        reply = asker.ask_line(question, ctrl_c="leave")
        if reply.kind == "back":
            asker.show((Line(NO_WAY_BACK, "warning"),))
            continue
        if reply.kind != "done":
            return None
        alias = to_one_line(reply.text) or suggested
        if alias == name or not is_revealing(Pseudonyms.from_aliases({**aliases, name: alias})):
            return alias
        asker.show((Line(REVEALING, "warning"),))


def _asked_for(
    app: App, known: Pseudonyms, name: str | None, *, stays: bool
) -> Mapping[str, str] | None:
    with record_signals(), app.asker() as asker:
        if name is None:
            reply = asker.ask_line(WHICH, ctrl_c="leave")
            if reply.kind != "done" or not reply.text:
                return None
            name = to_one_line(reply.text)
        if stays:
            return {name: name}
        before = known.spelling_of(name)
        suggested = known.aliases[before] if before else known.next_free_alias()
        alias = alias_asked_for(asker, known.aliases, name, suggested)
    return None if alias is None else {name: alias}


def _piped() -> Mapping[str, str]:
    from securebase_cli.entry_format.strict_yaml import YamlError

    try:
        return parse_aliases(read_text_from_stdin().replace("\r\n", "\n"))
    except YamlError as mistake:
        raise UsageError(f"Standard input, line {mistake.line}: {mistake}.") from None


def _checked(more: Mapping[str, str]) -> Mapping[str, str]:
    found = {to_one_line(name): to_one_line(alias) for name, alias in more.items()}
    for name, alias in found.items():
        if not any(map(str.isalnum, name)) or not alias:
            raise UsageError("A name has letters or digits in it, and an alias is not empty.")
        if max(len(name), len(alias)) > MAX_NAME_LENGTH:
            raise UsageError(f"Names and aliases have {MAX_NAME_LENGTH} characters at most.")
    return found


def _merged(
    before: Mapping[str, str], more: Mapping[str, str], without: Collection[str]
) -> dict[str, str]:
    return {**{name: alias for name, alias in before.items() if name not in without}, **more}


def _say_remark(app: App, remark: str) -> None:
    if remark:
        app.messages.say(f"Saved, but {remark}.")


command = new_typer(Group)


@command.callback()
def list_command(ctx: typer.Context, json: Json = False) -> None:
    """List the names, each with what stands for it."""
    if ctx.invoked_subcommand is None:
        list_aliases(ctx.ensure_object(App), as_json=json)
    elif json:
        raise typer.BadParameter("--json goes behind the command")


@command.command("add", cls=Command)
def add_command(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="Asked for if left out, so that your shell doesn’t remember it; - reads lines "
            "“name: alias” from standard input.",
        ),
    ] = None,
    alias: Annotated[
        str | None, typer.Argument(metavar="[ALIAS]", help="What stands for it, such as Worker A.")
    ] = None,
    stays: Annotated[
        bool, typer.Option("--stays", help="It may stay as it is, and needs no alias.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Give it another alias than it has.")
    ] = False,
    no_input: NoInput = False,
) -> None:
    """Say what stands for a name."""
    add(ctx.ensure_object(App), name, alias, stays=stays, force=force, no_input=no_input)


@command.command("remove", cls=Command)
def remove_command(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="Asked for if left out, so that your shell doesn’t remember it.",
        ),
    ] = None,
    no_input: NoInput = False,
) -> None:
    """Let nothing stand for a name any more."""
    remove(ctx.ensure_object(App), name, no_input=no_input)


@command.command("check", cls=FilteringCommand)
def check_command(ctx: typer.Context, json: Json = False) -> None:
    """Show the names and numbers in the entries that are still to be decided on."""
    check(ctx.ensure_object(App), as_json=json)

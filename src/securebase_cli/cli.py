"""The command line: names, options and help. The bodies open, do, and show."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from securebase_cli import __version__
from securebase_cli.app import App
from securebase_cli.commands._options import (
    Command,
    FilteringCommand,
    FilteringGroup,
    Group,
    SearchingCommand,
    complete_action,
    complete_domain,
    complete_domain_or_all,
    complete_entry,
    complete_question,
    complete_theme,
    complete_trashed,
    global_options,
    parse_tag,
)
from securebase_cli.exit import close_streams, open_streams, print_message, run_reporting_errors

# The base of what Typer raises for a command line that it can't read; it has no name in Typer.
_Unparsed: Any = next(
    base for base in typer.BadParameter.__mro__ if base.__name__ == "ClickException"
)


_TOO_MANY = "There are more words here than this command takes; a note goes behind --note."


def _told(error: Any) -> str:
    """Say what is wrong with a command line, but not with words that may be somebody's own."""
    said: str = error.format_message()
    return _TOO_MANY if said.startswith("Got unexpected extra argument") else said


# The groups, each with the command that it stands after.
_AFTER = {"actions": "coverage", "aliases": "export"}


class Program(TyperGroup):
    """The whole program; whatever goes wrong in it ends here, as words and an exit code."""

    def __init__(self, *, params: list[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(params=[*(params or []), *global_options()], **kwargs)

    def list_commands(self, ctx: Any) -> list[str]:
        """Name the commands as they stand here; Typer would put a group at the end."""
        names = [name for name in super().list_commands(ctx) if name not in _AFTER]
        for group, before in _AFTER.items():
            names.insert(names.index(before) + 1, group)
        return names

    def invoke(self, ctx: typer.Context) -> None:  # type: ignore[override]
        """Run the command."""
        run = super().invoke
        code = run_reporting_errors(lambda: run(ctx), passing=(typer.Exit, typer.Abort, _Unparsed))
        raise typer.Exit(code)

    def main(self, *args: Any, **kwargs: Any) -> None:
        """Read the command line, run, and leave with the exit code."""
        open_streams()
        kwargs["standalone_mode"] = False
        run = super().main
        try:
            code = run_reporting_errors(lambda: run(*args, **kwargs), passing=(_Unparsed,))
        except _Unparsed as error:
            command = error.ctx.command_path if getattr(error, "ctx", None) else "securebase"
            print_message(f"{_told(error)}\nMore about it: {command} --help")
            code = error.exit_code
        sys.exit(code)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run, and leave the streams so that the exit code stays what it is."""
        try:
            return super().__call__(*args, **kwargs)
        finally:
            close_streams()


program = typer.Typer(
    cls=Program,
    name="securebase",
    help="A reflection journal on the team as a secure base.",
    epilog="Begin with: securebase reflect",
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

ENTRY = "An id, “last”, a file, or a date that has one entry."

Json = Annotated[bool, typer.Option("--json", help="As JSON, for other programs.")]
Number = Annotated[
    int | None, typer.Option("--number", "-n", min=1, metavar="N", help="How many (20).")
]
Every = Annotated[bool, typer.Option("--all", help="All of them.")]
OneAction = Annotated[
    str,
    typer.Argument(
        metavar="ACTION",
        help="Its name, such as k3f7.1; `securebase actions` shows it.",
        autocompletion=complete_action,
    ),
]
Note = Annotated[
    str | None,
    typer.Option(metavar="WORDS", help="What happened, in a line; - for standard input."),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="markdown, html or docx; of the journal also "
        "csv or json. The ending of FILE says it, too.",
    ),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace the file.")]
Open = Annotated[bool, typer.Option("--open", help="Open the file when it is written.")]
NoInput = Annotated[bool, typer.Option("--no-input", help="Never ask; fail instead.")]


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"securebase {__version__}\n")
        raise typer.Exit


@program.callback()
def main(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Show the version.")
    ] = False,
    json: Json = False,
) -> None:
    """Keep a reflection journal on the team as a secure base."""
    if ctx.invoked_subcommand is None:
        from securebase_cli.commands import coverage as surveying

        surveying.home(ctx.ensure_object(App), as_json=json)
    elif json:
        raise typer.BadParameter("--json goes behind the command")


@program.command(cls=Command)
def reflect(
    ctx: typer.Context,
    domains: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DOMAIN]...",
            help="Domains, or “all”; none opens a menu.",
            autocompletion=complete_domain_or_all,
        ),
    ] = None,
    question: Annotated[
        list[str] | None,
        typer.Option(
            "--question",
            "-q",
            metavar="ID",
            help="Just this one.",
            autocompletion=complete_question,
        ),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="One question: the one unanswered longest.")
    ] = False,
    lens: Annotated[
        str | None,
        typer.Option(
            metavar="THEME", help="The questions of a theme.", autocompletion=complete_theme
        ),
    ] = None,
    team: Annotated[
        bool, typer.Option("--team", help="What the team said, as a team session.")
    ] = False,
    answers: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Answers in YAML, id to text; - for standard input."),
    ] = None,
    date: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day it is about, if not today.")
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option("--tag", "-t", metavar="TAG", help="A tag for the entry.", parser=parse_tag),
    ] = None,
    no_previous: Annotated[
        bool, typer.Option("--no-previous", help="Don’t show what you answered last time.")
    ] = False,
    no_input: NoInput = False,
) -> None:
    """Reflect on a domain, question by question."""
    from securebase_cli.commands.reflect import Wish, reflect

    wish = Wish(
        domains=tuple(domains or ()),
        questions=tuple(question or ()),
        quick=quick,
        lens=lens,
        team=team,
        answers=answers,
        date=date,
        tags=tuple(tag or ()),
        no_input=no_input,
        last_answers=not no_previous,
    )
    reflect(ctx.ensure_object(App), wish)


@program.command(cls=Command)
def resume(
    ctx: typer.Context,
    draft: Annotated[
        str | None, typer.Argument(metavar="[DRAFT]", help="Its id, if there are several.")
    ] = None,
    save: Annotated[bool, typer.Option("--save", help="Save it as it is.")] = False,
    set_aside: Annotated[
        bool, typer.Option("--set-aside", help="Keep it, but offer it no longer.")
    ] = False,
    into: Annotated[
        str | None,
        typer.Option(metavar="DIR", help="Save it in this folder instead; - shows it."),
    ] = None,
    no_previous: Annotated[
        bool, typer.Option("--no-previous", help="Don’t show what you answered last time.")
    ] = False,
    no_input: NoInput = False,
) -> None:
    """Go on with an unfinished sitting."""
    from securebase_cli.commands.reflect import resume

    if set_aside and (save or into is not None):
        raise typer.BadParameter("--set-aside doesn’t go with --save or --into; choose one")
    choice: Any = "set aside" if set_aside else "save" if save or into is not None else None
    resume(
        ctx.ensure_object(App),
        draft,
        choice,
        into=into,
        no_input=no_input,
        last_answers=not no_previous,
    )


@program.command("list", cls=FilteringCommand)
def list_(
    ctx: typer.Context,
    number: Number = None,
    every: Every = False,
    json: Json = False,
) -> None:
    """List past entries, newest first."""
    from securebase_cli.commands import show as reading

    reading.list_entries(ctx.ensure_object(App), most=number, as_json=json, every=every)


@program.command(cls=Command)
def show(
    ctx: typer.Context,
    entry: Annotated[
        str | None,
        typer.Argument(metavar="[ENTRY]", help=ENTRY, autocompletion=complete_entry),
    ] = None,
    json: Json = False,
) -> None:
    """Show one entry; the latest without a name."""
    from securebase_cli.commands import show as reading

    reading.show_entry(ctx.ensure_object(App), entry, as_json=json)


@program.command(cls=SearchingCommand)
def search(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORDS]...",
            help="All must be there, as whole words or beginnings; “a phrase” ends where a word "
            "does, unless * follows; -word must not be there. - reads them from standard input. "
            "Options of one letter stand apart from their value here: -n 5.",
        ),
    ] = None,
    number: Number = None,
    every: Every = False,
    json: Json = False,
    no_input: NoInput = False,
) -> None:
    """Find the entries that hold some words."""
    from securebase_cli.commands import search as searching

    searching.search(
        ctx.ensure_object(App),
        words or (),
        most=number,
        every=every,
        as_json=json,
        no_input=no_input,
    )


@program.command(cls=FilteringCommand)
def compare(
    ctx: typer.Context,
    question: Annotated[
        str | None,
        typer.Argument(
            metavar="[QUESTION]",
            help="Its id; without one a menu opens.",
            autocompletion=complete_question,
        ),
    ] = None,
    json: Json = False,
    no_input: NoInput = False,
) -> None:
    """Show every answer to one question, oldest first."""
    from securebase_cli.commands import compare as comparing

    comparing.compare(ctx.ensure_object(App), question, as_json=json, no_input=no_input)


@program.command(cls=FilteringCommand)
def coverage(ctx: typer.Context, json: Json = False) -> None:
    """Show what has been reflected on, and what not."""
    from securebase_cli.commands import coverage as surveying

    surveying.coverage(ctx.ensure_object(App), as_json=json)


actions = typer.Typer(cls=FilteringGroup, invoke_without_command=True, rich_markup_mode=None)
program.add_typer(actions, name="actions")


@actions.callback()
def open_actions(ctx: typer.Context, json: Json = False) -> None:
    """Show what is open to try, and say what became of it."""
    from securebase_cli.commands import actions

    app = ctx.ensure_object(App)
    if ctx.invoked_subcommand is None:
        actions.list_actions(app, as_json=json)
    elif json or app.filter_options.given:
        raise typer.BadParameter("filters and --json choose what is listed; leave them out here")


@actions.command(cls=Command)
def tried(
    ctx: typer.Context, action: OneAction, note: Note = None, no_input: NoInput = False
) -> None:
    """Say that one was tried, and what happened."""
    from securebase_cli.commands import actions

    actions.mark(ctx.ensure_object(App), action, "tried", note, no_input=no_input)


@actions.command(cls=Command)
def dropped(
    ctx: typer.Context, action: OneAction, note: Note = None, no_input: NoInput = False
) -> None:
    """Say that one was dropped, and why."""
    from securebase_cli.commands import actions

    actions.mark(ctx.ensure_object(App), action, "dropped", note, no_input=no_input)


@actions.command(cls=Command)
def later(
    ctx: typer.Context,
    action: OneAction,
    date: Annotated[
        str, typer.Argument(metavar="DATE", help="When to look again: 2026-12-01, or 2w ahead.")
    ],
    note: Note = None,
    no_input: NoInput = False,
) -> None:
    """Look at one again on another day."""
    from securebase_cli.commands import actions

    actions.later(ctx.ensure_object(App), action, date, note)


@program.command(cls=Command)
def edit(
    ctx: typer.Context,
    entry: Annotated[
        str, typer.Argument(metavar="ENTRY", help=ENTRY, autocompletion=complete_entry)
    ],
) -> None:
    """Change an entry in your editor."""
    from securebase_cli.commands import edit as editing

    editing.edit(ctx.ensure_object(App), entry)


@program.command(cls=Command)
def delete(
    ctx: typer.Context,
    entries: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ENTRY]...", help=ENTRY, autocompletion=complete_entry),
    ] = None,
    before: Annotated[
        str | None, typer.Option(metavar="DATE", help="All that are older than this date.")
    ] = None,
    purge: Annotated[
        bool, typer.Option("--purge", help="For good, and from the trash too; asks for words.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be deleted.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don’t ask.")] = False,
    no_input: NoInput = False,
) -> None:
    """Move entries to the journal's trash."""
    from securebase_cli.commands.delete import Removal, delete

    removal = Removal(
        entries=tuple(entries or ()),
        before=before,
        purge=purge,
        dry_run=dry_run,
        yes=yes,
        no_input=no_input,
    )
    delete(ctx.ensure_object(App), removal)


@program.command(cls=Command)
def restore(
    ctx: typer.Context,
    entry: Annotated[
        str | None,
        typer.Argument(metavar="[ENTRY]", help=ENTRY, autocompletion=complete_trashed),
    ] = None,
    no_input: NoInput = False,
) -> None:
    """Bring an entry back from the journal's trash."""
    from securebase_cli.commands import delete as deleting

    deleting.restore(ctx.ensure_object(App), entry, no_input=no_input)


@program.command(cls=FilteringCommand)
def export(
    ctx: typer.Context,
    format: Format = None,
    output: Output = None,
    by: Annotated[str, typer.Option(metavar="ORDER", help="date or domain.")] = "date",
    layout: Annotated[
        str,
        typer.Option(
            metavar="LAYOUT",
            help="journal; cpd, a record of professional development; or supervision, what has "
            "changed since a date.",
        ),
    ] = "journal",
    no_answers: Annotated[
        bool, typer.Option("--no-answers", help="Leave out what was answered.")
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ENTRY", help="Only this entry; can be repeated.", autocompletion=complete_entry
        ),
    ] = None,
    leave_out: Annotated[
        list[str] | None,
        typer.Option(metavar="QUESTION|ENTRY", help="Leave this out; can be repeated."),
    ] = None,
    pseudonymise: Annotated[
        bool,
        typer.Option("--pseudonymise", help="Put roles in the place of names; see aliases."),
    ] = False,
    force: Force = False,
    open: Open = False,
    no_input: NoInput = False,
) -> None:
    """Make one document of the journal."""
    from securebase_cli.commands import export as exporting

    wish = exporting.Wish(
        format=format,
        output=output,
        by=by,
        layout=layout,
        no_answers=no_answers,
        only=tuple(only or ()),
        leave_out=tuple(leave_out or ()),
        pseudonymise=pseudonymise,
        force=force,
        open=open,
        no_input=no_input,
    )
    exporting.export(ctx.ensure_object(App), wish)


@program.command(cls=Command)
def worksheet(
    ctx: typer.Context,
    domains: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DOMAIN]...",
            help="Domains; all of them without any.",
            autocompletion=complete_domain_or_all,
        ),
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="markdown, html or docx. The ending of FILE says it, too.",
        ),
    ] = None,
    output: Output = None,
    force: Force = False,
    open: Open = False,
) -> None:
    """Make a blank sheet to take into a team session."""
    from securebase_cli.commands import export as exporting

    exporting.worksheet(
        ctx.ensure_object(App), domains or (), format, output, force=force, opened=open
    )


@program.command("import", cls=Command)
def import_(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A JSON export; - for standard input.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be added.")
    ] = False,
    json: Json = False,
) -> None:
    """Add what a JSON export has and the journal lacks."""
    from securebase_cli.commands import import_ as importing

    importing.import_document(ctx.ensure_object(App), file, dry_run=dry_run, as_json=json)


aliases = typer.Typer(cls=Group, invoke_without_command=True, rich_markup_mode=None)
program.add_typer(aliases, name="aliases")


@aliases.callback()
def list_aliases(ctx: typer.Context, json: Json = False) -> None:
    """Show what stands for whose name in exports, and change it."""
    from securebase_cli.commands import aliases

    if ctx.invoked_subcommand is None:
        aliases.list_aliases(ctx.ensure_object(App), as_json=json)
    elif json:
        raise typer.BadParameter("--json goes behind the command")


@aliases.command("add", cls=Command)
def add_alias(
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
    from securebase_cli.commands import aliases

    aliases.add(ctx.ensure_object(App), name, alias, stays=stays, force=force, no_input=no_input)


@aliases.command("remove", cls=Command)
def remove_alias(
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
    from securebase_cli.commands import aliases

    aliases.remove(ctx.ensure_object(App), name, no_input=no_input)


@aliases.command("check", cls=FilteringCommand)
def check_aliases(ctx: typer.Context, json: Json = False) -> None:
    """Show the names and numbers in the entries that are still to be decided on."""
    from securebase_cli.commands import aliases

    aliases.check(ctx.ensure_object(App), as_json=json)


@program.command(cls=Command)
def model(ctx: typer.Context, json: Json = False) -> None:
    """Show the domains and what each one gives."""
    from securebase_cli.commands import show as reading

    reading.show_model(ctx.ensure_object(App), as_json=json)


@program.command(cls=Command)
def questions(
    ctx: typer.Context,
    domain: Annotated[
        str | None,
        typer.Argument(
            metavar="[DOMAIN]", help="Only of this domain.", autocompletion=complete_domain
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Show the questions and their ids."""
    from securebase_cli.commands import show as reading

    reading.show_questions(ctx.ensure_object(App), domain, as_json=json)


@program.command(cls=Command)
def path(ctx: typer.Context, json: Json = False) -> None:
    """Show where everything is kept."""
    from securebase_cli.commands import show as reading

    reading.show_paths(ctx.ensure_object(App), as_json=json)


@program.command(cls=Command)
def doctor(
    ctx: typer.Context,
    fix: Annotated[
        bool, typer.Option("--fix", help="Put right what can’t lose anything, and say so.")
    ] = False,
    json: Json = False,
) -> None:
    """Check the journal, and say what to do about what is found."""
    from securebase_cli.commands import doctor as doctoring

    doctoring.doctor(ctx.ensure_object(App), fix=fix, as_json=json)


@program.command(cls=Command)
def privacy(ctx: typer.Context) -> None:
    """Show what is kept where, and what does not belong there."""
    from securebase_cli.commands import doctor as doctoring

    doctoring.privacy(ctx.ensure_object(App))

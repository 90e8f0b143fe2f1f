"""The program: a table of commands, each loaded when it is called; errors become exit codes."""

import os
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from securebase_cli import __version__
from securebase_cli.app import App
from securebase_cli.commands._command import (
    CommandLineError,
    Group,
    command_of,
    commands,
    write_section,
)
from securebase_cli.commands._completion import extend_zsh_script, join_option_and_value
from securebase_cli.commands._options import Json
from securebase_cli.errors import SecurebaseError
from securebase_cli.exit import print_message, run_reporting_errors
from securebase_cli.hints import command
from securebase_cli.streams import close_streams, open_streams

# The name of each command, and its line of help. Help shows the everyday commands first.
EVERYDAY_COMMANDS: Mapping[str, str] = {
    "reflect": "Reflect on a domain, question by question.",
    "resume": "Go on with an unfinished sitting.",
    "list": "List past entries, newest first.",
    "show": "Show one entry; the latest without a name.",
    "search": "Find the entries that hold some words.",
    "compare": "Show every answer to one question, oldest first.",
    "actions": "Show what is open to try, and say what became of it.",
    "export": "Make one document of the journal.",
}
OTHER_COMMANDS: Mapping[str, str] = {
    "coverage": "Show what has been reflected on, and what not.",
    "edit": "Change an entry in your editor.",
    "delete": "Move entries to the journal’s trash.",
    "restore": "Bring an entry back from the journal’s trash.",
    "worksheet": "Make a blank sheet to take into a team session.",
    "page": "Make a page to reflect on, on a phone or a locked laptop.",
    "join": "Put together an entry and its copy from another computer.",
    "sync": "Carry the journal to another computer, and back.",
    "remind": "Make a calendar file that reminds you to reflect.",
    "model": "Show the domains and what each one gives.",
    "questions": "Show the questions.",
    "aliases": "Show what stands for whose name in exports, and change it.",
    "encryption": "Encrypt the journal, or decrypt it.",
    "unlock": "Unlock an encrypted journal for some time.",
    "lock": "Lock it again.",
    "import": "Add what a JSON export, or the page, has and the journal lacks.",
    "path": "Show where everything is kept.",
    "doctor": "Check the journal, and say what to do about what is found.",
    "privacy": "Show what to know before you write.",
}
COMMANDS: Mapping[str, str] = {**EVERYDAY_COMMANDS, **OTHER_COMMANDS}


def load_command(name: str) -> Any:
    """Import the module of a command, and return the command as Typer runs it."""
    # No module can be named `import`, which is a keyword of Python.
    module_name = "import_" if name == "import" else name
    import_module(f"securebase_cli.commands.{module_name}")
    loaded = typer.main.get_group(commands).commands[name]
    loaded.help = COMMANDS[name]
    return loaded


class Program(Group):
    """The whole program. It lists commands from the table, and loads only the one that is run."""

    def __init__(self, **kwargs: Any) -> None:
        # Help, completion and “Did you mean” need no more of a command than its name and help.
        kwargs["commands"] = {
            name: TyperCommand(name, help=line) for name, line in COMMANDS.items()
        }
        super().__init__(**kwargs)

    def format_commands(self, _ctx: Any, formatter: Any) -> None:
        write_section(formatter, "Commands", list(EVERYDAY_COMMANDS.items()))
        write_section(formatter, "More", list(OTHER_COMMANDS.items()))

    def format_options(self, ctx: Any, formatter: Any) -> None:
        self.format_commands(ctx, formatter)
        records = (parameter.get_help_record(ctx) for parameter in self.get_params(ctx))
        write_section(formatter, "Options", [record for record in records if record])

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
        """Find the command that the arguments begin with, and load it."""
        name, listed_command, rest = super().resolve_command(ctx, args)
        return name, load_command(name) if name and listed_command else None, rest

    def suggest_arguments(self, ctx: Any, word: str) -> str | None:
        """Return what to type instead of an unknown command; for a domain, a sitting on it."""
        from securebase_cli.commands._suggestions import suggest_arguments

        if (arguments := suggest_arguments(word, COMMANDS)) is not None:
            return arguments
        try:
            return f"reflect {ctx.ensure_object(App).content.find_domain(word).id}"
        except SecurebaseError:
            return None

    def invoke(self, ctx: typer.Context) -> None:  # type: ignore[override]
        """Run the command; `main` of Typer would give some errors an exit code of its own."""
        run = super().invoke
        passing = (typer.Exit, typer.Abort, CommandLineError)
        raise typer.Exit(run_reporting_errors(lambda: run(ctx), passing=passing))

    def main(self, *args: Any, **kwargs: Any) -> None:
        """Parse the command line, run the command, and exit with its code."""
        open_streams()
        extend_zsh_script()
        join_option_and_value(os.environ)
        kwargs["standalone_mode"] = False
        run = super().main
        try:
            code = run_reporting_errors(lambda: run(*args, **kwargs), passing=(CommandLineError,))
        except CommandLineError as error:
            usage = command_of(error.ctx) if error.ctx else command()
            print_message(f"{error.format_message()}\nMore about it: {usage} --help")
            code = error.exit_code
        finally:
            # Otherwise an error at the last flush would change the exit code.
            close_streams()
        sys.exit(code)


program = typer.Typer(
    cls=Program,
    name="securebase",
    help="A reflection journal on the team as a secure base.",
    epilog=f"Begin with: {command('reflect')}",
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def run_again(ctx: typer.Context, arguments: Sequence[str], returns_to_home: bool) -> int:
    """Run a command as if it had been typed, with the same options; return its exit code.

    `returns_to_home` tells whether the menu of home is offered again after it.
    """
    parent = ctx.ensure_object(App)
    app = App(parent.journal.files.keys.identities)
    app.returns_to_home = returns_to_home
    app.options = parent.options
    try:
        with ctx.command.make_context(ctx.info_name, [*arguments], obj=app) as inner:
            ctx.command.invoke(inner)
    except typer.Exit as done:
        return done.exit_code
    return 0


def _print_version(requested: bool) -> None:
    if requested:
        sys.stdout.write(f"securebase {__version__}\n")
        raise typer.Exit


@program.callback()
def main(
    ctx: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_print_version, help="Show the version."),
    ] = False,
    json: Json = False,
) -> None:
    """Keep a reflection journal on the team as a secure base."""
    if ctx.invoked_subcommand is None:
        from securebase_cli.commands import home

        app = ctx.ensure_object(App)
        if json or not home.can_offer_steps():
            home.show_home(app, as_json=json)
        else:
            raise typer.Exit(home.offer_steps(app, partial(run_again, ctx)))
    elif json:
        raise typer.BadParameter("--json goes after the command")

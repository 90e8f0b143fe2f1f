"""The command that goes on with an unfinished sitting."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from securebase_cli.app import App
from securebase_cli.commands import reflect
from securebase_cli.commands._options import Command, NoInput, new_typer

command = new_typer()


@command.command(cls=Command)
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
    """Go on with an unfinished sitting, save it as it is, or set it aside."""
    if set_aside and (save or into is not None):
        raise typer.BadParameter("--set-aside doesn’t go with --save or --into; choose one")
    choice: Any = "set aside" if set_aside else "save" if save or into is not None else None
    reflect.resume(
        ctx.ensure_object(App),
        draft,
        choice,
        into=into,
        no_input=no_input,
        last_answers=not no_previous,
    )

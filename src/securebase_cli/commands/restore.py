"""The command that brings an entry back from the trash."""

from __future__ import annotations

from typing import Annotated

import typer

from securebase_cli.app import App
from securebase_cli.commands import delete
from securebase_cli.commands._options import ENTRY, Command, NoInput, complete_trashed, new_typer

command = new_typer()


@command.command(cls=Command)
def restore(
    ctx: typer.Context,
    entry: Annotated[
        str | None,
        typer.Argument(metavar="[ENTRY]", help=ENTRY, autocompletion=complete_trashed),
    ] = None,
    no_input: NoInput = False,
) -> None:
    """Bring an entry back from the journal’s trash."""
    delete.restore(ctx.ensure_object(App), entry, no_input=no_input)

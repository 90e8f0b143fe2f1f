"""The command that makes a blank sheet for a team session."""

from __future__ import annotations

from typing import Annotated

import typer

from securebase_cli.app import App
from securebase_cli.commands import export
from securebase_cli.commands._options import (
    Command,
    Force,
    Open,
    Output,
    complete_domain_or_all,
    new_typer,
)

command = new_typer()


@command.command(cls=Command)
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
    format_: Annotated[
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
    open_file: Open = False,
) -> None:
    """Write a blank sheet for a team session on some domains, or on all."""
    export.worksheet(
        ctx.ensure_object(App), domains or (), format_, output, force=force, opened=open_file
    )

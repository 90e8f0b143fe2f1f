"""The command `worksheet`: a blank sheet for a team session."""

from typing import Annotated

from typer import Context, Option

from securebase_cli.app import App
from securebase_cli.commands._command import Command, commands
from securebase_cli.commands._options import Domains, Force, Open, Output, format_option
from securebase_cli.commands._output_file import OutputTarget
from securebase_cli.documents.worksheet import build_cards, build_worksheet
from securebase_cli.errors import UsageError


@commands.command(cls=Command)
def worksheet(
    ctx: Context,
    domains: Domains = None,
    format_: Annotated[
        str | None,
        format_option("markdown, html or docx, for Word. The ending of FILE says it, too."),
    ] = None,
    cards: Annotated[
        bool,
        Option("--cards", help="The questions as cards to cut out, and a slip for each domain."),
    ] = False,
    output: Output = None,
    force: Force = False,
    open_file: Open = False,
) -> None:
    """Write a blank sheet for a team session on some domains, or on all; or cards to cut out."""
    app = ctx.ensure_object(App)
    target = OutputTarget.from_options(output, format_, force=force, open_file=open_file)
    if not target.format.is_text:
        raise UsageError("A worksheet is text: choose markdown, html or docx.")
    target.raise_if_unwritable(app)
    content = app.content
    selected = content.find_domains(domains or ()) or content.domains
    build = build_cards if cards else build_worksheet
    target.write(app, target.format.render(build(content, selected)))

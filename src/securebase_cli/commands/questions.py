"""The command that lists the questions of the instrument."""

from typing import Annotated

from typer import Argument, Context, Option

from securebase_cli import json_records
from securebase_cli.app import App
from securebase_cli.commands._command import Command, commands
from securebase_cli.commands._completion import complete_domain
from securebase_cli.commands._options import Json
from securebase_cli.ui.pages.questions_page import questions_page


@commands.command(cls=Command)
def questions(
    ctx: Context,
    domain: Annotated[
        str | None,
        Argument(metavar="[DOMAIN]", help="Only of this domain.", autocompletion=complete_domain),
    ] = None,
    with_ids: Annotated[bool, Option("--ids", help="With the ids that -q takes.")] = False,
    as_json: Json = False,
) -> None:
    """Show the questions of one domain, or of all."""
    app = ctx.ensure_object(App)
    domains = (app.content.find_domain(domain),) if domain else app.content.domains
    if as_json:
        listed = tuple(question for domain in domains for question in domain.questions)
        json_records.print_json(json_records.question_records(listed))
    else:
        with app.screen.paged():
            app.screen.show(questions_page(domains, with_ids=with_ids))

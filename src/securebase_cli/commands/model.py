"""The command that shows the domains with their qualities."""

from typer import Context

from securebase_cli import json_records
from securebase_cli.app import App
from securebase_cli.commands._command import Command, commands
from securebase_cli.commands._options import Json
from securebase_cli.ui.pages.model_page import model_page


@commands.command(cls=Command)
def model(ctx: Context, as_json: Json = False) -> None:
    """Show the domains and what each one gives, as a diagram if the screen is wide enough."""
    app = ctx.ensure_object(App)
    if as_json:
        json_records.print_json(json_records.domain_records(app.content))
        return
    from securebase_cli.ui.pages import model_diagram

    drawn = app.screen.shows_colours and model_diagram.fits(app.content.domains, app.screen.width)
    with app.screen.paged():
        app.screen.show(model_page(app.content, drawn=drawn))

"""The command that shows where everything is kept."""

from typer import Context

from securebase_cli import json_records
from securebase_cli.app import App
from securebase_cli.commands._command import Command, commands
from securebase_cli.commands._options import Json
from securebase_cli.ui.pages.paths_page import paths_page


@commands.command(cls=Command)
def path(ctx: Context, as_json: Json = False) -> None:
    """Show the paths of the journal, the content file and the config file."""
    app = ctx.ensure_object(App)
    paths = app.paths()
    if as_json:
        json_records.print_json({name: path and str(path) for name, path in paths.items()})
    else:
        with app.screen.paged():
            app.screen.show(paths_page(paths))

"""The command that shows the notice about privacy."""

from typer import Context

from securebase_cli.app import App
from securebase_cli.commands._command import Command, commands
from securebase_cli.ui.pages.notice_page import notice_page


@commands.command(cls=Command)
def privacy(ctx: Context) -> None:
    app = ctx.ensure_object(App)
    with app.screen.paged():
        app.screen.show(notice_page())

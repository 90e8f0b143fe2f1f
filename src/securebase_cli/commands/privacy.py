"""The command that shows the notice about privacy."""

from typer import Context

from securebase_cli.app import App
from securebase_cli.commands._command import Command, commands
from securebase_cli.commands._notice import notice_for
from securebase_cli.review.home import Retention
from securebase_cli.storage.entry_files import older_than
from securebase_cli.ui.page import Page
from securebase_cli.ui.pages.retention_page import retention_page


@commands.command(cls=Command)
def privacy(ctx: Context) -> None:
    app = ctx.ensure_object(App)
    with app.screen.paged():
        app.screen.show((*notice_for(app), *_retention_part(app)))


def _retention_part(app: App) -> Page:
    """Name the entries that are older than they are to be kept; nothing without such a setting."""
    if not app.settings.keep:
        return ()
    retention = Retention(app.settings.keep)
    first_kept_day = retention.first_kept_day(app.today)
    older = [
        name.file_name
        for stored in (app.journal, app.trash)
        for name in older_than(stored.folder, stored.names(), first_kept_day, app.journal.files)
    ]
    return retention_page(retention._replace(older_count=len(older)), older)

"""The welcome before the first sitting of a journal: the model, and the notice about privacy."""

import contextlib

from securebase_cli.app import App
from securebase_cli.errors import SyncError
from securebase_cli.storage import files
from securebase_cli.ui.page import GAP, Page
from securebase_cli.ui.pages.model_page import model_heading
from securebase_cli.ui.pages.notice_page import notice_page
from securebase_cli.ui.prompts.asker import Asker

# About the number of rows that the first question and its domain take in a window of 80 columns.
_ROWS_OF_QUESTION = 12


def show_welcome(app: App, asker: Asker) -> None:
    """Show the model in a few words, and the notice about privacy.

    The notice comes last, so that it is still in view when the first question is asked. In a window
    where that would push the model out of sight, a key leads on from the model.
    """
    model, notice = model_heading(app.content), notice_for(app)
    if asker.is_interactive:
        asker.show_whole(model, app.screen.row_count(notice) + _ROWS_OF_QUESTION)
        asker.show_whole(notice, _ROWS_OF_QUESTION)
    else:
        app.messages.show((*model, GAP, *notice))


def notice_for(app: App) -> Page:
    """Return the notice, which says where the journal goes if it is synchronised."""
    # Imported only here: most sittings show no notice.
    from securebase_cli.sync.repository import Repository

    if app.journal.exists and Repository.may_exist(app.journal):
        # Without git, nothing goes anywhere now.
        with contextlib.suppress(SyncError):
            repository = Repository.find(app.journal)
            return notice_page(repository.url if repository else "")
    return notice_page()


def was_shown(app: App) -> bool:
    return app.journal.notice_marker.exists()


def remember_as_shown(app: App) -> None:
    """Record that the welcome was shown; the journal folder must exist."""
    with contextlib.suppress(OSError):
        files.create(app.journal.notice_marker, b"")

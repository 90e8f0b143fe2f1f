"""What the first sitting of a journal begins with, which is shown once."""

import contextlib
from pathlib import Path

from securebase_cli.app import App
from securebase_cli.storage import files
from securebase_cli.ui.page import GAP, Page
from securebase_cli.ui.pages.model_page import model_heading
from securebase_cli.ui.pages.notice_page import notice_page

# In a window of fewer rows the model, and what comes after it, would push the notice off the top.
_ROWS_FOR_MODEL = 36


def welcome_page(app: App) -> Page:
    """Return the notice about privacy, and the model in a few words if the window has room."""
    if app.messages.is_rich and app.messages.height < _ROWS_FOR_MODEL:
        return notice_page()
    return (*notice_page(), GAP, *model_heading(app.content))


def was_shown(app: App) -> bool:
    return _marker(app).exists()


def remember_as_shown(app: App) -> None:
    """Record that the page was shown; the journal folder must exist."""
    with contextlib.suppress(OSError):
        files.create(_marker(app), b"")


def _marker(app: App) -> Path:
    return app.journal.internal_folder / "notice-shown"

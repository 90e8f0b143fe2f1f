"""What waits for the person: sittings that are not finished, and what an editor left."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from securebase_cli.app import App
    from securebase_cli.storage.drafts import StoredDraft


def unfinished_drafts(app: App) -> list[StoredDraft]:
    """Return the sittings that are not finished, newest first, and speak of what else is there."""
    waiting, unreadable = app.drafts.unfinished()
    for path, why in unreadable.items():
        app.messages.say(f"A draft was left alone, because {why}: {path}")
    with contextlib.suppress(OSError):
        for copy in app.editor_copies.leftovers():
            app.messages.say(f"An editor left text of yours there; have a look at it: {copy}")
    return waiting

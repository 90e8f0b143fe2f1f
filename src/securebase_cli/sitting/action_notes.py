"""The note on an action: read it, mark the action with it, and confirm the mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.app import App
from securebase_cli.dates import long_date
from securebase_cli.entry_format.action_line import ActionMark
from securebase_cli.entry_format.cleanup import clean, to_one_line
from securebase_cli.exit import print_confirmation
from securebase_cli.review.actions import ActionRef
from securebase_cli.review.mark_action import apply_mark
from securebase_cli.ui.pages import actions_page

if TYPE_CHECKING:
    from securebase_cli.ui.prompts.asker import Reply

NOTE_QUESTION = "What happened? One line; empty: nothing to add."
NOTE_NOT_SAVED = "This could not be kept; copy it from here."


def mark_and_confirm(app: App, ref: ActionRef, mark: ActionMark, data: bytes | None = None) -> None:
    """Mark an action in the file of its entry, and print a confirmation.

    `data` is what the file held when `ref` was read, if known. Raises as `apply_mark`.
    """
    result = apply_mark(app.journal, ref, mark, data)
    if not result.changed:
        say_unchanged(app, result.ref)
        return
    page = actions_page.marked_action_page(result.ref, app.today)
    print_confirmation(lambda: app.screen.show(page), "Marked")
    if result.warning:
        app.messages.say(f"Saved, but {result.warning}.")


def say_unchanged(app: App, ref: ActionRef) -> None:
    """Say that an action was marked so already, and how to add a note to it."""
    action = ref.action
    if action.state == "open":
        when = f", to be looked at on {long_date(action.due)}" if action.due else ""
        app.messages.say(f"{ref.handle} is open already{when}. Nothing was changed.")
        return
    when = f" on {long_date(action.closed)}" if action.closed else ""
    app.messages.say(
        f"{ref.handle} was {action.state}{when} already. Nothing was changed.",
        f"To add to it: securebase actions {action.state} {ref.handle} --note -",
    )


def read_note(app: App, reply: Reply) -> str:
    """Return the note that was typed, on one line; say what was removed from it."""
    if reply.warning:
        app.messages.say(reply.warning)
    return clean_note(app, reply.text)


def clean_note(app: App, text: str) -> str:
    """Return a note on one line; say which control characters were removed from it."""
    note = clean(text)
    if note.warning:
        app.messages.say(note.warning)
    return to_one_line(note.text)

"""What a sitting begins with: what became of the things to try that are still open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.dates import long_date
from securebase_cli.entry_format.action_line import ActionMark
from securebase_cli.entry_format.cleanup import clean, to_one_line
from securebase_cli.entry_format.quick_checks import may_have_open_action
from securebase_cli.errors import SecurebaseError
from securebase_cli.exit import print_confirmation
from securebase_cli.model import REFLECTION
from securebase_cli.review.actions import open_actions
from securebase_cli.review.mark_action import apply_mark
from securebase_cli.storage.filter import Filter
from securebase_cli.ui.page import Line, Verbatim
from securebase_cli.ui.pages import actions_page
from securebase_cli.ui.prompts import menus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from securebase_cli.app import App
    from securebase_cli.model import ActionState, EntryKind
    from securebase_cli.review.actions import ActionRef
    from securebase_cli.ui.prompts.asker import Asker, Reply

NOTE_QUESTION = "What happened? One line; empty: nothing to add."
NOTE_NOT_SAVED = "This could not be kept; copy it from here."
REST = Line("The rest stays as it is.", "quiet")
# As many as one wants to be asked about before one begins.
_FEW = 3


def ask_about_open_actions(
    app: App, asker: Asker, domains: frozenset[str], kind: EntryKind = REFLECTION
) -> None:
    """Ask somebody what became of the actions that are open in some domains, and note it.

    A team session is about what the team agreed. What somebody means to try themselves is no
    business of whoever looks at the screen then.
    """
    scan = app.journal.scan(Filter(domains=domains))
    found = [
        one
        for one in open_actions(scan.outlines(may_have_open_action))
        if kind in {REFLECTION, one.kind}
    ]
    try:
        asked = _asked_about_each(app, asker, found[:_FEW])
    except KeyboardInterrupt:
        asked = False
    if not asked:
        asker.show((REST,))
    elif (more := len(found) - _FEW) > 0:
        are = "1 more is" if more == 1 else f"{more} more are"
        asker.show((Line(f"{are} open to try: securebase actions", "quiet"),))


def _asked_about_each(app: App, asker: Asker, found: Sequence[ActionRef]) -> bool:
    """Ask what became of each action; whether the person went through all of them."""
    at = 0
    while at < len(found):
        asker.show(actions_page.action_question_page(found[at], app.today))
        became = menus.ask_action_outcome(asker)
        if became == "leave":
            return False
        if became == "back":
            at = max(at - 1, 0)
            continue
        if became != "next":
            reply = asker.ask_line(NOTE_QUESTION, ctrl_c=menus.LEAVE_THE_REST)
            words = read_note(app, reply)
            if reply.kind != "done" and words:
                asker.show((Line(NOTE_NOT_SAVED, "warning"), Verbatim(words)))
            if reply.kind == "back":
                continue
            if reply.kind != "done":
                return False
            _note(app, asker, found[at], became, words)
        at += 1
    return True


def _note(app: App, asker: Asker, one: ActionRef, state: ActionState, words: str) -> None:
    if state == "open" and not words:
        return
    try:
        mark_and_confirm(app, one, ActionMark(state, app.today if state != "open" else None, words))
    except SecurebaseError as error:
        # The sitting goes on; what was said about it must not be lost.
        asker.show((Line(str(error), "warning"),))
        if words:
            asker.show((Line(NOTE_NOT_SAVED, "warning"), Verbatim(words)))


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

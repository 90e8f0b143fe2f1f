"""Mark actions as tried, open or dropped; before a sitting, ask about those in its domains.

A sitting is one run through some questions. An action is something to try, written at the end of
an entry. A mark is the new state of an action with a note. An `ActionRef` is an action with its
entry and its handle, such as “k3f7.1”, by which the user names it.
"""

import contextlib
from collections.abc import Sequence
from datetime import date

from securebase_cli.app import App
from securebase_cli.dates import long_date, parse_future_day
from securebase_cli.entry_format.action_line import ActionMark
from securebase_cli.entry_format.cleanup import clean, to_one_line
from securebase_cli.entry_format.quick_checks import may_have_open_action
from securebase_cli.errors import SecurebaseError, UsageError
from securebase_cli.hints import command
from securebase_cli.model import REFLECTION, ActionState, EntryKind
from securebase_cli.plurals import count_of
from securebase_cli.review.actions import ActionRef, apply_mark, find_open_actions
from securebase_cli.storage.filter import Filter
from securebase_cli.ui.page import Line, Verbatim
from securebase_cli.ui.pages import actions_page
from securebase_cli.ui.prompts import menus
from securebase_cli.ui.prompts.asker import Asker, ReplyKind, ask_until_valid

NOTE_QUESTION = "What happened? One line. Enter to leave it out."
NEW_DATE = "A new date, such as 2w, or Enter to leave it open."
NOTE_NOT_SAVED = "This could not be kept; copy it from here."
# An action without a date is asked about after so many days.
_DAYS_WITHOUT_DATE = 7
# The number of actions asked about at most, so that the sitting begins soon.
MAX_ASKED = 3


def mark_and_confirm(app: App, ref: ActionRef, mark: ActionMark, data: bytes | None = None) -> None:
    """Mark an action in the file of its entry, and print a confirmation.

    `data` is the content of the file from which `ref` was read; if it is given and the file is
    unchanged, the file is not parsed again. Raises a SecurebaseError if the action has changed, or
    if the entry cannot be read or saved.
    """
    result = apply_mark(app.journal, ref, mark, data)
    if not result.changed:
        say_unchanged(app, result.ref)
        return
    page = actions_page.marked_action_page(result.ref, app.today)
    app.confirm(page, "Marked", result.warning)


def say_unchanged(app: App, ref: ActionRef) -> None:
    """Print that an action already has this state, and how to add a note to it."""
    action = ref.action
    if action.state == "open":
        when = f", to be looked at on {long_date(action.due)}" if action.due else ""
        app.messages.say(f"{ref.handle} is open already{when}. Nothing was changed.")
        return
    when = f" on {long_date(action.closed)}" if action.closed else ""
    app.messages.say(
        f"{ref.handle} was {action.state}{when} already. Nothing was changed.",
        f"To add to it: {command('actions')} {action.state} {ref.handle} --note -",
    )


def clean_note(app: App, text: str, warning: str = "") -> str:
    """Return a note on one line; print `warning`, and how many characters were removed."""
    note = clean(text)
    app.messages.say(*(message for message in (warning, note.warning) if message))
    return to_one_line(note.text)


def ask_about_open_actions(
    app: App, asker: Asker, domains: frozenset[str], kind: EntryKind = REFLECTION
) -> None:
    """Ask what became of the actions in some domains that are due, and mark them in their entries.

    `kind` is the kind of the sitting that begins. Other people may see the screen in a team
    session, so it asks only about actions of team sessions; a reflection asks about all.
    """
    scan = app.journal.scan(Filter(domains=domains))
    refs = [
        ref
        for ref in find_open_actions(scan.outlines(may_have_open_action))
        if _is_due(ref, app.today) and kind in {REFLECTION, ref.outline.kind}
    ]
    try:
        finished = _ask_about_each(app, asker, refs[:MAX_ASKED])
    except KeyboardInterrupt:
        finished = False
    if not finished:
        asker.show((Line("The rest stays as it is.", "quiet"),))
    elif len(refs) > MAX_ASKED:
        remaining = count_of(len(refs) - MAX_ASKED, "more is", "more are")
        asker.show((Line(f"{remaining} open to try: {command('actions')}", "quiet"),))


def _is_due(ref: ActionRef, today: date) -> bool:
    """Whether it is time to look at an action again; never on the day on which it was agreed."""
    days = (today - ref.outline.moment.date()).days
    if ref.action.due:
        return days > 0 and ref.action.due <= today
    return days > _DAYS_WITHOUT_DATE


def _ask_about_each(app: App, asker: Asker, refs: Sequence[ActionRef]) -> bool:
    """Ask what became of each action; return False if the user left before the last one."""
    index = 0
    while index < len(refs):
        ref = refs[index]
        asker.show(actions_page.action_question_page(ref, app.today))
        outcome, words = menus.ask_action_outcome(asker)
        if outcome == "leave":
            return False
        if outcome == "back":
            index = max(index - 1, 0)
        elif outcome == "next":
            index += 1
        else:
            reply_kind = _ask_and_mark(app, asker, ref, outcome, words)
            if reply_kind == "done":
                index += 1
            # Going back from the note or the date asks about the same action again.
            elif reply_kind != "back":
                return False
    return True


def _ask_and_mark(
    app: App, asker: Asker, ref: ActionRef, state: ActionState, words: str
) -> ReplyKind:
    """Ask for a note, or for a new date if the action stays open; mark it unless the user leaves.

    If the user typed `words` after the outcome, these are the note or the date. Return the kind of
    the last reply.
    """

    def parse_day(typed: str) -> date:
        return parse_future_day(typed, app.today)

    day: date | None = app.today
    note = clean_note(app, words)
    reply_kind: ReplyKind = "done"
    if state == "open":
        day = None
        with contextlib.suppress(UsageError):
            day, note = parse_day(words), ""
        if day is None:
            reply_kind, day = ask_until_valid(
                asker, NEW_DATE, parse_day, ctrl_c=menus.LEAVE_THE_REST
            )
    elif not note:
        reply = asker.ask_line(NOTE_QUESTION, ctrl_c=menus.LEAVE_THE_REST)
        reply_kind, note = reply.kind, clean_note(app, reply.text, reply.warning)
    if reply_kind != "done":
        _show_unsaved_note(asker, note)
    elif day or note:
        _mark(app, asker, ref, ActionMark(state, day, note))
    return reply_kind


def _mark(app: App, asker: Asker, ref: ActionRef, mark: ActionMark) -> None:
    """Mark an action; if that fails, show the error and the note, and go on."""
    try:
        mark_and_confirm(app, ref, mark)
    except SecurebaseError as error:
        asker.show((Line(str(error), "warning"),))
        _show_unsaved_note(asker, mark.note)


def _show_unsaved_note(asker: Asker, note: str) -> None:
    if note:
        asker.show((Line(NOTE_NOT_SAVED, "warning"), Verbatim(note)))

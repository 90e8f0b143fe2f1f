"""What a sitting begins with: what became of the things to try that are still open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.commands.actions import QUESTION, UNKEPT, put, taken_down
from securebase_cli.entry_format.action_line import ActionMark
from securebase_cli.entry_format.quick_checks import may_have_open_action
from securebase_cli.errors import SecurebaseError
from securebase_cli.model import REFLECTION
from securebase_cli.review.actions import open_actions
from securebase_cli.storage.filter import Filter
from securebase_cli.ui.page import Line, Verbatim
from securebase_cli.ui.pages import actions_page
from securebase_cli.ui.prompts import menus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from securebase_cli.app import App
    from securebase_cli.model import ActionState, EntryKind
    from securebase_cli.review.actions import ActionRef
    from securebase_cli.ui.prompts.asker import Asker

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
            reply = asker.ask_line(QUESTION, ctrl_c=menus.LEAVE_THE_REST)
            words = taken_down(app, reply)
            if reply.kind != "done" and words:
                asker.show((Line(UNKEPT, "warning"), Verbatim(words)))
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
        put(app, one, ActionMark(state, app.today if state != "open" else None, words))
    except SecurebaseError as error:
        # The sitting goes on; what was said about it must not be lost.
        asker.show((Line(str(error), "warning"),))
        if words:
            asker.show((Line(UNKEPT, "warning"), Verbatim(words)))

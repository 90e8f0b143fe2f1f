"""What a sitting begins with: what became of the things to try that are still open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.acting import QUESTION, UNKEPT, put, taken_down
from securebase_cli.core.action_line import Mark
from securebase_cli.core.errors import SecurebaseError
from securebase_cli.core.markdown import may_have_open_action
from securebase_cli.core.model import REFLECTION
from securebase_cli.core.query import Query
from securebase_cli.features.actions import open_actions
from securebase_cli.terminal import actions_page, choose
from securebase_cli.terminal.page import Line, Verbatim

if TYPE_CHECKING:
    from collections.abc import Sequence

    from securebase_cli.core.model import ActionState, EntryKind
    from securebase_cli.desk import Desk
    from securebase_cli.features.actions import Agreed
    from securebase_cli.terminal.ask import Asker

REST = Line("The rest stays as it is.", "quiet")
# As many as one wants to be asked about before one begins.
_FEW = 3


def take_stock(
    desk: Desk, asker: Asker, domains: frozenset[str], kind: EntryKind = REFLECTION
) -> None:
    """Ask somebody what became of the actions that are open in some domains, and note it.

    A team session is about what the team agreed. What somebody means to try themselves is no
    business of whoever looks at the screen then.
    """
    scan = desk.journal.scan(Query(domains=domains))
    found = [
        one
        for one in open_actions(scan.outlines(may_have_open_action))
        if kind in {REFLECTION, one.kind}
    ]
    try:
        asked = _asked_about_each(desk, asker, found[:_FEW])
    except KeyboardInterrupt:
        asked = False
    if not asked:
        asker.tell((REST,))
    elif (more := len(found) - _FEW) > 0:
        are = "1 more is" if more == 1 else f"{more} more are"
        asker.tell((Line(f"{are} open to try: securebase actions", "quiet"),))


def _asked_about_each(desk: Desk, asker: Asker, found: Sequence[Agreed]) -> bool:
    """Ask what became of each action; whether the person went through all of them."""
    at = 0
    while at < len(found):
        asker.tell(actions_page.to_be_asked_about(found[at], desk.today))
        became = choose.what_became(asker)
        if became == "leave":
            return False
        if became == "back":
            at = max(at - 1, 0)
            continue
        if became != "next":
            reply = asker.line(QUESTION, ctrl_c=choose.LEAVE_THE_REST)
            words = taken_down(desk, reply)
            if reply.kind != "done" and words:
                asker.tell((Line(UNKEPT, "warning"), Verbatim(words)))
            if reply.kind == "back":
                continue
            if reply.kind != "done":
                return False
            _note(desk, asker, found[at], became, words)
        at += 1
    return True


def _note(desk: Desk, asker: Asker, one: Agreed, state: ActionState, words: str) -> None:
    if state == "open" and not words:
        return
    try:
        put(desk, one, Mark(state, desk.today if state != "open" else None, words))
    except SecurebaseError as error:
        # The sitting goes on; what was said about it must not be lost.
        asker.tell((Line(str(error), "warning"),))
        if words:
            asker.tell((Line(UNKEPT, "warning"), Verbatim(words)))

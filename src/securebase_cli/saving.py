"""Makes entries of a sitting that was held, and says where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.core import dates
from securebase_cli.core.errors import SavingError
from securebase_cli.core.markdown import write_entry
from securebase_cli.terminal.page import GAP, Line, Verbatim

if TYPE_CHECKING:
    from securebase_cli.core.journal import Saved
    from securebase_cli.desk import Desk
    from securebase_cli.features.sitting import Sitting
    from securebase_cli.terminal.page import Page


def save(desk: Desk, held: Sitting) -> None:
    """Save the sitting's entries, then let its draft go, and say where they are."""
    path = desk.drafts.path_of(held.draft)
    entries = held.entries()
    if not entries:
        desk.messages.say("Nothing was written, so nothing was saved.")
        if remark := desk.drafts.remove(path):
            desk.messages.say(f"However, {remark}.")
        return
    try:
        desk.drafts.keep(held.draft)
    except SavingError:
        # Where not even a draft can be written, the words must not end with the program.
        desk.screen.show(tuple(Verbatim(write_entry(entry)) for entry in entries))
        raise
    try:
        saved = [desk.journal.add(entry) for entry in entries]
    except SavingError as error:
        raise SavingError(
            f"{error}\nWhat you wrote is kept in {path}; go on from there with: securebase resume"
        ) from None
    desk.screen.show(_saved(saved))
    remarks = [one.remark for one in saved]
    if all(one.proved for one in saved):
        remarks.append(desk.drafts.remove(path))
    else:
        remarks.append(f"its draft stays where it is: {path}")
    desk.messages.say(*(f"Saved, but {remark}." for remark in remarks if remark))


def _saved(saved: list[Saved]) -> Page:
    parts: list[Line] = []
    for one in saved:
        parts += [
            Line(f"Saved: {one.entry.title} ({one.entry.id})", "good"),
            Line(str(one.path), "quiet", "File", indent=2),
        ]
    action = saved[-1].entry.actions
    if action and action[0].due:
        parts.append(Line(f"You will look again on {dates.spoken(action[0].due)}."))
    parts.append(Line(f"Read it again with: securebase show {saved[-1].entry.id}", "quiet"))
    return (GAP, *parts)

"""The commands that say how things stand: home, and what has been reflected on and what not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.core.query import EVERYTHING
from securebase_cli.features import rotation
from securebase_cli.features.coverage import months_of, record, tally
from securebase_cli.terminal import show
from securebase_cli.waiting import unfinished

if TYPE_CHECKING:
    from securebase_cli.desk import Desk
    from securebase_cli.features.rotation import Suggestion


def home(desk: Desk, *, as_json: bool) -> None:
    """Show how things stand; on the first run the notice, and how to begin."""
    from securebase_cli.features.home import look
    from securebase_cli.features.home import record as home_record
    from securebase_cli.terminal import home_page

    drafts = [found.draft for found in unfinished(desk)]
    scan = desk.scan()
    found = look(scan.outlines(), desk.content, drafts)
    if as_json:
        show.print_json(home_record(found))
    elif found.begun or drafts or scan.unreadable:
        desk.screen.show(home_page.home(found, desk.content.titles(), desk.today))
    else:
        from securebase_cli.terminal.notice import notice

        desk.screen.show(home_page.first_run(notice(desk.journal.folder)))
    scan.check()


def coverage(desk: Desk, *, as_json: bool) -> None:
    """Show what has been reflected on, and what not: domains, questions, lens, months."""
    scan, query = desk.scan(), desk.query()
    months = months_of(query.period, desk.today)
    found = tally(scan.outlines(), desk.content, months, whole=query == EVERYTHING)
    suggestion = (
        rotation.suggest(found.questions, desk.content.lens) if found.whole else _suggestion(desk)
    )
    if query.domains:
        found = found.of(query.domains)
    if as_json:
        show.print_json({**record(found), "next": rotation.record(suggestion)})
    elif not found.domains:
        desk.messages.say("In this choice there is nothing to count.")
    else:
        from securebase_cli.terminal import coverage_page

        shown = (
            coverage_page.picture(found, suggestion, content=desk.content, width=desk.screen.width)
            if desk.screen.draws
            else coverage_page.words(found, suggestion, content=desk.content)
        )
        desk.screen.show(shown)
    scan.check()


def _suggestion(desk: Desk) -> Suggestion | None:
    """Suggest what to take up next, whatever part of the journal is looked at."""
    everything = tally(desk.journal.scan(watch=desk.progress).outlines(), desk.content, ())
    return rotation.suggest(everything.questions, desk.content.lens)

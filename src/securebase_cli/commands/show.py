"""The commands that read: each opens what it needs, and shows it as a page or as JSON."""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING, Self, TypeVar

from securebase_cli.errors import UsageError
from securebase_cli.ui.pages.entries_page import entries_page
from securebase_cli.ui.pages.entry_page import entry_page
from securebase_cli.ui.pages.model_page import model_page
from securebase_cli.ui.pages.paths_page import paths_page
from securebase_cli.ui.pages.questions_page import questions_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from securebase_cli.app import App

T = TypeVar("T")


class Newest:
    """How much of what is found a page shows, newest first; `words` say that there is more."""

    def __init__(self, most: int | None) -> None:
        self.words: tuple[str, ...] = ()
        self._most = most

    @classmethod
    def of(cls, most: int | None, *, every: bool) -> Self:
        """Show as many as were asked for; otherwise 20."""
        if every and most is not None:
            raise UsageError("--all and --number don’t go together. Choose one of them.")
        return cls(None if every else most or 20)

    def among(self, found: Iterable[T]) -> list[T]:
        """Return the first of what is found."""
        most = self._most
        shown = list(islice(found, most and most + 1))
        if most and len(shown) > most:
            these = "This is the newest" if most == 1 else f"These are the {most} newest"
            self.words = (f"{these}. For all of them, add --all.",)
        return shown[:most]


def list_entries(app: App, *, most: int | None, every: bool, as_json: bool) -> None:
    """List entries, newest first: as many as asked for, else all as JSON and 20 on a page."""
    scan, newest = app.scan(), Newest.of(most, every=every)
    if as_json:
        from securebase_cli import json_records

        folder = app.journal.folder
        rows = [
            json_records.outline_record(outline, os.path.join(folder, name.name))
            for name, outline in islice(scan.outlines(), most)
        ]
        json_records.print_json(rows)
        if not rows:
            say_why_empty(app)
        scan.raise_if_unreadable()
        return
    found = newest.among(scan.outlines())
    if found:
        app.screen.show(entries_page([one.outline for one in found]))
    else:
        say_why_empty(app)
    app.messages.say(*newest.words)
    scan.raise_if_unreadable()


def show_entry(app: App, given: str | None, *, as_json: bool) -> None:
    """Show one entry; the latest, if none is named."""
    if given is None and not app.journal.names():
        if as_json:
            from securebase_cli import json_records

            json_records.print_json(None)
        say_why_empty(app)
        return
    stored = app.journal.find_and_read(given or "last", app.today)
    if as_json:
        from securebase_cli import json_records

        json_records.print_json(json_records.entry_record(stored))
        return
    texts = _texts(app) if stored.entry.skipped else {}
    app.screen.show(entry_page(stored, texts))


def _texts(app: App) -> Mapping[str, str]:
    """Return the words of whatever can be asked, by its id."""
    from securebase_cli.instrument import team_questions

    return {question.id: question.text for question in team_questions.all_questions(app.content)}


def show_model(app: App, *, as_json: bool) -> None:
    """Show the domains with their qualities."""
    if as_json:
        from securebase_cli import json_records

        json_records.print_json(json_records.domain_records(app.content))
        return
    from securebase_cli.ui.pages import model_diagram

    drawn = app.screen.shows_boxes and model_diagram.fits(app.content.domains, app.screen.width)
    app.screen.show(model_page(app.content, drawn=drawn))


def show_questions(app: App, given: str | None, *, as_json: bool) -> None:
    """Show the questions of all domains or of one."""
    domains = (app.content.domain(given),) if given else app.content.domains
    if as_json:
        from securebase_cli import json_records

        found = tuple(question for domain in domains for question in domain.questions)
        json_records.print_json(json_records.question_records(found))
        return
    app.screen.show(questions_page(domains))


def show_paths(app: App, *, as_json: bool) -> None:
    """Show where things are."""
    found = app.paths()
    if as_json:
        from securebase_cli import json_records

        json_records.print_json({name: path and str(path) for name, path in found.items()})
        return
    app.screen.show(paths_page(found))


def say_why_empty(app: App) -> None:
    """Say why a list of entries is empty, and what to do."""
    if app.journal.names():
        app.messages.say("No entry matches. `securebase list` shows them all.")
    else:
        app.messages.say("There are no entries yet. Begin with: securebase reflect")

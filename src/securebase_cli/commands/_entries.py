"""Ask for an entry if none was named on the command line."""

import sys
from collections.abc import Sequence
from pathlib import Path

from securebase_cli.app import App
from securebase_cli.errors import UnknownEntryError, UsageError
from securebase_cli.hints import command
from securebase_cli.review.first_words import summarise
from securebase_cli.storage.names import EntryName
from securebase_cli.ui.prompts import menus
from securebase_cli.ui.prompts.asker import Asker


def choose_in_journal(app: App, question: str, when_not_asked: str) -> EntryName | None:
    """Ask for one of all entries; return None, and say so, if the user leaves.

    Raises UsageError with the message `when_not_asked` if the user can't be asked.
    """
    if not sys.stdin.isatty():
        raise UsageError(when_not_asked)
    names = app.journal.names()
    if not names:
        raise UnknownEntryError(f"There are no entries yet. Begin with: {command('reflect')}")
    with app.asker() as asker:
        name = choose_entry(app, asker, question, app.journal.folder, names)
    if name is None:
        app.messages.say("Nothing was changed.")
    return name


def choose_entry(
    app: App,
    asker: Asker,
    question: str,
    folder: Path,
    names: Sequence[EntryName],
    *,
    esc: str = "",
) -> EntryName | None:
    """Ask for one of the entries in a folder; return None if the user leaves."""
    summaries = summarise(folder, names, app.journal.files)
    return menus.choose_entry(asker, question, summaries, app.domain_title, esc=esc)

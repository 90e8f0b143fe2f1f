"""What a command works with: the settings, and from them the journal, the content, the screens.

Everything is made when it is first asked for, so that a command pays for what it uses.
"""

from __future__ import annotations

import contextlib
import sys
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from securebase_cli.errors import ContentError, UsageError
from securebase_cli.settings import GlobalOptions, Settings, load_settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from securebase_cli.instrument.content import Content
    from securebase_cli.storage.aliases_file import AliasesFile
    from securebase_cli.storage.drafts import Drafts, StoredDraft
    from securebase_cli.storage.editor_copies import EditorCopies
    from securebase_cli.storage.filter import Filter
    from securebase_cli.storage.journal import Journal
    from securebase_cli.storage.scan import Scan
    from securebase_cli.storage.trash import Trash
    from securebase_cli.ui.console import Screen
    from securebase_cli.ui.progress import Progress
    from securebase_cli.ui.prompts.asker import Asker


class FilterOptions:
    """The filters as they were typed."""

    def __init__(self) -> None:
        self.domains: Sequence[str] = ()
        self.since: str | None = None
        self.until: str | None = None
        self.tags: Sequence[str] = ()

    @property
    def given(self) -> bool:
        """Whether there are any."""
        return bool(self.domains or self.since or self.until or self.tags)


class App:
    """One run of the program: the options so far, and what follows from them."""

    def __init__(self) -> None:
        self.options = GlobalOptions()
        self.filter_options = FilterOptions()
        self.now: datetime = datetime.now().astimezone()

    @property
    def today(self) -> date:
        """The local date."""
        return self.now.date()

    @cached_property
    def settings(self) -> Settings:
        """Where things are."""
        return load_settings(self.options)

    @cached_property
    def journal(self) -> Journal:
        """The folder of entries."""
        from securebase_cli.storage.journal import Journal

        return Journal(self.settings.journal)

    @cached_property
    def drafts(self) -> Drafts:
        """The sittings not yet saved."""
        from securebase_cli.storage.drafts import Drafts

        return Drafts(self.journal.internal_folder)

    @cached_property
    def trash(self) -> Trash:
        """What was deleted from the journal."""
        from securebase_cli.storage.trash import Trash

        return Trash(self.journal)

    @cached_property
    def editor_copies(self) -> EditorCopies:
        """The private copies of what is open in an editor."""
        from securebase_cli.storage.editor_copies import EditorCopies

        return EditorCopies(self.journal.internal_folder)

    @cached_property
    def aliases(self) -> AliasesFile:
        """The names, and what stands for them in exports."""
        from securebase_cli.storage.aliases_file import AliasesFile

        return AliasesFile(self.journal.internal_folder)

    @cached_property
    def content(self) -> Content:
        """The domains and their questions."""
        from securebase_cli.instrument.content import SHIPPED_CONTENT, read_content

        return read_content(self.settings.content or SHIPPED_CONTENT)

    @cached_property
    def screen(self) -> Screen:
        """Where data goes."""
        from securebase_cli.ui.console import Screen

        return Screen(plain=self.settings.plain)

    @cached_property
    def messages(self) -> Screen:
        """Where remarks go."""
        from securebase_cli.ui.console import Screen

        return Screen(plain=self.settings.plain, to_stderr=True)

    @cached_property
    def progress(self) -> Progress:
        """Who says how far a pass over the entries is."""
        from securebase_cli.ui.progress import Progress

        return Progress(self.messages)

    def domain_title(self, domain_id: str) -> str:
        """Return the title of a domain; its id if it has none or the content can't be read."""
        try:
            return self.content.domain_title(domain_id)
        except ContentError:
            return domain_id

    def paths(self) -> dict[str, Path | None]:
        """Return where everything is, or would be."""
        from securebase_cli.instrument.content import SHIPPED_CONTENT

        return {
            "journal": self.settings.journal,
            "drafts": self.drafts.folder,
            "set-aside": self.drafts.set_aside_folder,
            "trash": self.trash.folder,
            "editing": self.editor_copies.folder,
            "aliases": self.aliases.path,
            "content": self.settings.content or SHIPPED_CONTENT,
            "config": self.settings.config,
        }

    def entry_filter(self) -> Filter:
        """Return what the filters mean."""
        from securebase_cli import dates
        from securebase_cli.storage.filter import Filter

        since, until = self.filter_options.since, self.filter_options.until
        period = dates.Period(
            dates.parse_period(since, self.today)[0] if since else None,
            dates.parse_period(until, self.today)[1] if until else None,
        )
        if period.first and period.last and period.first > period.last:
            raise UsageError("--since is later than --until, so nothing lies between them.")
        return Filter(
            domains=frozenset(map(self._domain_id, self.filter_options.domains)),
            period=period,
            tags=frozenset(tag.removeprefix("#").casefold() for tag in self.filter_options.tags),
        )

    def scan(self, *, oldest_first: bool = False) -> Scan:
        """Return a pass over the entries that the filters admit."""
        return self.journal.scan(
            self.entry_filter(), oldest_first=oldest_first, progress=self.progress
        )

    def _domain_id(self, given: str) -> str:
        # A domain that the content file no longer has can still be asked for by its id.
        if given in self.journal.listing().domains:
            return given
        return self.content.find_domain(given).id

    def asker(self) -> Asker:
        """Return what asks the person: in full screen on a terminal, or else line by line."""
        typed_at_terminal = sys.stdin.isatty()
        if self.screen.is_rich and typed_at_terminal:
            from securebase_cli.ui.prompts.full_screen import FullScreenAsker

            return FullScreenAsker(self.screen, self.editor_copies)
        from securebase_cli.ui.prompts.line_by_line import LineByLineAsker

        # Questions go to stderr if stdout is a file, so that they are seen at the terminal.
        to_stderr = typed_at_terminal and not sys.stdout.isatty()
        return LineByLineAsker(self.messages if to_stderr else self.screen, self.editor_copies)

    def unfinished_drafts(self) -> list[StoredDraft]:
        """Return the unfinished sittings, newest first.

        Print which drafts could not be read, and which texts an editor left.
        """
        drafts, unreadable = self.drafts.unfinished()
        for path, reason in unreadable.items():
            self.messages.say(f"A draft was left alone, because {reason}: {path}")
        with contextlib.suppress(OSError):
            for copy in self.editor_copies.leftovers():
                self.messages.say(f"An editor left text of yours there; have a look at it: {copy}")
        return drafts

"""What a command works with: settings, journal, content, screens, and the asker of questions.

Each is imported and created on first use, so that a command only pays for what it uses.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from securebase_cli.dates import Period, long_date, parse_period
from securebase_cli.errors import (
    ContentError,
    EntryFormatError,
    LockedError,
    NotUnlockedError,
    UsageError,
    WrongPassphraseError,
)
from securebase_cli.exit import print_confirmation
from securebase_cli.hints import command
from securebase_cli.settings import GlobalOptions, Settings, load_settings

if TYPE_CHECKING:
    from securebase_cli.instrument.content import Content
    from securebase_cli.storage.aliases_file import AliasesFile
    from securebase_cli.storage.drafts import Drafts, StoredDraft
    from securebase_cli.storage.editor_copies import EditorCopies
    from securebase_cli.storage.filter import Filter
    from securebase_cli.storage.journal import Journal
    from securebase_cli.storage.keys import Keys
    from securebase_cli.storage.names import EntryName
    from securebase_cli.storage.scan import Scan
    from securebase_cli.storage.trash import Trash
    from securebase_cli.ui.console import Screen
    from securebase_cli.ui.page import Page
    from securebase_cli.ui.progress import Progress
    from securebase_cli.ui.prompts.asker import Asker

# How often the passphrase is asked for in one command.
MAX_PASSPHRASES = 3


class FilterOptions:
    """The filters of the command line, not parsed yet."""

    domains: Sequence[str] = ()
    since: str | None = None
    until: str | None = None
    tags: Sequence[str] = ()
    needs_all_tags: bool = False

    @property
    def are_set(self) -> bool:
        return bool(self.domains or self.since or self.until or self.tags or self.needs_all_tags)


class App:
    """One run of the program.

    Typer fills `options` and `filter_options` while it parses the command line; everything else
    follows from them.
    """

    def __init__(self, identities: str = "") -> None:
        """Start a run; `identities` are the keys of the journal if they are open already."""
        self.options = GlobalOptions()
        # Completion in a shell must not ask for a passphrase.
        self.may_unlock = True
        self.allow_slow_key = False
        self._identities = identities
        self._was_passphrase_left_out = False
        self.filter_options = FilterOptions()
        try:
            self.now: datetime = datetime.now().astimezone()
        except ValueError:
            raise UsageError(
                "The time zone that TZ names is a day or more away from the world’s time. "
                "Set TZ to one such as Europe/London, or unset it."
            ) from None
        # Whether the menu of home is offered again after this command.
        self.returns_to_home = False

    @property
    def today(self) -> date:
        return self.now.date()

    @cached_property
    def settings(self) -> Settings:
        return load_settings(self.options)

    @cached_property
    def journal(self) -> Journal:
        from securebase_cli.storage.journal import Journal

        journal = Journal(self.settings.journal, self._unlock)
        if journal.files.has_keys and self.may_unlock:
            self._encrypt_editor_copies(journal)
        return journal

    def _encrypt_editor_copies(self, journal: Journal) -> None:
        """Encrypt what an editor left in clear when the program or the computer was stopped."""
        from securebase_cli.storage.editor_copies import EditorCopies

        with contextlib.suppress(OSError, LockedError):
            for path in EditorCopies(journal.internal_folder, journal.files).leftovers():
                self.messages.say(f"An editor left text of yours; it is kept, locked: {path}")

    def _unlock(self, keys: Keys) -> None:
        """Open the keys of the journal, and ask for the passphrase if need be: once a command.

        Raises LockedError if they can't be opened.
        """
        from securebase_cli.storage.unlocked_keys import UnlockedKeys
        from securebase_cli.ui.prompts.passphrase import ask_passphrase, passphrase_from_command

        identities = self._identities or UnlockedKeys(self.journal.folder).read()
        if identities:
            keys.use(identities)
            return
        if not self.may_unlock or self._was_passphrase_left_out:
            raise NotUnlockedError
        passphrase = passphrase_from_command()
        if passphrase is not None:
            keys.open(passphrase, allow_slow=self.allow_slow_key)
            return
        if not sys.stdin.isatty():
            raise NotUnlockedError
        question = "Passphrase of your journal (Enter: leave it locked):"
        refusal = ""
        for _ in range(MAX_PASSPHRASES):
            # The refusal is part of the question: when it is on the screen, typing is not shown.
            passphrase = ask_passphrase(f"{refusal}{question}")
            if not passphrase:
                self._was_passphrase_left_out = True
                raise NotUnlockedError
            try:
                keys.open(passphrase, allow_slow=self.allow_slow_key)
            except WrongPassphraseError as error:
                refusal = f"{error}\n"
            else:
                return
        raise WrongPassphraseError

    def can_read_journal(self) -> bool:
        """Return whether entries can be read; ask for the passphrase at most once for that.

        Commands that only write ask here for what they show besides, and go on without it.
        """
        try:
            self.journal.files.ensure_readable()
        except NotUnlockedError:
            return False
        return True

    @cached_property
    def drafts(self) -> Drafts:
        from securebase_cli.storage.drafts import Drafts

        return Drafts(self.journal.internal_folder, journal_files=self.journal.files)

    def records(self, layout: str) -> Drafts:
        """Return the drafts with what was typed for the records of a layout."""
        from securebase_cli.storage.drafts import RECORDS, Drafts

        return Drafts(
            self.journal.internal_folder, f"{RECORDS}/{layout}", "Record", self.journal.files
        )

    @cached_property
    def trash(self) -> Trash:
        from securebase_cli.storage.trash import Trash

        return Trash(self.journal)

    @cached_property
    def editor_copies(self) -> EditorCopies:
        from securebase_cli.storage.editor_copies import EditorCopies

        return EditorCopies(self.journal.internal_folder, self.journal.files)

    @cached_property
    def aliases(self) -> AliasesFile:
        from securebase_cli.storage.aliases_file import AliasesFile

        return AliasesFile(self.journal.internal_folder, self.journal.files)

    @cached_property
    def content(self) -> Content:
        from securebase_cli.instrument.content import SHIPPED_CONTENT, read_content

        return read_content(self.settings.content or SHIPPED_CONTENT)

    @cached_property
    def screen(self) -> Screen:
        """The screen on stdout, for the results of a command."""
        from securebase_cli.ui.console import Screen

        return Screen(plain=self.settings.plain, may_page=not self.options.no_pager)

    @cached_property
    def messages(self) -> Screen:
        """The screen on stderr, for confirmations and warnings."""
        from securebase_cli.ui.console import Screen

        return Screen(plain=self.settings.plain, to_stderr=True)

    @cached_property
    def progress(self) -> Progress:
        from securebase_cli.ui.progress import Progress

        return Progress(self.messages)

    def domain_title(self, domain_id: str) -> str:
        """Return the title of a domain; its id if it has none or the content can't be read."""
        try:
            return self.content.domain_title(domain_id)
        except ContentError:
            return domain_id

    def paths(self) -> dict[str, Path | None]:
        """Return the path of everything the program reads or writes, even if it does not exist.

        The config file is None if there is no home folder.
        """
        from securebase_cli.instrument.content import SHIPPED_CONTENT
        from securebase_cli.storage import files

        paths = {
            "journal": self.settings.journal,
            "drafts": self.drafts.folder,
            "set-aside": self.drafts.set_aside_folder,
            "records": self.drafts.records_folder,
            "trash": self.trash.folder,
            "editing": self.editor_copies.folder,
            "aliases": self.journal.files.path_on_disk(self.aliases.path),
            "content": self.settings.content or SHIPPED_CONTENT,
            "config": self.settings.config,
        }
        return {name: path and files.real_path(path) for name, path in paths.items()}

    def entry_filter(self) -> Filter:
        """Parse the filters; raise UsageError for one that can't be parsed."""
        from securebase_cli.storage.filter import Filter, tag_key

        options = self.filter_options
        since = until = None
        # A text such as “2026” is a whole year: --since is its first day, --until its last one.
        if options.since:
            since, _ = parse_period(options.since, self.today)
        if options.until:
            _, until = parse_period(options.until, self.today)
        if since and until and since > until:
            raise UsageError(
                "--since is later than --until, so nothing lies between them: "
                f"{long_date(since)} and {long_date(until)}."
            )
        if options.needs_all_tags and not options.tags:
            raise UsageError("--all-tags needs the tags: --tag away-day --tag rota --all-tags.")
        # The journal may have entries of a domain that the content file no longer has.
        in_journal = self.journal.listing().domains if options.domains else ()
        domain_ids = (
            typed if typed in in_journal else self.content.find_domain(typed).id
            for typed in options.domains
        )
        tag_keys = frozenset(tag_key(tag.strip().removeprefix("#")) for tag in options.tags)
        if "" in tag_keys:
            raise UsageError("--tag needs a word, such as --tag away-day.")
        return Filter(
            domains=frozenset(domain_ids),
            period=Period(since, until),
            tags=tag_keys,
            needs_all_tags=options.needs_all_tags,
        )

    def scan(self, *, oldest_first: bool = False) -> Scan:
        return self.journal.scan(
            self.entry_filter(), oldest_first=oldest_first, progress=self.progress
        )

    def find_entry(self, typed: str) -> EntryName:
        """Find an entry as `Journal.find` does; say so if the last one has a date to come."""
        from securebase_cli.storage.find_entry import is_last

        name = self.journal.find(typed, self.today)
        if is_last(typed):
            # The commands that read the entry report why it cannot be read.
            with contextlib.suppress(EntryFormatError):
                self.say_if_to_come(name.id, self.journal.read(name).entry.moment)
        return name

    def say_if_to_come(self, entry_id: str, moment: datetime) -> None:
        """Say so if the date of an entry is in the future: until then it counts as the last."""
        if moment > self.now:
            self.messages.say(
                f"{entry_id} is dated {long_date(moment)}, which is still to come, so it counts "
                f"as the last. To change its date: {command('edit')} {entry_id}"
            )

    def confirm(self, page: Page, done: str, warning: str = "") -> None:
        """Show that a change is made; `done` says so in a few words if the page can't be printed.

        `warning` describes a step that failed after the change was saved.
        """
        print_confirmation(lambda: self.screen.show(page), done)
        if warning:
            self.messages.say(f"Saved, but {warning}.")

    @contextlib.contextmanager
    def asker(self) -> Iterator[Asker]:
        """Open the asker for this terminal: full screen if it can, or else line by line.

        During the context, a signal that would end the program raises EndedBySignalError at a safe
        place instead.
        """
        from securebase_cli.ui.prompts.signals import record_signals

        # A passphrase is not asked for while the asker holds the terminal.
        self.can_read_journal()
        with record_signals():
            typed_at_terminal = sys.stdin.isatty()
            if self.screen.is_rich and typed_at_terminal:
                from securebase_cli.ui.prompts.full_screen import FullScreenAsker

                full_screen_asker = FullScreenAsker(
                    self.screen,
                    self.editor_copies,
                    has_vi_keys=self.settings.keys == "vi",
                    leave_label="back" if self.returns_to_home else "leave",
                )
                with full_screen_asker:
                    yield full_screen_asker
                return
            from securebase_cli.ui.prompts.line_by_line import LineByLineAsker

            # Questions go to stderr if stdout is a file, so that they are seen at the terminal.
            to_stderr = typed_at_terminal and not sys.stdout.isatty()
            screen = self.messages if to_stderr else self.screen
            with LineByLineAsker(screen, self.editor_copies) as asker:
                yield asker

    def report_and_return_drafts(self) -> list[StoredDraft]:
        """Return the drafts of unfinished sittings (runs of questions), newest first.

        Also print which drafts cannot be read, and where an editor left a text.
        """
        drafts, unreadable = self.drafts.unfinished()
        for path, reason in unreadable.items():
            self.messages.say(f"A draft was left alone, because {reason}: {path}")
        with contextlib.suppress(OSError):
            for copy in self.editor_copies.leftovers():
                self.messages.say(f"An editor left text of yours there; have a look at it: {copy}")
        return drafts

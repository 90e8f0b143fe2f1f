"""The first words of entries, by which the user knows which is which."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from securebase_cli.entry_format.entry import decode_entry, read_entry
from securebase_cli.errors import EntryFormatError
from securebase_cli.model import Action, Answer
from securebase_cli.storage.entry_files import read_bytes
from securebase_cli.storage.journal_files import JournalFiles
from securebase_cli.storage.names import EntryName

_MAX_LENGTH = 60


def first_words(answers: Sequence[Answer], actions: Sequence[Action] = ()) -> str:
    """Return the beginning of the first answer, or else of the first action, on one line."""
    texts = [*(answer.text for answer in answers), *(action.text for action in actions)]
    words = " ".join(texts[0].split()) if texts else ""
    if len(words) <= _MAX_LENGTH:
        return words
    start = words[: _MAX_LENGTH + 1]
    return f"{start.rpartition(' ')[0] or start[:_MAX_LENGTH]}…"


class EntrySummary(NamedTuple):
    """What a menu or a table says of an entry; without words if its file can't be read."""

    name: EntryName
    day: date
    first_words: str = ""


def summarise(
    folder: Path, names: Iterable[EntryName], journal_files: JournalFiles
) -> Iterator[EntrySummary]:
    """Yield summaries of the entries in a folder with these names."""
    for name in names:
        try:
            data = read_bytes(folder / name.path, journal_files)
            entry = name.apply_to(read_entry(decode_entry(data)))
        except EntryFormatError:
            yield EntrySummary(name, name.day)
        else:
            words = first_words(entry.answers, entry.actions)
            yield EntrySummary(name, entry.moment.date(), words)

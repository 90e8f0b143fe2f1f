"""The first words of entries, by which the person who wrote them knows which is which."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from securebase_cli.entry_format.entry import decode_entry, read_entry
from securebase_cli.errors import EntryFormatError
from securebase_cli.model import Action, Answer
from securebase_cli.storage.entry_files import read_bytes
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


def with_first_words(folder: Path, names: Iterable[EntryName]) -> Iterator[tuple[EntryName, str]]:
    """Yield the names of entries in a folder with their first words; "" if one can't be read."""
    for name in names:
        words = ""
        with suppress(EntryFormatError):
            entry = read_entry(decode_entry(read_bytes(folder / name.file_name)))
            words = first_words(entry.answers, entry.actions)
        yield name, words

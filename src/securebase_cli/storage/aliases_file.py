"""The aliases file: what replaces each name in exports.

It has a line “name: alias” for each name, so that people can read and edit it. A name that is its
own alias may stay as it is. Comments and other lines that people add are kept.
"""

import contextlib
import errno
import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from securebase_cli.entry_format.cleanup import clean, to_one_line
from securebase_cli.entry_format.front_matter import format_scalar
from securebase_cli.entry_format.strict_yaml import (
    RepeatedKeyError,
    YamlError,
    YamlMapping,
    YamlText,
    comments,
    decode,
    load,
)
from securebase_cli.errors import AliasesError, SavingError
from securebase_cli.storage import locks
from securebase_cli.storage.journal_files import JournalFiles

MAX_BYTES = 512 * 1024
MAX_NAMES = 5_000
# YAML allows no longer key before a colon.
MAX_NAME_LENGTH = 400

_HEADER = (
    "# What stands for a name in exports: “name: alias”, a line each.\n"
    "# A name that stands for itself may stay as it is.\n"
)
# The lines of YAML, each with its end.
_LINE = re.compile(r"[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029])|.+\Z")
_COMMENT_OR_EMPTY = re.compile(r"#|\s*\Z")


class AliasesFile:
    """The aliases file of one journal, which need not exist."""

    def __init__(self, internal_folder: Path, journal_files: JournalFiles | None = None) -> None:
        self._files = journal_files or JournalFiles(internal_folder)
        self.path = internal_folder / "aliases"

    def read(self) -> dict[str, str]:
        """Return the alias of each name; raises AliasesError, whose message has none of them."""
        return self._read()[2]

    def update(self, aliases: Mapping[str, str], *, remove: Collection[str] = ()) -> str:
        """Add or change aliases, and remove names; return a warning as `files.create` does.

        Raises AliasesError if the file cannot be read, and SavingError if it cannot be written or
        if another program changes it at the same moment.
        """
        try:
            with locks.wait_for_lock(self.path.with_suffix(locks.LOCK_SUFFIX)):
                old_data, text, before = self._read()
                after = {**before, **aliases}
                for name in remove:
                    after.pop(name, None)
                if after == before:
                    return ""
                if len(after) > MAX_NAMES:
                    raise OSError(errno.EFBIG, f"it can hold {MAX_NAMES:,} names at most")
                data = _edit_text(text or _HEADER, after).encode()
                if len(data) > MAX_BYTES:
                    raise OSError(errno.EFBIG, f"it can hold {MAX_BYTES >> 10} KiB at most")
                if old_data is None:
                    return self._files.create(self.path, data)
                return self._files.replace_if_unchanged(self.path, old_data, data)
        except OSError as error:
            raise SavingError(f"Could not save {self.path}: {error.strerror}.") from None

    def _read(self) -> tuple[bytes | None, str, dict[str, str]]:
        """Return the bytes of the file, their text, and its aliases; None and empty without one."""
        try:
            data = self._files.read(self.path, MAX_BYTES)
        except FileNotFoundError:
            return None, "", {}
        except OSError as error:
            reason = f"The aliases in {self.path} can't be read: {error.strerror}."
            raise AliasesError(reason) from None
        try:
            text = decode(data)
            return data, text, parse_aliases(text)
        except YamlError as error:
            reason = f"{self.path}, line {error.line}: {error}. Mend the line in an editor."
            raise AliasesError(reason) from None


def parse_aliases(text: str) -> dict[str, str]:
    """Parse lines “name: alias”; raises YamlError, whose message has none of their text."""
    mapping = _load(text)
    if mapping is None:
        return {}
    aliases: dict[str, str] = {}
    for key, alias in mapping.values.items():
        name = to_one_line(key)
        line = mapping.key_lines[key]
        if not isinstance(alias, YamlText) or not to_one_line(alias.text):
            reason = "not “name: alias”; an alias with [ or { at its beginning goes in quotes"
            raise YamlError(line, reason)
        if clean(key).removed or clean(alias.text).removed:
            raise YamlError(line, "a control character, which no name and no alias has")
        if not any(map(str.isalnum, name)):
            raise YamlError(line, "no name stands before the colon")
        if name in aliases:
            raise YamlError(line, "this name stands there twice")
        aliases[name] = to_one_line(alias.text)
    return aliases


def _load(text: str) -> YamlMapping | None:
    try:
        # Names, aliases and the mapping itself count as values.
        mapping = load(text, max_length=MAX_BYTES, max_values=2 * MAX_NAMES + 1)
    except RepeatedKeyError as error:
        raise YamlError(error.line, "this name stands there twice") from None
    if mapping is not None and not isinstance(mapping, YamlMapping):
        raise YamlError(mapping.line, "not “name: alias”")
    return mapping


def _edit_text(text: str, aliases: Mapping[str, str]) -> str:
    """Return the text of a file with exactly these aliases; all other lines stay as they are.

    If the file has another form of YAML, such as several names on a line, it is written anew: first
    its comments, then all names.
    """
    old_aliases = parse_aliases(text)
    line_end = "\r\n" if "\r\n" in text else "\n"
    lines = _LINE.findall(text)
    edited = list(lines)
    for name, (start, end) in _lines_of_names(text, lines).items():
        if aliases.get(name) == old_aliases[name]:
            continue
        edited[start:end] = [""] * (end - start)
        if name in aliases:
            own_comments = "".join(comments("".join(lines[start:end])))
            edited[start] = f"{_format_alias(name, aliases[name])}{own_comments}{line_end}"
    if edited and edited[-1] and not edited[-1].endswith("\n"):
        edited.append(line_end)
    new_lines = [
        f"{_format_alias(name, alias)}{line_end}"
        for name, alias in aliases.items()
        if name not in old_aliases
    ]
    edited_text = "".join((*edited, *new_lines))
    with contextlib.suppress(YamlError):
        if parse_aliases(edited_text) == aliases:
            return edited_text
    all_comments = [f"{comment.lstrip()}{line_end}" for comment in comments(text)]
    all_lines = [f"{_format_alias(*alias)}{line_end}" for alias in aliases.items()]
    return "".join((*all_comments, *all_lines))


def _lines_of_names(text: str, lines: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return where the lines of each name with its alias begin and end."""
    mapping = _load(text)
    if mapping is None:
        return {}
    spans: dict[str, tuple[int, int]] = {}
    starts = [line - 1 for line in mapping.key_lines.values()]
    for name, (start, next_start) in zip(
        mapping.key_lines, pairwise((*starts, len(lines))), strict=True
    ):
        end = next_start
        # An alias may take several lines; comments and empty lines after them are not its own.
        while end > start + 1 and _COMMENT_OR_EMPTY.match(lines[end - 1]):
            end -= 1
        spans[to_one_line(name)] = (start, end)
    return spans


def _format_alias(name: str, alias: str) -> str:
    return f"{format_scalar(name)}: {format_scalar(alias)}"

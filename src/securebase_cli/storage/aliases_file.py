"""The aliases file: what replaces each name in exports.

It has a line “name: alias” for each name, so that people can read and edit it. A name that is its
own alias may stay as it is. Comments and other lines that people add are kept.
"""

import contextlib
import errno
from collections.abc import Collection, Mapping
from pathlib import Path

from securebase_cli.entry_format.cleanup import to_one_line
from securebase_cli.entry_format.front_matter import format_scalar
from securebase_cli.errors import AliasesError, SavingError
from securebase_cli.storage import files, locks

MAX_BYTES = 512 * 1024
MAX_NAMES = 5_000
# YAML allows no longer key before a colon.
MAX_NAME_LENGTH = 400

_HEADER = (
    "# What stands for a name in exports: “name: alias”, a line each.\n"
    "# A name that stands for itself may stay as it is.\n"
)


class AliasesFile:
    """The aliases file of one journal, which need not exist."""

    def __init__(self, internal_folder: Path) -> None:
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
                    return files.create(self.path, data)
                return files.replace_if_unchanged(self.path, old_data, data)
        except OSError as error:
            raise SavingError(f"Could not save {self.path}: {error.strerror}.") from None

    def _read(self) -> tuple[bytes | None, str, dict[str, str]]:
        """Return the bytes of the file, their text, and its aliases; None and empty without one."""
        try:
            data = files.read(self.path, MAX_BYTES)
        except FileNotFoundError:
            return None, "", {}
        except OSError as error:
            reason = f"The aliases in {self.path} can't be read: {error.strerror}."
            raise AliasesError(reason) from None
        from securebase_cli.entry_format import strict_yaml

        try:
            text = strict_yaml.decode(data).replace("\r\n", "\n")
            return data, text, parse_aliases(text)
        except strict_yaml.YamlError as error:
            reason = f"{self.path}, line {error.line}: {error}. Mend the line in an editor."
            raise AliasesError(reason) from None


def parse_aliases(text: str) -> dict[str, str]:
    """Parse lines “name: alias”; raises YamlError, whose message has none of their text."""
    from securebase_cli.entry_format import strict_yaml

    try:
        # Names, aliases and the mapping itself count as values.
        mapping = strict_yaml.load(text, max_length=MAX_BYTES, max_values=2 * MAX_NAMES + 1)
    except strict_yaml.RepeatedKeyError as error:
        raise strict_yaml.YamlError(error.line, "this name stands there twice") from None
    if mapping is None:
        return {}
    if not isinstance(mapping, strict_yaml.YamlMapping):
        raise strict_yaml.YamlError(mapping.line, "not “name: alias”")
    aliases: dict[str, str] = {}
    for key, alias in mapping.values.items():
        name = to_one_line(key)
        line = mapping.key_lines[key]
        if not isinstance(alias, strict_yaml.YamlText) or not to_one_line(alias.text):
            reason = "not “name: alias”; an alias with [ or { at its beginning goes in quotes"
            raise strict_yaml.YamlError(line, reason)
        if not any(map(str.isalnum, name)):
            raise strict_yaml.YamlError(line, "no name stands before the colon")
        if name in aliases:
            raise strict_yaml.YamlError(line, "this name stands there twice")
        aliases[name] = to_one_line(alias.text)
    return aliases


def _edit_text(text: str, aliases: Mapping[str, str]) -> str:
    """Return a file that holds exactly these aliases, with all other lines of the text kept.

    If the text has YAML that cannot be edited line by line, it is written anew without them.
    """
    from securebase_cli.entry_format import strict_yaml

    lines: list[str] = []
    not_written = dict(aliases)
    for line in text.splitlines(keepends=True):
        old_aliases: dict[str, str] = {}
        with contextlib.suppress(strict_yaml.YamlError):
            old_aliases = parse_aliases(line)
        if len(old_aliases) != 1:
            # A comment, or part of a value of several lines.
            lines.append(line)
            continue
        for name in old_aliases.keys() & not_written.keys():
            alias = not_written.pop(name)
            lines.append(line if alias == old_aliases[name] else _format_line(name, alias))
    if lines and not lines[-1].endswith("\n"):
        lines.append("\n")
    lines += [_format_line(name, alias) for name, alias in not_written.items()]
    edited = "".join(lines)
    with contextlib.suppress(strict_yaml.YamlError):
        if parse_aliases(edited) == aliases:
            return edited
    return _HEADER + "".join(_format_line(name, alias) for name, alias in aliases.items())


def _format_line(name: str, alias: str) -> str:
    return f"{format_scalar(name)}: {format_scalar(alias)}\n"

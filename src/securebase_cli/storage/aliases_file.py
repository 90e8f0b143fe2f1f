"""The file of aliases: which role stands for which name, and which names may stay as they are.

It is private, and written for people to read and change: “name: alias”, a line each. What they
added to it, such as remarks, stays where it is.
"""

from __future__ import annotations

import contextlib
import errno
import time
from typing import TYPE_CHECKING

from securebase_cli.entry_format.cleanup import to_one_line
from securebase_cli.entry_format.front_matter import scalar
from securebase_cli.errors import AliasesError, SavingError
from securebase_cli.storage import files

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from securebase_cli.entry_format.strict_yaml import YamlError

MAX_BYTES = 512 * 1024
# More names than a career has; and a longer one could not stand before a colon in YAML.
MAX_NAMES = 5_000
MAX_NAME_LENGTH = 400

_ABOUT = (
    "# What stands for a name in exports: “name: alias”, a line each.\n"
    "# A name that stands for itself may stay as it is.\n"
)
_TRIES = 20
_PAUSE = 0.05


class AliasesFile:
    """The aliases of one journal."""

    def __init__(self, inner: Path) -> None:
        self.path = inner / "aliases"

    def read(self) -> dict[str, str]:
        """Return what stands for each name; raises AliasesError, in words without its text."""
        return self._parsed(self._text())

    def update(self, more: Mapping[str, str], *, without: Collection[str] = ()) -> str:
        """Add names with their aliases, or other aliases for them; take some names away.

        Returns words for what failed after that, or "". Raises AliasesError, or SavingError if it
        can't be written; then the file is as it was.
        """
        try:
            with self._alone():
                text = self._text()
                before = self._parsed(text)
                after = {**before, **more}
                for name in without:
                    after.pop(name, None)
                return "" if after == before else files.replace(self.path, _data(text, after))
        except OSError as error:
            raise SavingError(f"Could not save {self.path}: {error.strerror}.") from None

    def _text(self) -> str:
        from securebase_cli.entry_format import strict_yaml

        try:
            data = files.read(self.path, MAX_BYTES)
            return strict_yaml.decode(data).replace("\r\n", "\n")
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise AliasesError(
                f"The aliases in {self.path} can't be read: {error.strerror}."
            ) from None
        except strict_yaml.YamlError as mistake:
            raise self._damaged(mistake) from None

    def _parsed(self, text: str) -> dict[str, str]:
        from securebase_cli.entry_format import strict_yaml

        try:
            return parse_aliases(text)
        except strict_yaml.YamlError as mistake:
            raise self._damaged(mistake) from None

    def _damaged(self, mistake: YamlError) -> AliasesError:
        return AliasesError(
            f"{self.path}, line {mistake.line}: {mistake}. Mend the line in an editor."
        )

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Wait until no other window changes the file; each takes a moment only."""
        files.make_folder(self.path.parent)
        for _ in range(_TRIES):
            with files.lock_file(self.path.with_suffix(files.LOCK)) as free:
                if free:
                    yield
                    return
            time.sleep(_PAUSE)
        raise OSError(errno.EBUSY, "another window is changing it")


def parse_aliases(text: str) -> dict[str, str]:
    """Read “name: alias” lines as the file has them; raises YamlMistake, without their text."""
    from securebase_cli.entry_format import strict_yaml

    try:
        # A mapping is a value, too.
        value = strict_yaml.load(text, most=MAX_BYTES, values=2 * MAX_NAMES + 1)
    except strict_yaml.RepeatedKeyError as mistake:
        raise strict_yaml.YamlError(mistake.line, "this name stands there twice") from None
    if value is None:
        return {}
    if not isinstance(value, strict_yaml.Fields):
        raise strict_yaml.YamlError(value.line, "not “name: alias”")
    found: dict[str, str] = {}
    for key, alias in value.fields.items():
        name = to_one_line(key)
        if not isinstance(alias, strict_yaml.Text) or not to_one_line(alias.text):
            words = "not “name: alias”; an alias with [ or { at its beginning goes in quotes"
            raise strict_yaml.YamlError(value.lines[key], words)
        if not any(map(str.isalnum, name)):
            raise strict_yaml.YamlError(value.lines[key], "no name stands before the colon")
        if name in found:
            raise strict_yaml.YamlError(value.lines[key], "this name stands there twice")
        found[name] = to_one_line(alias.text)
    return found


def _data(text: str, wanted: Mapping[str, str]) -> bytes:
    """Write what is wanted into the file's text, changing no other line if that can be."""
    if len(wanted) > MAX_NAMES:
        raise OSError(errno.EFBIG, f"it can hold {MAX_NAMES:,} names at most")
    data = _edited(text or _ABOUT, wanted).encode()
    if len(data) > MAX_BYTES:
        raise OSError(errno.EFBIG, f"it can hold {MAX_BYTES // 1024} KiB at most")
    return data


def _edited(text: str, wanted: Mapping[str, str]) -> str:
    from securebase_cli.entry_format import strict_yaml

    kept: list[str] = []
    left = dict(wanted)
    for line in text.splitlines(keepends=True):
        try:
            ((name, alias),) = parse_aliases(line).items()
        except (ValueError, strict_yaml.YamlError):
            # A remark, or part of something longer.
            kept.append(line)
            continue
        now = left.pop(name, None)
        if now is not None:
            kept.append(line if now == alias else _line(name, now))
    if kept and not kept[-1].endswith("\n"):
        kept.append("\n")
    edited = "".join((*kept, *(_line(name, alias) for name, alias in left.items())))
    with contextlib.suppress(strict_yaml.YamlError):
        if parse_aliases(edited) == wanted:
            return edited
    return _ABOUT + "".join(_line(name, alias) for name, alias in wanted.items())


def _line(name: str, alias: str) -> str:
    return f"{scalar(name)}: {scalar(alias)}\n"

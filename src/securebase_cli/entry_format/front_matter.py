"""The lines between the two `---` at the top of an entry: flat keys with text or lists of text.

What the program writes is read line by line; anything else, such as what an editor made of
it, goes through the strict YAML reader. Where the first way accepts, both read the same.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from securebase_cli.errors import EntryFormatError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Fields = dict[str, str | tuple[str, ...]]

MAX_BYTES = 64 * 1024
VERSION = "1"

# The last line; the first is compared before.
_END = re.compile(r"\n---[^\S\n]*(?=\n|\Z)")

# Patterns for writing stay text until they are used: it is reading that must begin at once.

# Plain words of YAML that other programs read as something else than text.
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})
_PLAIN = r"[A-Za-z][A-Za-z0-9_/-]*"
# Numbers and dates in the forms that are meant to be numbers and dates.
_STAMP = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}|[0-9]{1,9}"
_UNPRINTABLE = '["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]'

# A plain scalar that no reader of YAML takes for anything else than one piece of text.
_BARE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_/+.:-]*[A-Za-z0-9_/+.-])?")


def write(fields: Mapping[str, str | Sequence[str]]) -> str:
    """Return the block with its two `---` lines and a final line end."""
    lines = ["---"]
    for key, value in fields.items():
        if isinstance(value, str):
            plain = re.fullmatch(_STAMP, value) and key != "id"
            lines.append(f"{key}: {value if plain else scalar(value)}")
        else:
            lines.append(f"{key}: [{', '.join(map(scalar, value))}]")
    return "\n".join([*lines, "---", ""])


def scalar(text: str) -> str:
    """Return the text as one YAML scalar, quoted unless every reader takes it for text."""
    if re.fullmatch(_PLAIN, text) and text.casefold() not in _WORDS:
        return text
    return f'"{re.sub(_UNPRINTABLE, _escape, text)}"'


def split(text: str) -> tuple[Fields, str, int]:
    """Return the front matter, the text with plain line ends, and where the body begins.

    That is the line end before its first line.
    """
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    first = text.find("\n")
    if (text[:first] if first >= 0 else text).rstrip() != "---":
        raise EntryFormatError("it has no front matter (a first line “---”)")
    end = _END.search(text, first) if first >= 0 else None
    if (end.start() if end else len(text)) - first > MAX_BYTES:
        raise EntryFormatError(f"its front matter is larger than {MAX_BYTES // 1024} KiB")
    if end is None:
        raise EntryFormatError("its front matter has no end (a second line “---”)")
    between = text[first + 1 : end.start()]
    fields = read(between.split("\n") if between else ())
    version = fields.get("securebase")
    if version != VERSION:
        if isinstance(version, str) and version.isdigit():
            raise EntryFormatError("a newer securebase wrote it; this one is too old to read it")
        raise EntryFormatError("its front matter has no “securebase: 1”")
    return fields, text, end.end()


def read(lines: Sequence[str]) -> Fields:
    """Read the lines between the two `---`; values that are not flat are left out.

    Raises EntryFormatError for what is no front matter of ours.
    """
    fields = read_as_written(lines)
    return fields if fields is not None else read_strictly(lines)


def read_as_written(lines: Sequence[str]) -> Fields | None:
    """Read lines in exactly the form that `write` gives them; None for any other."""
    fields: Fields = {}
    for line in lines:
        key, colon, written = line.partition(": ")
        if not colon or not _is_key(key) or key in fields:
            return None
        value = _list(written) if written.startswith("[") else _text(written)
        if value is None:
            return None
        fields[key] = value
    return fields


# The same few in every file.
@lru_cache(maxsize=64)
def _is_key(written: str) -> bool:
    return ":" not in written and _BARE.fullmatch(written) is not None


def _list(written: str) -> tuple[str, ...] | None:
    if not written.endswith("]"):
        return None
    inside = written[1:-1]
    if not inside:
        return ()
    items = [None if ":" in item else _text(item) for item in inside.split(", ")]
    return tuple(item for item in items if item is not None) if None not in items else None


def _text(written: str) -> str | None:
    if written[:1] != '"':
        return written if _BARE.fullmatch(written) else None
    inside = written[1:-1]
    quoted = len(written) > 1 and written[-1] == '"'
    if quoted and inside.isprintable() and '"' not in inside and "\\" not in inside:
        return inside
    return None


def read_strictly(lines: Sequence[str]) -> Fields:
    """Read lines as strict YAML: flat, and without YAML's surprises."""
    # PyYAML costs as much time as everything else that a command does: only when needed.
    from securebase_cli.entry_format import strict_yaml

    try:
        value = strict_yaml.load("\n".join(lines), most=MAX_BYTES)
    except strict_yaml.YamlError as mistake:
        raise EntryFormatError(
            f"its front matter, line {mistake.line + 1}: {mistake.words}"
        ) from None
    if not isinstance(value, strict_yaml.Fields):
        raise EntryFormatError("its front matter is not a mapping (“key: value” lines)")
    fields: Fields = {}
    for key, field in value.fields.items():
        if isinstance(field, strict_yaml.Text):
            fields[key] = field.text
        elif isinstance(field, strict_yaml.Items):
            items = [item for item in field.items if isinstance(item, strict_yaml.Text)]
            fields[key] = tuple(item.text for item in items)
    return fields


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return f"\\{character}" if character in '"\\' else f"\\u{ord(character):04x}"

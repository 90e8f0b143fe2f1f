"""The front matter of a file: flat keys between two `---` lines, with text or lists of text.

Lines in the form that `write` gives them are parsed one by one; for any others, such as those that
an editor reformatted, the strict YAML loader is imported. Both read the same from the same lines.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from securebase_cli.errors import EntryFormatError
from securebase_cli.model import (
    BASIS_NAMES,
    ID,
    REFLECTION,
    SCALE_MAX,
    TEAM_SESSION,
    EntryKind,
    Scaling,
)

Fields = dict[str, str | tuple[str, ...]]

MAX_BYTES = 64 * 1024
VERSION = "1"

NUMBER = re.compile("[0-9]{1,6}")

_LAST_LINE = re.compile(r"\n---[^\S\n]*(?=\n|\Z)")

# The patterns below are compiled when they are used, so that commands that read only files in the
# usual form start at once.

# Words that YAML loaders do not read as text.
_RESERVED_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})
_PLAIN_TEXT = r"[A-Za-z][A-Za-z0-9_/-]*"
# Dates and numbers, which are written without quotes so that other programs read them as such.
_DATE_OR_NUMBER = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}|[0-9]{1,9}"
)
# Characters that YAML allows between double quotes only as escapes.
_ESCAPED = '["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]'

# A line that is read without the YAML loader: a key, and text or a list of items.
_KEY = "[A-Za-z0-9][A-Za-z0-9_/+.-]*"
_QUOTED = r'"[^"\\]*"'
_UNQUOTED = "[A-Za-z0-9](?:[A-Za-z0-9_/+.:-]*[A-Za-z0-9_/+.-])?"
_ITEM = f"{_KEY}|{_QUOTED}"
_LINE = (
    rf"(?P<key>{_KEY}): (?:(?P<text>{_UNQUOTED}|{_QUOTED})"
    rf"|\[(?P<items>(?:(?:{_ITEM})(?:, (?:{_ITEM}))*)?)\])"
)


def write(fields: Mapping[str, str | Sequence[str]]) -> str:
    """Return the front matter with its two `---` lines and a final line end."""
    lines = ["---"]
    for key, value in fields.items():
        if isinstance(value, str):
            plain = re.fullmatch(_DATE_OR_NUMBER, value) and key != "id"
            lines.append(f"{key}: {value if plain else format_scalar(value)}")
        else:
            lines.append(f"{key}: [{', '.join(map(format_scalar, value))}]")
    return "\n".join([*lines, "---", ""])


def format_scalar(text: str) -> str:
    """Return the text as a YAML scalar, quoted unless every loader reads it as text."""
    if re.fullmatch(_PLAIN_TEXT, text) and text.casefold() not in _RESERVED_WORDS:
        return text
    return f'"{re.sub(_ESCAPED, _escape, text)}"'


def split(text: str) -> tuple[Fields, str, int]:
    """Return the front matter of a file, its text with LF line ends, and where its body starts.

    The body starts at the line end before its first line. Raises EntryFormatError if there is no
    front matter of this version.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    start = text.find("\n")
    if (text[:start] if start >= 0 else text).rstrip() != "---":
        raise EntryFormatError("it has no front matter (a first line “---”)")
    end = _LAST_LINE.search(text, start) if start >= 0 else None
    if (end.start() if end else len(text)) - start > MAX_BYTES:
        raise EntryFormatError(f"its front matter is larger than {MAX_BYTES // 1024} KiB")
    if end is None:
        raise EntryFormatError("its front matter has no end (a second line “---”)")
    inside = text[start + 1 : end.start()]
    fields = read(inside.split("\n") if inside else ())
    version = fields.get("securebase")
    if version != VERSION:
        if isinstance(version, str) and version.isdigit():
            raise EntryFormatError("a newer securebase wrote it; this one is too old to read it")
        raise EntryFormatError("its front matter has no “securebase: 1”")
    return fields, text, end.end()


def read(lines: Sequence[str]) -> Fields:
    """Parse the lines between the two `---`, except nested values; raises EntryFormatError."""
    fields = read_canonical(lines)
    return read_strictly(lines) if fields is None else fields


def read_canonical(lines: Sequence[str]) -> Fields | None:
    """Parse lines in exactly the form that `write` gives them; None for any other lines."""
    fields: Fields = {}
    for line in lines:
        match = re.fullmatch(_LINE, line)
        if match is None or match["key"] in fields or not line.isprintable():
            return None
        if match["items"] is None:
            fields[match["key"]] = match["text"].strip('"')
        else:
            items = re.findall(_ITEM, match["items"])
            fields[match["key"]] = tuple(item.strip('"') for item in items)
    return fields


def read_strictly(lines: Sequence[str]) -> Fields:
    """Parse the lines as `read` does, but always as strict YAML."""
    # Importing PyYAML takes as long as everything else that a command does.
    from securebase_cli.entry_format import strict_yaml

    try:
        value = strict_yaml.load("\n".join(lines), max_length=MAX_BYTES)
    except strict_yaml.YamlError as error:
        raise EntryFormatError(f"its front matter, line {error.line + 1}: {error.reason}") from None
    if not isinstance(value, strict_yaml.YamlMapping):
        raise EntryFormatError("its front matter is not a mapping (“key: value” lines)")
    fields: Fields = {}
    for key, field in value.values.items():
        if isinstance(field, strict_yaml.YamlText):
            fields[key] = field.text
        elif isinstance(field, strict_yaml.YamlList):
            items = [item for item in field.items if isinstance(item, strict_yaml.YamlText)]
            fields[key] = tuple(item.text for item in items)
    return fields


# Typed values of fields. Each function raises EntryFormatError if a field that is required is
# missing or malformed.


def text_field(fields: Fields, key: str) -> str:
    """Return a field's text; empty if it is missing or a list."""
    value = fields.get(key, "")
    return value if isinstance(value, str) else ""


def id_field(fields: Fields, key: str) -> str:
    value = text_field(fields, key)
    if not ID.fullmatch(value):
        raise EntryFormatError(f"its front matter has no “{key}” that can be used")
    return value


def list_field(fields: Fields, key: str) -> tuple[str, ...]:
    """Return the items of a list, which may be written as text with commas or spaces.

    One leading `#` of each item is removed, since tags are often written with it.
    """
    value = fields.get(key, ())
    items = value.replace(",", " ").split() if isinstance(value, str) else value
    return tuple(filter(None, (item.strip().removeprefix("#") for item in items)))


def format_list(items: Iterable[str]) -> list[str]:
    """Return the items in a form from which `list_field` returns the same ones."""
    # An item that was edited by hand may begin with what `list_field` removes.
    return [f"#{item}" if item[:1] == "#" or item[:1].isspace() else item for item in items]


def pairs_field(
    fields: Fields, key: str, *, second_may_be_empty: bool = False
) -> list[tuple[str, str]]:
    """Return the pairs of ids in a list of items like `availability/k3f7`."""
    pairs: list[tuple[str, str]] = []
    for item in list_field(fields, key):
        first, slash, second = item.partition("/")
        is_second_valid = ID.fullmatch(second) if second else second_may_be_empty
        if not (slash and ID.fullmatch(first) and is_second_valid):
            raise EntryFormatError(f"its front matter has no “{key}” that can be used")
        pairs.append((first, second))
    return pairs


def moment_field(fields: Fields) -> datetime:
    """Return the required date with its offset; one without an offset is taken as local time."""
    try:
        moment = datetime.fromisoformat(text_field(fields, "date"))
        aware = moment if moment.tzinfo else moment.astimezone()
    except (ValueError, OverflowError, OSError):
        raise EntryFormatError("its front matter has no “date” that can be read") from None
    return aware.replace(microsecond=0)


def kind_field(fields: Fields) -> EntryKind:
    """Return the kind of the entry; an unknown kind counts as a reflection."""
    value = "-".join(list_field(fields, "kind")).casefold()
    return TEAM_SESSION if value == TEAM_SESSION else REFLECTION


# Cached because thousands of entries share a few scalings: that saves time and memory.
@lru_cache(maxsize=64)
def parse_scaling(value: str, basis: str) -> Scaling | None:
    """Return a value on the scale, without an unknown basis; None if the value is not on it."""
    if not value or not NUMBER.fullmatch(value) or int(value) > SCALE_MAX:
        return None
    return Scaling(int(value), next((known for known in BASIS_NAMES if known == basis), ""))


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return f"\\{character}" if character in '"\\' else f"\\u{ord(character):04x}"

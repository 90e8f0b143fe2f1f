"""The front matter of a file: flat keys between two `---` lines, with text or lists of text.

Lines in the form that `write` gives them are parsed one by one; for any others, such as those that
an editor reformatted, the strict YAML loader is imported. Both read the same from the same lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from securebase_cli.errors import EntryFormatError
from securebase_cli.model import (
    BASIS_NAMES,
    ID,
    REFLECTION,
    SCALE_MAX,
    TEAM_SESSION,
    EntryKind,
    Problem,
    Scaling,
)

if TYPE_CHECKING:
    from securebase_cli.entry_format.strict_yaml import YamlValue

Fields: TypeAlias = dict[str, str | tuple[str, ...]]

MAX_BYTES = 64 * 1024
_TOO_LARGE = f"its front matter is larger than {MAX_BYTES // 1024} KiB"
VERSION = "1"

NUMBER = re.compile("[0-9]{1,6}")
# Obsidian and others write a whole number with a decimal point, too.
_SCALE_VALUE = re.compile(r"(?P<value>[0-9]{1,6})(?:\.0*)?")

# Pandoc and other programs close the block with three dots.
_LAST_LINE = re.compile(r"\n(?:---|\.\.\.)[^\S\n]*(?=\n|\Z)")

# The fields of an entry. Of those that the file's name says, too, nothing is lost if they can't be
# used.
_FIELDS_IN_NAME = ("id", "date", "domain")
_OWN_FIELDS = frozenset(
    {
        *("securebase", *_FIELDS_IN_NAME, "title", "kind", "tags", "skipped"),
        *("scaling", "scaling-basis"),
    }
)

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
    """Return the front matter with its two `---` lines and a final line end.

    Raises EntryFormatError if it would be larger than `read` accepts.
    """
    lines = ["---"]
    for key, value in fields.items():
        if isinstance(value, str):
            plain = re.fullmatch(_DATE_OR_NUMBER, value) and key != "id"
            lines.append(f"{key}: {value if plain else format_scalar(value)}")
        else:
            lines.append(f"{key}: [{', '.join(map(format_scalar, value))}]")
    text = "\n".join([*lines, "---", ""])
    if len(text) > MAX_BYTES:
        raise EntryFormatError(_TOO_LARGE)
    return text


def format_scalar(text: str) -> str:
    """Return the text as a YAML scalar, quoted unless every loader reads it as text."""
    if re.fullmatch(_PLAIN_TEXT, text) and text.casefold() not in _RESERVED_WORDS:
        return text
    return f'"{re.sub(_ESCAPED, _escape, text)}"'


class FrontMatter(NamedTuple):
    """The front matter of a file, its text with LF line ends, and where its body starts.

    The body starts at the line end before its first line. `problems` are about what in the front
    matter could not be read; the fields are those that could.
    """

    fields: Fields
    problems: tuple[Problem, ...]
    text: str
    body_start: int


def split(text: str) -> FrontMatter:
    """Separate the front matter from the body.

    Raises EntryFormatError if there is no front matter of this version.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    start = text.find("\n")
    if (text[:start] if start >= 0 else text).rstrip() != "---":
        raise EntryFormatError("it has no front matter (a first line “---”)")
    end = _LAST_LINE.search(text, start) if start >= 0 else None
    if (end.start() if end else len(text)) - start > MAX_BYTES:
        raise EntryFormatError(_TOO_LARGE)
    if end is None:
        raise EntryFormatError("its front matter has no end (a second line “---”)")
    inside = text[start + 1 : end.start()]
    fields, problems = read(inside.split("\n") if inside else ())
    version = fields.get("securebase")
    if version != VERSION:
        if isinstance(version, str) and version.isdigit():
            raise EntryFormatError("a newer securebase wrote it; this one is too old to read it")
        reason = "its front matter has no “securebase: 1”"
        raise EntryFormatError(problems[0].message if problems else reason)
    return FrontMatter(fields, problems, text, end.end())


def read(lines: Sequence[str]) -> tuple[Fields, tuple[Problem, ...]]:
    """Parse the lines between the two `---`, without values that are not flat.

    Lines that can't be read are left out, and named by the problems.
    """
    fields = read_canonical(lines)
    return read_strictly(lines) if fields is None else (fields, ())


def read_canonical(lines: Sequence[str]) -> Fields | None:
    """Parse lines in exactly the form that `write` gives them; None for any other lines."""
    fields: Fields = {}
    for line in lines:
        match = re.fullmatch(_LINE, line)
        if match is None or match["key"] in fields or not line.isprintable():
            return None
        # Null has several forms, which only the YAML loader knows.
        if "null" in line.casefold():
            return None
        if match["items"] is None:
            fields[match["key"]] = match["text"].strip('"')
        else:
            items = re.findall(_ITEM, match["items"])
            fields[match["key"]] = tuple(item.strip('"') for item in items)
    return fields


def read_strictly(lines: Sequence[str]) -> tuple[Fields, tuple[Problem, ...]]:
    """Parse the lines as strict YAML, as `read` does."""
    # Importing PyYAML takes as long as everything else that a command does.
    from securebase_cli.entry_format import strict_yaml

    try:
        value = strict_yaml.load("\n".join(lines), max_length=MAX_BYTES)
    except strict_yaml.YamlError as error:
        return _read_own_fields(lines, f"its front matter, line {error.line + 1}: {error.reason}")
    if not isinstance(value, strict_yaml.YamlMapping):
        raise EntryFormatError("its front matter is not a mapping (“key: value” lines)")
    fields: Fields = {}
    problems: list[Problem] = []
    for key, item in value.values.items():
        field, is_complete = _flatten(item)
        if field is not None:
            fields[key] = field
        if not is_complete and key in _OWN_FIELDS:
            problems.append(unusable_field(key))
    return fields, tuple(problems)


def _flatten(value: YamlValue) -> tuple[str | tuple[str, ...] | None, bool]:
    """Return text or a list of texts, and whether that is all of the value."""
    from securebase_cli.entry_format.strict_yaml import YamlList, YamlText

    if isinstance(value, YamlText):
        return "" if value.is_null else value.text, True
    if isinstance(value, YamlList):
        texts = [item for item in value.items if isinstance(item, YamlText)]
        field = tuple(item.text for item in texts if not item.is_null)
        return field, len(texts) == len(value.items)
    return None, False


def _read_own_fields(lines: Sequence[str], mistake: str) -> tuple[Fields, tuple[Problem, ...]]:
    """Parse only the fields of an entry, each for itself, from lines with a mistake somewhere.

    A field that stands there twice is not used, unless both are the same.
    """
    fields: Fields = {}
    problems: dict[str, Problem] = {}
    blocks: dict[str, list[str]] = {}
    for key, block in _own_blocks(lines):
        if key in blocks and blocks[key] != block:
            problems[key] = unusable_field(key)
            fields.pop(key, None)
        elif key not in blocks:
            blocks[key] = block
            field = _read_block(block)
            if field is None:
                problems[key] = unusable_field(key)
            else:
                fields[key] = field
    # A mistake elsewhere takes nothing from the entry.
    return fields, (Problem(mistake, is_loss=False), *problems.values())


def _own_blocks(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the key of each field of an entry, with its line and those that belong to it."""
    key = ""
    block: list[str] = []
    for line in lines:
        if re.match(r"(?:[ \t-]|#|$)", line):
            block.append(line)
            continue
        if key:
            yield key, block
        start, colon, _ = line.partition(":")
        key = start.strip(" \t\"'")
        if not colon or key not in _OWN_FIELDS:
            key = ""
        block = [line]
    if key:
        yield key, block


def _read_block(block: Sequence[str]) -> str | tuple[str, ...] | None:
    """Return the value of one field; None if it can't be read.

    Tabs count as spaces. If the first line has a value and the block can't be read as a whole, only
    the first line counts.
    """
    from securebase_cli.entry_format import strict_yaml

    attempts = [block]
    if block[0].partition(":")[2].strip():
        attempts.append(block[:1])
    for attempt in attempts:
        with suppress(strict_yaml.YamlError):
            text = "\n".join(attempt).replace("\t", " ")
            value = strict_yaml.load(text, max_length=MAX_BYTES)
            if isinstance(value, strict_yaml.YamlMapping) and len(value.values) == 1:
                field, is_complete = _flatten(*value.values.values())
                if is_complete:
                    return field
    return None


def unusable_field(key: str) -> Problem:
    """Return the problem that a field can't be used; only the file's name can stand in for it."""
    message = f"its front matter has no “{key}” that can be used"
    return Problem(message, is_loss=key not in _FIELDS_IN_NAME)


# Typed values of fields. Each function raises EntryFormatError if a field that is required is
# missing or malformed.


def text_field(fields: Fields, key: str) -> str:
    """Return a field's text; empty if it is missing or a list."""
    value = fields.get(key, "")
    return value if isinstance(value, str) else ""


def id_field(fields: Fields, key: str) -> str:
    value = text_field(fields, key)
    if not ID.fullmatch(value):
        raise EntryFormatError(unusable_field(key).message)
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
            raise EntryFormatError(unusable_field(key).message)
        pairs.append((first, second))
    return pairs


def moment_field(fields: Fields) -> datetime:
    """Return the required date with its offset."""
    moment = parse_moment(text_field(fields, "date"))
    if moment is None:
        raise EntryFormatError(unusable_field("date").message)
    return moment


def parse_moment(text: str) -> datetime | None:
    """Return a date with its offset, in local time if it has none; None if there is no date."""
    try:
        moment = datetime.fromisoformat(text)
        aware = moment if moment.tzinfo else moment.astimezone()
    except (ValueError, OverflowError, OSError):
        return None
    return aware.replace(microsecond=0)


def kind_field(fields: Fields) -> EntryKind:
    """Return the kind of the entry; an unknown kind counts as a reflection."""
    value = "-".join(list_field(fields, "kind")).casefold()
    return TEAM_SESSION if value == TEAM_SESSION else REFLECTION


# Cached because thousands of entries share a few scalings: that saves time and memory.
@lru_cache(maxsize=64)
def parse_scaling(value: str, basis: str) -> Scaling | None:
    """Return a value on the scale, without an unknown basis; None if the value is not on it."""
    match = _SCALE_VALUE.fullmatch(value)
    number = int(match["value"]) if match else SCALE_MAX + 1
    if number > SCALE_MAX:
        return None
    return Scaling(number, next((known for known in BASIS_NAMES if known == basis), ""))


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return f"\\{character}" if character in '"\\' else f"\\u{ord(character):04x}"

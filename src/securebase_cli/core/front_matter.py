"""The lines between the two `---` at the top of an entry: flat keys with text or lists of text.

What the program writes is read line by line; anything else, such as what an editor made of
it, goes through the strict YAML reader. Where the first way accepts, both read the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from securebase_cli.core.errors import EntryFormatError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Fields = dict[str, str | tuple[str, ...]]

LARGEST = 64 * 1024

# Plain words of YAML that other programs read as something else than text.
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_/-]*")
# Numbers and dates in the forms that are meant to be numbers and dates.
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d|\d{1,9}", re.ASCII)
_UNPRINTABLE = re.compile('["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')

_SAFE = '[^"\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]'
_ITEM = rf'(?:[A-Za-z][A-Za-z0-9_/-]*|"{_SAFE}*")'
_LINE = re.compile(
    rf"(?P<key>[a-z_]+): (?:"
    rf'"(?P<quoted>{_SAFE}*)"'
    rf"|\[(?P<items>(?:{_ITEM}(?:, {_ITEM})*)?)\]"
    r"|(?P<plain>[A-Za-z0-9][A-Za-z0-9_/+.-]*(?::[A-Za-z0-9_/+.-]+)*))"
)
_EACH = re.compile(_ITEM)


def write(fields: Mapping[str, str | Sequence[str]]) -> str:
    """Return the block with its two `---` lines and a final line end."""
    lines = ["---"]
    for key, value in fields.items():
        if isinstance(value, str):
            plain = _STAMP.fullmatch(value) and key != "id"
            lines.append(f"{key}: {value if plain else scalar(value)}")
        else:
            lines.append(f"{key}: [{', '.join(map(scalar, value))}]")
    return "\n".join([*lines, "---", ""])


def scalar(text: str) -> str:
    """Return the text as one YAML scalar, quoted unless every reader takes it for text."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    return f'"{_UNPRINTABLE.sub(_escape, text)}"'


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
        match = _LINE.fullmatch(line)
        if match is None or match["key"] in fields:
            return None
        if match["items"] is not None:
            fields[match["key"]] = tuple(
                item.strip('"') if item.startswith('"') else item
                for item in _EACH.findall(match["items"])
            )
        else:
            fields[match["key"]] = match["plain"] or match["quoted"] or ""
    return fields


def read_strictly(lines: Sequence[str]) -> Fields:
    """Read lines as strict YAML: flat, and without YAML's surprises."""
    # PyYAML costs as much time as everything else that a command does: only when needed.
    from securebase_cli.core import strict_yaml

    try:
        value = strict_yaml.load("\n".join(lines), most=LARGEST)
    except strict_yaml.YamlMistake as mistake:
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

"""YAML without its surprises: only mappings, lists and text, each with its line.

No aliases, anchors, tags, merge keys or duplicate keys, and no implicit types: `no`, `12:30`
and `0123` stay the text that they are. Size and depth are capped, so that no document takes
long to refuse.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

DEPTH = 12
# Of anything that people write by hand there is far less; and PyYAML takes its time for each.
VALUES = 3_000
LINES = 20_000

_NAME = re.compile(r"[\w-]{1,40}")


class YamlError(Exception):
    """What is wrong, and in which line (counted from 1)."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(words)
        self.line = line
        self.words = words


class RepeatedKeyError(YamlError):
    """A key stands twice in one mapping; the words repeat it where it is a name."""


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar: always text."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    line: int
    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping with text keys; `lines` has the line of each key."""

    line: int
    fields: dict[str, Value]
    lines: dict[str, int]


Value = Text | Items | Fields


def decode(data: bytes) -> str:
    """Decode UTF-8, with or without a byte-order mark; raises YamlMistake with the line."""
    bare = data.removeprefix(codecs.BOM_UTF8)
    try:
        return bare.decode()
    except UnicodeDecodeError as error:
        raise YamlError(bare.count(b"\n", 0, error.start) + 1, "not text in UTF-8") from None


def load(text: str, *, most: int, values: int = VALUES) -> Value | None:
    """Read one document of so many characters and values at most; None if nothing is in it.

    Raises YamlMistake for whatever is not plain YAML of this kind.
    """
    if len(text) > most:
        raise YamlError(1, f"longer than {most:,} characters")
    if text.count("\n") > LINES:
        raise YamlError(LINES + 1, f"more than {LINES:,} lines")
    try:
        return _Document(yaml.BaseLoader(text), values).read()
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlError(line, "a character that does not belong in YAML") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise YamlError(line, f"not YAML that can be read{_reason(error)}") from None
    except (yaml.YAMLError, ValueError):
        raise YamlError(1, "not YAML that can be read") from None


def load_shipped(text: str, *, most: int) -> Value | None:
    """Read a document that was written for this program, quickly where PyYAML has LibYAML.

    LibYAML takes some things otherwise than PyYAML's own parser, but nothing that is written
    plainly. Raises as `load`.
    """
    if yaml.__with_libyaml__:
        from yaml.cyaml import CParser  # type: ignore[attr-defined]

        with contextlib.suppress(YamlError, yaml.YAMLError, ValueError):
            return _Document(CParser(text), VALUES).read()
    return load(text, most=most)


class _Document:
    """One document, taken in event by event up to the first thing that is not allowed."""

    def __init__(self, parser: Any, most: int) -> None:
        self._parser = parser
        self._most = most
        self._values = 0

    def read(self) -> Value | None:
        """Return what is in it; None if that is nothing."""
        self._next(yaml.StreamStartEvent)
        if self._comes(yaml.StreamEndEvent):
            return None
        self._next(yaml.DocumentStartEvent)
        value = self._value(0)
        self._next(yaml.DocumentEndEvent)
        self._next(yaml.StreamEndEvent)
        return value

    def _value(self, depth: int) -> Value:
        event = self._parser.get_event()
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise YamlError(line, "aliases (*name) are not used here")
        if event.anchor is not None:
            raise YamlError(line, "anchors (&name) are not used here")
        # An untagged quoted scalar has no tag either; an explicit one, even "!", has.
        if event.tag is not None:
            raise YamlError(line, "tags (!name) are not used here")
        if depth == DEPTH:
            raise YamlError(line, f"nested deeper than {DEPTH} levels")
        self._values += 1
        if self._values > self._most:
            raise YamlError(line, f"more than {self._most:,} values")
        if isinstance(event, yaml.ScalarEvent):
            return Text(line, event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(line, tuple(self._items(depth + 1)))
        return self._fields(line, depth + 1)

    def _items(self, depth: int) -> Iterator[Value]:
        while not self._comes(yaml.SequenceEndEvent):
            yield self._value(depth)
        self._next(yaml.SequenceEndEvent)

    def _fields(self, line: int, depth: int) -> Fields:
        fields: dict[str, Value] = {}
        lines: dict[str, int] = {}
        while not self._comes(yaml.MappingEndEvent):
            key = self._value(depth)
            if not isinstance(key, Text):
                raise YamlError(key.line, "a key that is not text")
            if key.text == "<<":
                raise YamlError(key.line, "merge keys (<<) are not used here")
            if key.text in fields:
                raise RepeatedKeyError(key.line, f"the key {_named(key.text)} stands here twice")
            fields[key.text] = self._value(depth)
            lines[key.text] = key.line
        self._next(yaml.MappingEndEvent)
        return Fields(line, fields, lines)

    def _comes(self, kind: type[yaml.Event]) -> bool:
        return isinstance(self._parser.peek_event(), kind)

    def _next(self, kind: type[yaml.Event]) -> None:
        event = self._parser.get_event()
        if not isinstance(event, kind):
            raise YamlError(event.start_mark.line + 1, "not YAML that can be read")


def _reason(error: yaml.MarkedYAMLError) -> str:
    # A reason that quotes the document could quote what somebody wrote.
    problem = error.problem or ""
    return f": {problem}" if problem and "'" not in problem and '"' not in problem else ""


def _named(key: str) -> str:
    # What stands where a key belongs may be somebody's sentence: only names are repeated.
    return f"“{key}”" if _NAME.fullmatch(key) else "in this line"

"""A strict YAML loader: mappings, lists and text only, each with its line number.

There are no aliases, anchors, tags, merge keys or duplicate keys, and no implicit types: `no`,
`12:30` and `0123` are text. Size and depth are limited, so that every document is loaded or refused
quickly.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from dataclasses import dataclass, field
from typing import Any

import yaml

MAX_DEPTH = 12
# Far more than people write by hand; PyYAML needs time for each value and line.
MAX_VALUES = 3_000
MAX_LINES = 20_000

# A comment with the spaces before it, up to any line end of YAML.
_COMMENT = re.compile(r"[ \t]*#[^\r\n\x85\u2028\u2029]*")
# The words without quotes that stand for no value.
_NULLS = frozenset({"~", "null", "Null", "NULL"})


class YamlError(Exception):
    """A mistake in a document: the number of its line, from 1, and the reason."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


class RepeatedKeyError(YamlError):
    """A key is used twice in one mapping; the reason quotes it if it looks like a name."""


@dataclass(frozen=True, slots=True)
class YamlText:
    """A text, and its line.

    For a text without quotes, `is_null` says whether it is one of YAML's words for no value, and
    `comment_follows` whether the rest of its line is a comment.
    """

    line: int
    text: str
    is_null: bool = field(default=False, compare=False)
    comment_follows: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class YamlList:
    line: int
    items: tuple[YamlValue, ...]


@dataclass(frozen=True, slots=True)
class YamlMapping:
    """A mapping with text keys; `key_lines` maps each key to its line."""

    line: int
    values: dict[str, YamlValue]
    key_lines: dict[str, int]


YamlValue = YamlText | YamlList | YamlMapping


def decode(data: bytes) -> str:
    """Decode UTF-8 with or without a byte-order mark; raises YamlError with the line."""
    text = data.removeprefix(codecs.BOM_UTF8)
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        raise YamlError(text.count(b"\n", 0, error.start) + 1, "not text in UTF-8") from None


def load(text: str, *, max_length: int, max_values: int = MAX_VALUES) -> YamlValue | None:
    """Load one document of at most `max_length` characters; None if it is empty.

    Raises YamlError for everything that this loader does not accept.
    """
    if len(text) > max_length:
        raise YamlError(1, f"longer than {max_length:,} characters")
    if text.count("\n") > MAX_LINES:
        raise YamlError(MAX_LINES + 1, f"more than {MAX_LINES:,} lines")
    try:
        return _Document(yaml.BaseLoader(text), max_values).read()
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlError(line, "a character that does not belong in YAML") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        # PyYAML quotes the document in some problems. Those are left out: the quotation could be a
        # person's own words.
        problem = error.problem or ""
        detail = f": {problem}" if problem and "'" not in problem and '"' not in problem else ""
        raise YamlError(line, f"not YAML that can be read{detail}") from None
    except (yaml.YAMLError, ValueError):
        raise YamlError(1, "not YAML that can be read") from None


def load_shipped(text: str, *, max_length: int) -> YamlValue | None:
    """Load a document that is part of this program, with LibYAML where PyYAML was built with it.

    LibYAML is faster, and differs from PyYAML's own parser only in unusual constructs. A document
    that it refuses is loaded with `load`. Raises YamlError.
    """
    if yaml.__with_libyaml__:
        from yaml.cyaml import CParser  # type: ignore[attr-defined]

        with contextlib.suppress(YamlError, yaml.YAMLError, ValueError):
            return _Document(CParser(text), MAX_VALUES).read()
    return load(text, max_length=max_length)


def comments(text: str) -> list[str]:
    """Return the comments of a document, each with the spaces before it; none if it is not YAML."""
    all_comments: list[str] = []
    end = 0
    with contextlib.suppress(yaml.YAMLError):
        for token in yaml.scan(text, yaml.BaseLoader):
            all_comments += _COMMENT.findall(text, end, token.start_mark.index)
            end = token.end_mark.index
    return all_comments


def _text(event: Any) -> YamlText:
    # A character beyond U+FFFF may be written as two escapes, as JSON writes it: join the halves.
    text = event.value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    end = event.end_mark
    if event.style is not None or end.buffer is None:
        return YamlText(event.start_mark.line + 1, text)
    comment_follows = re.compile(r"[ \t]+#").match(end.buffer, end.pointer) is not None
    return YamlText(event.start_mark.line + 1, text, text in _NULLS, comment_follows)


class _Document:
    """One document, read event by event up to the first that is not allowed."""

    def __init__(self, parser: Any, max_values: int) -> None:
        self._parser = parser
        self._max_values = max_values
        self._value_count = 0

    def read(self) -> YamlValue | None:
        self._parser.get_event()  # StreamStartEvent
        if self._parser.check_event(yaml.StreamEndEvent):
            return None
        self._parser.get_event()  # DocumentStartEvent
        value = self._read_value(0)
        self._parser.get_event()  # DocumentEndEvent
        event = self._parser.get_event()
        if not isinstance(event, yaml.StreamEndEvent):
            raise YamlError(event.start_mark.line + 1, "not YAML that can be read")
        return value

    def _read_value(self, depth: int) -> YamlValue:
        event = self._parser.get_event()
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise YamlError(line, "aliases (*name) are not used here")
        if event.anchor is not None:
            raise YamlError(line, "anchors (&name) are not used here")
        # With this loader only an explicit tag, even "!", sets `tag`.
        if event.tag is not None:
            raise YamlError(line, "tags (!name) are not used here")
        if depth == MAX_DEPTH:
            raise YamlError(line, f"nested deeper than {MAX_DEPTH} levels")
        self._value_count += 1
        if self._value_count > self._max_values:
            raise YamlError(line, f"more than {self._max_values:,} values")
        if isinstance(event, yaml.ScalarEvent):
            return _text(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._read_mapping(line, depth + 1)
        items: list[YamlValue] = []
        while not self._parser.check_event(yaml.SequenceEndEvent):
            items.append(self._read_value(depth + 1))
        self._parser.get_event()  # SequenceEndEvent
        return YamlList(line, tuple(items))

    def _read_mapping(self, line: int, depth: int) -> YamlMapping:
        values: dict[str, YamlValue] = {}
        key_lines: dict[str, int] = {}
        while not self._parser.check_event(yaml.MappingEndEvent):
            key = self._read_value(depth)
            if not isinstance(key, YamlText):
                raise YamlError(key.line, "a key that is not text")
            if key.text == "<<":
                raise YamlError(key.line, "merge keys (<<) are not used here")
            if key.text in values:
                # A key that does not look like a name may be the user's own sentence.
                is_name = re.fullmatch(r"[\w-]{1,40}", key.text)
                quoted = f"“{key.text}”" if is_name else "in this line"
                raise RepeatedKeyError(key.line, f"the key {quoted} stands here twice")
            values[key.text] = self._read_value(depth)
            key_lines[key.text] = key.line
        self._parser.get_event()  # MappingEndEvent
        return YamlMapping(line, values, key_lines)

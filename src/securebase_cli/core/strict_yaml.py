"""YAML without its surprises: only mappings, lists and text, each with its line.

No aliases, anchors, tags, merge keys or duplicate keys, and no implicit types: `no`, `12:30`
and `0123` stay the text that they are. Size and depth are capped, so that no document takes
long to refuse.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import yaml

DEPTH = 12
# Of anything that people write by hand there is far less; and PyYAML takes its time for each.
VALUES = 3_000
LINES = 20_000

_NAME = re.compile(r"[\w-]{1,40}")


class YamlMistake(Exception):  # noqa: N818 - it is a mistake in a file, found by reading
    """What is wrong, and in which line (counted from 1)."""

    def __init__(self, line: int, words: str) -> None:
        super().__init__(words)
        self.line = line
        self.words = words


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


class _Loader(yaml.BaseLoader):
    """Composes nodes event by event and stops at the first thing that is not allowed."""

    depth = 0
    values = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise YamlMistake(line, "aliases (*name) are not used here")
        if event.anchor is not None:
            raise YamlMistake(line, "anchors (&name) are not used here")
        # An untagged quoted scalar has no tag either; an explicit one, even "!", has.
        if event.tag is not None:
            raise YamlMistake(line, "tags (!name) are not used here")
        if self.depth == DEPTH:
            raise YamlMistake(line, f"nested deeper than {DEPTH} levels")
        self.values += 1
        if self.values > VALUES:
            raise YamlMistake(line, f"more than {VALUES:,} values")
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def text_of(data: bytes) -> str:
    """Decode UTF-8, with or without a byte-order mark; raises YamlMistake with the line."""
    bare = data.removeprefix(codecs.BOM_UTF8)
    try:
        return bare.decode()
    except UnicodeDecodeError as error:
        raise YamlMistake(bare.count(b"\n", 0, error.start) + 1, "not text in UTF-8") from None


def load(text: str, *, most: int) -> Value | None:
    """Read one document of at most `most` characters; None if there is nothing in it.

    Raises YamlMistake for whatever is not plain YAML of this kind.
    """
    if len(text) > most:
        raise YamlMistake(1, f"longer than {most:,} characters")
    if text.count("\n") > LINES:
        raise YamlMistake(LINES + 1, f"more than {LINES:,} lines")
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlMistake(line, "a character that does not belong in YAML") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise YamlMistake(line, f"not YAML that can be read{_reason(error)}") from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise YamlMistake(1, "not YAML that can be read") from None
    return None if node is None else _value(node)


def _reason(error: yaml.MarkedYAMLError) -> str:
    # A reason that quotes the document could quote what somebody wrote.
    problem = error.problem or ""
    return f": {problem}" if problem and "'" not in problem and '"' not in problem else ""


def _named(key: str) -> str:
    # What stands where a key belongs may be somebody's sentence: only names are repeated.
    return f"“{key}”" if _NAME.fullmatch(key) else "in this line"


def _value(node: yaml.Node) -> Value:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return Text(line, node.value)
    if isinstance(node, yaml.SequenceNode):
        return Items(line, tuple(_value(item) for item in node.value))
    fields: dict[str, Value] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        key_line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise YamlMistake(key_line, "a key that is not text")
        key = key_node.value
        if key == "<<":
            raise YamlMistake(key_line, "merge keys (<<) are not used here")
        if key in fields:
            raise YamlMistake(key_line, f"the key {_named(key)} stands here twice")
        fields[key] = _value(value_node)
        lines[key] = key_line
    return Fields(line, fields, lines)

"""Check the values of the YAML files that people write: content files and layouts of records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Self

from securebase_cli.entry_format.cleanup import clean
from securebase_cli.entry_format.strict_yaml import (
    YamlError,
    YamlList,
    YamlMapping,
    YamlText,
    YamlValue,
)
from securebase_cli.model import ID

_MAX_ID_LENGTH = 48
# Titles of domains are in the front matter of entries, whose size has a limit.
_MAX_TITLE_LENGTH = 200


class CheckedMapping(NamedTuple):
    """A YAML mapping whose values are checked when they are read.

    A mistake raises YamlError with its line, and with its key or `place`, which says in words where
    the mapping is in the file.
    """

    mapping: YamlMapping
    place: str

    @classmethod
    def from_document(cls, value: YamlValue | None) -> Self:
        """Return the mapping of a whole file; raises YamlError if the file is not one."""
        if not isinstance(value, YamlMapping):
            raise YamlError(value.line if value else 1, "not a mapping (“key: value” lines)")
        return cls(value, "the file")

    def has(self, key: str) -> bool:
        return key in self.mapping.values

    def check_keys(self, *known_keys: str) -> None:
        for key, line in self.mapping.key_lines.items():
            if key not in known_keys:
                known = ", ".join(known_keys)
                raise YamlError(line, f"unknown key “{key}” in {self.place} (known: {known})")

    def line(self, key: str) -> int:
        return self.mapping.key_lines.get(key, self.mapping.line)

    def mistake(self, key: str, reason: str) -> YamlError:
        return YamlError(self.line(key), f"{key}: {reason}")

    def text(self, key: str, *, default: str | None = None) -> str:
        """Return a text on one line, or the default if the key is missing.

        Without a default, a missing or empty text is a mistake.
        """
        value = self.mapping.values.get(key)
        if value is None:
            if default is None:
                raise YamlError(self.mapping.line, f"{self.place} has no “{key}”")
            return default
        text = _one_line(key, value)
        if not text and default is None:
            raise self.mistake(key, "nothing stands here")
        return text

    def title(self) -> str:
        text = self.text("title")
        if len(text) > _MAX_TITLE_LENGTH:
            raise self.mistake("title", f"a title has at most {_MAX_TITLE_LENGTH} characters")
        return text

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(_one_line(key, item) for item in self._items(key))

    def id(self) -> str:
        text = self.text("id")
        if not ID.fullmatch(text) or len(text) > _MAX_ID_LENGTH:
            form = "small letters, digits and single hyphens"
            reason = f"an id has {form}, at most {_MAX_ID_LENGTH} characters"
            raise self.mistake("id", reason)
        return text

    def themes(self) -> tuple[str, ...]:
        themes = self.texts("themes")
        if not all(map(ID.fullmatch, themes)):
            reason = "a theme has small letters, digits and single hyphens"
            raise self.mistake("themes", reason)
        return themes

    def mappings(self, key: str) -> Iterator[CheckedMapping]:
        items = self._items(key)
        if not items:
            raise self.mistake(key, "nothing is listed here")
        for number, item in enumerate(items, 1):
            if not isinstance(item, YamlMapping):
                raise YamlError(item.line, f"{key}: number {number} is not a mapping")
            yield CheckedMapping(item, f"{key.removesuffix('s')} {number}")

    def _items(self, key: str) -> tuple[YamlValue, ...]:
        value = self.mapping.values.get(key)
        if value is None:
            return ()
        if not isinstance(value, YamlList):
            raise self.mistake(key, "not a list")
        return value.items


def _one_line(key: str, value: YamlValue) -> str:
    if not isinstance(value, YamlText):
        raise YamlError(value.line, f"{key}: a list or mapping stands where text belongs")
    cleaned = clean(value.text)
    if cleaned.removed:
        raise YamlError(value.line, f"{key}: a control character stands in the text")
    return " ".join(cleaned.text.split())

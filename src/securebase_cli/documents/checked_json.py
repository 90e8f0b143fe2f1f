"""Parse JSON documents, and check the type and form of each value that is read from them.

Error messages give the place and the key, but never quote a value, which may be confidential.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import Any, NoReturn, TypeVar

from securebase_cli.model import ID

ChoiceT = TypeVar("ChoiceT", bound=str)

# `fromisoformat` accepts other forms of ISO 8601, too, which an export does not use.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(rf"{_DAY.pattern}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}.+")


class JsonError(Exception):
    """A mistake in the document. The caller puts the document's name before the message."""


class _ObjectWithDuplicateKey(dict[str, Any]):
    """Stands for a JSON object that has a key twice; refused when its place is known."""


class JsonObject:
    """A JSON object whose values are checked when they are read; a mistake raises JsonError.

    `place` is where the object is in the document, for error messages.
    """

    def __init__(self, value: Any, *, place: str) -> None:
        self._place = place
        if not isinstance(value, dict):
            raise self.error("not an object ({…})")
        if isinstance(value, _ObjectWithDuplicateKey):
            raise self.error("a key stands there twice")
        self._values: dict[str, Any] = value

    def error(self, message: str) -> JsonError:
        return JsonError(f"{self._place}: {message}")

    def has(self, key: str) -> bool:
        """Return whether the key has a value other than null."""
        return self._values.get(key) is not None

    def value(self, key: str) -> Any:
        if key not in self._values:
            raise self.error(f"“{key}” is missing")
        return self._values[key]

    def text(self, key: str) -> str:
        value = self.value(key)
        if not isinstance(value, str):
            raise self.error(f"“{key}” is not text")
        return value

    def text_if_any(self, key: str) -> str:
        """Return a string, or "" if the key is missing or null."""
        return self.text(key) if self.has(key) else ""

    def id(self, key: str, pattern: re.Pattern[str] = ID) -> str:
        """Return a string that matches `pattern`."""
        value = self.text(key)
        if not pattern.fullmatch(value):
            raise self.error(f"“{key}” is not a name that can be used")
        return value

    def choice(self, key: str, choices: Iterable[ChoiceT]) -> ChoiceT:
        """Return a string that is one of `choices`."""
        value = self.text(key)
        for choice in choices:
            if choice == value:
                return choice
        raise self.error(f"“{key}” is none of {', '.join(choices)}")

    def choice_if_any(self, key: str, choices: Iterable[ChoiceT], *, default: ChoiceT) -> ChoiceT:
        """Return one of `choices`, or the default if the value is missing, null or empty."""
        return self.choice(key, choices) if self.text_if_any(key) else default

    def items(self, key: str) -> list[Any]:
        value = self.value(key)
        if not isinstance(value, list):
            raise self.error(f"“{key}” is not a list")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        items = self.items(key)
        if not all(isinstance(item, str) for item in items):
            raise self.error(f"“{key}” has something in it that is not text")
        return tuple(items)

    def objects(self, key: str) -> Iterator[JsonObject]:
        """Yield the objects of a list."""
        for number, item in enumerate(self.items(key), 1):
            yield JsonObject(item, place=f"{self._place}, “{key}” {number}")

    def object(self, key: str) -> JsonObject:
        return JsonObject(self.value(key), place=f"{self._place}, “{key}”")

    def moment(self, key: str) -> datetime:
        """Return a date and time with an offset from UTC, without fractions of a second."""
        value = self.text(key)
        with suppress(ValueError):
            if _MOMENT.fullmatch(value):
                moment = datetime.fromisoformat(value)
                if moment.tzinfo:
                    return moment.replace(microsecond=0)
        raise self.error(f"“{key}” is not a date and time with an offset from UTC (RFC 3339)")

    def day_if_any(self, key: str) -> date | None:
        """Return a date, or the day of a date and time; None if the key is missing or null."""
        if not self.has(key):
            return None
        value = self.text(key)
        if _MOMENT.fullmatch(value):
            return self.moment(key).date()
        with suppress(ValueError):
            if _DAY.fullmatch(value):
                return date.fromisoformat(value)
        raise self.error(f"“{key}” is not a date")


def parse_json(data: bytes) -> Any:
    try:
        # PowerShell redirects output to files in UTF-16.
        text = data.decode(json.detect_encoding(data))
        if not text.strip():
            raise JsonError(" is empty")
        return json.loads(text, object_pairs_hook=_build_object, parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise JsonError(" is not text in UTF-8") from None
    except json.JSONDecodeError as error:
        raise JsonError(f", line {error.lineno}: not JSON that can be read") from None
    except RecursionError:
        raise JsonError(" is nested too deep") from None
    except MemoryError:
        raise JsonError(" is more than fits into this computer’s memory") from None
    except ValueError:
        raise JsonError(" has a number in it that can’t be read") from None


def _build_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    return members if len(members) == len(pairs) else _ObjectWithDuplicateKey(members)


def _refuse_constant(_constant: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python accepts although they are not JSON."""
    raise ValueError

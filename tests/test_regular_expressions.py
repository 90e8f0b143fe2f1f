"""No pattern repeats a group possessively, which Python 3.11.0 to 3.11.4 match wrongly.

There `(?:, [a-z]++)*+` takes the comma of `a, ]`, although no word follows it. An atomic group,
`(?>(?:, [a-z]++)*)`, means the same and is matched rightly everywhere.
"""

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from re import _constants, _parser
from typing import Any

import pytest

import securebase_cli

PACKAGE = Path(securebase_cli.__file__).parent
# Also finds patterns that are compiled where they are used, unless they are put together there.
POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{+[0-9,]+\}+)\+")


def _all_patterns() -> Iterator[re.Pattern[Any]]:
    for module in pkgutil.walk_packages(securebase_cli.__path__, "securebase_cli."):
        # The one runs the program, the other can be imported on Windows only.
        if not module.name.endswith(("__main__", "windows_console")):
            yield from _patterns_in(tuple(vars(import_module(module.name)).values()))


def _patterns_in(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _patterns_in(item)


def _repeats_a_group_possessively(parsed: Any) -> bool:
    """Whether a parsed pattern holds a possessive repeat of more than one character or class."""
    if isinstance(parsed, _parser.SubPattern):
        return any(
            (operator is _constants.POSSESSIVE_REPEAT and not _is_one_character(argument[2]))
            or _repeats_a_group_possessively(argument)
            for operator, argument in parsed
        )
    return isinstance(parsed, tuple | list) and any(map(_repeats_a_group_possessively, parsed))


def _is_one_character(parsed: _parser.SubPattern) -> bool:
    one_character = (_constants.LITERAL, _constants.NOT_LITERAL, _constants.IN, _constants.ANY)
    return len(parsed) == 1 and parsed[0][0] in one_character


def test_no_pattern_repeats_a_group_possessively():
    patterns = list(_all_patterns())
    assert len(patterns) > 50
    wrong = [
        pattern.pattern
        for pattern in patterns
        if _repeats_a_group_possessively(_parser.parse(pattern.pattern, pattern.flags))
    ]
    assert [] == wrong


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.stem)
def test_no_source_has_such_a_pattern_in_a_string(path):
    assert None is POSSESSIVE_GROUP.search(path.read_text("utf-8"))


@pytest.mark.parametrize(
    ("pattern", "wrong"),
    [
        (r"(?:, [a-z]++)*+", True),
        (r"\d(?:-?\d){6,}+", True),
        (r"(?P<outer>a(?:b|cd)?+)", True),
        (r"(?=(?:ab)++)", True),
        (r"[a-z]*+\d?+.++[^a]++x{2,3}+", False),
        (r"(?>(?:, [a-z]++)*)", False),
    ],
)
def test_a_possessive_group_is_told_from_other_repeats(pattern, wrong):
    assert wrong == _repeats_a_group_possessively(_parser.parse(pattern))

"""Words that are no command lead to the command that they mean."""

import pytest

from securebase_cli.cli import COMMANDS
from securebase_cli.commands import _suggestions
from securebase_cli.commands._suggestions import suggest_arguments


@pytest.mark.parametrize(
    ("word", "arguments"),
    [
        ("write", "reflect"),
        ("New", "reflect"),
        ("find", "search"),
        ("done", "actions tried"),
        ("undo", "restore"),
        ("backup", "export -o backup.json"),
        ("cards", "worksheet --cards"),
        ("year", "export --layout look-back"),
        ("quick", "reflect --quick"),
        ("help", "--help"),
        ("home", ""),
        ("lst", "list"),
        ("serach", "search"),
        ("continu", "resume"),
        ("--undo", "restore"),
        ("xyzzy", None),
        ("", None),
    ],
)
def test_a_word_stands_for_a_command_by_its_meaning_or_its_letters(word, arguments):
    assert arguments == suggest_arguments(word, COMMANDS)


def test_each_suggestion_begins_with_a_command_or_an_option_and_no_word_has_two_meanings():
    words = [word for words in _suggestions._WORDS.values() for word in words.split()]
    assert len(words) == len(set(words))
    assert set(words).isdisjoint(COMMANDS)
    for arguments in _suggestions._WORDS:
        name = arguments.partition(" ")[0]
        assert name in COMMANDS or name in {"--help", "--version", ""}

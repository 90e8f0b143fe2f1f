"""What can go wrong is said in words, with an exit code that scripts can rely on."""

from pathlib import Path

import pytest

from securebase_cli import errors
from securebase_cli.errors import (
    AmbiguousNameError,
    SecurebaseError,
    UnknownNameError,
    UnreadableEntriesError,
)


def _kinds(kind=SecurebaseError):
    return {kind} | {below for child in kind.__subclasses__() for below in _kinds(child)}


@pytest.mark.parametrize(
    ("code", "names"),
    [
        (
            2,
            {
                "UsageError",
                "UnknownNameError",
                "UnknownEntryError",
                "AmbiguousNameError",
                "InputFileError",
            },
        ),
        (4, {"UnreadableEntriesError"}),
        (130, {"UserQuitError"}),
    ],
)
def test_each_mistake_has_its_exit_code(code, names):
    assert names == {kind.__name__ for kind in _kinds() if kind.exit_code == code}


def test_every_other_failure_exits_with_one():
    others = {kind for kind in _kinds() if kind.exit_code not in {2, 4, 130}}
    assert {1} == {kind.exit_code for kind in others}
    assert {errors.SavingError, errors.FolderError, errors.ContentError} < others


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("acceptence", "There is no domain “acceptence”. Did you mean acceptance?"),
        ("PRAISE", "There is no domain “PRAISE”. Did you mean praise?"),
        ("xyz", "There is no domain “xyz”. Choose from: acceptance, praise."),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(given, words):
    assert words == str(UnknownNameError("domain", given, ["acceptance", "praise"]))


def test_several_near_names_are_all_offered():
    error = UnknownNameError("tag", "away-dax", ["away-day", "away-days", "sunday"])
    assert "There is no tag “away-dax”. Did you mean away-day or away-days?" == str(error)


def test_no_more_than_three_near_names_are_offered():
    error = UnknownNameError("tag", "rota", ["rota1", "rota2", "rota3", "rota4"])
    assert 2 == str(error).count(" or ")


def test_a_long_list_is_replaced_by_a_hint_where_to_find_it():
    error = UnknownNameError("question", "xyz", ["praise"], "`securebase questions` lists them.")
    assert "There is no question “xyz”. `securebase questions` lists them." == str(error)


def test_an_ambiguous_name_is_answered_with_all_that_fit():
    error = AmbiguousNameError("domain", "a", ["availability", "acceptance"])
    assert "“a” fits more than one domain: availability, acceptance." == str(error)


def test_each_file_that_was_left_alone_has_a_line():
    error = UnreadableEntriesError([(Path("2025/a.md"), "it is a link"), (Path("b.md"), "why")])
    lines = ["Left alone: 2025/a.md: it is a link", "Left alone: b.md: why"]
    assert "\n".join(lines) + " (What to do: securebase doctor)" == str(error)

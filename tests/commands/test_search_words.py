"""Words to search for come from arguments, a pipe or a prompt."""

import io
import json

import pytest

from securebase_cli.app import App
from securebase_cli.commands.search import WORDS_QUESTION, WORDS_REQUIRED, search
from securebase_cli.errors import UsageError
from securebase_cli.model import Answer
from securebase_cli.ui.prompts.asker import Reply
from support.askers import ScriptedLineAsker
from support.builders import MOMENT, an_entry
from support.context import context


@pytest.fixture
def filled(app) -> App:
    """Let there be three entries."""
    app.journal.prepare()
    for year, handle, text in (
        (2024, "aaaa", "A buddy for each."),
        (2025, "bbbb", "See the rota."),
        (2026, "cccc", "A buddy on the rota."),
    ):
        answers = (Answer("praise", "Do you?", text),)
        app.journal.add(an_entry(id=handle, moment=MOMENT.replace(year=year), answers=answers))
    return app


def _search(app: App, *words: str, as_json=False, no_input=False) -> None:
    search(context(app), list(words), as_json=as_json, no_input=no_input)


def _found(app: App, capsys, *words: str) -> list[str]:
    """Return the ids of the entries found, in order."""
    _search(app, *words, as_json=True)
    return [row["id"] for row in json.loads(capsys.readouterr().out)]


# A pipe.


@pytest.mark.parametrize("given", [[], ["-"]])
@pytest.mark.parametrize(
    "text",
    ["buddy -rota", "\ufeff-rota buddy", "\ufeffbuddy\n-rota\n", '-"the rota"\r\n“a buddy”\r\n'],
)
def test_words_come_from_a_pipe_and_stay_out_of_the_shell_s_history(
    filled, typed, capsys, given, text
):
    typed(text)
    assert ["aaaa"] == _found(filled, capsys, *given)


def test_words_that_are_given_leave_the_input_unread(filled, typed, capsys):
    typed("rota")
    assert ["cccc", "aaaa"] == _found(filled, capsys, "buddy")
    assert ["cccc", "bbbb"] == _found(filled, capsys, "-")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "There is nothing to look for yet."),
        (b" \n", "There is nothing to look for yet."),
        (b"-rota", "Give at least one word that they should hold."),
        (b"buddy " * 10_000, "That is too much to look for at once."),
        (b"buddy " * 100_000, "What came on standard input is larger than 64 KiB."),
        (b"buddy \xff", "What came on standard input is not text in UTF-8."),
    ],
)
def test_what_can_t_be_words_is_refused(filled, monkeypatch, capsys, data, words):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    with pytest.raises(UsageError) as refused:
        _search(filled, "-")
    assert words in str(refused.value)
    assert "" == capsys.readouterr().out


# A prompt.


@pytest.fixture
def replying(use_asker):
    """Return a function that makes an asker with these replies the one of the app."""
    return lambda *replies: use_asker(ScriptedLineAsker(*replies))


def test_in_a_terminal_the_words_are_asked_for(filled, replying, capsys):
    person = replying('buddy -"the rota"')
    assert ["aaaa"] == _found(filled, capsys)
    assert [WORDS_QUESTION] == person.prompts


def test_invalid_words_are_asked_for_again(filled, replying, capsys):
    person = replying("-rota", '""', "buddy")
    assert ["cccc", "aaaa"] == _found(filled, capsys)
    only_exclusions, nothing = person.messages
    assert "Give at least one word that they should hold." in only_exclusions
    assert "There is nothing to look for yet." in nothing


@pytest.mark.parametrize("reply", ["", Reply("pause", ""), Reply("end", ""), Reply("back", "x")])
def test_an_empty_reply_searches_nothing(filled, replying, capsys, reply):
    replying(reply)
    _search(filled)
    assert ("", "Nothing was looked for.\n") == capsys.readouterr()


def test_words_as_arguments_are_not_asked_for(filled, replying, capsys):
    person = replying()
    assert ["cccc", "aaaa"] == _found(filled, capsys, "buddy")
    assert [] == person.prompts


def test_nobody_is_asked_who_said_so(filled, replying, typed, capsys):
    person = replying()
    with pytest.raises(UsageError) as refused:
        _search(filled, no_input=True)
    assert WORDS_REQUIRED == str(refused.value)
    assert [] == person.prompts
    typed("buddy")
    with pytest.raises(UsageError):
        _search(filled, no_input=True)
    _search(filled, "-", no_input=True)
    assert "cccc" in capsys.readouterr().out

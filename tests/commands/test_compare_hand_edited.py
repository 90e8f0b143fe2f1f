"""Answers that something else has put into the files: compared, or named, and always harmless."""

import io
import json
import re

import pytest

from securebase_cli.app import App
from securebase_cli.commands.compare import compare
from securebase_cli.errors import UnreadableEntriesError
from support.context import context
from support.journals import add_answer
from support.streams import TerminalStream, without_styles

QUESTION = "call-on-support"


def _by_hand(path, old: str, new: str) -> None:
    """Change what stands in a file, as another program might."""
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    assert old in text
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text.replace(old, new))


pytestmark = pytest.mark.usefixtures("prepared_journal")


@pytest.fixture
def filled(app) -> App:
    """Add three answers."""
    add_answer(app.journal, "aaaa", "Nobody does.", year=2024)
    add_answer(app.journal, "bbbb", "Some of them do.", year=2025)
    add_answer(app.journal, "cccc", "All of them do.", year=2026)
    return app


def _shown(app: App, capsys) -> str:
    compare(context(app), [QUESTION], as_json=False, no_input=False)
    return capsys.readouterr().out


def _json(app: App, capsys) -> list[dict[str, str]]:
    compare(context(app), [QUESTION], as_json=True, no_input=False)
    return json.loads(capsys.readouterr().out)["answers"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"words",
        b"\xff",
        b"---\nsecurebase: 2\n---\n",
        b"---\nsecurebase: 1\nid: dddd\n\n<!-- securebase question call-on-support -->\n\nAll.\n",
    ],
    ids=["empty", "no entry", "no text", "newer", "cut off"],
)
@pytest.mark.parametrize("as_json", [True, False])
def test_a_file_that_can_t_be_read_is_named_after_the_rest(filled, capsys, as_json, data):
    name = "2025-01-20-0900-availability-dddd.md"
    (filled.journal.folder / name).write_bytes(data)
    with pytest.raises(UnreadableEntriesError, match=f"Left alone: {name}: "):
        compare(context(filled), [QUESTION], as_json=as_json, no_input=False)
    shown = capsys.readouterr().out
    assert ["aaaa", "bbbb", "cccc"] == re.findall(r"\b(?:aaaa|bbbb|cccc|dddd)\b", shown)


def test_where_nothing_is_found_a_file_that_can_t_be_read_is_named_all_the_same(filled, capsys):
    (filled.journal.folder / "notes.md").write_bytes(b"---\nsecurebase: 1\n---\n")
    with pytest.raises(UnreadableEntriesError, match=r"Left alone: notes\.md: "):
        compare(context(filled), ["praise"], as_json=False, no_input=False)
    assert "There is none in what could be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    "edited",
    [
        lambda text: "\ufeff" + text.replace("\n", "\r\n"),
        lambda text: text.replace("securebase: 1\n", "mood: calm\nsecurebase: 1\n"),
        lambda text: text.replace("call-on-support -->\n", "call-on-support --> \t\n"),
        lambda text: text.replace("id: aaaa", "id: zzzz").replace("availability", "sensitivity"),
    ],
    ids=["Windows", "a field of their own", "spaces", "contradicting its name"],
)
def test_an_entry_that_was_edited_by_hand_is_among_them(filled, capsys, edited):
    path = next(filled.journal.folder.glob("*-aaaa.md"))
    path.write_bytes(edited(path.read_text("utf-8")).encode())
    first, *_ = _json(filled, capsys)
    assert ("aaaa", "Nobody does.") == (first["entry"], first["answer"])


@pytest.mark.parametrize("way", ["bare", "plain", "terminal"])
def test_nothing_that_a_terminal_could_obey_gets_through(app, monkeypatch, way):
    path = add_answer(app.journal, "aaaa", "HERE", asked="ASKED")
    _by_hand(path, "HERE", "a\x1b[2Jb\x1b]52;c;aGk=\x07c\x9b2Jd\x00e\u202ef [red]g[/red] &#27;[31m")
    _by_hand(path, "ASKED", "Do \x1b]8;;https://example.org\x1b\\you\u2066?")
    stream = TerminalStream() if way == "terminal" else io.StringIO()
    monkeypatch.setattr("sys.stdout", stream)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "200")
    app.screen.plain = way == "plain"
    compare(context(app), [QUESTION], as_json=False, no_input=False)
    shown = stream.getvalue()
    assert "[red]g[/red] &#27;[31m" in shown
    assert ("\x1b[1;36m" in shown) is (way == "terminal")
    assert shown.startswith("Question: ") is (way == "plain")
    bare = without_styles(shown)
    assert set() == {letter for letter in bare if not letter.isprintable()} - {"\n"}


def test_as_json_it_is_kept_and_spelt_out(app, capsys):
    _by_hand(add_answer(app.journal, "aaaa", "HERE"), "HERE", "a\x1b[2Jb\u202e")
    compare(context(app), [QUESTION], as_json=True, no_input=False)
    out = capsys.readouterr().out
    assert out.replace("\n", "").isprintable()
    assert "a\x1b[2Jb\u202e" == json.loads(out)["answers"][0]["answer"]


def test_an_answer_without_a_heading_is_shown_without_its_question(app, capsys):
    path = add_answer(app.journal, "aaaa", "Nobody does.", asked="HERE")
    _by_hand(path, "## HERE\n", "##\n")
    shown = _shown(app, capsys)
    assert "Nobody does." in shown
    assert "Asked then" not in shown

"""What words find is shown newest first: so many entries, and in each where the words stand."""

import io
import json

import pytest

from securebase_cli.app import App
from securebase_cli.commands.search import search
from securebase_cli.entry_format.entry import read_entry
from securebase_cli.errors import UnreadableEntriesError, UsageError
from securebase_cli.model import Action, Answer, Entry
from securebase_cli.storage import scan
from support.builders import ANSWER, an_entry
from support.context import context
from support.journals import add_answer
from support.streams import TerminalStream, without_styles

SUPPORT = ANSWER.question_text


pytestmark = pytest.mark.usefixtures("prepared_journal")


@pytest.fixture
def filled(app) -> App:
    """Add three entries."""
    add_answer(app.journal, "aaaa", "A buddy for each.", year=2024)
    add_answer(app.journal, "bbbb", "See the rota.", year=2025, tags=("away-day",))
    add_answer(app.journal, "cccc", "A buddy on the rota.", year=2026, tags=("away-day",))
    return app


@pytest.fixture
def many(app) -> App:
    """Add 22 entries, one for each year from 2001 on."""
    for year in range(2001, 2023):
        add_answer(
            app.journal, f"aaa{chr(ord('a') + year - 2001)}", f"A buddy in {year}.", year=year
        )
    return app


def _search(app: App, *words: str, most=None, every=False, as_json=False):
    search(context(app), list(words), number=most, all_=every, as_json=as_json, no_input=False)


def _found(app: App, capsys, *words: str) -> list[str]:
    """Return the ids of the entries found, in order."""
    _search(app, *words, as_json=True)
    return [row["id"] for row in json.loads(capsys.readouterr().out)]


# What is found.


def test_entries_are_found_newest_first_each_with_where_the_words_stand(filled, capsys):
    _search(filled, "buddy")
    assert [
        *("Availability, 23 November 2026 · cccc", f"  {SUPPORT}", "    A buddy on the rota.", ""),
        *("Availability, 23 November 2026 · aaaa", f"  {SUPPORT}", "    A buddy for each."),
    ] == capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["buddy"], ["cccc", "aaaa"]),
        (["BUD"], ["cccc", "aaaa"]),
        (["buddy", "rota"], ["cccc"]),
        (["rota buddy"], []),
        (["on the rota"], ["cccc"]),
        (["buddy", "-rota"], ["aaaa"]),
        (["rota", "-a buddy"], ["bbbb"]),
        (["away"], ["cccc", "bbbb"]),
        (["support"], ["cccc", "bbbb", "aaaa"]),
    ],
)
def test_all_the_words_have_to_be_there_and_those_with_a_hyphen_must_not(
    filled, capsys, words, ids
):
    assert ids == _found(filled, capsys, *words)


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ({"since": "2025"}, ["cccc"]),
        ({"until": "2025"}, ["aaaa"]),
        ({"tags": ("#Away-Day",)}, ["cccc"]),
        ({"domains": ("avail",), "until": "2026"}, ["cccc", "aaaa"]),
        ({"domains": ("acceptance",)}, []),
    ],
)
def test_the_filters_say_in_which_entries(filled, capsys, filters, ids):
    for name, value in filters.items():
        setattr(filled.filter_options, name, value)
    assert ids == _found(filled, capsys, "buddy")


@pytest.mark.parametrize(("words", "ids"), [("kingfisher", []), ("for", ["aaaa"])])
def test_only_a_file_that_may_hold_the_words_is_parsed(filled, monkeypatch, words, ids):
    parsed = []

    def remember(text: str) -> Entry:
        entry = read_entry(text)
        parsed.append(entry.id)
        return entry

    monkeypatch.setattr(scan, "read_entry", remember)
    _search(filled, words)
    assert ids == parsed


@pytest.mark.parametrize("stream", [io.StringIO, TerminalStream], ids=["pipe", "terminal"])
def test_a_question_that_follows_another_has_that_one_above_it(app, monkeypatch, stream):
    answers = (Answer("asked-directly", "Have you asked?", "A buddy."),)
    app.journal.add(an_entry(answers=answers))
    screen = stream()
    monkeypatch.setattr("sys.stdout", screen)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    _search(app, "buddy")
    lines = [line.strip() for line in without_styles(screen.getvalue()).splitlines()]
    assert [f"After: {SUPPORT}", "Have you asked?", "A buddy."] == lines[1:4]
    if screen.isatty():
        assert ["", "1 entry."] == lines[4:]
    else:
        assert [] == lines[4:]


def test_where_that_one_was_found_as_well_it_is_not_said_again(app, content, capsys):
    follows = content.find_question("asked-directly")
    answers = (
        Answer("call-on-support", SUPPORT, "A buddy."),
        Answer(follows.id, follows.text, "Each buddy."),
    )
    app.journal.add(an_entry(answers=answers))
    _search(app, "buddy")
    assert [
        *(f"  {SUPPORT}", "    A buddy."),
        *(f"  {follows.text}", "    Each buddy."),
    ] == capsys.readouterr().out.splitlines()[1:]


def test_as_json_each_is_a_row_with_the_places(filled, capsys):
    many_places = (ANSWER._replace(text="Größe – a buddy"), Answer("praise", "A buddy?", "No."))
    actions = (Action("Ask a buddy"), Action("Rest", "tried", note="The buddy said so"))
    more = an_entry(
        answers=many_places, actions=actions, tags=("buddy-day",), skipped=("induction",)
    )
    path = filled.journal.add(more).path
    _search(filled, "buddy", most=1, as_json=True)
    out = capsys.readouterr().out
    assert out.isascii()
    (row,) = json.loads(out)
    assert [
        {"question": "call-on-support", "excerpt": "Größe – a buddy", "marks": [[10, 15]]},
        {"question": "praise", "excerpt": "A buddy?", "marks": [[2, 7]]},
        {"question": None, "excerpt": "Ask a buddy", "marks": [[6, 11]]},
        {"question": None, "excerpt": "The buddy said so", "marks": [[4, 9]]},
        {"question": None, "excerpt": "buddy-day", "marks": [[0, 5]]},
    ] == row.pop("matches")
    assert {
        "id": "k3f7",
        "date": "2026-11-23T14:30:12+00:00",
        "domain": "availability",
        "title": "Availability, 23 November 2026",
        "kind": "reflection",
        "tags": ["buddy-day"],
        "skipped": ["induction"],
        "path": str(path),
        "answered": 2,
        "questions": 3,
        "open_actions": 1,
    } == row


def test_as_json_the_marks_say_where_in_an_excerpt_the_words_stand(app, capsys):
    long = "and nothing else was said about it that day " * 9
    add_answer(app.journal, "aaaa", f"{long}📅 Zoë’s\n\nBÙDDY is on the Rota {long}")
    _search(app, "bud", "the rota", as_json=True)
    ((match,),) = (row["matches"] for row in json.loads(capsys.readouterr().out))
    excerpt = match["excerpt"]
    assert ["BÙD", "the Rota"] == [excerpt[start:end] for start, end in match["marks"]]
    assert ("…", "…") == (excerpt[0], excerpt[-1])


# How many.


def test_there_are_the_20_newest_and_a_word_that_there_are_more(many, capsys):
    _search(many, "buddy")
    said = capsys.readouterr()
    assert [f"A buddy in {year}." for year in range(2022, 2002, -1)] == [
        line.strip() for line in said.out.splitlines() if "buddy" in line
    ]
    assert "These are the 20 newest. For all of them, add --all.\n" == said.err


@pytest.mark.parametrize(
    ("most", "every", "shown", "note"),
    [
        (None, True, 22, ""),
        (1, False, 1, "This is the newest. For all of them, add --all.\n"),
        (21, False, 21, "These are the 21 newest. For all of them, add --all.\n"),
        (22, False, 22, ""),
        (100, False, 22, ""),
    ],
)
def test_there_are_as_many_as_were_asked_for(many, capsys, most, every, shown, note):
    _search(many, "buddy", most=most, every=every)
    said = capsys.readouterr()
    assert shown == said.out.count("A buddy in ")
    assert note == said.err


@pytest.mark.parametrize(
    ("most", "every", "count"), [(None, False, 22), (None, True, 22), (3, False, 3)]
)
def test_as_json_there_are_all_or_as_many_as_were_asked_for(many, capsys, most, every, count):
    _search(many, "buddy", most=most, every=every, as_json=True)
    said = capsys.readouterr()
    assert (count, "") == (len(json.loads(said.out)), said.err)


def test_all_of_them_and_a_number_of_them_can_t_both_be_meant(filled, capsys):
    with pytest.raises(UsageError, match="--all and --number"):
        _search(filled, "buddy", most=3, every=True)
    assert "" == capsys.readouterr().out


# Nothing.


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (
            None,
            (
                "No question, answer, action or tag has these words. "
                "Fewer words, or a beginning such as day, find more.\n"
            ),
        ),
        ("2027", "In this choice no question, answer, action or tag has these words.\n"),
    ],
)
def test_nothing_found_is_no_failure_and_that_is_said(filled, capsys, since, words):
    filled.filter_options.since = since
    _search(filled, "kingfisher" if since is None else "buddy")
    assert ("", words) == capsys.readouterr()


def test_in_an_empty_journal_one_is_told_how_to_begin(app, capsys):
    _search(app, "buddy")
    words = "There are no entries yet. Begin with: securebase reflect\n"
    assert ("", words) == capsys.readouterr()


def test_as_json_nothing_is_an_empty_list_and_that_is_said(filled, capsys):
    _search(filled, "kingfisher", as_json=True)
    said = capsys.readouterr()
    assert "[]\n" == said.out
    assert said.err.startswith("No question, answer, action or tag has these words.")


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize("data", [b"", b"words", b"\xff", b"---\nsecurebase: 1\nbuddy\n"])
def test_a_file_that_can_t_be_read_is_named_after_the_rest(filled, capsys, as_json, data):
    name = "2025-01-20-0900-availability-dddd.md"
    (filled.journal.folder / name).write_bytes(data)
    with pytest.raises(UnreadableEntriesError, match=f"Left alone: {name}: "):
        _search(filled, "buddy", as_json=as_json)
    out = capsys.readouterr().out
    assert ("aaaa" in out, "cccc" in out, "dddd" in out) == (True, True, False)
    with pytest.raises(UnreadableEntriesError, match=name):
        _search(filled, "buddy", "kingfisher" if data[:1] != b"-" else "-kingfisher")

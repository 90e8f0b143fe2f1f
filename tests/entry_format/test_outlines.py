"""An outline is read in leaps; wherever that way is taken, it reads what the long way reads."""

import contextlib
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from securebase_cli.entry_format import entry as entry_module
from securebase_cli.entry_format import front_matter
from securebase_cli.entry_format.entry import (
    read_canonical_outline,
    read_entry,
    read_outline,
    write_entry,
)
from securebase_cli.errors import EntryFormatError
from securebase_cli.model import Action, Answer, Entry, OpenAction, Outline, Scaling
from support.builders import ANSWER, MOMENT, an_entry
from support.corpus import CORPUS

ENTRY = an_entry(
    id="2345",
    tags=("away-day", "yes"),
    skipped=("praise", "induction"),
    answers=(ANSWER, Answer("asked-directly", "Have you asked?", "# Not yet.\n\n- [ ] but soon")),
    actions=(Action("Ask", "tried", closed=MOMENT.date()), Action("Pair them")),
    scaling=Scaling(7, "observed"),
)
DONE = ENTRY._replace(
    tags=("away-day", "duty/night"),
    answers=(ANSWER, ANSWER._replace(question="asked-directly")),
    actions=(Action("Ask", "tried"), Action("Tell", "dropped")),
)
# What is read in leaps as it stands, so that every edit asks whether it still may be.
PLAIN = DONE._replace(title="Réflexion", tags=("away-day", "duty"))
OF_THE_TEAM = PLAIN._replace(kind="team-session")


def _the_long_way(text: str) -> Outline | None:
    """Read a text by the strict loader and section by section; None if it is no entry."""
    with (
        patch.object(entry_module, "_read_canonical_header", lambda _: None),
        patch.object(front_matter, "read", front_matter.read_strictly),
        contextlib.suppress(EntryFormatError),
    ):
        return read_entry(text).outline
    return None


def test_an_outline_has_all_but_the_answers_and_what_is_done():
    outline = read_outline(write_entry(ENTRY))
    assert ("2345", MOMENT, "availability", ENTRY.title) == outline[:4]
    assert (("away-day", "yes"), ("praise", "induction")) == (outline.tags, outline.skipped)
    assert ("call-on-support", "asked-directly") == outline.answered
    assert (OpenAction(2, Action("Pair them")),) == outline.open_actions
    assert Scaling(7, "observed") == outline.scaling


@pytest.mark.parametrize("entry", [an_entry(), DONE, DONE._replace(answers=()), PLAIN, OF_THE_TEAM])
def test_what_the_program_writes_is_read_in_leaps(entry):
    outline = read_canonical_outline(write_entry(entry))
    assert entry.outline == outline


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("securebase: 1", "securebase: 2"),
        ("securebase: 1", "securebase: '1'"),
        ('id: "2345"', 'id: 2345"'),
        ("date: 2026-11", "date: 2026-13"),
        ("tags: [away-day, ", "tags: [away-day,"),
        ("tags: [away-day, ", 'tags: ["yes", '),
        ("skipped:", "mood: calm\nskipped:"),
        ("---\n\n#", "---\n\r\n#"),
        ("---\n\n#", "---x\n\n#"),
        ("---\n\n#", "--- \n\n#"),
        ("-->\n\nMost of them do.", "-->\n\n"),
        ("-->\n\nMost of them do.", "-->\n\n#1: most of them do."),
        ("-->\n\nMost of them do.", "-->\n\n<b>Most</b> of them do."),
        ("- [-] Tell", "- [ ] Tell"),
    ],
)
def test_what_needs_a_second_look_is_read_the_long_way(old, new):
    text = write_entry(DONE)
    assert old in text
    assert read_canonical_outline(text.replace(old, new)) is None


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)
def test_an_answer_of_any_text_is_outlined_alike(text):
    entry = an_entry(answers=(Answer("praise", "Do you?", text), ANSWER))
    written = write_entry(entry)
    assert _the_long_way(written) == read_outline(written)


LINES = write_entry(PLAIN).split("\n")
SESSION = write_entry(OF_THE_TEAM).split("\n")
pieces = st.sampled_from(
    [
        *("", "---", "# ", "## More", " ", "\t", "\xa0", "\u2028", "\x1c", "\x0b", "\r", "\x07"),
        *("é", "\ufeff", "#", "<", '"', "word", "--", "-", ":", ", ", "[ ]", "[/]", "[]", "\x85"),
        *("<!-- securebase actions -->", " <!-- securebase actions -->"),
        *("<!-- securebase question a -->", "<!-- securebase question a-1 --> "),
        *(
            "- [ ] a",
            "* [/] b",
            "- [x] c ✅ 2026-11-24",
            "- [] d",
            "+ [\xa0] e",
            "x: {y: z}",
            "- a",
        ),
    ]
)
FIELDS = [
    *("id: aaaa", "id: a:b", "id: 2345", "id: null", "id: a--b", "id: -a", "id: A1", 'id: "a'),
    *('id: "2345"', "id: 1e3", "id: a-", "id: é", "id: ~", "domain: a--b", "domain: 12"),
    *("title: a", 'title: "a\\nb"', 'title: "\x85"', 'title: "\x07"', 'title: "a\tb"'),
    *('title: "\ufeff"', 'title: "\u2028"', 'title: ""', "title: 'a'", 'title: "a" # b'),
    *("date: 2026-11-23", "date: 2026-02-30T09:00:00+00:00", "date: 2026-11-23T09:00:00+25:00"),
    *("tags: [a, 'b']", "tags: no", "tags: [#a]", "tags: [a:b]", "tags: [-a]", "tags: [a#b]"),
    *(
        "tags: [/a]",
        "tags: [é]",
        "tags: [a,b]",
        "tags: [yes, 1_0]",
        "tags: []",
        "tags: [a: b]",
        "tags: [a, ]",
    ),
    *("tags: [a, ]", "skipped: [a, ]"),
    *("skipped: [a-b]", "skipped: [a--b]", "skipped: [a-]", "skipped: [A]", "skipped: [a,b]"),
    *(
        "skipped: [#a]",
        "skipped: []",
        "skipped: [a, ]",
        "skipped: [ a]",
        "scaling: 11",
        "scaling: 07",
    ),
    *("scaling: 3", "scaling: 3\nscaling-basis: guessed", "scaling: -1", "scaling-basis: a"),
    *("securebase: 2", "securebase: 01", "mood: calm"),
    *("kind: team-session", "kind: reflection", "kind: Team Session", "kind: supervision"),
    *('kind: "team-session"', "kind: [team-session]", "kind:", "kind: team-session ", "kind: [a]"),
    *("kind: team-sessions", "kind:  team-session", "kind: team-session # so", "kinds: a"),
]


def _put(lines: list[str], row: int, words: str, how: str) -> None:
    if how == "over":
        lines[row] = words
    elif how == "before":
        lines[row] = f"{words}\n{lines[row]}"
    else:
        middle = len(lines[row]) // 2
        lines[row] = lines[row][:middle] + words + lines[row][middle:]


def _say(lines: list[str], field: str) -> None:
    """Let the front matter have that field, and no other of its name."""
    name, _, _ = field.partition(":")
    end = lines.index("---", 1)
    rows = [row for row in range(1, end) if lines[row].startswith(f"{name}:")]
    if rows:
        lines[rows[0]] = field
    else:
        lines.insert(end, field)


@settings(max_examples=600)
@given(
    st.sampled_from([LINES, SESSION]),
    st.lists(st.sampled_from(FIELDS), max_size=2),
    st.lists(
        st.tuples(
            st.integers(0, len(SESSION) - 1), pieces, st.sampled_from(["over", "before", "in"])
        ),
        max_size=3,
    ),
)
def test_of_a_file_that_was_edited_by_hand_both_ways_read_the_same(written, said, changes):
    lines = list(written)
    for field in said:
        _say(lines, field)
    for row, words, how in changes:
        _put(lines, min(row, len(lines) - 1), words, how)
    _agree_on("\n".join(lines))


@pytest.mark.parametrize("written", [LINES, SESSION], ids=["reflection", "team session"])
@pytest.mark.parametrize("field", FIELDS)
def test_of_a_file_with_any_field_changed_both_ways_read_the_same(field, written):
    lines = list(written)
    _say(lines, field)
    _agree_on("\n".join(lines))


@pytest.mark.parametrize("box", ["[ ]", "[/]", "[]", "[\xa0]", "[x]", "[X]", "[-]", "[ x]", "[é]"])
def test_of_an_action_with_any_box_both_ways_read_the_same(box):
    _agree_on(write_entry(PLAIN).replace("- [-] Tell", f"- {box} Tell"))


@pytest.mark.parametrize("letter", [chr(code) for code in (*range(0x20), *range(0x7F, 0xA1), 0xAD)])
@pytest.mark.parametrize("where", ["id", "title", "tags", "skipped"])
def test_of_a_field_with_any_letter_in_it_both_ways_read_the_same(where, letter):
    before = {"id": "2345", "title": "flexion", "tags": "duty", "skipped": "praise"}[where]
    text = write_entry(PLAIN)
    assert before in text
    _agree_on(text.replace(before, f"{before[:2]}{letter}{before[2:]}", 1))


def _agree_on(text: str) -> None:
    expected = _the_long_way(text)
    fast = read_canonical_outline(text)
    assert fast is None or expected == fast
    if expected is None:
        with pytest.raises(EntryFormatError):
            read_outline(text)
    else:
        assert expected == read_outline(text)


names = st.sampled_from(["availability", "co-operation", "k3f7", "2345", "null", "a-1-b", "0"])


@settings(max_examples=200)
@given(
    st.builds(
        Entry,
        id=names,
        moment=st.just(MOMENT),
        domain=names,
        title=st.text(max_size=5).map(lambda text: " ".join(text.split())),
        tags=st.lists(st.text("aZé0_/-", min_size=1, max_size=5), max_size=3).map(tuple),
        answers=st.lists(
            st.builds(Answer, names, st.just("Do you?"), st.text(max_size=9).filter(str.strip)),
            max_size=3,
        ).map(tuple),
        skipped=st.lists(names, max_size=3).map(tuple),
        takeaway=st.text(max_size=9).filter(lambda text: not text or text.strip()),
        actions=st.lists(
            st.builds(Action, st.just("Ask"), st.sampled_from(["open", "tried", "dropped"])),
            max_size=3,
        ).map(tuple),
        scaling=st.none() | st.builds(Scaling, st.integers(0, 10), st.just("impression")),
        kind=st.sampled_from(["reflection", "team-session"]),
        other_text=st.just(()),
        problems=st.just(()),
    )
)
def test_of_every_entry_both_ways_read_the_same(entry):
    written = write_entry(entry)
    assert _the_long_way(written) == read_outline(written)

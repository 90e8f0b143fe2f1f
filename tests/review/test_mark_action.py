"""An action is marked in the file of its entry, and nothing else in the file changes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.entry_format.action_line import ActionMark
from securebase_cli.entry_format.cleanup import to_one_line
from securebase_cli.entry_format.entry import read_entry, write_entry
from securebase_cli.errors import ConcurrentChangeError, EntryFormatError, UsageError
from securebase_cli.model import Action, Answer
from securebase_cli.review import actions
from securebase_cli.review.actions import MarkResult, apply_mark, resolve_action, rewrite_action
from securebase_cli.storage import files
from securebase_cli.storage.journal import Journal
from support.builders import an_entry
from support.corpus import FRAGMENTS

DAY = date(2026, 12, 1)
TRIED = ActionMark("tried", DAY)
PAIR = Action("Pair the newer two with a buddy")
ASKED = Action("Ask in Tuesday’s meeting", "tried", closed=date(2026, 11, 23))


@pytest.fixture
def journal(tmp_path):
    journal = Journal(tmp_path / "journal")
    journal.prepare()
    journal.add(an_entry(actions=(PAIR, ASKED)))
    return journal


@pytest.fixture
def count(monkeypatch):
    """Count how often the file of an entry is read, and how often it is parsed."""
    counts = {"read": 0, "parsed": 0}

    def counting(module, name: str, what: str) -> None:
        function = getattr(module, name)

        def counted(*arguments: object):
            counts[what] += 1
            return function(*arguments)

        monkeypatch.setattr(module, name, counted)

    counting(files, "read", "read")
    counting(actions, "read_entry", "parsed")
    return counts


def _path(journal):
    return journal.folder / journal.names()[0].file_name


# How often the file is read.


def test_a_resolved_action_is_marked_after_two_reads_and_one_to_verify_and_parsed_once(
    journal, count
):
    ref, data = resolve_action(journal, "k3f7.1", DAY)
    result = apply_mark(journal, ref, TRIED, data)
    tried = ref._replace(action=PAIR._replace(state="tried", closed=DAY))
    assert MarkResult(tried, changed=True) == result
    assert {"read": 3, "parsed": 1} == count


def test_an_action_without_its_file_is_read_and_parsed_once_before_it_is_marked(journal, count):
    ref, _ = resolve_action(journal, "k3f7.1", DAY)
    count.update(read=0, parsed=0)
    assert apply_mark(journal, ref, TRIED).changed
    assert {"read": 3, "parsed": 1} == count


def test_a_mark_that_stands_there_already_is_not_written_and_the_file_not_read_again(
    journal, count
):
    ref, data = resolve_action(journal, "k3f7.2", DAY)
    assert MarkResult(ref, changed=False) == apply_mark(journal, ref, TRIED, data)
    assert {"read": 1, "parsed": 1} == count


def test_after_a_collision_the_file_is_read_anew(journal, count):
    ref, data = resolve_action(journal, "k3f7.1", DAY)
    changed = data.replace(b"Most of them do.", b"All of them do.")
    _path(journal).write_bytes(changed)
    assert apply_mark(journal, ref, TRIED, data).changed
    assert rewrite_action(changed, 1, TRIED) == _path(journal).read_bytes()
    # Resolved; written and verified, and then refused; read anew; verified and compared.
    assert {"read": 6, "parsed": 2} == count


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- [ ] Pair", "- [ ] Another\n- [ ] Pair"),
        ("- [ ] Pair", "- [-] Pair"),
        ("[x] Ask", "Ask"),
    ],
)
def test_an_action_that_is_another_by_now_or_marked_otherwise_is_left_alone(journal, old, new):
    number = "2" if "Ask" in old else "1"
    ref, data = resolve_action(journal, f"k3f7.{number}", DAY)
    mark = TRIED._replace(note="They liked it")
    changed = data.replace(old.encode(), new.encode())
    _path(journal).write_bytes(changed)
    with pytest.raises(ConcurrentChangeError):
        apply_mark(journal, ref, mark, data)
    assert changed == _path(journal).read_bytes()


# What changes in the file.

BY_HAND = b"""\xef\xbb\xbf---
securebase: 1
id: k3f7
mood: |
  - [ ] calm
date: 2026-11-23T14:30:12+00:00
domain: availability
---

- [ ] before any section

## What I will try
<!-- securebase actions -->

Some words of mine.
- [ ] first \t
  * [x] second \xe2\x9c\x85 2026-11-24
- [ ]

## A question
<!-- securebase question praise -->
- [ ] in an answer \x00
## More
<!-- securebase actions -->\t
+ [ ] third"""
LINES = {1: b"- [ ] first \t", 2: b"  * [x] second \xe2\x9c\x85 2026-11-24", 3: b"+ [ ] third"}
THEN = {
    1: b"- [-] first \xe2\x9d\x8c 2026-12-01 \t",
    2: b"  * [-] second \xe2\x9d\x8c 2026-12-01",
    3: b"+ [-] third \xe2\x9d\x8c 2026-12-01",
}


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("number", LINES)
def test_of_a_file_edited_by_hand_one_line_changes_and_not_another_byte(number, end):
    before, line, then = (
        part.replace(b"\n", end) for part in (BY_HAND, LINES[number], THEN[number])
    )
    assert before.replace(line, then) == rewrite_action(before, number, ActionMark("dropped", DAY))


def test_where_lines_end_in_two_ways_each_keeps_its_own():
    before = BY_HAND.replace(b"first \t\n", b"first \t\r\n").replace(
        b"praise -->\n", b"praise -->\r\n"
    )
    after = before.replace(b"+ [ ] third", "+ [x] third ✅ 2026-12-01".encode())
    assert after == rewrite_action(before, 3, TRIED)


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_number_that_is_not_there_is_refused(number):
    with pytest.raises(UsageError, match=f"no action “{number}”; the entry has 3"):
        rewrite_action(BY_HAND, number, TRIED)


@pytest.mark.parametrize("data", [b"", b"\xff", b"words"])
def test_what_is_no_entry_is_not_marked(data):
    with pytest.raises(EntryFormatError):
        rewrite_action(data, 1, TRIED)


words = st.lists(st.sampled_from(FRAGMENTS)).map("".join) | st.text()
any_action = st.builds(
    Action,
    words.map(to_one_line).filter(bool),
    st.just("open"),
    st.none() | st.dates(),
    note=words.map(to_one_line),
)


@given(
    answer=words,
    agreed=st.lists(any_action, min_size=1, max_size=4),
    data=st.data(),
    end=st.sampled_from(["\n", "\r\n"]),
    mark=st.builds(ActionMark, st.sampled_from(["open", "tried", "dropped"]), st.dates(), words),
)
def test_in_any_entry_only_the_marked_action_changes(answer, agreed, data, end, mark):
    entry = an_entry(answers=(Answer("praise", "Do you praise?", answer),), actions=tuple(agreed))
    text = write_entry(entry).encode("utf-8", "replace").decode()
    before = text.replace("\r", "").replace("\n", end).encode()
    number = data.draw(st.integers(1, len(agreed)))
    after = rewrite_action(before, number, mark)
    then = list(read_entry(before.decode()).actions)
    then[number - 1] = mark.apply_to(then[number - 1])
    assert tuple(then) == read_entry(after.decode()).actions
    pairs = zip(before.split(b"\n"), after.split(b"\n"), strict=True)
    assert 1 >= sum(was != now for was, now in pairs)

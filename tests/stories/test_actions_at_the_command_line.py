"""Actions are listed and marked from the command line; the rest of their file is unchanged."""

from datetime import date

import pytest

from securebase_cli.model import Action
from support.builders import an_entry

PAIR = Action("Pair the newer two with a buddy", due=date(2026, 12, 1))
ASK = Action("Ask in Tuesday’s meeting")
BY_HAND = "---\nmood: calm\n", "\n<!-- mine -->\n\n## Left alone\n\n* one\r\n"


@pytest.fixture
def program(program):
    """Add an entry k3f7 with two actions, whose file was edited by hand."""
    program.add_entries(an_entry(actions=(PAIR, ASK)))
    path = _file(program)
    front, end = BY_HAND
    path.write_bytes((path.read_text("utf-8").replace("---\n", front, 1) + end).encode())
    return program


def _file(program):
    (path,) = program.journal.glob("*.md")
    return path


def _changed_line(before: bytes, after: bytes) -> tuple[str, str]:
    """Return the only line that differs, before and after."""
    old, new = (data.decode().split("\n") for data in (before, after))
    assert len(old) == len(new)
    ((was, now),) = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
    return was, now


@pytest.mark.parametrize(
    ("arguments", "now"),
    [
        (
            ["tried", "k3f7.1", "--note", "It helped"],
            f"- [x] {PAIR.text} 💬 It helped 📅 2026-12-01 ✅ {{today}}",
        ),
        (["dropped", "k3f7.1", "--no-input"], f"- [-] {PAIR.text} 📅 2026-12-01 ❌ {{today}}"),
        (["later", "k3f7.1", "2999-01-02"], f"- [ ] {PAIR.text} 📅 2999-01-02"),
        (
            ["later", "k3f7.2", "2999-01-02", "--note", "-"],
            f"- [ ] {ASK.text} 💬 No time 📅 2999-01-02",
        ),
        (["tried", "last.2", "--note", ""], f"- [x] {ASK.text} ✅ {{today}}"),
    ],
    ids=" ".join,
)
def test_marking_an_action_changes_only_its_line(program, arguments, now):
    before = _file(program).read_bytes()
    done = program.run("actions", *arguments, input="No time\n")
    assert (0, "") == (done.code, done.err)
    was, is_now = _changed_line(before, _file(program).read_bytes())
    assert was.startswith("- [ ] ")
    today = date.today()  # noqa: DTZ011 - the program's own day is the local one, too
    assert now.format(today=today) == is_now


def test_an_open_action_is_listed_until_it_is_marked(program):
    assert PAIR.text in program.run("actions").out
    program.run("actions", "tried", "k3f7.1", "--no-input")
    done = program.run("actions")
    assert PAIR.text not in done.out
    assert ASK.text in done.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["tried"], "Several are open to try: k3f7.1, k3f7.2. Name one of them."),
        (["later", "k3f7.1"], "Say when to look again: securebase actions later ACTION DATE."),
        (["later", "k3f7.1", "soon"], "“soon” is not a date that can be read."),
        (["later", "k3f7.1", "2020-01-01"], "1 January 2020 has gone already."),
        (["tried", "k3f7.3"], "There is no action “k3f7.3”; the entry has 2."),
        (["tried", "k3f7"], "The entry k3f7 has 2 actions. Name one: k3f7.1 to k3f7.2."),
        (["tried", "aaaa.1"], "There is no entry “aaaa”."),
        (["--domain", "av", "tried", "k3f7.1"], "leave them out here"),
        (["--json", "tried", "k3f7.1"], "leave them out here"),
        (["forget", "k3f7.1"], "No such command 'forget'."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_mark_that_is_refused_changes_nothing(program, arguments, words):
    before = _file(program).read_bytes()
    done = program.run("actions", *arguments)
    assert (2, "") == (done.code, done.out)
    assert words in " ".join(done.err.split())
    assert before == _file(program).read_bytes()


def test_filters_select_the_listed_actions(program):
    program.add_entries(an_entry(id="m2aa", domain="acceptance", actions=(Action("Praise"),)))
    assert "m2aa.1" not in program.run("actions", "--domain", "availability").out
    assert "k3f7.1" not in program.run("actions", "-d", "acc").out

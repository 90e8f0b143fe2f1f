"""`join`: an entry and its copy from another computer."""

import json

import pytest

from securebase_cli.model import Answer
from securebase_cli.storage.conflict_copies import conflict_copies
from securebase_cli.storage.journal import Journal
from support.builders import ANSWER, an_entry

NAME = "2026-11-23-1430-availability-k3f7"
# As these programs name what they could not join.
COPY_NAMES = [
    f"{NAME}.sync-conflict-20261123-143000-ABCDEFG.md",
    f"{NAME}-LAPTOP-7.md",
    f"{NAME} (Someone's conflicted copy 2026-11-23).md",
    f"{NAME} 2.md",
    f"{NAME} (other computer 3f2a9c1b).md",
]


@pytest.fixture(params=COPY_NAMES)
def copy_path(request, program):
    program.add_entries(an_entry())
    (path,) = program.journal.glob("*.md")
    copy = program.journal / request.param
    copy.write_text(path.read_text("utf-8").replace(ANSWER.text, "Plover."), "utf-8")
    return copy


def answers_of(program) -> list[str]:
    return [answer["answer"] for entry in program.saved_entries() for answer in entry["answers"]]


@pytest.mark.parametrize(
    ("keep", "kept"),
    [("entry", {ANSWER.text}), ("copy", {"Plover."}), ("both", {ANSWER.text, "Plover."})],
)
def test_what_is_kept_is_an_entry_and_the_rest_is_in_the_trash(program, copy_path, keep, kept):
    done = program.run("join", copy_path, "--keep", keep)
    assert (0, "") == (done.code, done.err)
    assert kept == set(answers_of(program))
    assert not copy_path.exists()
    assert [] == conflict_copies(Journal(program.journal))
    trashed = list((program.journal / ".securebase" / "trash").glob("*.md"))
    assert (keep != "both") == len(trashed)
    assert "All is well" in program.run("doctor").out


def test_what_was_not_kept_can_be_restored(program, copy_path):
    program.run("join", "k3f7", "--keep", "entry")
    (path,) = (program.journal / ".securebase" / "trash").glob("*.md")
    assert 0 == program.run("restore", path.stem[-4:]).code
    assert {ANSWER.text, "Plover."} == set(answers_of(program))


def test_doctor_names_the_command_as_it_can_be_typed(program, copy_path):
    (finding,) = (
        finding
        for finding in json.loads(program.run("doctor", "--json").out)["findings"]
        if finding["kind"] == "conflict-copy"
    )
    assert finding["path"] == str(copy_path)
    assert "securebase join " in finding["to_do"]


def test_both_versions_are_shown_before_it_is_asked(program):
    program.add_entries(an_entry(answers=(ANSWER, Answer("again", "And?", "The same."))))
    (path,) = program.journal.glob("*.md")
    copy = program.journal / COPY_NAMES[0]
    copy.write_text(path.read_text("utf-8").replace(ANSWER.text, "Plover."), "utf-8")
    done = program.run("join")
    assert 2 == done.code
    assert "--keep entry, --keep copy or --keep both" in done.err
    assert copy.exists()


def test_a_copy_whose_entry_is_gone_can_become_it(program):
    program.add_entries(an_entry())
    (path,) = program.journal.glob("*.md")
    path.rename(program.journal / COPY_NAMES[0])
    assert 0 == program.run("join", "--keep", "copy").code
    assert [ANSWER.text] == answers_of(program)


def test_a_copy_with_the_same_words_is_simply_removed(program):
    program.add_entries(an_entry())
    (path,) = program.journal.glob("*.md")
    (program.journal / COPY_NAMES[0]).write_bytes(path.read_bytes())
    assert "is removed" in program.run("join").out
    assert [path] == list(program.journal.glob("*.md"))


def test_a_copy_that_does_not_exist_is_answered_with_those_that_do(program, copy_path):
    done = program.run("join", "k3f8", "--keep", "both")
    assert 2 == done.code
    assert copy_path.name in done.err

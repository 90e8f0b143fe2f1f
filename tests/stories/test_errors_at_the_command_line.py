"""Errors are reported in one or two lines: what happened, where, what to do; nothing is lost."""

import os
import re
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from securebase_cli.model import Action
from support.builders import an_entry
from support.program import Program

MAX_STDIN_BYTES = 64 * 1024

SECRET = "Robin was off sick again"

GOOD_CONTENT = """\
title: Ours
domains:
- id: rest
  title: Rest
  quality: I may stop
  summary: Stopping.
  questions:
  - id: pause
    text: When do you pause?
"""


def _failed(program, *arguments: str | Path, code: int = 2, **how: Any) -> str:
    """Run a command that must fail, check what holds for each failure, and return its message."""
    before = program.entry_texts()
    done = program.run(*arguments, **how)
    assert code == done.code, done.err
    assert 1 <= len(done.err.splitlines()) <= 2
    assert "Traceback" not in done.err
    assert SECRET not in done.err
    assert "" == done.out
    assert before == program.entry_texts()
    assert [] == program.temporary_files()
    return done.err


# Names.


ALL = ["availability", "sensitivity", "acceptance", "co-operation", "team-membership"]


@pytest.mark.parametrize(
    ("command", "given", "words", "offered"),
    [
        (["reflect"], "acceptence", "There is no domain “acceptence”.", ["acceptance"]),
        (["questions"], "xyz", "There is no domain “xyz”.", ALL),
        (["reflect"], "a", "“a” fits more than one domain", ["availability", "acceptance"]),
        (["list", "-d"], "sens-i-bility", "There is no domain", ["availability", "sensitivity"]),
    ],
)
def test_an_ambiguous_domain_lists_the_candidates(program, command, given, words, offered):
    said = _failed(program, *command, given)
    assert said.startswith(words)
    assert offered == [name for name in ALL if name in said]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["reflect", "-q", "prase"], ["no question “prase”", "Did you mean praise?"]),
        (
            ["reflect", "-q", "xyz"],
            ["no question “xyz”", "`securebase questions --ids` lists them"],
        ),
        (["reflect", "--lens", "divers"], ["no theme “divers”", "Did you mean diversity?"]),
        (["reflect", "co-op", "--lens", "power"], ["in Co-operation", "the theme “power”"]),
        (["reflect", "co-op", "-q", "praise"], ["“praise” belongs to Acceptance"]),
        (["export", "--format", "word"], ["no format “word”", "markdown", "json"]),
        (["export", "--format", "jsn"], ["no format “jsn”", "Did you mean json?"]),
        (["export", "--by", "tag"], ["no order “tag”", "date", "domain"]),
    ],
    ids=" ".join,
)
def test_an_unknown_name_lists_the_known_ones(program, arguments, words):
    said = _failed(program, *arguments)
    assert [] == [word for word in words if word not in said]


def test_an_unknown_question_is_refused_before_the_sitting(program):
    assert "prase" in _failed(program, "reflect", "-q", "prase", input=f"{SECRET}\n")
    assert not program.draft_texts()


# Dates.


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--since", "11/27"],
        ["list", "--until", "2026-02-30"],
        ["reflect", "co-operation", "--date", "Nov 27"],
    ],
    ids=" ".join,
)
def test_an_ambiguous_date_is_refused(program, arguments):
    words = _failed(program, *arguments)
    assert f"“{arguments[-1]}” is not a date that can be read." in words
    assert "Try 27/11/2026, last week or October." in words


# The content file.


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("- a list\n", "line 1", "not a mapping"),
        ("", "line 1", "not a mapping"),
        ("title: Ours\n", "line 1", "domains"),
        (GOOD_CONTENT.replace("    text: When do you pause?\n", ""), "line 8", "“text”"),
        (GOOD_CONTENT.replace("title: Rest", "titel: Rest"), "line 4", "“titel”"),
        (GOOD_CONTENT.replace("id: rest", "id: all"), "line 3", "“all”"),
        (GOOD_CONTENT + "    follows: nap\n", "line 10", "“nap”"),
        (GOOD_CONTENT.replace("I may stop", "[I, may]"), "line 5", "quality"),
        (GOOD_CONTENT + "\tquestions: [\n", "line 10", "YAML"),
        (GOOD_CONTENT + "title: Again\n", "line 10", "title"),
    ],
)
def test_a_mistake_in_the_content_file_is_named_with_file_line_and_key(program, text, where, what):
    content = program.home / "ours.yaml"
    content.write_text(text, "utf-8")
    words = _failed(program, "questions", "--content", content, code=1)
    assert words.startswith(f"{content}, {where}: ")
    assert what in words


def test_a_mistake_in_the_content_file_is_reported_before_the_sitting(program):
    content = program.home / "ours.yaml"
    content.write_text("title: Ours\n", "utf-8")
    words = _failed(program, "reflect", "--content", content, code=1, input=f"1\n{SECRET}\n")
    assert str(content) in words


def test_a_content_file_that_is_not_utf_8_is_named_with_the_line(program):
    content = program.home / "ours.yaml"
    content.write_bytes(GOOD_CONTENT.replace("Stopping", "Caf\xe9").encode("latin-1"))
    words = _failed(program, "questions", "--content", content, code=1)
    assert f"{content}, line 6: not text in UTF-8.\n" == words


def test_a_missing_content_file_or_a_folder_is_named(program):
    for content in (program.home / "ours.yaml", program.home):
        words = _failed(program, "questions", "--content", content, code=1)
        assert words.startswith(f"The content file {content} can't be read: ")


# The settings.


def test_a_mistake_in_the_config_file_is_named(program):
    config = program.home / "config" / "securebase" / "config.toml"
    config.parent.mkdir(parents=True)
    for text, words in (("jornal = 'x'\n", "unknown key “jornal”"), ("journal =\n", "not TOML")):
        config.write_text(text, "utf-8")
        if sys.platform in {"win32", "darwin"}:
            pytest.skip("this platform keeps settings where the test can’t put any")
        said = _failed(program, "list", code=1)
        assert str(config) in said
        assert words in said


# The journal folder.


def test_a_file_in_place_of_the_journal_is_reported_before_the_sitting(program):
    program.journal.write_text("a file", "utf-8")
    words = _failed(program, "reflect", "co-operation", code=1, input=f"{SECRET}\n")
    assert words.startswith(f"The journal folder {program.journal} can't be written: ")
    assert "--journal" in words
    assert "a file" == program.journal.read_text("utf-8")


def test_a_file_in_place_of_the_journal_can_t_be_listed(program):
    program.journal.write_text("a file", "utf-8")
    words = _failed(program, "list", code=1)
    assert words.startswith(f"The journal folder {program.journal} can't be read: ")


@pytest.fixture
def guest(tmp_path):
    """Return the program, run as a user to whom permissions apply, unlike root."""
    if not hasattr(os, "geteuid"):
        pytest.skip("this platform has no permission bits")
    if os.geteuid():
        return Program(tmp_path)
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("there is no setpriv to drop root’s privileges")
    guest = Program(tmp_path, through=[setpriv, "--bounding-set=-dac_override,-dac_read_search"])
    if guest.run("--version").code:
        pytest.skip("root’s privileges can’t be dropped here")
    return guest


def test_a_read_only_journal_is_reported_before_the_sitting(guest):
    guest.journal.mkdir(0o500)
    words = _failed(guest, "reflect", "co-operation", code=1, input=f"{SECRET}\n")
    assert f"The journal folder {guest.journal} can't be written: Permission denied." in words
    assert "mend its permissions" in words


def test_an_unreadable_journal_folder_is_reported(guest):
    guest.journal.mkdir(0)
    done = guest.run("list")
    guest.journal.chmod(0o700)
    assert 1 == done.code
    assert f"The journal folder {guest.journal} can't be read: Permission denied.\n" == done.err


def test_an_unreadable_entry_is_named_and_the_others_are_listed(guest):
    guest.add_entries(an_entry(), an_entry(id="bbbb"))
    locked = next(guest.journal.glob("*-bbbb.md"))
    locked.chmod(0)
    done = guest.run("list")
    assert 4 == done.code
    assert done.err.startswith(f"Left alone: {locked.name}: it can't be opened (Permission denied)")
    assert 1 == len(done.err.splitlines())
    assert "k3f7" in done.out


# Answers from a file.


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"praise: {SECRET}\nprase: {SECRET}\n", "answers.yaml, line 2: there is no question “p"),
        (f"praise: '{SECRET}\n", "answers.yaml, line 2: "),
        (f"praise: {SECRET}\npraise: {SECRET}\n", "answers.yaml, line 2: "),
        (f"praise: &name {SECRET}\n", "answers.yaml, line 1: "),
        (f"praise:\n- {SECRET}\n", "answers.yaml, line 2: praise: a list or mapping stands where"),
        (f"praise:\n  a: {SECRET}\n", "answers.yaml, line 2: praise: a list or mapping"),
        (f"- {SECRET}\n", "answers.yaml: not a mapping"),
        (f"{SECRET}\n", "answers.yaml: not a mapping"),
        (f"praise: {SECRET}\x1b\n", "answers.yaml, line 1: "),
        (f"praise: {SECRET}\n".encode("utf-16"), "answers.yaml, line 1: not text in UTF-8."),
        (f"praise: |\n  {SECRET}\n  ".encode() + b"\xff\n", "answers.yaml, line 3: not text in"),
    ],
    ids=[
        "an unknown question",
        "a quote left open",
        "a question twice",
        "an anchor",
        "a list for a text",
        "a mapping for a text",
        "a list",
        "a text",
        "a control character",
        "UTF-16",
        "a broken byte",
    ],
)
def test_invalid_answers_are_refused_as_a_whole(program, text, words):
    file = program.home / "answers.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    said = _failed(program, "reflect", "--answers", file.name, cwd=program.home)
    assert words in said
    assert [] == program.entry_texts() + program.draft_texts()


def test_answers_to_questions_outside_the_sitting_are_refused(program):
    said = _failed(
        program, "reflect", "co-operation", "--answers", "-", input=f"praise: {SECRET}\n"
    )
    assert said.startswith("standard input, line 1: there is no question “praise” in this sitting")


def test_a_missing_answers_file_is_named(program):
    said = _failed(program, "reflect", "--answers", program.home / "answers.yaml")
    assert f"The answers in {program.home / 'answers.yaml'} can't be read: " in said


def test_no_input_without_answers_names_the_missing_option(program):
    said = _failed(program, "reflect", "co-operation", "--no-input", input=f"{SECRET}\n")
    assert "With --no-input the answers must come from a file: --answers FILE.\n" == said


def test_resume_without_input_names_the_options_that_are_missing(program):
    program.run("reflect", "co-operation", input=f"{SECRET}\n.pause\n")
    said = _failed(program, "resume", "--no-input")
    assert "Say what to do with it: --save or --set-aside.\n" == said
    assert 1 == len(program.draft_texts())


# Saving and exporting.


def test_an_entry_over_the_size_limit_stays_in_its_draft(program):
    text = "word " * 450_000
    program.skip_notice()
    arguments = ["-q", "praise", "-q", "call-on-support"]
    done = program.run("reflect", *arguments, input=f"{text}\n.\nNot asked for.\n")
    assert 1 == done.code
    assert "2 of 2" not in done.out
    assert "The entry would be larger than 2 MiB" in done.err
    assert "securebase resume" in done.err
    assert 2 >= len(done.err.splitlines())
    assert [] == program.entry_texts() + program.temporary_files()
    (draft,) = program.draft_texts()
    assert text.strip() in draft


def test_an_export_over_a_file_or_into_a_missing_folder_is_refused(program):
    program.add_entries(an_entry())
    file = program.home / "copy.md"
    file.write_text("precious", "utf-8")
    assert f"{file} is there already. Choose another name, or add --force.\n" == (
        _failed(program, "export", "-o", file)
    )
    assert "precious" == file.read_text("utf-8")
    nowhere = program.home / "no" / "folder" / "copy.md"
    said = _failed(program, "export", "-o", nowhere, code=1)
    assert f"Could not write {nowhere}: there is no such folder.\n" == said


def test_an_export_does_not_follow_a_dangling_link(program):
    link = program.home / "copy.md"
    try:
        link.symlink_to(program.home / "target.md")
    except OSError:
        pytest.skip("no links may be made here")
    assert "is no ordinary file" in _failed(program, "export", "-o", link)
    assert not (program.home / "target.md").exists()


# Drafts.


def test_an_unreadable_draft_is_named_and_left_unchanged(program):
    folder = program.journal / ".securebase" / "drafts"
    folder.mkdir(parents=True)
    draft = folder / "2026-11-23-1430-aaaa.md"
    draft.write_text(f"{SECRET}\n", "utf-8")
    done = program.run("resume")
    assert 0 == done.code
    assert re.match(rf"A draft was left alone, because .*: {re.escape(str(draft))}\n", done.err)
    assert SECRET not in done.out + done.err
    assert f"{SECRET}\n" == draft.read_text("utf-8")


# Words from standard input.


@pytest.mark.parametrize(
    "command", [["search"], ["search", "-"], ["actions", "tried", "k3f7.1", "--note", "-"]]
)
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"secret \xff", "What came on standard input is not text in UTF-8.\n"),
        (b"secret " * MAX_STDIN_BYTES, "What came on standard input is larger than 64 KiB.\n"),
    ],
    ids=["not UTF-8", "too much"],
)
def test_words_on_standard_input_that_are_refused(program, command, data, words):
    program.add_entries(an_entry(actions=(Action("Rest"),)))
    done = program.run(*command, input=data)
    assert (2, "", words) == (done.code, done.out, done.err)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows has one zone for all")
@pytest.mark.parametrize("zone", ["UTC+25", "XYZ-99:99"])
def test_a_time_zone_that_no_date_can_have_is_named(program, zone):
    done = program.run("list", env={"TZ": zone})
    assert 2 == done.code
    assert "The time zone that TZ names is a day or more away" in done.err


@pytest.mark.parametrize("zone", ["", "Foo/Bar", ":::", "/etc/passwd"])
def test_a_time_zone_that_is_not_known_is_the_world_s_time(program, zone):
    program.add_entries(an_entry())
    assert 0 == program.run("list", env={"TZ": zone}).code

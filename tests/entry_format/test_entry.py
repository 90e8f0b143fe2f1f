"""An entry is one Markdown file; only its marker comments divide it."""

import time
from datetime import UTC, date, datetime, timedelta, timezone
from textwrap import dedent

import pytest

from securebase_cli.entry_format.draft import read_draft, write_draft
from securebase_cli.entry_format.entry import decode_entry, read_entry, write_entry
from securebase_cli.entry_format.quick_checks import may_be_team_session
from securebase_cli.entry_format.sections import read_body
from securebase_cli.errors import EntryFormatError
from securebase_cli.model import (
    UNKNOWN_MOMENT,
    Action,
    Answer,
    OtherText,
    Scaling,
    Step,
    entry_title,
)
from support.builders import ANSWER, MOMENT, a_draft, an_entry

ENTRY = an_entry(
    tags=("away-day",),
    answers=(
        Answer("call-on-support", "Do team members feel they can?", "Most of them do.\n\nNot all."),
        Answer("asked-directly", "Have you asked?", "# Not yet"),
    ),
    skipped=("joint-responsibility",),
    actions=(
        Action("Pair the newer two", due=date(2026, 12, 1)),
        Action("Ask directly", "tried", closed=date(2026, 11, 24)),
    ),
)
ENTRY_FILE = """\
---
securebase: 1
id: k3f7
title: "Availability, 23 November 2026"
date: 2026-11-23T14:30:12+00:00
domain: availability
tags: [away-day]
skipped: [joint-responsibility]
---

# Availability, 23 November 2026

## Do team members feel they can?
<!-- securebase question call-on-support -->

Most of them do.

Not all.

## Have you asked?
<!-- securebase question asked-directly -->

\\# Not yet

## What I will try
<!-- securebase actions -->

- [ ] Pair the newer two 📅 2026-12-01
- [x] Ask directly ✅ 2026-11-24
"""

DRAFT = a_draft(
    step_index=1,
    tags=("away-day",),
    answers=(Answer("call-on-support", "Do they?", "Most"),),
    skipped=("praise",),
    action=Action("Ask Sam", due=date(2026, 12, 1)),
)
DRAFT_FILE = """\
---
securebase: 1
id: d2r4
title: "Unfinished, 23 November 2026"
date: 2026-11-23T14:30:12+00:00
plan: [availability/call-on-support, availability/asked-directly, acceptance/praise]
entries: [availability/k3f7, acceptance/m2aa]
at: 1
tags: [away-day]
skipped: [praise]
---

# Unfinished, 23 November 2026

## Do they?
<!-- securebase question call-on-support -->

Most

## What I will try
<!-- securebase actions -->

- [ ] Ask Sam 📅 2026-12-01
"""


def _file(front: str = "", body: str = "") -> str:
    return (
        "---\nsecurebase: 1\nid: k3f7\ndate: 2026-11-23T14:30:12+00:00\ndomain: availability\n"
        f"{front}---\n{dedent(body)}"
    )


def _with(old: str, new: str) -> str:
    assert old in ENTRY_FILE
    return ENTRY_FILE.replace(old, new)


# As it is written.


def test_an_entry_and_its_file():
    assert ENTRY_FILE == write_entry(ENTRY)
    assert ENTRY == read_entry(ENTRY_FILE)


def test_a_draft_and_its_file():
    assert DRAFT_FILE == write_draft(DRAFT, "Unfinished, 23 November 2026")
    assert DRAFT == read_draft(DRAFT_FILE)


@pytest.mark.parametrize("name", ["#rota", "##rota", " rota", "# rota", "two words"])
def test_a_tag_that_was_edited_by_hand_is_written_so_that_it_is_read_alike(name):
    entry = an_entry(tags=("away-day", name), skipped=(name,))
    assert entry == read_entry(write_entry(entry))


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x0c", "\u2028"])
def test_a_title_of_several_lines_is_one_heading(end):
    entry = an_entry(title=f"One{end}```")
    assert "\n\n# One ```\n\n" in write_entry(entry)
    assert entry == read_entry(write_entry(entry))


def test_what_was_put_on_the_scale_stands_in_the_front_matter():
    entry = an_entry(scaling=Scaling(7, "observed"))
    assert "\nscaling: 7\nscaling-basis: observed\n---\n" in write_entry(entry)
    assert entry == read_entry(write_entry(entry))
    assert "scaling" not in write_entry(an_entry())


@pytest.mark.parametrize(
    ("front", "scaling"),
    [
        ("scaling: 0\n", Scaling(0)),
        ("scaling: 7.0\n", Scaling(7)),
        ("scaling: 7.\n", Scaling(7)),
        ("scaling: 7.5\n", None),
        ("scaling: 10\nscaling-basis: asked-the-team\n", Scaling(10, "asked-the-team")),
        ("scaling: '7'\nscaling-basis: a feeling\n", Scaling(7)),
        ("scaling: 11\n", None),
        ("scaling: -1\n", None),
        ("scaling: seven\n", None),
        ("scaling: [7]\n", None),
        ("scaling: 999999999999999999999999\n", None),
        ("scaling-basis: observed\n", None),
    ],
)
def test_what_no_scale_of_ours_has_is_left_out(front, scaling):
    assert scaling == read_entry(_file(front)).scaling


def test_a_team_session_says_so_in_the_front_matter_and_a_reflection_says_nothing():
    session = an_entry(kind="team-session", actions=(Action("Ask"),))
    written = write_entry(session)
    assert "\ndomain: availability\nkind: team-session\ntags: []\n" in written
    assert "\n## What we will try\n" in written
    assert session == read_entry(written)
    assert "kind" not in write_entry(an_entry())


@pytest.mark.parametrize(
    ("front", "kind"),
    [
        ("kind: team-session\n", "team-session"),
        ("kind: 'team session'\n", "team-session"),
        ("kind: Team Session\n", "team-session"),
        ("kind: [team-session]\n", "team-session"),
        ("kind: supervision\n", "reflection"),
        ("kind: reflection\n", "reflection"),
        ("kind:\n", "reflection"),
        ("", "reflection"),
    ],
)
def test_a_kind_is_read_as_people_write_it_and_one_we_don_t_know_is_a_reflection(front, kind):
    assert kind == read_entry(_file(front)).kind


@pytest.mark.parametrize(
    ("front", "may_be"),
    [
        ("kind: team-session\n", True),
        ('"k\\u0069nd": team-session\n', True),
        ("tags: [away-day]\n", False),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_look_at_the_bytes_tells_what_is_no_team_session(front, may_be, end):
    body = "\nkind: team-session\n"
    assert may_be is may_be_team_session(_file(front, body).replace("\n", end).encode())


def test_a_draft_of_a_team_session_stays_one():
    draft = a_draft(kind="team-session", action=Action("Ask"))
    written = write_draft(draft, "Unfinished")
    assert "\nkind: team-session\nplan: [" in written
    assert draft == read_draft(written)
    assert "kind" not in write_draft(a_draft(), "Unfinished")


def test_a_draft_knows_its_scales_and_what_was_put_on_them():
    plan = (*a_draft().plan, Step("acceptance", ""))
    draft = a_draft(plan=plan, scalings=(("acceptance", Scaling(7, "observed")),))
    written = write_draft(draft, "Unfinished")
    assert ", acceptance/praise, acceptance/]\n" in written
    assert "\nscalings: [acceptance/7-observed]\n" in written
    assert draft == read_draft(written)


def test_a_draft_without_a_word_yet():
    assert a_draft() == read_draft(write_draft(a_draft(), "Unfinished"))


def test_a_draft_may_be_past_its_last_question():
    assert 3 == read_draft(write_draft(a_draft(step_index=3), "Unfinished")).step_index


def test_an_entry_without_actions_has_no_section_for_them():
    assert "What I will try" not in write_entry(an_entry())


def test_a_title_says_of_a_team_session_that_it_is_one():
    assert "Availability, 23 November 2026, team session" == (
        entry_title("Availability", MOMENT, "team-session")
    )


def test_a_title_has_the_domain_and_the_day():
    assert "Availability, 23 November 2026" == entry_title("Availability", MOMENT)


@pytest.mark.parametrize("asked", ["Do you use C#?", "## Really?", "#", "Is *this* `it`?", ""])
def test_the_question_comes_back_as_it_was_asked(asked):
    entry = an_entry(answers=(Answer("praise", asked, "Yes."),))
    assert entry == read_entry(write_entry(entry))


# As it was edited by hand.


@pytest.mark.parametrize(
    "text",
    [
        ENTRY_FILE.replace("\n", "\r\n"),
        "\ufeff" + ENTRY_FILE,
        _with("---\n", "---  \n"),
        _with("id: k3f7", "id: 'k3f7' # the id"),
        _with("tags: [away-day]", "tags:\n  - away-day"),
        _with("tags: [away-day]", "tags: '#away-day'"),
        _with("tags: [away-day]", 'tags: ["#away-day", "", " "]'),
        _with("-->\n\n", "-->\n\n\n\n"),
        _with("\n<!--", "\n\n<!--"),
        _with("-->\n", "--> \t\n"),
        _with("## Have", "### Have"),
        _with("- [ ] Pair", "* [ ]  Pair"),
        _with("# Availability, 23 November 2026\n", "Availability, 23 November 2026\n====\n"),
        _with("]\n---\n", "]\n...\n"),
        _with("domain: availability\n", "domain: availability\nmood: good\ncssclasses: [a]\n"),
        ENTRY_FILE.rstrip("\n"),
    ],
)
def test_an_edited_file_means_the_same(text):
    assert ENTRY == read_entry(text)


@pytest.mark.parametrize(
    ("text", "other_text"),
    [
        (
            _with("# Availability, 23", "# My own\n\nAnd words of my own.\n\n# Availability, 23"),
            [("# My own\n\nAnd words of my own.", "outside")],
        ),
        (
            _with("\n## Do team", "\nWords of my own.\n\n\\# No heading\n\n## Do team"),
            [("Words of my own.\n\n# No heading", "outside")],
        ),
        (
            _with("# Availability, 23", "# My title, 23"),
            [("# My title, 23 November 2026", "outside")],
        ),
        (
            _with("- [ ] Pair", "Some words.\n\n- not a task\n- [ ] Pair"),
            [("Some words.\n\n- not a task", "not-a-task")],
        ),
        (
            _with("- [x] Ask", "Between.\n- [x] Ask") + "\nAt the end.\n",
            [("Between.", "not-a-task"), ("At the end.", "not-a-task")],
        ),
    ],
)
def test_text_that_no_section_claims_is_read_as_such(text, other_text):
    entry = read_entry(text)
    assert other_text == list(entry.other_text)
    assert ENTRY == entry._replace(other_text=())


def test_tags_in_one_line_of_text_are_several():
    assert ("a", "b", "c") == read_entry(_file("tags: 'a, #b c'\n")).tags


def test_what_may_be_missing():
    entry = read_entry(_file())
    assert an_entry(title="", answers=()) == entry


def test_values_that_are_lists_where_text_belongs_are_no_values():
    assert "" == read_entry(_file("title: [a]\n")).title


def test_a_question_that_was_emptied_is_no_answer():
    body = """
        ## Do you?
        <!-- securebase question praise -->

        ## How?
        <!-- securebase question induction -->
        Well.
        """
    assert (Answer("induction", "How?", "Well."),) == read_entry(_file(body=body)).answers


def test_sections_may_be_reordered():
    body = """
        ## What I will try
        <!-- securebase actions -->
        - [ ] Ask Sam
        ## Do you?
        <!-- securebase question praise -->
        Yes.
        """
    entry = read_entry(_file(body=body))
    assert (Action("Ask Sam"),) == entry.actions
    assert (Answer("praise", "Do you?", "Yes."),) == entry.answers


def test_two_lists_of_actions_are_one():
    body = """
        <!-- securebase actions -->
        - [ ] Ask Sam
        <!-- securebase actions -->
        - [ ] Ask Kim
        """
    assert ("Ask Sam", "Ask Kim") == tuple(
        action.text for action in read_entry(_file(body=body)).actions
    )


def test_a_heading_a_rule_or_a_list_divides_nothing():
    text = "Yes.\n\n## My heading\n\n---\n\n- a\n- b\n\n<!-- my comment -->\n\n```\ncode\n```"
    body = f"\n## Do you?\n<!-- securebase question praise -->\n\n{text}\n"
    assert (Answer("praise", "Do you?", text),) == read_entry(_file(body=body)).answers


def test_a_section_begins_at_the_heading_above_its_marker():
    text = """
# Title

## Do you?
<!-- securebase question praise -->
Yes.
###   How? \n
<!-- securebase question induction -->
Well.
No heading.
<!-- securebase actions -->
- [ ] Ask"""
    answers = (
        Answer("praise", "Do you?", "Yes."),
        Answer("induction", "How?", "Well.\nNo heading."),
    )
    assert (answers, "", (Action("Ask"),), ()) == read_body(text, 0, "Title")


def test_a_heading_may_be_the_first_line():
    text = "\n## Do you?\n<!-- securebase question praise -->\nYes."
    assert ((Answer("praise", "Do you?", "Yes."),), "", (), ()) == read_body(text, 0, "")


@pytest.mark.parametrize("above", ["\n", "\n\n", "\n \n"])
def test_a_marker_in_the_first_line_has_no_heading(above):
    text = f"{above}<!-- securebase question praise -->\nYes."
    assert ((Answer("praise", "", "Yes."),), "", (), ()) == read_body(text, 0, "")


def test_what_the_writer_takes_from_it_has_a_section_of_its_own():
    entry = ENTRY._replace(takeaway="I answer too quickly.\n\n# And too often")
    written = write_entry(entry)
    section = "\n## What I take from this\n<!-- securebase takeaway -->\n\nI answer too quickly.\n"
    assert written.index("securebase question") < written.index(section)
    assert written.index(section) < written.index("securebase actions")
    assert entry == read_entry(written)


def test_the_texts_of_two_sections_of_one_kind_are_read_together():
    text = "\n<!-- securebase takeaway -->\nAsk.\n\n## Again\n<!-- securebase takeaway -->\nListen."
    assert ((), "Ask.\n\nListen.", (), ()) == read_body(text, 0, "")


@pytest.mark.parametrize("text", ["", "\n", "\nNo marker."])
def test_a_text_without_a_marker_has_no_section(text):
    answers, takeaway, actions, other_text = read_body(text, 0, "")
    assert ((), "", ()) == (answers, takeaway, actions)
    assert text.strip() == "".join(other.text for other in other_text)


# Dates.


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-23T14:30:12Z", MOMENT),
        ("2026-11-23T14:30:12.999+00:00", MOMENT),
        ("'2026-11-23 15:30:12+01:00'", MOMENT),
    ],
)
def test_a_moment_may_be_written_in_several_ways(written, moment):
    read_back = read_entry(_with("2026-11-23T14:30:12+00:00", written)).moment
    assert moment == read_back
    assert 0 == read_back.microsecond


@pytest.fixture
def _in_sydney(monkeypatch):
    monkeypatch.setenv("TZ", "Australia/Sydney")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_in_sydney")
def test_a_date_that_lost_its_offset_is_a_local_one():
    sydney = timezone(timedelta(hours=11))
    text = _with("2026-11-23T14:30:12+00:00", "2026-11-23T14:30:12")
    assert datetime(2026, 11, 23, 14, 30, 12, tzinfo=sydney) == read_entry(text).moment
    text = _with("2026-11-23T14:30:12+00:00", "2026-11-23")
    assert datetime(2026, 11, 23, tzinfo=sydney) == read_entry(text).moment


@pytest.mark.parametrize("offset", [timedelta(hours=-12), timedelta(seconds=-75), timedelta(0)])
def test_the_offset_from_utc_is_kept(offset):
    moment = datetime(1890, 1, 2, 3, 4, 5, tzinfo=timezone(offset))
    read_back = read_entry(write_entry(an_entry(moment=moment))).moment
    assert (moment, offset) == (read_back, read_back.utcoffset())


# What can't be read.


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "it has no front matter (a first line “---”)"),
        ("# Title\n", "it has no front matter (a first line “---”)"),
        ("\n" + ENTRY_FILE, "it has no front matter (a first line “---”)"),
        ("---\nid: a\n", "its front matter has no end (a second line “---”)"),
        (f"---\n{'x: y' * 20_000}\n---\n", "its front matter is larger than 64 KiB"),
        ("---\n" + "x: y\n" * 20_000, "its front matter is larger than 64 KiB"),
        ("---\n---\n", "its front matter has no “securebase: 1”"),
        (_with("securebase: 1\n", ""), "its front matter has no “securebase: 1”"),
        (_with("securebase: 1\n", "securebase: [1]\n"), "its front matter has no “securebase: 1”"),
        (_with("securebase: 1\n", "securebase: x\n"), "its front matter has no “securebase: 1”"),
        (
            _with("securebase: 1\n", "securebase: 2\n"),
            "a newer securebase wrote it; this one is too old to read it",
        ),
    ],
)
def test_what_is_no_entry_is_refused_in_words_without_its_text(text, words, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        with pytest.raises(EntryFormatError) as refused:
            read_entry(text)
    finally:
        monkeypatch.undo()
        time.tzset()
    assert str(refused.value).startswith(words)
    assert "Sam" not in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ("id: k3f7\n", "", {"id": ""}),
        ("id: k3f7", "id: ../k3f7", {"id": ""}),
        ("id: k3f7", "id: AAAA", {"id": ""}),
        ("id: k3f7", "id: null", {"id": ""}),
        ("id: k3f7", "id: k3f7\nid: b", {"id": ""}),
        ("domain: a", "domain: A", {"domain": ""}),
        ("date: 2026-11", "date: 2026-13", {"date": ""}),
        ("date: 2026", "when: 2026", {"date": ""}),
        ("2026-11-23T14:30:12+00:00", "", {"date": ""}),
        ("2026-11-23T14:30:12+00:00", "0001-01-01", {"date": ""}),
        ("tags: [away-day]", "tags: {a: b}", {"tags": ()}),
        ("tags: [away-day]", "tags: &a [away-day]", {"tags": ()}),
        ("skipped: [", "skipped: [a, @b, ", {"skipped": ()}),
        ('title: "Availability, 23 November 2026"', "title: [a]", {"title": ""}),
        ("tags:", "scaling: seven\ntags:", {"scaling": None}),
        ("tags:", "scaling: 11\ntags:", {"scaling": None}),
    ],
)
def test_a_field_that_can_t_be_used_is_named_and_the_rest_is_read(old, new, missing, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        entry = read_entry(_with(old, new))
    finally:
        monkeypatch.undo()
        time.tzset()
    (key,) = missing
    assert f"its front matter has no “{key}” that can be used" == entry.problems[-1].message
    assert (key not in {"id", "domain", "date"}) is entry.problems[-1].is_loss
    expected = {"moment": UNKNOWN_MOMENT} if key == "date" else missing
    assert ENTRY._replace(**expected) == entry._replace(problems=(), other_text=())


@pytest.mark.parametrize(
    "lines", ["author: @me", "mood: a\nmood: b", "\tmood: a", "a: &x b\nc: *x", "- What Sam said"]
)
def test_a_mistake_in_what_is_not_ours_takes_nothing_from_the_entry(lines):
    entry = read_entry(_with("tags:", f"{lines}\ntags:"))
    assert ENTRY == entry._replace(problems=())
    (problem,) = entry.problems
    assert not problem.is_loss
    assert "Sam" not in problem.message


@pytest.mark.parametrize("nothing", ["", "null", "~", "Null", '""'])
@pytest.mark.parametrize("key", ["title", "tags", "skipped", "scaling", "kind"])
def test_a_field_that_says_null_is_not_there(key, nothing):
    entry = read_entry(_file(f"{key}: {nothing}\n"))
    assert an_entry(title="", answers=()) == entry


def test_empty_bytes_at_the_end_are_no_part_of_an_answer():
    entry = read_entry(write_entry(an_entry()) + "\0" * 512)
    assert an_entry() == entry._replace(problems=())
    assert (
        "512 empty bytes stand at its end, as a power cut leaves them" == entry.problems[0].message
    )


def test_a_file_of_nothing_but_empty_bytes_is_an_empty_one():
    with pytest.raises(EntryFormatError, match="it is empty"):
        decode_entry(b"\0" * 4096)


def test_other_text_is_written_above_the_title():
    other = OtherText("\\<!-- securebase actions -->\n# Mine\n- [ ] Ask", "outside")
    entry = ENTRY._replace(other_text=(other,))
    assert entry == read_entry(write_entry(entry))


def test_front_matter_just_below_the_cap_is_read():
    entry = read_entry(_file(f'filler: "{"x" * 65_000}"\n'))
    assert "k3f7" == entry.id


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("at: 1", "at: 5", "its front matter has no “at” that fits its plan"),
        ("at: 1", "at: -1", "its front matter has no “at” that fits its plan"),
        ("at: 1", "at: ٣", "its front matter has no “at” that fits its plan"),
        ("at: 1", "at: ²", "its front matter has no “at” that fits its plan"),
        ("at: 1", f"at: {'9' * 5000}", "its front matter has no “at” that fits its plan"),
        ("at: 1\n", "", "its front matter has no “at” that fits its plan"),
        ("acceptance/praise", "acceptance", "its front matter has no “plan” that can be used"),
        ("acceptance/praise", "a/b/c", "its front matter has no “plan” that can be used"),
        ("acceptance/m2aa", "/m2aa", "its front matter has no “entries” that can be used"),
        ("acceptance/m2aa", "sensitivity/m2aa", "its front matter has no “entries” that fit"),
        (
            "<!-- securebase question call-on-support -->",
            "<!-- securebase question induction -->",
            "it has an answer to a question that is not in its plan",
        ),
        ("id: d2r4", "id: D2R4", "its front matter has no “id” that can be used"),
        ("securebase: 1", "securebase: 2", "a newer securebase wrote it"),
    ],
)
def test_what_is_no_draft_is_refused(old, new, words):
    assert old in DRAFT_FILE
    with pytest.raises(EntryFormatError) as refused:
        read_draft(DRAFT_FILE.replace(old, new))
    assert str(refused.value).startswith(words)


def test_an_entry_is_no_draft_and_a_draft_no_entry():
    with pytest.raises(EntryFormatError, match="no “at” that fits its plan"):
        read_draft(ENTRY_FILE)
    assert "its front matter has no “domain” that can be used" in {
        problem.message for problem in read_entry(DRAFT_FILE).problems
    }


def test_an_ordinary_answer_is_in_the_file_as_it_was_typed():
    text = "A line.\n\n- a list\n- [ ] a task\n\n> a quote\n\n**bold** `code` C:\\dir\n\n1. one"
    entry = an_entry(answers=(Answer(ANSWER.question, ANSWER.question_text, text),))
    assert f"\n{text}\n" in write_entry(entry)


def test_the_year_of_the_program_makes_no_difference():
    moment = datetime(1, 1, 1, tzinfo=UTC)
    assert an_entry(moment=moment) == read_entry(write_entry(an_entry(moment=moment)))

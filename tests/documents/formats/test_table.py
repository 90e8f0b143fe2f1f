"""The journal as one document: to hand in, or for other programs."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from securebase_cli.documents.formats import json_document
from securebase_cli.documents.formats.table import FORMATS, format_for_extension
from securebase_cli.documents.notices import Omissions
from securebase_cli.model import Action, Answer, Scaling
from securebase_cli.storage.scan import StoredEntry
from support.builders import MOMENT, TITLES, a_document_source, a_stored_entry

FIRST = a_stored_entry(
    id="aaaa",
    moment=MOMENT - timedelta(days=3),
    domain="acceptance",
    title="Acceptance, 20 November 2026",
    answers=(Answer("praise", "Do you praise?", "Often.\n\n# Not always"),),
    skipped=("learning-culture",),
    actions=(Action("Say it aloud", due=date(2026, 12, 1)),),
)
SECOND = a_stored_entry(
    id="bbbb",
    tags=("away-day", "rota"),
    answers=(Answer("call-on-support", "Do they?", "Most."), Answer("a", "And you?", "Yes.")),
    skipped=("b", "c"),
)
THIRD = a_stored_entry(
    id="cccc",
    moment=MOMENT + timedelta(days=1),
    domain="acceptance",
    title="Acceptance, 24 November 2026",
    answers=(),
    actions=(Action("Ask Sam", "tried", closed=date(2026, 11, 25), note="Fine"),),
)


def _markdown(*entries: StoredEntry, by="date", titles=TITLES) -> str:
    return "".join(
        FORMATS["markdown"].render_journal(a_document_source(*entries, titles=titles, order=by))
    )


def _json(*entries: StoredEntry, by="date"):
    return json.loads("".join(json_document.render_entries(a_document_source(*entries, order=by))))


def test_a_journal_by_date():
    assert """\
# Reflection journal

20 November 2026 to 24 November 2026 · 3 entries

Name and team: …………………………………………………… · Made on 23 November 2026

## Contents

- [Acceptance, 20 November 2026](#acceptance-20-november-2026)
- [Availability, 23 November 2026](#availability-23-november-2026)
- [Acceptance, 24 November 2026](#acceptance-24-november-2026)
- [What I will try](#what-i-will-try)

## Acceptance, 20 November 2026

### Do you praise?

Often.

\\# Not always

*1 question skipped.*

## Availability, 23 November 2026

Tags: away-day, rota

### Do they?

Most.

### And you?

Yes.

*2 questions skipped.*

## Acceptance, 24 November 2026

## What I will try

- [ ] Say it aloud (Acceptance, 20 November 2026) 📅 2026-12-01
- [x] Ask Sam (Acceptance, 24 November 2026) 💬 Fine ✅ 2026-11-25
""" == _markdown(FIRST, SECOND, THIRD)


def test_a_journal_by_domain():
    assert """\
# Reflection journal

20 November 2026 to 24 November 2026 · 3 entries

Name and team: …………………………………………………… · Made on 23 November 2026

## Contents

- [Availability](#availability)
- [Acceptance](#acceptance)
- [What I will try](#what-i-will-try)

## Availability

### 23 November 2026

Tags: away-day, rota

#### Do they?

Most.

#### And you?

Yes.

*2 questions skipped.*

## Acceptance

### 20 November 2026

#### Do you praise?

Often.

\\# Not always

*1 question skipped.*

### 24 November 2026

## What I will try

- [ ] Say it aloud (Acceptance, 20 November 2026) 📅 2026-12-01
- [x] Ask Sam (Acceptance, 24 November 2026) 💬 Fine ✅ 2026-11-25
""" == _markdown(FIRST, SECOND, THIRD, by="domain")


def test_a_journal_without_entries_says_so():
    assert _markdown().startswith("# Reflection journal\n\nNo entries.\n")
    assert {"entries": []} == _json()


def test_one_entry_has_one_day_and_no_section_of_actions():
    document = _markdown(SECOND)
    assert "\n23 November 2026 · 1 entry\n" in document
    assert "What I will try" not in document


def test_titles_that_are_the_same_lead_to_different_places():
    document = _markdown(SECOND, SECOND, SECOND)
    for anchor in ("", "-1", "-2"):
        assert f"](#availability-23-november-2026{anchor})\n" in document


def test_a_title_that_looks_like_the_anchor_of_another_leads_to_itself():
    titled = [
        SECOND._replace(entry=SECOND.entry._replace(title=title))
        for title in ("A", "A-1", "A", "A")
    ]
    document = _markdown(*titled)
    anchors = [line.rpartition("(#")[2][:-1] for line in document.splitlines() if "](#" in line]
    assert ["a", "a-1", "a-2", "a-3"] == anchors


def test_of_very_many_entries_every_line_of_contents_and_actions_is_there():
    entries = [
        FIRST._replace(entry=FIRST.entry._replace(title=f"Day {number}", domain="acceptance"))
        for number in range(600)
    ]
    document = _markdown(*entries)
    contents, _, rest = document.partition("\n## Day 0\n")
    assert [f"- [Day {n}](#day-{n})" for n in range(600)] == contents.splitlines()[8:-1]
    assert [f"- [ ] Say it aloud (Day {n}) 📅 2026-12-01" for n in range(600)] == [
        line for line in rest.splitlines() if line.startswith("- [ ]")
    ]


def test_what_was_put_on_the_scale_stands_below_the_answers():
    document = _markdown(a_stored_entry(scaling=Scaling(7, "asked-the-team")))
    assert document.endswith(
        "Most of them do.\n\n"
        "*Where I put it, 0 to 10 (my estimate): 7 of 10, what they have told me.*\n"
    )


def test_a_domain_called_contents_leads_to_itself():
    document = _markdown(SECOND, by="domain", titles={"availability": "Contents"})
    assert "- [Contents](#contents-1)\n" in document


def test_an_entry_without_a_title_gets_its_domain_and_day():
    assert "\n## Availability, 23 November 2026\n" in _markdown(a_stored_entry(title=""))


def test_a_domain_that_the_content_no_longer_has_comes_last_by_its_id():
    entries = [a_stored_entry(domain=domain) for domain in ("zeal", "courage", "acceptance")]
    headings = [
        line for line in _markdown(*entries, by="domain").split("\n") if line.startswith("## ")
    ]
    assert ["## Contents", "## Acceptance", "## courage", "## zeal"] == headings


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("Is *this* `it`?", "Is \\*this\\* \\`it\\`?"),
        ("A <b> & [c](d) #", "A \\<b\\> \\& \\[c\\](d) \\#"),
        ("a_b ~c~ |d| $e$ \\f", "a\\_b \\~c\\~ \\|d\\| \\$e\\$ \\\\f"),
    ],
)
def test_a_question_or_title_is_plain_words_in_its_heading(words, written):
    entry = a_stored_entry(title=words, answers=(Answer("a", words, "Yes."),), tags=(words,))
    document = _markdown(entry)
    assert f"\n## {written}\n" in document
    assert f"\n### {written}\n" in document
    assert f"\nTags: {written}\n" in document
    assert f"\n- [{written}](#" in document


@pytest.mark.parametrize("by", ["date", "domain"])
def test_a_title_or_tag_of_several_lines_stays_in_its_line(by):
    several = "One\n\ntwo\n==="
    entry = a_stored_entry(title=several, tags=(several,), actions=(Action("Ask Sam"),))
    document = _markdown(entry, by=by, titles={"availability": several})
    assert "===" in document
    assert "\n===" not in document


@pytest.mark.parametrize("by", ["date", "domain"])
def test_no_piece_holds_more_than_one_entry(by):
    pieces = FORMATS["markdown"].render_journal(a_document_source(FIRST, SECOND, THIRD, order=by))
    texts = ("Often.", "Most.")
    assert {0, 1} == {sum(text in piece for text in texts) for piece in pieces}


def test_json_has_every_entry_whole_by_date_or_by_domain():
    by_date = _json(FIRST, SECOND, THIRD)["entries"]
    assert ["aaaa", "bbbb", "cccc"] == [entry["id"] for entry in by_date]
    assert "Often.\n\n# Not always" == by_date[0]["answers"][0]["answer"]
    by_domain = _json(FIRST, SECOND, THIRD, by="domain")["entries"]
    assert ["bbbb", "aaaa", "cccc"] == [entry["id"] for entry in by_domain]


def test_the_json_names_the_file_of_an_entry_but_not_its_folder():
    (entry,) = _json(FIRST)["entries"]
    assert FIRST.file_name == entry["path"]


def test_json_is_ascii_so_that_no_terminal_is_harmed():
    answer = Answer("a", "Asked?", "é 👩‍👩‍👧 \u202e\x9b31m")
    document = "".join(
        json_document.render_entries(a_document_source(a_stored_entry(answers=(answer,))))
    )
    assert document.isascii()
    assert answer.text == json.loads(document)["entries"][0]["answers"][0]["answer"]


def test_the_document_names_what_was_left_out():
    document = "".join(
        json_document.render_entries(
            a_document_source(FIRST, omissions=Omissions(parts=frozenset({"answers"}), names=True))
        )
    )
    assert ["answers", "names"] == json.loads(document)["leaves_out"]


def test_the_document_has_the_number_of_files_that_could_not_be_read_if_there_are_any():
    for unreadable, keys in (([], ["entries"]), ([Path("one.md")], ["entries", "unreadable"])):
        source = a_document_source(FIRST, unreadable=unreadable)
        assert keys == list(json.loads("".join(json_document.render_entries(source))))


@pytest.mark.parametrize(
    ("ending", "name"),
    [
        (".md", "markdown"), (".Markdown", "markdown"), (".html", "html"), (".HTM", "html"),
        (".docx", "docx"), (".csv", "csv"), (".json", "json"), (".txt", None), ("", None),
    ],
)  # fmt: skip
def test_the_ending_of_a_file_says_its_format(ending, name):
    assert (FORMATS[name] if name else None) == format_for_extension(ending)

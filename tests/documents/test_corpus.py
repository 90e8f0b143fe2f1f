"""Any answer is read back unchanged, and breaks no other answer."""

from datetime import date, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from securebase_cli import json_records
from securebase_cli.documents.formats.table import FORMATS
from securebase_cli.entry_format.cleanup import clean
from securebase_cli.entry_format.draft import read_draft, write_draft
from securebase_cli.entry_format.entry import read_entry, read_outline, write_entry
from securebase_cli.model import Action, Answer, Draft, Entry, Scaling, Step
from securebase_cli.storage.scan import StoredEntry
from support.builders import ANSWER, a_document_source, an_entry
from support.corpus import CORPUS, FRAGMENTS

NASTY = Answer("asked-directly", "Have you asked your team directly about this?", "")
LAST = Answer("build-on-examples", "Can you think of any examples?", "The rota.")
ACTION = Action("Pair the newer two with a buddy", due=date(2026, 12, 1))

TITLE = "Availability, 23 November 2026"
SECTIONS = [ANSWER.question_text, NASTY.question_text, LAST.question_text]


def _blocks_only(parser: MarkdownIt) -> MarkdownIt:
    # Headings are blocks; what stands inside the lines of a long answer takes seconds to parse.
    parser.core.ruler.disable("inline")
    return parser


PARSERS = {
    "commonmark": _blocks_only(MarkdownIt("commonmark")),
    "with tables": _blocks_only(MarkdownIt("commonmark").enable(["table", "strikethrough"])),
    "without html": _blocks_only(MarkdownIt("js-default")),
}
WORDS = MarkdownIt("commonmark")

texts = st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join)
answers = texts.map(lambda text: clean(text).text).filter(bool)
every_text = pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS.keys())


def _entry_around(text: str) -> Entry:
    nasty = Answer(NASTY.question, NASTY.question_text, text)
    return an_entry(
        answers=(ANSWER, nasty, LAST), skipped=("praise",), takeaway=text, actions=(ACTION,)
    )


def _headings(document: str, parser: MarkdownIt) -> list[tuple[int, str]]:
    tokens = parser.parse(document)
    return [
        (int(token.tag[1]), _words(tokens[index + 1].content))
        for index, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def _words(heading: str) -> str:
    (inline,) = WORDS.parseInline(heading)
    return "".join(token.content for token in inline.children or ())


def _document(kind: str, entry: Entry) -> str:
    if kind == "file":
        return write_entry(entry).split("---\n", 2)[2]
    source = a_document_source(StoredEntry("e.md", entry), order=kind)
    return "".join(FORMATS["markdown"].render_journal(source))


def _expected(kind: str) -> list[tuple[int, str]]:
    takeaway = "What I take from this"
    actions = (2, "What I will try")
    opening = [(1, "Reflection journal"), (2, "Contents")]
    return {
        "file": [(1, TITLE), *((2, asked) for asked in (*SECTIONS, takeaway)), actions],
        "date": [*opening, (2, TITLE), *((3, asked) for asked in (*SECTIONS, takeaway)), actions],
        "domain": [
            *opening,
            (2, "Availability"),
            (3, "23 November 2026"),
            *((4, asked) for asked in (*SECTIONS, takeaway)),
            actions,
        ],
    }[kind]


def test_the_corpus_is_as_large_as_it_claims():
    assert 220 <= len(CORPUS)
    assert len(CORPUS) == len(set(CORPUS.values()))


def test_every_answer_is_read_back_as_it_was_written():
    for name, text in CORPUS.items():
        entry = _entry_around(clean(text).text)
        assert entry == read_entry(write_entry(entry)), name


def test_every_answer_comes_out_of_the_journal_and_into_json_as_it_went_in(journal):
    journal.prepare()
    saved_texts = {}
    for name, text in CORPUS.items():
        saved = journal.add(_entry_around(clean(text).text)._replace(id=journal.new_ids(1)[0]))
        assert saved.verified, name
        saved_texts[saved.entry.id] = clean(text).text
    records = {
        stored.entry.id: json_records.entry_record(stored.entry, stored.path)
        for stored in journal.scan()
    }
    assert len(CORPUS) == len(records)
    for entry_id, text in saved_texts.items():
        answers = [answer["answer"] for answer in records[entry_id]["answers"]]
        assert [ANSWER.text, text, LAST.text] == answers
        assert (text or None) == records[entry_id]["takeaway"]


@every_text
def test_an_answer_adds_and_hides_no_heading(text):
    entry = _entry_around(clean(text).text)
    for kind in ("file", "date", "domain"):
        document = _document(kind, entry)
        for parser in PARSERS.values():
            assert _expected(kind) == _headings(document, parser)


@settings(max_examples=200)
@given(text=answers, parser=st.sampled_from(list(PARSERS.values())))
def test_no_text_adds_or_hides_a_heading(text, parser):
    entry = _entry_around(text)
    for kind in ("file", "date", "domain"):
        assert _expected(kind) == _headings(_document(kind, entry), parser)


names = st.sampled_from(["availability", "co-operation", "k3f7", "2345", "null", "a-1-b", "0"])
tags = st.lists(st.text("aZé0_/-", min_size=1, max_size=5) | st.just("yes"), max_size=3).map(tuple)
lines = (texts | st.text(max_size=30)).map(lambda text: " ".join(clean(text).text.split()))
offsets = st.integers(-86_399, 86_399).map(lambda seconds: timezone(timedelta(seconds=seconds)))
moments = st.datetimes(timezones=offsets).map(lambda moment: moment.replace(microsecond=0))
actions = st.builds(
    Action,
    text=lines.filter(bool),
    state=st.just("open"),
    due=st.none() | st.dates(),
    closed=st.none(),
    note=lines,
) | st.builds(
    Action,
    text=lines.filter(bool),
    state=st.sampled_from(["tried", "dropped"]),
    due=st.none() | st.dates(),
    closed=st.none() | st.dates(),
    note=lines,
)
scalings = st.builds(
    Scaling, st.integers(0, 10), st.sampled_from(["", "impression", "observed", "asked-the-team"])
)
several_answers = st.lists(
    st.builds(Answer, question=names, question_text=st.just("Do you?"), text=answers), max_size=4
).map(tuple)


@settings(max_examples=60)
@given(
    st.builds(
        Entry,
        id=names,
        moment=moments,
        domain=names,
        title=lines,
        tags=tags,
        answers=several_answers,
        skipped=st.lists(names, max_size=3).map(tuple),
        takeaway=st.just("") | answers,
        actions=st.lists(actions, max_size=3).map(tuple),
        scaling=st.none() | scalings,
        other_text=st.just(()),
        problems=st.just(()),
    )
)
def test_every_entry_is_read_back_as_it_was_written(entry):
    assert entry == read_entry(write_entry(entry))
    assert entry.outline == read_outline(write_entry(entry))


def _of_one_plan(draft: Draft) -> Draft:
    """Give the draft an entry for each domain of its plan, and answers only to its questions."""
    planned = {step.question for step in draft.plan}
    domains = dict.fromkeys(step.domain for step in draft.plan)
    return draft._replace(
        entry_ids=tuple((domain, "k3f7") for domain in domains),
        answers=tuple(answer for answer in draft.answers if answer.question in planned),
    )


@settings(max_examples=60)
@given(
    st.builds(
        Draft,
        id=names,
        moment=moments,
        plan=st.lists(st.builds(Step, names, names | st.just("")), min_size=3, max_size=5).map(
            tuple
        ),
        entry_ids=st.just(()),
        step_index=st.integers(0, 3),
        tags=tags,
        answers=several_answers,
        skipped=st.lists(names, max_size=3).map(tuple),
        takeaway=st.just("") | answers,
        action=st.none() | actions,
        action_domain=st.just(""),
        scalings=st.lists(st.tuples(names, scalings), max_size=3).map(tuple),
    ).map(_of_one_plan)
)
def test_every_draft_is_read_back_as_it_was_written(draft):
    assert draft == read_draft(write_draft(draft, "Unfinished"))

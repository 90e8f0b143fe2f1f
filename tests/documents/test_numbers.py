"""Every number and date in a document can be counted in the JSON of the same entries."""

import json
from collections import Counter
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from securebase_cli.dates import long_date, short_date
from securebase_cli.documents import journal_layout, look_back, records, supervision
from securebase_cli.documents.blocks import (
    BulletList,
    Caption,
    DatedQuote,
    FormField,
    MonthChart,
    ScaleChart,
    SideBySide,
    Table,
    Tasks,
)
from securebase_cli.documents.formats import json_document
from securebase_cli.documents.source import DocumentSource
from securebase_cli.instrument.content import read_content
from securebase_cli.instrument.record_layout import find_record_layout
from securebase_cli.model import (
    REFLECTION,
    TEAM_SESSION,
    Action,
    Answer,
    Entry,
    Scaling,
    entry_title,
)
from securebase_cli.storage.names import entry_file_name
from securebase_cli.storage.scan import StoredEntry
from support.builders import EntriesInMemory
from support.documents import below, blocks_of, headings_of

CONTENT = read_content()
DOMAINS = CONTENT.domains[:3]
TITLES = CONTENT.domain_titles()
FIRST_DAY = date(2025, 1, 1)
TODAY = date(2026, 11, 28)
SINCE = date(2026, 3, 1)

_days = st.dates(FIRST_DAY, TODAY)
_actions = st.builds(
    Action,
    st.sampled_from(["Rest", "Ask first", "Ring the duty desk"]),
    st.sampled_from(["open", "tried", "dropped"]),
    st.none() | _days,
    st.none() | _days,
)
_texts = st.sampled_from(["Often.", "Rarely.", "Not yet."])


@st.composite
def _entry(draw) -> Entry:
    day = draw(_days)
    moment = datetime(day.year, day.month, day.day, draw(st.integers(0, 23)), tzinfo=UTC)
    domain = draw(st.sampled_from(DOMAINS))
    kind = draw(st.sampled_from([REFLECTION, REFLECTION, TEAM_SESSION]))
    questions = draw(st.sets(st.sampled_from(domain.questions), max_size=3))
    return Entry(
        id="",
        moment=moment,
        domain=domain.id,
        title=entry_title(domain.title, moment, kind),
        scaling=draw(st.none() | st.builds(Scaling, st.integers(0, 10), st.just("observed"))),
        kind=kind,
        answers=tuple(Answer(one.id, one.text, draw(_texts)) for one in questions),
        takeaway=draw(st.sampled_from(["", "Ask first."])),
        actions=tuple(draw(st.lists(_actions, max_size=2))),
    )


@st.composite
def _source(draw) -> DocumentSource:
    entries = draw(st.lists(_entry(), min_size=1, max_size=12))
    entries.sort(key=lambda entry: entry.moment)
    stored = []
    for number, drawn in enumerate(entries):
        entry = drawn._replace(id=f"aa{number:02}")
        stored.append(StoredEntry(entry_file_name(entry), entry))
    return DocumentSource(EntriesInMemory(*stored), CONTENT, made_on=TODAY, since=SINCE)


def _json_entries(source: DocumentSource) -> list[dict]:
    entries = json.loads("".join(json_document.render_entries(source)))["entries"]
    for entry in entries:
        entry["day"] = date.fromisoformat(entry["date"][:10])
        for action in entry["actions"]:
            action["is_mine"] = entry["kind"] == REFLECTION
    return entries


def _reflections(entries, domain=None):
    return [
        entry
        for entry in entries
        if entry["kind"] == "reflection" and domain in {None, entry["domain"]}
    ]


def _task_count(blocks) -> int:
    return sum(len(list(block.tasks)) for block in blocks_of(Tasks, blocks))


def _below_if_there(document, heading):
    return below(document, heading) if heading in headings_of(document) else []


def _expected_count(entries) -> str:
    team = sum(entry["kind"] == "team-session" for entry in entries)
    count = "1 entry" if len(entries) == 1 else f"{len(entries)} entries"
    sessions = "1 team session" if team == 1 else f"{team} team sessions"
    if team == len(entries):
        return sessions
    return f"{count}, of them {sessions}" if team else count


def _expected_period(entries) -> str:
    first, last = entries[0]["day"], entries[-1]["day"]
    return long_date(first) if first == last else f"{long_date(first)} to {long_date(last)}"


@settings(max_examples=60, deadline=None)
@given(_source())
def test_the_journal(source):
    entries = _json_entries(source)
    document = list(journal_layout.build_full(source))
    assert f"{_expected_period(entries)} · {_expected_count(entries)}" == document[0].lines[0]

    table = blocks_of(Table, document)[0]
    rows = {row[0]: row for row in table.rows}
    for domain in CONTENT.domains:
        of_domain = _reflections(entries, domain.id)
        last = short_date(of_domain[-1]["day"]) if of_domain else "not yet"
        answered = {one["question"] for e in _reflections(entries) for one in e["answers"]}
        ids = {question.id for question in domain.questions}
        values = [entry["scaling"]["value"] for entry in of_domain if "scaling" in entry]
        _, _, count, shown_last, questions, scale = rows[domain.title]
        assert (str(len(of_domain)), last) == (count, shown_last)
        assert f"{len(answered & ids)} of {len(ids)}" == questions
        assert scale.startswith(f"{values[-1]} of 10" if values else "")
        assert bool(values) == bool(scale)
        team = [e for e in entries if e["kind"] == "team-session" and e["domain"] == domain.id]
        row = rows.get(f"{domain.title}, team session")
        assert (row and row[2:4]) == (
            (str(len(team)), short_date(team[-1]["day"])) if team else None
        )
    lens_ids = {question.id for question in CONTENT.questions if CONTENT.lens.covers(question)}
    on_lens = [
        entry
        for entry in _reflections(entries)
        if lens_ids & {answer["question"] for answer in entry["answers"]}
    ]
    assert str(len(on_lens)) == rows[CONTENT.lens.title][2]

    for chart in blocks_of(MonthChart, document):
        counts = Counter(
            (entry["domain"], entry["date"][:7])
            for entry in _reflections(entries)
            if entry["day"] >= chart.months[0]
        )
        shown = {
            (title, month.isoformat()[:7]): count
            for title, by_month in chart.rows
            for month, count in zip(chart.months, by_month, strict=True)
            if count
        }
        assert {(TITLES[domain], month): n for (domain, month), n in counts.items()} == shown
        assert any(
            block.text.startswith(f"{counts.total()} reflection")
            for block in blocks_of(Caption, document)
        )

    points = {
        domain.title: tuple(
            (entry["day"], entry["scaling"]["value"])
            for entry in _reflections(entries, domain.id)
            if "scaling" in entry
        )
        for domain in CONTENT.domains
    }
    for chart in blocks_of(ScaleChart, document):
        assert {title: values for title, values in points.items() if values} == dict(chart.rows)
        (words,) = blocks_of(BulletList, document)
        for (title, values), sentence in zip(chart.rows, words.items, strict=True):
            assert sentence.startswith(f"{title}: ")
            assert str(values[0][1]) in sentence
            assert str(values[-1][1]) in sentence
    assert bool(blocks_of(ScaleChart, document)) == any(
        len(values) > 1 for values in points.values()
    )

    actions = [action for entry in entries for action in entry["actions"]]
    for heading, is_mine in (("What I will try", True), ("What we will try", False)):
        expected = sum(action["is_mine"] == is_mine for action in actions)
        assert expected == _task_count(_below_if_there(document, heading))


@settings(max_examples=60, deadline=None)
@given(_source())
def test_the_page_for_supervision(source):
    entries = _json_entries(source)
    document = list(supervision.build(source))
    actions = [action for entry in entries for action in entry["actions"]]
    is_open = [action for action in actions if action["state"] == "open"]
    overdue = [one for one in is_open if one["due"] and one["due"] < TODAY.isoformat()]
    closed = [
        one
        for one in actions
        if one["state"] != "open" and (not one["closed"] or one["closed"] >= SINCE.isoformat())
    ]
    rest = [one for one in is_open if one not in overdue]
    for heading, expected in (
        ("Overdue", len(overdue)),
        ("What I will try", sum(one["is_mine"] for one in rest)),
        ("What we will try", sum(not one["is_mine"] for one in rest)),
        ("What was tried, and what came of it", len(closed)),
    ):
        assert expected == _task_count(_below_if_there(document, heading))

    since = [entry for entry in entries if entry["day"] >= SINCE]
    taken = [long_date(entry["day"]) for entry in since if entry["takeaway"]]
    quotes = blocks_of(DatedQuote, document)
    assert len(taken) == len(quotes)
    assert all(day in quote.source for day, quote in zip(taken, quotes, strict=True))

    moved = {row[0]: row[1:] for table in blocks_of(Table, document) for row in table.rows}
    (caption,) = blocks_of(Caption, document)
    for domain in DOMAINS:
        scaled = [entry for entry in _reflections(entries, domain.id) if "scaling" in entry]
        before = [entry["scaling"]["value"] for entry in scaled if entry["day"] < SINCE]
        after = [entry["scaling"]["value"] for entry in scaled if entry["day"] >= SINCE]
        assert bool(after) == (domain.title in moved)
        if after:
            shown_before, shown_after = moved[domain.title]
            assert shown_before.startswith(f"{before[-1]} of 10" if before else "–")
            assert shown_after.startswith(f"{after[-1]} of 10")
        count = len(_reflections(since, domain.id))
        assert bool(count) == (f"{domain.title} {count}" in caption.text)
    team = sum(entry["kind"] == "team-session" for entry in since)
    assert bool(team) == (f"{team} team session" in caption.text)


@settings(max_examples=60, deadline=None)
@given(_source())
def test_the_page_to_look_back(source):
    entries = _json_entries(source)
    document = list(look_back.build(source))
    assert f"{_expected_period(entries)} · {_expected_count(entries)}" == document[0].lines[0]
    taken = [entry for entry in entries if entry["takeaway"]]
    quotes = blocks_of(DatedQuote, document)
    assert min(len(taken), look_back.MAX_TAKEAWAYS) == len(quotes)
    for entry, quote in zip(taken[-len(quotes) :], quotes, strict=False):
        assert long_date(entry["day"]) in quote.source
    closed = [one for entry in entries for one in entry["actions"] if one["state"] != "open"]
    assert min(len(closed), look_back.MAX_TASKS) == _task_count(document)
    for shown, count in ((len(quotes), len(taken)), (_task_count(document), len(closed))):
        said = f"The latest {shown} of {count}."
        assert (shown < count) == (Caption(said) in document)

    answers = {
        (entry["kind"], one["question"]): (entry["day"], one["answer"])
        for entry in entries
        for one in entry["answers"]
    }
    texts = {
        (f"{who}, {long_date(day)}", text)
        for (kind, _), (day, text) in answers.items()
        for who in (("Mine",) if kind == "reflection" else ("The team’s",))
    }
    for pair in blocks_of(SideBySide, _below_if_there(document, "Mine beside the team’s")):
        assert {tuple(pair.left), tuple(pair.right)} <= texts


@settings(max_examples=30, deadline=None)
@given(_source())
def test_records(source):
    entries = _json_entries(source)
    document = list(records.build(source._replace(record_layout=find_record_layout("cpd"))))
    count = "1 record" if len(entries) == 1 else f"{len(entries)} records"
    assert f"{_expected_period(entries)} · {count}" == document[0].lines[0]
    fields = blocks_of(FormField, document)
    days = [field.text for field in fields if field.name == "Date"]
    assert [long_date(entry["day"]) for entry in entries] == days
    questions = [field.text.count("\n- ") for field in fields if field.name == "What it was about"]
    assert [len(entry["answers"]) for entry in entries] == questions
    tried = [one for e in entries for one in e["actions"] if one["state"] == "tried"]
    assert len(tried) == _task_count(document)


@settings(max_examples=60, deadline=None)
@given(_source())
def test_then_and_now(source):
    entries = _json_entries(source)
    answers: dict[tuple[str, str, str], list[tuple[str, date, str]]] = {}
    for entry in entries:
        for one in entry["answers"]:
            key = (entry["domain"], one["question"], entry["kind"])
            answers.setdefault(key, []).append((entry["id"], entry["day"], one["answer"]))
    expected = sorted(
        (long_date(given[0][1]), given[0][2], long_date(given[-1][1]), given[-1][2])
        for given in answers.values()
        if given[0][0] != given[-1][0] and given[0][2] != given[-1][2]
    )
    document = list(journal_layout.build_full(source))
    assert expected == sorted((*pair.left, *pair.right) for pair in blocks_of(SideBySide, document))

"""The shapes of the JSON: a promise to other programs."""

import json
from datetime import date

from securebase_cli import json_records
from securebase_cli.model import Action, Scaling
from support.builders import ANSWER, a_stored_entry

STORED = a_stored_entry(
    tags=("away-day",),
    skipped=("praise",),
    takeaway="To ask first",
    scaling=Scaling(7, "observed"),
    actions=(
        Action("Ask Sam", due=date(2026, 12, 1)),
        Action("Ask Kim", "tried", closed=date(2026, 11, 24), note="It went well"),
    ),
)._replace(path="/journal/k3f7.md")
HEAD = {
    "id": "k3f7",
    "date": "2026-11-23T14:30:12+00:00",
    "domain": "availability",
    "title": "Availability, 23 November 2026",
    "kind": "reflection",
    "tags": ["away-day"],
    "scaling": {"value": 7, "basis": "observed"},
}


def test_an_entry_whole():
    assert {
        **HEAD,
        "answers": [
            {
                "question": "call-on-support",
                "text": ANSWER.question_text,
                "answer": "Most of them do.",
            }
        ],
        "skipped": ["praise"],
        "takeaway": "To ask first",
        "actions": [
            {
                "text": "Ask Sam",
                "state": "open",
                "due": "2026-12-01",
                "closed": None,
                "note": None,
            },
            {
                "text": "Ask Kim",
                "state": "tried",
                "due": None,
                "closed": "2026-11-24",
                "note": "It went well",
            },
        ],
        "path": "/journal/k3f7.md",
    } == json_records.entry_record(STORED.entry, "/journal/k3f7.md")


def test_an_entry_in_one_line_says_how_much_is_in_it_but_not_what():
    assert {
        **HEAD,
        "skipped": ["praise"],
        "path": "/journal/k3f7.md",
        "answered": 1,
        "questions": 2,
        "open_actions": 1,
    } == json_records.outline_record(STORED.entry.outline, "/journal/k3f7.md")


def test_what_kind_of_entry_it_is_is_said_whole_and_in_one_line():
    session = STORED._replace(entry=STORED.entry._replace(kind="team-session"))
    assert "team-session" == json_records.entry_record(session.entry, session.path)["kind"]
    assert (
        "team-session" == json_records.outline_record(session.entry.outline, session.path)["kind"]
    )


def test_questions(content):
    found = content.find_domain("acceptance").questions[5:]
    assert [
        {
            "domain": "acceptance",
            "id": "diversity-and-judgements",
            "text": "How might culture, ethnicity and diversity influence the kinds of judgements "
            "team members make about each other?",
            "follows": None,
            "themes": ["team", "diversity", "team-session", "with-care"],
        },
        {
            "domain": "acceptance",
            "id": "managing-judgements",
            "text": "How could this be managed?",
            "follows": "diversity-and-judgements",
            "themes": [
                *("team", "diversity", "inclusion", "next-step", "team-session", "with-care")
            ],
        },
    ] == json_records.question_records(found)


def test_the_model(content):
    described = json_records.domain_records(content)
    assert 5 == len(described)
    assert {
        "id": "co-operation",
        "title": "Co-operation",
        "quality": "I can work with others to find a solution",
        "summary": content.find_domain("co-operation").summary,
    } == described[3]


def test_json_is_always_ascii(capsys):
    value = {"answer": "Grüße 支え \x1b[2J \u202e", "due": None, "tags": ["a"]}
    json_records.print_json(value)
    printed = capsys.readouterr().out
    assert printed.isascii()
    assert printed.replace("\n", "").isprintable()
    assert value == json.loads(printed)

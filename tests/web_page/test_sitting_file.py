"""What the page saves becomes the entries that the same sitting makes in a terminal."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.entry_format.cleanup import clean, to_one_line
from securebase_cli.errors import InputFileError
from securebase_cli.instrument.content import read_content
from securebase_cli.instrument.team_questions import domain_prompts
from securebase_cli.model import Action, Entry, Scaling
from securebase_cli.storage.names import Listing, entry_file_name
from securebase_cli.web_page.sitting_file import is_sitting_file, parse_sitting
from support.sittings import a_sitting_file

CONTENT = read_content()
NO_ENTRIES = Listing([])
ANSWERS = {"call-on-support": "Most do.", "asked-directly": "", "praise": None}


def _entries(sitting: object, listing: Listing = NO_ENTRIES) -> list[Entry]:
    document = parse_sitting(json.dumps(sitting).encode(), "my.json", CONTENT, listing)
    return [imported.entry for imported in document.entries]


def _refusal(data: object, content=CONTENT) -> str:
    if not isinstance(data, bytes):
        data = json.dumps(data).encode()
    with pytest.raises(InputFileError) as refused:
        parse_sitting(data, "my.json", content, NO_ENTRIES)
    return str(refused.value)


# Entries.


def test_a_sitting_on_one_domain_is_one_entry():
    (entry,) = _entries(
        a_sitting_file(
            CONTENT,
            {"call-on-support": "Most do.\nNot all.", "asked-directly": ""},
            takeaway="I answer too quickly.",
            action={"text": "Ask Sam", "due": "2026-12-01"},
            scalings=[{"domain": "availability", "value": 7, "basis": "observed"}],
        )
    )
    assert "Availability, 23 November 2026" == entry.title
    assert "2026-11-23T14:30:12+00:00" == entry.moment.isoformat()
    assert [("call-on-support", "Most do.\nNot all.")] == [
        (answer.question, answer.text) for answer in entry.answers
    ]
    assert ("asked-directly",) == entry.skipped
    assert "I answer too quickly." == entry.takeaway
    assert (Action("Ask Sam", due=date(2026, 12, 1)),) == entry.actions
    assert Scaling(7, "observed") == entry.scaling


def test_each_domain_in_which_something_was_written_is_an_entry():
    entries = _entries(
        a_sitting_file(
            CONTENT,
            {"call-on-support": "Yes.", "problem-solving": "", "praise": "Often."},
            takeaway="To ask.",
            action={"text": "Ask Sam", "domain": "availability"},
        )
    )
    assert ["availability", "acceptance"] == [entry.domain for entry in entries]
    assert 2 == len({entry.id for entry in entries})
    assert [1, 0] == [len(entry.actions) for entry in entries]
    assert ["", "To ask."] == [entry.takeaway for entry in entries]
    assert ("problem-solving",) == entries[1].skipped


def test_what_was_not_reached_is_not_skipped():
    (entry,) = _entries(a_sitting_file(CONTENT, ANSWERS))
    assert ("asked-directly",) == entry.skipped


def test_a_draft_is_imported_as_far_as_it_got():
    assert 1 == len(_entries(a_sitting_file(CONTENT, ANSWERS, step=1)))


def test_a_sitting_in_which_nothing_was_written_has_no_entries():
    assert [] == _entries(a_sitting_file(CONTENT, {"praise": ""}))


def test_a_team_session_has_the_prompts_of_the_program():
    prompt, _ = domain_prompts(CONTENT.domains[0])
    sitting = a_sitting_file(CONTENT, {}, kind="team-session")
    sitting["questions"] = [
        {"id": prompt.id, "domain": prompt.domain, "text": prompt.text, "answer": "We call."}
    ]
    (entry,) = _entries(sitting)
    assert "Availability, 23 November 2026, team session" == entry.title


def test_a_question_keeps_the_text_that_was_asked():
    sitting = a_sitting_file(CONTENT, {"praise": "Often."})
    sitting["questions"][0]["text"] = "How was it worded before?"
    assert "How was it worded before?" == _entries(sitting)[0].answers[0].question_text


@given(answer=st.text(), takeaway=st.text(), action=st.text())
def test_any_text_comes_back_as_a_terminal_would_keep_it(answer, takeaway, action):
    sitting = a_sitting_file(
        CONTENT, {"praise": answer}, takeaway=takeaway, action={"text": action}
    )
    entries = _entries(sitting)
    texts = [clean(answer).text, to_one_line(takeaway), to_one_line(action)]
    assert any(texts) == bool(entries)
    for entry in entries:
        assert texts == [
            "".join(answer.text for answer in entry.answers),
            entry.takeaway,
            "".join(action.text for action in entry.actions),
        ]


def test_control_characters_are_counted():
    data = json.dumps(a_sitting_file(CONTENT, {"praise": "a\x00b"}, takeaway="c\x1bd")).encode()
    assert 2 == parse_sitting(data, "my.json", CONTENT, NO_ENTRIES).removed_characters


# Ids.


def test_the_same_sitting_gives_the_same_ids_each_time():
    sitting = a_sitting_file(CONTENT, ANSWERS)
    assert _entries(sitting) == _entries(sitting)


def test_other_sittings_give_other_ids():
    sitting = a_sitting_file(CONTENT, ANSWERS)
    other = a_sitting_file(CONTENT, ANSWERS, id="fedcba9876543210")
    assert _entries(sitting)[0].id != _entries(other)[0].id


def test_an_id_that_another_entry_has_is_not_taken_and_found_again():
    sitting = a_sitting_file(CONTENT, ANSWERS)
    (first,) = _entries(sitting)
    other_name = f"2020-01-01-1200-acceptance-{first.id}.md"
    (second,) = _entries(sitting, Listing([other_name]))
    assert first.id != second.id
    both = Listing([other_name, entry_file_name(second)])
    assert [second] == _entries(sitting, both)
    # Also when the other one is deleted.
    assert [second] == _entries(sitting, Listing([entry_file_name(second)]))


# What is refused.


def test_a_sitting_is_known_by_its_key_and_by_nothing_that_was_written():
    assert is_sitting_file(json.dumps(a_sitting_file(CONTENT, ANSWERS)).encode())
    assert is_sitting_file(b'{"securebase_sitting": 1, "id"')
    for text in ("securebase_sitting", '"securebase_sitting":', "securebase_sitting:"):
        assert not is_sitting_file(json.dumps({"entries": [{"answer": text}]}).encode())


def test_the_questions_of_another_content_file_are_refused_by_name():
    sitting = a_sitting_file(CONTENT, ANSWERS)
    expected = (
        "my.json has the questions of another content file than “The team as a secure base”. "
        "Import it with --content FILE, the one that its page was made from. "
        "Nothing was imported."
    )
    assert expected == _refusal({**sitting, "content": "Another"})
    for key in ("id", "domain"):
        other = a_sitting_file(CONTENT, ANSWERS)
        other["questions"][1][key] = "unknown"
        assert expected == _refusal(other)


@pytest.mark.parametrize(
    ("change", "mistake"),
    [
        ({"securebase_sitting": 2}, "was written by another version of the page"),
        ({"id": "A/b"}, "“id” is not a name that can be used"),
        ({"date": "2026-11-23"}, "“date” is not a date and time"),
        ({"kind": "other"}, "“kind” is none of reflection, team-session"),
        ({"questions": []}, "“questions” is empty"),
        ({"questions": {}}, "“questions” is not a list"),
        ({"takeaway": 7}, "“takeaway” is not text"),
        ({"action": None}, "“action”: not an object"),
        ({"action": {"text": "x", "due": "soon"}}, "“due” is not a date"),
        ({"action": {"text": "x", "domain": "co-operation"}}, "“domain” is none of"),
        ({"scalings": [{"domain": "availability", "value": 11}]}, "“value” is not a whole number"),
        ({"scalings": [{"domain": "elsewhere", "value": 1}]}, "“domain” is none of"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_damaged_sitting_is_refused_with_the_place_of_the_damage(change, mistake):
    message = _refusal({**a_sitting_file(CONTENT, ANSWERS), **change})
    assert message.startswith("my.json")
    assert mistake in message
    assert "Most do" not in message


def test_a_question_twice_or_without_a_text_is_refused():
    sitting = a_sitting_file(CONTENT, {"praise": "Often."})
    sitting["questions"] *= 2
    assert "my.json, “questions” 2: the same question stands there twice" in _refusal(sitting)
    sitting["questions"] = [{**sitting["questions"][0], "text": " "}]
    assert "“text” is empty" in _refusal(sitting)


def test_a_file_that_is_cut_off_anywhere_is_refused_and_not_repeated():
    data = json.dumps(a_sitting_file(CONTENT, ANSWERS)).encode()
    for length in range(0, len(data) - 1, 23):
        assert "Most do" not in _refusal(data[:length])


def test_an_answer_that_no_file_can_hold_is_refused():
    assert "larger than 2 MiB" in _refusal(a_sitting_file(CONTENT, {"praise": "x" * (3 << 20)}))

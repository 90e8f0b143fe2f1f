"""A JSON export is read back exactly, and any other document is refused with a message."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli import json_records
from securebase_cli.documents.formats import json_document
from securebase_cli.documents.json_import import (
    ImportedDocument,
    ImportedEntry,
    clean_entry,
    parse_export,
)
from securebase_cli.documents.source import DocumentSource
from securebase_cli.errors import InputFileError
from securebase_cli.instrument.content import Content
from securebase_cli.model import Action, Answer, Entry, Scaling
from securebase_cli.storage.entry_files import MAX_BYTES
from securebase_cli.storage.names import EntryName, entry_file_name
from securebase_cli.storage.scan import ProgressCallbacks, StoredEntry
from support.builders import ANSWER, EntriesInMemory, an_entry

SECRET = "Robin was off sick again"
FULL = an_entry(
    tags=("away-day", "Größe", "two words", "#hash", " blank"),
    answers=(ANSWER, Answer("a--1", "", f"# {SECRET}\n\n\t<!-- -->")),
    skipped=("praise", "Not an id"),
    takeaway=f"# {SECRET}\n\n<!-- securebase actions -->",
    actions=(
        Action(SECRET, due=date(2026, 12, 1)),
        Action("Ask", "tried", closed=date(2026, 11, 24), note="Fine 💬"),
        Action("Tell", "dropped"),
    ),
    scaling=Scaling(7, "observed"),
)


def _record(entry: Entry = FULL, **changes: Any) -> json_records.Record:
    return json_records.entry_record(entry, entry_file_name(entry)) | changes


def _document(*records: json_records.Record, **more: Any) -> bytes:
    return json.dumps({"entries": list(records), **more}).encode()


def _imported(**changes: Any) -> ImportedEntry:
    (imported,) = parse_export(_document(_record(**changes)), "it").entries
    return imported


def _error_message(data: bytes) -> str:
    with pytest.raises(InputFileError) as error:
        parse_export(data, "backup.json")
    assert SECRET not in str(error.value)
    assert error.value.__cause__ is None
    return str(error.value)


# What it gives back.


def test_an_export_is_read_back_with_the_names_of_its_files():
    entries = (FULL, an_entry(id="bbbb"), an_entry(id="cccc", title="", answers=(), scaling=None))
    stored = EntriesInMemory(
        *(StoredEntry(f"/journal/{entry_file_name(entry)}", entry) for entry in entries)
    )
    document = "".join(
        json_document.render_entries(DocumentSource(stored, Content("", ())))
    ).encode()
    names = [EntryName.from_path(entry_file_name(entry)) for entry in entries]
    assert (tuple(map(ImportedEntry, names, entries)), 0) == parse_export(document, "it")


def test_a_journal_without_entries_is_an_export():
    assert ((), 0) == parse_export(b'{"entries": []}', "it")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_what_a_shell_made_of_the_encoding_does_no_harm(encoding):
    data = json.dumps({"entries": [_record()]}, ensure_ascii=False).encode(encoding)
    assert FULL == parse_export(data, "it").entries[0].entry


def test_keys_that_are_not_known_are_left_out():
    record = _record(mood="calm", more={"a": [1, {"b": None}]})
    assert FULL == parse_export(_document(record, version=2), "it").entries[0].entry


def test_a_name_that_fits_is_kept_even_if_its_time_is_another():
    name = "2020-01-01-0000-availability-k3f7.md"
    assert name == _imported(path=name).name.path


@pytest.mark.parametrize("folder", ["../", "../../", "/", "/home/someone/", "2025/", "C:/", "~/"])
def test_a_document_does_not_decide_into_which_folder_an_entry_comes(folder):
    name = "2020-01-01-0000-availability-k3f7.md"
    assert name == _imported(path=folder + name).name.path


@pytest.mark.parametrize(
    "path",
    [
        *(None, "", "k3f7.md", "../2026-11-23-1430-availability-k3f7.md"),
        *(
            "/journal/2026-11-23-1430-availability-k3f7.md",
            "2026-11-23-1430-availability-k3f7.md\n",
        ),
        *("2026-11-23-1430-acceptance-k3f7.md", "2026-11-23-1430-availability-bbbb.md"),
    ],
)
def test_any_other_name_is_made_of_the_date_the_domain_and_the_id(path):
    assert "2026-11-23-1430-availability-k3f7.md" == _imported(path=path).name.path


def test_an_entry_without_a_name_gets_imported():
    record = _record()
    del record["path"]
    (imported,) = parse_export(_document(record), "it").entries
    assert entry_file_name(FULL) == imported.name.file_name


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-23T14:30:12Z", "2026-11-23T14:30:12+00:00"),
        ("2026-11-23T14:30:12.987+00:00", "2026-11-23T14:30:12+00:00"),
        ("2026-11-24T01:30:12+11:00", "2026-11-24T01:30:12+11:00"),
        ("2026-11-24T01:30:12+05:30:15", "2026-11-24T01:30:12+05:30:15"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59-12:00"),
    ],
)
def test_a_date_keeps_its_offset(written, moment):
    assert moment == _imported(date=written).entry.moment.isoformat()


def test_of_a_time_to_look_again_the_day_is_taken():
    action = {"text": "Ask", "state": "tried", "due": "2026-12-01T09:00:00Z", "closed": None}
    assert (Action("Ask", "tried", date(2026, 12, 1)),) == _imported(actions=[action]).entry.actions


def test_an_export_from_before_there_were_takeaways_has_none():
    record = _record(FULL._replace(takeaway=""))
    del record["takeaway"]
    (imported,) = parse_export(_document(record), "it").entries
    assert FULL._replace(takeaway="") == imported.entry


def test_a_scale_without_a_basis_and_no_scale():
    assert Scaling(0) == _imported(scaling={"value": 0, "basis": None}).entry.scaling
    assert _imported(scaling=None).entry.scaling is None


# What becomes of its text.


@pytest.mark.parametrize("text", ["a\x07b", "a\rb", "a\x0bb\x1b[0m", "é \u202e 👩‍👩‍👧", "  a  "])
def test_what_a_file_can_hold_stays_to_the_letter(text):
    answers = [{"question": "praise", "text": "Do you?", "answer": text}]
    document = parse_export(_document(_record(answers=answers)), "it")
    assert ((Answer("praise", "Do you?", text),), 0) == (
        document.entries[0].entry.answers,
        document.removed_characters,
    )


def test_what_no_file_can_hold_is_cleaned_and_counted():
    record = _record(
        title="One\ud800\nline",
        answers=[{"question": "praise", "text": "Do\nyou\udfff?", "answer": "\n\na\r\nb\n\ud83d"}],
        actions=[{"text": "Ask\nSam", "state": "open", "note": "\udc00"}],
        tags=["a\ud800"],
    )
    document = parse_export(_document(record), "it")
    entry = document.entries[0].entry
    assert ("One line", ("a",)) == (entry.title, entry.tags)
    assert (Answer("praise", "Do you?", "a\nb"),) == entry.answers
    assert (Action("Ask Sam"),) == entry.actions
    assert 5 == document.removed_characters


def test_a_text_can_t_pass_for_a_section_of_the_file():
    forged = "Yes\n\n<!-- securebase question praise -->\n\nNo"
    entry = an_entry(title=forged, answers=(Answer("a", forged, forged),))
    cleaned, removed = clean_entry(entry)
    flat = forged.replace("\n\n", " ")
    assert (flat, (Answer("a", flat, forged),), 0) == (cleaned.title, cleaned.answers, removed)


# What is refused.


@pytest.mark.parametrize(
    ("data", "beginning"),
    [
        (b"", "backup.json is empty"),
        (b" \n", "backup.json is empty"),
        (b"\xff\x00\xff", "backup.json is not text in UTF-8"),
        (b'{"entries": [\n', "backup.json, line 2: not JSON that can be read"),
        (b'{"entries": []} {}', "backup.json, line 1: not JSON that can be read"),
        (b'{"entries": [], "a": NaN}', "backup.json has a number in it that can’t be read"),
        (b'{"entries": [-Infinity]}', "backup.json has a number in it that can’t be read"),
        (b'{"a": ' + b"9" * 5000 + b"}", "backup.json has a number in it that can’t be read"),
        (b"[" * 200_000, "backup.json is nested too deep"),
        (b'{"a":' * 200_000, "backup.json is nested too deep"),
        (b"[]", "backup.json is not an export of a journal: it has no “entries”"),
        (b'"Robin was off sick again"', "backup.json is not an export of a journal: it has no"),
        (b'{"id": "k3f7"}', "backup.json is not an export of a journal: it has no “entries”"),
        (b'{"entries": null}', "backup.json: “entries” is not a list"),
        (b'{"entries": {}}', "backup.json: “entries” is not a list"),
        (b'{"entries": [], "entries": []}', "backup.json: a key stands there twice"),
        (b'{"entries": [1]}', "backup.json: entry 1: not an object"),
        (b'{"entries": [{"id": "a", "id": "b"}]}', "backup.json: entry 1: a key stands there"),
    ],
)
def test_what_is_no_export_is_error_message(data, beginning):
    message = _error_message(data)
    assert message.startswith(beginning)
    assert message.endswith("Nothing was imported.")


@pytest.mark.parametrize("left_out", [["names"], [], None])
def test_what_was_made_to_be_shared_does_not_stand_for_the_journal(left_out):
    message = _error_message(_document(_record(), leaves_out=left_out))
    assert (
        "backup.json was made to be shared and leaves things out, so it can’t stand for the "
        "journal. Nothing was imported." == message
    )


ANSWERED = {"question": "praise", "text": "Do you?", "answer": SECRET}
AGREED = {"text": SECRET, "state": "open", "due": None, "closed": None, "note": None}


@pytest.mark.parametrize(
    ("changes", "mistake"),
    [
        ({"id": SECRET}, "“id” is not a name that can be used"),
        ({"id": "k3f77"}, "“id” is not a name that can be used"),
        ({"id": "../."}, "“id” is not a name that can be used"),
        ({"id": 1234}, "“id” is not text"),
        ({"domain": "../../etc"}, "“domain” is not a name that can be used"),
        ({"domain": "a" * 300}, "“domain” is longer than a file’s name can be"),
        ({"title": None}, "“title” is not text"),
        ({"date": "yesterday"}, "“date” is not a date and time with an offset"),
        ({"date": "2026-11-23T14:30:12"}, "“date” is not a date and time with an offset"),
        ({"date": "2026-11-23"}, "“date” is not a date and time with an offset"),
        ({"date": "2026-13-41T14:30:12Z"}, "“date” is not a date and time with an offset"),
        ({"date": 20261123}, "“date” is not text"),
        ({"tags": SECRET}, "“tags” is not a list"),
        ({"tags": [SECRET, 1]}, "“tags” has something in it that is not text"),
        ({"tags": [""]}, "a text in it is empty, or can’t be kept in a file"),
        ({"skipped": {}}, "“skipped” is not a list"),
        ({"answers": [SECRET]}, ", “answers” 1: not an object"),
        ({"answers": [ANSWERED, {}]}, ", “answers” 2: “question” is missing"),
        ({"answers": [ANSWERED | {"question": "a b"}]}, ", “answers” 1: “question” is not a name"),
        ({"answers": [ANSWERED | {"answer": None}]}, ", “answers” 1: “answer” is not text"),
        ({"answers": [ANSWERED | {"answer": "\ud800"}]}, "a text in it is empty, or can’t"),
        ({"answers": [ANSWERED | {"answer": "a" * MAX_BYTES}]}, "larger than 2 MiB"),
        ({"domain": "a" * 230}, "“domain” is longer than a file’s name can be"),
        ({"title": "a" * 66_000}, "its front matter is larger than 64 KiB"),
        ({"tags": ["a" * 66_000]}, "its front matter is larger than 64 KiB"),
        ({"actions": [AGREED | {"state": SECRET}]}, ", “actions” 1: “state” is none of open, tr"),
        ({"actions": [AGREED | {"state": []}]}, ", “actions” 1: “state” is not text"),
        ({"actions": [AGREED | {"due": SECRET}]}, ", “actions” 1: “due” is not a date"),
        ({"actions": [AGREED | {"due": "2026-02-30"}]}, ", “actions” 1: “due” is not a date"),
        ({"actions": [AGREED | {"due": 1}]}, ", “actions” 1: “due” is not text"),
        ({"actions": [AGREED | {"closed": "2026-12-01"}]}, ", “actions” 1: “closed” has a date"),
        ({"actions": [AGREED | {"note": 1}]}, ", “actions” 1: “note” is not text"),
        ({"actions": [AGREED | {"text": " "}]}, "a text in it is empty, or can’t be kept"),
        ({"takeaway": 7}, ": “takeaway” is not text"),
        ({"scaling": 7}, ", “scaling”: not an object"),
        ({"scaling": {}}, ", “scaling”: “value” is missing"),
        ({"scaling": {"value": 11}}, ", “scaling”: “value” is not a whole number from 0 to 10"),
        ({"scaling": {"value": True}}, ", “scaling”: “value” is not a whole number from 0 to 10"),
        ({"scaling": {"value": 7.0}}, ", “scaling”: “value” is not a whole number from 0 to 10"),
        ({"scaling": {"value": 7, "basis": SECRET}}, ", “scaling”: “basis” is none of impression"),
        ({"path": 7}, "“path” is not text"),
    ],
)
def test_a_mistake_is_named_by_its_entry_and_its_key(changes, mistake):
    message = _error_message(_document(_record(an_entry(id="bbbb")), _record(**changes)))
    assert message.startswith("backup.json: entry 2")
    assert mistake in message


@pytest.mark.parametrize("key", ["id", "date", "domain", "title", "tags", "answers", "skipped"])
def test_what_is_not_whole_does_not_stand_for_an_entry(key):
    record = _record()
    del record[key]
    assert f"entry 1: “{key}” is missing" in _error_message(_document(record))


def test_two_entries_can_t_have_one_file():
    message = _error_message(
        _document(_record(), _record(an_entry(id="bbbb")), _record(title="Another"))
    )
    assert "entry 3: it would have the same file name as entry 1" in message


def test_copies_of_an_entry_that_have_files_of_their_own_are_taken():
    other = "2026-11-24-0900-availability-k3f7.md"
    entries = parse_export(_document(_record(), _record(path=other)), "it").entries
    assert [entry_file_name(FULL), other] == [imported.name.file_name for imported in entries]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


def _outcome(data: bytes) -> ImportedDocument | str:
    try:
        return parse_export(data, "it")
    except InputFileError as error:
        return str(error)


@given(st.dictionaries(st.sampled_from([*_record(), "more"]), json_values, max_size=3))
def test_any_value_at_any_key_is_taken_or_refused_in_words(changes):
    outcome = _outcome(_document(_record(**changes)))
    if isinstance(outcome, str):
        assert outcome.startswith("it: entry 1")
    else:
        (imported,) = outcome.entries
        assert (imported.entry, 0) == clean_entry(imported.entry)


@given(st.binary(max_size=60))
def test_of_any_bytes_it_is_said_what_is_wrong(data):
    assert str(_outcome(data)).endswith(" Nothing was imported.")


def test_progress_is_reported():
    calls = []

    class RecordingProgress(ProgressCallbacks):
        def begin(self, files):
            calls.append(files)

        def advance(self):
            calls.append("advance")

        def clear(self):
            calls.append("clear")

    parse_export(_document(_record(), _record(an_entry(id="bbbb"))), "it", RecordingProgress())
    assert [2, "advance", "advance", "clear"] == calls

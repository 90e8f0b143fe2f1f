"""Which entries a file has words of is known without parsing it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.entry_format.draft import write_draft
from securebase_cli.entry_format.entry import write_entry
from securebase_cli.entry_format.quick_checks import entries_held
from support.builders import ANSWER, a_draft, an_entry

OWN = {("availability", "k3f7")}
ENTRY = write_entry(an_entry())


@pytest.mark.parametrize("entry_id", ["k3f7", "0123", "1234", "null", "yes2"])
def test_an_entry_holds_itself(entry_id):
    text = write_entry(an_entry(id=entry_id))
    assert {("availability", entry_id)} == entries_held(text.encode())


def test_a_draft_holds_all_that_it_will_become():
    entries = (("availability", "k3f7"), ("acceptance", "m2aa"))
    draft = a_draft(answers=(ANSWER,), entry_ids=entries)
    assert {*entries} == entries_held(write_draft(draft, "Unfinished").encode())


FORMS = {
    "Windows line ends": ENTRY.replace("\n", "\r\n"),
    "a mark before the text": f"\ufeff{ENTRY}",
    "single quotes": ENTRY.replace("id: k3f7", "id: 'k3f7'"),
    "more spaces": ENTRY.replace("id: k3f7", "id:   k3f7  "),
    "front matter that can't be parsed": ENTRY.replace("tags: []", "tags: [a"),
    "cut off within the front matter": ENTRY[: ENTRY.index("tags")],
    "other fields first": ENTRY.replace("securebase: 1\n", "mood: glad\nsecurebase: 1\n"),
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS.keys())
def test_it_is_known_in_any_form(text):
    assert OWN == entries_held(text.encode())


@pytest.mark.parametrize(
    "data", [b"", b"words", b"---\n---\n", b"---\nid: k3f7\n---\n", b"domain: a\nid: k3f7\n"]
)
def test_a_file_that_does_not_say_both_holds_none(data):
    assert frozenset() == entries_held(data)


@given(st.text())
def test_no_answer_changes_what_a_file_holds(text):
    entry = an_entry(answers=(ANSWER._replace(text=f"id: m2aa\n{text}"),))
    data = write_entry(entry).encode(errors="replace")
    assert OWN == entries_held(data)


@given(st.binary())
def test_any_bytes_can_be_looked_at(data):
    entries_held(data)

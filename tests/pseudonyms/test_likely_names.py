"""Runs of capitalised words that are likely names are told from those that are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.pseudonyms.likely_names import find_likely_names
from securebase_cli.pseudonyms.pseudonyms import Pseudonyms


def _names(text: str) -> dict[str, list[str]]:
    """Return the texts of the candidates by their kind."""
    kinds: dict[str, list[str]] = {}
    for candidate in Pseudonyms({}).candidates([text]):
        kinds.setdefault(candidate.kind, []).append(candidate.text)
    return kinds


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mrs Khan rang, and Dr. Okafor.", ["Dr. Okafor", "Mrs Khan"]),
        ("Nana came. Mum said so. The judge is Judge Hartley.", ["Judge Hartley", "Nana"]),
        ("We met Anna van der Berg, Omar bin Said.", ["Anna van der Berg", "Omar bin Said"]),
        ("We met Fatima al-Zahra and Siân ferch Owen", ["Fatima al-Zahra", "Siân ferch Owen"]),
        ("Máire Ní Bhriain and Ciarán Ó Murchú", ["Ciarán Ó Murchú", "Máire Ní Bhriain"]),
        ("Mary-Jane O’Neill left.", ["Mary-Jane O’Neill"]),
        ("The Team Manager Priya left. Duty Manager Tom Hughes too.", ["Priya", "Tom Hughes"]),
        ("R. says nothing. I asked K. Then R. left.", ["R.", "K."]),
        ("JB said so, I told KT; J.B. is R.K.", ["J.B.", "JB", "KT", "R.K."]),
        ("Plan B and Child A; P.S. the U.K., A&E, X-ray, 1) A) B)", []),
        ("Will said no. Will you? I asked Will.", ["Will"]),
        ("Will Thompson said so. Will Priya come?", ["Priya", "Will Thompson"]),
        ("Mark this. Hope so. Long day. Green paper. Case closed.", []),
        ("Young told me, and I rang Brown.", ["Brown", "Young"]),
        ("Hope Centre and Green Paper, County Hall", []),
        ("#priya #away-day #icpc #team/tomasz", ["priya", "tomasz"]),
        ("Priya'd gone, Tom’ll come, James' turn", ["James", "Priya", "Tom"]),
        ("NHS, DfE and Social Work England; Signs of Safety in Word", []),
        ("TOM cried. Tom left.", ["TOM"]),
    ],
)
def test_names_are_found_as_people_write_them(text, names):
    assert names == _names(text).get("name", [])


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("May told me. I asked June.", {"name": ["June", "May"]}),
        ("In May and on Monday.", {"month or weekday": ["May", "Monday"]}),
        ("May was quiet, Monday exhausting", {"month or weekday": ["May", "Monday"]}),
        ("3 May, May 2026. May I? Sat with her.", {}),
        ("On Monday Priya came", {"name": ["Priya"], "month or weekday": ["Monday"]}),
        ("I met April Jones.", {"name": ["April Jones"]}),
    ],
)
def test_months_and_weekdays_stand_apart_unless_they_mean_a_person(text, kinds):
    assert kinds == _names(text)


def test_a_word_in_small_letters_elsewhere_begins_a_sentence_for_that_reason():
    assert {"name": ["Quibbling"]} == _names("Quibble. We quibble. Quibbling told me.")
    assert {"name": ["Quibble"]} == _names("Quibble told me. We quibble.")
    assert {} == _names("Quibble over nothing. We quibble.")


@given(st.text(alphabet="AbR. #\n'-1", max_size=30))
def test_each_name_is_a_part_of_the_text_outside_what_is_excluded(text):
    excluded = [(2, 5)]
    for name in find_likely_names(text, excluded):
        start, end = name.span
        assert name.text == " ".join(text[start:end].split())

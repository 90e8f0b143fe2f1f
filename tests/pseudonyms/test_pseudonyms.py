"""Names are replaced wherever they stand as whole words, however they are written there."""

import time
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.pseudonyms.candidates import Candidate
from securebase_cli.pseudonyms.pseudonyms import Pseudonyms
from securebase_cli.review.folding import fold
from support.corpus import CORPUS, FRAGMENTS

ALIASES = {
    "Robin": "Worker A",
    "Robin Hill": "Worker B",
    "Mary Ann": "Worker C",
    "James": "Worker D",
    "O’Brien": "Worker E",
    "Zoë": "Worker F",
    "+44 191 498 0000": "[left out]",
    "sam@team.org": "[left out]",
    "Jon": "Worker G",
    "Monday": "Monday",
}
PSEUDONYMS = Pseudonyms(ALIASES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask Robin.", "Ask Worker A."),
        ("ROBIN, robin", "Worker A, Worker A"),
        ("_Robin_ **Robin** `Robin` #robin (Robin) a_Robin_b", None),
        ("[Robin](https://x.org/robin)", "[Worker A](https://x.org/Worker A)"),
        ("Robinson and Jobrobin", "Robinson and Jobrobin"),
        ("Robin’s and Robin's turn", "Worker A’s and Worker A's turn"),
        ("the Robins, the ROBINS’", "the Worker As, the Worker AS’"),
        ("James' James’ James’s Jameses", "Worker D' Worker D’ Worker D’s Worker Des"),
        ("Jones is not Jon", "Jones is not Worker G"),
        ("Robin Hill and Robin", "Worker B and Worker A"),
        ("Robin\n Hill, Robin-Hill, Robin\u00a0Hill", "Worker B, Worker B, Worker B"),
        ("**Robin** Hill", "**Worker B"),
        ("Robin. Hill", "Worker A. Hill"),
        ("the Robin Hills", "the Worker Bs"),
        ("mary-ann’s, Mary Ann", "Worker C’s, Worker C"),
        ("O'Brien, o’brien’s", "Worker E, Worker E’s"),
        ("Zoe, ZOË, Zoe\u0308’s", "Worker F, Worker F, Worker F’s"),
        ("Ro\u200bbin, Ro\u00adbin, R\u2060o\u200db\ufe0fin", "Worker A, Worker A, Worker A"),
        ("Robin\u200bHill", "Worker A\u200bHill"),
        ("Robin \u200b Hill", "Worker B"),
        ("ring +44 191 498 0000!", "ring [left out]!"),
        ("ring 44-191-498-0000", "ring [left out]"),
        ("SAM@team.org, samsam@team.org", "[left out], samsam@team.org"),
        ("on Monday, on mondays", "on Monday, on mondays"),
        ("", ""),
    ],
)
def test_a_name_is_replaced_as_whole_words_however_it_is_written(text, expected):
    wanted = text.replace("Robin", "Worker A").replace("robin", "Worker A")
    assert (wanted if expected is None else expected) == PSEUDONYMS.apply(text)


def test_what_was_replaced_is_not_matched_again():
    chain = Pseudonyms({"Robin": "Kim", "Kim": "Robin"})
    assert "Kim and Robin" == chain.apply("Robin and Kim")


def test_a_name_of_its_own_is_not_taken_for_the_plural_of_another():
    both = Pseudonyms({"Robin": "Worker A", "Robins": "Worker B"})
    assert "Worker A, Worker B" == both.apply("Robin, Robins")


def test_of_two_spellings_the_later_counts():
    assert "Worker B" == Pseudonyms({"Zoe": "Worker A", "Zoë": "Worker B"}).apply("Zoe")


def test_what_is_not_seen_in_a_name_of_the_file_makes_no_difference():
    assert "Worker A" == Pseudonyms({"Ro\u200bbin": "Worker A"}).apply("Robin")


def test_a_name_of_signs_alone_stands_nowhere():
    assert "So… it is" == Pseudonyms({"…": "Worker A"}).apply("So… it is")


def test_without_aliases_nothing_changes():
    assert "Robin" == Pseudonyms({}).apply("Robin")


@pytest.mark.parametrize(
    ("aliases", "role"),
    [
        ({}, "Worker A"),
        ({"Robin": "Worker A", "Jo": "worker c"}, "Worker B"),
        ({str(n): f"Worker {letter}" for n, letter in enumerate(ascii_lowercase)}, "Worker AA"),
    ],
)
def test_the_next_role_is_one_that_is_not_used(aliases, role):
    assert role == Pseudonyms(aliases).next_free_alias("Kim")


@pytest.mark.parametrize(
    ("name", "role"), [("A", "Worker B"), ("a.", "Worker B"), ("Worker", "Person A")]
)
def test_the_next_role_does_not_hold_the_name_it_stands_for(name, role):
    assert role == Pseudonyms({}).next_free_alias(name)
    assert not Pseudonyms({name: role}).mentions(role)


def test_an_alias_that_holds_a_name_is_known_to_reveal_it():
    assert PSEUDONYMS.apply("Robin’s manager") != "Robin’s manager"
    assert PSEUDONYMS.apply("the manager on Monday") == "the manager on Monday"


def test_a_name_is_known_in_any_spelling():
    assert ["Mary Ann"] == PSEUDONYMS.spellings_of("mary-ánn")
    assert ["Zoe", "Zoë"] == Pseudonyms({"Zoe": "A", "Zoë": "B"}).spellings_of("ZOE")
    assert [] == PSEUDONYMS.spellings_of("Mary")
    assert [] == PSEUDONYMS.spellings_of("…")


def test_of_what_was_found_the_rest_is_left_once_part_of_it_has_an_alias():
    found = [
        Candidate("Robin Miller", "name", 2, "a"),
        Candidate("Robins", "name", 3, "b"),
        Candidate("Miller", "name", 1, "c"),
        Candidate("robin@x.org", "e-mail", 1, "d"),
    ]
    expected = [
        Candidate("Miller", "name", 3, "c"),
        Candidate("robin@x.org", "e-mail", 1, "d"),
    ]
    assert expected == PSEUDONYMS.still_undecided(found)


# Whatever the text.

NAMES = st.sampled_from(["Quillon", "Xanthe Quoy", "O’Quoy", "Zoë-Quoy", "Quo", "07700 900123"])
AROUND = st.lists(st.sampled_from([*FRAGMENTS, *CORPUS.values(), " ", "\n", "_", "’s"]), max_size=6)
MAPPINGS = st.dictionaries(NAMES, st.sampled_from(["Worker A", "[left out]"]), min_size=1)


def _spelled(draw, name: str) -> str:
    parts = []
    for letter in draw(st.sampled_from([name, name.upper(), name.lower(), fold(name)])):
        hidden = draw(st.sampled_from(["", "", "", "\u200b", "\u00ad", "\u2060\ufeff"]))
        between = draw(st.sampled_from([" ", "-", "\n", "\u00a0 "])) if letter in " -" else letter
        parts.append(between if letter in " -" else f"{between}{hidden}")
    return "".join(parts)


@st.composite
def planted(draw):
    mapping = draw(MAPPINGS)
    name = draw(st.sampled_from(sorted(mapping)))
    before, after = ("".join(draw(AROUND)) for _ in range(2))
    return mapping, name, before, _spelled(draw, name), after


@given(planted())
def test_no_name_is_left_in_any_surroundings(case):
    mapping, name, before, spelled, after = case
    pseudonyms = Pseudonyms(mapping)
    text = pseudonyms.apply(f"{before} {spelled} {after}")
    assert mapping[name] in text
    assert not pseudonyms.mentions(text)


@given(planted())
def test_to_replace_again_changes_nothing(case):
    mapping, _, before, spelled, after = case
    pseudonyms = Pseudonyms(mapping)
    once = pseudonyms.apply(f"{before}{spelled}{after}")
    assert once == pseudonyms.apply(once)


@given(AROUND)
def test_where_no_name_stands_no_byte_changes(around):
    text = "".join(around)
    assert text == Pseudonyms({"Quillon Xanthe": "Worker A"}).apply(text)


@pytest.mark.parametrize(
    "text",
    [
        "I asked Robin about the café on Monday. " * 50_000,
        "a\u200b" * 500_000,
        "Robin " + " " * 1_000_000 + "Hill",
        "Robin\u200b" * 200_000,
        "name1 " * 300_000,
    ],
    ids=["notes", "unseen", "far apart", "glued", "first words"],
)
def test_it_takes_little_time_with_long_texts_and_many_names(text):
    many = {f"Name{n} Hill{n}": f"Worker {n}" for n in range(500)}
    pseudonyms = Pseudonyms({**many, **{f"Name1 Hill{n}": "W" for n in range(500)}, **ALIASES})
    begun = time.process_time()
    pseudonyms.apply(text)
    # It takes about a second here; what is not linear takes minutes.
    assert time.process_time() - begun < 20

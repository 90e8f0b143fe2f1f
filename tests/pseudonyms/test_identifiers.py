"""What could say who is meant is found, with how often and where, and nothing is decided."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.pseudonyms.pseudonyms import Pseudonyms
from support.corpus import CORPUS, FRAGMENTS


def _found(*texts: str) -> list[str]:
    return [candidate.text for candidate in Pseudonyms({}).candidates(texts)]


def _kinds(*texts: str) -> dict[str, str]:
    return {candidate.text: candidate.form for candidate in Pseudonyms({}).candidates(texts)}


def _times(*texts: str) -> dict[str, int]:
    return {candidate.text: candidate.times for candidate in Pseudonyms({}).candidates(texts)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I asked Robin.", ["Robin"]),
        ("Robin was asked. So was she.", ["Robin"]),
        ("Is it so? Yes! Well… So.", []),
        ("We met. “So it is.” (So.) **So** _so_", []),
        ("- So\n* So\n1. So\n> So\n> > So\n- [ ] So\n# So\n\nSo", []),
        ("I'm sure I’ve said I’d go, I'LL go, and I do", []),
        ("she said, “Robin is late”", ["Robin"]),
        ("with (Robin) and [Kim](https://x.org/Team)", ["Kim", "Robin"]),
        ("see `Robin`, **Kim** and #TeamHill", ["Kim", "Robin", "TeamHill"]),
        ("Robin's and Robin’s, Robin’s", ["Robin"]),
        ("with Robin Hill today", ["Robin Hill"]),
        ("with Robin-Hill today", ["Robin-Hill"]),
        ("with J. K. Rowling today", ["J. K. Rowling"]),
        ("by Robin's Hill", ["Hill", "Robin"]),
        ("by Robin, Hill", ["Hill", "Robin"]),
        ("then Dr. Robin came, e.g. Kim", ["Dr. Robin", "Kim"]),
        ("there: Robin", ["Robin"]),
        ("McDonald came. NHS too.", ["McDonald"]),
        ("the non-Robin team", ["Robin"]),
        ("by O’Brien", ["O’Brien"]),
        ("by Zoe\u0308 and by Ro\u200bbin", ["Robin", "Zoë"]),
        ("by ÉMILE and Ямал", ["ÉMILE", "Ямал"]),
        ("We met,\nRobin too", ["Robin"]),
        ("We met with\nRobin", ["Robin"]),
        ("We met\nToday", []),
        ("A line as long as this was broken by an editor with\nRobin", ["Robin"]),
        ("A line as long as this may have ended just by itself.\nToday", []),
        ("Robin Hill came.", ["Robin Hill"]),
        ("Robin Hill came. I asked Robin.", ["Robin", "Robin Hill"]),
        ("Robin Hill came. I asked Robin Hill.", ["Robin Hill"]),
        ("Ask Robin", ["Robin"]),
        ("- Robin: tired\n- **Priya** (new)\n- Kim", ["Kim", "Priya", "Robin"]),
        ("Robin, Sam and Kim were away.\nPriya and I talked.", ["Kim", "Priya", "Robin", "Sam"]),
        ("Robin’s idea was good. It’s so. That’s it", ["Robin"]),
        ("However, so. Today: nothing. Yes, and I said time is short.\nTime, mostly.", []),
        ("Ring Robin", ["Robin"]),
        ("Yesterday Robin came.", ["Robin"]),
        ("Tired Robin came, tired as he was.", ["Robin"]),
    ],
)
def test_capitalised_words_are_found_that_begin_no_sentence(text, words):
    assert words == _found(text)


def test_at_the_beginning_of_a_sentence_a_word_counts_that_was_found_elsewhere():
    text = "Robin came. I asked Robin. Robin Hill came. ROBIN went, says ROBIN."
    assert {"Robin": 4, "Robin Hill": 1} == _times(text)


def test_texts_are_counted_together_and_the_most_frequent_word_comes_first():
    assert {"Kim": 2, "Robin": 1} == _times("to Robin", "to Kim", "by Kim")
    assert ["Kim", "Robin"] == _found("to Robin", "to Kim", "by Kim")


def test_the_same_word_in_small_letters_is_counted_by_itself():
    (found,) = Pseudonyms({}).candidates(["I asked Will. They will, will they? Will he?"])
    assert ("Will", 2, 2) == (found.text, found.times, found.lower_case_times)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        *(("e-mail", words) for words in ("robin.hill+x@team-a.co.uk", "r_h@x.org", "r@localhost")),
        *(
            ("telephone", words)
            for words in (
                "0191 498 0000",
                "(0191) 498 0000",
                "01914980000",
                "0191-498-0000",
                "07700 900123",
                "020 7946 0000",
                "+44 191 498 0000",
                "+44 (0)191 498 0000",
                "+441914980000",
                "0044 191 498 0000",
                "+1 202 555 0143",
                "+49 30 123456",
                "0800 1111",
                "07 70 09 00 12 3",
                "0191.498.0000",
                "0191\N{NON-BREAKING HYPHEN}498\N{FIGURE DASH}0000",
            )
        ),
        *(("postcode", words) for words in ("NE1 4LP", "ne14lp", "SW1A 1AA", "M1 1AE", "GIR 0AA")),
        *(
            ("nhs-number", words)
            for words in ("943 476 5919", "943-476-5919", "9434765919", "943.476.5919")
        ),
        *(
            ("ni-number", words)
            for words in (
                *("QQ 12 34 56 C", "QQ123456C", "qq 12 34 56 c", "QQ-12-34-56-C"),
                *("QQ 12 34 56", "QQ 123456 C"),
            )
        ),
        *(
            ("date", words)
            for words in (
                "3/4/1985",
                "03.04.85",
                "3-4-85",
                "1985-04-03",
                "1985/4/3",
                "3 April 1985",
                "3rd of April, 1985",
                "3 apr 85",
                "3-Apr-1985",
                "April 3rd, 1985",
                "DOB 030485",
                "DOB030485",
                "D.O.B.: 03041985",
                "born 1985",
                "born on 3 April",
                "born in April 1985",
                "Date of birth: 3/4",
            )
        ),
        ("number", "123 45 67"),
    ],
)
@pytest.mark.parametrize("around", ["she {} then", "_{}_", "({}),", "x {}.\nSo", "“{}”"])
def test_addresses_numbers_and_dates_are_found_whole(kind, words, around):
    assert {words: kind} == _kinds(around.format(words))


def test_a_number_is_found_whole_if_a_line_was_broken_within_it():
    expected = {"0191 498 0000": "telephone", "943 476 5919": "nhs-number"}
    assert expected == _kinds("ring 0191\n498 0000", "her number, 943 476\n5919, is known")


@pytest.mark.parametrize(
    "text",
    ["at 14:30", "in 2026", "3/4 of them", "a 1:1 on 3 May", "10 of 12", "3.5 or 1,000,000", "@ 5"],
)
def test_other_numbers_are_left_alone(text):
    assert [] == [
        candidate for candidate in Pseudonyms({}).candidates([text]) if candidate.kind != "name"
    ]


def test_letters_that_stick_to_a_number_belong_to_it():
    assert {"x0191 498 0000y": "telephone"} == _kinds("at x0191 498 0000y")


def test_the_possessive_of_a_name_that_is_decided_on_is_no_name():
    assert [] == Pseudonyms({"Robin": "Worker A"}).candidates(["by ROBIN'S and Robin’s"])


def test_what_is_decided_on_is_not_found_again():
    decided = Pseudonyms({"Robin": "Worker A", "Monday": "Monday", "3/4/1985": "[left out]"})
    text = "On Monday I asked Robin Hill, of 3/4/1985, at robin@x.org"
    found = [(candidate.text, candidate.form) for candidate in decided.candidates([text])]
    assert [("Hill", "name"), ("robin@x.org", "e-mail")] == found


def test_an_excerpt_is_one_line_cut_between_words():
    text = f"{'before ' * 20}\n\nI asked Robin\nabout it {'after ' * 20}"
    (found,) = Pseudonyms({}).candidates([text])
    assert "…before before I asked Robin about it after after…" == found.excerpt


def test_the_excerpt_of_an_endless_word_ends():
    (found,) = Pseudonyms({}).candidates([f"by A{'b' * 500}"])
    assert len(found.excerpt) < 80


# Whatever stands around.

AROUND = st.lists(st.sampled_from([*FRAGMENTS, *CORPUS.values(), "a", " ", "\n", "“"]), max_size=6)
PLANTED = {
    "robin.hill@team.org": "e-mail",
    "0191 498 0000": "telephone",
    "+44 7700 900123": "telephone",
    "NE1 4LP": "postcode",
    "943 476 5919": "nhs-number",
    "QQ 12 34 56 C": "ni-number",
    "3 April 1985": "date",
    "03/04/1985": "date",
    "Quillon Quoy": "name",
}


@given(AROUND, st.sampled_from(sorted(PLANTED)), AROUND)
def test_an_identifier_is_found_in_any_surroundings(before, words, after):
    text = f"{''.join(before)} a {words} b {''.join(after)}"
    assert PLANTED[words] in {
        candidate.form for candidate in Pseudonyms({}).candidates([text]) if words in candidate.text
    }


@given(AROUND, st.lists(st.sampled_from(sorted(PLANTED)), max_size=3), AROUND)
def test_once_all_is_decided_nothing_is_left(before, planted, after):
    text = f"{''.join(before)} a {', '.join(planted)} b {''.join(after)}"
    decided = {candidate.text: "x" for candidate in Pseudonyms({}).candidates([text])}
    assert [] == Pseudonyms(decided).candidates([text])
    stays = {words: words for words in decided}
    assert [] == Pseudonyms(stays).candidates([text])
    assert text == Pseudonyms(stays).apply(text)


@given(st.text(max_size=60))
def test_of_any_text_nothing_is_left_once_all_is_decided(text):
    decided = {candidate.text: "x" for candidate in Pseudonyms({}).candidates([text])}
    assert [] == Pseudonyms(decided).candidates([text])


@pytest.mark.parametrize(
    "pattern",
    ["I asked Robin Hill on 3 April 1985. ", "A\n", "a@", "0 ", "[ ] ", "…", "1/", "Z\u0301", "> "],
)
def test_it_takes_little_time_with_long_texts(pattern):
    begun = time.process_time()
    Pseudonyms({}).candidates([pattern * (500_000 // len(pattern))])
    # It takes about a second here; what is not linear takes minutes.
    assert time.process_time() - begun < 20

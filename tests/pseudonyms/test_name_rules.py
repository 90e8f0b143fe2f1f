"""Initials, and names that are everyday words, are told from the words that are spelt like them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.dates import MONTHS, long_date
from securebase_cli.pseudonyms.name_rules import rule_for
from securebase_cli.pseudonyms.pseudonyms import Pseudonyms
from securebase_cli.review.folding import fold
from support.corpus import CORPUS, FRAGMENTS

PSEUDONYMS = Pseudonyms(
    {
        "Robin": "Person 1",
        "S.": "Person 2",
        "A": "Person 3",
        "R.K.": "Person 4",
        "I.": "Person 5",
        "May": "Worker A",
        "Will": "Worker B",
        "Will Rose": "Worker C",
        "Hope": "Worker D",
        "June": "Worker E",
        "Mark": "Worker F",
        "S. Miller": "Worker G",
    }
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She may come.", None),
        ("May came, with MAY.", "Worker A came, with Worker A."),
        ("May’s and May's idea", "Worker A’s and Worker A's idea"),
        ("We hope she will mark it.", None),
        ("I asked Hope, Mark and Will.", "I asked Worker D, Worker F and Worker B."),
        ("hopes and Hopes, wills", "hopes and Worker Ds, wills"),
        ("Will Rose, will rose, Will rose", "Worker C, will rose, Worker B rose"),
        ("S. Miller’s, S MILLER", "Worker G’s, Worker G"),
    ],
)
def test_a_name_that_is_an_everyday_word_is_replaced_only_with_a_capital(text, expected):
    assert (text if expected is None else expected) == PSEUDONYMS.apply(text)


@pytest.mark.parametrize(
    "text",
    [
        *("3 May 2026", "3rd of May", "03-May-2026", "3/May", "May 2026", "May, 2026", "May ’26"),
        *("May 3rd", "May 3, 2026", "May 03", "May the 4th", "on 30 June at 10:30", "2026 May 3"),
        *("May–June 2026", "May/June 2026", "May and June 2026", "May\n2026", "**May** 2026"),
    ],
)
def test_a_name_of_a_month_is_left_beside_a_day_or_a_year(text):
    around = f"It was {text}. So it was."
    assert around == PSEUDONYMS.apply(around)
    words = [found.text for found in PSEUDONYMS.candidates([around]) if found.kind == "name"]
    assert [] == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I asked May. 2026 was hard.", "I asked Worker A. 2026 was hard."),
        ("3. May was late", "3. Worker A was late"),
        ("at 3, May said", "at 3, Worker A said"),
        ("at 10:30 May came", "at 10:30 Worker A came"),
        ("gave May 3 days off", "gave Worker A 3 days off"),
        ("May and June came", "Worker A and Worker E came"),
        ("saw Mark 3 times, in 2026 Will", "saw Worker F 3 times, in 2026 Worker B"),
        ("in 30\nMay came", "in 30\nWorker A came"),
    ],
)
def test_a_number_that_is_no_day_makes_no_date_of_a_name(text, expected):
    assert expected == PSEUDONYMS.apply(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Robin's idea, it's, IT'S, DON’S", "Person 1's idea, it's, IT'S, DON’S"),
        ("S. said so, and s. did not", "Person 2 said so, and s. did not"),
        ("I asked S. Then S left", "I asked Person 2. Then Person 2 left"),
        ("S.'s and S’s idea (S.)", "Person 2's and Person 2’s idea (Person 2)"),
        ("with S., A and R.K. today", "with Person 2, Person 3 and Person 4 today"),
        ("R. K., RK, R K and rk", "Person 4, Person 4, Person 4 and rk"),
        ("_A_ **S.** “A”", "_Person 3_ **Person 2.** “Person 3”"),
        ("A line, a line. A new one.\n- A tidy one", None),
        ("A said no. A's idea. We met A yesterday.", None),
        ("A to call, A in duty room", "Person 3 to call, Person 3 in duty room"),
        ("I met Jo and\nA briefly", "I met Jo and\nPerson 3 briefly"),
        ("Notes\nA tidy one, with\n- A new one", None),
        ("as, As, A-level, A4, X-ray, A&E", None),
        ("I think so, and so do I.", None),
        ("I asked I. and I.'s team", "I asked Person 5 and Person 5's team"),
        ("Worker A and Person S", None),
        ("S.J. and J.S. met", None),
    ],
)
def test_initials_are_capitals_that_stand_alone(text, expected):
    if expected is None:
        expected = text.replace("A said", "Person 3 said").replace("A's", "Person 3's")
        expected = expected.replace("met A y", "met Person 3 y")
    assert expected == PSEUDONYMS.apply(text)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("may", "worker a"), ("team/a", "team/person 3"), ("s", "person 2"), ("what-a-team", None)],
)
def test_in_a_label_small_letters_name_someone_as_well(tag, expected):
    replaced = PSEUDONYMS.apply(tag, is_label=True)
    assert (expected or tag) == replaced.lower()


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        *((name, "any case") for name in ("Robin", "Zoë", "O’Brien", "May Quoy", "李", "7")),
        *((name, "capitalised") for name in ("May", "Grace", "April", "Will Rose", "S. May")),
        *((name, "initials") for name in ("A", "s.", "R.K.", "J P", "É.")),
    ],
)
def test_the_rule_follows_from_the_name(name, rule):
    assert rule == rule_for(fold(name))


# Whatever the text.

WORD_NAMES = st.sampled_from(["May", "Will", "Grace", "Mark", "June", "April", "Rose", "Hope"])
INITIALS = st.sampled_from(["A", "S.", "R.K.", "B", "T.", "É"])
AROUND = st.lists(st.sampled_from([*FRAGMENTS, *CORPUS.values(), " ", "\n"]), max_size=5)
BEFORE = st.sampled_from(["asked ", "with (", "and\n", "“", "**", "by "])
AFTER = st.sampled_from(["", ".", "’s idea", "'s", ", who said", " said so", ")", "**", "”"])


@given(st.one_of(WORD_NAMES, INITIALS), AROUND, BEFORE, AFTER, AROUND)
def test_no_name_with_its_capital_remains_in_any_surroundings(name, text, before, after, more):
    # The words after it keep a day or a year away from the name of a month.
    around = f"{''.join(text)} we {before}", f"{after} so then {''.join(more)}"
    alias = "[someone]"
    assert f"we {before}{alias}" in Pseudonyms({name: alias}).apply(name.join(around))


@given(st.dates(), st.sampled_from(MONTHS), st.sampled_from(["{}", "on {}, she", "{} · 2 entries"]))
def test_no_date_of_the_program_is_changed_by_the_name_of_a_month(day, month, around):
    text = around.format(long_date(day))
    years = range(1900, 2100)
    assert day.year not in years or text == Pseudonyms({month: "Worker A"}).apply(text)


@given(AROUND, st.one_of(WORD_NAMES, INITIALS))
def test_text_in_small_letters_names_no_everyday_word_and_no_initials(around, name):
    text = "".join(around).lower()
    if not name[0].islower() and text == text.lower():
        assert text == Pseudonyms({name: "Worker X"}).apply(text)


@given(AROUND, st.dictionaries(st.one_of(WORD_NAMES, INITIALS), st.just("[x]"), min_size=1))
def test_what_was_decided_on_is_never_asked_about_again(around, aliases):
    pseudonyms = Pseudonyms(aliases)
    text = f"{''.join(around)} we met {' and '.join(aliases)} at {'; '.join(aliases)}, 3 May 2026"
    asked = [found for found in pseudonyms.candidates([text]) if found.kind == "name"]
    assert not {found.text for found in asked} & {name.rstrip(".") for name in aliases}

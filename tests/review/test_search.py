"""What words find: which entries, where in them, and which files need not be read at all."""

import contextlib
import unicodedata
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from securebase_cli.entry_format.cleanup import clean, to_one_line
from securebase_cli.entry_format.entry import read_entry, write_entry
from securebase_cli.errors import EntryFormatError, UsageError
from securebase_cli.model import Action, Answer
from securebase_cli.review.excerpts import EXCERPT_WIDTH
from securebase_cli.review.folding import fold
from securebase_cli.review.search import MAX_LENGTH, MAX_WORDS, SearchTerms
from support.builders import ANSWER, an_entry
from support.corpus import CORPUS, FRAGMENTS


def _entry(text, asked="Do you?", **others: Any):
    return an_entry(answers=(Answer("q", asked, text),), **others)


def _matches(line, text) -> bool:
    return bool(SearchTerms.from_line(line).find_matches(_entry(text)))


def _marked(match) -> list[str]:
    return [match.excerpt[start:end] for start, end in match.marks]


@pytest.mark.parametrize(
    ("line", "text", "matches"),
    [
        ("buddy", "Pair them with a buddy.", True),
        ("BUDDY", "Pair them with a buddy.", True),
        ("bud", "Pair them with a buddy.", True),
        ("bud*", "Pair them with a buddy.", True),
        ("bud", "Rosebud", False),
        ("buddy", "A bud.", False),
        ("bud", "_bud_ **bud** (bud)", True),
        ("cafe", "The CAFÉ", True),
        ("CAFÉ", "the cafe", True),
        ("cafe\u0301", "the café", True),
        ("strasse", "Straße", True),
        ("Lukasz", "Łukasz", True),
        ("reflect", "re\u00adflecting", True),
        ("2026", "on 2026-11-23", True),
    ],
)
def test_a_word_matches_the_start_of_words_in_any_case_with_any_accents(line, text, matches):
    assert matches is _matches(line, text)


@pytest.mark.parametrize(
    ("line", "matches"),
    [
        ("buddy rota", True),
        ("rota buddy", True),
        ("buddy\nrota", True),
        ("buddy kingfisher", False),
        ("buddy -rota", False),
        ("buddy -rot", False),
        ("buddy -ota", True),
        ("-kingfisher buddy", True),
        ('buddy -"the rota"', False),
        ('buddy -"rota the"', True),
        ("buddy -“the rota”", False),
        ("buddy --rota", False),
    ],
)
def test_all_words_have_to_occur_and_those_after_a_hyphen_must_not(line, matches):
    assert matches is _matches(line, "A buddy.\n\nSee the rota.")


@pytest.mark.parametrize(
    ("line", "text", "matches"),
    [
        ('"hard cases"', "who gets the hard cases", True),
        ('"hard cases"', "Hard\n\ncases", True),
        ('"hard cases"', "hard – “cases”", True),
        ("“hard cases”", "the hard cases", True),
        ("„hard cases“", "the hard cases", True),
        ('"hard cases', "the hard cases", True),
        ('"hard  ,\ncases"', "the hard cases", True),
        ('"hard cases"', "hard and cases", False),
        ('"cases hard"', "hard cases", False),
        ('"hard case"', "hard cases", False),
        ('"ard cases"', "hard cases", False),
        ('"hard case*"', "hard cases", True),
        ('"bud"', "a buddy", False),
        ('"buddy"', "a buddy", True),
        ('"hard"cases', "cases are hard", True),
        ('cases"are hard"', "cases are hard", True),
        ('"hard cases" "the rota"', "the rota and the hard cases", True),
        ('"" "hard"', "hard", True),
    ],
)
def test_a_phrase_matches_whole_words_next_to_each_other(line, text, matches):
    assert matches is _matches(line, text)


@pytest.mark.parametrize(
    ("line", "text", "matches"),
    [
        ("don't", "I don’t know", True),
        ("don’t", "I don't know", True),
        ("don’t", "do not", False),
        ("well-being", "our wellbeing", True),
        ("well-being", "our well being", True),
        ("well-be", "our well-being", True),
        ("ell-being", "our well-being", False),
        ("3/4", "3/4 of them", True),
        ("3/4", "4/3 of them", False),
        ("sam@team.org", "write to sam@team.org!", True),
        ("#away-day", "the away day", True),
        ("snake_case", "snake case", True),
        ("buddy!", "a buddy", True),
    ],
)
def test_a_word_with_punctuation_inside_is_the_words_in_it(line, text, matches):
    assert matches is _matches(line, text)


SPELLINGS = (
    ("cooperation", "co-operation", "Co‐operation", "co\N{NON-BREAKING HYPHEN}operation"),
    ("co\u00adoperation", "co\u200boperation", "co\u2060op\ufefferation", "co−operation"),
    ("wellbeing", "well-being", "Well–being", "well\u200dbeing"),
    ("email", "e-mail", "E\N{NON-BREAKING HYPHEN}mail"),
    ("dont", "don't", "don’t", "don‘t", "don´t", "donʼt", "don＇t"),
    ("1000", "1,000", "1 000", "1.000", "1'000", "1’000", "1\u00a0000", "1\u202f000", "1\u2009000"),
    ("01614960000", "0161 496 0000", "0161-496-0000", "0161.496.0000", "(0161) 496 0000"),
    (
        "01614960000",
        "0161\u00a0496\u00a00000",
        "0161 – 496 – 0000",
        "0161\n496 0000",
        "0161/4960000",
    ),
    ("QQ123456C", "QQ 12 34 56 C", "qq-12-34-56-c"),
    ("AB123CD", "AB12 3CD"),
)
PAIRS = [
    (one, other)
    for spellings in SPELLINGS
    for one in spellings
    for other in spellings
    if " " not in one.strip() and "\n" not in one
]


@pytest.mark.parametrize(("word", "text"), PAIRS)
def test_a_word_is_found_however_the_signs_within_it_are_written(word, text):
    entry = _entry(f"It says {text}, there")
    terms = SearchTerms.from_arguments([word])
    (match,) = terms.find_matches(entry)
    assert [" ".join(text.split()).removeprefix("(")] == _marked(match)
    assert terms.may_match(write_entry(entry).encode())


@pytest.mark.parametrize("text", ["01614960000", "0161 496 0000", "(0161) 496-0000"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["0161", "496", "0000"],
        ["0161 496 0000"],
        ["(0161)", "4960000"],
        ["rota", "0161", "4960000"],
    ],
)
def test_a_number_is_found_whether_its_groups_are_typed_in_quotes_or_without(arguments, text):
    terms = SearchTerms.from_arguments(arguments)
    assert terms.find_matches(_entry(f"The rota: {text}"))
    assert not terms.find_matches(_entry("The rota: 0161 496 0001"))


def test_numbers_beside_each_other_are_also_found_apart():
    assert _matches("2025 2026", "in 2026, not in 2025")
    assert not _matches("2025 2026", "in 2026")


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("95", "9-5"),
        ("9-5", "95"),
        ("35", "3.5"),
        ("12", "1, 2"),
        ("cooperation", "co operation"),
        ("wellbeing", "well, being"),
        ("operation", "cooperation"),
        ("cooperation", "co-op eration"),
        ("496", "01614960000"),
    ],
)
def test_what_nobody_takes_for_one_word_is_not_found(line, text):
    assert not _matches(line, text)


@given(st.data())
def test_a_word_is_found_whatever_joins_its_letters(data):
    letters = st.text("abéßçøΣжñ", min_size=2, max_size=8)
    digits = st.text("0123456789", min_size=4, max_size=11)
    word = data.draw(letters | digits)
    joiners = "-'’‐‑–−´\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0f"
    if word.isdecimal():
        joiners += " ,.()/\u00a0\u202f"
    signs = st.text(joiners, max_size=2)
    text = word[0] + "".join(data.draw(signs) + letter for letter in word[1:])
    entry = _entry(clean(f"Not “{text}” – 📅").text)
    for line in (word, f'"{word}"'):
        terms = SearchTerms.from_line(line)
        (match,) = terms.find_matches(entry)
        assert fold("".join(filter(str.isalnum, word))) == fold(
            "".join(filter(str.isalnum, *_marked(match)))
        )
        assert terms.may_match(write_entry(entry).encode())


@pytest.mark.parametrize(
    ("line", "text", "matches"),
    [
        ("S.", "S. is new", True),
        ("S.", "Ask S", True),
        ("s.", "(S)", True),
        ("S.", "Sam is new", False),
        ("S.", "She is new", False),
        ("S", "She is new", True),
        ("S.", "Mrs. is no name", False),
        ("etc.", "etcetera", False),
        ("e.g.", "Many, e. g. Sam", True),
        ("e.g.", "Many, e. given", False),
        ("new -S.", "Sam is new", True),
        ("new -S.", "S. is new", False),
        ("S.*", "Sam is new", True),
        ("3.5", "3.52 of them", True),
        ("团.", "她们的团队", True),
    ],
)
def test_a_word_with_a_full_stop_after_it_does_not_go_on(line, text, matches):
    assert matches is _matches(line, text)


@pytest.mark.parametrize(
    ("line", "text", "matches"),
    [
        ("!!", "So much!!", True),
        ("!!", "So! Much!", False),
        ('"! !"', "So !\n! Much", True),
        ("🙂", "good 🙂🙂", True),
        ("🙂", "good 😀", False),
        ("❤", "with ❤\ufe0f", True),
        ("❤\ufe0f", "with ❤", True),
        ("(*)", "(*)", True),
        ("buddy -🙂", "a buddy 🙂", False),
        ("'", "it’s", True),
        ("=", "1 ≠ 2", True),
        ("≠", "1 ≠ 2", True),
    ],
)
def test_signs_without_a_letter_are_looked_for_as_they_are(line, text, matches):
    assert matches is _matches(line, text)
    assert not matches or SearchTerms.from_line(line).may_match(write_entry(_entry(text)).encode())


@pytest.mark.parametrize(
    ("line", "text", "matches"),
    [
        ("团队", "她们的团队", True),
        ('"团队"', "她们的团队们", True),
        ("队团", "她们的团队", False),
        ("ทีม", "เป็นทีมเดียวกัน", True),
        ("किताब", "एक किताब", True),
        ("किताब", "एक कुताब", False),
    ],
)
def test_other_scripts_are_searched_as_they_are_written(line, text, matches):
    assert matches is _matches(line, text)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["buddy", "rota"], "buddy rota"),
        (["hard cases"], '"hard cases"'),
        (["-hard cases", "rota"], '-"hard cases" rota'),
        ([" rota "], "rota"),
        (["hard case*"], '"hard case*"'),
        (['the "hard cases"'], 'the "hard cases"'),
        (['-"hard', 'cases"', "rota"], '-"hard" cases rota'),
        (["“hard cases”"], '"hard cases"'),
        (["", "rota"], "rota"),
        (["rota", "Rota"], "rota"),
        (["well-being"], "well-being"),
        (["S."], '"S."'),
        (["-S.", "rota"], '-"S" rota'),
    ],
)
def test_an_argument_with_a_space_is_a_phrase_and_one_with_quotes_is_read_as_a_line(
    arguments, line
):
    assert SearchTerms.from_line(line) == SearchTerms.from_arguments(arguments)


@pytest.mark.parametrize("nothing", ["", " \n\t", '""', '"', "-“”", "\u0301", '-"" ""'])
def test_nothing_to_look_for_is_said(nothing):
    for read in (SearchTerms.from_line, lambda text: SearchTerms.from_arguments([text])):
        with pytest.raises(UsageError, match="Give a word or more"):
            read(nothing)
    with pytest.raises(UsageError, match="Give a word or more"):
        SearchTerms.from_arguments([])


@pytest.mark.parametrize("line", ["-buddy", '-"hard cases" -rota', "-!!"])
def test_leaving_out_alone_is_not_enough(line):
    with pytest.raises(UsageError, match="Give at least one word") as caught:
        SearchTerms.from_line(line)
    assert "buddy" not in str(caught.value)


@pytest.mark.parametrize(
    "line",
    [
        "a " * (MAX_WORDS + 1),
        '"' + "a " * (MAX_WORDS + 1),
        "a " + "-b " * MAX_WORDS,
        "!! " * (MAX_WORDS + 1),
        "a" * (MAX_LENGTH + 1),
        "secret " * 200_000,
    ],
)
def test_too_much_at_once_is_refused(line):
    for read in (SearchTerms.from_line, lambda text: SearchTerms.from_arguments([text])):
        with pytest.raises(UsageError, match=f"{MAX_WORDS} words at most") as caught:
            read(line)
        assert "secret" not in str(caught.value)


def test_what_no_file_can_hold_is_not_found():
    words = SearchTerms.from_line("\ud800")
    assert not words.may_match(write_entry(_entry("Most of them do – 📅")).encode())
    assert not words.find_matches(_entry("Most of them do – 📅"))


def test_as_much_as_is_allowed_is_looked_for():
    assert _matches("a " * MAX_WORDS, "a")
    assert _matches("a" * MAX_LENGTH, "a" * MAX_LENGTH)


def test_answers_questions_takeaways_actions_notes_and_tags_are_searched():
    entry = an_entry(
        answers=(
            Answer("one", "Who has a buddy?", "A buddy for each."),
            Answer("two", "Do they call their buddy?", "They do."),
            Answer("three", "Is there a rota?", "Yes."),
        ),
        takeaway="To be a buddy",
        actions=(
            Action("Buddy first", note="The buddy said so"),
            Action("Ask", "tried", note="Asked a buddy"),
            Action("Nothing"),
        ),
        tags=("rota", "buddy-day"),
    )
    found = [
        (match.question, match.question_text, match.kind, match.excerpt, match.marks)
        for match in SearchTerms.from_line("buddy").find_matches(entry)
    ]
    assert [
        ("one", "Who has a buddy?", "answer", "A buddy for each.", ((2, 7),)),
        (
            *("two", "Do they call their buddy?", "question"),
            *("Do they call their buddy?", ((19, 24),)),
        ),
        (None, "What I take from this", "takeaway", "To be a buddy", ((8, 13),)),
        (None, "", "action", "Buddy first", ((0, 5),)),
        (None, "", "action", "Asked a buddy", ((8, 13),)),
        (None, "", "tag", "buddy-day", ((0, 5),)),
    ] == found


@pytest.mark.parametrize("line", ["availability", "november", "2026", "k3f7", "support"])
def test_title_domain_date_and_ids_are_not_searched(line):
    entry = an_entry(answers=(ANSWER._replace(question_text="Do you?"),), skipped=("support",))
    assert not SearchTerms.from_line(line).find_matches(entry)


def test_words_may_stand_in_different_places_but_a_phrase_in_one():
    entry = _entry("Ask a buddy", "Who is on the rota?", tags=("duty", "day"))
    assert SearchTerms.from_line("buddy rota duty").find_matches(entry)
    assert not SearchTerms.from_line('"duty day"').find_matches(entry)
    assert not SearchTerms.from_line('"buddy duty"').find_matches(entry)


def test_an_entry_that_holds_what_was_to_be_left_out_has_no_places():
    entry = _entry("Ask a buddy", tags=("rota",))
    assert () == SearchTerms.from_line("buddy -rota").find_matches(entry)
    assert () == SearchTerms.from_line("buddy kingfisher").find_matches(entry)
    assert 1 == len(SearchTerms.from_line("buddy -kingfisher").find_matches(entry))


@pytest.mark.parametrize(
    ("line", "text", "marked"),
    [
        ("bud", "A buddy, no rosebud, a bud", ["bud", "bud"]),
        ('"hard cases"', "the hard –\n\ncases", ["hard – cases"]),
        ("cafe", "cafe\u0301s", ["cafe\u0301"]),
        ("stras", "Straße", ["Straß"]),
        ("buddy bud", "a buddy", ["buddy"]),
        ('"a b" "b c"', "a b c", ["a b c"]),
        ("buddy rota", "the rota, a buddy", ["rota", "buddy"]),
        ("!!", "so!!!!", ["!!", "!!"]),
        ("👍", "so 👍🏽, 👍", ["👍🏽", "👍"]),
        ("क", "एक किताब", ["कि"]),
        ("team -rota", "the team", ["team"]),
    ],
)
def test_each_occurrence_is_marked_once_with_its_accents(line, text, marked):
    (match,) = SearchTerms.from_line(line).find_matches(_entry(text))
    assert marked == _marked(match)


FILLING = "and nothing else was said about it by anybody at all that day "


def test_an_excerpt_is_one_line():
    (match,) = SearchTerms.from_line("buddy").find_matches(
        _entry("One\n\n\ttwo \r\n a\u2003buddy\u2028three")
    )
    assert "One two a buddy three" == match.excerpt


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        (FILLING + "buddy", "", ""),
        (FILLING * 3 + "buddy", "…", ""),
        ("Buddy " + FILLING * 3, "", "…"),
        (FILLING * 3 + "buddy " + FILLING * 3, "…", "…"),
    ],
)
def test_an_excerpt_says_right_beside_its_words_where_something_was_cut(text, before, after):
    (match,) = SearchTerms.from_line("buddy").find_matches(_entry(text))
    kept = match.excerpt.strip("…")
    assert f"{before}{kept}{after}" == match.excerpt
    assert f" {kept} " in f" {text} "
    assert len(kept) <= EXCERPT_WIDTH
    assert ["buddy"] == [word.casefold() for word in _marked(match)]


def test_an_excerpt_shows_the_place_with_most_of_the_words():
    text = f"A buddy. {FILLING * 4} The rota. {FILLING * 3} Buddy on the rota. {FILLING * 4} Rota."
    (match,) = SearchTerms.from_line("rota buddy").find_matches(_entry(text))
    assert ["Buddy", "rota"] == _marked(match)
    (match,) = SearchTerms.from_line('rota "a buddy"').find_matches(_entry(text))
    assert ["A buddy"] == _marked(match)


def test_an_excerpt_is_cut_between_letters_where_there_are_no_spaces():
    (match,) = SearchTerms.from_line("buddy").find_matches(
        _entry("e\u0301\u0323" * 60_000 + "-buddy-" + "👩‍👧" * 20_000)
    )
    assert match.excerpt.startswith("…e\u0301\u0323")
    assert match.excerpt.endswith("👧…")
    assert ["buddy"] == _marked(match)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("a" * MAX_LENGTH, FILLING * 9 + "a" * 200_000),
        ('"a b"', "a" + "-" * 200_000 + "b"),
        ("a", "a" + "\u0301" * 200_000),
        ("a b", "a " * 100_000 + "b"),
        ("z", "zß\u036b\u0343 " * 50_000),
        ("🙂", "🙂" * 100_000),
    ],
)
def test_what_is_found_in_a_very_long_line_is_shown_short(line, text):
    (match,) = SearchTerms.from_line(line).find_matches(_entry(text))
    assert match.marks
    assert len(match.excerpt) <= EXCERPT_WIDTH + 30


def test_the_first_word_of_each_text_of_the_corpus_is_found():
    found = set()
    for name, text in CORPUS.items():
        entry = _entry(clean(text).text, actions=(Action("Ask", note=to_one_line(text)),))
        first = " ".join(to_one_line(text)[:100].split()[:1]).lstrip("-")
        with contextlib.suppress(UsageError):
            matches = SearchTerms.from_arguments([first]).find_matches(entry)
            assert {"answer", "action"} <= {match.kind for match in matches}, name
            found.add(name)
    assert len(found) > 400


# Letters that fold to others, in texts that a file holds in another form than the entry.
NASTY = (
    "aksiKSIe \n-'’“#\\!éßẞøŁıİſKÅﬁµΣςЖжⅧⅷⒶⓐ≠📅✅🙂団æÆ\u0301\u00ad\ufe0f\u200d\u2028\u0085\ufeff"
)
texts = st.text(st.sampled_from(NASTY), max_size=12) | st.lists(
    st.sampled_from((*FRAGMENTS, "Buddy", "RŌTA", "naïve")), max_size=6
).map("".join)
entries = st.builds(
    _entry,
    text=texts.map(lambda text: clean(text).text).filter(bool),
    asked=texts.map(to_one_line).filter(lambda text: text and not text.startswith("#")),
    tags=st.lists(texts.map(to_one_line).filter(bool), max_size=2).map(tuple),
    actions=st.lists(
        st.builds(Action, texts.map(to_one_line).filter(bool), note=texts.map(to_one_line)),
        max_size=2,
    ).map(tuple),
)


def _all_texts(entry) -> list[str]:
    answers = [text for answer in entry.answers for text in (answer.text, answer.question_text)]
    actions = [text for action in entry.actions for text in (action.text, action.note)]
    return [*answers, *actions, *entry.tags]


def _by_hand(written: str) -> list[str]:
    """Return the file as other programs and other people may have left it."""
    head, end, body = written.partition("\n---\n")
    marker = "<!-- securebase"
    in_capitals = "\n".join(
        line if line.startswith(marker) else line.upper() for line in body.split("\n")
    )
    return [
        written,
        "\ufeff" + written.replace("\n", "\r\n"),
        head + end + in_capitals,
        *(head + end + unicodedata.normalize(form, body) for form in ("NFC", "NFD")),
        head.replace("e", "\\u0065") + end + body,
        unicodedata.normalize("NFD", head).replace('"', "'") + end + body,
    ]


@given(entries, st.data())
def test_no_file_is_passed_over_whose_entry_matches(entry, data):
    for written in _by_hand(write_entry(entry)):
        with contextlib.suppress(EntryFormatError):
            read = read_entry(written)
            text = data.draw(st.sampled_from(_all_texts(read)))
            start = data.draw(st.integers(0, len(text)))
            part = text[start : data.draw(st.integers(start, len(text)))]
            with contextlib.suppress(UsageError):
                words = SearchTerms.from_line(part.lstrip("-"))
                assert not words.find_matches(read) or words.may_match(written.encode())


@given(entries, texts, st.sampled_from([str, str.upper, str.lower, str.casefold]))
def test_what_was_written_is_found_however_it_is_spelt(entry, other, spelt):
    text = entry.answers[0].text.replace("\\", " ")
    assume(fold(spelt(text)) == fold(text))
    with contextlib.suppress(UsageError):
        words = SearchTerms.from_arguments([spelt(text).strip(" -")])
        # With a quote in it, it is read as a line, where a hyphen leaves a word out.
        assume(not words.excluded)
        assert words.find_matches(_entry(f"{other} {text} {other}"))


@given(entries, texts)
def test_the_places_found_are_whole_and_in_order(entry, line):
    with contextlib.suppress(UsageError):
        words = SearchTerms.from_line(line)
        found = words.find_matches(entry)
        for match in found:
            ends = [place for mark in match.marks for place in mark]
            assert ends == sorted(ends)
            assert 0 <= ends[0] < ends[-1] <= len(match.excerpt)
            assert all(start < end for start, end in match.marks)
            kept = match.excerpt.removeprefix("…").removesuffix("…")
            assert any(kept in " ".join(text.split()) for text in _all_texts(entry))


def test_a_file_is_passed_over_only_if_it_can_not_match():
    written = write_entry(_entry("It’s a “café” – with a\nbuddy 📅 2026-12-01", tags=("rota",)))
    assert SearchTerms.from_line("cafe buddy rota -team").may_match(written.encode())
    assert SearchTerms.from_line("bud").may_match(written.encode())
    assert not SearchTerms.from_line("buddy team").may_match(written.encode())
    assert not SearchTerms.from_line('"a teammate"').may_match(written.encode())
    assert not SearchTerms.from_line("🙂").may_match(written.encode())
    escaped = written.replace("[rota]", '["te\\u0061m"]')
    assert SearchTerms.from_line("buddy team").find_matches(read_entry(escaped))
    assert SearchTerms.from_line("buddy team").may_match(escaped.encode())

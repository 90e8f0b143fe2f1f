"""Folded, the spellings of a word are the same, and a place in it can be found again."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.review.folding import FoldedText, Prefilter, fold
from securebase_cli.review.terms import Term
from support.corpus import CORPUS

# What folding makes longer, shorter or plainer, and what has to stay as it is.
LETTERS = (
    "aksKSiIeE \n-'’‘“”–…!éÉïßẞøŁđıİſKÅÅﬁﬀŉǰᾳΐµμΣςσЖжйЙⅧⅷⒶⓐ≠=→📅✅🙂가각が団æÆðÐ½½ﷺ"
    "\u0301\u0308\u0345\u20d7\u00ad\ufe0f\u200d\u0903\U000e0100\U0001d165"
)
texts = st.text(st.sampled_from(LETTERS) | st.characters(exclude_categories=["Cs"]), max_size=12)
# Some that are folded in several stretches.
long_texts = texts | texts.map(lambda text: text * 400)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", ""),
        ("Buddy", "buddy"),
        ("Café NAÏVE", "cafe naive"),
        ("cafe\u0301", "cafe"),
        ("Straße STRASSE", "strasse strasse"),
        ("ﬁnd ﬀ", "find ff"),
        ("Ångström, ſo", "angstrom, so"),
        ("\N{KELVIN SIGN} \N{ANGSTROM SIGN} Ⓐ", "\N{KELVIN SIGN} \N{ANGSTROM SIGN} ⓐ"),
        ("\N{NOT EQUAL TO} \N{NOT LESS-THAN} \N{DOES NOT PRECEDE}", "= < \N{PRECEDES}"),
        ("Łukasz Søren Đorđe Ħal Yıldız İpek", "lukasz soren dorde hal yildiz ipek"),
        ("Σίσυφος", "σισυφοσ"),
        ("Ёлка", "елка"),
        ("שָׁלוֹם", "שלום"),
        ("don’t ‘so’ don´t ŉ Hawaiʻi", "don't 'so' don't 'n hawai'i"),
        ("re\u00adflect ❤\ufe0f", "reflect ❤"),
        ("½ ™ æ Ａ", "½ ™ æ ａ"),
        ("“so” – 📅 …", "“so” – 📅 …"),
        ("कि", "कि"),
    ],
)
def test_case_accents_and_what_is_not_seen_make_no_difference(text, folded):
    assert folded == fold(text)


@given(texts, texts)
def test_what_stands_beside_a_text_does_not_change_what_it_folds_to(text, other):
    assert fold(text) + fold(other) == fold(text + other)


@given(texts)
def test_a_folded_text_stays_as_it_is(text):
    assert fold(text) == fold(fold(text))


def test_each_letter_written_in_two_forms_folds_to_the_same():
    letters = filter(str.isprintable, map(chr, range(sys.maxunicode + 1)))
    forms = [[unicodedata.normalize(form, letter) for form in ("NFC", "NFD")] for letter in letters]
    assert [] == [composed for composed, apart in forms if fold(composed) != fold(apart)]


@given(texts)
def test_one_text_written_in_two_forms_folds_to_the_same(text):
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert fold(composed) == fold(decomposed)


@pytest.mark.parametrize(
    ("text", "folded_part", "part"),
    [
        ("Ask a buddy", "buddy", "buddy"),
        ("eine Straße", "stras", "Straß"),
        ("eine Straße", "se", "ße"),
        ("ein cafe\u0301 da", "cafe", "cafe\u0301"),
        ("to ﬁnd", "ind", "ﬁnd"),
        ("e\u0301" * 3000 + "ß!", "ss", "ß"),
        ("a" * 5000 + "\u0301" * 5000 + "b", "a" * 5000, "a" * 5000 + "\u0301" * 5000),
    ],
)
def test_the_way_back_leads_to_whole_letters_with_their_accents(text, folded_part, part):
    folded = FoldedText.from_text(text)
    start = folded.folded.index(folded_part)
    left, right = folded.original_span(start, start + len(folded_part))
    assert part == text[left:right]


@given(long_texts, st.data())
def test_each_part_of_a_folded_text_has_a_part_of_the_original_that_holds_it(text, data):
    folded = FoldedText.from_text(text)
    assert fold(text) == folded.folded
    start = data.draw(st.integers(0, len(folded.folded)))
    end = data.draw(st.integers(start, len(folded.folded)))
    if start < end:
        left, right = folded.original_span(start, end)
        assert folded.folded[start:end] in fold(text[left:right])
        assert fold(text[left])
        assert right == len(text) or fold(text[right])


@given(long_texts, st.data())
def test_each_place_of_a_text_has_its_place_in_the_folded_text(text, data):
    place = data.draw(st.integers(0, len(text)))
    assert len(fold(text[:place])) == FoldedText.from_text(text).folded_index(place)


def _parts(folded):
    """Return all that a sieve can be asked for: the pieces between white space, and their parts."""
    return {
        piece[start:end]
        for piece in folded.split()
        for start in range(len(piece))
        for end in range(start + 1, len(piece) + 1)
    }


@given(texts)
def test_a_sieve_never_holds_back_a_file_with_what_is_looked_for(text):
    data = text.encode()
    assert [] == [
        part for part in _parts(fold(text)) if not Prefilter.for_pieces([part]).may_match(data)
    ]


@given(texts, texts)
def test_a_sieve_looks_for_all_of_its_pieces(text, other):
    pieces = (fold(text) + " " + fold(other)).split()
    assert Prefilter.for_pieces(pieces).may_match(f"Ab {other} – {text}".encode())


def test_no_letter_hides_from_a_sieve():
    blocks = ((0x80, 0x3100), (0xA640, 0xAC80), (0xF900, 0x10000), (0x10400, 0x10D00))
    for start, end in (*blocks, (0x1D100, 0x1D200), (0x1E000, 0x1F700)):
        for letter in map(chr, range(start, end)):
            pieces = fold(letter).split()
            assert Prefilter.for_pieces(pieces).may_match(letter.encode()), f"{ord(letter):x}"


def test_no_character_between_two_letters_hides_a_word_from_a_sieve():
    word = Term.from_text("ab", is_phrase=False)
    number = Term.from_text("1234", is_phrase=False)
    assert word
    assert number
    for character in map(chr, (*range(0xD800), *range(0xE000, 0x1F800), *range(0xE0000, 0xE01F0))):
        for term, text in ((word, f"a{character}b"), (number, f"12{character}34")):
            if term.pattern.search(fold(" ".join(text.split()))):
                prefilter = Prefilter.for_pieces(term.pieces)
                assert prefilter.may_match(text.encode()), f"{ord(character):x}"


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16"])
def test_a_file_that_is_not_text_in_utf_8_is_let_through(encoding):
    passes = Prefilter.for_pieces(["buddy"]).may_match("Ärger über Öl".encode(encoding))
    assert (encoding != "utf-8") is passes


@pytest.mark.parametrize(
    ("piece", "text"),
    [
        ("buddy", "Most of them do."),
        ("buddy", "It’s a “café” – naïve, groß … 📅 2026-12-01 ✅"),
        ("buddy", "Łukasz, Σίσυφος und die Команда"),
        ("cafe", "caf!é"),
        ("strassen", "Straße"),
        ("команда", "Most of them do – 📅"),
        ("🙂", "It’s 📅 ✅ 😀"),
        ("!!", "It’s so!"),
    ],
)
def test_a_sieve_holds_back_a_file_without_what_is_looked_for(piece, text):
    assert not Prefilter.for_pieces([piece]).may_match(text.encode())


def test_a_sieve_lets_each_text_of_the_corpus_through_that_holds_a_piece():
    for name, text in CORPUS.items():
        kept = text[:2000].encode(errors="ignore")
        pieces = fold(kept.decode()).split()[:40]
        assert Prefilter.for_pieces(pieces).may_match(kept), name

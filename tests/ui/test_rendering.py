"""No text in a page can control the terminal, apart from the program's own colours."""

import io
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.model import Action, Answer
from securebase_cli.review.checkup import CheckedFinding, Finding
from securebase_cli.storage.scan import StoredEntry
from securebase_cli.ui.console import Screen
from securebase_cli.ui.page import Line, Pairs, Picture, Table, Verbatim
from securebase_cli.ui.pages.doctor_page import doctor_page
from securebase_cli.ui.pages.entries_page import entries_page
from securebase_cli.ui.pages.entry_page import entry_page
from support.builders import MOMENT, an_entry
from support.corpus import CORPUS
from support.streams import TerminalStream, without_styles

_BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_NASTY = [
    "\x1b[2J", "\x1b]52;c;aGk=\x07", "\x1b]8;;https://example.org\x1b\\", "\x9b31m", "\x00", "\x08",
    "\r", "\u202e", "\u2066", "\u200f", "\u2028", "\u0085", "[red]", "[/]", "[link=x]", "\ufeff",
    "&#27;[31m", "\n", "\t", "a", "\U000e0041", "\ud800", "\x7f", "\x1bPq\x1b\\", "\x1b",
]  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(_NASTY), st.text(max_size=3)), max_size=12).map("".join)


# Longer texts of the corpus take long, and have the same characters.
_MAX_LENGTH = 2_000


def _printed(page, form: str) -> str:
    """Print a page in one of the three forms, and return the output."""
    stream = TerminalStream() if form == "rich" else io.StringIO()
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("TERM", "xterm-256color")
        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setattr("sys.stdout", stream)
        Screen(plain=form == "plain").show(page)
    return stream.getvalue()


def _controls(printed: str) -> set[str]:
    text = without_styles(printed)
    return {
        letter
        for letter in text
        if letter not in "\n\t" and (unicodedata.category(letter) == "Cc" or letter in _BIDI)
    }


def _pages(text: str):
    yield (
        Line(text, "title", "Label"),
        Line(text, indent=4),
        Table(("A", text or "B"), ((text, text),), wrap_column="A"),
        Pairs(((text, text),)),
        Picture((text,), (text,)),
        Verbatim(text),
    )
    entry = an_entry(
        title=text,
        tags=(text,),
        answers=(Answer("praise", text, text),),
        skipped=("induction",),
        actions=(Action(text, note=text), Action(text, "tried", closed=MOMENT.date())),
    )
    stored = StoredEntry(str(_path(text)), entry)
    yield entry_page(stored, {"induction": text}, str, MOMENT.date())
    yield entries_page([stored.entry.outline], str)
    finding = Finding("x", "note", text, text, _path(text))
    yield doctor_page([CheckedFinding(finding, error=text)], {}, {text: text})


def _path(text: str) -> Path:
    return Path("/journal") / (text.replace("\x00", "").replace("/", "") or "x")


each_form = pytest.mark.parametrize("form", ["rich", "pipe", "plain"])


@each_form
@given(text=texts)
def test_no_text_can_control_the_terminal(form, text):
    for page in _pages(text):
        assert set() == _controls(_printed(page, form))


@each_form
def test_no_text_of_the_corpus_can_control_the_terminal(form):
    for name, text in CORPUS.items():
        if len(text) < _MAX_LENGTH:
            page = (Line(text, "text", "Label"), Verbatim(text), Pairs(((text, text),)))
            assert set() == _controls(_printed(page, form)), name


def test_these_tests_ignore_colours_and_nothing_else():
    printed = _printed((Line("words", "title"),), "rich")
    assert "\x1b[" in printed
    assert "words" == without_styles(printed).strip()
    assert {"\x1b"} == _controls("\x1b[2Jwords")
    assert {"\u202e"} == _controls("wor\u202eds")

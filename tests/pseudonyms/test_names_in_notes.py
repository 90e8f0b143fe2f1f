"""Of the names in notes as supervisors write them, nearly all are listed, and little else is.

The notes are in `notes/`, with each planted name in braces. The rules were written with the first
half in view; the second half and the third set, in another style, were held back meanwhile. The
fourth set was written afterwards, and no rule was changed for it.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from securebase_cli.instrument.content import read_content
from securebase_cli.pseudonyms.pseudonyms import Pseudonyms
from securebase_cli.pseudonyms.value_texts import texts_of
from securebase_cli.review.folding import fold

SETS = sorted((Path(__file__).parent / "notes").glob("*.md"))
PLANTED = re.compile(r"\{([^{}]+?)(['’]s?)?\}")
WORD = re.compile(r"[^\W_]+")
MIN_LISTED = 0.95
MAX_FALSE_ALARMS_IN_400_WORDS = 3
LINES_OF_A_NOTE = 10


def _words(text: str) -> str:
    """Return the folded words between spaces, so that a name is found in a longer one."""
    return f" {' '.join(WORD.findall(fold(text)))} "


def _listed_names(lines: Iterable[str]) -> list[str]:
    texts = [PLANTED.sub(r"\1\2", line) for line in lines]
    candidates = Pseudonyms({}).candidates(texts)
    return [_words(candidate.text) for candidate in candidates if candidate.kind == "name"]


def _planted_names(lines: Iterable[str]) -> set[str]:
    return {_words(match[1]) for line in lines for match in PLANTED.finditer(line)}


def _notes(lines: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(lines), LINES_OF_A_NOTE):
        yield lines[start : start + LINES_OF_A_NOTE]


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
@pytest.mark.parametrize("divided", [False, True], ids=["a journal", "short notes"])
def test_nearly_all_names_are_listed_and_little_else(path, divided):
    lines = path.read_text("utf-8").splitlines()
    planted, missed, false_alarms = 0, [], []
    for note in _notes(lines) if divided else [lines]:
        listed, names = _listed_names(note), _planted_names(note)
        planted += len(names)
        missed += [name for name in names if not any(name in found for found in listed)]
        false_alarms += [
            found for found in listed if not any(found in name or name in found for name in names)
        ]
    word_count = len(" ".join(lines).split())
    assert len(missed) <= (1 - MIN_LISTED) * planted, missed
    assert len(false_alarms) <= MAX_FALSE_ALARMS_IN_400_WORDS * word_count / 400, false_alarms


def test_the_names_of_an_example_are_listed_and_the_month_apart():
    text = (
        "Priya told me she cries in the car. Tom has been off since May. R. says nothing. "
        "Aisha won't use the duty phone."
    )
    candidates = [(found.text, found.kind) for found in Pseudonyms({}).candidates([text])]
    names = [(name, "name") for name in ("Aisha", "Priya", "R.", "Tom")]
    assert [*names, ("May", "month or weekday")] == candidates


def test_no_word_of_the_questions_and_headings_is_a_name():
    content = read_content()
    texts = [text for text in texts_of(content._replace(sources=())) if text]
    questions = [question.text for domain in content.domains for question in domain.questions]
    words = {word.capitalize() for text in [*texts, *questions] for word in WORD.findall(text)}
    assert [] == _listed_names(words)
    headings = "Then and now. What I will try. What I take from this. Domains over time."
    assert [] == _listed_names(headings.split(". "))
    assert [] == _listed_names(f"We read {heading}" for heading in headings.title().split(". "))

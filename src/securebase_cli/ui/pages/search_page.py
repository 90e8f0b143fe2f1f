"""The page of what a search found: entry by entry, with the words marked where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.dates import long_date
from securebase_cli.model import ACTIONS_HEADINGS, title_with_kind
from securebase_cli.review.search import EXCERPT_WIDTH
from securebase_cli.ui.page import GAP, Excerpt, Line, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from securebase_cli.model import Answer, Entry
    from securebase_cli.review.search import Match, SearchHit
    from securebase_cli.ui.page import Page, Part

# As many places as tell what an entry says; the rest is read in it.
_FEW = 3


def search_page(found: Iterable[SearchHit], parents: Mapping[str, str]) -> Page:
    """Show the entries found, each with the first places where the words stand.

    `parents` has, by its id, what a question follows that says little alone.
    """
    parts: list[Part] = []
    for one in found:
        parts += [*_entry(one, parents), GAP]
    return tuple(parts[:-1])


def _entry(found: SearchHit, parents: Mapping[str, str]) -> Iterator[Part]:
    entry = found.stored.entry
    title = entry.title or f"{entry.domain}, {long_date(entry.moment.date())}"
    yield Line(f"{title_with_kind(title, entry.kind)} · {entry.id}", "title", "Entry")
    above, answers = "", iter(entry.answers)
    for match in found.matches[:_FEW]:
        if (parent := parents.get(match.question or "", "")) not in {"", above}:
            yield Line(f"After: {parent}", "quiet", indent=2)
        # Somebody may have taken away the heading of an answer; then its id is left.
        heading = match.asked or match.question or _heading(match, entry)
        answer = _answer(match, answers)
        if match.kind == "question":
            yield Excerpt(match.excerpt, match.marks, "Question", indent=2)
            # How somebody answered it; the question alone is much the same in every entry.
            beginning = shorten(" ".join(answer.split()), EXCERPT_WIDTH)
            yield Line(beginning, "quiet", "Answer", indent=4)
        else:
            if heading != above:
                label = "Question" if match.question else "Where"
                yield Line(heading, "heading", label, indent=2)
            yield Excerpt(match.excerpt, match.marks, "Excerpt", indent=4)
        above = heading
    if (more := len(found.matches) - _FEW) > 0:
        places = "1 more place" if more == 1 else f"{more} more places"
        yield Line(f"and {places}: securebase show {entry.id}", "quiet", "More", indent=2)


def _answer(match: Match, answers: Iterator[Answer]) -> str:
    """Return the answer that a place found belongs to; places come in the order of answers."""
    sought = (match.question, match.asked)
    return next((one.text for one in answers if (one.question, one.asked) == sought), "")


def _heading(match: Match, entry: Entry) -> str:
    return "Tag" if match.kind == "tag" else ACTIONS_HEADINGS[entry.kind]

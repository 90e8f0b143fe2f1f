"""The results of a search: the matching lines of each entry, with the words highlighted."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from securebase_cli.hints import command
from securebase_cli.model import ACTIONS_HEADINGS, display_title
from securebase_cli.plurals import count_of
from securebase_cli.review.excerpts import EXCERPT_WIDTH
from securebase_cli.review.search import SearchHit
from securebase_cli.ui.page import GAP, Excerpt, Line, Page, Part, shorten

# Matches shown of one entry; the rest can be read in the entry.
_MAX_MATCHES = 3


def search_page(
    hits: Iterable[SearchHit], parents: Mapping[str, str], domain_title: Callable[[str], str]
) -> Page:
    """Show the first matches in each entry; `parents` has parents’ texts by question id."""
    parts: list[Part] = []
    for hit in hits:
        parts += [*_matches_in_entry(hit, parents, domain_title), GAP]
    return tuple(parts[:-1])


def _matches_in_entry(
    hit: SearchHit, parents: Mapping[str, str], domain_title: Callable[[str], str]
) -> Iterator[Part]:
    entry = hit.stored.entry
    yield Line(f"{display_title(entry, domain_title)} · {entry.id}", "title", label="Entry")
    heading_above = ""
    # Matches come in the order of the answers, so one iterator finds the answer of each.
    answers = iter(entry.answers)
    for match in hit.matches[:_MAX_MATCHES]:
        parent = parents.get(match.question or "", "")
        if parent and parent != heading_above:
            yield Line(f"After: {parent}", "quiet", indent=2)
        # An answer whose question was removed from the file by hand is headed by its id.
        heading = match.question_text or match.question or ""
        if not heading:
            heading = "Tag" if match.kind == "tag" else ACTIONS_HEADINGS[entry.kind]
        key = match.question, match.question_text
        answer_text = next(
            (answer.text for answer in answers if (answer.question, answer.question_text) == key),
            "",
        )
        if match.kind == "question":
            yield Excerpt(match.excerpt, match.marks, label="Question", indent=2)
            # The question is the same in many entries; the answer tells them apart.
            start_of_answer = shorten(" ".join(answer_text.split()), EXCERPT_WIDTH)
            yield Line(start_of_answer, "quiet", label="Answer", indent=4)
        else:
            if heading != heading_above:
                label = "Question" if match.question else "Where"
                yield Line(heading, "quiet", label=label, indent=2)
            yield Excerpt(match.excerpt, match.marks, label="Excerpt", indent=4)
        heading_above = heading
    if (more := len(hit.matches) - _MAX_MATCHES) > 0:
        places = count_of(more, "more place")
        yield Line(f"and {places}: {command('show')} {entry.id}", "quiet", label="More", indent=2)

"""The questions of some domains."""

from collections.abc import Iterable

from securebase_cli.model import Domain
from securebase_cli.ui.page import GAP, Line, Page, Part


def questions_page(domains: Iterable[Domain], *, with_ids: bool = False) -> Page:
    """Show the questions of each domain; follow-up questions are indented."""
    parts: list[Part] = []
    for domain in domains:
        parts.append(Line(f"{domain.title} · {domain.quality}", "title", label="Domain"))
        for question in domain.questions:
            indent = 4 if question.follows else 2
            parts.append(Line(question.text, label="Question", indent=indent))
            if with_ids:
                parts.append(Line(question.id, "quiet", label="Id", indent=indent))
        parts.append(GAP)
    return tuple(parts[:-1])

"""The questions of some domains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.ui.page import GAP, Line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from securebase_cli.model import Domain, Question
    from securebase_cli.ui.page import Page, Part


def questions_page(domains: Iterable[Domain]) -> Page:
    """Show the questions of some domains; a follow-up is set in below what it follows."""
    parts: list[Part] = []
    for domain in domains:
        parts += [Line(f"{domain.title} · {domain.quality}", "title", "Domain")]
        for question in domain.questions:
            depth = 4 if question.follows else 2
            parts += [
                Line(question.text, "text", "Question", indent=depth),
                Line(_about(question), "quiet", "Id", indent=depth),
            ]
        parts.append(GAP)
    return tuple(parts[:-1])


def _about(question: Question) -> str:
    follows = f"follows {question.follows}" if question.follows else ""
    return " · ".join(filter(None, (question.id, follows, ", ".join(question.themes))))

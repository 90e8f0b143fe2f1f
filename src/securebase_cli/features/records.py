"""The shapes of the JSON that the program prints: documented, stable, the same everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from securebase_cli.core.domains import Content
    from securebase_cli.core.journal import Stored
    from securebase_cli.core.model import Action, Domain, Question
    from securebase_cli.features.checkup import Finding

Record = dict[str, Any]


def questions(found: tuple[Question, ...]) -> list[Record]:
    """Describe questions, in order."""
    return [
        {
            "domain": question.domain,
            "id": question.id,
            "text": question.text,
            "follows": question.follows,
            "themes": list(question.themes),
        }
        for question in found
    ]


def model(content: Content) -> list[Record]:
    """Describe the domains, in order."""
    return [_domain(domain) for domain in content.domains]


def entry(stored: Stored) -> Record:
    """Describe an entry whole."""
    return {
        **_head(stored),
        "answers": [
            {"question": answer.question, "text": answer.asked, "answer": answer.text}
            for answer in stored.entry.answers
        ],
        "skipped": list(stored.entry.skipped),
        "actions": [_action(action) for action in stored.entry.actions],
        "path": str(stored.path),
    }


def row(stored: Stored) -> Record:
    """Describe an entry in one line: how much is in it, not what."""
    return {
        **_head(stored),
        "skipped": list(stored.entry.skipped),
        "path": str(stored.path),
        "answered": len(stored.entry.answers),
        "questions": stored.entry.asked,
        "open_actions": stored.entry.open_actions,
    }


def finding(found: Finding, fixed: bool) -> Record:
    """Describe what a check-up found."""
    return {
        "kind": found.kind,
        "level": found.level,
        "path": found.path and str(found.path),
        "what": found.what,
        "to_do": found.todo,
        "fixed": fixed,
    }


def _head(stored: Stored) -> Record:
    found = stored.entry
    return {
        "id": found.id,
        "date": found.moment.isoformat(),
        "domain": found.domain,
        "title": found.title,
        "tags": list(found.tags),
    }


def _action(action: Action) -> Record:
    return {
        "text": action.text,
        "state": action.state,
        "due": action.due.isoformat() if action.due else None,
        "closed": action.closed.isoformat() if action.closed else None,
        "note": action.note or None,
    }


def _domain(domain: Domain) -> Record:
    return {
        "id": domain.id,
        "title": domain.title,
        "quality": domain.quality,
        "summary": domain.summary,
    }

"""The shapes of the JSON that the program prints: documented, stable, the same everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date

    from securebase_cli.instrument.content import Content
    from securebase_cli.model import Action, Domain, Entry, Outline, Question, Scaling
    from securebase_cli.pseudonyms.identifiers import Candidate
    from securebase_cli.review.checkup import Finding
    from securebase_cli.review.search import SearchHit
    from securebase_cli.storage.scan import StoredEntry

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


def entry(stored: StoredEntry) -> Record:
    """Describe an entry whole, and where its file is."""
    return {**_whole(stored.entry), "path": stored.path}


def exported_entry(stored: StoredEntry) -> Record:
    """Describe an entry whole as an export does, which is the same wherever the journal is."""
    return {**_whole(stored.entry), "path": stored.name}


def listed_entry(outline: Outline, path: str) -> Record:
    """Describe an entry in one line: how much is in it, not what."""
    return {
        **_head(outline),
        "skipped": list(outline.skipped),
        "path": path,
        "answered": len(outline.answered),
        "questions": outline.asked,
        "open_actions": len(outline.open_actions),
    }


def search_hit(one: SearchHit) -> Record:
    """Describe an entry in which words were found, with where."""
    return {
        **listed_entry(one.stored.entry.outline, one.stored.path),
        "matches": [
            {
                "question": match.question,
                "excerpt": match.excerpt,
                "marks": [list(mark) for mark in match.marks],
            }
            for match in one.matches
        ],
    }


def action(one: Action) -> Record:
    """Describe an action."""
    return {
        "text": one.text,
        "state": one.state,
        "due": iso(one.due),
        "closed": iso(one.closed),
        "note": one.note or None,
    }


def scaling(one: Scaling) -> Record:
    """Describe what was put on the scale."""
    return {"value": one.value, "basis": one.basis or None}


def iso(day: date | None) -> str | None:
    """Return the day as it stands in JSON."""
    return day.isoformat() if day else None


def alias(name: str, instead: str) -> Record:
    """Describe a name with what stands for it."""
    return {"name": name, "alias": instead, "stays": name == instead}


def candidate(one: Candidate) -> Record:
    """Describe what is still to be decided on."""
    return {
        "words": one.words,
        "kind": one.kind,
        "times": one.times,
        "in_small_letters": one.small,
        "excerpt": one.excerpt,
    }


def finding(one: Finding, fixed: bool) -> Record:
    """Describe what a check-up found."""
    return {
        "kind": one.kind,
        "level": one.level,
        "path": one.path and str(one.path),
        "what": one.what,
        "to_do": one.todo,
        "fixed": fixed,
    }


def _whole(found: Entry) -> Record:
    return {
        **_head(found),
        "answers": [
            {"question": answer.question, "text": answer.asked, "answer": answer.text}
            for answer in found.answers
        ],
        "skipped": list(found.skipped),
        "actions": [action(one) for one in found.actions],
    }


def _head(found: Entry | Outline) -> Record:
    return {
        "id": found.id,
        "date": found.moment.isoformat(),
        "domain": found.domain,
        "title": found.title,
        "kind": found.kind,
        "tags": list(found.tags),
        **({"scaling": scaling(found.scaling)} if found.scaling else {}),
    }


def _domain(domain: Domain) -> Record:
    return {
        "id": domain.id,
        "title": domain.title,
        "quality": domain.quality,
        "summary": domain.summary,
    }

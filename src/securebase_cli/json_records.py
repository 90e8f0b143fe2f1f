"""The JSON that the program prints. Other programs read it, so its shapes must not change.

The modules of the values are imported for their types only, so that `list --json` starts fast.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from securebase_cli.model import Action, Entry, Outline, Question, Scaling

if TYPE_CHECKING:
    from securebase_cli.instrument.content import Content
    from securebase_cli.pseudonyms.candidates import Candidate
    from securebase_cli.review.actions import ActionRef
    from securebase_cli.review.checkup import CheckedFinding
    from securebase_cli.review.compare import ComparedAnswer
    from securebase_cli.review.coverage import Coverage
    from securebase_cli.review.home import Home
    from securebase_cli.review.rotation import Suggestion
    from securebase_cli.review.search import SearchHit
    from securebase_cli.sync.synchronise import SyncResult

Record = dict[str, Any]


def print_json(value: Any) -> None:
    """Print a value as indented JSON, in ASCII whatever the encoding of the terminal."""
    import json

    sys.stdout.write(json.dumps(value, indent=2) + "\n")


def stream_json(
    head: Record, key: str, records: Iterable[Record], tail: Callable[[], Record] = dict
) -> Iterator[str]:
    """Yield a JSON object in pieces: `head`, then `key` with a list of records, then `tail`.

    The list may be longer than memory allows: each record is read only when its piece is needed.
    `tail` returns the members that are known after the last record.
    """
    import json

    # `key` stands last here, so cutting off the end leaves its list open.
    yield json.dumps({**head, key: []}).removesuffix("]}")
    separator = "\n"
    for record in records:
        yield separator + json.dumps(record)
        separator = ",\n"
    members = (f"{json.dumps(name)}: {json.dumps(value)}" for name, value in tail().items())
    yield ", ".join(["\n]", *members]) + "}\n"


def entry_record(entry: Entry, path: str) -> Record:
    """Return a whole entry, with the path of its file."""
    return {
        **_head_fields(entry),
        "answers": [
            {"question": answer.question, "text": answer.question_text, "answer": answer.text}
            for answer in entry.answers
        ],
        "skipped": list(entry.skipped),
        "takeaway": entry.takeaway or None,
        "actions": [_action_fields(action) for action in entry.actions],
        **_other_text_member(entry),
        "path": path,
    }


def outline_record(outline: Outline, path: str) -> Record:
    """Return the header of an entry and the counts of what is in it, without its text."""
    return {
        **_head_fields(outline),
        "skipped": list(outline.skipped),
        "path": path,
        "answered": len(outline.answered),
        "questions": outline.question_count,
        "open_actions": len(outline.open_actions),
    }


def search_hit_record(hit: SearchHit) -> Record:
    """Return the outline of an entry in which a search found something, with the matches."""
    return {
        **outline_record(hit.stored.entry.outline, hit.stored.path),
        "matches": [
            {
                "question": match.question,
                "excerpt": match.excerpt,
                "marks": [list(mark) for mark in match.marks],
            }
            for match in hit.matches
        ],
    }


def compared_answer_record(compared: ComparedAnswer) -> Record:
    """Return an answer, with the id, date, kind and scaling of its entry."""
    entry = compared.entry
    return {
        "entry": entry.id,
        "date": entry.moment.isoformat(),
        "text": compared.answer.question_text,
        "answer": compared.answer.text,
        "new": compared.is_new,
        "kind": entry.kind,
        **_scaling_member(entry.scaling),
    }


def action_record(ref: ActionRef) -> Record:
    """Return an action with its entry and its handle, such as k3f7.1, which commands take."""
    return {
        "handle": ref.handle,
        "entry": ref.name.id,
        "date": ref.outline.moment.isoformat(),
        "domain": ref.name.domain,
        "kind": ref.outline.kind,
        **_action_fields(ref.action),
    }


def home_record(home: Home) -> Record:
    """Return the overview that `securebase` without a command shows."""
    last_entry = neglected_domain = None
    if home.last:
        name, outline = home.last
        last_entry = {
            "id": name.id,
            "date": outline.moment.isoformat(),
            "domain": name.domain,
            "title": outline.title,
        }
    if home.neglected:
        neglected_domain = {"domain": home.neglected.id, "last": _iso(home.neglected.last)}
    return {
        "last": last_entry,
        "waiting_longest": neglected_domain,
        "next": suggestion_record(home.suggestion),
        "open_actions": [action_record(ref) for ref in home.open_actions],
        "unfinished": [draft.id for draft in home.unfinished],
    }


def coverage_record(coverage: Coverage, suggestion: Suggestion | None) -> Record:
    """Return the counts of a coverage, with the question suggested next."""
    lens = coverage.lens
    return {
        "domains": [
            {
                "id": domain.id,
                "title": domain.title,
                "last": _iso(domain.last),
                "count": domain.entry_count,
                "scalings": [
                    {
                        "entry": dated.entry,
                        "date": dated.day.isoformat(),
                        **_scaling_fields(dated.scaling),
                    }
                    for dated in domain.scalings
                ],
            }
            for domain in coverage.domains
        ],
        "questions": [
            {
                "domain": covered.question.domain,
                "id": covered.question.id,
                "last": _iso(covered.last),
                "count": covered.answer_count,
                "skipped": covered.skip_count,
                "last_skipped": _iso(covered.last_skipped),
            }
            for covered in coverage.questions
        ],
        "themes": [
            {"theme": theme.theme, "last": _iso(theme.last), "count": theme.entry_count}
            for theme in coverage.themes
        ],
        "lens": (
            {"title": lens.title, "last": _iso(lens.last), "count": lens.entry_count}
            if lens
            else None
        ),
        "months": [
            {
                "month": month.isoformat()[:7],
                "domains": {domain.id: domain.by_month[index] for domain in coverage.domains},
                "lens": lens.by_month[index] if lens else 0,
            }
            for index, month in enumerate(coverage.months)
        ],
        "team_sessions": [
            {"domain": team.id, "last": _iso(team.last), "count": team.entry_count}
            for team in coverage.team_sessions
        ],
        "next": suggestion_record(suggestion),
    }


def suggestion_record(suggestion: Suggestion | None) -> Record | None:
    """Return the question suggested next, and why it is that one; None if there is none."""
    if suggestion is None:
        return None
    return {
        "question": suggestion.question.id,
        "domain": suggestion.question.domain,
        "why": suggestion.reason,
    }


def domain_records(content: Content) -> list[Record]:
    return [
        {
            "id": domain.id,
            "title": domain.title,
            "quality": domain.quality,
            "summary": domain.summary,
        }
        for domain in content.domains
    ]


def question_records(questions: Iterable[Question]) -> list[Record]:
    return [
        {
            "domain": question.domain,
            "id": question.id,
            "text": question.text,
            "follows": question.follows,
            "themes": list(question.themes),
        }
        for question in questions
    ]


def alias_record(name: str, alias: str) -> Record:
    """Return a name with its alias; an alias equal to the name means that the name stays."""
    return {"name": name, "alias": alias, "stays": name == alias}


def candidate_record(candidate: Candidate) -> Record:
    """Return a text that may be a name, with how often it occurs."""
    return {
        "words": candidate.text,
        "kind": candidate.kind,
        "form": candidate.form,
        "times": candidate.times,
        "in_small_letters": candidate.lower_case_times,
        "excerpt": candidate.excerpt,
    }


def finding_record(checked: CheckedFinding) -> Record:
    finding = checked.finding
    return {
        "kind": finding.kind,
        "level": finding.level,
        "path": str(finding.path) if finding.path else None,
        "what": finding.message,
        "to_do": finding.advice,
        "fixed": checked.is_fixed,
    }


def sync_record(result: SyncResult) -> Record:
    """Return what came and went; all paths are within the journal, with slashes."""
    return {
        "received": list(result.received),
        "deleted_here": list(result.deleted_here),
        "sent": list(result.sent),
        "deleted_there": list(result.deleted_there),
        "conflicts": [
            {"path": conflict.path, "copy": conflict.copy_path} for conflict in result.conflicts
        ],
        "not_taken": [{"path": path, "reason": reason} for path, reason in result.refused.items()],
        "not_sent": [
            {"path": path, "reason": reason} for path, reason in result.left_alone.items()
        ],
    }


def _head_fields(entry: Entry | Outline) -> Record:
    return {
        "id": entry.id,
        "date": entry.moment.isoformat(),
        "domain": entry.domain,
        "title": entry.title,
        "kind": entry.kind,
        "tags": list(entry.tags),
        **_scaling_member(entry.scaling),
    }


def _action_fields(action: Action) -> Record:
    return {
        "text": action.text,
        "state": action.state,
        "due": _iso(action.due),
        "closed": _iso(action.closed),
        "note": action.note or None,
    }


def _other_text_member(entry: Entry) -> Record:
    """Return the member "other_text" of an entry, or no member if all its text is in sections."""
    if not entry.other_text:
        return {}
    return {
        "other_text": [{"text": other.text, "reason": other.reason} for other in entry.other_text]
    }


def _scaling_member(scaling: Scaling | None) -> Record:
    """Return the member "scaling" of an entry, or no member if the entry has no scaling."""
    return {"scaling": _scaling_fields(scaling)} if scaling else {}


def _scaling_fields(scaling: Scaling) -> Record:
    return {"value": scaling.value, "basis": scaling.basis or None}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

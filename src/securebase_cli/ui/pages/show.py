"""The pages that the reading commands show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from securebase_cli.dates import long_date
from securebase_cli.model import ACTIONS_HEADINGS, title_with_kind
from securebase_cli.ui.page import GAP, Line, Page, Pairs, Part, Picture, Role, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from securebase_cli.instrument.content import Content
    from securebase_cli.model import Action, Domain, Outline, Question
    from securebase_cli.review.checkup import Finding
    from securebase_cli.storage.scan import StoredEntry

_LEVELS: dict[str, tuple[str, Role]] = {
    "problem": ("Problem", "warning"),
    "note": ("Note", "text"),
}
_DONE: dict[str, str] = {
    "remove": "removed",
    "put aside": "put aside in set-aside:",
    "make private": "now only you can see",
}
# As many paths as one reads through.
_FEW = 5
_BOXES = {"open": "☐", "tried": "☑", "dropped": "☒"}


def entries(found: Iterable[Outline]) -> Page:
    """Show entries, one a row."""
    rows = tuple(
        (
            one.moment.date().isoformat(),
            one.id,
            title_with_kind(one.domain, one.kind),
            f"{len(one.answered)} of {one.asked}",
            str(len(one.open_actions) or ""),
            " ".join(f"#{tag}" for tag in one.tags),
        )
        for one in found
    )
    headings = ("Date", "Entry", "Domain", "Answered", "To try", "Tags")
    return (Table(headings, rows, wraps="Domain", yields="Tags"),)


def entry(stored: StoredEntry, asked_then: Mapping[str, str]) -> Page:
    """Show one entry for reading; `asked_then` has the words of the questions skipped."""
    found = stored.entry
    written = f"{found.moment:%H:%M}, {long_date(found.moment.date())}"
    about = [found.id, written, *(f"#{tag}" for tag in found.tags)]
    parts: list[Part] = [
        Line(title_with_kind(found.title or found.domain, found.kind), "title", "Title"),
        Line(" · ".join(about), "quiet", "Entry"),
    ]
    for answer in found.answers:
        parts += [
            GAP,
            Line(answer.asked, "heading", "Question"),
            Line(answer.text, "text", "Answer", indent=2),
        ]
    if found.scaling:
        parts += [GAP, Line(f"How sure: {found.scaling.words}", "quiet")]
    if found.skipped:
        skipped = "\n".join(asked_then.get(name, name) for name in found.skipped)
        parts += [GAP, Line("Skipped", "heading"), Line(skipped, "quiet", "Skipped", indent=2)]
    if found.actions:
        parts += [GAP, Line(ACTIONS_HEADINGS[found.kind], "heading")]
        parts += [Line(_action(action), "text", "Action", indent=2) for action in found.actions]
    return tuple(parts)


def questions(domains: Iterable[Domain]) -> Page:
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


def model(content: Content, *, drawn: bool) -> Page:
    """Show the domains with the quality that each gives, and where the model comes from."""
    parts: list[Part] = [Line(content.title, "title", "Model"), GAP]
    if drawn:
        from securebase_cli.ui.pages import model_diagram

        picture = tuple(model_diagram.draw(content.domains))
        strong = ("Secure base", *(domain.title for domain in content.domains))
        parts += [Picture(picture, strong), GAP]
    else:
        for domain in content.domains:
            parts += [
                Line(domain.title, "heading", "Domain"),
                Line(domain.quality, "text", "Quality", indent=2),
                Line(domain.summary, "quiet", "Summary", indent=2),
                GAP,
            ]
    if content.sources:
        parts.append(Line("Sources", "heading"))
        parts += [Line(source, "quiet", "Source", indent=2) for source in content.sources]
    if content.about:
        parts += [GAP, Line(content.about, "quiet", "Note")]
    return tuple(parts)


def paths(found: Mapping[str, Path | None]) -> Page:
    """Show where things are."""
    return (Pairs(tuple((name, str(path or "none")) for name, path in found.items())),)


def checkup(
    checked: Sequence[tuple[Finding, str | None]],
    where: Mapping[str, Path | None],
    environment: Mapping[str, str],
) -> Page:
    """Show what a check-up found; with each finding, why it was not put right, or "" if it was."""
    parts: list[Part] = [Line("Where things are", "title", "Section"), *paths(where), GAP]
    parts += [Line("This computer", "title", "Section"), Pairs(tuple(environment.items())), GAP]
    if not any(found.level == "problem" for found, _ in checked):
        parts += [Line("All is well.", "good"), GAP]
    for found, failure in sorted(checked, key=lambda one: one[0].level != "problem"):
        if failure == "" and found.remedy:
            parts += [Line(f"Done: {_DONE[found.remedy]} {_listed(found.paths)}", "good"), GAP]
            continue
        word, role = _LEVELS[found.level]
        parts.append(Line(f"{word}: {found.what}", role))
        if found.path is not None:
            parts.append(Line(_listed((found.path,)), "quiet", "File", indent=2))
        todo = f"That could not be done: {failure}" if failure else found.todo
        parts += [Line(todo, "text", "What to do", indent=2), GAP]
    return tuple(parts[:-1])


def _listed(paths: Sequence[Path]) -> str:
    # Only a check-up needs it, and JSON is to come at once.
    from securebase_cli.ui.console import safe_line

    named = ", ".join(safe_line(str(path)) for path in paths[:_FEW])
    return f"{named} and {len(paths) - _FEW} more" if len(paths) > _FEW else named


def _about(question: Question) -> str:
    follows = f"follows {question.follows}" if question.follows else ""
    return " · ".join(filter(None, (question.id, follows, ", ".join(question.themes))))


def _action(action: Action) -> str:
    words = [f"{_BOXES[action.state]} {action.text}"]
    if action.state != "open":
        day = f" on {long_date(action.closed)}" if action.closed else ""
        words.append(f"{action.state}{day}")
    elif action.due:
        words.append(f"look again on {long_date(action.due)}")
    if action.note:
        words.append(action.note)
    return " · ".join(words)

"""The aliases, and the names that have none yet."""

from collections.abc import Mapping, Sequence

from securebase_cli.plurals import times
from securebase_cli.pseudonyms.candidates import Candidate, Form
from securebase_cli.ui.page import Excerpt, Line, Page, Part, Table, shorten

_MAX_NAME_LENGTH = 40
_FORMS: dict[Form, str] = {"nhs-number": "NHS number", "ni-number": "National Insurance number"}


def aliases_page(aliases: Mapping[str, str]) -> Page:
    """Show the aliases by name; names that may stay as they are come last."""
    by_name = sorted(aliases.items(), key=lambda item: (item[0] == item[1], item[0].casefold()))
    rows = tuple((name, "(may stay)" if alias == name else alias) for name, alias in by_name)
    return (Table(("Name", "In exports"), rows, wrap_column="Name"),)


def candidates_page(candidates: Sequence[Candidate]) -> Page:
    """Show numbered names that need a decision, each with the text where it occurs first.

    Months and weekdays, which come last and are seldom names, are shown without that text.
    """
    parts: list[Part] = []
    has_months_heading = False
    for number, candidate in enumerate(candidates, 1):
        label = f"{number}  {describe(candidate)}"
        if candidate.kind == "month or weekday":
            if not has_months_heading:
                parts.append(Line("Months and weekdays, which may be names", "quiet"))
                has_months_heading = True
            parts.append(Line(label, "quiet", label="To decide"))
            continue
        start = candidate.excerpt.find(candidate.text)
        highlights = ((start, start + len(candidate.text)),) if start >= 0 else ()
        parts += [
            Line(label, "heading", label="To decide"),
            Excerpt(candidate.excerpt, highlights, label="Where", indent=4),
        ]
    return tuple(parts)


def describe(candidate: Candidate) -> str:
    """Return a candidate in words: its text, its form, and how often it occurs."""
    name = shorten(candidate.text, _MAX_NAME_LENGTH)
    if candidate.kind == "month or weekday":
        return f"{name}, {times(candidate.times)}"
    form = _FORMS.get(candidate.form, candidate.form)
    return f"{name} · {form}, {times(candidate.times)}"


def describe_decision(name: str, alias: str) -> str:
    return "may stay as it is" if name == alias else f"becomes {alias}"


def decisions_page(aliases: Mapping[str, str]) -> Page:
    parts = []
    for name, alias in aliases.items():
        parts.append(Line(f"{name} {describe_decision(name, alias)}.", "good", label="Alias"))
    return tuple(parts)

"""The commands that make documents: what goes in, what stays out, in which shape and format."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from securebase_cli.core import dates
from securebase_cli.core.errors import UnknownNameError, UsageError
from securebase_cli.delivering import Target
from securebase_cli.features import share
from securebase_cli.features.documents.cover import Cover
from securebase_cli.features.export import FORMATS, named_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from securebase_cli.desk import Desk
    from securebase_cli.features.documents.cover import Entries, Order
    from securebase_cli.features.export import Format, Pieces
    from securebase_cli.features.pseudonyms import Pseudonyms
    from securebase_cli.features.share import Change

ORDERS = ("date", "domain")
LAYOUTS = ("journal", "cpd", "supervision")
# What a supervision looks back on, unless a day is given.
_SINCE = "3m"


@dataclass(frozen=True, slots=True)
class Wish:
    """What kind of document somebody wants, as it was typed."""

    format: str | None = None
    output: Path | None = None
    by: str = "date"
    layout: str = "journal"
    no_answers: bool = False
    only: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    pseudonymise: bool = False
    force: bool = False
    open: bool = False
    no_input: bool = False


class _LeftOut(NamedTuple):
    """The entries that alone go in, and the entries and questions that stay out, by their ids."""

    only: frozenset[str]
    entries: frozenset[str]
    questions: frozenset[str]


def export(desk: Desk, wish: Wish) -> None:
    """Write the entries that the filters admit as one document, to a file or to stdout."""
    target = Target.of(wish.output, force=wish.force, opened=wish.open)
    kind = _format(wish.format or named_by(target.ending) or "markdown")
    order = _order(wish.by)
    _check_layout(wish, kind)
    target.check(desk, binary=kind.binary)
    left_out = _left_out(desk, wish)
    query = desk.query()
    since = query.period.first or dates.period(_SINCE, desk.today)[0]
    if wish.layout == "supervision":
        # What was before is needed to say what has changed.
        query = query._replace(period=query.period._replace(first=None))
    query = query._replace(only=left_out.only, without=left_out.entries)
    scan = desk.journal.scan(query, oldest_first=True, watch=desk.progress)
    entries = _shared(scan, wish, left_out)
    names = _names(desk, entries, wish)
    if names:
        entries = share.Shared(entries, [names.applied])
    cover = Cover(entries, desk.content, order, *_said(wish, left_out))
    target.deliver(desk, _pieces(desk, cover, wish, kind, since, names))
    scan.check()


def worksheet(
    desk: Desk,
    domains: Sequence[str],
    named: str | None,
    output: Path | None,
    *,
    force: bool,
    opened: bool,
) -> None:
    """Write a blank sheet for a team session on some domains, or on all."""
    from securebase_cli.features.documents import worksheet as sheet

    target = Target.of(output, force=force, opened=opened)
    kind = _format(named or named_by(target.ending) or "markdown")
    if kind.document is None:
        raise UsageError("A worksheet is text: choose markdown, html or docx.")
    target.check(desk, binary=kind.binary)
    content = desk.content
    chosen = [content.domain(given) for given in domains if given != "all"]
    if not chosen or "all" in domains:
        chosen = list(content.domains)
    target.deliver(desk, kind.document(sheet.blocks(content, list(dict.fromkeys(chosen)))))


def _format(named: str) -> Format:
    found = FORMATS.get(named.casefold())
    if found is None:
        raise UnknownNameError("format", named, FORMATS)
    return found


def _order(named: str) -> Order:
    if named not in ORDERS:
        raise UnknownNameError("order", named, ORDERS)
    return "domain" if named == "domain" else "date"


def _check_layout(wish: Wish, kind: Format) -> None:
    if wish.layout not in LAYOUTS:
        raise UnknownNameError("layout", wish.layout, LAYOUTS)
    if wish.layout != "journal" and kind.document is None:
        raise UsageError("This layout is text: choose markdown, html or docx.")


def _left_out(desk: Desk, wish: Wish) -> _LeftOut:
    """Find what was named; raises UsageError for what is neither a question nor an entry."""
    questions = {question.id for question in desk.content.questions}
    left = frozenset(one.strip().casefold() for one in wish.leave_out) & questions
    others = [one for one in wish.leave_out if one.strip().casefold() not in questions]
    return _LeftOut(_ids(desk, wish.only), _ids(desk, others), left)


def _ids(desk: Desk, given: Iterable[str]) -> frozenset[str]:
    return frozenset(desk.journal.find(one, desk.today).id for one in given)


def _shared(entries: Entries, wish: Wish, left_out: _LeftOut) -> Entries:
    changes: list[Change] = []
    if left_out.questions:
        changes.append(share.without_questions(left_out.questions))
    if wish.no_answers:
        changes.append(share.without_answers)
    return share.Shared(entries, changes) if changes else entries


def _names(desk: Desk, entries: Entries, wish: Wish) -> Pseudonyms | None:
    """Have somebody decide on all that could say who is meant; None if names stay."""
    if not wish.pseudonymise:
        return None
    from securebase_cli.aliasing import written
    from securebase_cli.deciding import decided

    return decided(desk, written(desk, entries.entries()), no_input=wish.no_input)


def _said(wish: Wish, left_out: _LeftOut) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what the document says about what it leaves out, and how that is named in JSON."""
    only, entries, questions = map(len, left_out)
    remarks = share.remarks(
        answers=wish.no_answers,
        entries=entries,
        only=only,
        questions=questions,
        names=wish.pseudonymise,
    )
    named = {
        "answers": wish.no_answers,
        "entries": only or entries,
        "questions": questions,
        "names": wish.pseudonymise,
    }
    return tuple(remarks), tuple(name for name, left in named.items() if left)


def _pieces(
    desk: Desk, cover: Cover, wish: Wish, kind: Format, since: date, names: Pseudonyms | None
) -> Pieces:
    if kind.document is None:
        return kind.journal(cover)
    if wish.layout == "supervision":
        from securebase_cli.features.documents import supervision

        return kind.document(supervision.blocks(cover, since))
    if wish.layout == "cpd":
        from securebase_cli.features.documents import cpd

        said = _asked_for(desk, wish)
        reflected = cpd.Reflected(*(names.apply(words) if names else words for words in said))
        return kind.document(cpd.blocks(cover, reflected, answers=not wish.no_answers))
    if wish.no_answers:
        from securebase_cli.features.documents import journal

        return kind.document(journal.overview(cover))
    return kind.journal(cover)


def _asked_for(desk: Desk, wish: Wish) -> Sequence[str]:
    """Ask for what no journal can tell; whatever is left empty is to be filled in later."""
    if wish.no_input or not sys.stdin.isatty():
        return ()
    from securebase_cli.asking import asker_for
    from securebase_cli.terminal.signals import ending_softly

    with ending_softly(), asker_for(desk) as asker:
        return [
            asker.line(f"{words} One line; empty: fill it in later.", ctrl_c="leave").text
            for words in (
                "What have you learnt?",
                "What is the effect on your practice?",
                "What came of discussing it with a peer?",
            )
        ]

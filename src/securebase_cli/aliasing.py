"""The commands about aliases: what stands for whom in exports, and what is still undecided."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from securebase_cli import piped
from securebase_cli.asking import asker_for
from securebase_cli.core.aliases import LONGEST, parsed
from securebase_cli.core.cleanup import one_line
from securebase_cli.core.errors import AliasesError, UsageError
from securebase_cli.features import records
from securebase_cli.features.pseudonyms import Pseudonyms, texts_of
from securebase_cli.leaving import shown
from securebase_cli.terminal import aliases_page, show
from securebase_cli.terminal.page import Line, shortened
from securebase_cli.terminal.signals import ending_softly

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from securebase_cli.core.scan import Stored
    from securebase_cli.desk import Desk
    from securebase_cli.terminal.ask import Asker

NOTHING = "No name has an alias yet. To give one: securebase aliases add"
NOTHING_LEFT = "Nothing is left to decide on."
WHICH = "Whose name? As it stands in the journal; empty: none."
MISSING = "Give the name and what stands for it, or - to read both from standard input."
TAKEN = (
    "A name has another alias already. `securebase aliases` shows it; "
    "to change it, add --force. Nothing was changed."
)
NO_WAY_BACK = "Give one, or leave with Ctrl-C; what you decided can be changed afterwards."
REVEALING = "With that, an alias would hold a name that has an alias itself. Choose another one."
_FEW = 20
# As many characters of a name as a question has room for.
_ENOUGH = 60


def list_aliases(desk: Desk, *, as_json: bool) -> None:
    """List the names with what stands for each."""
    aliases = desk.aliases.read()
    if as_json:
        show.print_json([records.alias(name, alias) for name, alias in aliases.items()])
    elif aliases:
        desk.screen.show(aliases_page.listed(aliases))
    if not aliases:
        desk.messages.say(NOTHING)


def add(
    desk: Desk,
    name: str | None,
    alias: str | None,
    *,
    stays: bool,
    force: bool,
    no_input: bool,
) -> None:
    """Say what stands for a name, or for several that come by standard input.

    Somebody who is there and left something out is asked for it.
    """
    if stays and alias is not None:
        raise UsageError("Give an alias or --stays, not both.")
    known = known_pseudonyms(desk)
    if name == "-":
        if alias is not None or stays:
            raise UsageError("With - the aliases come from standard input, too.")
        more: Mapping[str, str] | None = _piped()
    elif name is not None and (stays or alias is not None):
        more = {name: name if alias is None else alias}
    elif no_input or not sys.stdin.isatty():
        raise UsageError(MISSING)
    else:
        desk.journal.prepare()
        more = _asked_for(desk, known, name, stays=stays)
    if not more:
        desk.messages.say("Nothing was changed.")
        return
    keep(desk, known, _checked(more), force=force)


def remove(desk: Desk, name: str | None, *, no_input: bool) -> None:
    """Let nothing stand for a name any more."""
    known = known_pseudonyms(desk, strictly=False)
    if name is None:
        if no_input or not sys.stdin.isatty():
            raise UsageError("Give the name that is to have no alias any more.")
        with ending_softly(), asker_for(desk) as asker:
            reply = asker.line(WHICH, ctrl_c="leave")
        name = reply.text if reply.kind == "done" else ""
        if not name:
            desk.messages.say("Nothing was changed.")
            return
    written = known.knows(one_line(name))
    if written is None:
        raise UsageError("That name has no alias. `securebase aliases` shows those that have one.")
    remark = desk.aliases.keep({}, without=[written])
    shown(lambda: desk.screen.say(f"Removed: {written}"), "Removed")
    _say_remark(desk, remark)


def check(desk: Desk, *, as_json: bool) -> None:
    """Show what is still to be decided on in the entries that the filters admit."""
    scan = desk.scan()
    found = known_pseudonyms(desk).candidates(written(desk, scan))
    if as_json:
        show.print_json([records.candidate(one) for one in found])
    elif found:
        desk.screen.show(aliases_page.candidates(found))
        desk.messages.say(
            "To give one an alias: securebase aliases add",
            "To say that one may stay: securebase aliases add --stays",
        )
    if not found:
        desk.messages.say(NOTHING_LEFT)
    scan.check()


def written(desk: Desk, entries: Iterable[Stored]) -> Iterator[str]:
    """Give all texts of entries in which names can stand."""
    return not_of_the_content(desk, (text for one in entries for text in texts_of(one.entry)))


def not_of_the_content(desk: Desk, texts: Iterable[str]) -> Iterator[str]:
    """Leave out questions and titles of the content: they are nobody's own words."""
    content = desk.content
    known = {question.text for question in content.questions} | set(content.titles().values())
    return (text for text in texts if text not in known)


def known_pseudonyms(desk: Desk, *, strictly: bool = True) -> Pseudonyms:
    """Return the aliases that were decided on before; raises AliasesError."""
    known = Pseudonyms.of(desk.aliases.read())
    if strictly and is_revealing(known):
        raise AliasesError(
            f"In {desk.aliases.path} an alias holds a name that has an alias itself. "
            "`securebase aliases` shows them; change one of the two in an editor."
        )
    return known


def is_revealing(pseudonyms: Pseudonyms) -> bool:
    """Whether an alias holds somebody's name."""
    return any(
        name != alias and pseudonyms.reveals(alias) for name, alias in pseudonyms.aliases.items()
    )


def keep(desk: Desk, known: Pseudonyms, more: Mapping[str, str], *, force: bool) -> None:
    """Keep what stands for some names, and show it; raises UsageError if that can't be meant."""
    replaced: list[str] = []
    for name, alias in more.items():
        before = known.knows(name)
        if before is not None and known.aliases[before] != alias and not force:
            raise UsageError(TAKEN)
        if before not in {None, name}:
            replaced.append(str(before))
    if is_revealing(Pseudonyms.of(_merged(known.aliases, more, replaced))):
        raise UsageError(REVEALING)
    remark = desk.aliases.keep(more, without=replaced)
    page = aliases_page.kept(dict(list(more.items())[:_FEW]))
    if len(more) > _FEW:
        page += (Line(f"… and {len(more) - _FEW} more"),)
    shown(lambda: desk.screen.show(page), "Kept")
    _say_remark(desk, remark)


def alias_asked_for(
    asker: Asker, aliases: Mapping[str, str], name: str, suggested: str
) -> str | None:
    """Ask what stands for a name until it holds nobody's; None if they left."""
    while True:
        question = f"What stands for “{shortened(name, _ENOUGH)}”? Empty: {suggested}"
        reply = asker.line(question, ctrl_c="leave")
        if reply.kind == "back":
            asker.tell((Line(NO_WAY_BACK, "warning"),))
            continue
        if reply.kind != "done":
            return None
        alias = one_line(reply.text) or suggested
        if alias == name or not is_revealing(Pseudonyms.of({**aliases, name: alias})):
            return alias
        asker.tell((Line(REVEALING, "warning"),))


def _asked_for(
    desk: Desk, known: Pseudonyms, name: str | None, *, stays: bool
) -> Mapping[str, str] | None:
    with ending_softly(), asker_for(desk) as asker:
        if name is None:
            reply = asker.line(WHICH, ctrl_c="leave")
            if reply.kind != "done" or not reply.text:
                return None
            name = one_line(reply.text)
        if stays:
            return {name: name}
        before = known.knows(name)
        suggested = known.aliases[before] if before else known.next_free()
        alias = alias_asked_for(asker, known.aliases, name, suggested)
    return None if alias is None else {name: alias}


def _piped() -> Mapping[str, str]:
    from securebase_cli.core.strict_yaml import YamlMistake

    try:
        return parsed(piped.words().replace("\r\n", "\n"))
    except YamlMistake as mistake:
        raise UsageError(f"Standard input, line {mistake.line}: {mistake}.") from None


def _checked(more: Mapping[str, str]) -> Mapping[str, str]:
    found = {one_line(name): one_line(alias) for name, alias in more.items()}
    for name, alias in found.items():
        if not any(map(str.isalnum, name)) or not alias:
            raise UsageError("A name has letters or digits in it, and an alias is not empty.")
        if max(len(name), len(alias)) > LONGEST:
            raise UsageError(f"Names and aliases have {LONGEST} characters at most.")
    return found


def _merged(
    before: Mapping[str, str], more: Mapping[str, str], without: Collection[str]
) -> dict[str, str]:
    return {**{name: alias for name, alias in before.items() if name not in without}, **more}


def _say_remark(desk: Desk, remark: str) -> None:
    if remark:
        desk.messages.say(f"Saved, but {remark}.")

"""Asks for a line of a menu where there is no pointer: by its number, or by its words."""

from functools import partial

from securebase_cli.errors import UsageError
from securebase_cli.ui.page import Line
from securebase_cli.ui.prompts.asker import Asker, Menu, ask_until_valid
from securebase_cli.ui.prompts.menu_search import (
    folded_lines,
    line_with_number,
    lines_beginning_with,
    lines_with,
)

# Numbers or labels that a warning lists at most.
_MAX_LISTED = 6


def choose_by_line(asker: Asker, menu: Menu) -> int | None:
    """Print the lines with their numbers, and ask until the answer fits one of them."""
    asker.show(
        tuple(
            Line(f"{number}. {' · '.join(line.words)}") for number, line in enumerate(menu.lines, 1)
        )
    )
    when_empty = "none for now" if menu.when_empty is None else menu.lines[menu.when_empty].label
    question = f"{menu.question} A number or a name; empty: {when_empty}."
    reply_kind, index = ask_until_valid(asker, question, partial(_find_line, menu))
    return menu.when_empty if reply_kind == "done" and index is None else index


def _find_line(menu: Menu, typed: str) -> int:
    """Return the index of the line with a number or with words; raise UsageError."""
    index = line_with_number(menu, typed)
    if index is not None:
        return index
    named = [
        index
        for index, line in enumerate(menu.lines)
        if line.name and line.name.startswith(typed.casefold())
    ]
    matches = named or lines_beginning_with(menu, typed)
    if len(matches) != 1:
        matches = lines_with(folded_lines(menu), typed)
    if len(matches) == 1:
        return matches[0]
    if len(menu.lines) == 1:
        raise UsageError("There is only number 1.")
    if typed.isdigit():
        raise UsageError(f"A number from 1 to {len(menu.lines)}, please.")
    if matches:
        numbers = ", ".join(str(match + 1) for match in matches[:_MAX_LISTED])
        more = ", …" if len(matches) > _MAX_LISTED else ""
        raise UsageError(f"More than one line fits: {numbers}{more}. The number of one, please.")
    if len(menu.lines) > _MAX_LISTED:
        raise UsageError("No line fits. The number of one of them, please.")
    raise UsageError(f"One of these, please: {', '.join(line.label for line in menu.lines)}.")

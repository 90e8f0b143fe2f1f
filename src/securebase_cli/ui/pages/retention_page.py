"""How long entries are kept, and which ones are older."""

from collections.abc import Sequence

from securebase_cli.hints import command
from securebase_cli.plurals import count_of
from securebase_cli.review.home import Retention
from securebase_cli.ui.console import safe_line
from securebase_cli.ui.page import GAP, Line, Page

# Older entries that are named one by one.
_MAX_NAMED = 10


def retention_page(retention: Retention, older: Sequence[str]) -> Page:
    """Say how long entries are kept, and name the files of those that are older."""
    heading = (
        GAP,
        Line("How long it is kept", "title", label="Notice"),
        Line(
            f"You have set it to {retention.length}, as “keep” in the config file. Nothing is "
            "deleted by itself."
        ),
    )
    if not older:
        return (*heading, Line("No entry is older.", "good"))
    older_are = count_of(len(older), "entry is", "entries are")
    names = [safe_line(name) for name in older[:_MAX_NAMED]]
    if len(older) > _MAX_NAMED:
        names.append(f"and {len(older) - _MAX_NAMED} more")
    return (
        *heading,
        Line(f"{older_are} older:"),
        *(Line(name, label="Older", indent=2) for name in names),
        Line("To delete them for good:"),
        Line(command(retention.arguments), "good", label="Command", indent=2),
    )

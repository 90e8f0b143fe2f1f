"""The privacy notice: where entries stay, and what not to write in them."""

from securebase_cli.hints import command
from securebase_cli.ui.console import safe_line
from securebase_cli.ui.page import Line, Page

TITLE = "Before you write"
# Shown in the page that holds a sitting, too.
WHAT_TO_WRITE = (
    (
        "Write about your own practice, not about particular people. Leave names out. A role or "
        "an initial helps, but if someone could still be recognised, it is their personal data: "
        "they may be entitled to see it, and a court or tribunal can ask for it."
    ),
    (
        "Put case facts, decisions and safeguarding concerns in your employer’s system straight "
        "away. This is not a supervision record."
    ),
    (
        "Your employer may have a rule on how long to keep notes like these. Ask, and delete what "
        "is older."
    ),
)


def notice_page(sync_place: str = "") -> Page:
    """Return the notice; without a place it fills at most twelve lines of a terminal of 80 columns.

    `sync_place` is the address or the folder with which the journal is synchronised.
    """
    where = "Your entries stay on this computer; nothing is sent anywhere."
    if sync_place:
        where = (
            "Your entries stay on this computer, and go to the place that you gave "
            f"{command('sync')}: {safe_line(sync_place)}"
        )
    return (
        Line(TITLE, "title", label="Notice"),
        Line(where),
        *map(Line, WHAT_TO_WRITE),
        Line(f"Read this again: {command('privacy')}", "quiet"),
    )

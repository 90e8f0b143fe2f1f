"""The privacy notice: where entries are stored, and what not to write in them."""

from pathlib import Path

from securebase_cli.ui.page import Line, Page


def notice_page(journal: Path) -> Page:
    """Return the notice; it fills at most ten lines of a terminal of 80 columns."""
    return (
        Line("Before you write", "title", label="Notice"),
        Line(f"Your entries are files on this computer: {journal}"),
        Line("Nothing is sent anywhere."),
        Line(
            "Notes about named people are personal data that your employer may have to disclose: "
            "use roles or initials."
        ),
        Line(
            "This is not a supervision record. Case facts and safeguarding concerns go where your "
            "employer keeps them, now."
        ),
        Line("Ask your data-protection officer how long to keep what you write here."),
    )

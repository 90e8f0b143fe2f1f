"""Entries on one question: an earlier and a later reflection, and a team session."""

from datetime import date, timedelta

from securebase_cli.model import Action, Answer, Scaling
from support.builders import MOMENT, a_stored_entry

PRAISE = "Do you acknowledge or praise staff when things go well?"
EARLIER = a_stored_entry(
    id="aaaa",
    moment=MOMENT - timedelta(days=300),
    domain="acceptance",
    title="Acceptance, 27 January 2026",
    answers=(Answer("praise", PRAISE, "Rarely."),),
    actions=(Action("Say it aloud", "tried", closed=date(2026, 11, 2), note="Glad"),),
    scaling=Scaling(4, "impression"),
)
LATER = a_stored_entry(
    id="bbbb",
    domain="acceptance",
    title="Acceptance, 23 November 2026",
    answers=(Answer("praise", PRAISE, "Every week."),),
    actions=(Action("Ask Sam", due=date(2026, 12, 1)), Action("Rest")),
    scaling=Scaling(7, "asked-the-team"),
)
WITH_TEAM = a_stored_entry(
    id="cccc",
    domain="acceptance",
    title="Acceptance, 23 November 2026, team session",
    answers=(Answer("praise", PRAISE, "The team says: sometimes."),),
    kind="team-session",
)

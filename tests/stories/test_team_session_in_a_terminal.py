"""A team session in a terminal, typed key by key and read from the screen."""

import pytest

from securebase_cli.model import Action, Answer
from support.builders import an_entry
from support.terminal import CTRL_B, CTRL_D, ENTER, needs_terminal

pytestmark = [needs_terminal, pytest.mark.usefixtures("notice_shown")]

ALREADY = "team-session-already-co-operation"
LAST = an_entry(
    id="team",
    domain="co-operation",
    title="Co-operation, 23 November 2026, team session",
    moment=an_entry().moment.replace(year=2020),
    answers=(Answer(ALREADY, "What do we do already?", "We hold a meeting."),),
    actions=(Action("Ask Sam"),),
    kind="team-session",
)
OWN = LAST._replace(
    id="own2",
    title="Co-operation, 23 November 2020",
    actions=(Action("Be less impatient"),),
    answers=(),
    kind="reflection",
)


@pytest.mark.parametrize("columns", [60, 80])
def test_a_team_session_is_held_like_a_sitting(program, start, columns):
    program.add_entries(LAST, OWN)
    terminal = start("reflect", "co-op", "--team", columns=columns)
    terminal.wait_for("Ask Sam · agreed")
    terminal.type(ENTER)
    terminal.wait_for("What do we do already?")
    assert "What the team said, not who said it." in terminal.screen_text
    assert "1 of 2" in terminal.screen_text
    assert "Be less impatient" not in terminal.screen_text, "the team may be looking"
    terminal.type(f"We talk.{CTRL_D}")
    terminal.wait_for("Last time, 23 November 2020 We hold a meeting.")
    terminal.wait_for("Where does it wear thin? When, and for whom might it be harder (no names)?")
    terminal.type(CTRL_B)
    terminal.wait_for("> We talk.")
    terminal.type(f" A lot.{CTRL_D}")
    terminal.wait_for("2 of 2")
    terminal.type(f"At night.{CTRL_D}")
    terminal.wait_for("Before you go, 1 of 2 What do you take from this?")
    terminal.type(ENTER)
    terminal.wait_for("What shall we try? Who, by when?")
    terminal.type(f"A rota, Kim{ENTER}")
    terminal.wait_for("When will you look again?")
    terminal.type(ENTER)
    terminal.wait_for("2 of 2 answered; one thing to try by")
    assert 0 == terminal.exit_code()
    assert terminal.is_restored
    saved = program.latest_entry()
    assert "team-session" == saved["kind"]
    assert "scaling" not in saved
    assert saved["actions"][0]["due"]
    assert ["We talk. A lot.", "At night."] == list(program.latest_answers().values())
    assert [] == program.draft_texts()

"""`remind` and `actions --ics` write files for a calendar."""

import pytest
from icalendar import Calendar

from securebase_cli.commands.actions import actions
from securebase_cli.commands.remind import remind
from securebase_cli.errors import UsageError
from support.context import context
from support.example_actions import OPEN_ACTION

pytestmark = pytest.mark.usefixtures("day_after")


def _titles(data: bytes) -> list[str]:
    return [str(event["summary"]) for event in Calendar.from_ical(data).walk("VEVENT")]


def test_remind_writes_a_file_and_says_when_it_reminds(app, tmp_path, capsys):
    path = tmp_path / "securebase.ics"
    remind(context(app), every="2w", at="Fri 12:00", output=path)

    assert ["Ten minutes to reflect"] == _titles(path.read_bytes())
    said = capsys.readouterr().err
    assert "every 2 weeks at 12:00, from Friday 27 November on" in said


def test_a_file_that_is_there_is_kept_unless_forced(app, tmp_path):
    path = tmp_path / "securebase.ics"
    path.write_text("mine")
    with pytest.raises(UsageError, match="is there already"):
        remind(context(app), output=path)
    assert "mine" == path.read_text()

    remind(context(app), output=path, force=True)
    assert _titles(path.read_bytes())


@pytest.mark.parametrize("every", ["0w", "never", "2", "", "100y", "w w"])
def test_what_says_not_how_often_is_refused(app, every):
    with pytest.raises(UsageError, match="says not how often"):
        remind(context(app), every=every)


@pytest.mark.parametrize("at", ["Fri", "25:00", "12:60", "13pm", "Fri Sat 9", "", "midnight-ish"])
def test_what_is_no_time_is_refused(app, at):
    with pytest.raises(UsageError, match="is no time of a week"):
        remind(context(app), at=at)


def test_days_to_look_again_go_into_a_file_with_neutral_titles(app, entry_path, tmp_path):
    path = tmp_path / "try.ics"
    actions(context(app), ics=True, output=path)
    assert OPEN_ACTION.text.encode() not in path.read_bytes()

    actions(context(app), ics=True, words=True, output=path, force=True)
    assert [OPEN_ACTION.text] == _titles(path.read_bytes())


def test_without_a_day_there_is_nothing_to_write(app, tmp_path, capsys):
    path = tmp_path / "try.ics"
    actions(context(app), ics=True, output=path)

    assert not path.exists()
    assert "nothing was written" in capsys.readouterr().err


@pytest.mark.parametrize("options", [{"words": True}, {"force": True}])
def test_options_for_the_file_are_refused_without_one(app, options):
    with pytest.raises(UsageError, match="would do nothing without --ics"):
        actions(context(app), **options)

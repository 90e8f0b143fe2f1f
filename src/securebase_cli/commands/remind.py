"""The command `remind`: a calendar file with a reminder to reflect."""

from typing import Annotated

from typer import Context, Option

from securebase_cli.app import App
from securebase_cli.commands._command import Command, commands
from securebase_cli.commands._options import Force, Open, Output
from securebase_cli.commands._output_file import OutputTarget
from securebase_cli.dates import parse_interval, parse_next_time, weekday_date
from securebase_cli.documents.calendar import Reminder, build_reminder
from securebase_cli.documents.formats.table import CALENDAR


@commands.command(cls=Command)
def remind(
    ctx: Context,
    every: Annotated[str, Option(metavar="HOW OFTEN", help="2w, week, month or fortnight.")] = "2w",
    at: Annotated[str, Option(metavar="TIME", help="Such as “Fri 12:00” or “9am”.")] = "Fri 12:00",
    output: Output = None,
    force: Force = False,
    open_file: Open = False,
) -> None:
    """Make a calendar file that reminds you to reflect; nothing of your journal is in it."""
    app = ctx.ensure_object(App)
    reminder = Reminder(parse_next_time(at, app.now.replace(tzinfo=None)), parse_interval(every))
    target = OutputTarget.from_options(output, CALENDAR, force=force, open_file=open_file)
    target.raise_if_unwritable(app)
    target.write(app, iter([build_reminder(reminder, str(app.journal.folder), app.now)]))
    if output:
        app.messages.say(
            f"It reminds you {reminder.interval} at {reminder.first:%H:%M}, from "
            f"{weekday_date(reminder.first.date(), app.today)} on. Open it to add it to your "
            "calendar."
        )

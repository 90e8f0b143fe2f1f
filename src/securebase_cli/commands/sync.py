"""The command that synchronises the journal with another computer, through git."""

from typing import Annotated

from typer import Context, Option

from securebase_cli import json_records
from securebase_cli.app import App
from securebase_cli.commands._command import Command, commands
from securebase_cli.commands._options import Json
from securebase_cli.errors import FolderError, UsageError
from securebase_cli.hints import command
from securebase_cli.sync import remote
from securebase_cli.sync.repository import Repository
from securebase_cli.sync.synchronise import set_up, synchronise
from securebase_cli.ui.pages.sync_page import sync_page


@commands.command(cls=Command)
def sync(
    ctx: Context,
    setup: Annotated[
        str | None,
        Option(
            "--setup", metavar="URL", help="Where to: an address, or a folder, such as a stick."
        ),
    ] = None,
    in_clear: Annotated[
        bool, Option("--in-clear", help="Agree that a journal that is not encrypted is sent.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Send what is new here, and take what is new on the other computer.

    Raises SyncError if a step fails; the next run goes on from there.
    """
    app = ctx.ensure_object(App)
    repository: Repository | None
    if setup is not None:
        repository = set_up(app.journal, remote.parse_remote(setup))
        app.messages.say(f"Set up with {repository.url}. From now on: {command('sync')}")
    elif app.journal.exists:
        repository = Repository.find(app.journal)
    else:
        raise FolderError(
            f"There is no journal in {app.journal.folder} yet. To get yours from another "
            f"computer: {command('sync --setup URL')}"
        )
    if repository is None or not repository.url:
        raise UsageError(
            "It is not set up yet where to. Name the address of a private git repository, or a "
            f"folder such as a memory stick: {command('sync --setup URL')}"
        )
    result = synchronise(repository, in_clear=in_clear)
    if as_json:
        json_records.print_json(json_records.sync_record(result))
    else:
        app.confirm(sync_page(result), "Synchronised")

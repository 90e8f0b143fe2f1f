"""Check how the journal is synchronised through git; nothing is asked over the network."""

from collections.abc import Iterator
from pathlib import Path

from securebase_cli.errors import SyncError
from securebase_cli.hints import command
from securebase_cli.review.checkup import Finding
from securebase_cli.storage import files
from securebase_cli.storage.journal import Journal
from securebase_cli.sync import remote
from securebase_cli.sync.repository import Repository


def check_sync(journal: Journal) -> Iterator[Finding]:
    """Look for a merge that was left open, and for another side that everybody can read.

    Whether they can is what its host said when the journal was synchronised last.
    """
    if not journal.exists or not Repository.may_exist(journal):
        return
    try:
        repository = Repository.find(journal)
    except SyncError as error:
        yield Finding("sync", "note", str(error), "Only synchronising needs it.", journal.folder)
        return
    if repository is None:
        return
    if work := repository.open_work():
        message = f"A {work} that was begun with git is still open."
        advice = f"Finish it, or go back with: git {work} --abort"
        yield Finding("merge-open", "problem", message, advice, repository.git_folder)
    if repository.was_public:
        message = "Whoever asks can read what this journal is synchronised with."
        advice = f"Make it private there, then: {command('sync')}"
        yield Finding("public", "problem", message, advice, repository.git_folder)
    place = Path(repository.url)
    is_folder = remote.is_folder_remote(repository.url) and files.is_folder(place)
    if is_folder and files.is_open_to_others(place):
        message = "Other users of this computer can see into the folder it is synchronised with."
        advice = "Let only yourself read it, or choose another folder."
        yield Finding("public", "note", message, advice, place)

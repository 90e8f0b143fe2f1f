"""Check what is kept beside the entries: unfinished sittings, deleted entries, aliases."""

from collections.abc import Iterator

from securebase_cli.errors import AliasesError
from securebase_cli.hints import command, quote
from securebase_cli.plurals import count_of
from securebase_cli.review.checkup import Finding, list_names
from securebase_cli.storage import drafts, files
from securebase_cli.storage.aliases_file import AliasesFile
from securebase_cli.storage.drafts import Drafts
from securebase_cli.storage.editor_copies import EditorCopies
from securebase_cli.storage.journal_files import clear_name
from securebase_cli.storage.trash import Trash


def check_drafts(
    stored_drafts: Drafts, editor_copies: EditorCopies, trash: Trash
) -> Iterator[Finding]:
    """Yield what there is besides entries: unfinished sittings, records, set-aside texts, trash."""
    unfinished, unreadable = stored_drafts.unfinished()
    for stored, name in zip(unfinished, drafts.distinct_names(unfinished), strict=True):
        advice = f"Go on with: {command('resume')} {quote(name)}"
        yield Finding("unfinished", "note", "A sitting is unfinished.", advice, stored.path)
    for path, reason in unreadable.items():
        message = f"A draft can't be read: {reason}."
        advice = "Open it in an editor; what you wrote is in it as plain text."
        yield Finding("unreadable-draft", "problem", message, advice, path)
    for path in stored_drafts.other_files():
        message = "A file among the drafts is not read, since its name does not end in .md."
        advice = f"If there are words of yours in it, name it so; then: {command('resume')}"
        yield Finding("misnamed", "problem", message, advice, path)
    for path in editor_copies.leftovers():
        message = "A copy from an editor was left there; it may hold text of yours."
        yield Finding("copy", "note", message, "Look at it; then delete it.", path)
    folder = stored_drafts.records_folder
    if count := sum(clear_name(path.name).endswith(".md") for path in files.list_tree(folder)):
        message = f"What you typed for {count_of(count, 'record')} is kept."
        yield Finding("records", "note", message, "Delete what you no longer want.", folder)
    folder = stored_drafts.set_aside_folder
    if count := sum(clear_name(name).endswith(".md") for name in list_names(folder)):
        message = f"{count_of(count, 'file is', 'files are')} set aside."
        yield Finding("set-aside", "note", message, "Delete what you no longer want.", folder)
    if count := len(trash.names()):
        message = f"{count_of(count, 'file is', 'files are')} in the journal’s trash."
        advice = (
            f"{command('restore')} brings one back; {command('delete --purge')} removes for good."
        )
        yield Finding("trash", "note", message, advice, trash.folder)


def check_aliases(aliases: AliasesFile) -> Iterator[Finding]:
    """Check that the aliases file can be read; `check_folder` checks its permissions."""
    try:
        aliases.read()
    except AliasesError as error:
        advice = "Until it can be read, no export can leave names out."
        yield Finding("aliases", "problem", str(error), advice, aliases.path)

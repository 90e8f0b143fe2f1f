"""Check the keys of an encrypted journal, and that nothing is left in clear."""

from collections.abc import Iterator

from securebase_cli.errors import LockedError
from securebase_cli.hints import command
from securebase_cli.plurals import count_of
from securebase_cli.review.checkup import Finding
from securebase_cli.storage.conversion import files_in_clear
from securebase_cli.storage.journal import Journal


def check_keys(journal: Journal) -> Iterator[Finding]:
    """Check the keys and the recovery key; yield nothing for a journal in clear."""
    keys = journal.files.keys
    if not keys.exist:
        return
    try:
        recipients = keys.recipients
        journal.files.raise_if_unable_to_encrypt()
        in_clear = files_in_clear(journal)
    except LockedError as error:
        yield Finding("keys", "problem", str(error), "Until then nothing can be written.")
        return
    if journal.files.decrypting_marker.exists():
        message = "The journal is half decrypted."
        advice = f"Go on with: {command('encryption off')}"
        yield Finding("half-decrypted", "problem", message, advice, journal.folder)
    elif in_clear:
        message = f"{count_of(len(in_clear), 'file is', 'files are')} still in clear."
        advice = f"Encrypt what is left: {command('encryption on')}"
        yield Finding("in-clear", "problem", message, advice, in_clear[0])
    if not keys.identity_path.exists():
        message = "The locked key of the journal is gone; only the recovery key opens it."
        advice = f"Bring {keys.identity_path.name} back from a backup."
        yield Finding("keys", "problem", message, advice, keys.identity_path)
    if len(recipients) == 1:
        message = "There is no recovery key: if the passphrase is lost, all of it is."
        advice = f"To have one made: {command('encryption rekey')}"
        yield Finding("no-recovery-key", "note", message, advice, keys.recipients_path)

"""The commands that encrypt a journal, decrypt it, and change its passphrase and its keys."""

import sys
from collections.abc import Sequence
from typing import Annotated

from typer import BadParameter, Context, Option, Typer

from securebase_cli import json_records
from securebase_cli.app import App
from securebase_cli.commands._command import Command, Group, commands
from securebase_cli.commands._options import Json
from securebase_cli.errors import KeysError, SavingError, UsageError, UserQuitError
from securebase_cli.hints import command
from securebase_cli.plurals import count_of
from securebase_cli.review.check_folder import check_folder
from securebase_cli.review.checkup import apply_remedy
from securebase_cli.storage import conversion, files
from securebase_cli.storage.conversion import Failure
from securebase_cli.storage.keys import NewKeys, made_passphrase, new_keys, passphrase_mistake
from securebase_cli.storage.unlocked_keys import UnlockedKeys
from securebase_cli.ui.page import GAP, Line, Verbatim
from securebase_cli.ui.prompts.passphrase import VARIABLE, ask_passphrase, passphrase_from_command

# How many letters of the recovery key have to be typed, and how often that may fail.
LAST_CHARACTERS = 6
MAX_TRIES = 3
# How many files a message lists.
MAX_LISTED = 5

BEFORE = (
    "Each entry, draft and alias is locked with a key, and the key with a passphrase.",
    "To reflect needs no passphrase; to read does.",
    "If you lose both the passphrase and the recovery key, what is locked is gone for good.",
    "Still to be seen: how many entries there are, their dates and domains, sizes and times.",
)
STAYS_BEHIND = (
    "What was saved in clear before may still be in backups, snapshots, a synchronised folder, or "
    "on the disk where it was. Look there if it matters."
)

NoRecoveryKey = Annotated[
    bool, Option("--no-recovery-key", help="Make none; only the passphrase opens the journal.")
]

group = Typer(cls=Group, invoke_without_command=True)
commands.add_typer(group, name="encryption")


@group.callback()
def encryption(ctx: Context, as_json: Json = False) -> None:
    """Say whether the journal is encrypted."""
    if ctx.invoked_subcommand is None:
        _show_status(ctx.ensure_object(App), as_json=as_json)
    elif as_json:
        raise BadParameter("--json goes after the command")


@group.command(cls=Command)
def status(ctx: Context, as_json: Json = False) -> None:
    """Say whether the journal is encrypted, and what is left to do."""
    _show_status(ctx.ensure_object(App), as_json=as_json)


@group.command(cls=Command)
def on(ctx: Context, no_recovery_key: NoRecoveryKey = False) -> None:
    """Encrypt all that holds words in the journal; after an interruption, go on with it."""
    app = ctx.ensure_object(App)
    app.journal.prepare()
    keys = app.journal.files.keys
    _refuse_while_open(app)
    if keys.exist:
        _refuse_while_decrypting(app)
        keys.ensure_open()
    else:
        app.messages.say(*BEFORE)
        made = new_keys()
        passphrase = _ask_new_passphrase(app)
        recipients = _confirm_recovery_key(app, made, no_recovery_key=no_recovery_key)
        _write_keys(app, made.identity, passphrase, recipients)
    _put_left_over_aside(app)
    count = len(conversion.files_in_clear(app.journal))
    _raise_for_failures(conversion.encrypt_all(app.journal, app.progress), "encrypted", "on")
    done = f"Encrypted: {count_of(count, 'file')}. The journal is locked from now on."
    app.confirm((Line(done, "good"),), "Encrypted")
    app.messages.say(STAYS_BEHIND)


@group.command(cls=Command)
def off(
    ctx: Context, yes: Annotated[bool, Option("--yes", "-y", help="Don’t ask.")] = False
) -> None:
    """Decrypt the whole journal; after an interruption, go on with it."""
    app = ctx.ensure_object(App)
    _require_encrypted(app)
    _refuse_while_open(app)
    app.journal.files.keys.ensure_open()
    if not yes:
        _ask_yes(app, "All that you wrote will be readable on this disk. Type yes to go on:")
    _put_left_over_aside(app)
    count = len(conversion.encrypted_files(app.journal))
    _raise_for_failures(conversion.decrypt_all(app.journal, app.progress), "decrypted", "off")
    UnlockedKeys(app.journal.folder).forget()
    done = f"Decrypted: {count_of(count, 'file')}. The journal is in clear."
    app.confirm((Line(done, "good"),), "Decrypted")


@group.command(cls=Command)
def passphrase(ctx: Context) -> None:
    """Change the passphrase; the key, and what it locks, stay as they are."""
    app = ctx.ensure_object(App)
    _require_encrypted(app)
    keys = app.journal.files.keys
    keys.ensure_open()
    new = _ask_new_passphrase(app, from_command=False)
    _write_keys(app, keys.identities, new)
    app.confirm((Line("The journal has a new passphrase.", "good"),), "Changed")
    app.messages.say(
        "A copy of the journal from before still opens with the old one. If others know that one: "
        f"{command('encryption rekey')}"
    )


@group.command(cls=Command)
def rekey(
    ctx: Context,
    no_recovery_key: NoRecoveryKey = False,
    with_recovery_key: Annotated[
        bool, Option("--with-recovery-key", help="The passphrase is lost: open with that key.")
    ] = False,
) -> None:
    """Make a new key and a new recovery key, and encrypt everything again."""
    app = ctx.ensure_object(App)
    _require_encrypted(app)
    _refuse_while_decrypting(app)
    _refuse_while_open(app)
    keys = app.journal.files.keys
    if with_recovery_key:
        try:
            keys.use(ask_passphrase("Recovery key:").strip())
        except KeysError:
            raise UsageError("That is not the recovery key of this journal.") from None
    else:
        keys.ensure_open()
    made = new_keys()
    new_passphrase = _ask_new_passphrase(app)
    recipients = _confirm_recovery_key(app, made, no_recovery_key=no_recovery_key)
    _write_keys(app, f"{made.identity}\n{keys.identities}", new_passphrase, recipients)
    _put_left_over_aside(app)
    conversion.encrypt_all(app.journal, app.progress)
    failures = conversion.encrypt_anew(app.journal, app.progress)
    _raise_for_failures(failures, "encrypted again", "rekey")
    _write_keys(app, made.identity, new_passphrase)
    app.confirm((Line("All of it is locked with a new key.", "good"),), "Encrypted again")
    app.messages.say("Copies of the journal from before still open with the old key.")


def _show_status(app: App, *, as_json: bool) -> None:
    journal = app.journal
    is_encrypted = journal.files.keys.exist
    in_clear = encrypted = 0
    has_recovery_key = is_unlocked = False
    if is_encrypted:
        in_clear = len(conversion.files_in_clear(journal))
        encrypted = len(conversion.encrypted_files(journal))
        has_recovery_key = len(journal.files.keys.recipients) > 1
        is_unlocked = bool(UnlockedKeys(journal.folder).read())
    if as_json:
        json_records.print_json(
            {
                "encrypted": is_encrypted,
                "files_encrypted": encrypted,
                "files_in_clear": in_clear,
                "recovery_key": has_recovery_key,
                "unlocked": is_unlocked,
            }
        )
        return
    if not is_encrypted:
        app.screen.say("The journal is in clear.", f"To encrypt it: {command('encryption on')}")
        return
    app.screen.say(f"The journal is encrypted: {count_of(encrypted, 'file')}.")
    if in_clear:
        app.screen.say(
            f"Still in clear: {count_of(in_clear, 'file')}. Go on with: {command('encryption on')}"
        )
    if not has_recovery_key:
        app.screen.say("There is no recovery key; only the passphrase opens it.")
    app.screen.say("It is unlocked for now." if is_unlocked else "It is locked.")


def _require_encrypted(app: App) -> None:
    if not app.journal.files.keys.exist:
        raise UsageError(
            f"The journal is in clear, not encrypted. To encrypt it: {command('encryption on')}"
        )


def _refuse_while_open(app: App) -> None:
    """Raise SavingError if another window has a sitting or an editor open, since it may write."""
    if open_file := conversion.first_open_file(app.journal):
        raise SavingError(
            f"Something of the journal is open in another window ({open_file.name}). Finish there "
            "first; nothing was changed."
        )


def _refuse_while_decrypting(app: App) -> None:
    if app.journal.files.decrypting_marker.exists():
        raise UsageError(
            f"The journal is being decrypted. Finish that first: {command('encryption off')}"
        )


def _put_left_over_aside(app: App) -> None:
    """Remove temporary files that a crash has left, or put them aside, where they are encrypted."""
    for finding in check_folder(app.journal):
        if finding.kind == "left-over":
            apply_remedy(finding, app.journal)


def _ask_yes(app: App, question: str) -> None:
    """Raise UserQuitError unless the user agrees, and UsageError if the user can't be asked."""
    if not sys.stdin.isatty():
        raise UsageError("Nothing was changed; it needs an answer, or --yes.")
    with app.asker() as asker:
        typed = asker.ask_line(question, ctrl_c="leave it").text
    if typed.strip().casefold() not in {"yes", "y"}:
        raise UserQuitError("Nothing was changed.")


def _ask_new_passphrase(app: App, *, from_command: bool = True) -> str:
    """Return a new passphrase, typed twice or made, or given by the command in the variable.

    Raises UsageError for one that is too short if it can't be asked for again, and UserQuitError
    if none is given.
    """
    if from_command and (given := passphrase_from_command()) is not None:
        if mistake := passphrase_mistake(given):
            raise UsageError(f"{mistake} Nothing was changed.")
        return given
    if not sys.stdin.isatty():
        raise UsageError(f"A passphrase is needed: at a terminal, or through {VARIABLE}.")
    for _ in range(MAX_TRIES):
        typed = ask_passphrase("New passphrase (Enter: have one made):")
        if not typed:
            typed = made_passphrase()
            app.messages.show((Line("Write it down:"), Verbatim(f"  {typed}")))
        elif mistake := passphrase_mistake(typed):
            app.messages.say(mistake)
            continue
        if ask_passphrase("The same once more:") == typed:
            return typed
        app.messages.say("The two are not the same.")
    raise UserQuitError("Nothing was changed.")


def _confirm_recovery_key(app: App, made: NewKeys, *, no_recovery_key: bool) -> Sequence[str]:
    """Show the recovery key once, and have its end typed; return the public keys to encrypt for.

    Raises UserQuitError if it is not typed, and UsageError if nobody can be asked.
    """
    if no_recovery_key:
        return made.recipients[:1]
    if not sys.stdin.isatty():
        raise UsageError("The recovery key is shown at a terminal; or say --no-recovery-key.")
    app.messages.show(
        (
            GAP,
            Line("The recovery key opens the journal if the passphrase is lost.", "heading"),
            Line("Print it or write it down, and keep it away from this computer:"),
            Verbatim(made.recovery_key),
            Line("It is not shown again.", "quiet"),
        )
    )
    end = made.recovery_key[-LAST_CHARACTERS:]
    for _ in range(MAX_TRIES):
        with app.asker() as asker:
            question = f"To go on, type its last {LAST_CHARACTERS} characters:"
            reply = asker.ask_line(question, ctrl_c="leave it")
        if reply.kind != "done" or not reply.text:
            break
        if reply.text.strip().upper() == end:
            return made.recipients
        app.messages.say("Those are not its last characters.")
    raise UserQuitError("Nothing was changed.")


def _write_keys(
    app: App, identities: str, passphrase: str, recipients: Sequence[str] | None = None
) -> None:
    """Write the secret keys, then the public ones if they change; raises SavingError."""
    keys = app.journal.files.keys
    try:
        warning = keys.write_identity(identities, passphrase)
        if recipients is not None and not warning:
            # From now on, everything that is written is encrypted.
            files.remove(app.journal.files.decrypting_marker)
            warning = keys.write_recipients(recipients)
        UnlockedKeys(app.journal.folder).forget()
    except OSError as error:
        raise SavingError(f"The keys could not be saved: {error.strerror}.") from None
    if warning:
        raise SavingError(f"The keys may not survive a power cut: {warning}. Try again.")
    keys.use(identities)


def _raise_for_failures(failures: Sequence[Failure], done: str, name: str) -> None:
    """Raise SavingError if some files could not be changed."""
    if failures:
        lines = [f"{failure.path}: {failure.reason}" for failure in failures[:MAX_LISTED]]
        raise SavingError(
            f"Not {done}: {count_of(len(failures), 'file')}, each as it was.\n"
            + "\n".join(lines)
            + f"\nMend that, then go on with: {command(f'encryption {name}')}"
        )

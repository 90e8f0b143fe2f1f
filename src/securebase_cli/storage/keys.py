"""The keys of an encrypted journal, in the form of the program `age`, and what they lock and open.

`recipients.txt` has the public keys: the journal's own, and the recovery key. They are enough to
write. `identity.age` has the secret key, locked by the passphrase; it is needed to read. Only here
is pyrage imported, and only by journals that are encrypted.
"""

import binascii
import contextlib
import errno
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from securebase_cli.errors import (
    KeysError,
    NoEncryptionError,
    SlowKeyError,
    WrongPassphraseError,
)
from securebase_cli.storage import files

MAX_BYTES = 64 * 1024
# What encryption adds at most: the header, and 16 bytes for each 64 KiB.
_MAX_HEADER_BYTES = 16 * 1024
_CHUNK_BYTES = 64 * 1024

# rage chooses how long a passphrase takes by the speed of this computer, as a power of two. At 20
# it takes 1 GiB of memory. Measured: at 23, 8 GiB and 35 seconds.
_FACTOR_TO_KEEP = 19
_FACTOR_TO_OPEN = 20
_TRIES_FOR_FACTOR = 3
# Compiled when they are used, which most commands never do.
_SCRYPT_LINE = rb"age-encryption.org/v1\n-> scrypt [A-Za-z0-9+/]+ (?P<factor>[0-9]{1,3})\n"
_ARMOUR_LINE = rb"-----(?:BEGIN|END) AGE ENCRYPTED FILE-----"

_MIN_LETTERS = 14
_MIN_WORDS = 4
# Letters and digits that are not easily confused.
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"

_DAMAGED = "it is locked, and damaged or cut short"
_OTHER_KEY = "it is locked with another key"


class UndecryptableError(OSError):
    """A file can't be decrypted; `strerror` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(errno.EBADMSG, reason)


class NewKeys(NamedTuple):
    """Keys that were just made. `recovery_key` opens the journal without the passphrase."""

    identity: str
    recovery_key: str
    recipients: tuple[str, str]


class Keys:
    """The keys of one journal, which has none as long as it is in clear.

    `unlock` is called when the secret key is needed for the first time. It calls `open` with a
    passphrase, or raises LockedError.
    """

    def __init__(self, internal_folder: Path, unlock: Callable[["Keys"], None]) -> None:
        self.folder = internal_folder / "keys"
        self.recipients_path = self.folder / "recipients.txt"
        self.identity_path = self.folder / "identity.age"
        self._unlock = unlock
        self._recipients: list[Any] = []
        self._identities: list[Any] = []

    @property
    def exist(self) -> bool:
        try:
            return self.recipients_path.exists()
        except PermissionError:
            # There may be keys. If there are, nothing may be written in clear.
            return True

    @property
    def are_open(self) -> bool:
        """Whether the secret key is known, so that reading does not ask for a passphrase."""
        return bool(self._identities)

    @property
    def identities(self) -> str:
        """The secret keys that are open, in the form of `age-keygen`, a line each."""
        return "".join(f"{identity}\n" for identity in self._identities)

    @property
    def recipients(self) -> list[str]:
        """The public keys; raises KeysError if they can't be read."""
        try:
            lines = files.read(self.recipients_path, MAX_BYTES).decode("ascii").splitlines()
        except (OSError, UnicodeDecodeError):
            lines = []
        keys = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        if not keys:
            raise KeysError(self.recipients_path)
        return keys

    def encrypt(self, data: bytes) -> bytes:
        """Return the data locked for the public keys; raises KeysError or NoEncryptionError."""
        pyrage = import_pyrage()
        if not self._recipients:
            try:
                self._recipients = list(map(pyrage.x25519.Recipient.from_str, self.recipients))
            except pyrage.RecipientError:
                raise KeysError(self.recipients_path) from None
        return bytes(pyrage.encrypt(data, self._recipients))

    def ensure_open(self) -> None:
        """Open the secret key, if it is not open already; raises LockedError as `unlock` does."""
        if not self._identities:
            import_pyrage()
            self._unlock(self)

    def decrypt(self, data: bytes) -> bytes:
        """Return what was encrypted; raises UndecryptableError, or LockedError as `unlock` does."""
        self.ensure_open()
        return _decrypt(data, self._identities)

    def is_for_first_key(self, data: bytes) -> bool:
        """Whether data is encrypted for the first of the open keys, the newest."""
        try:
            _decrypt(data, self._identities[:1])
        except UndecryptableError:
            return False
        return True

    def open(self, passphrase: str, *, allow_slow: bool = False) -> None:
        """Open the secret key.

        Raises WrongPassphraseError, KeysError for a file that is damaged or missing, and
        SlowKeyError if opening it would take minutes, unless that is allowed.
        """
        pyrage = import_pyrage()
        try:
            data = files.read(self.identity_path, MAX_BYTES)
        except OSError:
            raise KeysError(self.identity_path) from None
        factor = scrypt_factor(data)
        if factor is None:
            raise KeysError(self.identity_path)
        if factor > _FACTOR_TO_OPEN and not allow_slow:
            raise SlowKeyError
        try:
            text = pyrage.passphrase.decrypt(data, passphrase).decode("ascii")
        except pyrage.DecryptError as error:
            if str(error) == "Decryption failed":
                raise WrongPassphraseError from None
            raise KeysError(self.identity_path) from None
        except UnicodeDecodeError:
            raise KeysError(self.identity_path) from None
        self.use(text)

    def use(self, identities: str) -> None:
        """Read with these secret keys, a line each; raises KeysError if they are none."""
        pyrage = import_pyrage()
        lines = [line for line in identities.splitlines() if line and not line.startswith("#")]
        try:
            opened = list(map(pyrage.x25519.Identity.from_str, lines))
        except pyrage.IdentityError:
            opened = []
        # Another program may have put its own public key there, to read what is written next.
        if not opened or not {str(key.to_public()) for key in opened} & {*self.recipients}:
            raise KeysError(self.recipients_path if opened else self.identity_path)
        self._identities = opened

    def write_identity(self, identities: str, passphrase: str) -> str:
        """Lock secret keys with a passphrase in place of those before; return a warning.

        Raises OSError.
        """
        pyrage = import_pyrage()
        factors: dict[int, bytes] = {}
        for _ in range(_TRIES_FOR_FACTOR):
            locked = bytes(pyrage.passphrase.encrypt(identities.encode(), passphrase, armored=True))
            factor = scrypt_factor(locked) or 0
            factors[factor] = locked
            if factor <= _FACTOR_TO_KEEP:
                break
        files.make_folder(self.folder)
        return files.replace(self.identity_path, factors[min(factors)])

    def write_recipients(self, recipients: Sequence[str]) -> str:
        """Write the public keys in place of those before; return a warning. Raises OSError."""
        files.make_folder(self.folder)
        self._recipients = []
        lines = "".join(f"{key}\n" for key in recipients)
        return files.replace(self.recipients_path, lines.encode())


def import_pyrage() -> Any:
    """Import the library that encrypts; raises NoEncryptionError without it."""
    try:
        import pyrage
    except ImportError:
        raise NoEncryptionError from None
    return pyrage


def new_keys() -> NewKeys:
    identity_type = import_pyrage().x25519.Identity
    own, recovery = identity_type.generate(), identity_type.generate()
    return NewKeys(str(own), str(recovery), (str(own.to_public()), str(recovery.to_public())))


def public_key_of(identity: str) -> str:
    """Return the public key of a secret one; raises ValueError if that is none."""
    pyrage = import_pyrage()
    try:
        return str(pyrage.x25519.Identity.from_str(identity).to_public())
    except pyrage.IdentityError:
        raise ValueError from None


def _decrypt(data: bytes, identities: Sequence[Any]) -> bytes:
    pyrage = import_pyrage()
    try:
        return bytes(pyrage.decrypt(data, identities))
    except pyrage.DecryptError as error:
        is_other = str(error) == "No matching keys found"
        raise UndecryptableError(_OTHER_KEY if is_other else _DAMAGED) from None


def max_encrypted_bytes(max_bytes: int) -> int:
    """Return how large a file may be that holds this number of bytes."""
    return max_bytes + max_bytes // _CHUNK_BYTES * 16 + _MAX_HEADER_BYTES


def passphrase_mistake(passphrase: str) -> str:
    """Return what is wrong with a new passphrase, or ""."""
    if len(passphrase.strip()) >= _MIN_LETTERS or len(passphrase.split()) >= _MIN_WORDS:
        return ""
    return f"A passphrase needs {_MIN_LETTERS} characters, or four words."


def made_passphrase() -> str:
    """Return a random passphrase that can be written down and typed: 100 bits."""
    letters = "".join(_LETTERS[byte % len(_LETTERS)] for byte in os.urandom(20))
    return "-".join(letters[start : start + 5] for start in range(0, 20, 5))


def scrypt_factor(armoured: bytes) -> int | None:
    """Return the power of two that says how long a passphrase takes to try; None without one."""
    with contextlib.suppress(binascii.Error):
        header = binascii.a2b_base64(re.sub(_ARMOUR_LINE, b"", armoured))
        if match := re.match(_SCRYPT_LINE, header):
            return int(match["factor"])
    return None

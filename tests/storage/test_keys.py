"""The keys of an encrypted journal: what they lock, and how each mistake with them is told."""

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from securebase_cli.errors import KeysError, NoEncryptionError, SlowKeyError, WrongPassphraseError
from securebase_cli.storage import keys as module
from securebase_cli.storage.keys import (
    Keys,
    UndecryptableError,
    made_passphrase,
    new_keys,
    passphrase_mistake,
    scrypt_factor,
)
from support.encryption import PASSPHRASE, give_keys


@pytest.fixture
def locked(journal):
    """Return the keys of a journal, and what was made for them; the passphrase is written, too."""
    made = give_keys(journal)
    journal.files.keys.write_identity(made.identity, PASSPHRASE)
    return journal.files.keys, made


def _closed(keys: Keys) -> Keys:
    def refuse(_keys: Keys) -> None:
        raise AssertionError

    return Keys(keys.folder.parent, refuse)


def test_a_passphrase_opens_what_was_encrypted_without_it(locked):
    keys, _ = locked
    data = _closed(keys).encrypt(b"words")
    reopened = _closed(keys)
    reopened.open(PASSPHRASE)
    assert b"words" == reopened.decrypt(data)


def test_another_passphrase_is_told_from_a_damaged_file(locked):
    keys, _ = locked
    with pytest.raises(WrongPassphraseError):
        _closed(keys).open("another passphrase")
    keys.identity_path.write_bytes(keys.identity_path.read_bytes()[:-60])
    with pytest.raises(KeysError, match=r"identity\.age"):
        _closed(keys).open(PASSPHRASE)


@pytest.mark.parametrize("data", [b"", b"nothing", b"-----BEGIN AGE ENCRYPTED FILE-----\n=\n"])
def test_a_file_without_a_locked_key_is_damaged(locked, data):
    keys, _ = locked
    keys.identity_path.write_bytes(data)
    with pytest.raises(KeysError):
        _closed(keys).open(PASSPHRASE)


def test_a_key_that_would_take_minutes_is_refused_at_once(locked):
    keys, _ = locked
    armour = keys.identity_path.read_text("ascii").splitlines()
    header = base64.b64decode("".join(armour[1:-1]))
    slow = re.sub(rb"(-> scrypt \S+ )\d+", rb"\g<1>23", header)
    body = base64.encodebytes(slow).decode()
    keys.identity_path.write_text("\n".join([armour[0], body.strip(), armour[-1], ""]), "ascii")
    assert 23 == scrypt_factor(keys.identity_path.read_bytes())
    with pytest.raises(SlowKeyError, match="--allow-slow-key"):
        _closed(keys).open(PASSPHRASE)


def test_the_key_that_is_kept_is_the_quickest_of_three(journal, monkeypatch):
    made = give_keys(journal)
    factors = iter([22, 20, 21, 18])
    monkeypatch.setattr(module, "scrypt_factor", lambda _: next(factors))
    journal.files.keys.write_identity(made.identity, PASSPHRASE)
    assert 18 == next(factors)


def test_another_key_is_told_from_a_damaged_file(locked, tmp_path):
    keys, _ = locked
    data = keys.encrypt(b"words")
    other = new_keys()
    keys.write_recipients(other.recipients)
    keys.use(other.identity)
    with pytest.raises(UndecryptableError, match="another key"):
        keys.decrypt(data)
    damaged = keys.encrypt(b"words")[:-5]
    with pytest.raises(UndecryptableError, match="damaged"):
        keys.decrypt(damaged)


def test_the_recovery_key_opens_what_is_written(locked):
    keys, made = locked
    data = keys.encrypt(b"words")
    keys.use(made.recovery_key)
    assert b"words" == keys.decrypt(data)


def test_public_keys_that_are_not_those_of_the_secret_one_are_refused(locked):
    keys, made = locked
    keys.write_recipients(new_keys().recipients)
    with pytest.raises(KeysError, match=r"recipients\.txt"):
        keys.use(made.identity)


@pytest.mark.parametrize("text", [b"", b"# none\n", b"age1nonsense\n", b"\xff\n"])
def test_public_keys_that_are_damaged_are_named(locked, text):
    keys, _ = locked
    keys.recipients_path.write_bytes(text)
    with pytest.raises(KeysError, match=r"recipients\.txt"):
        _closed(keys).encrypt(b"words")


@pytest.mark.parametrize("passphrase", ["", " ", "short", "three short words"[:13], "a b c"])
def test_an_empty_or_short_passphrase_is_a_mistake(passphrase):
    assert passphrase_mistake(passphrase)


@pytest.mark.parametrize("passphrase", ["fourteen chars", "it is so dry", "é" * 14])
def test_fourteen_characters_or_four_words_are_enough(passphrase):
    assert not passphrase_mistake(passphrase)


def test_a_made_passphrase_is_good_and_never_the_same():
    assert not passphrase_mistake(made_passphrase())
    assert made_passphrase() != made_passphrase()


@given(data=st.binary(max_size=300))
def test_nothing_that_is_no_locked_key_has_a_factor(data):
    assert scrypt_factor(data) is None


def test_without_the_library_the_command_that_helps_is_named(locked, monkeypatch):
    keys, _ = locked
    monkeypatch.setitem(__import__("sys").modules, "pyrage", None)
    with pytest.raises(NoEncryptionError, match=r"pip install 'securebase-cli\[encryption\]'"):
        _closed(keys).encrypt(b"words")

"""What `doctor` says of the keys of an encrypted journal."""

from securebase_cli.review.check_keys import check_keys
from securebase_cli.storage import files
from support.builders import an_entry
from support.encryption import give_keys


def _kinds(journal) -> list[str]:
    return [finding.kind for finding in check_keys(journal)]


def test_a_journal_in_clear_has_no_keys_to_check(prepared_journal):
    assert [] == _kinds(prepared_journal)


def test_keys_that_are_whole_are_well(prepared_journal):
    made = give_keys(prepared_journal)
    prepared_journal.files.keys.write_identity(made.identity, "correct horse battery staple")
    assert [] == _kinds(prepared_journal)


def test_without_a_recovery_key_that_is_noted_and_a_lost_key_is_a_problem(prepared_journal):
    made = give_keys(prepared_journal)
    prepared_journal.files.keys.write_recipients(made.recipients[:1])
    assert ["keys", "no-recovery-key"] == _kinds(prepared_journal)


def test_what_is_still_in_clear_is_named(prepared_journal):
    path = prepared_journal.add(an_entry()).path
    give_keys(prepared_journal)
    finding = next(iter(check_keys(prepared_journal)))
    assert ("in-clear", path) == (finding.kind, finding.path)


def test_a_journal_that_is_half_decrypted_is_a_problem(prepared_journal):
    give_keys(prepared_journal)
    files.create(prepared_journal.files.decrypting_marker, b"")
    assert "half-decrypted" in _kinds(prepared_journal)


def test_public_keys_that_are_damaged_are_a_problem(prepared_journal):
    give_keys(prepared_journal)
    prepared_journal.files.keys.recipients_path.write_text("age1nonsense\n", "ascii")
    assert ["keys"] == _kinds(prepared_journal)

"""Two computers with one encrypted journal: the second one needs nothing but the passphrase."""

import pytest

from securebase_cli.storage.journal import Journal
from support.builders import an_entry
from support.encryption import PASSPHRASE, PASSPHRASE_COMMAND, give_keys
from support.two_computers import TwoComputers, git

UNLOCKED = {"SECUREBASE_PASSPHRASE_COMMAND": PASSPHRASE_COMMAND}


@pytest.fixture
def computers(tmp_path) -> TwoComputers:
    """Set up both computers without --in-clear; the first one has an entry."""
    computers = TwoComputers.below(tmp_path)
    journal = Journal(computers.first.journal)
    journal.prepare()
    keys = give_keys(journal)
    journal.files.keys.write_identity(keys.identity, PASSPHRASE)
    journal.add(an_entry(id="k3f7", title="Heron"))
    for computer in (computers.first, computers.second):
        done = computer.run("sync", "--setup", computers.remote)
        assert 0 == done.code, done.err
    return computers


def test_the_keys_come_along_and_the_passphrase_opens_the_journal(computers):
    assert "Heron" in computers.second.run("show", "k3f7", env=UNLOCKED).out


def test_no_word_is_in_the_repository_between_the_computers(computers):
    computers.second.run("reflect", "-q", "praise", input="Plover.\n")
    assert "Went: 1 entry." in computers.second.run("sync").out
    names = git(computers.remote, "ls-tree", "-r", "--name-only", "main").splitlines()
    texts = [git(computers.remote, "show", f"main:{name}", errors="replace") for name in names]
    assert 2 == sum(name.endswith(".md.age") for name in names)
    assert not any(word in text for word in ("Heron", "Plover") for text in texts)


def test_versions_that_both_computers_changed_are_put_together_with_join(computers):
    for computer in (computers.first, computers.second):
        journal = Journal(computer.journal)
        journal.files.keys.open(PASSPHRASE)
        (name,) = journal.names()
        before = journal.read_bytes(name)
        journal.replace_entry(name, before, before.replace(b"Heron", computer.home.name.encode()))
    computers.first.run("sync")
    done = computers.second.run("sync")
    assert "both versions are kept." in done.out
    _, _, copy = done.out.strip().rpartition("securebase join ")
    joined = computers.second.run("join", copy.strip("'"), "--keep", "both", env=UNLOCKED)
    assert 0 == joined.code, joined.err
    computers.second.run("sync")
    computers.first.run("sync")
    listed = computers.first.run("list", env=UNLOCKED).out
    assert 2 == listed.count("Availability")

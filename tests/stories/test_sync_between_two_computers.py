"""Two journals that are synchronised through a real git repository."""

import json

import pytest

from securebase_cli.model import Answer
from securebase_cli.storage.locks import lock_file
from support.builders import an_entry
from support.two_computers import TwoComputers, entry_ids, git, shared_texts, sync


@pytest.fixture
def computers(tmp_path) -> TwoComputers:
    return TwoComputers.below(tmp_path)


def test_entries_of_both_computers_come_together(computers):
    computers.first.add_entries(an_entry(id="aaaa"))
    computers.second.add_entries(an_entry(id="bbbb"))
    computers.set_up()
    computers.sync_until_same()
    assert {"aaaa", "bbbb"} == entry_ids(computers.first)
    assert shared_texts(computers.first) == shared_texts(computers.second)
    assert "" == git(computers.first.journal, "status", "--porcelain")
    assert "" == git(computers.first.journal, "fsck", "--full")


def test_one_line_says_what_came_and_went(computers):
    computers.first.add_entries(an_entry(id="aaaa"), an_entry(id="bbbb"))
    computers.set_up()
    assert "Synchronised. Both sides are the same.\n" == sync(computers.second).out
    computers.first.run("delete", "aaaa", "--yes")
    computers.second.add_entries(an_entry(id="cccc"))
    assert "Synchronised. Came: nothing. Went: 1 deletion.\n" == sync(computers.first).out
    assert "Synchronised. Came: 1 deletion. Went: 1 entry.\n" == sync(computers.second).out
    answer = json.loads(computers.first.run("sync", "--json").out)
    assert [an_entry(id="cccc").moment.strftime("%Y-%m-%d-%H%M-availability-cccc.md")] == (
        answer["received"]
    )


def test_a_journal_in_clear_is_sent_only_after_agreement(computers):
    computers.first.add_entries(an_entry())
    done = computers.first.run("sync", "--setup", computers.remote)
    assert 2 == done.code
    assert "add --in-clear" in done.err
    assert "" == git(computers.remote, "for-each-ref")
    assert 0 == computers.first.run("sync", "--in-clear").code
    assert 0 == computers.first.run("sync").code


def test_no_commit_has_words_of_the_journal_or_names_its_writer(computers):
    computers.first.add_entries(an_entry(answers=(Answer("here", "?", "Heron"),), title="Heron"))
    computers.set_up()
    log = git(computers.remote, "log", "--all", "--format=%an %ae %cn %ce: %s%b")
    writer = "securebase securebase@localhost"
    assert {f"{writer} {writer}: Synchronise the journal"} == set(log.splitlines())


def test_drafts_and_what_is_open_stay_at_home(computers):
    computers.set_up()
    internal = computers.first.journal / ".securebase"
    for path in ("drafts/2026-11-23-1430-aaaa.md", "editing/x.md", "set-aside/y.md", "z.lock"):
        (internal / path).parent.mkdir(exist_ok=True)
        (internal / path).write_text("Heron")
    (computers.first.journal / "notes.txt").write_text("Heron")
    sync(computers.first)
    listed = git(computers.remote, "ls-tree", "-r", "--name-only", "main")
    assert [".gitattributes", ".gitignore"] == listed.splitlines()


def test_line_ends_and_bytes_stay_as_they_are(computers):
    computers.set_up()
    (path,) = computers.first.journal.glob(".gitattributes")
    assert b"* -text -merge\n" == path.read_bytes()
    entry = computers.first.journal / "2026-11-23-1430-availability-k3f7.md"
    entry.write_bytes(b"---\r\nsecurebase: 1\r\n---\r\n\xff\xfe\r\n")
    computers.sync_until_same()
    assert entry.read_bytes() == (computers.second.journal / entry.name).read_bytes()


def test_both_versions_of_an_entry_changed_on_both_sides_are_kept_whole(computers):
    computers.first.add_entries(an_entry(id="k3f7"))
    computers.set_up()
    (name,) = (path.name for path in computers.second.journal.glob("*.md"))
    original = (computers.first.journal / name).read_text("utf-8")
    for computer, word in ((computers.first, "Heron"), (computers.second, "Plover")):
        (computer.journal / name).write_text(f"{original}\n{word}\n", "utf-8")
    sync(computers.first)
    done = sync(computers.second)
    assert "was changed on both computers; both versions are kept." in done.out
    computers.sync_until_same()
    texts = shared_texts(computers.first)
    assert texts == shared_texts(computers.second)
    assert {f"{original}\nHeron\n", f"{original}\nPlover\n"} == {
        text.decode() for text in texts.values()
    }
    assert f"{original}\nPlover\n" == (computers.first.journal / name).read_text("utf-8")


@pytest.mark.parametrize("deletes_first", [True, False])
def test_a_change_wins_over_a_deletion(computers, deletes_first):
    computers.first.add_entries(an_entry(id="k3f7"))
    computers.set_up()
    (name,) = (path.name for path in computers.second.journal.glob("*.md"))
    computers.first.run("delete", "k3f7", "--yes")
    with (computers.second.journal / name).open("a", encoding="utf-8") as file:
        file.write("\nHeron\n")
    order = [computers.first, computers.second]
    for computer in order if deletes_first else reversed(order):
        sync(computer)
    computers.sync_until_same()
    assert b"Heron" in (computers.first.journal / name).read_bytes()
    assert shared_texts(computers.first) == shared_texts(computers.second)


def test_what_both_computers_deleted_in_different_versions_can_be_restored_from_both(computers):
    computers.first.add_entries(an_entry(id="k3f7"))
    computers.set_up()
    (name,) = (path.name for path in computers.second.journal.glob("*.md"))
    with (computers.second.journal / name).open("a", encoding="utf-8") as file:
        file.write("\nHeron\n")
    for computer in (computers.first, computers.second):
        computer.run("delete", "k3f7", "--yes")
    computers.sync_until_same()
    trash = computers.first.journal / ".securebase" / "trash"
    assert 2 == len(list(trash.glob("*.md")))
    assert 2 == sum(text.startswith(b"---") for text in shared_texts(computers.second).values())


def test_an_entry_encrypted_here_and_changed_in_clear_there_is_kept_in_both_versions(
    computers,
):
    computers.first.add_entries(an_entry(id="k3f7"))
    computers.set_up()
    (name,) = (path.name for path in computers.second.journal.glob("*.md"))
    encrypted = computers.first.journal / f"{name}.age"
    encrypted.write_bytes(b"age-encryption.org/v1\n")
    (computers.first.journal / name).unlink()
    (computers.second.journal / name).write_bytes(b"Heron")
    sync(computers.first)
    assert "both versions are kept." in sync(computers.second).out
    computers.sync_until_same()
    for computer in (computers.first, computers.second):
        assert not (computer.journal / name).exists()
        assert (computer.journal / encrypted.name).exists()
        assert [b"Heron"] == list(shared_texts(computer).values())


def test_aliases_changed_on_both_computers_are_both_kept_and_named(computers):
    computers.set_up()
    for computer, role in ((computers.first, "manager"), (computers.second, "supervisor")):
        computer.run("aliases", "add", "Heron", role)
    sync(computers.first)
    done = sync(computers.second)
    assert "This computer’s stays; the other one is .securebase/aliases (other computer" in done.out
    computers.sync_until_same()
    for computer in (computers.first, computers.second):
        paths = (computer.journal / ".securebase").glob("aliases*")
        assert 2 == len([path for path in paths if path.suffix != ".lock"])


def test_a_second_window_waits_for_the_first(computers):
    computers.first.add_entries(an_entry())
    computers.set_up()
    with lock_file(computers.first.journal / ".securebase" / "sync.lock"):
        done = sync(computers.first)
    assert (1, True) == (done.code, "Another window is synchronising" in done.err)


def test_a_repository_of_the_person_is_used_and_what_they_staged_stays_staged(computers):
    first = computers.first
    first.add_entries(an_entry(id="k3f7"))
    git(first.home, "init", "--quiet", "-b", "trunk")
    (first.home / "thesis.txt").write_text("One.")
    git(first.home, "add", "thesis.txt")
    git(first.home, "commit", "--quiet", "-m", "Begin")
    (first.home / "thesis.txt").write_text("Two.")
    git(first.home, "add", "thesis.txt")
    commit = git(first.home, "rev-parse", "HEAD")
    refused = first.run("sync", "--setup", computers.remote, "--in-clear")
    assert (2, True) == (refused.code, "git remote add securebase" in refused.err)
    git(first.home, "remote", "add", "securebase", str(computers.remote))
    assert "Went: 1 entry." in sync(first).out
    assert commit == git(first.home, "rev-parse", "HEAD~1")
    assert "One." == git(first.home, "show", "HEAD:thesis.txt")
    status = git(first.home, "status", "--porcelain", "--untracked-files=no")
    assert "M  thesis.txt\n" == status


def test_what_another_computer_changed_outside_the_journal_is_left_to_git(computers, tmp_path):
    test_a_repository_of_the_person_is_used_and_what_they_staged_stays_staged(computers)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "-b", "trunk", str(computers.remote), str(clone))
    (clone / "thesis.txt").write_text("Three.")
    git(clone, "commit", "--quiet", "-a", "-m", "Change")
    git(clone, "push", "--quiet")
    done = sync(computers.first)
    assert (1, True) == (done.code, "Bring them in with git first" in done.err)
    assert "Two." == (computers.first.home / "thesis.txt").read_text()


def test_a_set_up_says_where_to_and_deleting_for_good_names_the_history(computers):
    computers.first.add_entries(an_entry(id="k3f7"))
    done = computers.first.run("sync", "--setup", computers.remote, "--in-clear")
    assert f"Set up with {computers.remote}. From now on: securebase sync\n" == done.err
    purged = computers.first.run("delete", "--purge", "k3f7", input="remove 1\n")
    assert "the history of git are not touched" in purged.err
    assert "Went: 1 deletion." in sync(computers.first).out

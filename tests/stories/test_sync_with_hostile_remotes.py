"""What comes from the other side, or is wrong with it, runs nothing and harms nothing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.builders import an_entry
from support.two_computers import TwoComputers, entry_ids, git, shared_texts, sync

ENTRY = "2026-11-23-1430-availability-zzzz.md"


@pytest.fixture
def computers(tmp_path) -> TwoComputers:
    computers = TwoComputers.below(tmp_path)
    computers.first.add_entries(an_entry(id="k3f7"))
    computers.set_up()
    return computers


def commit(remote: Path, path: bytes, mode: str = "100644", data: bytes = b"Heron") -> None:
    """Add one file to the branch on the other side, whatever its name and its mode."""
    quoted = b'"%s"' % b"".join(b"\\%03o" % number for number in path)
    what = b"1" * 40 if mode == "160000" else b":1"
    stream = b"\n".join(
        [
            *(b"blob", b"mark :1", b"data %d" % len(data), data),
            *(b"commit refs/heads/main", b"committer x <x@example.org> now", b"data 0"),
            b"from refs/heads/main^0",
            b"M %s %s %s" % (mode.encode(), what, quoted),
            b"",
        ]
    )
    subprocess.run(
        ["git", "fast-import", "--quiet", "--date-format=now"],
        cwd=remote,
        input=stream,
        check=True,
    )


def files_in(folder: Path) -> set[Path]:
    """Return all that is below a folder, but not in its repository."""
    return {path for path in folder.rglob("*") if ".git" not in path.relative_to(folder).parts}


@pytest.mark.parametrize(
    ("path", "mode"),
    [
        (ENTRY, "120000"),
        (ENTRY, "160000"),
        ("link", "120000"),
        (f"a\x1b[31m/{ENTRY}", "100644"),
        ("2026-11-23-1430-availability-zzzz \n\x1b]0;x\x07.md", "100644"),
        ("2026-11-23-1430-availability-zzzz \u202edm.md", "100644"),
        (".securebase/drafts/2026-11-23-1430-aaaa.md", "100644"),
        (".securebase/editing/x.md", "100644"),
        (".obsidian/x.json", "100644"),
        (f".hidden/{ENTRY}", "100644"),
        ("run.sh", "100755"),
        (".gitmodules", "100644"),
        ("sub/.gitattributes", "100644"),
        (f"{'a' * 250}/{'b' * 250}/2026-11-23-1430-availability-zzzz{'c' * 250}.md", "100644"),
    ],
)
def test_what_can_be_no_file_of_a_journal_is_named_and_never_written(computers, path, mode):
    commit(computers.remote, os.fsencode(path), mode)
    before = files_in(computers.first.journal)
    done = sync(computers.first)
    assert (0, "") == (done.code, done.err)
    assert "Not taken: " in done.out
    assert "\x1b" not in done.out
    assert "\x07" not in done.out
    assert before == files_in(computers.first.journal)
    assert "" == sync(computers.first).err
    assert {"k3f7"} == entry_ids(computers.first)


def test_an_entry_that_is_too_large_or_has_signs_of_a_conflict_is_not_taken(computers):
    commit(computers.remote, ENTRY.encode(), data=b"x" * (3 << 20))
    conflict = b"---\nid: k3f7\n---\n<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n"
    (name,) = (path.name for path in computers.first.journal.glob("*-k3f7.md"))
    commit(computers.remote, name.encode(), data=conflict)
    before = shared_texts(computers.first)
    done = sync(computers.first)
    assert 2 == done.out.count("Not taken: ")
    assert before == shared_texts(computers.first)


def test_a_journal_behind_a_link_is_not_written_outside(computers, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (computers.first.journal / "2025").symlink_to(outside)
    commit(computers.remote, f"2025/{ENTRY}".encode())
    done = sync(computers.first)
    assert 1 == done.code
    assert "its folder is something else" in done.err
    assert [] == list(outside.iterdir())


def test_settings_for_git_that_come_along_run_nothing_and_change_no_byte(computers, tmp_path):
    mark = tmp_path / "was-run"
    commit(computers.remote, b".gitattributes", data=b"* filter=x text eol=crlf\n")
    git(computers.first.journal, "config", "filter.x.smudge", f"touch {mark}")
    git(computers.first.journal, "config", "filter.x.clean", f"touch {mark}")
    commit(computers.remote, ENTRY.encode(), data=b"a\nb\n")
    computers.first.add_entries(an_entry(id="aaaa"))
    assert 0 == sync(computers.first).code
    assert not mark.exists()
    assert b"a\nb\n" == (computers.first.journal / ENTRY).read_bytes()
    assert b"* -text -merge\n" == (computers.first.journal / ".gitattributes").read_bytes()


@pytest.mark.parametrize("place", ["hook", "config", "commondir"])
def test_a_folder_that_could_run_a_program_here_is_refused(computers, tmp_path, place):
    mark = tmp_path / "was-run"
    script = f"#!/bin/sh\ntouch {mark}\n"
    if place == "hook":
        (computers.remote / "hooks").mkdir(exist_ok=True)
        for hook in ("pre-receive", "post-update", "reference-transaction"):
            (computers.remote / "hooks" / hook).write_text(script)
            (computers.remote / "hooks" / hook).chmod(0o755)
    elif place == "config":
        git(computers.remote, "config", "core.alternateRefsCommand", f"touch {mark}")
    else:
        (computers.remote / "commondir").write_text(str(tmp_path))
    computers.first.add_entries(an_entry(id="aaaa"))
    done = sync(computers.first)
    assert 1 == done.code
    assert "could run programs on this computer" in done.err
    assert not mark.exists()


def test_hooks_of_the_journal_s_own_repository_are_not_run(computers, tmp_path):
    mark = tmp_path / "was-run"
    hooks = computers.first.journal / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for hook in ("pre-commit", "post-commit", "pre-push", "reference-transaction"):
        (hooks / hook).write_text(f"#!/bin/sh\ntouch {mark}\n")
        (hooks / hook).chmod(0o755)
    computers.first.add_entries(an_entry(id="aaaa"))
    assert 0 == sync(computers.first).code
    assert not mark.exists()


@pytest.mark.parametrize(
    "address",
    [
        "ext::sh -c touch% /tmp/x",
        "http://example.org/journal.git",
        "git://example.org/journal.git",
        "--upload-pack=touch",
        "https://me:secret@example.org/journal.git",
        "x::y",
        "a\x1bb",
    ],
)
def test_an_address_that_is_not_safe_is_refused(program, address):
    program.add_entries(an_entry())
    done = program.run("sync", f"--setup={address}", "--in-clear")
    assert 2 == done.code
    assert "secret" not in done.err
    assert not (program.journal / ".git").exists()


def test_without_git_one_sentence_says_what_to_install(program):
    program.add_entries(an_entry())
    done = program.run("sync", "--setup", program.home / "stick", env={"PATH": str(program.home)})
    assert (1, True) == (done.code, "needs the program git" in done.err)


def test_a_stick_that_is_not_there_is_named_and_nothing_is_made_in_its_place(computers):
    computers.remote.rename(computers.remote.with_name("unplugged"))
    done = sync(computers.first)
    assert 1 == done.code
    assert f"There is no repository in {computers.remote}." in done.err
    assert not computers.remote.exists()


def test_a_host_that_can_t_be_reached_is_said_and_the_next_run_goes_on(computers):
    url = "ssh://nobody@localhost:1/journal.git"
    git(computers.first.journal, "remote", "set-url", "securebase", url)
    computers.first.add_entries(an_entry(id="aaaa"))
    done = sync(computers.first)
    assert 1 == done.code
    assert "can’t be reached" in done.err
    git(computers.first.journal, "remote", "set-url", "securebase", str(computers.remote))
    assert "Went: 1 entry." in sync(computers.first).out


def test_a_host_that_never_answers_is_left_with_ctrl_c_at_once(computers, tmp_path):
    slow_git = tmp_path / "bin" / "git"
    slow_git.parent.mkdir()
    slow_git.write_text(f"#!{sys.executable}\nimport time\nprint(flush=True)\ntime.sleep(600)\n")
    slow_git.chmod(0o755)
    run = subprocess.Popen(
        computers.first.command("sync"),
        env=computers.first.environment(PATH=f"{slow_git.parent}{os.pathsep}{os.environ['PATH']}"),
        stderr=subprocess.PIPE,
        preexec_fn=None,
        start_new_session=True,
    )
    with pytest.raises(subprocess.TimeoutExpired):
        run.wait(3)
    os.killpg(run.pid, 2)
    _, message = run.communicate(timeout=30)
    assert (130, b"Stopped.\n") == (run.returncode, message)


def test_doctor_names_a_merge_that_was_left_open_and_sync_does_not_touch_it(computers):
    (computers.first.journal / ".git" / "MERGE_HEAD").write_text("1" * 40)
    assert "A merge that was begun with git is still open." in computers.first.run("doctor").out
    done = sync(computers.first)
    assert (1, True) == (done.code, "git merge --abort" in done.err)


def test_doctor_names_an_other_side_that_everybody_can_read(computers):
    git(computers.first.journal, "config", "securebase.public", "yes")
    assert "Whoever asks can read" in computers.first.run("doctor").out


def test_locks_that_a_power_cut_left_do_not_stop_the_next_run(computers):
    for folder in (computers.remote, computers.first.journal / ".git"):
        for name in ("HEAD.lock", "refs/heads/main.lock", "packed-refs.lock"):
            (folder / name).touch()
    computers.first.add_entries(an_entry(id="aaaa"))
    assert "Went: 1 entry." in sync(computers.first).out


@pytest.fixture
def open_host(tmp_path) -> dict[str, str]:
    """Return an environment in which every https address gives what it has to whoever asks."""
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    real = shutil.which("git")
    script = (
        f"#!{sys.executable}\n"
        "import os, sys\n"
        "if 'ls-remote' in sys.argv: sys.exit(0)\n"
        f"os.execv({real!r}, [{real!r}, *sys.argv[1:]])\n"
    )
    program.write_text(script)
    program.chmod(0o755)
    return {"PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}


def test_a_journal_in_clear_is_not_sent_where_everybody_can_read_it(computers, open_host):
    git(
        computers.first.journal,
        *("remote", "set-url", "securebase", "https://localhost:1/journal.git"),
    )
    done = computers.first.run("sync", "--in-clear", env=open_host)
    assert (1, True) == (done.code, "Whoever asks can read" in done.err)
    assert "Whoever asks can read" in computers.first.run("doctor").out

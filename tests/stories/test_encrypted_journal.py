"""An encrypted journal at the command line: nothing in clear, and a word for each mistake."""

import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from securebase_cli.storage.journal import Journal
from support.builders import an_entry
from support.encryption import PASSPHRASE, PASSPHRASE_COMMAND, give_keys
from support.terminal import open_terminals

pytestmark = pytest.mark.posix("a private folder in memory")

SENTENCE = "Rosalind Featherstone wept about the rota"
MEMORY = Path("/dev/shm")
# An editor that adds a line to the file.
EDITOR = (
    f"{sys.executable} -c \"import sys; open(sys.argv[1], 'a').write('More. {SENTENCE}\\\\n')\""
)


@pytest.fixture
def runtime_folder() -> Iterator[Path]:
    """Make a private folder in memory, as the system does for a user."""
    if not MEMORY.is_dir():
        pytest.skip("there is no /dev/shm")
    folder = Path(tempfile.mkdtemp(dir=MEMORY))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def env(runtime_folder, tmp_path) -> dict[str, str | None]:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    return {
        "XDG_RUNTIME_DIR": str(runtime_folder),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "TMPDIR": str(temporary),
        "SECUREBASE_PASSPHRASE_COMMAND": PASSPHRASE_COMMAND,
    }


@pytest.fixture
def unlocked(program, env, capsys):
    """Encrypt the journal of the program, and unlock it; return what runs a command."""
    program.skip_notice()
    done = program.run("encryption", "on", "--no-recovery-key", env=env)
    assert (0, "Encrypted") == (done.code, done.out[:9]), done.err
    assert 0 == program.run("unlock", "--for", "2h", env=env).code
    without_command = {**env, "SECUREBASE_PASSPHRASE_COMMAND": None}
    return lambda *arguments, **options: program.run(
        *arguments, env={**without_command, **options.pop("env", {})}, **options
    )


def files_with(sentence: str, *folders: Path) -> list[Path]:
    data = sentence.encode()
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if data in path.read_bytes() or sentence in str(path)]


def test_no_byte_of_what_is_typed_is_in_clear_after_any_command(
    program, unlocked, runtime_folder, tmp_path
):
    outside = tmp_path / "documents"
    outside.mkdir()
    answer = f"{SENTENCE}.\n.\n"
    runs = [
        (("reflect", "-q", "praise", "--tag", "x"), answer),
        (("reflect", "availability"), f"{answer}.pause\n"),
        (("resume", "--save", "--no-input"), ""),
        (("reflect", "sensitivity"), f"{answer}.pause\n"),
        (("resume", "--set-aside"), ""),
        (("aliases", "add", "-"), f"{SENTENCE}: Worker A\n"),
        (("list",), ""),
        (("show", "last"), ""),
        (("search", SENTENCE), ""),
        (("compare", "praise"), ""),
        (("compare", "praise", "--json"), ""),
        (("coverage",), ""),
        (("actions",), ""),
        (("edit", "last"), ""),
        (("export", "-o", str(outside / "all.json")), ""),
        (("export", "-o", str(outside / "all.docx"), "--pseudonymise"), "q\n"),
        (("import", str(outside / "all.json")), ""),
        (("delete", "last", "--yes"), ""),
        (("import", str(outside / "all.json")), ""),
        (("doctor",), ""),
        ((), ""),
    ]
    for arguments, text in runs:
        done = unlocked(*arguments, input=text, env={"EDITOR": EDITOR})
        assert "mistake in securebase" not in done.err, (arguments, done.err)
        found = files_with(SENTENCE, program.home / "journal", runtime_folder)
        others = [
            path for path in files_with(SENTENCE, program.home) if outside not in path.parents
        ]
        assert ([], []) == (found, others), arguments
    assert SENTENCE in unlocked("show", "last").out
    shutil.rmtree(outside)
    assert 0 == unlocked("encryption", "off", "--yes").code
    assert files_with(SENTENCE, program.journal), "the words were there all the time"


def test_a_sitting_that_is_killed_leaves_nothing_in_clear(program, unlocked, env, runtime_folder):
    chance = random.Random(15)
    with open_terminals(program) as start:
        for _ in range(3):
            terminal = start(
                "reflect", "-q", "praise", env={**env, "SECUREBASE_PASSPHRASE_COMMAND": None}
            )
            terminal.wait_for("praise")
            typed = f"{SENTENCE}. " * chance.randint(1, 20)
            terminal.type(typed[: chance.randint(50, len(typed))])
            terminal.wait_for_reply("R")
            terminal.signal(signal.SIGKILL)
            terminal.exit_code()
            assert [] == files_with(SENTENCE[:9], program.home, runtime_folder)
            unlocked("resume", "--set-aside", "--no-input")


def test_a_copy_that_a_killed_editor_left_is_encrypted_by_the_next_command(
    program, unlocked, runtime_folder
):
    unlocked("reflect", "-q", "praise", input="Some words.\n")
    (folder,) = (runtime_folder / "securebase").iterdir()
    left = folder / "editing" / "answer-0f0f0f0f.md"
    left.parent.mkdir(exist_ok=True)
    left.write_text(SENTENCE, "utf-8")
    assert "it is kept, locked:" in unlocked("list").err
    assert [] == files_with(SENTENCE, program.home, runtime_folder)


def test_reflecting_needs_no_passphrase_and_reading_does(program, unlocked):
    unlocked("lock")
    done = unlocked("reflect", "-q", "praise", input="Some words.\n")
    assert 0 == done.code
    assert "Your journal stays locked." in done.err
    done = unlocked("list")
    assert (1, "") == (done.code, done.out)
    assert "This journal is locked. Unlock it with `securebase unlock`" in done.err


def test_the_passphrase_is_asked_for_once_and_shown_nowhere(program, unlocked, env):
    unlocked("reflect", "-q", "praise", input="Some words.\n")
    unlocked("lock")
    with open_terminals(program) as start:
        terminal = start("show", "last", env={**env, "SECUREBASE_PASSPHRASE_COMMAND": None})
        terminal.wait_for("Passphrase of your journal")
        terminal.type("another passphrase\n")
        terminal.wait_for("That is not the passphrase of this journal.")
        terminal.type(f"{PASSPHRASE}\n")
        terminal.wait_for("Some words.")
        assert 0 == terminal.exit_code()
        assert PASSPHRASE not in terminal.output_text
        assert terminal.is_restored


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (f"{sys.executable} -c \"print('wrong')\"", "That is not the passphrase of this journal."),
        (f'{sys.executable} -c ""', "printed nothing"),
        ("no-such-program-anywhere", "gave no passphrase"),
        ("'", "gave no passphrase"),
    ],
)
def test_a_command_that_gives_no_passphrase_is_named(program, unlocked, command, said):
    unlocked("reflect", "-q", "praise", input="Some words.\n")
    unlocked("lock")
    done = unlocked("list", env={"SECUREBASE_PASSPHRASE_COMMAND": command})
    assert (1, "") == (done.code, done.out)
    assert said in done.err


def test_a_short_passphrase_is_refused_before_anything_is_made(program, env):
    program.add_entries(an_entry())
    short = {**env, "SECUREBASE_PASSPHRASE_COMMAND": f"{sys.executable} -c \"print('short')\""}
    done = program.run("encryption", "on", "--no-recovery-key", env=short)
    assert 2 == done.code
    assert "14 characters, or four words" in done.err
    assert not (program.journal / ".securebase" / "keys").exists()


def test_without_the_library_nothing_is_written_in_clear(program, tmp_path):
    program.skip_notice()
    give_keys(Journal(program.journal))
    (tmp_path / "pyrage.py").write_text("raise ImportError\n", "utf-8")
    env: dict[str, str | None] = {"PYTHONPATH": str(tmp_path)}
    for arguments in (("reflect", "-q", "praise"), ("list",), ("reflect", "--answers", "-")):
        done = program.run(*arguments, input=f"praise: {SENTENCE}\n", env=env)
        assert [] == files_with(SENTENCE, program.journal), arguments
        if arguments != ("list",):
            assert 1 == done.code
            assert "pip install 'securebase-cli[encryption]'" in done.err


def test_the_recovery_key_is_shown_once_and_its_end_typed(program, env):
    program.add_entries(an_entry())
    with open_terminals(program) as start:
        terminal = start("encryption", "on", env={**env, "SECUREBASE_PASSPHRASE_COMMAND": None})
        terminal.wait_for("New passphrase")
        terminal.type(f"{PASSPHRASE}\n")
        terminal.wait_for("The same once more:")
        terminal.type(f"{PASSPHRASE}\n")
        terminal.wait_for("its last 6 characters")
        words = terminal.output_text.split()
        key = next(word for word in words if word.startswith("AGE-SECRET-KEY-1"))
        terminal.type("wrong!\r")
        terminal.wait_for("Those are not its last characters.")
        assert [] == list(program.journal.glob("*.age"))
        terminal.type(f"{key[-6:].lower()}\r")
        terminal.wait_for("Encrypted: 1 file.")
        assert 0 == terminal.exit_code()
        assert PASSPHRASE not in terminal.output_text
    (path,) = program.journal.glob("*.age")
    if shutil.which("age"):
        (program.home / "recovery.txt").write_text(key, "utf-8")
        opened = subprocess.run(
            ["age", "-d", "-i", program.home / "recovery.txt", path],
            capture_output=True,
            check=True,
        )
        assert b"Most of them do." in opened.stdout

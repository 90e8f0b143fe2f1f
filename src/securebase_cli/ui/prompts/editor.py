"""Opens texts and files in an editor: the one that VISUAL or EDITOR names, or a usual one."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from securebase_cli.errors import EditorError, FolderError, NoEditorError
from securebase_cli.hints import editor_example
from securebase_cli.storage import files
from securebase_cli.storage.editor_copies import EditorCopies
from securebase_cli.ui.console import safe_line
from securebase_cli.ui.prompts.asker import DraftListener
from securebase_cli.ui.prompts.signals import raise_if_signalled, wake_on_signal

# Larger than the limit of an entry, so that the later check of the entry can report its size.
MAX_BYTES = 16 * 1024 * 1024

# Options for editors that have their own windows and return at once unless an option makes them
# wait. Each option of an editor has the same effect; the first is added if the command has none.
_WAIT = ("--wait", "-w")
_WAIT_OPTIONS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"), _WAIT),
    **dict.fromkeys(("subl", "sublime_text", "atom", "pulsar", "zed", "zeditor", "nova"), _WAIT),
    **dict.fromkeys(("gedit", "xed", "mate", "bbedit", "cot"), _WAIT),
    **dict.fromkeys(("gvim", "mvim"), ("--nofork", "-f")),
    "kate": ("--block", "-b"),
    "gnome-text-editor": ("--standalone", "-s"),
    # Without it, the window is handed to a Notepad++ that is running already.
    "notepad++": ("-multiInst",),
    "open": ("-W",),
}


# The first of these that is there is opened if neither variable is set.
_USUAL_EDITORS = ("nano", "vi", "notepad")

# An editor that ends sooner, without a change, has probably opened a window elsewhere.
_AT_ONCE_SECONDS = 2.0
_WAITING = "Waiting for your editor; press Enter when you have saved."

_QUESTION = "<!-- {} (This line is taken away again.) -->\n\n"
# Some editors change the case of letters, or break lines.
_QUESTION_PATTERN = re.compile(
    r"<!--(?:(?!-->).)*\(This\s+line\s+is\s+taken\s+away\s+again\.\)\s*-->[ \t]*\n*",
    re.DOTALL | re.IGNORECASE,
)


def editor_command(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the command that VISUAL or EDITOR names, with an option to wait if it needs one.

    If neither is set, it is a usual editor. Raises NoEditorError if there is none, and EditorError
    if the program that is named does not exist.
    """
    search_path = environment.get("PATH", "")
    command = environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip()
    if not command:
        for name in _USUAL_EDITORS:
            if program := shutil.which(name, path=search_path):
                return [program]
        raise NoEditorError(
            f"No editor is set. Name yours in the variable EDITOR, for example {editor_example()}."
        )
    if os.path.isfile(command):
        # The path of a program may contain spaces, as is common on Windows.
        words = [command]
    else:
        try:
            # Windows: a backslash divides folders, and the quotation marks stay around a word.
            words = shlex.split(command, posix=os.name != "nt")
        except ValueError:
            raise EditorError("VISUAL or EDITOR has a quotation mark that does not end.") from None
        if os.name == "nt":
            words = [word.strip('"') for word in words]
    program = shutil.which(words[0], path=search_path) if words else None
    if program is None:
        raise EditorError(
            "The editor that VISUAL or EDITOR names can't be found on this computer. "
            "Check the variable."
        )
    name = os.path.basename(words[0]).casefold()
    for ending in (".exe", ".cmd", ".bat"):
        name = name.removesuffix(ending)
    arguments = words[1:]
    wait_options = _WAIT_OPTIONS.get(name, ())
    if wait_options and set(wait_options).isdisjoint(arguments):
        arguments.insert(0, wait_options[0])
    return [program, *arguments]


def open_in_editor(path: Path, environment: Mapping[str, str] = os.environ) -> bytes:
    """Open a file in the editor, wait until it is closed, and return the new content.

    Raises EditorError if the editor can't be started or ends with an error, or if the file can't
    be read afterwards.
    """
    command = editor_command(environment)
    # Ctrl-C is meant for the editor alone. This handler does nothing; the editor does not inherit
    # it, as it would inherit SIG_IGN.
    sigint_handler = signal.signal(signal.SIGINT, lambda *_: None)
    begun = time.monotonic()
    try:
        before = files.read(path, MAX_BYTES)
        with (
            subprocess.Popen([*command, str(path)]) as editor,  # noqa: S603 - the user's editor
            # If a signal ends this program, terminate the editor: it can then save its text, which
            # it could not if it were killed.
            wake_on_signal(editor.terminate),
        ):
            exit_code = editor.wait()
    except OSError as error:
        raise EditorError(
            f"The editor could not be started ({error.strerror}). "
            "Check the variables VISUAL and EDITOR."
        ) from None
    finally:
        signal.signal(signal.SIGINT, sigint_handler)
    after = _read_edited(path)
    is_at_once = time.monotonic() - begun < _AT_ONCE_SECONDS
    if exit_code == 0 and after == before and is_at_once and sys.stdin.isatty():
        sys.stderr.write(f"{_WAITING}\n")
        with wake_on_signal(raise_if_signalled):
            sys.stdin.readline()
        after = _read_edited(path)
    if exit_code != 0:
        result = "it saved nothing" if after == before else f"what it saved is kept in {path}"
        raise EditorError(f"The editor ended with an error; {result}.")
    return after


def _read_edited(path: Path) -> bytes:
    try:
        return files.read(path, MAX_BYTES)
    except OSError as error:
        raise EditorError(
            f"What the editor left in {path} can't be read: {error.strerror}."
        ) from None


def edit_text(
    text: str, question: str, editor_copies: EditorCopies, listener: DraftListener
) -> str:
    """Open an answer in the editor, and return the edited text.

    The editor opens a copy of the text in a file, below the question as a comment. The copy is
    removed as soon as the listener has saved the edited text. Raises EditorError if the editor
    fails; the copy then stays.
    """
    comment = _QUESTION.format(safe_line(question).replace("--", "–"))
    try:
        with editor_copies.copy("answer", f"{comment}{text}\n".encode()) as path:
            try:
                edited = open_in_editor(path).decode()
            except UnicodeDecodeError:
                raise EditorError(
                    f"What the editor saved in {path} is not text in UTF-8."
                ) from None
            edited = edited.removeprefix("\ufeff").replace("\r\n", "\n")
            edited = _QUESTION_PATTERN.sub("", edited, count=1).rstrip("\n")
            # Until the listener has saved the text, the copy is the only place where it is.
            listener.on_change(len(edited), lambda: edited)
            listener.flush()
            if not listener.failure:
                files.remove(path)
            return edited
    except FolderError as error:
        raise EditorError(str(error)) from None

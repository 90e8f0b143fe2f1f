"""Opens the person's own editor on a private copy, and waits until they are done."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
from typing import TYPE_CHECKING

from securebase_cli.errors import EditorError, FolderError
from securebase_cli.storage import files
from securebase_cli.ui.prompts.signals import wake_on_signal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from securebase_cli.storage.editor_copies import EditorCopies
    from securebase_cli.ui.prompts.asker import DraftListener

# More than an entry may hold, so that it can be said of one, and not of a file in an editor.
MAX_BYTES = 16 * 1024 * 1024

NO_EDITOR = "No editor is set. Name yours in the variable EDITOR, for example EDITOR=nano."

# Editors with windows of their own that come back at once unless they are told to wait: the
# options for it, the first being the one to add.
_WAIT = ("--wait", "-w")
_WAITING: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"), _WAIT),
    **dict.fromkeys(("subl", "sublime_text", "atom", "pulsar", "zed", "zeditor", "nova"), _WAIT),
    **dict.fromkeys(("gedit", "xed", "mate", "bbedit", "cot"), _WAIT),
    **dict.fromkeys(("gvim", "mvim"), ("--nofork", "-f")),
    "kate": ("--block", "-b"),
    "gnome-text-editor": ("--standalone", "-s"),
    "notepad++": ("-multiInst",),
    "open": ("-W",),
}


def editor_command(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the command that `VISUAL` or `EDITOR` names, so that it waits; raises EditorError."""
    named = environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip()
    if not named:
        raise EditorError(NO_EDITOR)
    words = _words(named)
    program = shutil.which(words[0], path=environment.get("PATH")) if words else None
    if program is None:
        raise EditorError(
            "The editor that VISUAL or EDITOR names can't be found on this computer. "
            "Check the variable."
        )
    name = os.path.basename(words[0]).casefold()
    for ending in (".exe", ".cmd", ".bat"):
        name = name.removesuffix(ending)
    ways = _WAITING.get(name, ())
    told = [] if not ways or set(ways) & set(words[1:]) else [ways[0]]
    return [program, *told, *words[1:]]


def open_in_editor(path: Path, environment: Mapping[str, str] = os.environ) -> bytes:
    """Let the person edit the file, and return what it holds afterwards.

    Raises EditorError if the editor can't be started, ends with an error, or leaves something
    that can't be read; the file stays where it is.
    """
    command = editor_command(environment)
    try:
        before = files.read(path, MAX_BYTES)
        with _left_to_the_editor():
            code = _run([*command, str(path)])
    except OSError as error:
        raise EditorError(
            f"The editor could not be started ({error.strerror}). "
            "Check the variables VISUAL and EDITOR."
        ) from None
    try:
        after = files.read(path, MAX_BYTES)
    except OSError as error:
        raise EditorError(
            f"What the editor left in {path} can't be read: {error.strerror}."
        ) from None
    if code != 0:
        what = "it saved nothing" if after == before else f"what it saved is kept in {path}"
        raise EditorError(f"The editor ended with an error; {what}.")
    return after


def edit_text(text: str, editor_copies: EditorCopies, listener: DraftListener) -> str:
    """Let the person go on with an answer in their editor, and return it.

    Raises EditorError; then what the editor saved is kept. The copy goes only after the listener
    has the text on the disk.
    """
    try:
        with editor_copies.copy("answer", f"{text}\n".encode()) as path:
            try:
                edited = open_in_editor(path).decode()
            except UnicodeDecodeError:
                raise EditorError(
                    f"What the editor saved in {path} is not text in UTF-8."
                ) from None
            edited = edited.removeprefix("\ufeff").replace("\r\n", "\n").rstrip("\n")
            listener.on_change(len(edited), lambda: edited)
            listener.flush()
            if not listener.failure:
                files.remove(path)
            return edited
    except FolderError as error:
        raise EditorError(str(error)) from None


def _words(command: str) -> list[str]:
    if os.path.isfile(command):
        # A path with spaces in it, as Windows has them.
        return [command]
    if os.name == "nt":
        return [word.strip('"') for word in shlex.split(command, posix=False)]
    try:
        return shlex.split(command)
    except ValueError:
        raise EditorError("VISUAL or EDITOR has a quotation mark that does not end.") from None


def _run(command: list[str]) -> int:
    with subprocess.Popen(command) as editor, wake_on_signal(editor.terminate):  # noqa: S603 - their choice
        # Told to end, editors keep what they have; killed, they could not.
        return editor.wait()


@contextlib.contextmanager
def _left_to_the_editor() -> Iterator[None]:
    """Leave Ctrl-C to the editor, for which it means something else."""
    # A function and not SIG_IGN, which the editor would inherit.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)

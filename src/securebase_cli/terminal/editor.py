"""Opens a text in the person's own editor, on a private file inside the journal."""

from __future__ import annotations

import os
import shlex
import subprocess
from typing import TYPE_CHECKING

from securebase_cli.core import files
from securebase_cli.core.errors import EditorError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# An answer that was edited may be as long as an entry.
LARGEST = 2 * 1024 * 1024


def edit(text: str, folder: Path, environment: Mapping[str, str] = os.environ) -> str:
    """Return the text as the editor left it.

    Raises EditorError if there is no editor, or if it failed; then what it had written is kept
    in a file that the error names.
    """
    command = environment.get("VISUAL") or environment.get("EDITOR")
    if not command:
        raise EditorError(
            "No editor is set. Name yours in the variable EDITOR, for example EDITOR=nano."
        )
    path = folder / f"answer-{os.urandom(4).hex()}.md"
    try:
        files.make_folder(folder)
        files.replace(path, f"{text}\n".encode())
        finished = subprocess.run([*shlex.split(command), str(path)], check=False)  # noqa: S603 - the person's own choice
    except (OSError, ValueError) as error:
        raise EditorError(
            f"The editor could not be started ({getattr(error, 'strerror', None) or error}). "
            "Check the variables VISUAL and EDITOR."
        ) from None
    if finished.returncode != 0:
        raise EditorError(f"The editor ended with an error; what it saved is kept in {path}.")
    try:
        edited = files.read(path, LARGEST).decode()
    except (OSError, UnicodeDecodeError):
        raise EditorError(f"What the editor saved in {path} can't be read as text.") from None
    files.remove(path)
    return edited

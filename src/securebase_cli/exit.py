"""How the program meets its streams and leaves them: what goes wrong ends here, in words."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import traceback
from typing import TYPE_CHECKING

from securebase_cli.errors import INTERRUPTED, SecurebaseError

if TYPE_CHECKING:
    from collections.abc import Callable

PIPE_CLOSED = 141


def open_streams() -> None:
    """Let neither a closed stream nor a character that its encoding lacks stop the program."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = open(os.devnull, encoding="utf-8", mode="r" if name == "stdin" else "w")  # noqa: SIM115
            setattr(sys, name, nowhere)
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def run_reporting_errors(
    run: Callable[[], int | None], passing: tuple[type[Exception], ...]
) -> int:
    """Run something and return its exit code; whatever goes wrong is said on stderr.

    Exceptions of the types in `passing` are not errors, or are handled further up.
    """
    try:
        code = run() or 0
        sys.stdout.flush()
    except passing:
        raise
    except SecurebaseError as error:
        print_message(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        print_message("Stopped.")
        return INTERRUPTED
    except OSError as error:
        return _failed(error)
    except Exception as bug:  # noqa: BLE001 - nobody further up could say it in words
        print_message(_confession(bug))
        return 1
    return code


def print_confirmation(show: Callable[[], None], done: str) -> None:
    """Show what was done; where that can't be shown, it was done all the same, and that is said."""
    try:
        show()
        sys.stdout.flush()
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        _let_go(sys.stdout.fileno())
        print_message(f"{done}, but that could not be shown: {error.strerror}.")


def close_streams() -> None:
    """Write out what is left; where nobody takes it any more, it does not matter any more."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            _let_go(stream.fileno())


def print_message(words: str) -> None:
    """Tell the person on stderr, if it can still be reached."""
    close_streams()
    with contextlib.suppress(OSError, ValueError):
        try:
            from securebase_cli.ui.console import safe_text
        except (ImportError, OSError):
            # The program's own files can be gone, too, or their disk.
            safe_text = _in_ascii
        for line in words.split("\n"):
            sys.stderr.write(f"{_fitted(safe_text(line))}\n")
        sys.stderr.flush()


def _fitted(line: str) -> str:
    """Break a line between words where a terminal would break it within one."""
    if not sys.stderr.isatty():
        return line
    import shutil
    import textwrap

    width = max(shutil.get_terminal_size().columns - 1, 20)
    rows = textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
    return "\n".join(rows)


def _in_ascii(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode()


def _failed(error: OSError) -> int:
    if error.errno == errno.EPIPE:
        # Whoever read along has had enough, as `head` does.
        _let_go(sys.stdout.fileno())
        return PIPE_CLOSED
    about = f" ({error.filename})" if error.filename else ""
    print_message(f"That did not work: {error.strerror or 'the system refused'}{about}.")
    return 1


def _let_go(descriptor: int) -> None:
    # What is left in the buffer would fail once more when the interpreter ends.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


def _confession(bug: BaseException) -> str:
    # Never the exception's own words: they could repeat what somebody wrote.
    where = traceback.extract_tb(bug.__traceback__)[-1]
    place = f"{os.path.basename(where.filename)}, line {where.lineno}"
    return (
        f"A mistake in securebase itself ({type(bug).__name__} at {place}); please report it. "
        "What you wrote is in the journal or in its draft: securebase resume"
    )

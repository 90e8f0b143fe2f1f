"""Turn exceptions into messages and exit codes."""

import contextlib
import errno
import os
import sys
import traceback
from collections.abc import Callable

from securebase_cli.errors import INTERRUPTED, SecurebaseError
from securebase_cli.hints import command
from securebase_cli.streams import close_streams, redirect_to_devnull

PIPE_CLOSED = 141


def run_reporting_errors(
    run: Callable[[], int | None], passing: tuple[type[Exception], ...]
) -> int:
    """Call a function and return its exit code; print a message on stderr for an error.

    Exceptions of the types in `passing` are raised.
    """
    try:
        code = run() or 0
        sys.stdout.flush()
    except passing:
        raise
    except SecurebaseError as error:
        # Writing the output before the error may fail, too; then both errors are reported.
        code = run_reporting_errors(sys.stdout.flush, passing)
        print_message(str(error))
        return code or error.exit_code
    except KeyboardInterrupt:
        print_message("Stopped.")
        return INTERRUPTED
    except OSError as error:
        if error.errno == errno.EPIPE:
            # The program that reads our output, such as `head`, has read enough.
            redirect_to_devnull(sys.stdout)
            return PIPE_CLOSED
        path = f" ({error.filename})" if error.filename else ""
        print_message(f"That did not work: {error.strerror or 'the system refused'}{path}.")
        return 1
    except Exception as bug:  # noqa: BLE001 - the last place where a traceback can be avoided
        # Neither the message of the exception nor a traceback: they may repeat a user's words.
        frame = traceback.extract_tb(bug.__traceback__)[-1]
        place = f"{os.path.basename(frame.filename)}, line {frame.lineno}"
        print_message(
            f"A mistake in securebase itself ({type(bug).__name__} at {place}); please report it. "
            f"What you wrote is in the journal or in its draft: {command('resume')}"
        )
        return 1
    return code


def print_confirmation(show: Callable[[], None], done: str) -> None:
    """Print a confirmation; if stdout fails, say on stderr that the work itself succeeded.

    `done` says what succeeded, in a word or two, such as “Moved to the trash”.
    """
    try:
        show()
        sys.stdout.flush()
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        redirect_to_devnull(sys.stdout)
        print_message(f"{done}, but that could not be shown: {error.strerror}.")


def print_message(message: str) -> None:
    """Print a message on stderr; do nothing if stderr can't be written."""
    close_streams()
    with contextlib.suppress(OSError, ValueError):
        try:
            from securebase_cli.ui.console import break_paths, safe_text
        except (ImportError, OSError):
            # The disk with the program's own files may be what failed.
            lines = message.encode("ascii", "backslashreplace").decode().split("\n")
        else:
            lines = [safe_text(line) for line in message.split("\n")]
            if sys.stderr.isatty():
                # A terminal would break lines within words.
                import shutil
                import textwrap

                width = max(shutil.get_terminal_size().columns - 1, 20)
                fill = textwrap.TextWrapper(
                    width, break_long_words=False, break_on_hyphens=False
                ).fill
                lines = [break_paths(fill(line), width) for line in lines]
        sys.stderr.write("\n".join([*lines, ""]))
        sys.stderr.flush()

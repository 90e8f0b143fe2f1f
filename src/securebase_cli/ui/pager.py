"""Show a long text one screen at a time, in the pager that PAGER names, or else in `less`."""

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence

# Leave the text on the screen at the end (-X), and say at the bottom how to go on, unless this is
# the end (?e), and how to leave (-P).
_LESS_OPTIONS = "-X -Ps?eThat is all, q to leave:Space for more, q to leave.$"


def pager_command(environment: Mapping[str, str] = os.environ) -> Sequence[str]:
    """Return the words that start the pager; none if there is none, or PAGER is empty or `cat`."""
    try:
        words = shlex.split(environment.get("PAGER", "less"))
    except ValueError:
        return ()
    return words if words and words != ["cat"] and shutil.which(words[0]) else ()


def show_in_pager(text: str, command: Sequence[str], encoding: str) -> bool:
    """Show a text in the pager until it is left; return False if the pager can't be started."""
    environment = {
        **os.environ,
        "LESS": f"{os.environ.get('LESS', _LESS_OPTIONS)} -R",
        # Words that are looked for in the pager are not kept.
        "LESSHISTFILE": "-",
        # No key writes the text into a file, or runs a command.
        "LESSSECURE": "1",
    }
    # Ctrl-C is meant for the pager alone. This handler does nothing; the pager does not inherit
    # it, as it would inherit SIG_IGN.
    sigint_handler = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as pager:  # noqa: S603 - the user's pager
            pager.communicate(text.encode(encoding, "replace"))
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGINT, sigint_handler)
    return True

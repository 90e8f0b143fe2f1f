"""Write commands, keys and settings in hints as a user types them on this system.

Hints name the program in the way in which it was started, because the other way may not work: on
Windows, `securebase` is often not on the path of someone who starts `py -m securebase_cli`.
"""

import os
import shlex
import sys

WINDOWS = os.name == "nt"

_BACKSLASH = "\\"
_SPECIAL_ON_WINDOWS = frozenset(" \t&()[]{}^=;!'+,`~%@#$|<>")


def command(arguments: str = "") -> str:
    """Return what to type to run the program with these arguments."""
    program = "py -m securebase_cli" if WINDOWS and _runs_as_module() else "securebase"
    return f"{program} {arguments}".rstrip()


def quote(argument: str) -> str:
    """Return an argument for a command line, in quotation marks if it needs them."""
    if not WINDOWS:
        return shlex.quote(argument)
    # The command prompt and PowerShell both know double quotes. A backslash before one escapes it.
    if argument and not set(argument) & _SPECIAL_ON_WINDOWS:
        return argument
    return f'"{argument}{_BACKSLASH}"' if argument.endswith(_BACKSLASH) else f'"{argument}"'


def end_of_input() -> str:
    """Return the keys that end the input at a terminal when pressed at the start of a line."""
    return "Ctrl-Z and Enter" if WINDOWS else "Ctrl-D"


def editor_example() -> str:
    """Return how the variable EDITOR is set, for example."""
    return "setx EDITOR notepad (then open a new window)" if WINDOWS else "EDITOR=nano"


def utf_8_example() -> str:
    """Return how other programs are told to use UTF-8."""
    return "set PYTHONUTF8=1" if WINDOWS else "set LANG to a UTF-8 locale, or PYTHONUTF8=1"


def _runs_as_module() -> bool:
    main_spec = getattr(sys.modules["__main__"], "__spec__", None)
    return main_spec is not None and main_spec.name == "securebase_cli.__main__"

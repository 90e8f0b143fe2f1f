"""Words such as `--domain=av`, which shells hand over for completion in different ways."""

import re
from collections.abc import Mapping, MutableMapping

# The completion scripts of Typer set these variables: the shell, and the command line so far. In
# Bash that is the words and the index of the last one, in the other shells one line.
_SHELL = "_SECUREBASE_COMPLETE"
_BASH_WORDS, _BASH_INDEX = "COMP_WORDS", "COMP_CWORD"
_LINE = "_TYPER_COMPLETE_ARGS"


def join_option_and_value(environment: MutableMapping[str, str]) -> None:
    """Join `--domain = av`, the three words that Bash makes of `--domain=av`."""
    if environment.get(_SHELL) == "complete_bash":
        words, count = re.subn(r"\s=\s", "=", environment[_BASH_WORDS])
        environment[_BASH_WORDS] = words
        environment[_BASH_INDEX] = str(int(environment[_BASH_INDEX]) - 2 * count)


def option_in_same_word(environment: Mapping[str, str]) -> str:
    """Return the option, such as `--domain=`, that has to stand before each value offered.

    It is empty in Bash, where the value is a word of its own.
    """
    if environment.get(_SHELL) == "complete_bash":
        return ""
    _, _, word = environment.get(_LINE, "").rpartition(" ")
    option, equals, _ = word.partition("=")
    return f"{option}=" if equals and option.startswith("--") else ""

"""Complete names, such as the ids of domains and entries, when Tab is pressed in a shell.

`--domain=av` is one word in most shells but three words in Bash, and is completed in all of them.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from functools import partial
from typing import Any

from typer import Context, _completion_shared
from typer.core import TyperOption

from securebase_cli.app import App
from securebase_cli.errors import SecurebaseError

# The completion scripts of Typer set these variables: the shell, and the command line so far. In
# Bash that is the words and the index of the last one, in the other shells one line.
_SHELL = "_SECUREBASE_COMPLETE"
_BASH_WORDS, _BASH_INDEX = "COMP_WORDS", "COMP_CWORD"
_LINE = "_TYPER_COMPLETE_ARGS"

# How many entries are offered before a letter is typed.
_NEWEST_OFFERED = 10

Completer = Callable[[Context, str], list[str]]


# Zsh loads Typer's script only at the first Tab. Without these lines, that Tab completes nothing.
_FIRST_TAB_IN_ZSH = """
if [ "$funcstack[1]" = "_%(prog_name)s" ]; then
  %(complete_func)s
fi
"""


def extend_zsh_script() -> None:
    """Extend the script for Zsh of `--install-completion` and `--show-completion`."""
    scripts = _completion_shared._completion_scripts  # noqa: SLF001 - there is no public way
    scripts["zsh"] = _completion_shared.COMPLETION_SCRIPT_ZSH + _FIRST_TAB_IN_ZSH


def join_option_and_value(environment: MutableMapping[str, str]) -> None:
    """Join `--domain = av`, the three words that Bash makes of `--domain=av`."""
    if environment.get(_SHELL) == "complete_bash":
        words, count = re.subn(r"\s=\s", "=", environment[_BASH_WORDS])
        environment[_BASH_WORDS] = words
        environment[_BASH_INDEX] = str(int(environment[_BASH_INDEX]) - 2 * count)


def _option_in_same_word(environment: Mapping[str, str]) -> str:
    """Return the option, such as `--domain=`, that has to stand before each value offered.

    It is empty in Bash, where the value is a word of its own.
    """
    if environment.get(_SHELL) == "complete_bash":
        return ""
    _, _, word = environment.get(_LINE, "").rpartition(" ")
    option, equals, _ = word.partition("=")
    return f"{option}=" if equals and option.startswith("--") else ""


def _completer(
    list_names: Callable[[App], Iterable[str]], max_unprefixed: int | None = None
) -> Completer:
    """Return a function that completes one of the names, without regard to case.

    Before a letter is typed, it offers at most `max_unprefixed` names.
    """

    def complete(ctx: Context, incomplete: str) -> list[str]:
        app = ctx.ensure_object(App)
        app.may_unlock = False
        try:
            names = list(list_names(app))
        except SecurebaseError:
            # The command itself reports the error when it is run.
            return []
        prefix = incomplete.casefold()
        if not prefix:
            names = names[:max_unprefixed]
        # Shells discard a completion that does not begin with the letters as they were typed.
        return [incomplete + name[len(incomplete) :] for name in names if name.startswith(prefix)]

    return complete


def _draft_names(app: App) -> Sequence[str]:
    from securebase_cli.storage.drafts import distinct_names

    drafts, _ = app.drafts.unfinished()
    return distinct_names(drafts)


def _open_action_handles(app: App) -> Iterator[str]:
    from securebase_cli.entry_format.quick_checks import may_have_open_action
    from securebase_cli.review.actions import find_open_actions

    outlines = app.journal.scan().outlines(may_have_open_action)
    return (ref.handle for ref in find_open_actions(outlines))


def _layout_names(_app: App) -> tuple[str, ...]:
    from securebase_cli.documents.layouts import layout_names

    return layout_names()


complete_layout = _completer(_layout_names)
complete_domain = _completer(lambda app: (domain.id for domain in app.content.domains))
complete_question = _completer(lambda app: (question.id for question in app.content.questions))
complete_theme = _completer(lambda app: app.content.lens_themes)
complete_entry = _completer(lambda app: app.journal.real_ids(), max_unprefixed=_NEWEST_OFFERED)
complete_draft = _completer(_draft_names)
complete_trashed = _completer(lambda app: (name.id for name in app.trash.names()))
complete_action = _completer(_open_action_handles)
_complete_all = _completer(lambda _: ["all"])
_complete_takeaway = _completer(lambda _: ["takeaway"])


def complete_domain_or_all(ctx: Context, incomplete: str) -> list[str]:
    return complete_domain(ctx, incomplete) + _complete_all(ctx, incomplete)


def complete_left_out(ctx: Context, incomplete: str) -> list[str]:
    questions = complete_question(ctx, incomplete)
    return _complete_takeaway(ctx, incomplete) + questions + complete_entry(ctx, incomplete)


def offer_whole_words(params: Iterable[Any]) -> None:
    """Let the completion of `--domain=av` be `--domain=availability` where the shell needs it."""
    for option in params:
        if isinstance(option, TyperOption):
            option.shell_complete = partial(_complete_whole_word, option.shell_complete)  # type: ignore[method-assign]


def _complete_whole_word(complete: Callable[..., Any], ctx: Any, incomplete: str) -> Any:
    items = complete(ctx, incomplete)
    for item in items:
        item.value = _option_in_same_word(os.environ) + item.value
    return items

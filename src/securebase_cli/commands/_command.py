"""The classes of commands and groups, which format their help and parse their arguments.

They add the options that every command has, such as `--journal`; those that filter entries, such as
`--since`, are added to commands that select entries. Both may also be typed before the name of the
command.
"""

import contextlib
import sys
from collections.abc import Container, Iterable, Sequence
from itertools import zip_longest
from typing import Any

from typer import BadParameter, Typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from securebase_cli.app import App
from securebase_cli.commands._completion import offer_whole_words
from securebase_cli.commands._options import shared_options
from securebase_cli.dates import MAX_WORDS_IN_DATE, is_date
from securebase_cli.errors import SecurebaseError
from securebase_cli.hints import command
from securebase_cli.plurals import list_in_words

# Click's UsageError. Some versions of Typer contain a copy of Click, so it can't be imported by
# its name from there; BadParameter is a subclass that every version exports.
CommandLineError: Any = BadParameter.__base__

# The module of a command adds the command here when it is imported.
commands = Typer(rich_markup_mode=None)


def command_of(ctx: Any) -> str:
    """Return what to type for the command of this context."""
    _, _, arguments = ctx.command_path.partition(" ")
    return command(arguments)


# Options that are seldom needed; help shows them last.
_SELDOM_USED = {
    "--journal", "--content", "--plain", "--no-pager", "--json", "--no-input", "--all-tags",
    "--no-previous", "--force", "--install-completion", "--show-completion", "--help",
}  # fmt: skip
# Where words may belong that were typed without an option before them.
_PLACES_FOR_WORDS = {
    "--output": "a file after --output",
    "--domain": "a domain after --domain",
    "--since": "a date after --since",
    "--note": "a note in quotation marks after --note",
}


class _Help:
    """Format help with the name by which the program was called; seldom used options come last."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        pieces: list[str] = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        formatter.write_usage(command_of(ctx), " ".join(pieces))

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.callback = _show_help
        return option

    def format_options(self, ctx: Any, formatter: Any) -> None:
        sections: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": [], "More": []}
        for parameter in self.get_params(ctx):  # type: ignore[attr-defined]
            if record := parameter.get_help_record(ctx):
                sections[_help_section(parameter)].append(record)
        for title, records in sections.items():
            write_section(formatter, title, records)


def _show_help(ctx: Any, _option: object, is_requested: bool) -> None:
    """Show the help in the pager if stdout is a terminal, and end the command."""
    if not is_requested or ctx.resilient_parsing:
        return
    text = f"{ctx.get_help()}\n"
    screen = None
    # Help is shown even if the config file, which may ask for --plain, has a mistake.
    with contextlib.suppress(SecurebaseError):
        screen = ctx.ensure_object(App).screen if sys.stdout.isatty() else None
    if screen:
        with screen.paged():
            screen.stream.write(text)
    else:
        sys.stdout.write(text)
    ctx.exit()


def _help_section(parameter: Any) -> str:
    if isinstance(parameter, TyperArgument):
        return "Arguments"
    return "Options" if _SELDOM_USED.isdisjoint(parameter.opts) else "More"


def write_section(formatter: Any, title: str, records: Sequence[tuple[str, str]]) -> None:
    """Write a section of names with their help, unless there are none."""
    if records:
        with formatter.section(title):
            formatter.write_dl(records)


class Command(_Help, TyperCommand):
    """A command with the program's own options."""

    # Typer's own error repeats what was typed, so `parse_args` refuses extra arguments itself.
    allow_extra_args = True
    has_filters = False

    def __init__(self, *, params: list[Any], **kwargs: Any) -> None:
        super().__init__(params=[*params, *shared_options(filters=self.has_filters)], **kwargs)
        offer_whole_words(self.params)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _refuse_empty_values(ctx, self.params, args)
        takes_date = any(map(_is_argument_for_date, self.params))
        args = _join_dates(ctx, args, after=None if takes_date else _date_options(self.params))
        _refuse_second_values(ctx, args)
        extra = super().parse_args(ctx, args)
        if extra and not ctx.resilient_parsing:
            ctx.fail(_describe_extra_words(self.params))
        for argument in self.params:
            value = ctx.params.get(argument.name)
            values = [value] if isinstance(value, str) else value or ()
            if isinstance(argument, TyperArgument) and "" in values:
                ctx.fail("A word here is empty, such as a variable of the shell that is not set.")
        return extra


class FilteringCommand(Command):
    has_filters = True


class Group(_Help, TyperGroup):
    """A group of commands; its options are for the group without a command."""

    has_filters = False

    def __init__(self, *, params: list[Any], **kwargs: Any) -> None:
        super().__init__(params=[*params, *shared_options(filters=self.has_filters)], **kwargs)
        # Typer compares letters only; `suggest_arguments` also knows what words mean.
        self.suggest_commands = False
        offer_whole_words(self.params)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        self.format_commands(ctx, formatter)
        super().format_options(ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _refuse_empty_values(ctx, self.params, args)
        args = _join_dates(ctx, args, after=_date_options(self.params))
        _refuse_second_values(ctx, args)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
        """Find the command that the arguments begin with; for an unknown one, suggest another."""
        try:
            return super().resolve_command(ctx, args)
        except CommandLineError as error:
            arguments = self.suggest_arguments(ctx, args[0])
            if arguments is not None:
                error.message += f" Did you mean `{command(arguments)}`?"
            elif ctx.parent:
                error.message += f" Choose from: {', '.join(self.commands)}."
            raise

    def suggest_arguments(self, ctx: Any, word: str) -> str | None:
        """Return what to type instead of an unknown command; None if nothing is similar."""
        from securebase_cli.commands._suggestions import suggest_arguments

        arguments = suggest_arguments(word, self.commands)
        if arguments in self.commands:
            return f"{ctx.info_name} {arguments}"
        # A word may also mean a command outside the group.
        is_in_group = arguments is not None and arguments.startswith(f"{ctx.info_name} ")
        return arguments if is_in_group else None


class FilteringGroup(Group):
    has_filters = True


class SearchingCommand(FilteringCommand):
    """A command that takes words to search for, which may begin with a hyphen.

    Therefore an option of one letter needs a space before its value: `-n 5`, since `-n5` is a word.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments; a hyphen with a word after it begins a word, not an option."""
        options_with_value = _options_with_value(self.params)
        options: list[str] = []
        words: list[str] = []
        rest = iter(_join_dates(ctx, args, after=_date_options(self.params)))
        for argument in rest:
            if argument == "--":
                words += rest
            elif argument in options_with_value:
                options.append(argument)
                value = next(rest, None)
                if value is None:
                    # The parser reports the missing value; it would take a word for it.
                    return super().parse_args(ctx, options)
                options.append(value)
            elif len(argument) > len("-n") and argument[0] == "-" and argument[1] != "-":
                words.append(argument)
            else:
                options.append(argument)
        return super().parse_args(ctx, [*options, "--", *words])


def _options_with_value(params: Iterable[Any]) -> set[str]:
    return {
        name
        for option in params
        if isinstance(option, TyperOption) and not option.is_flag
        for name in option.opts
    }


def _describe_extra_words(params: Iterable[Any]) -> str:
    """Return the error for too many words, with the options after which they may belong."""
    names = _options_with_value(params)
    places = [place for option, place in _PLACES_FOR_WORDS.items() if option in names]
    where = f" Put {list_in_words(places)}." if places else ""
    return f"There are more words here than this command takes.{where}"


def _refuse_empty_values(ctx: Any, params: Iterable[Any], args: Sequence[str]) -> None:
    """Fail for an option with an empty value, which comes from a shell variable that is not set.

    Without this, `--journal ""` would be the current folder, and `--tag ""` no filter at all.
    """
    # An empty note is allowed: it means that there is none.
    options = _options_with_value(params) - {"--note"}
    for argument, following in zip_longest(args, args[1:]):
        if argument == "--":
            break
        name, equals, value = argument.partition("=")
        if name in options and (value if equals else following) == "":
            ctx.fail(f"{name} needs a value, and an empty one is none.")


def _refuse_second_values(ctx: Any, args: Sequence[str]) -> None:
    """Fail for an option that takes one value but is given twice; the first would be ignored."""
    if ctx.resilient_parsing:
        return
    _, _, in_order = ctx.command.make_parser(ctx).parse_args(args=list(args))
    names = set()
    for option in in_order:
        if isinstance(option, TyperOption) and not (option.is_flag or option.multiple):
            if option.name in names:
                ctx.fail(f"{option.opts[0]} takes one value, and here it is given twice.")
            names.add(option.name)


def _join_dates(ctx: Any, args: Sequence[str], after: Container[str] | None = None) -> list[str]:
    """Join the words of each date, such as `last week`, so that it needs no quotation marks.

    With `after`, join only dates that follow one of these options.
    """
    today = ctx.ensure_object(App).today
    joined: list[str] = []
    rest = list(args)
    while rest and rest[0] != "--":
        count = 1
        if after is None or (joined and joined[-1] in after):
            counts = range(MAX_WORDS_IN_DATE, 1, -1)
            count = next((n for n in counts if is_date(" ".join(rest[:n]), today)), 1)
        joined.append(" ".join(rest[:count]))
        rest = rest[count:]
    return joined + rest


def _is_argument_for_date(parameter: Any) -> bool:
    is_argument = isinstance(parameter, TyperArgument)
    return is_argument and (parameter.metavar or "").strip("[].") in {"ENTRY", "DATE"}


def _date_options(params: Iterable[Any]) -> set[str]:
    return {
        name
        for option in params
        if isinstance(option, TyperOption) and option.metavar == "DATE"
        for name in option.opts
    }

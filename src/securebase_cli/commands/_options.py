"""Options that several commands share, and the completion of what is typed.

The program's own options, and the filters, are added by the class of a command. They may be typed
before or after the name of the command, and their values go into the app.
"""

import contextlib
import os
import sys
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Annotated, Any

from typer import Argument, BadParameter, Context, Option, Typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from securebase_cli.app import App
from securebase_cli.commands._completion import option_in_same_word
from securebase_cli.dates import MAX_WORDS_IN_DATE, is_date
from securebase_cli.errors import SecurebaseError, UsageError
from securebase_cli.hints import command

Json = Annotated[bool, Option("--json", help="As JSON, for other programs.")]
Number = Annotated[int | None, Option("--number", "-n", min=1, metavar="N", help="How many (20).")]
All = Annotated[bool, Option("--all", help="All of them.")]
Output = Annotated[
    Path | None, Option("--output", "-o", metavar="FILE", help="Write to this file.")
]
Force = Annotated[bool, Option("--force", help="Replace the file.")]
Open = Annotated[bool, Option("--open", help="Open the file when it is written.")]
NoInput = Annotated[bool, Option("--no-input", help="Never ask; fail instead.")]
NoPrevious = Annotated[
    bool, Option("--no-previous", help="Don’t show what you answered last time.")
]

_MAX_TAG_LENGTH = 100
# With the tags, the front matter of an entry and of a draft stays far below its limit.
MAX_TAGS = 50

# The module of a command adds the command here when it is imported.
commands = Typer(rich_markup_mode=None)


def command_of(ctx: Any) -> str:
    """Return what to type for the command of this context."""
    _, _, arguments = ctx.command_path.partition(" ")
    return command(arguments)


def refuse_without_effect(reason: str, options: Mapping[str, bool]) -> None:
    """Raise UsageError if one of the options is used, because it would do nothing.

    `options` says by name which are used; `reason` is such as “with --answers”.
    """
    used = [option for option, is_used in options.items() if is_used]
    if used:
        raise UsageError(f"{' and '.join(used)} would do nothing {reason}; leave it out.")


# Options that are seldom needed; help shows them last.
_SELDOM_USED = {
    *("--journal", "--content", "--plain", "--no-pager", "--json", "--no-input", "--all-tags"),
    *("--no-previous", "--force", "--install-completion", "--show-completion", "--help"),
}


class _Help:
    """Formats help: usage names the program as it is called here; seldom used options come last."""

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
    """Write names with a line of help each; nothing if there are none."""
    if records:
        with formatter.section(title):
            formatter.write_dl(records)


class Command(_Help, TyperCommand):
    """A command with the program's own options."""

    # Typer's own error repeats a person's words, so `parse_args` refuses extra arguments.
    allow_extra_args = True
    has_filters = False

    def __init__(self, *, params: list[Any], **kwargs: Any) -> None:
        super().__init__(params=[*params, *_shared_options(filters=self.has_filters)], **kwargs)
        _offer_whole_words(self.params)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _refuse_empty_values(ctx, self.params, args)
        takes_date = any(map(_is_argument_for_date, self.params))
        args = _join_dates(ctx, args, behind=None if takes_date else _date_options(self.params))
        extra = super().parse_args(ctx, args)
        if extra and not ctx.resilient_parsing:
            ctx.fail(
                "There are more words here than this command takes; a note goes behind --note."
            )
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
        super().__init__(params=[*params, *_shared_options(filters=self.has_filters)], **kwargs)
        _offer_whole_words(self.params)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        self.format_commands(ctx, formatter)
        super().format_options(ctx, formatter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _refuse_empty_values(ctx, self.params, args)
        args = _join_dates(ctx, args, behind=_date_options(self.params))
        return super().parse_args(ctx, args)


class FilteringGroup(Group):
    has_filters = True


class SearchingCommand(FilteringCommand):
    """A command with words as arguments, of which some begin with a hyphen.

    Therefore an option of one letter has to be separated from its value.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments; a hyphen with a word behind it begins a word, not an option."""
        options_with_value = _options_with_value(self.params)
        options: list[str] = []
        words: list[str] = []
        rest = iter(_join_dates(ctx, args, behind=_date_options(self.params)))
        for argument in rest:
            if argument == "--":
                words += rest
            elif argument in options_with_value:
                options.append(argument)
                value = next(rest, None)
                if value is None:
                    # Without the words, of which the next would be taken for the value.
                    return super().parse_args(ctx, options)
                options.append(value)
            elif len(argument) > len("-n") and argument[0] == "-" != argument[1]:
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


def _refuse_empty_values(ctx: Any, params: Iterable[Any], args: Sequence[str]) -> None:
    """Fail for an option with an empty value, such as a variable of the shell that is not set.

    Without this, `--journal ""` would be the current folder, and `--tag ""` no filter at all.
    """
    # An empty note is a note without words.
    options = _options_with_value(params) - {"--note"}
    for argument, following in zip_longest(args, args[1:]):
        if argument == "--":
            break
        name, equals, value = argument.partition("=")
        if name in options and (value if equals else following) == "":
            ctx.fail(f"{name} needs a value, and an empty one is none.")


def _join_dates(ctx: Any, args: Sequence[str], behind: Container[str] | None = None) -> list[str]:
    """Join the words of each date, such as `last week`, so that it needs no quotation marks.

    With `behind`, only a date that follows one of these options.
    """
    today = ctx.ensure_object(App).today
    joined: list[str] = []
    rest = list(args)
    while rest and rest[0] != "--":
        count = 1
        if behind is None or (joined and joined[-1] in behind):
            counts = range(MAX_WORDS_IN_DATE, 1, -1)
            count = next((n for n in counts if is_date(" ".join(rest[:n]), today)), 1)
        joined.append(" ".join(rest[:count]))
        rest = rest[count:]
    return joined + rest


def _is_argument_for_date(parameter: Any) -> bool:
    metavar = isinstance(parameter, TyperArgument) and (parameter.metavar or "").strip("[].")
    return metavar in {"ENTRY", "DATE"}


def _date_options(params: Iterable[Any]) -> set[str]:
    return {
        name
        for option in params
        if isinstance(option, TyperOption) and option.metavar == "DATE"
        for name in option.opts
    }


def _shared_options(*, filters: bool) -> Iterator[TyperOption]:
    """Create the options that every command takes, after those that choose entries."""
    if filters:
        yield from _filter_options()
    yield _option(
        "options.journal", "--journal", help="The journal folder.", metavar="DIR", type=Path
    )
    yield _option(
        "options.content", "--content", help="Another content file.", metavar="FILE", type=Path
    )
    plain_help = "One “Label: value” a line; no colours, boxes or cursor movement."
    yield _option("options.plain", "--plain", help=plain_help, is_flag=True)
    no_pager_help = "Show a long text at once, not page by page."
    yield _option("options.no_pager", "--no-pager", help=no_pager_help, is_flag=True)


def _filter_options() -> Iterator[TyperOption]:
    yield _option(
        "filter_options.domains",
        *("--domain", "-d"),
        help="Only this domain.",
        metavar="DOMAIN",
        multiple=True,
        autocompletion=lambda ctx, _args, incomplete: complete_domain(ctx, incomplete),
    )
    since_help = "From this date on: 27/11, last week, October, 14d."
    yield _option("filter_options.since", "--since", help=since_help, metavar="DATE")
    yield _option("filter_options.until", "--until", help="Up to this date.", metavar="DATE")
    tag_help = "Only with this tag, or a tag below it; of several, one is enough."
    yield _option("filter_options.tags", "--tag", "-t", help=tag_help, metavar="TAG", multiple=True)
    all_tags_help = "With several --tag: only with all of them."
    yield _option("filter_options.needs_all_tags", "--all-tags", help=all_tags_help, is_flag=True)


def _option(target: str, *names: str, **settings: Any) -> TyperOption:
    """Create an option; `target` is where its value goes in the app, such as `options.journal`."""
    group, attribute = target.split(".")

    def store(ctx: Context, _option: object, value: Any) -> None:
        if value:
            setattr(getattr(ctx.ensure_object(App), group), attribute, value)

    return TyperOption(param_decls=list(names), expose_value=False, callback=store, **settings)


def parse_tag(value: str) -> str:
    """Return a tag without its hash sign; raise BadParameter if it is not one word.

    Its letters are composed: the terminals of some systems take accents apart.
    """
    if len(value) > _MAX_TAG_LENGTH:
        raise BadParameter(f"a tag has at most {_MAX_TAG_LENGTH} letters, such as away-day")
    tag = unicodedata.normalize("NFC", value.strip().removeprefix("#"))
    if not any(map(str.isalnum, tag)) or not all(map(_may_be_in_tag, tag)):
        raise BadParameter(
            "a tag is one word of letters, digits, hyphens and slashes, such as away-day"
        )
    return tag


def _may_be_in_tag(letter: str) -> bool:
    return letter.isalnum() or letter in "-_/" or unicodedata.category(letter).startswith("M")


# Entries that the shell is offered as long as nothing is typed: the newest ones.
NEWEST_OFFERED = 10

Completer = Callable[[Context, str], list[str]]


def _completer(
    list_names: Callable[[App], Iterable[str]], max_unprefixed: int | None = None
) -> Completer:
    """Return a function that completes one of the names, without regard to case.

    As long as nothing is typed, it offers at most `max_unprefixed` names.
    """

    def complete(ctx: Context, incomplete: str) -> list[str]:
        try:
            names = list(list_names(ctx.ensure_object(App)))
        except SecurebaseError:
            # The command itself reports the error when it is run.
            return []
        prefix = incomplete.casefold()
        if not prefix:
            names = names[:max_unprefixed]
        # Shells discard a completion that does not begin with the letters as they were typed.
        return [incomplete + name[len(incomplete) :] for name in names if name.startswith(prefix)]

    return complete


def _offer_whole_words(params: Iterable[Any]) -> None:
    """Let the completion of `--domain=av` be `--domain=availability` where the shell needs it."""
    for option in params:
        if isinstance(option, TyperOption):
            option.shell_complete = partial(_complete_whole_word, option.shell_complete)  # type: ignore[method-assign]


def _complete_whole_word(complete: Callable[..., Any], ctx: Any, incomplete: str) -> Any:
    items = complete(ctx, incomplete)
    for item in items:
        item.value = option_in_same_word(os.environ) + item.value
    return items


def _draft_names(app: App) -> Sequence[str]:
    from securebase_cli.storage.drafts import distinct_names

    drafts, _ = app.drafts.unfinished()
    return distinct_names(drafts)


def _open_action_handles(app: App) -> Iterator[str]:
    from securebase_cli.entry_format.quick_checks import may_have_open_action
    from securebase_cli.review.actions import find_open_actions

    outlines = app.journal.scan().outlines(may_have_open_action)
    return (ref.handle for ref in find_open_actions(outlines))


complete_domain = _completer(lambda app: (domain.id for domain in app.content.domains))
complete_question = _completer(lambda app: (question.id for question in app.content.questions))
complete_theme = _completer(lambda app: app.content.lens_themes)
complete_entry = _completer(
    lambda app: (name.id for name in app.journal.names()), max_unprefixed=NEWEST_OFFERED
)
complete_draft = _completer(_draft_names)
complete_trashed = _completer(lambda app: (name.id for name in app.trash.names()))
complete_action = _completer(_open_action_handles)
_complete_all = _completer(lambda _: ["all"])


def complete_domain_or_all(ctx: Context, incomplete: str) -> list[str]:
    return complete_domain(ctx, incomplete) + _complete_all(ctx, incomplete)


def domains_argument(help_text: str) -> Any:
    return Argument(metavar="[DOMAIN]...", help=help_text, autocompletion=complete_domain_or_all)


def format_option(help_text: str) -> Any:
    return Option("--format", "-f", metavar="FORMAT", help=help_text)


def entry_argument(metavar: str, *, in_trash: bool = False) -> Any:
    """Return an argument that names an entry in a way that `Journal.find` or `Trash.find` takes."""
    complete = complete_trashed if in_trash else complete_entry
    help_text = "An id, “last”, a file, or a date that has one entry."
    return Argument(metavar=metavar, help=help_text, autocompletion=complete)

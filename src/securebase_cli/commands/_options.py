"""Options that several commands share, added to a command by the class it is made with.

They are taken wherever they are typed, and stand in the help of every command that knows them.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from securebase_cli.app import App
from securebase_cli.errors import SecurebaseError

ENTRY = "An id, “last”, a file, or a date that has one entry."
TOO_MANY_ARGUMENTS = "There are more words here than this command takes; a note goes behind --note."

Json = Annotated[bool, typer.Option("--json", help="As JSON, for other programs.")]
Number = Annotated[
    int | None, typer.Option("--number", "-n", min=1, metavar="N", help="How many (20).")
]
All = Annotated[bool, typer.Option("--all", help="All of them.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace the file.")]
Open = Annotated[bool, typer.Option("--open", help="Open the file when it is written.")]
NoInput = Annotated[bool, typer.Option("--no-input", help="Never ask; fail instead.")]
NoPrevious = Annotated[
    bool, typer.Option("--no-previous", help="Don’t show what you answered last time.")
]


def new_typer(group: type[TyperGroup] | None = None) -> typer.Typer:
    """Return an empty Typer application, for one command or for a group of the given class."""
    return typer.Typer(
        cls=group,
        invoke_without_command=group is not None,
        add_completion=False,
        rich_markup_mode=None,
    )


class Command(TyperCommand):
    """A command that takes the program's own options too."""

    # Extra arguments are refused in `parse_args`, since Typer's own error repeats them.
    allow_extra_args = True

    def __init__(self, *, params: list[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(params=[*(params or []), *global_options()], **kwargs)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments; the error about too many of them does not repeat them.

        They can be a person's own words.
        """
        extra = super().parse_args(ctx, args)
        if extra and not ctx.resilient_parsing:
            ctx.fail(TOO_MANY_ARGUMENTS)
        return extra


class Group(TyperGroup):
    """A group of commands that takes the program's own options too."""

    def __init__(self, *, params: list[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(params=[*(params or []), *global_options()], **kwargs)


class FilteringCommand(Command):
    """A command that takes the filters, too."""

    def __init__(self, *, params: list[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(params=[*(params or []), *_filters()], **kwargs)


class FilteringGroup(Group):
    """A group of commands that takes the filters, too, where none of them is called."""

    def __init__(self, *, params: list[Any] | None = None, **kwargs: Any) -> None:
        super().__init__(params=[*(params or []), *_filters()], **kwargs)


class SearchingCommand(FilteringCommand):
    """A command to which words are given, some of them with a hyphen before them.

    So an option of one letter stands apart from its value here.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take a hyphen with a word behind it for a word to be left out, and no option."""
        options: list[str] = []
        words: list[str] = []
        given = iter(args)
        for argument in given:
            if argument == "--":
                words += given
            elif argument in self._with_values:
                value = list(islice(given, 1))
                options += [argument, *value]
                if not value:
                    # It is said that its value is missing; nothing may stand in its place.
                    return super().parse_args(ctx, options)
            elif len(argument) > len("-n") and argument[0] == "-" != argument[1]:
                words.append(argument)
            else:
                options.append(argument)
        return super().parse_args(ctx, [*options, "--", *words])

    @property
    def _with_values(self) -> frozenset[str]:
        options = (param for param in self.params if isinstance(param, TyperOption))
        return frozenset(name for one in options if not one.is_flag for name in one.opts)


def global_options() -> Iterator[TyperOption]:
    """Make the options that every command takes."""
    yield _option(["--journal"], _options("journal", Path), "The journal folder.", metavar="DIR")
    yield _option(["--content"], _options("content", Path), "Another content file.", metavar="FILE")
    yield TyperOption(
        param_decls=["--plain"],
        is_flag=True,
        expose_value=False,
        callback=_options("plain", bool),
        help="One “Label: value” a line; no colours, boxes or cursor movement.",
    )


def complete_domain(ctx: typer.Context, args: list[str], incomplete: str) -> list[str]:
    """Complete the id of a domain."""
    return _fitting(lambda: [domain.id for domain in _desk(ctx).content.domains], incomplete)


def complete_domain_or_all(ctx: typer.Context, args: list[str], incomplete: str) -> list[str]:
    """Complete the id of a domain, or the word for all of them."""
    return complete_domain(ctx, args, incomplete) + _fitting(lambda: ["all"], incomplete)


def complete_question(ctx: typer.Context, args: list[str], incomplete: str) -> list[str]:
    """Complete the id of a question."""
    return _fitting(lambda: [question.id for question in _desk(ctx).content.questions], incomplete)


def complete_theme(ctx: typer.Context, args: list[str], incomplete: str) -> list[str]:
    """Complete a theme."""
    return _fitting(lambda: _desk(ctx).content.themes, incomplete)


def complete_entry(ctx: typer.Context, args: list[str], incomplete: str) -> list[str]:
    """Complete the id of an entry."""
    return _fitting(lambda: [name.id for name in _desk(ctx).journal.names()], incomplete)


def complete_action(ctx: typer.Context, args: list[str], incomplete: str) -> list[str]:
    """Complete the name of an action that is open."""
    from securebase_cli.entry_format.quick_checks import may_have_open_action
    from securebase_cli.review.actions import find_open_actions

    found = _desk(ctx).journal.scan().outlines(may_have_open_action)
    return _fitting(lambda: [one.handle for one in find_open_actions(found)], incomplete)


def complete_trashed(ctx: typer.Context, args: list[str], incomplete: str) -> list[str]:
    """Complete the id of an entry in the trash."""
    return _fitting(lambda: [name.id for name in _desk(ctx).trash.names()], incomplete)


def _fitting(names: Callable[[], Iterable[str]], incomplete: str) -> list[str]:
    try:
        known = list(names())
    except SecurebaseError:
        # Somebody is in the middle of typing a command; it will say what is wrong.
        return []
    # What was typed stays as it was typed: shells drop whatever does not begin with it.
    return [
        incomplete + name[len(incomplete) :]
        for name in known
        if name.startswith(incomplete.casefold())
    ]


def _filters() -> Iterator[TyperOption]:
    yield _option(
        ["--domain", "-d"],
        _filter("domains"),
        "Only this domain.",
        metavar="DOMAIN",
        multiple=True,
        autocompletion=complete_domain,
    )
    yield _option(
        ["--since"], _filter("since"), "From this date on: 2026-11, 14d, yesterday.", metavar="DATE"
    )
    yield _option(["--until"], _filter("until"), "Up to this date.", metavar="DATE")
    yield _option(
        ["--tag", "-t"], _filter("tags"), "Only with this tag.", metavar="TAG", multiple=True
    )


def _option(
    names: list[str], callback: Callable[..., None], words: str, **more: Any
) -> TyperOption:
    return TyperOption(
        param_decls=names, type=str, expose_value=False, callback=callback, help=words, **more
    )


def _options(name: str, kind: Callable[[Any], Any]) -> Callable[..., None]:
    def keep(ctx: typer.Context, _param: object, value: Any) -> None:
        if value:
            setattr(_desk(ctx).options, name, kind(value))

    return keep


def _filter(name: str) -> Callable[..., None]:
    def keep(ctx: typer.Context, _param: object, value: Any) -> None:
        if value:
            setattr(_desk(ctx).filter_options, name, value)

    return keep


def _desk(ctx: typer.Context) -> App:
    return ctx.ensure_object(App)


def parse_tag(given: str) -> str:
    """Check a tag, as the option for tags gets it."""
    tag = given.strip().removeprefix("#")
    if not tag or not all(letter.isalnum() or letter in "-_/" for letter in tag):
        raise typer.BadParameter(
            "a tag is one word of letters, digits, hyphens and slashes, such as away-day"
        )
    return tag

"""Options and arguments that several commands share.

The app holds the values of the options that every command has, and of the filters.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from typer import Argument, BadParameter, Context, Option
from typer.core import TyperOption

from securebase_cli.app import App
from securebase_cli.commands._completion import (
    complete_domain,
    complete_domain_or_all,
    complete_entry,
    complete_trashed,
)
from securebase_cli.errors import UsageError


def domains_argument(help_text: str) -> Any:
    return Argument(metavar="[DOMAIN]...", help=help_text, autocompletion=complete_domain_or_all)


Domains = Annotated[list[str] | None, domains_argument("Domains; all of them without any.")]
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


def refuse_without_effect(reason: str, options: Mapping[str, bool]) -> None:
    """Raise UsageError if one of the options is used, because it would do nothing.

    `options` says by name which are used; `reason` is such as “with --answers”.
    """
    used = [option for option, is_used in options.items() if is_used]
    if used:
        raise UsageError(f"{' and '.join(used)} would do nothing {reason}; leave it out.")


def shared_options(*, filters: bool) -> Iterator[TyperOption]:
    """Create the options that every command has, and before them the filters if they are wanted."""
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


def format_option(help_text: str) -> Any:
    return Option("--format", "-f", metavar="FORMAT", help=help_text)


def entry_argument(metavar: str, *, in_trash: bool = False) -> Any:
    """Return an argument that names an entry in a way that `Journal.find` or `Trash.find` takes."""
    complete = complete_trashed if in_trash else complete_entry
    help_text = "An id, “last”, a file, or a date that has one entry."
    return Argument(metavar=metavar, help=help_text, autocompletion=complete)

"""What came and went when the journal was synchronised."""

from collections.abc import Iterable

from securebase_cli.hints import command, quote
from securebase_cli.plurals import count_of, list_in_words
from securebase_cli.sync.merge import Conflict
from securebase_cli.sync.shared_files import is_internal, is_trashed
from securebase_cli.sync.synchronise import SyncResult
from securebase_cli.ui.console import safe_line
from securebase_cli.ui.page import Line, Page

# How many files are named; of the others only the number is shown.
_MAX_NAMED = 5


def sync_page(result: SyncResult) -> Page:
    """Say in one line what came and went, then name the files that the user may have to look at."""
    came = _describe(result.received, result.deleted_here)
    went = _describe(result.sent, result.deleted_there)
    summary = f"Came: {came}. Went: {went}."
    if came == went == "nothing":
        summary = "Both sides are the same."
    return (
        Line(f"Synchronised. {summary}", "good"),
        *(_describe_conflict(conflict) for conflict in result.conflicts),
        *_describe_files("Not taken", result.refused.items()),
        *_describe_files("Not sent", result.left_alone.items()),
    )


def _describe(changed: tuple[str, ...], deleted: tuple[str, ...]) -> str:
    parts = [count_of(len(changed), "entry", "entries")] if changed else []
    if deleted:
        parts.append(count_of(len(deleted), "deletion"))
    return list_in_words(parts) or "nothing"


def _describe_conflict(conflict: Conflict) -> Line:
    changed = f"{safe_line(conflict.path)} was changed on both computers; both versions are kept."
    if is_trashed(conflict.path):
        what_next = "Both are in the trash."
    elif is_internal(conflict.path):
        what_next = f"This computer’s stays; the other one is {safe_line(conflict.copy_path)}."
    else:
        what_next = f"Put them together: {command(f'join {quote(conflict.copy_path)}')}"
    return Line(f"{changed} {what_next}", "warning")


def _describe_files(what: str, reasons: Iterable[tuple[str, str]]) -> Iterable[Line]:
    named = list(reasons)
    for path, reason in named[:_MAX_NAMED]:
        yield Line(f"{what}: {safe_line(path)}: {reason}.", "warning")
    if len(named) > _MAX_NAMED:
        yield Line(f"{what}: {count_of(len(named) - _MAX_NAMED, 'more file')}.", "warning")

"""What a format needs that is not installed with the program, and how to get it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from securebase_cli.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def require_extra(extra: str) -> Iterator[None]:
    """Turn an import that fails into words on how to get what is missing."""
    try:
        yield
    except ImportError as error:
        if error.name is None or error.name.startswith("securebase_cli"):
            raise
        raise MissingExtraError(extra) from None

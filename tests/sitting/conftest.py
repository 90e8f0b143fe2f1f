"""Fixtures of several test files of sittings."""

from collections.abc import Callable

import pytest

from securebase_cli.sitting.loop import SittingLoop
from securebase_cli.storage.drafts import Drafts
from support.askers import sitting_loop


@pytest.fixture
def drafts(tmp_path) -> Drafts:
    return Drafts(tmp_path)


@pytest.fixture
def make_loop(content, drafts) -> Callable[..., SittingLoop]:
    """Return a function that makes the loop of a sitting with these questions."""
    return lambda asker, *names, **options: sitting_loop(content, asker, drafts, *names, **options)

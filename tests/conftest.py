"""What several test files share."""

import pytest
from hypothesis import HealthCheck, settings

from securebase_cli.core import domains
from securebase_cli.core.domains import Content
from securebase_cli.core.journal import Journal
from securebase_cli.desk import Desk

settings.register_profile(
    "securebase",
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("securebase")


@pytest.fixture(scope="session")
def content() -> Content:
    return domains.read()


@pytest.fixture
def journal(tmp_path) -> Journal:
    return Journal(tmp_path / "journal")


@pytest.fixture
def desk(tmp_path) -> Desk:
    desk = Desk()
    desk.options.journal = tmp_path / "journal"
    return desk

"""Sources of documents."""

from typing import Any

import pytest

from securebase_cli.documents.source import DocumentSource
from securebase_cli.storage.scan import StoredEntry
from support.builders import MOMENT, EntriesInMemory


@pytest.fixture
def document_source(content):
    """Return a function that makes a source of entries, oldest first, and the built-in content."""

    def make_source(*entries: StoredEntry, **about: Any) -> DocumentSource:
        about = {"made_on": MOMENT.date(), **about}
        return DocumentSource(EntriesInMemory(*entries), content, **about)

    return make_source

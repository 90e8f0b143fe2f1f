"""A format that needs more than is installed says what, and how to get it."""

import sys

import pytest

from securebase_cli.documents.formats.table import FORMATS, Format
from securebase_cli.errors import MissingExtraError

WRITER = "securebase_cli.documents.formats.docx_document"


def test_without_the_package_for_word_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.delitem(sys.modules, WRITER, raising=False)
    monkeypatch.delattr("securebase_cli.documents.formats.docx_document", raising=False)
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingExtraError) as refused:
        FORMATS["docx"].check_installed()
    assert (
        "For docx files one more package is needed: pip install 'securebase-cli[docx]'\n"
        "If pipx keeps the program: pipx inject securebase-cli python-docx" == str(refused.value)
    )
    assert 1 == refused.value.exit_code


def test_a_mistake_of_ours_is_not_taken_for_a_missing_package():
    with pytest.raises(ModuleNotFoundError, match="nothing_like_that"):
        Format((), "nothing_like_that", extra="docx").check_installed()

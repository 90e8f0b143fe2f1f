"""The paths of the files and folders in use."""

from pathlib import Path

from securebase_cli.ui.page import Pairs
from securebase_cli.ui.pages.paths_page import paths_page


def test_each_path_is_shown_with_its_name():
    page = paths_page({"journal": Path("/j"), "config": None})
    assert (Pairs((("journal", str(Path("/j"))), ("config", "none"))),) == page

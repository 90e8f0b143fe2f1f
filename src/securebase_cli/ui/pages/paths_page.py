"""The paths of the files and folders in use."""

from collections.abc import Mapping
from pathlib import Path

from securebase_cli.ui.page import Page, Pairs


def paths_page(paths: Mapping[str, Path | None]) -> Page:
    return (Pairs(tuple((name, str(path or "none")) for name, path in paths.items())),)

"""The style sheet of HTML pages, and the hashes with which a page allows styles and scripts.

A browser refuses any style or script whose hash is not in the content security policy of the page.
"""

import base64
import hashlib
from importlib.resources import files


def read_style_sheet() -> str:
    style_sheet = files("securebase_cli.documents.formats").joinpath("page.css")
    return style_sheet.read_text("utf-8").strip()


def source_hash(text: str) -> str:
    """Return the hash of an element's text in the form of a content security policy."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"

"""The style sheet that all pages share, and the hashes that allow a page its own style and script.

A page's content security policy forbids any style or script whose hash it does not name.
"""

import base64
import hashlib
from importlib.resources import files


def read_style_sheet() -> str:
    style_sheet = files("securebase_cli.documents.formats").joinpath("page.css")
    return style_sheet.read_text("utf-8").strip()


def source_hash(text: str) -> str:
    """Return the hash of an element's text, as a content security policy names it."""
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"

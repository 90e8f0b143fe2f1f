"""Drive the page that holds a sitting, as a person does: by what its buttons say."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from chromium import Chromium
    from firefox import Firefox

# Seconds until a download must be there.
_TIMEOUT = 20


class ReflectionPage:
    """A page in a browser; downloads go to a folder."""

    def __init__(self, browser: Chromium | Firefox, page: Path, downloads: Path) -> None:
        self.browser = browser
        self._page = page
        self._downloads = downloads
        downloads.mkdir(exist_ok=True)
        browser.save_downloads_in(downloads)

    def open(self) -> None:
        self.browser.open(self._page)

    def click(self, label: str) -> None:
        """Click the first button with this label; a dialog’s come first."""
        found = self.browser.evaluate(
            "(() => { const made = [...document.querySelectorAll('dialog button, button')]"
            f".find(item => item.textContent === {json.dumps(label)});"
            " made?.click(); return made !== undefined })()"
        )
        assert found, (label, self.text())

    def choose(self, name: str, value: str) -> None:
        selector = json.dumps(f'input[name="{name}"][value="{value}"]')
        self.browser.evaluate(f"document.querySelector({selector}).click()")

    def type(self, text: str) -> None:
        """Insert a text where the focus is."""
        if text:
            self.browser.insert(text)

    def leave_the_rest(self) -> None:
        """Go from a question to the end, without the questions after it and things to try."""
        for label in ("Enough for today", "Next", "Done"):
            self.click(label)

    def text(self) -> str:
        text: str = self.browser.evaluate("document.body.innerText")
        return text

    def field(self) -> str:
        """Return the text of the field that has the focus."""
        value: str = self.browser.evaluate("document.activeElement.value")
        return value

    def sitting(self) -> dict[str, Any] | None:
        """Return what the browser keeps."""
        kept = self.browser.evaluate("localStorage.getItem(draft.key)")
        return json.loads(kept) if kept else None

    def wait_for(self, condition: str) -> None:
        """Wait until a JavaScript expression is true."""
        deadline = time.monotonic() + _TIMEOUT
        while not self.browser.evaluate(condition):
            assert time.monotonic() < deadline, (condition, self.text())

    def download(self, label: str) -> Path:
        """Click a button that saves a file, and return the file."""
        before = set(self._downloads.iterdir())
        self.click(label)
        deadline = time.monotonic() + _TIMEOUT
        while time.monotonic() < deadline:
            # A file that is not complete has another name, or is still empty.
            new = [
                path
                for path in set(self._downloads.iterdir()) - before
                if re.fullmatch(r"(draft|reflection)-.*\.(json|md)", path.name)
                and path.stat().st_size
            ]
            if new:
                return new[0]
            self.browser.evaluate("new Promise(done => setTimeout(done, 5))")
        raise AssertionError(label)

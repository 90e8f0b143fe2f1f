"""Control a headless Chromium through its debugging pipe."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)

# Seconds until the browser must have quit.
_TIMEOUT = 20
# The keys that proofs press: their code, their number, and the text that they write, if any.
_KEYS = {
    "Enter": ("Enter", 13, "\r"),
    "Tab": ("Tab", 9, ""),
    " ": ("Space", 32, " "),
    "ArrowDown": ("ArrowDown", 40, ""),
    "Escape": ("Escape", 27, ""),
    "z": ("KeyZ", 90, "z"),
}

# Events that a page without scripts never causes.
_WATCHED = ("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")


class Chromium:
    """Chromium with one page; records the requests and messages of the page.

    `profile` is the folder in which it keeps what outlives it. A `with` statement kills it at its
    end, unless it has quit before.
    """

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self._calls = 0
        self._session = ""
        self._left = b""
        self._loaded = 0
        self.requests: list[str] = []
        self.said: list[str] = []

    def __enter__(self) -> Self:
        mine_in, its_out = os.pipe()
        its_in, mine_out = os.pipe()

        def on_three_and_four() -> None:
            # Chromium reads from descriptor 3 and writes to 4. Duplicate first: ours may be 3 or 4.
            first, second = os.dup(its_in), os.dup(its_out)
            os.dup2(first, 3)
            os.dup2(second, 4)

        self._process = subprocess.Popen(
            [
                str(CHROMIUM),
                *("--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe"),
                *("--no-first-run", "--disable-component-update", "--hide-scrollbars"),
                f"--user-data-dir={self._profile}",
            ],
            preexec_fn=on_three_and_four,  # noqa: PLW1509 - nothing else runs in this process
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(its_in)
        os.close(its_out)
        self._in, self._out = mine_in, mine_out
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)[
            "sessionId"
        ]
        for domain in ("Page", "Runtime", "Log", "Network", "Accessibility"):
            self.call(f"{domain}.enable")
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._in)
        os.close(self._out)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the DevTools protocol; return its result."""
        call = self._send(method, **parameters)
        while (answer := self._next()).get("id") != call:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def quit(self) -> None:
        """Quit as a person does, who closes the last window."""
        self._session = ""
        self.call("Browser.close")
        self._process.wait(_TIMEOUT)

    def open(self, page: Path) -> None:
        """Open a page, and wait until it has loaded."""
        loaded = self._loaded
        self.call("Page.navigate", url=page.as_uri())
        while self._loaded == loaded:
            self._next()

    def evaluate(self, expression: str) -> Any:
        """Return the value of a JavaScript expression, or what its promise is fulfilled with."""
        reply = self.call(
            "Runtime.evaluate",
            expression=expression,
            returnByValue=True,
            awaitPromise=True,
            userGesture=True,
        )
        return reply["result"].get("value")

    def insert(self, text: str) -> None:
        """Insert a text where the focus is, as a keyboard on a screen does."""
        self.call("Input.insertText", text=text)

    def press(self, key: str, *, control: bool = False, shift: bool = False) -> None:
        """Press and release a key."""
        code, number, text = _KEYS[key]
        pressed = {
            "key": key,
            "code": code,
            "windowsVirtualKeyCode": number,
            "modifiers": 2 * control + 8 * shift,
        }
        text = "" if control else text
        self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **pressed)
        self.call("Input.dispatchKeyEvent", type="keyUp", **pressed)

    def save_downloads_in(self, folder: Path) -> None:
        """Save whatever the page lets one save into a folder, without a question."""
        self.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))

    def choose_file(self, selector: str, file: Path) -> None:
        """Choose a file in the field with this CSS selector."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        field = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", files=[str(file)], nodeId=field)

    def picture(self, width: int, height: int, *, dark: bool = False) -> bytes:
        """Return a screenshot (PNG) in a window of this size."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        return base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])

    def printed(self) -> bytes:
        """Return the printed page (PDF)."""
        return base64.b64decode(
            self.call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"]
        )

    def _send(self, method: str, **parameters: Any) -> int:
        self._calls += 1
        message = {"id": self._calls, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._out, data) :]
        return self._calls

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            piece = os.read(self._in, 1 << 16)
            assert piece, "Chromium has ended"
            self._left += piece
        data, _, self._left = self._left.partition(b"\0")
        message: dict[str, Any] = json.loads(data)
        if message.get("method") == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        if message.get("method") == "Page.loadEventFired":
            self._loaded += 1
        if message.get("method") == "Page.javascriptDialogOpening":
            # The page asks whether to leave it; Firefox leaves it by itself when it is controlled.
            self._send("Page.handleJavaScriptDialog", accept=True)
        if message.get("method") in _WATCHED:
            self.said.append(json.dumps(message["params"]))
        return message

"""Control a headless Firefox through WebDriver BiDi."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Self

from websockets.sync.client import connect

if TYPE_CHECKING:
    from pathlib import Path

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")

# Seconds until the browser must have quit.
_TIMEOUT = 20
# Keys without a letter of their own, as WebDriver names them.
_KEYS = {
    "Enter": "\ue006",
    "Tab": "\ue004",
    "ArrowDown": "\ue015",
    "Escape": "\ue00c",
    "Control": "\ue009",
    "Shift": "\ue008",
}


class Firefox:
    """Firefox with one page; records the requests and messages of the page.

    `profile` is the folder in which it keeps what outlives it. A `with` statement kills it at its
    end, unless it has quit before.
    """

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self._calls = 0
        self._closing = ExitStack()
        self.requests: list[str] = []
        self.said: list[str] = []

    def __enter__(self) -> Self:
        self._profile.mkdir(exist_ok=True)
        self._process = subprocess.Popen(
            [
                *(str(FIREFOX), "--headless", "--no-remote", "--remote-debugging-port=0"),
                *("--profile", str(self._profile)),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._closing.callback(self._end)
        address = next(
            found[1]
            for line in self._process.stderr or ()
            if (found := re.search(r"BiDi listening on (\S+)", line))
        )
        socket = connect(f"{address}/session", max_size=None)
        self._socket = self._closing.enter_context(socket)
        self.call("session.new", capabilities={})
        self.call("session.subscribe", events=["network.beforeRequestSent", "log.entryAdded"])
        self._page = self.call("browsingContext.getTree")["contexts"][0]["context"]
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def _end(self) -> None:
        self._process.kill()
        self._process.communicate()

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of WebDriver BiDi; return its result."""
        self._calls += 1
        message = {"id": self._calls, "method": method, "params": parameters}
        self._socket.send(json.dumps(message))
        while (answer := self._next()).get("id") != self._calls:
            pass
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def quit(self) -> None:
        """Quit as a person does, who closes the last window."""
        self.call("browser.close")
        self._process.wait(_TIMEOUT)

    def open(self, page: Path) -> None:
        """Open a page, and wait until it has loaded."""
        url = page.as_uri()
        self.call("browsingContext.navigate", context=self._page, url=url, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """Return the value of a JavaScript expression, or what its promise is fulfilled with."""
        reply = self.call(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then(JSON.stringify)",
            target={"context": self._page},
            awaitPromise=True,
            userActivation=True,
        )
        assert reply["type"] == "success", reply
        return json.loads(reply["result"].get("value", "null"))

    def insert(self, text: str) -> None:
        """Insert a text where the focus is, as a keyboard on a screen does."""
        self.evaluate(f"document.execCommand('insertText', false, {json.dumps(text)})")

    def press(self, key: str, *, control: bool = False, shift: bool = False) -> None:
        """Press and release a key; in a field only, since a headless Firefox presses no buttons."""
        held = ["Control"] * control + ["Shift"] * shift
        names = [_KEYS.get(name, name) for name in (*held, key)]
        down = [{"type": "keyDown", "value": name} for name in names]
        up = [{"type": "keyUp", "value": name} for name in reversed(names)]
        source = {"type": "key", "id": "keyboard", "actions": down + up}
        self.call("input.performActions", context=self._page, actions=[source])

    def save_downloads_in(self, folder: Path) -> None:
        """Save whatever the page lets one save into a folder, without a question."""
        behaviour = {"type": "allowed", "destinationFolder": str(folder)}
        self.call("browser.setDownloadBehavior", downloadBehavior=behaviour)

    def choose_file(self, selector: str, file: Path) -> None:
        """Choose a file in the field with this CSS selector."""
        locator = {"type": "css", "value": selector}
        nodes = self.call("browsingContext.locateNodes", context=self._page, locator=locator)
        field = {"sharedId": nodes["nodes"][0]["sharedId"]}
        self.call("input.setFiles", context=self._page, element=field, files=[str(file)])

    def picture(self, width: int, height: int) -> bytes:
        """Return a screenshot (PNG) in a window of this size."""
        viewport = {"width": width, "height": height}
        self.call("browsingContext.setViewport", context=self._page, viewport=viewport)
        reply = self.call("browsingContext.captureScreenshot", context=self._page)
        return base64.b64decode(reply["data"])

    def _next(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self._socket.recv())
        if message.get("method") == "network.beforeRequestSent":
            self.requests.append(message["params"]["request"]["url"])
        if message.get("method") == "log.entryAdded":
            self.said.append(json.dumps(message["params"]))
        return message

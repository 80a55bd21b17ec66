"""Firefox and WebKit as they are installed here, driven by the W3C's WebDriver commands.

WebKit takes them by HTTP from its WebKitWebDriver, under a display of its own; Firefox as JSON by TCP (Marionette),
which is what geckodriver does, a program that Debian does not have.
"""

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.browser import free_port

T = TypeVar("T")

HOW_TO_GET_FIREFOX = "There is no Firefox on this machine; get one, for example by: apt-get install firefox-esr"
HOW_TO_GET_WEBKIT = (
    "There is no WebKit that can be driven on this machine; get one, for example by: "
    "apt-get install webkit2gtk-driver xvfb"
)
SIZE = {"width": 1440, "height": 1000}
PATIENCE = 30  # seconds, for what a page is asked
PATHS = {  # of the commands that are used here, in WebDriver's HTTP
    "Navigate": "url",
    "ExecuteAsyncScript": "execute/async",
    "PerformActions": "actions",
    "SetWindowRect": "window/rect",
}
KEYS = {"\n": "\ue007", "\t": "\ue004", "\x1b": "\ue00c"}
PREFERENCES = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "marionette.port": 0,  # any that is free
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}


class Firefox:
    """A session by Marionette: a message is its length, a colon, and [0, number, command, parameters]."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=2 * PATIENCE)
        self._stream, self._number = self._socket.makefile("rb"), 0
        self._hear()  # it says who it is

    def ask(self, command: str, parameters: dict) -> Any:
        self._number += 1
        text = json.dumps([0, self._number, f"WebDriver:{command}", parameters]).encode()
        self._socket.sendall(f"{len(text)}:".encode() + text)
        _, _, error, result = self._hear()
        if error:
            raise RuntimeError(f"{command}: {error['message']}")
        return result["value"] if isinstance(result, dict) and "value" in result else result

    def close(self) -> None:
        self._stream.close()
        self._socket.close()

    def _hear(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._stream.read(1)
        return json.loads(self._stream.read(int(length[:-1])))


class WebKit:
    """A session by HTTP."""

    def __init__(self, address: str) -> None:
        self._address = address

    def ask(self, command: str, parameters: dict) -> Any:
        path = PATHS.get(command)
        value = self.send("POST", f"{self._address}/{path}" if path else self._address, parameters)
        if not path:  # a new session
            self._address += f"/{value['sessionId']}"
        return value

    def close(self) -> None:
        self.send("DELETE", self._address)

    @staticmethod
    def send(method: str, url: str, parameters: dict | None = None) -> Any:
        body = None if parameters is None else json.dumps(parameters).encode()
        request = urllib.request.Request(url, body, {"Content-Type": "application/json"}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=2 * PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"]) from error


class Page:
    """What a person does with a page, in whichever of the two."""

    def __init__(self, session: Firefox | WebKit) -> None:
        timeouts = {"script": 1000 * PATIENCE, "pageLoad": 1000 * PATIENCE}
        session.ask("NewSession", {"capabilities": {"alwaysMatch": {"timeouts": timeouts}}})
        session.ask("SetWindowRect", {"x": 0, "y": 0, **SIZE})
        self._session = session

    def open(self, url: str) -> None:
        self._session.ask("Navigate", {"url": url})

    def ask(self, function: str, *arguments: Any) -> Any:
        """What a function of JavaScript gives, which may be async."""
        script = f"""const given = [...arguments], done = given.pop();
            (async () => ({function})(...given))().then((value) => done([value]), (error) => done(String(error)));"""
        answer = self._session.ask("ExecuteAsyncScript", {"script": script, "args": arguments})
        if isinstance(answer, str):
            raise RuntimeError(f"{answer} in {function}")
        return answer[0]

    def move(self, x: float, y: float) -> None:
        self._point({"type": "pointerMove", "x": round(x), "y": round(y), "duration": 0})

    def press(self) -> None:
        self._point({"type": "pointerDown", "button": 0})

    def release(self) -> None:
        self._point({"type": "pointerUp", "button": 0})

    def type(self, text: str) -> None:
        """Press the keys of a text, one after another; a line's end is Enter, a tabulator Tab, an escape Escape."""
        actions = [{"type": kind, "value": KEYS.get(key, key)} for key in text for kind in ("keyDown", "keyUp")]
        self._session.ask("PerformActions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def _point(self, action: dict) -> None:
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": [action]}
        self._session.ask("PerformActions", {"actions": [mouse]})


@contextmanager
def firefox() -> Iterator[Page | None]:
    """A page in a Firefox of its own, without a window; None where there is no Firefox."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        yield None
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        written = "".join(f'user_pref("{name}", {json.dumps(value)});\n' for name, value in PREFERENCES.items())
        (Path(home) / "user.js").write_text(written)
        command = [program, "--headless", "--marionette", "--no-remote", "--profile", home]
        with running(command, {"HOME": home}) as process:
            port = wait_for(lambda: (Path(home) / "MarionetteActivePort").read_text(), process)
            with closing(Firefox(int(port))) as session:
                yield Page(session)


@contextmanager
def webkit() -> Iterator[Page | None]:
    """A page in WebKitGTK's small browser, on a display of its own; None where one of the two is missing."""
    if not (shutil.which("WebKitWebDriver") and shutil.which("Xvfb")):
        yield None
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home, display() as number:
        port = free_port()
        # Without a graphics card, compositing costs more than it gives.
        settings = {"HOME": home, "DISPLAY": f":{number}", "WEBKIT_DISABLE_COMPOSITING_MODE": "1", "NO_AT_BRIDGE": "1"}
        with running(["WebKitWebDriver", f"--port={port}"], settings) as process:
            address = f"http://127.0.0.1:{port}"
            wait_for(lambda: WebKit.send("GET", f"{address}/status"), process)
            with closing(WebKit(f"{address}/session")) as session:
                yield Page(session)


@contextmanager
def display() -> Iterator[str]:
    """The number of a display that nobody sees."""
    ours, its = os.pipe()
    command = ["Xvfb", "-displayfd", str(its), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    with running(command, {}, pass_fds=[its]):
        os.close(its)
        with os.fdopen(ours) as told:
            yield told.readline().strip()


@contextmanager
def running(command: list[str], settings: dict[str, str], **how: Any) -> Iterator[subprocess.Popen]:
    """A program with settings in its environment, until it is no longer needed."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, env=os.environ | settings, **quiet, **how)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def wait_for(look: Callable[[], T], process: subprocess.Popen) -> T:
    """What ``look`` gives as soon as it gives something, while the process lives."""
    for _ in range(10 * PATIENCE):
        with suppress(OSError):
            if found := look():
                return found
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"{process.args} did not start.")

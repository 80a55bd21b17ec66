"""A real server and a real browser, for the benchmarks and the browser tests."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
# The first has no window of its own to draw, which is a fifth of what a page costs.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
         "microsoft-edge")  # fmt: skip
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]  # fmt: skip
HOW_TO_GET_ONE = "There is no Chrome or Chromium on this machine; get one, for example by: apt-get install chromium"


def find_browser() -> str | None:
    """The path of a Chrome or Chromium on this machine, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def serve(
    script: Path, log: Path, extra_path: str = "", port: int | None = None, env: Mapping[str, str] | None = None,
    base: str = "", asgi: bool = False, within: Sequence[str] = (),
) -> Iterator[tuple[str, subprocess.Popen]]:  # fmt: skip
    """Run a Streamlit script on a free port, or the given one; yields its address and process once it answers.

    With a ``base``, the address has that path; ``asgi``: by ``uvicorn app:app`` instead of ``streamlit run app.py``;
    ``within``: a command that runs the one that follows it.
    """
    port = port or free_port()
    path = os.pathsep.join(filter(None, [extra_path, str(ROOT), os.environ.get("PYTHONPATH", "")]))
    command = ["uvicorn", f"{script.stem}:app", f"--app-dir={script.parent}", "--host=127.0.0.1", f"--port={port}"]
    if not asgi:
        settings = {"port": port, "headless": "true", "address": "127.0.0.1", "fileWatcherType": "none"}
        settings |= {"baseUrlPath": base} if base else {}
        command = ["streamlit", "run", str(script), *(f"--server.{name}={value}" for name, value in settings.items())]
    with log.open("w") as out, folder_with_settings(script.parent, base if asgi else "") as folder:
        server = subprocess.Popen(
            [*within, sys.executable, "-m", *command], stdout=out, stderr=subprocess.STDOUT, cwd=folder,
            env=os.environ | {"PYTHONPATH": path} | dict(env or {}),
        )  # fmt: skip
        address = f"http://127.0.0.1:{port}/{base}".rstrip("/")
        try:
            wait_until_it_answers(f"{address}/_stcore/health", server)
            yield address, server
        finally:
            server.terminate()
            server.wait(10)


@contextmanager
def folder_with_settings(folder: Path, base: str) -> Iterator[Path]:
    """The folder itself; or, with a base path, another one with the same settings and that, for uvicorn to find."""
    if not base:
        yield folder
        return
    with tempfile.TemporaryDirectory() as other:
        settings = Path(other) / ".streamlit" / "config.toml"
        settings.parent.mkdir()
        ours = (folder / ".streamlit" / "config.toml").read_text()
        settings.write_text(ours.replace("[server]\n", f'[server]\nbaseUrlPath = "{base}"\n'))
        yield Path(other)


def wait_until_it_answers(address: str, server: subprocess.Popen) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=1)
            return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.1)
    raise RuntimeError("The server did not start; its log says why.")


def complaints_in(log: Path) -> list[str]:
    """The lines of a server's log that tell of something wrong."""
    return [line for line in log.read_text().splitlines() if re.search(r"[Ww]arning|Error\b|Traceback", line)]

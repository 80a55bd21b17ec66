"""The real app on a real server, met by a real browser; whatever console or log complain of fails the test."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from benchmarks.browser import ARGUMENTS, HOW_TO_GET_ONE, ROOT, find_browser, serve


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The app's address. One registration (see extra/) adds an activation that it has never heard of."""
    log = tmp_path_factory.mktemp("server") / "log"
    with serve(ROOT / "app.py", log, extra_path=str(Path(__file__).parent / "extra")) as (address, _):
        yield address
    complaints = [line for line in log.read_text().splitlines() if re.search(r"[Ww]arning|Error|Traceback", line)]
    assert complaints == []


@pytest.fixture(scope="session")
def browser():
    chrome = find_browser()
    if chrome is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(HOW_TO_GET_ONE)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chrome, args=ARGUMENTS)


@pytest.fixture
def open_page(browser, server):
    """A function that opens a path of the app, in the size and colours asked for."""
    pages, complaints = [], []

    def note(message) -> None:
        # Opened directly, Streamlit itself probes /<page>/_stcore/ and finds nothing there.
        if message.type in ("error", "warning") and "_stcore" not in (message.location or {}).get("url", ""):
            complaints.append(message.text)

    def open_it(path: str = "", width: int = 1440, height: int = 900, **context) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height}, **context)
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{server}/{path}")
        pages.append(page)
        return page

    yield open_it
    for page in pages:
        page.close()
    assert complaints == []

"""The real app on a real server, met by a real browser; whatever console or log complain of fails the test."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from benchmarks.browser import ARGUMENTS, HOW_TO_GET_ONE, ROOT, complaints_in, find_browser, serve


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The app's address. One registration (see extra/) adds an activation that it has never heard of."""
    log = tmp_path_factory.mktemp("server") / "log"
    with serve(ROOT / "app.py", log, extra_path=str(Path(__file__).parent / "extra")) as (address, _):
        yield address
    assert complaints_in(log) == []


@pytest.fixture(scope="session")
def browser():
    chrome = find_browser()
    if chrome is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(HOW_TO_GET_ONE)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chrome, args=ARGUMENTS)


@pytest.fixture
def new_page(browser):
    """A function that makes a page in the size and colours asked for; its console is watched."""
    pages, complaints = [], []

    def note(message) -> None:
        # Opened directly, Streamlit itself probes /<page>/_stcore/ and finds nothing there.
        if message.type in ("error", "warning") and "_stcore" not in (message.location or {}).get("url", ""):
            complaints.append(message.text)

    def make_it(width: int = 1440, height: int = 900, **context) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height}, **context)
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        pages.append(page)
        return page

    yield make_it
    for page in pages:
        page.close()
    assert complaints == []


@pytest.fixture
def open_page(new_page, server):
    """A function that opens a path of the app in a new page."""

    def open_it(path: str = "", **how) -> Page:
        page = new_page(**how)
        page.goto(f"{server}/{path}")
        return page

    return open_it

"""The real app on a real server, met by a real browser; whatever console or log complain of fails the test."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from benchmarks.browser import ARGUMENTS, HOW_TO_GET_ONE, ROOT, complaints_in, find_browser, serve

expect.set_options(timeout=30_000)  # ms: to be slow is no fault of the app's


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


@pytest.fixture(scope="session")
def window(browser):
    """Where most pages are opened, one after another: what the first has loaded, the next ones have at hand."""
    with browser.new_context() as context:
        yield context


@contextmanager
def watched_pages(browser: Browser, window: BrowserContext) -> Iterator[Callable[..., Page]]:
    """A function that makes a page in the size asked for, in a browser of its own where it is asked for more.

    The pages are closed in the end, and then their consoles must have had nothing to complain of.
    """
    pages, complaints = [], []

    def note(message) -> None:
        # Opened directly, Streamlit itself probes /<page>/_stcore/ and finds nothing there.
        if message.type in ("error", "warning") and "_stcore" not in (message.location or {}).get("url", ""):
            complaints.append(message.text)

    def make_it(width: int = 1440, height: int = 900, **context) -> Page:
        size = {"width": width, "height": height}
        if context:
            page = browser.new_page(viewport=size, **context)
        else:
            page = window.new_page()
            page.set_viewport_size(size)
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        pages.append(page)
        return page

    yield make_it
    for page in pages:
        page.close()
    assert complaints == []


@pytest.fixture
def new_page(browser, window):
    """A function that makes a page; its console is watched."""
    with watched_pages(browser, window) as make_it:
        yield make_it


@pytest.fixture
def open_page(new_page, server):
    """A function that opens a path of the app in a new page."""

    def open_it(path: str = "", **how) -> Page:
        page = new_page(**how)
        page.goto(f"{server}/{path}")
        return page

    return open_it


@pytest.fixture(scope="module")
def shared_page(browser, window, server, request):
    """The page of the path that is the parameter. Tests share it, and leave it as they found it."""
    with watched_pages(browser, window) as make_it:
        page = make_it()
        page.goto(f"{server}/{request.param}")
        yield page

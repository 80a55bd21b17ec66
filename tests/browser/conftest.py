"""The real app on a real server, met by a real browser; whatever console or log complain of fails the test."""

import os
import re
from collections import defaultdict
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import ConsoleMessage, Error, Page, sync_playwright

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


@pytest.fixture(scope="session")
def tabs(browser):
    """Tabs that no test uses now, by the kind of screen: a tab that has been to the app has its modules compiled."""
    return defaultdict(list)


@pytest.fixture
def open_page(browser, server, tabs):
    """A function that opens a path of the app, in the size and colours asked for."""
    used, complaints = [], []

    def note(message: ConsoleMessage) -> None:
        # Opened directly, Streamlit itself probes /<page>/_stcore/ and finds nothing there.
        if message.type in ("error", "warning") and "_stcore" not in (message.location or {}).get("url", ""):
            complaints.append(message.text)

    def note_error(error: Error) -> None:
        complaints.append(str(error))

    def open_it(
        path: str = "",
        width: int = 1440,
        height: int = 900,
        color_scheme: Literal["light", "dark"] = "light",
        reduced_motion: Literal["reduce", "no-preference"] = "no-preference",
        **screen: bool,
    ) -> Page:
        free = tabs[tuple(screen.items())]
        page = free.pop() if free else browser.new_page(**screen)
        used.append((page, free))
        page.on("console", note)
        page.on("pageerror", note_error)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=color_scheme, reduced_motion=reduced_motion)
        page.goto(f"{server}/{path}")
        return page

    yield open_it
    for page, free in used:
        leave(page)
        page.remove_listener("console", note)
        page.remove_listener("pageerror", note_error)
        free.append(page)
    assert complaints == []


def leave(page: Page) -> None:
    """The next test finds a tab in which nothing is stored, and no pointer over the page."""
    page.evaluate("localStorage.clear(), sessionStorage.clear()")
    page.goto("about:blank")
    page.mouse.move(0, 0)

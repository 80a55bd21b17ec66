"""The app in a frame of another site, which may forbid downloads without a word."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import Browser, FrameLocator, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.browser.site import site
from tests.browser.stage import TIMEOUT

pytestmark = pytest.mark.browser

SENTENCE = "If nothing was saved, the frame around this page forbids it"
PRESSED = {
    "playground": ["PNG", "SVG"],
    "activations": ["Download this picture"],
    "cnn": ["Download what was measured"],
}


@contextmanager
def framed(browser: Browser, address: str) -> Iterator[FrameLocator]:
    """A page of the app in the frame of another site that forbids downloads; there must be none."""
    page, downloads = browser.new_page(viewport={"width": 1440, "height": 1000}), []
    page.on("download", lambda download: downloads.append(download))
    sandbox = "allow-scripts allow-same-origin"
    frame = f'<iframe src="{address}" sandbox="{sandbox}" style="width: 100%; height: 950px"></iframe>'
    with site(frame) as elsewhere:
        page.goto(elsewhere)
        yield page.frame_locator("iframe")
        assert downloads == []
        page.close()


@pytest.mark.parametrize("path", PRESSED)
def test_where_a_frame_forbids_downloads_a_sentence_leads_out_of_it(browser, server, path):
    with framed(browser, f"{server}/{path}?seed=3") as inside:
        if path == "cnn":
            inside.get_by_role("button", name="Train", exact=True).click(timeout=TIMEOUT)
        for name in PRESSED[path]:
            inside.get_by_role("button", name=name).click(timeout=TIMEOUT)
            sentence = inside.get_by_role("status").filter(has_text=SENTENCE)
            expect(sentence).to_be_visible(timeout=TIMEOUT)
        link = sentence.get_by_role("link", name="open the page by itself").get_attribute("href")
        assert link.startswith(f"{server}/{path}")


def test_so_it_does_where_streamlits_or_plotlys_buttons_give_files(browser, server):
    with framed(browser, f"{server}/signal_flow") as inside:
        sentence = inside.get_by_role("status").filter(has_text=SENTENCE)
        button = inside.get_by_role("button", name="data (CSV)").first
        for _ in range(30):  # what listens comes last on a page
            button.click(timeout=TIMEOUT)
            with suppress(PlaywrightTimeoutError):
                sentence.wait_for(timeout=1000)
                break
        expect(sentence).to_be_visible()
        inside.get_by_role("heading", level=1).click()
        expect(sentence).to_be_hidden()
        inside.locator(".js-plotly-plot").first.hover()
        inside.locator(".modebar-btn[data-title^=Download]").first.click()
        expect(sentence).to_be_visible()


def test_outside_of_a_frame_nothing_is_said(open_page):
    page = open_page("activations")
    with page.expect_download():
        page.get_by_role("button", name="Download this picture").click(timeout=TIMEOUT)
    expect(page.get_by_text(SENTENCE)).to_have_count(0)

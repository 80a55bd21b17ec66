"""The app in a frame of another site, which may forbid downloads without a word."""

import pytest
from playwright.sync_api import expect

from tests.browser.site import site
from tests.browser.stage import TIMEOUT

pytestmark = pytest.mark.browser

SENTENCE = "If nothing was saved, the frame around this page forbids it"
PRESSED = {
    "playground": ["PNG", "SVG"],
    "activations": ["Download this picture"],
    "cnn": ["Download what was measured"],
}


@pytest.mark.parametrize("path", PRESSED)
def test_where_a_frame_forbids_downloads_a_sentence_leads_out_of_it(browser, server, path):
    page, downloads = browser.new_page(viewport={"width": 1440, "height": 1000}), []
    page.on("download", lambda download: downloads.append(download))
    sandbox = "allow-scripts allow-same-origin"
    frame = f'<iframe src="{server}/{path}?seed=3" sandbox="{sandbox}" style="width: 100%; height: 950px"></iframe>'
    with site(frame) as address:
        page.goto(address)
        inside = page.frame_locator("iframe")
        if path == "cnn":
            inside.get_by_role("button", name="Train", exact=True).click(timeout=TIMEOUT)
        for name in PRESSED[path]:
            inside.get_by_role("button", name=name).click(timeout=TIMEOUT)
            sentence = inside.get_by_role("status").filter(has_text=SENTENCE)
            expect(sentence).to_be_visible(timeout=TIMEOUT)
        link = sentence.get_by_role("link", name="open the page by itself").get_attribute("href")
        assert link.startswith(f"{server}/{path}")
        assert downloads == []
        page.close()


def test_outside_of_a_frame_nothing_is_said(open_page):
    page = open_page("activations")
    with page.expect_download():
        page.get_by_role("button", name="Download this picture").click(timeout=TIMEOUT)
    expect(page.get_by_text(SENTENCE)).to_have_count(0)

"""The Playground on paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.stage import TIMEOUT, pause, play_until, stage_of

pytestmark = pytest.mark.browser

CORNER = """(paper) => {
  const { data } = paper.getContext("2d").getImageData(0, 0, paper.width, paper.height);
  return [...data.slice(0, 4)];
}"""


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (1440, "dark"), (390, "light")])
def test_it_is_one_page_in_portrait_with_picture_settings_and_link(open_page, width, theme):
    page = open_page("playground?seed=3&hidden=5&samples=60", width=width, color_scheme=theme)
    stage = stage_of(page)
    play_until(page, 5)
    pause(page)
    paper = page.pdf(prefer_css_page_size=True)
    assert re.findall(rb"/Count (\d+)", paper) == [b"1"]
    wide, high = map(float, re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper).groups())
    assert wide < high
    drawn = stage.locator(".printed")
    assert drawn.evaluate(CORNER) == [255, 255, 255, 255], "dark ink on white, whatever the theme"
    assert stage.evaluate("e => e.classList.contains('dark')") == (theme == "dark"), "and afterwards as it was"
    page.emulate_media(media="print")
    expect(drawn).to_be_visible()
    for gone in (page.get_by_test_id("stSidebar"), page.get_by_role("heading", name="Playground", level=1)):
        expect(gone).to_be_hidden()
    expect(stage.get_by_role("button", name="Play", exact=True)).to_be_hidden()
    expect(page.get_by_role("row", name="Activation ReLU")).to_be_visible()
    code = page.get_by_role("img", name="The link as a QR code")
    expect(code).to_be_visible()
    assert code.evaluate("e => e.complete && e.naturalWidth > 20")
    expect(
        page.get_by_text(re.compile(r"Opens this run: .*/playground\?samples=60&hidden=5&seed=3\.$"))
    ).to_be_visible()
    page.emulate_media(media="screen")
    expect(code).to_be_hidden(timeout=TIMEOUT)

"""How frames come: by plain requests, through Streamlit where those do not pass, and again after a seat was lost."""

import re

import pytest
from playwright.sync_api import expect

from benchmarks.strict_proxy import start_strict_proxy
from tests.browser.stage import TIMEOUT, pause, play_until, stage_of, wait_for_epoch

pytestmark = pytest.mark.browser


def every_epoch_once(stage) -> bool:
    epochs = stage.evaluate("e => e.timeline.frames.map((frame) => frame.epoch)")
    return epochs == list(range(len(epochs)))


def test_where_only_streamlits_own_paths_pass_it_plays_through_streamlit(browser, server):
    """The proxy refuses one plain request, which the browser's console tells; from then on nothing is refused."""
    port = start_strict_proxy(int(server.rpartition(":")[2]))
    page, refused = browser.new_page(viewport={"width": 1440, "height": 900}), []
    page.on("response", lambda answer: refused.append(answer.url) if re.search(r"/live/[\w-]+$", answer.url) else None)
    page.goto(f"http://127.0.0.1:{port}/playground?hidden=4,3&samples=60")
    stage = stage_of(page)
    play_until(page, 70)
    assert every_epoch_once(stage)
    page.get_by_role("textbox", name="Hidden layers").fill("3, 2")
    page.keyboard.press("Enter")
    expect(stage.locator("button.unit")).to_have_count(5, timeout=TIMEOUT)
    wait_for_epoch(page, 20)
    pause(page)
    assert every_epoch_once(stage)
    assert len(refused) == 1
    page.goto(f"http://127.0.0.1:{port}/cnn")
    picture = page.get_by_test_id("digits")
    page.get_by_role("button", name="Train", exact=True).click(timeout=TIMEOUT)
    expect(picture).to_have_attribute("data-frame", re.compile(r"\d\d"), timeout=TIMEOUT)
    page.close()


@pytest.fixture
def troubled_page(browser, server):
    """The Playground in a page whose console may complain: what fails there is what is tested."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{server}/playground?hidden=4,3&samples=60")
    yield page
    page.close()


def test_a_picture_whose_seat_is_lost_says_so_asks_for_another_and_plays_on(troubled_page):
    """The server answers as where it knows the seat no more, until the page has run again and taken it anew."""
    page, stage = troubled_page, stage_of(troubled_page)
    page.route("**/live/*", lambda route: route.fulfill(status=404, headers={"relu-viz": "live"}, body="Nobody."))
    page.get_by_role("button", name="Play", exact=True).click()
    expect(stage.locator("output.epoch")).to_have_text("The server has lost this picture; it comes back by itself.")
    stage.evaluate("e => { e.sent = []; e.picture.send = (edit) => e.sent.push(edit); }")
    page.wait_for_function("e => e.sent.length > 0", arg=stage.element_handle())
    assert stage.evaluate("e => e.sent[0]") == {"seat": "lost"}
    page.unroute("**/live/*")
    wait_for_epoch(page, 40)
    assert every_epoch_once(stage)


def test_a_sleeping_laptop_comes_back(troubled_page):
    """The socket and the requests fail for a while, as when the lid is closed; then it plays on."""
    page, stage = troubled_page, stage_of(troubled_page)
    play_until(page, 20)
    page.context.set_offline(True)
    expect(stage.locator("output.epoch")).to_have_text("Waiting for the server …", timeout=TIMEOUT)
    here = int(stage.get_attribute("data-epoch"))
    page.context.set_offline(False)
    wait_for_epoch(page, here + 40)
    assert every_epoch_once(stage)

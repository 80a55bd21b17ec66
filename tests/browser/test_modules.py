"""A module does not arrive: once, and the picture comes by itself; whenever it is asked for, and it is said."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.stage import TIMEOUT

pytestmark = pytest.mark.browser

NESTED = {  # a module that is imported by another, for each kind of picture, and what is there when the picture is
    "playground": ("stage/forward.js", "[data-testid=stage]"),
    "activations": ("explorer/tables.js", "[data-testid=explorer]"),
    "cnn": ("digits/cells.js", "[data-testid=digits]"),
    "signal_flow": ("flipbook/axes.js", ".flipbook"),
}
FAILURES = {
    "the connection breaks": lambda route: route.abort(),
    "a proxy answers": lambda route: route.fulfill(status=502, content_type="text/html", body="<p>Bad gateway</p>"),
    "half of it arrives": lambda route: route.fulfill(content_type="text/javascript", body="export function fo"),
}


@pytest.fixture
def page(browser):
    """A page of a browser that has nothing at hand; its console complains, as it should."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        yield context.new_page()


def fail(page: Page, module: str, failure: str, times: int | None = None) -> list[str]:
    """Let requests for a module fail, so many of them or all; returns the list of those that did."""
    failed: list[str] = []

    def answer(route: Route) -> None:
        failed.append(route.request.url)
        FAILURES[failure](route)

    page.route(f"**/{module}", answer, times=times)
    return failed


@pytest.mark.parametrize("failure", FAILURES)
def test_a_picture_whose_module_failed_once_comes_by_itself(page, server, failure):
    module, picture = NESTED["playground"]
    failed = fail(page, module, failure, times=1)
    page.goto(f"{server}/playground")
    expect(page.locator(picture)).to_be_visible(timeout=TIMEOUT)
    assert len(failed) == 1
    page.get_by_role("button", name="Step", exact=True).click()
    expect(page.locator(picture)).to_have_attribute("data-epoch", "1", timeout=TIMEOUT)


@pytest.mark.parametrize("path", NESTED)
def test_a_picture_whose_module_never_comes_says_so_and_reload_brings_it(page, server, path):
    module, picture = NESTED[path]
    failed = fail(page, module, "the connection breaks")
    page.goto(f"{server}/{path}")
    sentence = page.get_by_role("alert").filter(has_text="A part of this picture did not arrive.").first
    expect(sentence).to_be_visible(timeout=TIMEOUT)
    assert len(set(failed)) == 2, "at its address, and at another"
    page.unroute_all()
    sentence.get_by_role("button", name="Reload").click()
    expect(page.locator(picture).first).to_be_visible(timeout=TIMEOUT)
    expect(sentence).to_have_count(0)

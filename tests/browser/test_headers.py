"""A page of the app loads nothing from elsewhere, whatever got into it."""

import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.site import site
from tests.browser.stage import TIMEOUT, stage_of

pytestmark = pytest.mark.browser
TRY = """() => new Promise((told) => {
  const blocked = [];
  addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
    blocked.push(effectiveDirective);
    if (blocked.length === 3) told(blocked.sort());
  });
  new Image().src = "http://127.0.0.2:9/a.png";
  fetch("http://127.0.0.2:9/").catch(() => {});
  document.head.append(Object.assign(document.createElement("script"), { src: "http://127.0.0.2:9/a.js" }));
})"""


def test_pictures_scripts_and_requests_elsewhere_are_not_made(browser, server):
    page = browser.new_page()  # whose console complains, as it should
    page.goto(f"{server}/playground")
    stage_of(page)
    assert page.evaluate(TRY) == ["connect-src", "img-src", "script-src-elem"]
    page.close()


@pytest.mark.parametrize("path", ["", "playground", "_stcore/health", "_stcore/host-config", "live/nobody"])
def test_every_answer_of_the_server_has_the_headers(server, path):
    try:
        headers = urllib.request.urlopen(f"{server}/{path}").headers
    except urllib.error.HTTPError as refusal:
        headers = refusal.headers
    assert headers["Content-Security-Policy"].startswith("default-src 'self'; ")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.fixture
def elsewhere(server):
    """The address of another site, which shows the app in a frame."""
    with site(f'<iframe src="{server}/activations" width="1200" height="800"></iframe>') as address:
        yield address


def test_another_site_may_show_the_app_in_a_frame(browser, elsewhere):
    page = browser.new_page()
    page.goto(elsewhere)
    title = page.frame_locator("iframe").get_by_role("heading", name="Activations")
    expect(title).to_be_visible(timeout=TIMEOUT)
    page.close()

"""A fresh server, as each of the ways to start it gives one, and its first visitor, who opens the Playground."""

import pytest
from playwright.sync_api import expect

from benchmarks.browser import ROOT, complaints_in, serve
from tests.browser.stage import TIMEOUT, play_until

pytestmark = pytest.mark.browser

WAYS = {"streamlit run": {}, "uvicorn with a base path": {"base": "relu", "asgi": True}}


@pytest.mark.parametrize("way", WAYS)
def test_the_first_visitor_opens_the_playground(new_page, tmp_path, way):
    log = tmp_path / "log"
    with serve(ROOT / "app.py", log, **WAYS[way]) as (address, _):
        page = new_page()
        page.goto(f"{address}/playground")
        play_until(page, 100)
        expect(page.get_by_role("heading", name="Playground", level=1)).to_be_visible()
        for title in ("Activations", "Playground", "Overview"):
            expect(page.get_by_test_id("stTopNavLinkContainer").filter(has_text=title)).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)
        for path in ("activations", ""):
            page.goto(f"{address}/{path}")
            expect(page.get_by_role("heading", name="Activations", level=1)).to_be_visible(timeout=TIMEOUT)
            expect(page.get_by_test_id("explorer")).to_be_visible(timeout=TIMEOUT)
            expect(page.get_by_role("dialog")).to_have_count(0)
        page.close()
    assert complaints_in(log) == []

"""The gallery of starting points: seen by everyone, and each card opens its run."""

import re

import pytest
from playwright.sync_api import expect

from relu_viz.lessons import SITUATIONS
from tests.browser.axe import serious
from tests.browser.stage import TIMEOUT, play_until, stage_of

pytestmark = pytest.mark.browser


def test_every_situation_is_shown_with_its_picture_and_axe_finds_nothing_serious(open_page):
    page = open_page("situations")
    for situation in SITUATIONS.values():
        expect(page.get_by_role("heading", name=situation.title, exact=True)).to_be_visible(timeout=TIMEOUT)
    expect(page.locator("img[alt^='The output over the plane']")).to_have_count(len(SITUATIONS))
    assert serious(page) == []


def test_a_card_opens_its_run_in_the_playground(open_page):
    page = open_page("situations")
    page.get_by_role("link", name="Open “A unit comes back”").click(timeout=TIMEOUT)
    stage = stage_of(page)
    expect(page).to_have_url(re.compile("hidden=4%2C4"))
    play_until(page, 12)
    page.get_by_role("button", name="Pause", exact=True).click()
    assert stage.evaluate("e => e.timeline.events.some(it => it.kind === 'revived' && it.epoch === 10)")


def test_cards_fit_a_phone(open_page):
    page = open_page("situations", width=390, height=844, has_touch=True)
    expect(page.get_by_role("heading", name="Five units die at once")).to_be_visible(timeout=TIMEOUT)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0

"""Back and Forward: a link without settings is the default, too; another page's navigation keeps what a visit left."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import TIMEOUT, choose, stage_of

pytestmark = pytest.mark.browser

BARE = re.compile(r"/\w*$")


def at_rest(page: Page) -> None:
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible(timeout=TIMEOUT)


def test_back_in_the_playground_is_the_default_again_and_forward_what_was_chosen(open_page):
    page = open_page("playground")
    stage_of(page)
    chosen = page.get_by_test_id("stSidebar").get_by_role("combobox", name="Activation")
    choose(page, "Activation", "ELU", "activation")
    expect(page).to_have_url(re.compile("activation=elu"))
    page.go_back()
    expect(chosen).to_have_value("ReLU", timeout=TIMEOUT)
    at_rest(page)
    expect(page).to_have_url(BARE)
    page.go_forward()
    expect(chosen).to_have_value("ELU", timeout=TIMEOUT)
    expect(page).to_have_url(re.compile("activation=elu"))


def test_what_was_chosen_is_kept_when_one_comes_by_the_navigation(open_page):
    page = open_page("playground")
    stage_of(page)
    choose(page, "Activation", "ELU", "activation")
    expect(page).to_have_url(re.compile("activation=elu"))
    page.get_by_role("link", name="Activations").click()
    expect(page.get_by_test_id("explorer")).to_be_visible(timeout=TIMEOUT)
    page.get_by_role("link", name="Playground").click()
    expect(page.get_by_test_id("stSidebar").get_by_role("combobox", name="Activation")).to_have_value(
        "ELU", timeout=TIMEOUT
    )
    expect(page).to_have_url(re.compile("activation=elu"))


def test_back_on_the_activations_page_brings_the_first_ones_back(open_page):
    page = open_page("activations")
    explorer = page.get_by_test_id("explorer")
    alpha = explorer.get_by_label("ELU alpha, typed", exact=True)
    expect(alpha).to_have_value("1", timeout=TIMEOUT)
    alpha.fill("2")
    alpha.press("Enter")
    expect(page).to_have_url(re.compile("elu=2"), timeout=TIMEOUT)
    page.go_back()
    expect(alpha).to_have_value("1", timeout=TIMEOUT)
    at_rest(page)
    expect(page).to_have_url(BARE)


def test_back_on_a_claims_page_brings_frame_and_settings_back(open_page):
    page = open_page("signal_flow")
    book = page.locator(".flipbook").first
    expect(book).to_have_attribute("data-frame", re.compile(r"\d"), timeout=TIMEOUT)
    first = book.get_attribute("data-frame")
    page.locator("summary:visible").filter(has_text="Settings").first.click()
    depth = page.get_by_role("spinbutton", name="Depth", exact=True).first
    shown = depth.input_value()
    at_rest(page)
    book.get_by_role("slider").focus()
    page.keyboard.press("End")
    expect(page).to_have_url(re.compile(r"live\.frame=40"), timeout=TIMEOUT)
    at_rest(page)
    depth.fill("40")
    depth.press("Enter")
    expect(page).to_have_url(re.compile(r"depth=40"), timeout=TIMEOUT)
    at_rest(page)
    page.go_back()
    expect(depth).to_have_value(shown, timeout=TIMEOUT)
    expect(book).to_have_attribute("data-frame", "40")
    at_rest(page)
    page.go_back()
    expect(book).to_have_attribute("data-frame", first, timeout=TIMEOUT)
    at_rest(page)
    expect(page).to_have_url(BARE)


def test_back_on_a_page_of_uses_brings_the_first_network_back(open_page):
    page = open_page("cnn")
    expect(page.get_by_test_id("digits")).to_have_attribute("data-frame", "0", timeout=TIMEOUT)
    seed = page.get_by_role("spinbutton", name="Seed").first
    seed.fill("5")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"live\.seed=5"), timeout=TIMEOUT)
    at_rest(page)
    page.go_back()
    expect(seed).to_have_value("0", timeout=TIMEOUT)
    at_rest(page)
    expect(page).to_have_url(BARE)

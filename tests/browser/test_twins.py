"""Runs side by side: begun from the stage, played by one clock, in the link, and back on the stage."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from relu_viz.training import Trainer, TrainingConfig, twins_of
from tests.browser.axe import serious
from tests.browser.stage import TIMEOUT, config_of, stage_of

pytestmark = pytest.mark.browser
LINK = "playground?samples=60&hidden=4&compare=learning_rate:0.3;activation:leaky_relu,alpha:0.01"
BASE = TrainingConfig(samples=60, hidden=(4,))


def twins_on(page: Page) -> Locator:
    twins = page.get_by_test_id("twins")
    expect(twins).to_have_attribute("data-epoch", "0", timeout=TIMEOUT)
    return twins


def play_to(page: Page, twins: Locator, epoch: int) -> int:
    twins.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function("([e, epoch]) => Number(e.dataset.epoch) >= epoch", arg=[twins.element_handle(), epoch])
    twins.get_by_role("button", name="Pause", exact=True).click()
    return int(twins.get_attribute("data-epoch") or 0)


def test_each_run_is_its_own_by_one_clock_and_the_link_brings_all_back(open_page):
    page = open_page(LINK)
    twins = twins_on(page)
    expect(twins.get_by_test_id("twin-output")).to_have_count(3)
    epoch = play_to(page, twins, 40)
    thetas = twins.evaluate("e => e.timeline.frame.twins.map(({ theta }) => [...theta])")
    for config, theta in zip([BASE, *twins_of(BASE, "learning_rate:0.3;activation:leaky_relu,alpha:0.01")[0]], thetas,
                             strict=True):  # fmt: skip
        alone = Trainer(config)
        alone.run(epoch)
        np.testing.assert_allclose(theta, alone.network.theta[0], rtol=1e-5)
    twins.get_by_role("slider", name="Epoch").fill("12")
    expect(twins).to_have_attribute("data-epoch", "12")
    assert twins.evaluate("e => e.timeline.frame.twins.map(({ epoch }) => epoch)") == [12, 12, 12]
    headings = twins.get_by_role("heading", level=3).all_inner_texts()[:3]
    assert [each.strip() for each in headings] == [
        "The first run", "The same, but learning rate 0.3", "The same, but Leaky ReLU, α = 0.01",
    ]  # fmt: skip
    page.reload()
    expect(twins_on(page).get_by_test_id("twin-output")).to_have_count(3)


def test_the_stage_begins_a_comparison_to_which_runs_are_added_and_of_which_one_is_kept(open_page):
    page = open_page("playground?samples=60&hidden=4")
    stage_of(page).get_by_role("button", name="Compare").click()
    twins = twins_on(page)
    expect(page).to_have_url(re.compile("compare=learning_rate%3A0.1%3Bactivation%3Aleaky_relu"))
    twins.get_by_label("Add a run").select_option("l2")
    twins.get_by_label("Its value").fill("0.01")
    page.keyboard.press("Enter")
    expect(twins.get_by_test_id("twin-output")).to_have_count(4, timeout=TIMEOUT)
    expect(twins.get_by_role("button", name="Add", exact=True)).to_have_count(0)
    twins.get_by_role("button", name="Remove").nth(1).click()
    expect(twins.get_by_test_id("twin-output")).to_have_count(3, timeout=TIMEOUT)
    expect(twins.get_by_role("heading", name="The same, but L2 0.01")).to_be_visible()
    twins.get_by_label("Add a run").select_option("learning_rate")
    twins.get_by_label("Its value").fill("<b>no rate</b>")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Learning rate (learning_rate) must be a number")).to_be_visible(timeout=TIMEOUT)
    expect(twins.get_by_test_id("twin-output")).to_have_count(3)
    twins.get_by_role("button", name="Open on the stage").nth(2).click()
    stage = stage_of(page)
    assert config_of(page).l2 == 0.01
    expect(page).not_to_have_url(re.compile("compare"))
    expect(stage.get_by_role("button", name="Undo")).to_be_enabled()


@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_is_cut_off_and_axe_finds_nothing_serious(open_page, width):
    page = open_page(f"{LINK};l2:0.01", width=width, height=900)
    twins = twins_on(page)
    play_to(page, twins, 20)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = """e => [...e.querySelectorAll('button, input, select, h3, p, canvas')].filter((each) => {
      const inner = each.getBoundingClientRect(), outer = e.getBoundingClientRect();
      return inner.width && (inner.right > outer.right + 1 || inner.left < outer.left - 1);
    }).map((each) => each.outerHTML.slice(0, 80))"""
    assert twins.evaluate(cut) == []
    assert serious(page, "[data-testid=stMain]") == []


def test_on_paper_they_are_one_page_with_the_link(open_page):
    page = open_page(LINK)
    twins = twins_on(page)
    paper = page.pdf(prefer_css_page_size=True)
    assert re.findall(rb"/Count (\d+)", paper) == [b"1"]
    page.emulate_media(media="print")
    expect(twins.get_by_test_id("twin-output").nth(2)).to_be_visible()
    expect(twins.get_by_role("button", name="Play", exact=True)).to_be_hidden()
    expect(page.get_by_role("img", name="The link as a QR code")).to_be_visible()

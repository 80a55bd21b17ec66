"""The side bar: what a lesson hides in it, what a folded part keeps."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.stage import stage_of

pytestmark = pytest.mark.browser


def test_a_lesson_hides_chosen_controls_and_whoever_is_curious_gets_them_back(open_page):
    page = open_page("playground?hide=learning_rate,optimizer,noise,diagram")
    stage = stage_of(page)
    side = page.get_by_test_id("stSidebar")
    expect(side.get_by_role("slider", name="Learning rate")).to_have_count(0)
    expect(side.get_by_role("slider", name="Noise")).to_have_count(0)
    expect(side.get_by_role("combobox", name="Activation")).to_be_visible()
    expect(stage.get_by_role("button", name="Add a hidden layer")).to_have_count(0)
    expect(stage.get_by_text("Weights by hand")).to_be_hidden()
    side.get_by_role("button", name="Show all controls").click()
    expect(side.get_by_role("slider", name="Learning rate")).to_be_visible()
    expect(page).not_to_have_url(re.compile("hide"))


def test_a_folded_part_of_the_side_bar_keeps_what_was_set_in_it(open_page):
    page = open_page("playground?hidden=4&samples=60")
    stage_of(page)
    side = page.get_by_test_id("stSidebar")
    fold = side.get_by_text("More about training")
    batch = side.get_by_role("spinbutton", name="Batch size")
    expect(batch).to_have_count(0)
    fold.click()
    batch.fill("7")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("batch_size=7"))
    fold.click()
    expect(batch).to_have_count(0)
    side.get_by_role("spinbutton", name="Seed").fill("9")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("seed=9"))
    expect(page).to_have_url(re.compile("batch_size=7"))
    fold.click()
    expect(batch).to_have_value("7")

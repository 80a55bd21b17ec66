"""The stage's top row, a phone's bottom bar: what is chosen there, and what the side bar and the stage make of it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import serious
from tests.browser.stage import TIMEOUT, config_of, pause, play_until, stage_of

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}


def row_of(stage: Locator) -> Locator:
    return stage.get_by_role("group", name="Run")


def side_of(page: Page) -> Locator:
    return page.get_by_test_id("stSidebar")


def test_an_activation_comes_with_its_proposal_which_is_set_back_and_undone(open_page):
    page = open_page("playground?hidden=4&samples=60")
    stage = stage_of(page)
    row_of(stage).get_by_label("Activation").select_option("SELU")
    told = "Set for SELU: learning rate 0.3, LeCun normal weights."
    expect(row_of(stage).get_by_text(told)).to_be_visible(timeout=TIMEOUT)
    expect(side_of(page).get_by_text(told)).to_be_visible(timeout=TIMEOUT)
    expect(side_of(page).get_by_role("combobox", name="Activation")).to_have_value("SELU")
    expect(page).to_have_url(re.compile("activation=selu.*learning_rate=0.3"))
    row_of(stage).get_by_role("button", name="Set back").click()
    expect(row_of(stage).get_by_text("Set for SELU")).to_be_hidden(timeout=TIMEOUT)
    expect(page).not_to_have_url(re.compile("learning_rate"))
    for _ in range(2):
        stage.get_by_role("button", name="Undo").click()
        expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible(
            timeout=TIMEOUT
        )
    expect(page).not_to_have_url(re.compile("activation"), timeout=TIMEOUT)
    expect(row_of(stage).get_by_label("Activation")).to_have_value("relu")


def test_alpha_is_dragged(open_page):
    page = open_page("playground?hidden=4&samples=60&activation=elu")
    alpha = row_of(stage_of(page)).get_by_role("slider", name="Alpha")
    box = alpha.bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.8 * box["width"], middle, steps=5)
    page.mouse.up()
    expect(page).to_have_url(re.compile("alpha="), timeout=TIMEOUT)
    assert config_of(page).alpha == float(alpha.input_value())
    expect(side_of(page).get_by_role("slider", name="Alpha")).to_have_value(alpha.input_value())


def test_a_rate_that_is_chosen_while_it_rests_holds_from_there_on(open_page):
    page = open_page("playground?hidden=4&samples=60")
    stage = stage_of(page)
    play_until(page, 40)
    epoch = pause(page)
    row_of(stage).get_by_label("Learning rate").select_option("0.3")
    expect(page).to_have_url(re.compile(f"changes={epoch}%3Alearning_rate%3A0.3|changes={epoch}:learning_rate:0.3"))
    expect(stage).to_have_attribute("data-epoch", str(epoch), timeout=TIMEOUT)
    expect(side_of(page).get_by_role("slider", name="Learning rate")).to_have_attribute("aria-valuetext", "0.3")
    assert config_of(page).settings_at(epoch)["learning_rate"] == 0.3


def test_on_a_phone_network_and_map_are_on_the_first_screen_and_play_is_always_in_reach(open_page):
    page = open_page("playground", **PHONE)
    stage = stage_of(page)
    row = row_of(stage)
    bar = row.bounding_box()
    assert bar
    assert bar["y"] + bar["height"] <= 844 + 1
    for part in (stage.get_by_test_id("stage-output"), *stage.locator(".unit, .input").all()):
        box = part.bounding_box()
        assert box
        assert 0 <= box["y"] <= box["y"] + box["height"] <= bar["y"] + 1
        assert 0 <= box["x"] <= box["x"] + box["width"] <= 390
    assert serious(page, ".st-key-stage") == []
    play = row.get_by_role("button", name="Play", exact=True)
    stage.get_by_text("Weights by hand").scroll_into_view_if_needed()
    expect(play).to_be_in_viewport(ratio=1)
    play.click()
    expect(row.get_by_role("button", name="Pause", exact=True)).to_be_in_viewport(ratio=1)


def test_what_is_typical_is_said_once_it_is_known(open_page):
    page = open_page("playground?hidden=8&samples=60&learning_rate=10")
    stage = stage_of(page)
    play_until(page, 60)
    epoch = pause(page)
    words = rf"Typical: a median of [\d.]+ of 8 dead on the training points, over 64 seeds( \(.*\))? at epoch {epoch}\."
    expect(stage.locator(".sentence")).to_contain_text(re.compile(words), timeout=TIMEOUT)

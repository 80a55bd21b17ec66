"""A run that is changed on its way: a branch, undo, other speeds, and what is in depth below."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from relu_viz.training import Trainer
from tests.browser.stage import TIMEOUT, config_of, pause, play_until, stage_of

pytestmark = pytest.mark.browser


def test_another_rate_goes_on_from_the_moment_that_is_shown_and_undo_brings_back_the_rest(open_page):
    page = open_page("playground?samples=60&hidden=4")
    stage = stage_of(page)
    play_until(page, 60)
    pause(page)
    slider = page.get_by_role("slider", name="Epoch")
    slider.fill("40")
    expect(page.get_by_role("heading", name="Epoch 40 in depth")).to_be_visible(timeout=TIMEOUT)
    frames = stage.evaluate("e => e.timeline.frames.length")
    rate = page.get_by_test_id("stSidebar").get_by_role("slider", name="Learning rate")
    rate.focus()
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("changes=40%3Alearning_rate%3A0.5"))
    expect(stage).to_have_attribute("data-epoch", "40")
    play_until(page, 50)
    epoch = pause(page)
    trainer = Trainer(config_of(page))
    trainer.run(epoch)
    np.testing.assert_allclose(stage.evaluate("e => [...e.timeline.frame.theta]"), trainer.network.theta[0], rtol=1e-5)
    page.get_by_role("button", name="Undo").click()
    expect(page).not_to_have_url(re.compile("changes"))
    page.wait_for_function("([e, frames]) => e.timeline.frames.length === frames", arg=[stage.element_handle(), frames])


@pytest.mark.parametrize(("speed", "label"), [("batch", "1 batch a frame"), ("ten", "10 epochs a frame")])
def test_time_goes_slower_and_faster(open_page, speed, label):
    page = open_page("playground?samples=100&hidden=4")
    stage = stage_of(page)
    stage.get_by_label("Speed").select_option(label=label)
    expect(page).to_have_url(re.compile(f"speed={speed}"))
    page.get_by_role("button", name="Step", exact=True).click()
    if speed == "batch":
        expect(stage.locator("output.epoch")).to_have_text("Epoch 0, batch 1")
    else:
        expect(stage).to_have_attribute("data-epoch", "10")
    play_until(page, 3 if speed == "batch" else 400)
    pause(page)
    times = stage.evaluate("e => e.timeline.frames.slice(0, 20).map(f => f.time)")
    step = 1 / 8 if speed == "batch" else 10
    np.testing.assert_allclose(times, step * np.arange(len(times)))


def test_what_is_in_depth_follows_when_another_run_takes_the_place(open_page):
    page = open_page("playground?hidden=4&samples=60")
    stage = stage_of(page)
    play_until(page, 10)
    pause(page)
    page.get_by_test_id("stSidebar").get_by_role("spinbutton", name="Seed").fill("9")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Epoch 0 in depth")).to_be_visible(timeout=TIMEOUT)
    expect(stage).to_have_attribute("data-epoch", "0")
    expect(page.locator(".js-plotly-plot")).to_have_count(1, timeout=TIMEOUT)
    rate = page.get_by_test_id("stSidebar").get_by_role("slider", name="Learning rate")
    rate.focus()
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("learning_rate=0.5"))
    expect(page).not_to_have_url(re.compile("changes"))

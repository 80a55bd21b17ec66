"""What is changed at the diagram itself: inputs, layers and units."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from relu_viz.stage import plane
from relu_viz.training import Trainer, TrainingConfig
from tests.browser.stage import config_of, pause, play_until, stage_of

pytestmark = pytest.mark.browser


def test_inputs_are_switched_on_and_off_on_the_diagram(open_page):
    page = open_page("playground?hidden=4&samples=60")
    stage = stage_of(page)
    page.get_by_role("button", name="Input x₁x₂").click()
    expect(page).to_have_url(re.compile("features=x1%2Cx2%2Cproduct"))
    expect(page.get_by_role("button", name="Input x₁x₂")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Input x₁", exact=True).click()
    expect(page).to_have_url(re.compile("features=x2%2Cproduct"))
    play_until(page, 5)
    epoch = pause(page)
    planes, side, extent = stage.evaluate(
        "e => [e.planes.map(l => l.map(p => [...p])), e.layout.side, e.layout.extent]"
    )
    trainer = Trainer(config_of(page))
    trainer.run(epoch)
    z = trainer.network.pre_activations(trainer.inputs(plane(extent, side)))
    np.testing.assert_allclose(planes[-1], z[-1][0].T, rtol=1e-3, atol=1e-3)


def test_the_last_input_cannot_be_switched_off(open_page):
    page = open_page("playground?features=sin_x1")
    stage_of(page)
    expect(page.get_by_role("button", name="Input sin x₁")).to_be_disabled()


def test_a_network_without_hidden_layers_plays_and_gets_one_back(open_page):
    page = open_page("playground?hidden=3&samples=60")
    stage = stage_of(page)
    page.get_by_role("button", name="Remove the last hidden layer").click()
    expect(stage.locator(".layers span")).to_have_text("no hidden layers")
    expect(page).to_have_url(re.compile(r"[?&]hidden=(&|$)"))
    expect(page.get_by_role("button", name="Remove the last hidden layer")).to_be_disabled()
    page.reload()
    stage = stage_of(page)
    expect(stage.locator(".layers span")).to_have_text("no hidden layers")
    play_until(page, 5)
    epoch = pause(page)
    planes, side, extent = stage.evaluate("e => [[...e.planes.at(-1)[0]], e.layout.side, e.layout.extent]")
    trainer = Trainer(TrainingConfig(hidden=(), samples=60))
    trainer.run(epoch)
    logits = trainer.network.forward(trainer.inputs(plane(extent, side)))[0, :, 0]
    np.testing.assert_allclose(planes, logits, rtol=1e-3, atol=1e-3)
    expect(stage.locator(".news")).to_have_text("No hidden layer.")
    page.get_by_role("button", name="Add a hidden layer").click()
    expect(stage.locator("button.unit")).to_have_count(4)
    expect(page).to_have_url(re.compile("hidden=4"))


def test_layers_and_units_are_added_and_removed_at_the_diagram(open_page):
    page = open_page("playground?hidden=7&samples=60")
    stage = stage_of(page)
    for count in (2, 3, 4, 5, 6):
        page.get_by_role("button", name="Add a hidden layer").click()
        expect(stage.locator(".layers span")).to_have_text(f"{count} hidden layers")
    expect(page.get_by_role("button", name="Add a hidden layer")).to_be_disabled()
    page.get_by_role("button", name="Remove the last hidden layer").click()
    expect(stage.locator(".layers span")).to_have_text("5 hidden layers")
    page.get_by_role("button", name="Add a unit to layer 1").click()
    expect(page).to_have_url(re.compile("hidden=8%2C4%2C4%2C4%2C4"))
    expect(page.get_by_role("button", name="Add a unit to layer 1")).to_be_disabled()
    page.get_by_role("button", name="Remove a unit from layer 5").click()
    expect(page).to_have_url(re.compile("hidden=8%2C4%2C4%2C4%2C3"))
    expect(stage.locator("button.unit")).to_have_count(23)
    page.get_by_role("textbox", name="Hidden layers").fill("64")
    page.keyboard.press("Enter")
    expect(stage.locator("button.unit")).to_have_count(64)

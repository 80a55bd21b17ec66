"""Weights and biases set by hand, and the first ones seen before anything is trained."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from relu_viz.training import Trainer
from relu_viz.training.changes import parameter_index
from tests.browser.stage import config_of, pause, play_until, stage_of

pytestmark = pytest.mark.browser


def test_a_link_is_clicked_and_its_weight_set_by_hand_and_undone(open_page):
    page = open_page("playground?samples=60&hidden=3&seed=5")
    stage = stage_of(page)
    play_until(page, 20)
    epoch = pause(page)
    x, y = stage.evaluate("""e => {
      const box = e.querySelector('.network > .links').getBoundingClientRect();
      const [from] = [...e.querySelectorAll('.input[aria-pressed=true]')], to = e.querySelector('.unit[data-state]');
      const a = from.getBoundingClientRect(), b = to.getBoundingClientRect();
      return [(a.right + b.left) / 2, (a.top + a.bottom + b.top + b.bottom) / 4];
    }""")
    page.mouse.click(x, y)
    weight = stage.get_by_label("x₁", exact=True)
    expect(weight).to_be_focused()
    before = weight.input_value()
    page.keyboard.type("2.5")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"changes={epoch}%3Aw1.1.1%3A2.5"))
    expect(stage).to_have_attribute("data-epoch", str(epoch))
    index = parameter_index("w1.1.1", (2, 3, 1))
    page.wait_for_function("([e, i]) => e.timeline.frame?.theta[i] === 2.5", arg=[stage.element_handle(), index])
    play_until(page, epoch + 10)
    later = pause(page)
    trainer = Trainer(config_of(page))
    trainer.run(later)
    theta = stage.evaluate("e => [...e.timeline.frame.theta]")
    np.testing.assert_allclose(theta, trainer.network.theta[0], rtol=1e-5)
    page.get_by_role("button", name="Undo").click()
    expect(page).not_to_have_url(re.compile("changes"))
    expect(weight).to_have_value(before)


def test_a_bias_is_set_by_hand_with_the_keyboard_alone(open_page):
    page = open_page("playground?samples=60&hidden=3,2")
    stage = stage_of(page)
    summary = stage.get_by_text("Weights by hand")
    summary.focus()
    page.keyboard.press("Enter")
    unit = stage.get_by_label("Unit whose weights are listed")
    unit.focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    expect(unit).to_have_value("2.0")  # layer 2, its first
    bias = stage.get_by_label("bias")
    bias.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("-30")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("changes=0%3Ab2.1%3A-30"))
    expect(stage.locator(".unit[data-state=inactive]")).to_have_count(1)


def test_first_weights_are_seen_before_they_are_trained(open_page):
    page = open_page("playground?hidden=6,5&samples=100")
    stage = stage_of(page)

    def told() -> dict[str, list[float]]:
        """Name → mean and standard deviation, of every histogram."""
        labels = stage.locator(".spread canvas").evaluate_all("all => all.map(e => e.ariaLabel)")
        parts = [re.fullmatch(r"(.*): mean (\S+), sd (\S+), .* % above 0", label).groups() for label in labels]
        return {name: [float(mean.replace("−", "-")), float(deviation)] for name, mean, deviation in parts}

    def computed() -> dict[str, list[float]]:
        trainer = Trainer(config_of(page))
        z = trainer.network.pre_activations(trainer.inputs(trainer.data.x_train))
        values = {}
        for layer, name in enumerate(("Layer 1", "Layer 2", "Output")):
            values[f"{name}, weights"] = trainer.network.weights[layer][0, :-1]
            values[f"{name}, pre-activations"] = z[layer][0]
        return {name: [value.mean(), value.std()] for name, value in values.items()}

    def agree() -> bool:
        expected = computed()
        return all(np.allclose(told()[name], expected[name], rtol=0.06, atol=0.006) for name in expected)

    assert agree()
    side = page.get_by_test_id("stSidebar")
    side.get_by_text("First weights").click()
    side.get_by_role("spinbutton", name="Scale").fill("3")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("scale=3"))
    side.get_by_role("spinbutton", name="Bias shift").fill("-2")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("bias_shift=-2"))
    page.wait_for_function(
        "e => e.dataset.epoch === '0' && !e.querySelector('.spread').hidden", arg=stage.element_handle()
    )
    assert agree()
    play_until(page, 5)
    expect(stage.locator(".strip")).to_be_visible()
    expect(stage.locator(".spread")).to_be_hidden()
    pause(page)
    stage.get_by_role("button", name="Weights and signals").click()
    expect(stage.locator(".spread canvas")).to_have_count(6)
    expect(stage.locator(".spread canvas").first).to_be_visible()

"""What a person does in the Playground: play, watch, pause, scrub, study, share the link."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from relu_viz.activations import ACTIVATIONS
from relu_viz.data import DATASETS
from relu_viz.stage import plane
from relu_viz.training import Trainer
from tests.browser.stage import TIMEOUT, choose, config_of, play_until, stage_of, wait_for_epoch

pytestmark = pytest.mark.browser


def test_play_moves_the_boundary_kills_units_and_pause_opens_the_moment(open_page):
    page = open_page("playground")
    stage = stage_of(page)
    picture = "e => e.querySelector('[data-testid=stage-output]').toDataURL()"
    before = stage.evaluate(picture)
    crosses = "e => e.querySelector('.deaths').toDataURL()"
    none = stage.evaluate(crosses)
    play_until(page, 190)
    page.get_by_role("button", name="Pause", exact=True).click()
    assert stage.evaluate(crosses) != none, "deaths are marked under the slider"
    assert stage.evaluate(picture) != before
    expect(stage.locator(".news")).to_have_text("5 of 16 units are dead.")
    assert stage.locator(".unit[data-state=inactive]").count() == 5
    epoch = stage.get_attribute("data-epoch")
    expect(page.get_by_role("heading", name=f"Epoch {epoch} in depth")).to_be_visible(timeout=TIMEOUT)
    expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=TIMEOUT)
    stage.get_by_role("button", name="Show me").click()
    expect(stage).to_have_attribute("data-epoch", "181")
    expect(page.get_by_role("heading", name="Epoch 181 in depth")).to_be_visible(timeout=TIMEOUT)
    page.get_by_role("tab", name="Units").click()
    epochs = page.locator(".js-plotly-plot:visible").evaluate("plot => plot.calcdata[0][0].x.length")
    assert epochs >= 182, "every epoch from 0 on"
    with page.expect_download() as download:
        page.get_by_role("button", name="Active shares (CSV)").click()
    assert download.value.path().read_text().startswith("epoch,unit_1.1")


def test_keyboard_alone_plays_steps_and_scrubs(open_page):
    page = open_page("playground?hidden=4,3&samples=100")
    stage = stage_of(page)
    page.keyboard.press("ArrowRight")
    expect(stage).to_have_attribute("data-epoch", "1")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    expect(stage).to_have_attribute("data-epoch", re.compile(r"\d\d"), timeout=TIMEOUT)
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()
    page.keyboard.press("Home")
    expect(stage).to_have_attribute("data-epoch", "0")
    page.keyboard.press("End")
    expect(stage).not_to_have_attribute("data-epoch", "0")
    slider = page.get_by_role("slider", name="Epoch")
    slider.focus()
    last = int(stage.get_attribute("data-epoch"))
    page.keyboard.press("ArrowLeft")
    expect(stage).to_have_attribute("data-epoch", str(last - 1))
    page.get_by_role("button", name="Reset", exact=True).focus()
    page.keyboard.press("Enter")
    expect(stage).to_have_attribute("data-epoch", "0")
    page.get_by_role("button", name="Step", exact=True).focus()
    page.keyboard.press("Enter")
    expect(stage).to_have_attribute("data-epoch", "1")


def test_every_map_of_every_activation_equals_the_forward_pass(open_page, squareplus):
    page = open_page("playground?activation=prelu&alpha=0.3&hidden=5,4&samples=60&learning_rate=0.3&seed=4")
    stage = stage_of(page)
    page.get_by_role("button", name="Play", exact=True).click()
    for spec in [ACTIVATIONS["prelu"], *(each for each in ACTIVATIONS.values() if each.name != "prelu")]:
        choose(page, "Activation", spec.label, "activation")
        wait_for_epoch(page, 15)
        epoch, planes, side, extent = stage.evaluate(
            "e => [Number(e.dataset.epoch), e.planes.map(layer => layer.map(p => p.filter((_, i) => i % 7 === 0))), "
            "e.layout.side, e.layout.extent]"
        )
        trainer = Trainer(config_of(page))
        assert trainer.network.spec is spec
        trainer.run(epoch)
        z = trainer.network.pre_activations(plane(extent, side)[::7])
        for layer, alpha in enumerate(trainer.network.alpha_of_layer):
            expected = spec.value(z[layer], alpha)[0].T
            np.testing.assert_allclose(planes[layer + 1], expected, rtol=1e-3, atol=1e-3, err_msg=spec.name)
        np.testing.assert_allclose(planes[-1], z[-1][0].T, rtol=1e-3, atol=1e-3, err_msg=spec.name)


def test_every_dataset_plays(open_page):
    page = open_page("playground?samples=80&hidden=6")
    stage_of(page)
    page.get_by_role("button", name="Play", exact=True).click()
    for dataset in DATASETS.values():
        choose(page, "Dataset", dataset.label, "dataset")
        wait_for_epoch(page, 10)


def test_units_pushed_down_by_their_bias_are_dead_on_the_stage_and_in_the_heatmap(open_page):
    page = open_page("playground?bias_shift=-100&hidden=4,3")
    stage = stage_of(page)
    expect(stage.locator(".unit[data-mark='✕ dead']")).to_have_count(7)
    page.get_by_role("button", name="Step", exact=True).click()
    expect(stage.locator(".news")).to_have_text("Layers 1 and 2 are dead.")
    page.get_by_role("tab", name="Units").click(timeout=TIMEOUT)
    heatmap = page.locator(".js-plotly-plot:visible")
    expect(heatmap).to_be_visible(timeout=TIMEOUT)
    shares = heatmap.evaluate("plot => plot.calcdata[0][0].z.map(row => [...row])")
    assert np.array(shares).shape == (7, 2)
    assert not np.any(shares)


def test_divergence_is_a_lesson(open_page):
    page = open_page("playground?activation=linear&learning_rate=1000000&l2=10&hidden=4")
    stage = stage_of(page)
    page.get_by_role("button", name="Play", exact=True).click()
    expect(stage.locator(".news")).to_have_text("Training diverged.", timeout=TIMEOUT)
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_disabled()


def test_a_changed_control_starts_a_new_run_and_the_link_restores_it(open_page):
    page = open_page("playground?seed=3")
    stage = stage_of(page)
    play_until(page, 5)
    # By what Streamlit says there, a playing picture knows when to give way to the page.
    idle = "e => e.picture.givingWay.app.dataset.testScriptState === 'notRunning'"
    page.wait_for_function(idle, arg=stage.element_handle())
    page.get_by_role("textbox", name="Hidden layers").fill("3, 2")
    page.keyboard.press("Enter")
    expect(stage.locator("button.unit")).to_have_count(5, timeout=TIMEOUT)
    expect(page).to_have_url(re.compile(r"\?seed=3&hidden=3%2C2|\?hidden=3%2C2&seed=3"))
    page.reload()
    stage = stage_of(page)
    expect(stage.locator("button.unit")).to_have_count(5)


def test_pointing_shows_a_unit_large_and_asks_every_unit_at_a_place(open_page):
    page = open_page("playground")
    stage = stage_of(page)
    stage.locator("button.unit").nth(9).hover()
    expect(stage.locator(".view-title")).to_have_text("Unit 2.2, its answer over the plane")
    stage.locator(".view").hover(position={"x": 60, "y": 60})
    expect(stage.locator(".hint")).to_contain_text("At x₁ = ")
    assert stage.locator("button.unit[data-here]").count() == 16


def test_nothing_is_asked_of_the_server_while_paused(open_page):
    page = open_page("playground?hidden=4,3")
    stage_of(page)
    # The socket is open already, so watch it where the page sends, and the requests too.
    page.evaluate("""() => {
      const { send } = WebSocket.prototype, { fetch } = window;
      window.sent = 0;
      WebSocket.prototype.send = function (...all) { window.sent++; return send.apply(this, all); };
      window.fetch = (...all) => { window.sent++; return fetch(...all); };
    }""")
    play_until(page, 30)
    assert page.evaluate("window.sent") > 0
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=TIMEOUT)
    sent = page.evaluate("window.sent")
    page.wait_for_timeout(1500)  # the one wait that nothing on the page can stand for: that nothing happens
    assert page.evaluate("window.sent") == sent


def test_nonsense_in_the_link_opens_the_default_and_says_what_it_ignored(open_page):
    page = open_page("playground?learning_rate=fast&hidden=8,x&colour=red&seed=-1")
    stage = stage_of(page)
    expect(stage.locator("button.unit")).to_have_count(16)
    expect(page.get_by_text("Learning rate (learning_rate) must be a number")).to_be_visible()


def test_motion_is_slow_for_those_who_ask_for_less(open_page):
    page = open_page("playground?hidden=4,3", reduced_motion="reduce")
    stage = stage_of(page)
    play_until(page, 4)
    assert stage.evaluate("e => e.painted") < 40

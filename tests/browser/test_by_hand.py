"""Units killed, started anew and removed, a layer frozen and the rate raised, from a unit's card and below the map."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from relu_viz.training import Trainer
from tests.browser.stage import config_of, pause, play_until, stage_of

pytestmark = pytest.mark.browser


def agrees(page: Page, stage: Locator, epoch: int) -> Trainer:
    """The run of the page's link at an epoch, whose parameters are those on the stage."""
    trainer = Trainer(config_of(page))
    trainer.run(epoch)
    page.wait_for_function("([e, epoch]) => e.timeline.frame?.epoch === epoch", arg=[stage.element_handle(), epoch])
    np.testing.assert_allclose(stage.evaluate("e => [...e.timeline.frame.theta]"), trainer.network.theta[0], rtol=1e-5)
    return trainer


def output(stage: Locator) -> np.ndarray:
    """What the network answers over the plane."""
    return np.array(stage.evaluate("e => [...e.planes.at(-1)[0]]"))


def bars(stage: Locator, *epochs: int) -> list[bool]:
    """Whether the time axis is inked from top to bottom where these epochs are."""
    return stage.evaluate(
        """(e, epochs) => {
          const canvas = e.querySelector('.deaths'), { timeline } = e, width = canvas.clientWidth;
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          return epochs.map((epoch) => {
            const share = timeline.indexAt(epoch) / timeline.furthest;
            const x = Math.floor((8 + share * (width - 16)) * (canvas.width / width));
            return Array.from({ length: canvas.height }, (_, y) => data[4 * (y * canvas.width + x) + 3]).every(Boolean);
          });
        }""",
        epochs,
    )


def test_a_unit_is_killed_by_its_card_and_comes_back_by_undo(open_page):
    page = open_page("playground?samples=60&hidden=4&seed=5&learning_rate=0.1")
    stage = stage_of(page)
    play_until(page, 20)
    epoch = pause(page)
    unit = stage.get_by_role("button", name=re.compile("^Unit 1.2: "))
    expect(unit).to_have_attribute("aria-label", re.compile("^Unit 1.2: (active|always on)"))
    unit.focus()
    page.keyboard.press("Enter")
    card = page.get_by_test_id("unit-card")
    card.get_by_role("button", name="Kill it").press("Enter")
    expect(page).to_have_url(re.compile(f"changes={epoch}%3Akill1.2%3A1"))
    expect(card.get_by_role("heading", name="Unit 1.2")).to_be_visible()
    expect(card.locator(".state")).to_have_text("dead")
    expect(card.locator(".cause")).to_contain_text("it was killed by hand: its bias was set so low")
    expect(unit).to_have_attribute("data-state", "inactive")
    agrees(page, stage, epoch)
    stage.get_by_text(re.compile("What happened: .*1 by hand")).click()
    line = stage.get_by_role("button", name=f"Epoch {epoch}: Unit 1.2 was killed")
    expect(line).to_be_visible()
    play_until(page, epoch + 10)
    later = pause(page)
    assert bars(stage, epoch, epoch - 8) == [True, False]
    agrees(page, stage, later)
    line.click()
    expect(stage).to_have_attribute("data-epoch", str(epoch))
    page.get_by_role("button", name="Undo").click()
    expect(page).not_to_have_url(re.compile("changes"))
    expect(unit).not_to_have_attribute("data-state", "inactive")


def test_a_unit_is_removed_and_the_boundary_is_that_without_it_after_the_link_is_loaded_again_too(open_page):
    page = open_page("playground?samples=60&hidden=4,3&seed=5&learning_rate=0.1")
    stage = stage_of(page)
    play_until(page, 20)
    epoch = pause(page)
    before = output(stage)
    unit = stage.get_by_role("button", name=re.compile("^Unit 2.1: "))
    unit.click()
    card = page.get_by_test_id("unit-card")
    card.get_by_role("button", name="Remove it").click()
    expect(unit).to_have_attribute("data-held", "removed")
    expect(unit).to_have_attribute("aria-label", re.compile("removed"))
    expect(card.get_by_role("button", name="Remove it")).to_be_hidden()
    expect(card.locator(".chain")).to_contain_text("nothing of it reaches the output")
    trainer = agrees(page, stage, epoch)
    assert trainer.network.weights[2][0, 0, 0] == 0
    assert np.abs(output(stage) - before).max() > 1e-3
    card.get_by_role("button", name="Freeze layer 2").click()
    expect(stage.locator(".layer.frozen")).to_have_count(1)
    stage.get_by_role("button", name="Rate ×10 for ten steps").click()
    expect(page).to_have_url(re.compile("boost%3A10"))
    play_until(page, epoch + 10)
    later = pause(page)
    trainer = agrees(page, stage, later)
    moment = Trainer(trainer.config)
    moment.run(epoch)
    assert np.array_equal(moment.network.weights[1], trainer.network.weights[1])
    page.reload()
    stage = stage_of(page)
    play_until(page, later)
    pause(page)
    page.get_by_role("slider", name="Epoch").fill(str(later))
    agrees(page, stage, later)


def test_the_output_layer_is_frozen_while_the_hidden_one_learns_on(open_page):
    page = open_page("playground?samples=60&hidden=4&seed=5&learning_rate=0.1")
    stage = stage_of(page)
    play_until(page, 20)
    epoch = pause(page)
    stage.get_by_role("button", name=re.compile("^Unit 1.1: ")).click()
    card = page.get_by_test_id("unit-card")
    card.get_by_role("button", name="Freeze the output layer").click()
    expect(card.get_by_role("button", name="Thaw the output layer")).to_be_visible()
    expect(page).to_have_url(re.compile(f"changes={epoch}%3Afreeze2%3A1"))
    card.get_by_role("button", name="Close").click()
    page.mouse.move(0, 0)
    expect(stage.locator(".view-title")).to_have_text("❄ Output and boundary")
    before = agrees(page, stage, epoch)
    play_until(page, epoch + 10)
    after = agrees(page, stage, pause(page))
    assert np.array_equal(before.network.weights[1], after.network.weights[1])
    assert not np.array_equal(before.network.weights[0], after.network.weights[0])
    stage.get_by_text(re.compile("What happened: ")).click()
    expect(stage.get_by_role("button", name=f"Epoch {epoch}: The output layer was frozen")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page).not_to_have_url(re.compile("changes"))
    expect(stage.locator(".view-title")).to_have_text("Output and boundary")


def test_what_is_done_earlier_drops_what_was_done_later(open_page):
    page = open_page("playground?samples=60&hidden=4&seed=5&learning_rate=0.1&changes=5:freeze1:1,15:boost:10")
    stage = stage_of(page)
    play_until(page, 16)
    pause(page)
    page.get_by_role("slider", name="Epoch").fill("10")
    stage.get_by_role("button", name=re.compile("^Unit 1.1: ")).click()
    page.get_by_test_id("unit-card").get_by_role("button", name="Start it anew").click()
    expect(page).to_have_url(re.compile("changes=5%3Afreeze1%3A1%2C10%3Anew1.1%3A1$"))
    agrees(page, stage, 10)

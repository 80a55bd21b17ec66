"""The linear pieces on the map: switched on, counted, asked at a place, kept by the link; as Python has them."""

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from relu_viz.training import Trainer
from tests.browser.axe import serious
from tests.browser.stage import TIMEOUT, config_of, pause, play_until, stage_of
from tests.stage.test_regions import Drawn

pytestmark = pytest.mark.browser
RUN = "playground?samples=60&hidden=4,3&learning_rate=0.3"

AT_REST = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def network_at(page: Page, epoch: int) -> Drawn:
    """The network of the page's link at an epoch, in single precision as the browser has it."""
    trainer = Trainer(config_of(page))
    trainer.run(epoch)
    layers = [np.asarray(layer[0], np.float32).astype(float) for layer in trainer.network.weights]
    return Drawn(trainer.config.hidden, (0.0, 1.0), [], layers)


def check_what_is_said(stage: Locator, drawn: Drawn) -> None:
    """The function and the units of the place under the ring are those of the forward pass."""
    expect(stage.locator(".here")).to_have_text(re.compile("^Here f"))
    stage.evaluate("async (e) => { do await new Promise(requestAnimationFrame); while (e.picture.dirty); }")
    at = stage.evaluate("e => [e.picture.pointed.x1, e.picture.pointed.x2]")
    text = stage.locator(".here").inner_text().replace("\u00a0", " ").replace("−", "-")
    near = np.array(at) + 1e-7 * np.array([[0, 0], [1, 0], [0, 1]])
    output, awake = drawn.forward(near)
    assert (awake == awake[0]).all(), "no hinge is so near"
    a, b = (output[1:, 0] - output[0, 0]) / 1e-7
    found = re.search(r"= (.*?) \(class 1", text)
    assert found is not None
    told = dict.fromkeys(("x₁", "x₂", ""), 0.0)
    for sign, number, name in re.findall(r"(-?) ?([\d.]+(?:e-?\d+)?) ?(x[₁₂])?", found[1]):
        told[name] = float(sign + number)
    expected = [a, b, output[0, 0] - a * at[0] - b * at[1]]
    np.testing.assert_allclose([told["x₁"], told["x₂"], told[""]], expected, rtol=5.1e-3, atol=1e-5)
    names = [f"{layer + 1}.{unit + 1}" for layer, n in enumerate(drawn.hidden) for unit in range(n)]
    those = [name for name, on in zip(names, awake[0], strict=True) if on]
    assert f"{len(those)} of 7 units awake{': ' if those else ''}{', '.join(those)}." in text


def test_the_pieces_are_counted_asked_and_kept_by_mouse_and_by_keyboard(open_page):
    page = open_page(RUN)
    stage = stage_of(page)
    switch = stage.get_by_role("checkbox", name="linear pieces")
    assert stage.get_attribute("data-regions") is None
    switch.check()
    first = len(network_at(page, 0).feasible_patterns(stage.evaluate("e => e.layout.extent")))
    expect(stage).to_have_attribute("data-regions", str(first))
    expect(page).to_have_url(re.compile("regions=yes"))
    play_until(page, 20)
    drawn = network_at(page, pause(page))
    count = len(drawn.feasible_patterns(stage.evaluate("e => e.layout.extent")))
    expect(stage).to_have_attribute("data-regions", str(count))
    expect(stage.locator(".count")).to_contain_text(f"{count} linear pieces by who is awake, in the part of the plane")
    stage.locator(".view").scroll_into_view_if_needed()
    box = stage.locator(".view").bounding_box()
    for across, down in ((0.3, 0.4), (0.71, 0.22), (0.52, 0.83)):
        page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"])
        check_what_is_said(stage, drawn)
    expect(stage.locator(".through canvas")).to_have_attribute(
        "aria-label", re.compile(f"^Linear pieces through training: from {first} at epoch 0 to {count} at epoch")
    )
    page.mouse.move(0, 0)
    expect(stage.locator(".here")).to_be_empty()
    switch.focus()
    page.keyboard.press("Space")
    expect(stage).not_to_have_attribute("data-regions", re.compile(""))
    expect(page).not_to_have_url(re.compile("regions"))
    expect(page.locator(AT_REST)).to_be_visible(timeout=TIMEOUT)  # the page has answered, and takes nothing back
    page.keyboard.press("Space")
    expect(stage).to_have_attribute("data-regions", str(count))
    expect(page).to_have_url(re.compile("regions=yes"))
    expect(page.locator(AT_REST)).to_be_visible(timeout=TIMEOUT)
    stage.locator(".view").focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
        check_what_is_said(stage, drawn)
    page.reload()
    stage = stage_of(page)
    expect(stage.get_by_role("checkbox", name="linear pieces")).to_be_checked()
    expect(stage).to_have_attribute("data-regions", str(first))


def test_a_smooth_network_says_why_it_has_none(open_page):
    page = open_page("playground?samples=60&hidden=4&activation=tanh&regions=yes")
    stage = stage_of(page)
    expect(stage.locator(".count")).to_contain_text("Tanh is not two straight lines that meet at 0", timeout=TIMEOUT)
    assert stage.get_attribute("data-regions") is None


def test_the_picture_that_is_saved_has_the_pieces_as_shapes(open_page):
    page = open_page(f"{RUN}&regions=yes")
    stage = stage_of(page)
    tints = set(re.findall(r"rgb\(\d+ \d+ \d+\)", saved_svg(page, stage)))
    stage.get_by_role("checkbox", name="linear pieces").uncheck()
    expect(stage).not_to_have_attribute("data-regions", re.compile(""))
    assert len(tints - set(re.findall(r"rgb\(\d+ \d+ \d+\)", saved_svg(page, stage)))) >= 4


def saved_svg(page: Page, stage: Locator) -> str:
    with page.expect_download() as svg:
        stage.get_by_role("button", name="SVG").click()
    return svg.value.path().read_text()


def test_axe_finds_nothing_serious_with_pieces_on_the_map(open_page):
    page = open_page(f"{RUN}&regions=yes")
    stage = stage_of(page)
    expect(stage.locator(".count")).to_contain_text("linear pieces")
    stage.locator(".view").focus()
    page.keyboard.press("ArrowUp")
    expect(stage.locator(".here")).not_to_be_empty()
    assert serious(page) == []

"""What there is to learn: every dataset and every surface, other points of the same kind, and how they are shown."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from relu_viz.data import DATASETS, SURFACES
from relu_viz.stage import plane
from relu_viz.training import Trainer
from tests.browser.stage import TIMEOUT, choose, config_of, pause, play_until, stage_of

pytestmark = pytest.mark.browser


def test_its_four_classifications_and_two_regressions_are_here_beside_ours(open_page):
    page = open_page("playground?samples=60&hidden=4")
    stage_of(page)
    page.get_by_role("combobox", name="Dataset").click()
    listed = page.get_by_role("option").all_text_contents()
    assert listed == [each.label for each in DATASETS.values()]
    assert {"Disc in a ring", "XOR", "Two Gaussians", "Spiral, two arms"} <= set(listed)
    page.keyboard.press("Escape")
    page.get_by_role("radio", name="Regression").click()
    expect(page).to_have_url(re.compile("dataset=plane"))
    expect(page.get_by_test_id("stage").locator(".score .measure")).to_have_text("R²")
    page.get_by_role("combobox", name="Dataset").click()
    assert page.get_by_role("option").all_text_contents() == [each.label for each in SURFACES.values()]


def test_every_regression_plays(open_page):
    page = open_page("playground?dataset=plane&samples=80&hidden=6&learning_rate=0.1")
    stage = stage_of(page)
    for surface in SURFACES.values():
        choose(page, "Dataset", surface.label, "dataset")
        play_until(page, 10)
        pause(page)
        expect(stage.locator(".rest")).to_contain_text("R² is")
        expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=TIMEOUT)


def test_the_two_sides_of_each_curve_are_offered_and_play(open_page):
    page = open_page("playground?samples=80&hidden=6")
    stage = stage_of(page)
    for name in ("sine", "cubic", "vee"):
        choose(page, "Dataset", DATASETS[name].label, "dataset")
        expect(page).to_have_url(re.compile(f"dataset={name}"))
        play_until(page, 10)
        pause(page)
        expect(stage.locator(".legend")).to_contain_text("class 1")


def test_a_relu_at_the_output_answers_as_the_engine_does_and_a_silent_one_is_told(open_page):
    page = open_page("playground?dataset=plane&samples=60&hidden=5&learning_rate=0.1&seed=3")
    stage = stage_of(page)
    output = page.get_by_role("combobox", name="Output", exact=True)
    output.scroll_into_view_if_needed()  # its list closes when the side bar scrolls
    output.click()
    page.get_by_role("option", name="ReLU", exact=True).filter(visible=True).click()
    expect(page).to_have_url(re.compile("output=relu"))
    page.wait_for_function("e => e.layout.rectified_output", arg=stage.element_handle())
    play_until(page, 5)
    epoch = pause(page)
    answers, side, extent = stage.evaluate("e => [[...e.planes.at(-1)[0]], e.layout.side, e.layout.extent]")
    trainer = Trainer(config_of(page))
    trainer.run(epoch)
    said = trainer.network.answer(trainer.inputs(plane(extent, side)))[0, :, 0]
    assert min(answers) == 0 < max(answers)
    np.testing.assert_allclose(answers, said, rtol=1e-3, atol=1e-3)
    page = open_page("playground?dataset=plane&output=relu&learning_rate=0.2&seed=112")
    stage = stage_of(page)
    play_until(page, 3)
    pause(page)
    expect(stage.locator(".news")).to_have_text("The output is silent.")


def test_other_points_of_the_same_kind_are_one_click_away(open_page):
    page = open_page("playground?samples=60&hidden=4")
    stage = stage_of(page)
    points = "e => [...e.layout.x_train]"
    before = stage.evaluate(points)
    page.get_by_role("button", name="Other points").click()
    expect(page).to_have_url(re.compile("data_seed=1"))
    assert stage.evaluate(points) != before


def test_held_out_points_are_shown_or_not_and_the_output_is_shown_discretized(open_page):
    page = open_page("playground?samples=60&hidden=4")
    stage = stage_of(page)
    picture = "(e, n) => e.querySelectorAll('.view canvas')[n].toDataURL()"
    points, output = stage.evaluate(picture, 2), stage.evaluate(picture, 0)
    stage.get_by_label("held-out points").uncheck()
    expect(page).to_have_url(re.compile("held_out_shown=no"))
    assert stage.evaluate(picture, 2) != points
    stage.get_by_label("only the answer").check()
    expect(page).to_have_url(re.compile("discretized=yes"))
    assert stage.evaluate(picture, 0) != output
    page.reload()
    stage = stage_of(page)
    expect(stage.get_by_label("held-out points")).not_to_be_checked()
    expect(stage.get_by_label("only the answer")).to_be_checked()

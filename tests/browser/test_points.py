"""Points of one's own: drawn, dragged, erased, by mouse, finger and keyboard."""

import re

import pytest
from playwright.sync_api import expect

from relu_viz.data import decode_points
from tests.browser.stage import config_of, play_until, stage_of, wait_for_points

pytestmark = pytest.mark.browser


def test_points_are_drawn_dragged_erased_and_undone(open_page):
    page = open_page("playground?samples=20&hidden=4")
    stage = stage_of(page)
    stage.get_by_role("button", name="Draw points").click()
    view = stage.locator(".view")
    view.click(position={"x": 30, "y": 30})
    expect(page).to_have_url(re.compile("dataset=own"))
    own = decode_points(config_of(page).points)
    assert len(own.x) == 21
    assert own.x[-1][0] < 0 < own.x[-1][1]
    assert own.y[-1] == 1
    expect(stage.get_by_role("button", name="Done")).to_be_visible()
    box = view.bounding_box()
    stage.get_by_role("button", name="▲ class 2").click()
    page.mouse.move(box["x"] + 60, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 260, box["y"] + 300, steps=12)
    page.mouse.up()
    expect(stage.locator(".legend")).to_contain_text("class 2")
    several = decode_points(config_of(page).points)
    assert len(several.x) > 24
    stage.get_by_role("button", name="erase").click()
    view.click(position={"x": 30, "y": 30})
    expect(page).to_have_url(re.compile("points="))
    wait_for_points(stage, len(several.x) - 1)
    page.get_by_role("button", name="Undo").click()
    wait_for_points(stage, len(several.x))
    page.reload()
    stage = stage_of(page)
    assert decode_points(config_of(page).points).x.tolist() == several.x.tolist()
    play_until(page, 5)


def test_points_are_put_with_the_keyboard_alone(open_page):
    page = open_page("playground?samples=20&hidden=4")
    stage = stage_of(page)
    stage.get_by_role("button", name="Draw points").focus()
    page.keyboard.press("Enter")
    stage.locator(".view").focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page).to_have_url(re.compile("dataset=own"))
    last = decode_points(config_of(page).points).x[-1]
    assert last[0] > 0
    assert last[1] == pytest.approx(2 * last[0], rel=1e-3)


def test_an_empty_plane_teaches(open_page):
    page = open_page("playground?samples=20&hidden=4")
    stage = stage_of(page)
    stage.get_by_role("button", name="Draw points").click()
    stage.get_by_role("button", name="clear all").click()
    expect(stage.locator(".pens p")).to_contain_text("put at least two points")
    view = stage.locator(".view")
    view.click(position={"x": 100, "y": 100})
    stage.get_by_role("button", name="■ class 0").click()
    view.click(position={"x": 200, "y": 200})
    expect(page).to_have_url(re.compile("dataset=own"))
    assert len(decode_points(config_of(page).points).x) == 2
    play_until(page, 5)


def test_a_finger_edits_on_a_phone(open_page):
    page = open_page("playground?samples=60&hidden=4,4", width=390, height=844, has_touch=True, is_mobile=True)
    stage = stage_of(page)
    page.get_by_role("button", name="Add a unit to layer 1").tap()
    expect(page).to_have_url(re.compile("hidden=5%2C4"))
    for button in stage.locator("button:visible:not(.unit):not(.input):not(.show)").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 40
    stage.get_by_role("button", name="Draw points").tap()
    stage.locator(".view").tap(position={"x": 50, "y": 60})
    expect(page).to_have_url(re.compile("dataset=own"))

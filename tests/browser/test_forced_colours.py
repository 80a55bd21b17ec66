"""A system that sets all colours, as Windows does for high contrast: what is chosen or measured is still seen."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.stage import TIMEOUT, pause, play_until, stage_of

pytestmark = pytest.mark.browser

FORCED = {"forced_colors": "active", "color_scheme": "dark"}


def style(place: Locator, name: str) -> str:
    return place.evaluate("(e, name) => getComputedStyle(e)[name]", name)


def differ(page: Page, chosen: Locator, other: Locator, name: str) -> None:
    """What is chosen looks otherwise than what is not, also while neither has the keyboard."""
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    expect(chosen).to_be_visible()
    assert style(chosen, name) != style(other, name)


def test_chosen_things_on_the_stage_are_outlined_and_classes_keep_their_colours(open_page):
    page = open_page("playground?samples=60&hidden=4", **FORCED)
    stage = stage_of(page)
    stage.get_by_role("button", name="Draw points").click()
    pens = stage.locator(".pens [data-pen]")
    differ(page, pens.nth(1), pens.nth(0), "outlineStyle")
    stage.locator(".unit").nth(1).click()
    differ(page, stage.locator(".unit").nth(1), stage.locator(".unit").nth(2), "outlineStyle")
    inputs = stage.locator(".input")
    differ(page, inputs.nth(0), inputs.nth(3), "outlineStyle")
    below = stage.locator(".choice button")
    differ(page, below.nth(1), below.nth(0), "borderBottomColor")
    differ(page, stage.locator(".play"), stage.locator(".step"), "backgroundColor")
    marks = stage.locator(".legend span")
    differ(page, marks.nth(0), marks.nth(1), "color")


def test_streamlits_own_controls_show_what_is_chosen(open_page):
    page = open_page("playground?samples=60&hidden=4", **FORCED)
    stage_of(page)
    play_until(page, 5)
    pause(page)
    side = page.get_by_test_id("stSidebar")
    problems = side.get_by_role("radio")
    differ(page, problems.nth(0), problems.nth(1), "outlineStyle")
    tabs = page.get_by_role("tab")
    differ(page, tabs.nth(0), tabs.nth(1), "borderBottomStyle")
    pages = page.get_by_test_id("stTopNavLink")
    differ(page, pages.filter(has_text="Playground"), pages.filter(has_text="Overview"), "outlineStyle")
    assert style(side.get_by_role("group", name="Noise"), "forcedColorAdjust") == "none"


def test_bars_of_the_answer_are_there(open_page):
    page = open_page("cnn", **FORCED)
    shown = page.get_by_test_id("digits")
    expect(shown).to_have_attribute("data-frame", "0", timeout=TIMEOUT)
    bar = shown.locator(".classes i").first
    assert style(bar, "forcedColorAdjust") == "none"
    assert "gradient" in style(bar, "backgroundImage")


def test_the_function_in_focus_is_outlined(open_page):
    page = open_page("activations", **FORCED)
    functions = page.get_by_test_id("explorer").locator(".legend button")
    expect(functions.first).to_be_visible(timeout=TIMEOUT)
    focus = functions.and_(page.locator('[aria-pressed="true"]'))
    differ(page, focus, functions.and_(page.locator('[aria-pressed="false"]')).first, "outlineStyle")

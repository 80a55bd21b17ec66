"""Every picture at every width, on coarse and fine screens, for mice and fingers: nothing is cut, small, in the way."""

from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Locator, expect

from tests.browser.stage import TIMEOUT, pause, play_until, stage_of

pytestmark = pytest.mark.browser

WIDTHS = (300, 360, 449, 500, 640, 768, 900, 1024, 1440, 2400)  # of the picture itself, px
MOUSE, FINGER = 24, 40  # px that a control needs, at least
WRONG = (Path(__file__).parent / "layout.js").read_text()
SETTLED = """async (root) => {
  for (let last = NaN; last !== root.getBoundingClientRect().width; ) {
    last = root.getBoundingClientRect().width;
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  }
  return root.getBoundingClientRect().width;
}"""
PICTURES = {
    "?activations=relu,leaky_relu,elu,prelu&focus=elu": ".explorer",
    "non_linear": ".flipbook",
    "cnn": ".stage",
    "fully_connected": ".stage",
    "agent": ".stage",
}


class Window:
    """The window around a picture: as wide as the picture needs it, with any screen, for any pointer."""

    def __init__(self, root: Locator) -> None:
        self._root, self._wide, self._fingers = root, 1440, False
        self._devtools: CDPSession = root.page.context.new_cdp_session(root.page)

    def for_fingers(self) -> None:
        self._fingers = True
        self._devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    def show(self, width: int, ratio: int = 1) -> None:
        """Make the picture so wide, on a screen with so many pixels for each px."""
        for _ in range(12):
            size = {"width": self._wide, "height": 900, "deviceScaleFactor": ratio, "mobile": self._fingers}
            self._devtools.send("Emulation.setDeviceMetricsOverride", size)
            missing = width - self._root.evaluate(SETTLED)
            if abs(missing) < 1:
                return
            self._wide += round(missing)
        raise AssertionError(f"The picture is {missing} px away from a width of {width} px.")

    def wrong(self, ratios: tuple[int, ...] = (1,)) -> list[tuple[int, int, str]]:
        """What is wrong, with the width and the screen where it is."""
        assert self._root.evaluate("() => matchMedia('(pointer: coarse)').matches") == self._fingers
        found = []
        for width in WIDTHS:
            for ratio in ratios:
                self.show(width, ratio)
                told = self._root.evaluate(WRONG, FINGER if self._fingers else MOUSE)
                found += [(width, ratio, sentence) for sentence in told]
        return found


@pytest.mark.parametrize("path", PICTURES)
def test_a_picture_is_whole_at_every_width(open_page, path):
    page = open_page(path)
    root = page.locator(PICTURES[path]).first
    expect(root).to_be_visible(timeout=TIMEOUT)
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible(timeout=TIMEOUT)
    window = Window(root)
    assert window.wrong() == []
    window.for_fingers()
    assert window.wrong() == [], "for fingers"


@pytest.mark.parametrize("hidden", ["8,8", "8,8,8,8,8,8", "8,8&regions=yes"])
def test_the_stage_is_whole_at_every_width_and_on_every_screen(open_page, hidden):
    link = f"playground?hidden={hidden}&learning_rate=0.001&changes=0:b1.1:-100"  # so that nobody else dies soon
    stage = stage_of(open_page(link))
    play_until(stage.page, 2)
    pause(stage.page)
    expect(stage.get_by_role("button", name="Show me")).to_be_visible()
    stage.get_by_role("button", name="Weights and signals").click()
    window = Window(stage)
    assert window.wrong(ratios=(1, 2, 3)) == []
    window.for_fingers()
    assert window.wrong() == [], "for fingers"
    stage.get_by_text("Weights by hand").click()
    stage.get_by_role("button", name="Draw points").click()
    stage.get_by_role("button", name="Which units are awake").click()
    assert window.wrong() == [], "for fingers, with everything open"


def test_the_card_of_a_unit_that_died_is_whole_at_every_width(open_page):
    page = open_page("playground?hidden=4&learning_rate=5")
    stage = stage_of(page)
    play_until(page, 40)
    pause(page)
    stage.locator(".happenings summary").click()
    stage.locator(".happenings").get_by_role("button", name="died").first.click()
    expect(stage.get_by_test_id("unit-card").get_by_role("table")).to_be_visible(timeout=TIMEOUT)
    window = Window(stage)
    window.for_fingers()
    assert window.wrong() == []


def test_of_a_network_that_is_wider_than_its_place_the_last_unit_is_reached_by_scrolling(open_page):
    stage = stage_of(open_page("playground?hidden=8,8,8,8,8,8"))
    Window(stage).show(300)
    unit = stage.get_by_role("button", name="Unit 6.8")
    expect(unit).not_to_be_in_viewport()
    unit.focus()
    expect(unit).to_be_in_viewport(ratio=1)


def test_the_formula_of_the_overview_is_whole(open_page):
    page = open_page("overview")
    formulas = page.locator(".katex-display")
    expect(formulas).to_have_count(2, timeout=TIMEOUT)
    for width in (1440, 1024, 820, 660, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert all(each.evaluate("(each) => each.scrollWidth <= each.clientWidth") for each in formulas.all()), width

"""Everyone can use it: axe finds nothing serious, nothing is cut off on a phone, in light and dark."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import serious
from tests.browser.stage import TIMEOUT, pause, play_until, stage_of

pytestmark = pytest.mark.browser

NAME = "const name = (e) => e.ariaLabel ?? e.closest('label')?.textContent.trim() ?? e.textContent;"
CONTROLS = f"""(root) => {{
  {NAME}
  const controls = [...root.querySelectorAll("button, select, input, summary")];
  return controls.filter((e) => e.checkVisibility() && !e.disabled).map(name);
}}"""
FOCUSED = f"""() => {{
  {NAME}
  const e = document.activeElement.shadowRoot?.activeElement, box = e?.getBoundingClientRect();
  const isInView = () => box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight;
  return e?.closest(".stage") ? [name(e), isInView()] : null;
}}"""
READY = {"": "explorer", "playground": "stage"}


def open_ready(open_page, path, **view):
    page = open_page(path, **view)
    expect(page.get_by_test_id(READY[path])).to_be_visible(timeout=TIMEOUT)
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible(timeout=TIMEOUT)
    return page


@pytest.mark.parametrize("path", READY)
def test_axe_finds_nothing_serious(open_page, path):
    page = open_ready(open_page, path)
    if path == "playground":
        page.get_by_role("button", name="Step", exact=True).click()
        expect(page.get_by_role("heading", name="Epoch 1 in depth")).to_be_visible(timeout=TIMEOUT)
        expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=TIMEOUT)
    assert serious(page) == []


def test_axe_finds_nothing_serious_while_everything_is_open(open_page):
    page = open_page("playground?samples=60&hidden=4&features=x1,product")
    stage = stage_of(page)
    stage.get_by_text("Weights by hand").click()
    stage.get_by_role("button", name="Draw points").click()
    side = page.get_by_test_id("stSidebar")
    for part in ("More about the data", "First weights", "More about training", "Data of your own", "For a lesson"):
        side.get_by_text(part, exact=True).click()
    expect(side.get_by_role("button", name="Points that are there (CSV)")).to_be_visible(timeout=TIMEOUT)
    assert serious(page) == [], "before anything is trained"
    play_until(page, 3)
    pause(page)
    for view in ("Units", "Loss and accuracy", "Gradients", "Take away", "Boundary"):
        page.get_by_role("tab", name=view).click()
        expect(
            page.get_by_role("tabpanel").get_by_role("button", name="CSV").or_(page.get_by_text("ZIP")).first
        ).to_be_visible(timeout=TIMEOUT)
        assert serious(page) == [], view
    page.get_by_role("button", name="Train 64 seeds").click()
    expect(page.get_by_text("Units that are dead: median")).to_be_visible(timeout=TIMEOUT)
    assert serious(page) == [], "seeds"


def test_axe_finds_nothing_serious_on_the_card_of_a_unit_that_died(open_page):
    page = open_page("playground?samples=60&hidden=4&learning_rate=5")
    stage = stage_of(page)
    play_until(page, 40)
    pause(page)
    stage.locator(".happenings summary").click()
    stage.locator(".happenings").get_by_role("button", name="died").first.click()
    expect(page.get_by_test_id("unit-card").get_by_role("table")).to_be_visible(timeout=TIMEOUT)
    assert serious(page, "[data-testid=stMain]") == []


@pytest.mark.parametrize("width", [332, 481])  # px, in which a picture has 300 and 449
def test_in_a_narrow_place_axe_finds_nothing_serious_and_the_keyboard_reaches_every_control(open_page, width):
    page = open_ready(open_page, "playground", width=width, height=844, has_touch=True, is_mobile=True)
    stage = stage_of(page)
    assert stage.bounding_box()["width"] == width - 32
    stage.get_by_text("Weights by hand").click()
    stage.get_by_role("button", name="Draw points").click()
    assert (
        serious(page, "[data-testid=stMain]") == []
    )  # in Streamlit's own list of pages, which is now beside it, is one
    unreached = set(stage.evaluate(CONTROLS))
    stage.get_by_role("button", name="Play", exact=True).focus()
    while here := page.evaluate(FOCUSED):
        name, is_in_view = here
        assert is_in_view, name
        unreached.discard(name)
        page.keyboard.press("Tab")
    assert unreached == set()


@pytest.mark.parametrize("path", READY)
def test_nothing_is_cut_off_on_a_phone(open_page, path):
    page = open_ready(open_page, path, width=390, height=844, has_touch=True)
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider == 0
    root = page.get_by_test_id(READY[path])
    cut = root.evaluate("""root => [...root.querySelectorAll('*')]
      .filter(e => !e.closest('.scroller') && !e.closest('.spoken') && e.getBoundingClientRect().right > innerWidth + 1)
      .map(e => e.className || e.tagName)""")
    assert cut == []
    for button in root.locator(".bar button, .alpha button").filter(visible=True).all():
        assert button.bounding_box()["height"] >= 40

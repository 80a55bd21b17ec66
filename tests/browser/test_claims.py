"""The pages of claims as people use them: play, run, cancel, run again, take away, come back by the link."""

import re
from base64 import b64encode

import pytest
from playwright.sync_api import Page, expect

from relu_viz.lessons import live_race
from relu_viz.stage import PackedFlipbook
from relu_viz.stage.assets import address, style
from tests.browser.axe import serious
from tests.pieces import finished

pytestmark = pytest.mark.browser

TIMEOUT = 60_000
MEASURED = 240_000  # ms: while other tests need the cores too
FIRST = {  # each page's first experiment, and settings that make it a short one
    "non_linear": ("non_linear", "noise=0.2", "runs=8"),
    "sparse": ("sparse", "width=12", "runs=8"),
    "cost": ("cost", "sizes=1000,10000", "runs=5"),
    "race": ("race", "epochs=10", "runs=8"),
    "signal_flow": ("vanishing", "depth=40", "runs=8"),
    "dying": ("phase_diagram", "epochs=10", "runs=8"),
    "learned_slope": ("learned_slope", "depth=3", "runs=8"),
    "misconceptions": ("misconceptions", "runs=48", "seed=1"),
    "cnn": ("cnn", "epochs=1", "filters=4"),
    "fully_connected": ("fully_connected", "epochs=3", "units=32"),
    "agent": ("agent", "rounds=20", "hidden=8"),
}
FLIPBOOKS = ("non_linear", "sparse", "race", "signal_flow", "dying", "learned_slope")


def ready(page: Page) -> Page:
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=TIMEOUT)
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible(timeout=TIMEOUT)
    return page


def first_button(page: Page, name: str):
    return page.locator("button:visible").filter(has_text=re.compile(f"{name}$")).first


def open_first(open_page, path: str) -> Page:
    name, *settings = FIRST[path]
    page = ready(open_page(f"{path}?" + "&".join(f"{name}.{setting}" for setting in settings)))
    expect(first_button(page, "Run")).to_be_enabled(timeout=TIMEOUT)
    return page


@pytest.mark.parametrize("path", FIRST)
def test_a_page_is_dragged_seen_by_everyone_run_and_taken_away(open_page, path):
    page = open_first(open_page, path)
    if path in FLIPBOOKS:
        the_picture_follows_the_finger(page)
    page.locator("summary:visible").filter(has_text="Settings").first.click()
    expect(page.locator(".js-plotly-plot:visible").first).to_be_visible(timeout=TIMEOUT)
    assert serious(page) == []
    first_button(page, "Run").click()
    expect(page.get_by_role("progressbar").first).to_be_visible(timeout=TIMEOUT)
    expect(page.get_by_text("Measured here in").first).to_be_visible(timeout=MEASURED)
    ready(page)  # a file is made when it is asked for, by the script's latest run only
    with page.expect_download(timeout=TIMEOUT) as data:
        page.locator("button:visible").filter(has_text="data (CSV)").first.click()
    lines = data.value.path().read_text().splitlines()
    assert lines[0].startswith("# ")
    assert "array,condition,run,place,value" in lines
    assert len(lines) > 50
    nothing_is_cut_off_on_a_phone(page)


def test_the_overview_is_dragged_and_seen_by_everyone(open_page):
    page = ready(open_page("overview"))
    the_picture_follows_the_finger(page)
    assert serious(page) == []
    nothing_is_cut_off_on_a_phone(page)


def the_picture_follows_the_finger(page: Page) -> None:
    """Without the server."""
    book = page.locator(".flipbook").first
    expect(book).to_have_attribute("data-frame", re.compile(r"\d"), timeout=TIMEOUT)
    slider = book.get_by_role("slider")
    frame = int(book.get_attribute("data-frame"))
    lines = "e => [...e.querySelectorAll('.graph path')].map(p => p.getAttribute('d')).join()"
    before = book.evaluate(lines)
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(book).to_have_attribute("data-frame", str(frame + 1))
    assert book.evaluate(lines) != before
    expect(book.locator(".sentence")).not_to_be_empty()
    expect(slider).to_have_attribute("aria-valuetext", re.compile("."))


def nothing_is_cut_off_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function("document.documentElement.scrollWidth === document.documentElement.clientWidth")
    page.wait_for_function("""() =>
      [...document.querySelectorAll('[data-testid=stMain] button, [data-testid=stMain] p, .flipbook *')]
        .filter(e => e.checkVisibility() && !e.closest('[role=tablist]'))
        .every(e => e.getBoundingClientRect().right <= innerWidth + 1)""")


def test_the_frame_is_in_the_link_and_comes_back(open_page):
    page = ready(open_page("signal_flow"))
    book = page.locator(".flipbook").first
    book.get_by_role("slider").focus()
    page.keyboard.press("End")
    expect(page).to_have_url(re.compile(r"live\.frame=40"), timeout=TIMEOUT)
    page.reload()
    expect(ready(page).locator(".flipbook").first).to_have_attribute("data-frame", "40", timeout=TIMEOUT)


def test_the_race_runs_on_one_clock(open_page):
    page = ready(open_page("race"))
    book = page.locator(".flipbook").first
    book.get_by_role("button", name="Play").click()
    expect(book).to_have_attribute("data-frame", re.compile(r"[2-9]\d"), timeout=TIMEOUT)
    book.get_by_role("button", name="Pause").click()
    frame = int(book.get_attribute("data-frame"))
    assert book.locator("output").inner_text() == str(frame)
    assert book.locator("figcaption").count() == 5


@pytest.mark.parametrize("path", ["dying", "agent"])
def test_run_cancel_run_again_and_reload(open_page, path):
    page, link = open_first(open_page, path), re.compile(re.escape(".".join(FIRST[path][:2])))
    run = first_button(page, "Run")
    run.click()
    first_button(page, "Cancel").click(timeout=TIMEOUT)
    expect(run).to_be_enabled(timeout=TIMEOUT)
    expect(page.get_by_text("Measured here in")).to_have_count(0)
    run.click()
    expect(page.get_by_text("Measured here in").first).to_be_visible(timeout=MEASURED)
    chart = page.locator(".js-plotly-plot:visible").last
    chart.hover()
    with page.expect_download(timeout=TIMEOUT) as picture:
        chart.locator('[data-title^="Download plot"]').click()
    assert picture.value.path().read_bytes().startswith(b"\x89PNG")
    expect(page).to_have_url(link)
    page.reload()
    ready(page)
    expect(page).to_have_url(link)


def test_a_row_of_the_overview_is_measured_again(open_page):
    page = ready(open_page("overview"))
    expect(page.get_by_role("button", name="Measure again here")).to_have_count(16)
    page.get_by_role("button", name="Measure again here").nth(6).click()
    expect(page.get_by_text("Measured here in").first).to_be_visible(timeout=MEASURED)
    page.get_by_role("link", name="Race").first.click()
    expect(page.get_by_role("heading", name="Race", level=1)).to_be_visible(timeout=TIMEOUT)


def test_a_cell_of_the_map_opens_its_network_in_the_playground(open_page):
    page = ready(open_page("dying"))
    chart = page.locator(".js-plotly-plot:visible").first
    expect(chart.locator(".nsewdrag").first).to_be_visible(timeout=TIMEOUT)
    chart.scroll_into_view_if_needed()
    box = chart.locator(".nsewdrag").first.bounding_box()
    # Third column, fourth row from below.
    page.mouse.click(box["x"] + box["width"] * 2.5 / 24, box["y"] + box["height"] * 20.5 / 24)
    expect(page.get_by_text("Learning rate of the cell")).to_be_visible()
    link = page.get_by_role("link", name="Open in the Playground")
    expect(link).to_have_attribute("href", re.compile(r"learning_rate=0\.0200"), timeout=TIMEOUT)
    link.click()
    expect(page.get_by_role("heading", name="Playground", level=1)).to_be_visible(timeout=TIMEOUT)
    expect(page).to_have_url(re.compile(r"learning_rate=0\.0200"))


def test_nonsense_in_the_link_is_told(open_page):
    page = ready(open_page("race?race.depths=many&live.seed=-1&what=ever"))
    expect(page.get_by_text("The link was not fully understood")).to_be_visible(timeout=TIMEOUT)
    expect(page.get_by_text("Depths (depths) must be 1 to 4 whole numbers")).to_be_visible()


GROWS = """async ([url, css, first, whole]) => {
  const { mount } = await import(new URL(url, document.baseURI).href);
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const place = document.createElement("div"), look = document.createElement("style"), told = [];
  look.textContent = css;
  place.style.width = "600px";  // it is laid out by its own width
  document.querySelector("[data-testid=stMain]").append(place, look);
  const tell = (frame) => told.push(frame), until = async (so) => {
    while (!so()) await new Promise(requestAnimationFrame);
  };
  mount(place, bytes(first), tell);
  const { flipbook } = place, { root } = flipbook, slider = root.querySelector("input"), found = [];
  const now = () => [slider.max, root.dataset.frame, flipbook.playing, root.querySelector("figcaption").textContent];
  root.querySelector(".play").click();
  await until(() => root.dataset.frame === "11");  // all that is there: it waits for more
  for (let drawn = 0; drawn < 9; drawn++) await new Promise(requestAnimationFrame);
  found.push(now());
  mount(place, bytes(whole), tell);
  await until(() => Number(root.dataset.frame) >= 20);
  found.push([slider.max, place.flipbook === flipbook, root.isConnected, flipbook.playing, told.length]);
  root.querySelector(".play").click();
  flipbook.go(100);
  await until(() => root.dataset.frame === "100");
  found.push(now());
  place.remove(), look.remove();
  return found;
}"""


def test_a_flipbook_that_grows_plays_on_where_it_is(open_page):
    lesson = live_race.Lesson(activations=("relu", "tanh"), hidden=(4,))
    first, whole = (PackedFlipbook(finished(live_race.book(lesson, frames))) for frames in (12, 101))
    packed = [b64encode(each.opened_at(0, "a race", 101)).decode() for each in (first, whole)]
    page = ready(open_page("cost"))
    at_its_end, grown, at_the_end = page.evaluate(
        GROWS, [address("flipbook/flipbook.js"), style("flipbook/flipbook.css"), *packed]
    )
    assert at_its_end[:3] == ["11", "11", True]
    assert grown == ["100", True, True, True, 0]
    assert at_the_end[:3] == ["100", "100", False]
    title = finished(live_race.book(lesson)).panels[0].titles[100]
    assert at_the_end[3] == title

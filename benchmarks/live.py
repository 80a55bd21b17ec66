"""How the pages that train live answer, in a real headless browser against the real app.

    python -m benchmarks.live

Draws digits on the CNN's page, by mouse, and times from each movement to the answer on the screen; then counts how
often the agent's scene is painted and what is asked of the server meanwhile; then what a training takes to be watched.
"""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.browser import ARGUMENTS, HOW_TO_GET_ONE, ROOT, find_browser, serve
from benchmarks.stage import Wire

SECONDS = 10
SEVEN = [(0.28, 0.14), (0.72, 0.14), (0.44, 0.88)]

# From a movement of the pointer to the end of the frame that shows what the network says to it.
WATCH = """e => {
  e.times = [];
  const pad = e.querySelectorAll(".pad canvas")[1];
  pad.addEventListener("pointermove", () => {
    const begun = performance.now(), painted = e.painted;
    const look = () => (e.painted > painted ? e.times.push(performance.now() - begun) : requestAnimationFrame(look));
    requestAnimationFrame(look);
  });
}"""


def main() -> None:
    chrome = find_browser()
    if chrome is None:
        sys.exit(HOW_TO_GET_ONE)
    log = Path(tempfile.mkdtemp()) / "log"
    with serve(ROOT / "app.py", log) as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chrome, args=ARGUMENTS)
        drawing(browser, address)
        agent(browser, address)


def trained(browser: Browser, address: str, path: str, last: int) -> tuple[Page, Wire]:
    """A page whose training has been watched to its end."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    wire = Wire(page)
    page.goto(f"{address}/{path}")
    page.get_by_role("button", name="Train", exact=True).click(timeout=60_000)
    begun = time.perf_counter()
    page.locator(f'[data-frame="{last}"]').wait_for(timeout=120_000)
    print(f"{path}: watched from the first to the last of {last + 1} moments in {time.perf_counter() - begun:.1f} s")
    return page, wire


def drawing(browser: Browser, address: str) -> None:
    page, _ = trained(browser, address, "cnn", 96)
    picture = page.get_by_test_id("digits")
    picture.evaluate(WATCH)
    box = page.get_by_label("Drawing pad").bounding_box()
    assert box is not None
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in SEVEN]
    for _ in range(8):
        page.get_by_role("button", name="Clear", exact=True).click()
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place, steps=12)
        page.mouse.up()
    page.wait_for_timeout(500)
    times = picture.evaluate("e => e.times")
    print(
        f"drawing: {len(times)} movements, answered after {median(times):.0f} ms in the median, "
        f"{quantiles(times, n=20)[-1]:.0f} ms at the 95th percentile, {max(times):.0f} ms at most (bar: 200 ms); the "
        f"last answer: {picture.get_attribute('data-answer')}",
        flush=True,
    )
    page.close()


def agent(browser: Browser, address: str) -> None:
    page, wire = trained(browser, address, "agent", 150)
    picture = page.get_by_test_id("agent")
    page.wait_for_timeout(1000)
    scenes, sent, begun = picture.evaluate("e => e.scenes"), wire.sent, time.perf_counter()
    page.wait_for_timeout(1000 * SECONDS)
    scenes, seconds = picture.evaluate("e => e.scenes") - scenes, time.perf_counter() - begun
    print(
        f"agent: {scenes / seconds:.1f} frames/s (bar: 50), {wire.sent - sent} messages to the server in "
        f"{seconds:.0f} s"
    )
    page.close()


if __name__ == "__main__":
    main()

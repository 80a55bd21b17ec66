"""How soon a change is on the screen, and how smoothly one scrubs through a long run.

    python -m benchmarks.control

While 8-8 plays, the seed is stepped and an input switched, again and again: the time from the click until the picture
of the new run is painted. Then 5,000 epochs are trained and scrubbed through: paintings a second, and what the page
holds in memory.
"""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Locator, Page, sync_playwright

from benchmarks.browser import ARGUMENTS, HOW_TO_GET_ONE, ROOT, find_browser, serve

CHANGES, EPOCHS, SECONDS = 40, 5000, 5
NEXT_RUN = """(stage) => new Promise((done) => {
  const begun = performance.now(), { generation } = stage.layout, { painted } = stage;
  const look = () => {
    const there = stage.layout.generation !== generation && stage.timeline.frame && stage.painted > painted + 1;
    if (there) done(performance.now() - begun);
    else requestAnimationFrame(look);
  };
  BUTTON.click();
  look();
})"""


def time_changes(page: Page, label: str, button: str) -> None:
    stage, took = page.get_by_test_id("stage"), []
    for _ in range(CHANGES):
        took.append(stage.evaluate(NEXT_RUN.replace("BUTTON", button)))
        page.wait_for_timeout(300)
    print(f"{label}: {median(took):.0f} ms in the median, p95 {quantiles(took, n=20)[-1]:.0f} ms", flush=True)


def train_far(stage: Locator) -> None:
    stage.evaluate(
        """(stage, epochs) => new Promise((done) => {
          const on = () => {
            const { timeline } = stage;
            timeline.goTo(timeline.frames.length - 1);
            if (timeline.newest.epoch >= epochs) done();
            else requestAnimationFrame(on);
          };
          on();
        })""",
        EPOCHS,
    )


def scrub(page: Page) -> None:
    stage = page.get_by_test_id("stage")
    page.get_by_role("button", name="Pause", exact=True).click()
    box = page.get_by_role("slider", name="Epoch").bounding_box()
    assert box is not None
    y, reach = box["y"] + box["height"] / 2, box["width"] - 20
    page.mouse.move(box["x"] + 10, y)
    page.mouse.down()
    painted, begun, step = stage.evaluate("e => e.painted"), time.perf_counter(), 0
    while time.perf_counter() - begun < SECONDS:
        step += 1
        page.mouse.move(box["x"] + 10 + reach * abs((step / 90) % 2 - 1), y)
    rate = (stage.evaluate("e => e.painted") - painted) / (time.perf_counter() - begun)
    page.mouse.up()
    frames = stage.evaluate("e => e.timeline.frames.length")
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    heap = session.send("Runtime.getHeapUsage")
    held = (heap["usedSize"] + heap.get("backingStorageSize", 0) + heap.get("embedderHeapUsedSize", 0)) / 2**20
    print(f"scrubbing through {frames} frames: {rate:.1f} paintings/s; the page holds {held:.0f} MB")


def main() -> None:
    chrome = find_browser()
    if chrome is None:
        sys.exit(HOW_TO_GET_ONE)
    with serve(ROOT / "app.py", Path(tempfile.mkstemp()[1])) as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chrome, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}/playground?hidden=8,8")
        page.get_by_role("button", name="Play", exact=True).click(timeout=60_000)
        page.wait_for_timeout(2000)
        time_changes(page, "the seed stepped", "document.querySelector('.st-key-control-seed [data-testid=stNumberInputStepUp]')")
        time_changes(page, "an input switched", "stage.querySelector('.input[aria-label=\"Input x₁x₂\"]')")
        train_far(page.get_by_test_id("stage"))
        scrub(page)
        browser.close()


if __name__ == "__main__":
    main()

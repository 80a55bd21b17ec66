"""How soon a change is on the screen, and how smoothly one scrubs through a long run.

    python -m benchmarks.control

While 8-8 plays, and again while it is paused, the seed is stepped and an input switched, again and again: the time from
the click until the picture of the new run is painted. Then 5,000 epochs are trained and scrubbed through: paintings a
second, and what the page holds in memory.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from playwright.async_api import Locator, Page, async_playwright

from benchmarks.browser import ARGUMENTS, HOW_TO_GET_ONE, ROOT, find_browser, serve

CHANGES, EPOCHS, SECONDS = 40, 5000, 5
REST = 0.9  # seconds between changes: by then the page below the picture has followed
MOVES_A_SECOND = 125  # as a mouse sends them; at 60, the screen's own rate, two at times fall into one frame
SWEEP = 1.5  # seconds from one end of the slider to the other
SEED_STEPPED = "document.querySelector('.st-key-control-seed [data-testid=stNumberInputStepUp]')"
INPUT_SWITCHED = "stage.querySelector('.input[aria-label=\"Input x₁x₂\"]')"
NEXT_RUN = """(stage) => new Promise((done) => {
  const begun = performance.now(), { generation } = stage.layout;
  let before = stage.painted; // pictures of the old run
  const look = () => {
    if (stage.layout.generation === generation) before = stage.painted;
    else if (stage.painted > before) return done(performance.now() - begun);
    requestAnimationFrame(look);
  };
  BUTTON.click();
  look();
})"""
PLAY_ON = """(stage, epochs) => new Promise((done) => {
  const on = () => {
    const { timeline } = stage;
    timeline.goTo(timeline.frames.length - 1);
    if (timeline.newest.epoch >= epochs) done();
    else requestAnimationFrame(on);
  };
  on();
})"""


async def time_changes(page: Page, state: str) -> None:
    stage = page.get_by_test_id("stage")
    for label, button in (("the seed stepped", SEED_STEPPED), ("an input switched", INPUT_SWITCHED)):
        took = []
        for _ in range(CHANGES):
            took.append(await stage.evaluate(NEXT_RUN.replace("BUTTON", button)))
            await asyncio.sleep(REST)
        print(
            f"{state}, {label}: {median(took):.0f} ms in the median, p95 {quantiles(took, n=20)[-1]:.0f} ms", flush=True
        )


async def scrub(page: Page, stage: Locator) -> None:
    """Drag the slider to and fro; a mouse's moves come whether the picture has kept up with the last one or not."""
    box = await page.get_by_role("slider", name="Epoch").bounding_box()
    assert box is not None
    left, y, reach = box["x"] + 10, box["y"] + box["height"] / 2, box["width"] - 20
    mouse = await page.context.new_cdp_session(page)
    await page.mouse.move(left, y)
    await page.mouse.down()
    painted, begun, moves = await stage.evaluate("e => e.painted"), time.perf_counter(), []
    for step in range(SECONDS * MOVES_A_SECOND):
        across = abs((step / MOVES_A_SECOND / SWEEP) % 2 - 1)
        move = {"type": "mouseMoved", "x": left + reach * across, "y": y, "buttons": 1}
        moves.append(asyncio.create_task(mouse.send("Input.dispatchMouseEvent", move | {"button": "left"})))
        await asyncio.sleep(max(0, begun + (step + 1) / MOVES_A_SECOND - time.perf_counter()))
    rate = (await stage.evaluate("e => e.painted") - painted) / (time.perf_counter() - begun)
    await asyncio.gather(*moves)
    await page.mouse.up()
    frames = await stage.evaluate("e => e.timeline.frames.length")
    print(f"scrubbing through {frames} frames: {rate:.1f} paintings/s at {MOVES_A_SECOND} moves/s of the mouse")


async def held_by(page: Page) -> float:
    """Megabytes that the page's scripts hold."""
    session = await page.context.new_cdp_session(page)
    await session.send("HeapProfiler.collectGarbage")
    heap = await session.send("Runtime.getHeapUsage")
    return (heap["usedSize"] + heap.get("backingStorageSize", 0) + heap.get("embedderHeapUsedSize", 0)) / 2**20


async def measure(address: str, chrome: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chrome, args=ARGUMENTS)
        page = await browser.new_page(viewport={"width": 1440, "height": 900})
        await page.goto(f"{address}/playground?hidden=8,8")
        stage = page.get_by_test_id("stage")
        await page.get_by_role("button", name="Play", exact=True).click(timeout=60_000)
        await asyncio.sleep(2)
        await time_changes(page, "playing")
        await page.get_by_role("button", name="Pause", exact=True).click()
        await asyncio.sleep(2)
        await time_changes(page, "paused")
        await page.get_by_role("button", name="Play", exact=True).click()
        await stage.evaluate(PLAY_ON, EPOCHS)
        await page.get_by_role("button", name="Pause", exact=True).click()
        await asyncio.sleep(1)
        await scrub(page, stage)
        print(f"the page holds {await held_by(page):.0f} MB")
        await browser.close()


def main() -> None:
    chrome = find_browser()
    if chrome is None:
        sys.exit(HOW_TO_GET_ONE)
    with serve(ROOT / "app.py", Path(tempfile.mkstemp()[1])) as (address, _):
        asyncio.run(measure(address, chrome))


if __name__ == "__main__":
    main()

"""How long until the first page can be used, beside a bare Streamlit page with one chart, in turn, in the same run.

    python -m benchmarks.start

Usable: the bare page's chart is drawn; ours has drawn its plot and takes the pointer. Each visit is a new browser
context with an empty cache. The first visit to a fresh server is told apart. Also printed: how long the first visitor
of a fresh server waits for the Playground's first frame, beside the second one; and what importing the engine costs.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.browser import ARGUMENTS, HOW_TO_GET_ONE, ROOT, find_browser, serve

ROUNDS, FRESH_ROUNDS, FIRST_ROUNDS = 9, 3, 7
FIRST_FRAME = '[data-testid="stage"][data-epoch="0"]'
PAGES = {"bare": ROOT / "benchmarks" / "bare_page.py", "ours": ROOT / "app.py"}
USABLE = {"bare": ".js-plotly-plot .main-svg", "ours": '[data-testid="explorer"] .reading:has-text("f =")'}


def visit(browser: Browser, address: str, usable: str) -> float:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    begun = time.perf_counter()
    page.goto(address)
    page.locator(usable).first.wait_for(timeout=60_000)
    took = time.perf_counter() - begun
    context.close()
    return took


def tell(label: str, bare: list[float], ours: list[float]) -> None:
    ratio = statistics.median(b / a for a, b in zip(bare, ours, strict=True))
    print(f"{label}: bare {statistics.median(bare):.2f} s, ours {statistics.median(ours):.2f} s, ratio {ratio:.2f}")


def tell_first_frame(browser: Browser, log: Path) -> None:
    """The first two visitors of fresh servers, each of whom opens the Playground."""
    first, second = [], []
    for _ in range(FIRST_ROUNDS):
        with serve(PAGES["ours"], log) as (address, _):
            for waited in (first, second):
                waited.append(visit(browser, f"{address}/playground", FIRST_FRAME))
    ratio = statistics.median(a / b for a, b in zip(first, second, strict=True))
    print(
        f"the Playground's first frame on a fresh server: first visitor {statistics.median(first):.2f} s, second "
        f"{statistics.median(second):.2f} s, ratio {ratio:.2f}"
    )


def import_engine() -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import relu_viz.networks.mlp"], check=True, cwd=ROOT)
    with_engine, begun = time.perf_counter() - begun, time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True, cwd=ROOT)
    return with_engine - (time.perf_counter() - begun)


def main() -> None:
    chrome = find_browser()
    if chrome is None:
        sys.exit(HOW_TO_GET_ONE)
    print(f"import relu_viz.networks.mlp: {statistics.median(import_engine() for _ in range(9)):.3f} s")
    log = Path(tempfile.mkstemp()[1])
    fresh: dict[str, list[float]] = {"bare": [], "ours": []}
    warm: dict[str, list[float]] = {"bare": [], "ours": []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chrome, args=ARGUMENTS)
        for _ in range(FRESH_ROUNDS):
            for which, script in PAGES.items():
                with serve(script, log) as (address, _):
                    fresh[which].append(visit(browser, address, USABLE[which]))
        with serve(PAGES["bare"], log) as (bare, _), serve(PAGES["ours"], log) as (ours, _):
            for number in range(ROUNDS + 1):
                for which, address in (("bare", bare), ("ours", ours)):
                    took = visit(browser, address, USABLE[which])
                    if number:  # the first round warms both servers
                        warm[which].append(took)
        tell_first_frame(browser, log)
        browser.close()
    tell("first visit to a fresh server", fresh["bare"], fresh["ours"])
    tell("every other visit", warm["bare"], warm["ours"])


if __name__ == "__main__":
    main()

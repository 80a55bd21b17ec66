"""What the live picture costs and how smooth it is, in a real headless browser against the real app.

    python -m benchmarks.stage
    python -m benchmarks.stage --browser firefox  # the frames and the server's CPU time only
    python -m benchmarks.stage --compare 4  # one run at 8-8, then so many side by side
    python -m benchmarks.stage --regions  # the same of a map with its linear pieces

Plays networks from 4-2 to 64-64 and counts the frames that were painted (the picture computed and drawn anew, every
thumbnail included), the server's CPU time for each, training included, and what came down meanwhile. Then: what a reel
of 30 frames costs the server besides its training (the CPU time of the whole process while one client asks for reels,
less that of training the same run here, in turn); what is asked of the server while paused and while the tab is
hidden; how often the plot of f redraws while alpha is dragged.
"""

import argparse
import asyncio
import base64
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from threadpoolctl import threadpool_limits

from benchmarks.browser import ARGUMENTS, HOW_TO_GET_ONE, ROOT, find_browser, serve
from benchmarks.person import Person
from benchmarks.student import Student
from benchmarks.webdriver import HOW_TO_GET_FIREFOX, firefox
from relu_viz.training import Trainer, TrainingConfig

SHAPES = {"4-2": "4,2", "8-8": "8,8", "8x6": "8,8,8,8,8,8", "16x6": "16,16,16,16,16,16", "64-64": "64,64"}
SECONDS, WARM_UP = 10, 2
FRAMES, REELS, ROUNDS_OF_REELS = 30, 200, 5


class Wire:
    """Counts a page's messages to the server, by websocket or request, and the bytes that come down."""

    def __init__(self, page: Page):
        self.sent = self.bytes_down = 0
        session: CDPSession = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.webSocketFrameReceived", self._on_received)
        session.on("Network.webSocketFrameSent", self._on_sent)
        session.on("Network.requestWillBeSent", self._on_sent)
        session.on("Network.loadingFinished", self._on_loaded)

    def _on_received(self, event: dict) -> None:
        payload = event["response"]["payloadData"]
        self.bytes_down += len(base64.b64decode(payload)) if event["response"]["opcode"] == 2 else len(payload)

    def _on_loaded(self, event: dict) -> None:
        self.bytes_down += int(event["encodedDataLength"])

    def _on_sent(self, _: dict) -> None:
        self.sent += 1


def cpu_seconds(pid: int) -> float:
    """User and system time that a process has used, from /proc."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def open_stage(browser: Browser, address: str, hidden: str, view: str = "") -> tuple[Page, Wire]:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    wire = Wire(page)
    page.goto(f"{address}/playground?hidden={hidden}{view}")
    page.get_by_role("button", name="Play", exact=True).click(timeout=60_000)
    page.wait_for_timeout(1000 * WARM_UP)
    return page, wire


def painted(page: Page) -> int:
    return page.locator(".stage").evaluate("stage => stage.painted")


def play(browser: Browser, address: str, pid: int, label: str, view: str = "") -> None:
    page, wire = open_stage(browser, address, SHAPES[label], view)
    down = wire.bytes_down
    told = watch(lambda: painted(page), pid, lambda seconds: page.wait_for_timeout(1000 * seconds))
    print(f"{label:5} {told}   {(wire.bytes_down - down) / SECONDS / 1e3:6.1f} KB/s down", flush=True)
    page.close()


def compare(browser: Browser, address: str, pid: int, runs: int) -> None:
    """So many runs of 8-8 by one clock, that differ in their learning rates."""
    others = ";".join(f"learning_rate:{rate}" for rate in (0.3, 0.1, 0.03)[: runs - 1])
    page, _ = open_stage(browser, address, f"8,8&compare={others}" if others else "8,8")
    told = watch(lambda: painted(page), pid, lambda seconds: page.wait_for_timeout(1000 * seconds))
    print(f"{runs} side by side {told}", flush=True)
    page.close()


def play_in_firefox(person: Person, pid: int, label: str, view: str) -> None:
    person.opens(f"playground?hidden={SHAPES[label]}{view}")
    person.sees("find('.stage')?.dataset.epoch")
    person.clicks("button:enabled", "Play")
    time.sleep(WARM_UP)
    told = watch(lambda: person.sees("find('.stage').painted"), pid, time.sleep)
    print(f"{label:5} {told}", flush=True)


def watch(painted: Callable[[], int], pid: int, wait: Callable[[float], None]) -> str:
    """How many frames are painted, and what each costs the server."""
    frames, cpu, begun = painted(), cpu_seconds(pid), time.perf_counter()
    wait(SECONDS)
    frames, cpu, seconds = painted() - frames, cpu_seconds(pid) - cpu, time.perf_counter() - begun
    return f"{frames / seconds:6.1f} frames/s   {1e3 * cpu / frames:5.2f} ms of server CPU a frame"


def rest(browser: Browser, address: str) -> None:
    page, wire = open_stage(browser, address, SHAPES["8-8"])
    other = page.context.new_page()
    other.bring_to_front()
    other.wait_for_timeout(3000)  # what was on its way arrives
    sent, frames = wire.sent, painted(page)
    other.wait_for_timeout(4000)
    print(f"behind another tab for 4 s: {wire.sent - sent} messages to the server, {painted(page) - frames} frames")
    other.close()
    page.bring_to_front()
    page.get_by_role("button", name="Pause", exact=True).click()
    page.wait_for_timeout(4000)  # the moment in depth is drawn
    sent = wire.sent
    page.wait_for_timeout(4000)
    print(f"paused for 4 s: {wire.sent - sent} messages to the server", flush=True)
    page.close()


def drag_alpha(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{address}/?activations=relu,leaky_relu,elu&focus=elu")
    explorer, slider = page.get_by_test_id("explorer"), page.get_by_role("slider", name="Leaky ReLU alpha")
    slider.wait_for(timeout=60_000)
    page.wait_for_timeout(2000)
    box = slider.bounding_box()
    assert box is not None
    y, reach = box["y"] + box["height"] / 2, box["width"] - 20
    page.mouse.move(box["x"] + 10 + 0.33 * reach, y)
    page.mouse.down()
    redraws, begun, step = explorer.evaluate("e => e.painted"), time.perf_counter(), 0
    while time.perf_counter() - begun < 4:
        step += 1
        page.mouse.move(box["x"] + 10 + reach * (0.1 + 0.8 * abs((step / 60) % 2 - 1)), y)
    rate = (explorer.evaluate("e => e.painted") - redraws) / (time.perf_counter() - begun)
    page.mouse.up()
    value = explorer.get_by_label("Leaky ReLU alpha, typed").input_value()
    page.wait_for_timeout(1500)
    right = f"leaky_relu={float(value):.6g}" in page.url
    print(f"alpha dragged: {rate:.1f} redraws/s; after release alpha is {value} and the link is {page.url!r}: {right}")
    page.close()


def reel_cost(address: str, pid: int) -> None:
    """The server's CPU time for a reel of 30 frames at 8-8, less that of the training in it."""
    costs = []
    trainer = Trainer(TrainingConfig(seed=5))
    with threadpool_limits(1, "blas"):
        for round_ in range(ROUNDS_OF_REELS):
            served = asyncio.run(_reels(address, pid, seed=5 + round_))
            begun = time.process_time()
            for _ in range(REELS):
                trainer.run(FRAMES)
            costs.append(1e3 * (served - (time.process_time() - begun)) / REELS)
    print(f"a reel of {FRAMES} frames at 8-8, training apart: {median(costs):.2f} ms of server CPU", flush=True)


async def _reels(address: str, pid: int, seed: int) -> float:
    """CPU seconds of the server while one student gets many reels, one after another."""
    student, leave, spent = Student(seed, "8,8"), asyncio.Event(), 0.0

    async def ask_on(address: str, leave: asyncio.Event) -> None:
        nonlocal spent
        place = urlsplit(address)
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        before = cpu_seconds(pid)
        for number in range(REELS):
            student.reel = FRAMES
            status, reel = await student.ask(place.netloc, reader, writer)
            assert status == 200, number
            student.take(reel, 0, 0)
        spent = cpu_seconds(pid) - before
        writer.close()

    student.play = ask_on
    student.playing.set()
    await student.attend(address, leave)
    return spent


def everything(browser: Browser, address: str, pid: int, view: str) -> None:
    """All shapes; and, where the map has nothing besides, rest, and a drag."""
    for label in SHAPES:
        play(browser, address, pid, label, view)
    if not view:
        rest(browser, address)
        drag_alpha(browser, address)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--browser", choices=("chromium", "firefox"), default="chromium")
    parser.add_argument("--compare", type=int, choices=(2, 3, 4))
    parser.add_argument("--regions", action="store_true", help="only the frames, with the linear pieces on the map")
    log, asked = Path(tempfile.mkstemp()[1]), parser.parse_args()
    view = "&regions=yes" if asked.regions else ""
    if asked.browser == "firefox":
        with serve(ROOT / "app.py", log) as (address, server), firefox() as page:
            if page is None:
                sys.exit(HOW_TO_GET_FIREFOX)
            for label in SHAPES:
                play_in_firefox(Person(page, address), server.pid, label, view)
        return
    chrome = find_browser()
    if chrome is None:
        sys.exit(HOW_TO_GET_ONE)
    with serve(ROOT / "app.py", log) as (address, server):
        if not (asked.compare or view):
            reel_cost(address, server.pid)  # here, because Playwright has an event loop of its own
        in_chromium(chrome, address, server.pid, asked.compare, view)


def in_chromium(chrome: str, address: str, pid: int, twins: int | None, view: str) -> None:
    """The frames of one run and of so many twins in turns, or of everything."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chrome, args=ARGUMENTS)
        if twins:
            for runs in (1, twins, 1, twins):
                compare(browser, address, pid, runs)
        else:
            everything(browser, address, pid, view)
        browser.close()


if __name__ == "__main__":
    main()

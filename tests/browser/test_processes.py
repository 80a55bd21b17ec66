"""Two server processes behind nginx, as deploy/ has them: who comes stays with one, and goes on when it is killed."""

import asyncio
import itertools
import os
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from benchmarks.browser import ROOT, serve
from benchmarks.processes import HOW_TO_GET_NGINX, find_nginx, serve_processes
from benchmarks.stranger import request
from tests.browser.session import Session
from tests.browser.stage import TIMEOUT, play_until, stage_of, wait_for_epoch

pytestmark = [pytest.mark.browser, pytest.mark.scale]

STUDENTS, BROWSERS = 38, 2  # who has no cookie gets the next process in turn: the browsers one each
BACK = 15.0  # s, at most, until the students of a killed process are back
AGAIN = 30.0  # s, at most, until a process that is back gets newcomers
COOKIE = "relu_viz_process"


@contextmanager
def loop_in_a_thread() -> Iterator:
    """Something that runs a coroutine to its end, while the browser has the main thread."""
    started: Future = Future()

    async def stay() -> None:
        over = asyncio.Event()
        started.set_result((asyncio.get_running_loop(), over))
        await over.wait()

    thread = threading.Thread(target=asyncio.run, args=(stay(),))
    thread.start()
    loop, over = started.result()
    try:
        yield lambda coroutine: asyncio.run_coroutine_threadsafe(coroutine, loop).result(120)
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()


async def together(*coroutines, within: float | None = None) -> None:
    async with asyncio.timeout(within):
        await asyncio.gather(*coroutines)


async def until_somebody_gets(process: str, address: str) -> None:
    """Newcomers, one after another, until one of them is sent there: for some seconds nginx asks only the others."""
    for number in itertools.count(100):
        newcomer = Session(address, number)
        await newcomer.come()
        await newcomer.leave()
        if newcomer.cookies[COOKIE] == process:
            return


def open_playground(browser, address: str, number: int) -> Page:
    """A browser of its own that plays, and remembers all that its stage says in the place of the epoch."""
    page = browser.new_context(user_agent=f"browser-{number}", viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{address}/playground?hidden=5,4&seed={number}&samples=60")
    stage_of(page).locator("output.epoch").evaluate("""(output) => {
      globalThis.told = [];
      const options = { childList: true, characterData: true, subtree: true };
      new MutationObserver(() => told.push(output.textContent)).observe(output, options);
    }""")
    play_until(page, 40)
    return page


def process_of(page: Page) -> str:
    return next(each["value"] for each in page.context.cookies() if each["name"] == COOKIE)


def plays_on(page: Page, number: int) -> None:
    stage = page.get_by_test_id("stage")
    wait_for_epoch(page, int(stage.get_attribute("data-epoch") or 0) + 30)
    epochs = stage.evaluate("e => e.timeline.frames.map(f => f.epoch)")
    assert epochs == list(range(len(epochs))), "no epoch twice, none left out"
    expect(stage.locator("button.unit")).to_have_count(9)
    assert f"seed={number}" in page.url


def uploads(page: Page) -> None:
    """A file is refused where its session is not known."""
    page.get_by_test_id("stSidebar").get_by_text("Data of your own").click()
    table = "a,b,c\n" + "\n".join(f"{n},{n % 7},{n % 2}" for n in range(40))
    page.locator("input[type=file]").set_input_files(
        files=[{"name": "points.csv", "mimeType": "text/csv", "buffer": table.encode()}]
    )
    expect(page.get_by_role("button", name="Use these points")).to_be_visible(timeout=TIMEOUT)


def processes_met(requests: Path) -> dict[str, list[str]]:
    """Who asked → the processes that answered, in the order in which they were asked, repetitions left out."""
    rows = [line.split("\t") for line in requests.read_text().splitlines()]
    rows.sort(key=lambda row: float(row[0]) - float(row[1]))  # they are written when they end
    met: dict[str, list[str]] = {}
    for _, _, who, asked, *_ in rows:
        process = asked.split(", ")[-1]
        if met.setdefault(who, [process])[-1] != process:
            met[who].append(process)
    return met


def test_who_comes_stays_with_a_process_and_goes_on_with_another_when_it_is_killed(browser, tmp_path):
    if find_nginx() is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(HOW_TO_GET_NGINX)
    with serve_processes(tmp_path) as there, loop_in_a_thread() as run:
        pages = [open_playground(browser, there.address, number) for number in range(BROWSERS)]
        students = [Session(there.address, number) for number in range(STUDENTS)]
        run(together(*(each.come() for each in students)))
        at_first = {f"browser-{number}": process_of(page) for number, page in enumerate(pages)}
        assert set(at_first.values()) == {"1", "2"}
        assert run(request(there.address, "GET", "/metrics"))[0] == 404, "it is the operator's, at each process"
        at_first |= {each.name: each.cookies[COOKIE] for each in students}

        killed, remains = ("1", "2") if process_of(pages[0]) == "1" else ("2", "1")
        address, server = there.servers[int(killed) - 1]
        server.kill()
        moved = [each for each in students if at_first[each.name] == killed]
        run(together(*(each.shown(2) for each in moved), within=BACK))
        for number, page in enumerate(pages):
            plays_on(page, number)
        assert {process_of(page) for page in pages} == {each.cookies[COOKIE] for each in students} == {remains}

        with serve(ROOT / "app.py", tmp_path / "again.log", port=urlsplit(address).port):
            run(together(until_somebody_gets(killed, there.address), within=AGAIN))
            run(together(*(each.run_again() for each in students)))
            for number, page in enumerate(pages):
                plays_on(page, number)
                uploads(page)
        told = {f"browser-{number}": page.evaluate("told") for number, page in enumerate(pages)}
        run(together(*(each.leave() for each in students)))
        for page in pages:
            page.context.close()

    assert {each.name: each.connections for each in students} == {
        each.name: 2 if each in moved else 1 for each in students
    }
    unmoved = [sentence for who, sentences in told.items() if at_first[who] != killed for sentence in sentences]
    assert [sentence for sentence in unmoved if not sentence.startswith("Epoch")] == []
    names = {str(number): urlsplit(each).netloc for number, (each, _) in enumerate(there.servers, 1)}
    met = processes_met(tmp_path / "requests.log")
    for who, process in at_first.items():
        assert met[who] == ([names[killed], names[remains]] if process == killed else [names[remains]]), who
    for log in ("1.log", "2.log", "again.log"):
        assert "Traceback" not in (tmp_path / log).read_text()

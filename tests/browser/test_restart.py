"""The server is stopped and started anew while somebody is playing."""

import json
import re
import signal
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from benchmarks.browser import ROOT, free_port, serve
from benchmarks.hostile_cases import HEAVIEST
from benchmarks.stranger import Stranger, post
from tests.apart import run_apart
from tests.browser.stage import TIMEOUT, play_until, stage_of, wait_for_epoch

pytestmark = pytest.mark.browser


def test_the_stage_says_so_reconnects_and_goes_on_from_where_it_was(browser, tmp_path):
    port = free_port()
    page = browser.new_page(viewport={"width": 1440, "height": 900})  # a lost server is an error in any console
    with serve(ROOT / "app.py", tmp_path / "first", port=port) as (address, _):
        page.goto(f"{address}/playground?hidden=5,4&seed=7&samples=60")
        stage = stage_of(page)
        play_until(page, 40)
    # Which of the two goes by whether it asked in the server's last moments; a slow browser may not have.
    told = re.compile("The server restarts: back in a moment …|Waiting for the server …")
    expect(stage.locator("output.epoch")).to_have_text(told, timeout=TIMEOUT)
    waiting_at = int(stage.get_attribute("data-epoch"))
    with serve(ROOT / "app.py", tmp_path / "second", port=port):
        expect(stage.locator("output.epoch")).to_have_text(re.compile(r"Epoch \d+"), timeout=60_000)
        wait_for_epoch(page, waiting_at + 30)
        epochs = stage.evaluate("e => e.timeline.frames.map(f => f.epoch)")
        assert epochs == list(range(len(epochs))), "no epoch twice, none left out"
        expect(stage.locator("button.unit")).to_have_count(9)
        assert "seed=7" in page.url
        page.close()
    assert "Traceback" not in (tmp_path / "second").read_text()


@pytest.mark.parametrize("asgi", [False, True], ids=["streamlit", "uvicorn"])
def test_pictures_are_told_before_the_end_which_comes_whatever_is_being_trained(tmp_path, asgi):
    async def told(address, server) -> tuple[int, bytes]:
        async with (
            Stranger(address, "playground", urlencode(HEAVIEST)) as heavy,
            Stranger(address, "playground", "hidden=4,3") as student,
        ):
            await heavy.press("Train 64 seeds")
            await student.ask("stage", 0)
            layout = student.layouts["stage"]
            want = {"generation": layout["generation"], "request": 9, "epoch": 0, "epochs": 3}
            server.send_signal(signal.SIGTERM)
            status, sentence = 200, b""
            while status == 200:
                status, sentence = await post(address, f"/live/{layout['seat']}", json.dumps(want).encode())
            return status, sentence

    with serve(ROOT / "app.py", tmp_path / "log", asgi=asgi) as (address, server):
        assert run_apart(told(address, server)) == (503, b"The server restarts: back in a moment.")
        server.wait(60)
    assert "Traceback" not in (tmp_path / "log").read_text()

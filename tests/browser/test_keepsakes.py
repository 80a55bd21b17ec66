"""What one takes along: pictures, a film, the network as code, and 64 seeds of it."""

import asyncio
import re
import subprocess
import sys
import threading
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from relu_viz.training import Trainer
from tests.browser.session import Session
from tests.browser.stage import TIMEOUT, config_of, pause, play_until, stage_of

pytestmark = pytest.mark.browser


def test_the_moment_is_saved_as_svg_and_png_and_the_training_as_a_film(open_page):
    page = open_page("playground?samples=60&hidden=4")
    stage = stage_of(page)
    play_until(page, 20)
    epoch = pause(page)
    with page.expect_download() as svg:
        stage.get_by_role("button", name="SVG").click()
    picture = ElementTree.fromstring(svg.value.path().read_text())
    assert picture.find("{*}title").text.startswith(f"Epoch {epoch}.")
    assert len(picture.findall(".//{*}path")) > 68, "each link that is seen, the boundary, and sixty points"
    assert len(picture.findall(".//{*}image")) == 4, "the maps of units, two inputs, and the output"
    words = {each.text for each in picture.findall(".//{*}text")}
    assert {"x₁", "x₂", "class 0", "class 1", "boundary", "−1", "0", "1"} <= words
    assert any(word.startswith("accuracy ") for word in words)
    with page.expect_download() as png:
        stage.get_by_role("button", name="PNG").click()
    image = Image.open(png.value.path())
    assert image.width == 2 * int(picture.get("width"))
    assert len(image.convert("RGB").getcolors(1 << 24)) > 500, "not an empty picture"
    stage.get_by_role("button", name="Film").click()
    expect(stage).to_have_attribute("data-epoch", re.compile(r"[1-9]\d\d"), timeout=TIMEOUT)
    with page.expect_download() as film:
        stage.get_by_role("button", name="End the film").click()
    assert film.value.path().read_bytes()[:4] == b"\x1a\x45\xdf\xa3", "WebM begins with EBML's mark"
    assert film.value.path().stat().st_size > 10_000
    assert 0.5 < seconds_of(page, film.value.path()) < 60
    expect(stage.locator(".said-of-saving")).to_have_count(0)


def seconds_of(page: Page, film: Path) -> float:
    """How long a player says that a film is."""
    player = page.context.new_page()  # of no site, whose rules would not let it play what comes from nowhere
    url = "data:video/webm;base64," + b64encode(film.read_bytes()).decode()
    duration = player.evaluate(
        """(url) => new Promise((told, failed) => {
          const video = document.createElement("video");
          video.onloadedmetadata = () => told(video.duration);
          video.onerror = () => failed(new Error(video.error.message));
          video.src = url;
        })""",
        url,
    )
    player.close()
    return duration


def test_a_browser_that_records_no_video_makes_a_gif(new_page, server):
    page = new_page()
    page.add_init_script("delete window.MediaRecorder")
    page.goto(f"{server}/playground?samples=60&hidden=4")
    stage = stage_of(page)
    stage.get_by_role("button", name="Film").click()
    expect(stage.get_by_role("status").filter(has_text="This browser records no video")).to_be_visible()
    expect(stage).to_have_attribute("data-epoch", re.compile(r"[1-9]\d\d"), timeout=TIMEOUT)
    with page.expect_download() as film:
        stage.get_by_role("button", name="End the film").click()
    assert film.value.suggested_filename == "relu_viz.gif"
    with Image.open(film.value.path()) as pictures:
        assert pictures.n_frames > 4
        assert len(pictures.convert("RGB").getcolors(256)) > 100, "not an empty picture"


def test_a_browser_that_falsifies_pictures_is_told_of(new_page, server):
    page = new_page()
    page.add_init_script("""
      const { getImageData } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.getImageData = function (...at) {
        const read = getImageData.apply(this, at);
        for (let i = 0; i < read.data.length; i += 97) read.data[i] ^= 1;
        return read;
      };""")
    page.goto(f"{server}/playground?samples=60&hidden=4")
    stage = stage_of(page)
    for name in ("PNG", "SVG"):
        with page.expect_download():
            stage.get_by_role("button", name=name).click()
        expect(stage.get_by_text("This browser changes pictures that a page reads")).to_be_visible()


def test_what_is_taken_away_arrives_while_a_class_works(open_page, server):
    page = open_page("playground?samples=60&hidden=4")
    stage_of(page)
    play_until(page, 20)
    pause(page)
    page.get_by_role("tab", name="Take away").click()
    button = page.get_by_role("button", name="Weights alone (NPZ)")
    expect(button).to_be_visible(timeout=TIMEOUT)
    with class_at_work(server, 6):
        for _ in range(10):
            with page.expect_download() as download:
                button.click()
            assert download.value.path().read_bytes()[:2] == b"PK"


@contextmanager
def class_at_work(server: str, students: int) -> Iterator[None]:
    """So many others whose scripts run again and again."""
    over = threading.Event()

    async def work(number: int) -> None:
        student = Session(server, number)
        await student.come()
        while not over.is_set():
            await student.run_again()
        await student.leave()

    async def all_work() -> None:
        await asyncio.gather(*(work(number) for number in range(students)))

    with ThreadPoolExecutor(1) as thread:
        others = thread.submit(asyncio.run, all_work())
        try:
            yield
        finally:
            over.set()
        others.result(60)


def test_the_network_is_taken_away_as_code_that_runs(open_page, tmp_path):
    page = open_page("playground?samples=60&hidden=4&seed=2")
    stage = stage_of(page)
    play_until(page, 20)
    epoch = pause(page)
    page.get_by_role("tab", name="Take away").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Network: code and weights (ZIP)").click()
    with zipfile.ZipFile(download.value.path()) as archive:
        archive.extractall(tmp_path)
    said = subprocess.run([sys.executable, tmp_path / "network_numpy.py"], capture_output=True, text=True, check=True)
    trainer = Trainer(config_of(page))
    trainer.run(epoch)
    expected = trainer.network.forward(np.array([[0.0, 0.0], [1.0, -1.0]]))[0]
    np.testing.assert_allclose(np.array(re.findall(r"-?\d+\.\d+", said.stdout), float), expected[:, 0], rtol=1e-5)
    assert stage.get_attribute("data-epoch") == str(epoch)


def test_sixty_four_seeds_train_in_one_click_and_one_goes_on_the_stage(open_page):
    page = open_page("playground?samples=60&hidden=4&learning_rate=2")
    stage_of(page)
    page.get_by_role("button", name="Train 64 seeds").click()
    expect(page.get_by_text("After 100 epochs.")).to_be_visible(timeout=TIMEOUT)
    expect(page.get_by_text("Units that are dead: median")).to_be_visible()
    seed = page.get_by_role("combobox", name="Seed, the largest loss first").input_value()
    page.get_by_role("button", name="Put it on the stage").click()
    expect(page).to_have_url(re.compile(f"seed={seed}"))
    charts = page.locator(".js-plotly-plot .scatterlayer")
    by_loss, by_dead_units = (charts.nth(number).locator(".point") for number in (0, 2))
    expect(by_loss).to_have_count(64, timeout=TIMEOUT)
    by_loss.nth(7).click(force=True)
    expect(page).to_have_url(re.compile("seed=118"), timeout=TIMEOUT)
    diamond = re.compile("^[^A]+$")  # its outline has no arc
    expect(by_dead_units.nth(7)).to_have_attribute("d", diamond, timeout=TIMEOUT)
    by_dead_units.nth(40).click(force=True)  # or one that lies upon it
    expect(page).not_to_have_url(re.compile("seed=118"), timeout=TIMEOUT)

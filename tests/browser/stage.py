"""What the browser tests of the stage do with it."""

import re
from dataclasses import fields

from playwright.sync_api import Locator, Page, expect

from relu_viz.stage import ViewConfig
from relu_viz.training import TrainingConfig

TIMEOUT = 30_000


def stage_of(page: Page) -> Locator:
    """The stage, when it shows the first weights."""
    stage = page.get_by_test_id("stage")
    expect(stage).to_have_attribute("data-epoch", "0", timeout=TIMEOUT)
    return stage


def play_until(page: Page, epoch: int) -> None:
    """Press Play and wait until an epoch is shown."""
    page.get_by_role("button", name="Play", exact=True).click()
    wait_for_epoch(page, epoch)


def wait_for_epoch(page: Page, epoch: int) -> None:
    """Wait until an epoch is shown, or a later one."""
    stage = page.get_by_test_id("stage").element_handle(timeout=TIMEOUT)
    shown = "([stage, epoch]) => Number(stage.dataset.epoch) >= epoch"
    page.wait_for_function(shown, arg=[stage, epoch], timeout=60_000)


def pause(page: Page) -> int:
    """Press Pause; returns the epoch that is then shown, when the page below has followed."""
    page.get_by_role("button", name="Pause", exact=True).click()
    epoch = page.get_by_test_id("stage").get_attribute("data-epoch")
    expect(page.get_by_role("heading", name=f"Epoch {epoch} in depth")).to_be_visible(timeout=TIMEOUT)
    return int(epoch or 0)


def choose(page: Page, control: str, label: str, shown: str) -> None:
    """Choose from a list in the side bar; returns when a run is drawn whose layout has it under ``shown``."""
    listed = page.get_by_test_id("stSidebar").get_by_role("combobox", name=control, exact=True)
    listed.scroll_into_view_if_needed()  # its list closes when the side bar scrolls
    listed.click()
    page.get_by_role("option", name=label, exact=True).filter(visible=True).click()
    stage = page.get_by_test_id("stage").element_handle(timeout=TIMEOUT)
    drawn = "stage.layout[key] === label && Number(stage.dataset.epoch) === stage.timeline.frame?.epoch"
    page.wait_for_function(f"([stage, key, label]) => {drawn}", arg=[stage, shown, label])


def config_of(page: Page) -> TrainingConfig:
    """The run that the page's link describes."""
    query = dict(re.findall(r"[?&]([^=]+)=([^&]*)", page.url.replace("%2C", ",").replace("%3A", ":")))
    view = {each.name for each in fields(ViewConfig)}
    config, ignored = TrainingConfig.from_link({name: text for name, text in query.items() if name not in view})
    assert ignored == []
    return config


def wait_for_points(stage: Locator, count: int) -> None:
    """Wait until the stage shows so many points, training and held out."""
    stage.evaluate(
        """(e, count) => new Promise((done) => {
          const there = () => e.layout.y_train.length + e.layout.y_test.length === count;
          const look = () => (there() ? done() : requestAnimationFrame(look));
          look();
        })""",
        count,
    )

"""Somebody runs experiments in an app that has a Dask cluster, and the cluster is killed."""

import re

import pytest
from playwright.sync_api import Page, expect

from benchmarks.browser import ROOT, serve
from relu_viz.experiments.catalogue import all_experiments
from relu_viz.laboratory import run
from relu_viz.laboratory.shards import finished
from relu_viz.ui.experiments import csv_lines
from tests.local_cluster import local_cluster

pytestmark = [pytest.mark.browser, pytest.mark.scale]

TIMEOUT = 60_000
MEASURED = 240_000  # ms: while other tests need the cores too
PHASES = all_experiments()["phase_diagram"]
LOST = "The cluster was lost on the way: run it again, and this server measures by itself."


def press(page: Page, name: str) -> None:
    button = page.locator("button:visible").filter(has_text=re.compile(f"{name}$")).first
    expect(button).to_be_enabled(timeout=TIMEOUT)
    button.click()


def measured(page: Page) -> str:
    """The data that the page offers, once the script has run to its end."""
    expect(page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible(timeout=TIMEOUT)
    with page.expect_download(timeout=TIMEOUT) as data:
        page.locator("button:visible").filter(has_text="data (CSV)").first.click()
    return data.value.path().read_bytes().decode()


def test_the_cluster_measures_the_same_bits_and_the_server_goes_on_without_it(browser, tmp_path):
    config = PHASES.config(cells=16, epochs=30)
    alone = "".join(csv_lines(PHASES, finished(run(PHASES, config, workers=2))))
    log, complaints = tmp_path / "log", []
    with (
        local_cluster() as cluster,
        serve(ROOT / "app.py", log, env={"RELU_VIZ_DASK": cluster.address}) as (address, _),
        browser.new_page() as page,
    ):
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{address}/dying?phase_diagram.cells=16&phase_diagram.epochs=30")
        press(page, "Run")
        by_cluster = page.get_by_text(re.compile(r"Measured here in [\d.]+ s by the cluster, 16 runs"))
        expect(by_cluster).to_be_visible(timeout=MEASURED)
        assert measured(page) == alone

        press(page, "Run")
        expect(page.get_by_text(re.compile(r"[1-9]\d?%, about"))).to_be_visible(timeout=TIMEOUT)
        cluster.kill()
        expect(page.get_by_text(LOST)).to_be_visible(timeout=TIMEOUT)
        expect(page.get_by_role("alert")).to_have_count(1)
        expect(page.get_by_text("Traceback")).to_have_count(0)

        press(page, "Run")
        expect(page.get_by_text(re.compile(r"Measured here in [\d.]+ s, 16 runs"))).to_be_visible(timeout=MEASURED)
        expect(page.get_by_text(LOST)).to_have_count(0)
        assert measured(page) == alone
    assert complaints == []
    assert [line for line in log.read_text().splitlines() if re.search(r"Error|Traceback|RELU_VIZ_DASK", line)] == [
        f"RELU_VIZ_DASK={cluster.address}: The cluster was lost on the way"
    ]

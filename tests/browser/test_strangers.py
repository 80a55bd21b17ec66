"""Strangers at the server's own route: whatever they send gets a 4xx, and somebody else plays on undisturbed."""

import pytest

from benchmarks.strangers import molest
from tests.browser.stage import play_until, stage_of, wait_for_epoch

pytestmark = pytest.mark.browser


def test_five_hundred_malformed_requests_get_4xx_and_a_student_plays_on(open_page, server):
    page = open_page("playground?hidden=4,3&samples=60")
    stage = stage_of(page)
    play_until(page, 5)
    molest(server, stage.evaluate("e => e.picture.seat"))
    here = int(stage.get_attribute("data-epoch"))
    wait_for_epoch(page, here + 20)
    epochs = stage.evaluate("e => e.timeline.frames.map((frame) => frame.epoch)")
    assert epochs == list(range(len(epochs)))

"""Strangers at the server's own route: whatever they send gets a 4xx, and somebody else plays on undisturbed."""

import pytest

from benchmarks.forged import COMPONENTS, forge_events, forge_links
from benchmarks.strangers import molest
from tests.apart import apart
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


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda each: each.name)
def test_events_that_are_made_up_come_to_nothing_and_a_good_one_after_them_does_not(server, component):
    assert apart(forge_events, server, component, 60) == ""


@pytest.mark.parametrize("page", ["playground", "race", "cnn", "activations"])
def test_links_that_are_made_up_open_their_page(server, page):
    assert apart(forge_links, server, page, 15) == ""

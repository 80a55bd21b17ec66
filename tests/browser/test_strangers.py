"""Strangers at the server's own route: whatever they send gets a 4xx, and somebody else plays on undisturbed."""

import http.client
import json
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.browser.stage import play_until, stage_of, wait_for_epoch

pytestmark = pytest.mark.browser

METHODS = ("POST", "GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD")
seat_names = some.text("abcXYZ019-_./~%", max_size=300) | some.sampled_from(["", "..", "a/b", "%2e%2e", "0" * 4000])
fields = some.sampled_from(["generation", "request", "epoch", "epochs", "batch", "every", "shown", "theta"])
values = some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=20)
objects = some.dictionaries(fields, values).map(lambda it: json.dumps(it).encode())
oddities = some.sampled_from([b"[" * 5000, b"0" * 5000, b"{" + b" " * 60_000, b"null"])
bodies = some.binary(max_size=300) | objects | oddities


def status_of(place, method: str, seat: str, body: bytes) -> int:
    """What a stranger is told; a connection of its own, as strangers have."""
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
    try:
        connection.request(method, f"/live/{seat}", body)
        return connection.getresponse().status
    finally:
        connection.close()


def test_five_hundred_malformed_requests_get_4xx_and_a_student_plays_on(open_page, server):
    page = open_page("playground?hidden=4,3&samples=60")
    stage = stage_of(page)
    play_until(page, 5)
    place, own = urlsplit(server), stage.evaluate("e => e.picture.seat")

    @settings(max_examples=500, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(some.sampled_from(METHODS), some.just(own) | seat_names, bodies)
    def ask(method, seat, body):
        # A student's own seat is tried as well; nothing that is made up here is a request of its run.
        assert 400 <= status_of(place, method, seat, body) < 500

    ask()
    here = int(stage.get_attribute("data-epoch"))
    wait_for_epoch(page, here + 20)
    epochs = stage.evaluate("e => e.timeline.frames.map((frame) => frame.epoch)")
    assert epochs == list(range(len(epochs)))

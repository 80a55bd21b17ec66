"""What malformed requests to live/ cost somebody else: a student at 8-8 alone, and while a stranger sends 500 of them.

python -m benchmarks.strangers
"""

import asyncio
import http.client
import json
import sys
import tempfile
import time
from collections.abc import Awaitable
from pathlib import Path
from statistics import quantiles
from urllib.parse import SplitResult, urlsplit

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from benchmarks.browser import ROOT, serve
from benchmarks.student import Student

ROUNDS, REQUESTS, ALONE, SETTLE = 5, 500, 5, 3
SLOW_TO_MAKE = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
METHODS = ("POST", "GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD")
seat_names = some.text("abcXYZ019-_./~%", max_size=300) | some.sampled_from(["", "..", "a/b", "%2e%2e", "0" * 4000])
fields = some.sampled_from(["generation", "request", "epoch", "epochs", "batch", "every", "shown", "theta"])
values = some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=20)
objects = some.dictionaries(fields, values).map(lambda it: json.dumps(it).encode())
oddities = some.sampled_from([b"[" * 5000, b"0" * 5000, b"{" + b" " * 60_000, b"null"])
bodies = some.binary(max_size=300) | objects | oddities


def molest(address: str, own: str) -> None:
    """Send 500 requests that are malformed, one after another; each must get a 4xx.

    Somebody's ``own`` seat is tried as well: nothing that is made up here is a request of its run.
    """
    place = urlsplit(address)

    @settings(max_examples=REQUESTS, deadline=None, database=None, suppress_health_check=SLOW_TO_MAKE)
    @given(some.sampled_from(METHODS), some.just(own) | seat_names, bodies)
    def ask(method: str, seat: str, body: bytes) -> None:
        assert 400 <= status_of(place, method, seat, body) < 500

    ask()


def status_of(place: SplitResult, method: str, seat: str, body: bytes) -> int:
    """What a stranger is told; a connection of its own, as strangers have."""
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
    try:
        connection.request(method, f"/live/{seat}", body)
        return connection.getresponse().status
    finally:
        connection.close()


async def answers_while(student: Student, going_on: Awaitable) -> list[float]:
    """How long the student waited for each answer, in seconds, while something goes on."""
    before = len(student.answers)
    await going_on
    return student.answers[before:]


async def strangers_come(address: str, seat: str) -> None:
    """A stranger in a process of its own, which takes no time from the student's."""
    sending = await asyncio.create_subprocess_exec(sys.executable, "-m", "benchmarks.strangers", address, seat)
    assert await sending.wait() == 0


async def watch(address: str) -> None:
    student, leave = Student(1, "8,8"), asyncio.Event()
    student.playing.set()
    attending = asyncio.create_task(student.attend(address, leave))
    await asyncio.sleep(SETTLE)
    student.count_from(time.perf_counter())
    alone, meanwhile = [], []
    for _ in range(ROUNDS):
        alone += await answers_while(student, asyncio.sleep(ALONE))
        meanwhile += await answers_while(student, strangers_come(address, student.seat))
    leave.set()
    await attending
    own, then = (quantiles(answers, n=20)[-1] for answers in (alone, meanwhile))
    print(
        f"p95 of an answer: alone {1e3 * own:.1f} ms ({len(alone)} answers), while a stranger sends {REQUESTS} "
        f"malformed requests {1e3 * then:.1f} ms ({len(meanwhile)}), {then / own:.2f} times; {len(student.errors)} "
        f"errors"
    )


def main() -> None:
    if sys.argv[1:]:
        molest(*sys.argv[1:])
        return
    with serve(ROOT / "app.py", Path(tempfile.mkstemp()[1])) as (address, _):
        asyncio.run(watch(address))


if __name__ == "__main__":
    main()

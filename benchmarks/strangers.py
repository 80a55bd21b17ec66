"""What malformed requests to live/ cost somebody else: a student at 8-8 alone, and while a stranger sends 500 of them.

python -m benchmarks.strangers
"""

import asyncio
import http.client
import random
import sys
import tempfile
import time
from collections.abc import Awaitable
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit

from benchmarks.browser import ROOT, serve
from benchmarks.student import Student

ROUNDS, REQUESTS, ALONE, SETTLE = 5, 500, 5, 3
METHODS = ("POST", "POST", "POST", "GET", "PUT", "DELETE", "PATCH", "OPTIONS")
BODIES = (b"", b"null", b"[" * 4000, b"{" + b" " * 60_000, b'{"generation": 1, "request": 1, "epoch": 0, "epochs": 9}',
          b'{"epoch": -1}', b"\xff\x00" * 100, b'{"theta": [1]}')  # fmt: skip


def molest(address: str, seat: str) -> None:
    """Send what is malformed, one request after another, to a seat that is taken and to others that are not."""
    place, chance = urlsplit(address), random.Random(0)
    for _ in range(REQUESTS):
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
        where = chance.choice((seat, seat, "nobody", "a/b", "0" * 4000))
        connection.request(chance.choice(METHODS), f"/live/{where}", chance.choice(BODIES))
        status = connection.getresponse().status
        assert 400 <= status < 500, status
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

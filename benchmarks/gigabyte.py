"""A gigabyte for the whole service: thirty students, four experiments, a file of 50 MB, ten trainings of digits.

python -m benchmarks.gigabyte

The server and its workers share a cgroup of 1 GB without swap, as a container gives it. It needs root, and a memory
controller that may be used (systemd or a cgroup file system).
"""

import asyncio
import contextlib
import random
import tempfile
import time
from collections.abc import Iterator
from math import inf
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.browser import ROOT, serve
from benchmarks.hostile import REFUSALS, memory
from benchmarks.soak import EXPERIMENTS, Class
from benchmarks.stranger import Stranger

LIMIT, STUDENTS, MINUTES = 2**30, 30, 2
GROUPS = (Path("/sys/fs/cgroup/memory"), Path("/sys/fs/cgroup"))  # version 1, version 2


@contextlib.contextmanager
def group_of_a_gigabyte() -> Iterator[Path]:
    """A cgroup with the limit; whoever is written into its cgroup.procs is in it, with all that it begins."""
    base = next(each for each in GROUPS if (each / "cgroup.procs").exists())
    group = base / "relu_viz_gigabyte"
    if base == GROUPS[1]:
        with contextlib.suppress(OSError):
            (base / "cgroup.subtree_control").write_text("+memory")
    group.mkdir(exist_ok=True)
    old = base == GROUPS[0]
    (group / ("memory.limit_in_bytes" if old else "memory.max")).write_text(str(LIMIT))
    with contextlib.suppress(OSError):
        (group / ("memory.memsw.limit_in_bytes" if old else "memory.swap.max")).write_text(str(LIMIT if old else 0))
    try:
        yield group
    finally:
        with contextlib.suppress(OSError):
            group.rmdir()


class Service(Class):
    """All who are there at once."""

    async def student_who_stays(self, number: int) -> tuple[int, int]:
        """One run, watched to the end: how far it came, and how often its seat was lost."""
        async with Stranger(self.address, "playground", urlencode({"seed": number, "hidden": "8,8"})) as student:
            lost = 0
            while time.monotonic() < self.end:
                before = student.newest
                await student.ask("stage", before, 30)
                lost += student.status not in (200, 429)
                await asyncio.sleep(0.4)
            self.errors += student.exceptions
            return student.newest, lost

    async def digits(self) -> None:
        """Ten trainings of digits, one after the other, each looked at for a moment."""
        chance = random.Random(1)
        for _ in range(10):
            query = {"live.filters": "32,32,32", "live.seed": chance.randint(0, 999)}
            async with Stranger(self.address, "cnn", urlencode(query)) as student:
                await student.ask("digits", 0)
                await asyncio.sleep(2)
                self.errors += student.exceptions

    async def file(self) -> None:
        """A table of 50 MB."""
        async with Stranger(self.address, "playground") as student:
            await student.open("Data of your own")
            status = await student.upload("long.csv", b"a,b,c\n" + b"1,2,0\n" * (50 * 2**20 // 6 - 1))
            if status == 204:
                await student.until(lambda: bool(student.told) or "Use these points" in student.buttons, 60)
            print(f"the file: {status}, {'it is read' if 'Use these points' in student.buttons else student.told}")


async def attend(address: str, pid: int) -> bool:
    service = Service(address, inf)
    service.patience = 600  # two cores have a class, its browsers and the experiments
    students = [asyncio.create_task(service.student_who_stays(number)) for number in range(STUDENTS)]
    await asyncio.sleep(5)
    others = [service._experiment(*each) for each in [*EXPERIMENTS.items(), ("race", "race.runs=8")]]
    rest = asyncio.gather(*others, service.digits(), service.file(), return_exceptions=True)
    most, least = 0.0, time.monotonic() + 60 * MINUTES
    while not rest.done() or time.monotonic() < least:
        await asyncio.sleep(0.2)
        with contextlib.suppress(OSError):
            most = max(most, memory(pid))
    service.end = 0
    problems = [each for each in await rest if isinstance(each, BaseException)]
    runs = await asyncio.gather(*students)
    lost = sum(lost for _, lost in runs)
    print(
        f"{STUDENTS} runs came to epoch {min(far for far, _ in runs)} to {max(far for far, _ in runs)}, {lost} answers "
        f"lost; {service.experiments} experiments; at most {most:.0f} MB; errors {service.errors} {problems}"
    )
    return lost == 0 and not service.errors and not problems and service.experiments == 4


def main() -> int:
    log = Path(tempfile.mkstemp()[1])
    with group_of_a_gigabyte() as group:
        within = ["sh", "-c", f'echo $$ > {group}/cgroup.procs; exec "$@"', "sh"]
        with serve(ROOT / "app.py", log, within=within) as (address, server):
            good = asyncio.run(attend(address, server.pid))
            for name in ("memory.peak", "memory.max_usage_in_bytes", "memory.events", "memory.oom_control"):
                if (group / name).exists():
                    print(name, " ".join((group / name).read_text().split()))
    told = [line for line in log.read_text().splitlines() if line.strip() and not any(w in line for w in REFUSALS)]
    print(f"log {[line[:100] for line in told if 'URL:' not in line and 'in your browser' not in line][:5]}")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())

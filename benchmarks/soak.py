"""Twenty minutes of forty students who change pages, come and go, five experiments, uploads: what does the server keep?

python -m benchmarks.soak
python -m benchmarks.soak --minutes 2

A line each half minute: memory of the server and its workers, file descriptors, threads; then minute five beside the
end, and what went wrong.
"""

import argparse
import asyncio
import random
import tempfile
import time
from pathlib import Path

from benchmarks.browser import ROOT, serve
from benchmarks.hostile import REFUSALS, memory
from benchmarks.stranger import Stranger
from relu_viz.ui.pages import all_pages

STUDENTS, EXPERIMENTERS, MINUTES, COMPARED_WITH = 40, 5, 20, 5
MORE = 60  # MB that the end may have beyond minute five
EXPERIMENTS = {"non_linear": "non_linear.runs=8", "dying": "dying_units.runs=64", "sparse": "sparse.runs=8"}
TABLE = b"a,b,c\n" + b"".join(b"%d,%d,%s\n" % (n % 71, n % 53, b"xy"[n % 2 : n % 2 + 1]) for n in range(20_000))


class Class:
    """All who are there, and what they met that should not be."""

    def __init__(self, address: str, end: float):
        self.address, self.end = address, end
        self.patience = 120  # seconds for an experiment
        self.errors: list[str] = []
        self.visits = self.experiments = self.uploads = 0

    async def student(self, number: int) -> None:
        """One who looks at page after page, and is away now and then."""
        chance = random.Random(number)
        await asyncio.sleep(chance.uniform(0, 20))
        while time.monotonic() < self.end:
            page = chance.choice(["playground"] * 8 + list(all_pages()))
            query = f"seed={chance.randint(0, 99)}&hidden={chance.choice(['8,8', '4,3', '12,8,4'])}"
            await self._looked_after(self._visit(page, query if page == "playground" else "", chance))
            await asyncio.sleep(chance.uniform(0, 8))

    async def experimenter(self, number: int) -> None:
        """One who asks for an experiment, waits for what comes of it, and asks for another one."""
        chance = random.Random(1000 + number)
        while time.monotonic() < self.end:
            await self._looked_after(self._experiment(*chance.choice(list(EXPERIMENTS.items()))))
            await asyncio.sleep(chance.uniform(0, 10))

    async def _looked_after(self, visit) -> None:
        try:
            await visit
        except Exception as problem:
            self.errors.append(repr(problem))

    async def _visit(self, page: str, query: str, chance: random.Random) -> None:
        async with Stranger(self.address, page, query) as student:
            self.visits += 1
            leaves = time.monotonic() + chance.uniform(3, 40)
            await asyncio.wait_for(student.finished.wait(), 60)
            if page == "playground" and chance.random() < 0.15:
                await student.open("Data of your own")
                status = await student.upload("points.csv", TABLE)
                self.uploads += status == 204
                assert await student.until(lambda: "Use these points" in student.buttons, 60), student.told
            while time.monotonic() < leaves:
                if page == "playground":
                    await student.ask("stage", student.newest, 30)
                await asyncio.sleep(0.5)
            self.errors += student.exceptions

    async def _experiment(self, page: str, query: str) -> None:
        async with Stranger(self.address, page, query) as student:
            await student.press("Run")
            is_told = await student.until(
                lambda: any("Measured here" in each for each in student.words) or bool(student.told), self.patience
            )
            self.experiments += is_told
            self.errors += student.exceptions + student.told


def usage(pid: int) -> tuple[float, int, int]:
    """Memory of the server and those that it began, in MB; its file descriptors; its threads."""
    folder = Path(f"/proc/{pid}")
    return memory(pid), len(list((folder / "fd").iterdir())), len(list((folder / "task").iterdir()))


async def attend(address: str, pid: int, minutes: float) -> bool:
    begun = time.monotonic()
    people = Class(address, begun + 60 * minutes)
    tasks = [asyncio.create_task(people.student(number)) for number in range(STUDENTS)]
    tasks += [asyncio.create_task(people.experimenter(number)) for number in range(EXPERIMENTERS)]
    at_five = usage(pid)
    while time.monotonic() < people.end:
        await asyncio.sleep(30)
        now, passed = usage(pid), (time.monotonic() - begun) / 60
        if passed < COMPARED_WITH + 0.25:
            at_five = now
        print(
            f"{passed:5.1f} min: {now[0]:.0f} MB, {now[1]} descriptors, {now[2]} threads; {people.visits} visits, "
            f"{people.experiments} experiments, {people.uploads} uploads, {len(people.errors)} errors",
            flush=True,
        )
    last = usage(pid)
    await asyncio.gather(*tasks)
    for name, then, now, more in zip(("MB", "descriptors", "threads"), at_five, last, (MORE, MORE, MORE), strict=True):
        print(f"{name}: {then:.0f} at minute five, {now:.0f} in the end: {'holds' if now <= then + more else 'MISSED'}")
    print(f"{len(people.errors)} errors {sorted(set(people.errors))[:5]}")
    return last[0] <= at_five[0] + MORE and not people.errors


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    minutes = parser.parse_args().minutes
    log = Path(tempfile.mkstemp()[1])
    with serve(ROOT / "app.py", log) as (address, server):
        good = asyncio.run(attend(address, server.pid, minutes))
    lines = [line for line in log.read_text().splitlines() if line.strip()]
    told = [line for line in lines if not any(word in line for word in (*REFUSALS, "in your browser", "URL:"))]
    print(f"log {[line[:100] for line in told[:5]]}")
    return 0 if good and not told else 1


if __name__ == "__main__":
    raise SystemExit(main())

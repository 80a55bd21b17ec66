"""A class on one small server: real sessions of the real page, all playing, their clients on this machine.

    python -m benchmarks.classroom                     # 30, 60, 100, 200 and 300 students, and what came before, beside
    python -m benchmarks.classroom 60 --mixed          # over six shapes
    python -m benchmarks.classroom 200 --processes 2   # behind nginx, as in deploy/
    python -m benchmarks.classroom 100 --comparing     # every fourth before four runs side by side
    python -m benchmarks.classroom 100 --beside REV    # another commit's figures in the same hour, by its own benchmark

A student opens the page over Streamlit's websocket, finds the seat in its layout, then asks for reels as
static/stage/timeline.js does and plays them at the rate that the server gives. Printed: how many epochs a second a
student saw (the slowest and the median), how long a reel's answer took (95 of 100), the server's memory, errors, how
long a whole class that opens the page at the same moment waits until the last is ready, and what memory remains when
they have left.
"""

import argparse
import asyncio
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from benchmarks.browser import ROOT, serve
from benchmarks.comparing import ComparingStudent
from benchmarks.processes import serve_processes
from benchmarks.student import Student

SHAPES = ("8,8", "4,2", "16,16", "8,8,8", "12", "6,6,6,6")
SECONDS, SETTLE = 15, 5
BEFORE = "7ad7785"  # the last commit whose reels were reruns of a fragment


@dataclass(frozen=True)
class Lesson:
    """A class that comes, plays and leaves."""

    students: int
    mixed: bool = False
    at_once: bool = False
    processes: int = 1
    comparing: bool = False


LESSONS = (
    Lesson(30),
    Lesson(60, at_once=True),
    Lesson(60, mixed=True),
    Lesson(100),
    Lesson(200),
    Lesson(300),
)
SERVED_BEFORE = 200  # students at most that the commit before is asked to serve


def memory(pids: list[int]) -> float:
    """Resident memory of some processes together, in MB."""
    pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids)
    return pages * 4096 / 2**20


async def teach(address: str, pids: list[int], lesson: Lesson) -> None:
    """Let a class play and print what it saw."""
    before, leave, most = memory(pids), asyncio.Event(), 0.0
    students = []
    for number in range(lesson.students):
        kind = ComparingStudent if lesson.comparing and number % 4 == 0 else Student
        students.append(kind(number + 1, SHAPES[number % len(SHAPES)] if lesson.mixed else "8,8"))
    attending = []
    for student in students:
        attending.append(asyncio.create_task(student.attend(address, leave)))
        await asyncio.sleep(0 if lesson.at_once else 0.15)
    while not all(student.ready_after or student.errors for student in students):
        await asyncio.sleep(0.05)
    for student in students:
        student.playing.set()
    await asyncio.sleep(SETTLE)
    begun = time.perf_counter()
    for student in students:
        student.count_from(begun)
    while time.perf_counter() - begun < SECONDS:
        await asyncio.sleep(0.5)
        most = max(most, memory(pids))
    seconds = time.perf_counter() - begun
    speeds = sorted(student.counted() / seconds for student in students)
    leave.set()
    await asyncio.gather(*attending, return_exceptions=True)
    p95 = quantiles([answer for student in students for answer in student.answers], n=20)[-1]
    errors = [error for student in students for error in student.errors]
    print(
        f"{lesson.students:4} students{kinds(lesson)}: {speeds[0]:.1f} epochs/s for the "
        f"slowest, {median(speeds):.1f} in the median; p95 of an answer {1e3 * p95:.0f} ms; reels of "
        f"{median(student.frames_of_last for student in students):.0f}; server {most:.0f} MB; "
        f"{len(errors)} errors {errors[:2]}",
        flush=True,
    )
    if lesson.at_once:
        print(f"     opened at the same moment, the last was ready after {max(s.ready_after for s in students):.1f} s")
    left = time.perf_counter()
    while memory(pids) >= before + 40 and time.perf_counter() - left < 180:
        await asyncio.sleep(1)
    waited = time.perf_counter() - left
    print(f"     memory before {before:.0f} MB, {waited:.0f} s after they left {memory(pids):.0f} MB", flush=True)


def kinds(lesson: Lesson) -> str:
    """What is particular about a class."""
    return " over six shapes" * lesson.mixed + ", every fourth with four runs" * lesson.comparing


async def visit_and_teach(address: str, pids: list[int], lesson: Lesson) -> None:
    """The lesson, after somebody has looked in: what the first visitor loads is there for all."""
    leave = asyncio.Event()
    leave.set()
    for _ in pids:
        first = Student(0, "8,8")
        first.playing.set()
        await first.attend(address, leave)
    await asyncio.sleep(1)
    await teach(address, pids, lesson)


@contextmanager
def served(processes: int) -> Iterator[tuple[str, list[int]]]:
    """The app's address and its processes: one, or two behind nginx as deploy/ has them."""
    if processes == 1:
        with serve(ROOT / "app.py", Path(tempfile.mkstemp()[1])) as (address, server):
            yield address, [server.pid]
    else:
        with serve_processes(Path(tempfile.mkdtemp())) as several:
            yield several.address, [server.pid for _, server in several.servers]


def print_beside(revision: str, lessons: tuple[Lesson, ...]) -> None:
    """The figures of another commit, measured now by its own benchmark in a checkout of its own."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", folder, revision], cwd=ROOT, check=True)
        try:
            for lesson in lessons:
                if lesson.students > SERVED_BEFORE:
                    continue
                options = ["--mixed"] * lesson.mixed + ["--at-once"] * lesson.at_once
                command = [sys.executable, "-m", "benchmarks.classroom", str(lesson.students), *options]
                print(f"{revision}:", end=" ", flush=True)
                subprocess.run(command, cwd=folder, check=True)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", folder], cwd=ROOT, check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("students", type=int, nargs="?")
    parser.add_argument("--mixed", action="store_true", help="over six shapes")
    parser.add_argument("--comparing", action="store_true", help="every fourth before four runs side by side")
    parser.add_argument("--at-once", action="store_true", help="all open the page at the same moment")
    parser.add_argument("--processes", type=int, choices=(1, 2), default=1, help="server processes, two behind nginx")
    parser.add_argument("--beside", metavar="REV", help="measure another commit, too")
    asked = parser.parse_args()
    lessons = LESSONS
    if asked.students:
        lessons = (Lesson(asked.students, asked.mixed, asked.at_once, asked.processes, asked.comparing),)
    random.seed(0)
    for lesson in lessons:
        with served(lesson.processes) as (address, pids):
            asyncio.run(visit_and_teach(address, pids, lesson))
    beside = asked.beside or (None if asked.students else BEFORE)
    if beside:
        print_beside(beside, lessons)


if __name__ == "__main__":
    main()

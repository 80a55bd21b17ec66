"""A class on one small server: real websocket sessions of the real page, all playing, their clients on this machine.

    python -m benchmarks.classroom              # 30, 60 and 100 students with 8-8; 60 over six shapes; 60 at once
    python -m benchmarks.classroom 60 --mixed

A student asks for reels as static/stage/timeline.js does and plays them at the rate that the server gives. Printed: how
many epochs a second a student saw (the slowest and the median), how long a reel's answer took (95 of 100), the server's
memory, errors, how long a whole class that opens the page at the same moment waits until the last is ready, and what
memory remains when they have left.
"""

import argparse
import asyncio
import json
import random
import tempfile
import time
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.browser import ROOT, serve
from relu_viz.stage.reel import frame_dtype

SHAPES = ("8,8", "4,2", "16,16", "8,8,8", "12", "6,6,6,6")
SECONDS, SETTLE = 15, 5
FIRST, LONGEST, RATE = 12, 60, 60  # as in static/stage/timeline.js
PATIENCE = 4.0


@dataclass
class Student:
    """One session, and what it saw."""

    number: int
    hidden: str
    ready_after: float = 0.0
    shown: int = 0
    ahead: int = 0
    rate: int = RATE
    answers: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    counting: bool = False
    played: int = 0

    def __post_init__(self) -> None:
        sizes = [2, *map(int, self.hidden.split(",")), 1]
        parameters = sum((a + 1) * b for a, b in pairwise(sizes))
        self.frame = frame_dtype(parameters, sum(sizes[1:-1]))
        self.newest, self.request, self.pending, self.reel = 0, 0, None, FIRST
        self.generation = self.pump = self.fragment = self.page = None
        self.playing = asyncio.Event()

    async def attend(self, address: str, leave: asyncio.Event) -> None:
        begun = time.perf_counter()
        url = address.replace("http", "ws") + "/_stcore/stream"
        async with connect(url, max_size=None, compression=None, open_timeout=60) as socket:
            await socket.send(self._open().SerializeToString())
            hearing = asyncio.create_task(self._hear(socket))
            while self.generation is None:
                await asyncio.sleep(0.02)
            self.ready_after = time.perf_counter() - begun
            await self.playing.wait()
            await asyncio.sleep(random.random() / 2)
            await self._play(socket, leave)
            hearing.cancel()

    async def _play(self, socket: ClientConnection, leave: asyncio.Event) -> None:
        last, owed = time.perf_counter(), 0.0
        while not leave.is_set():
            await asyncio.sleep(1 / 60)
            now = time.perf_counter()
            owed = min(owed + (now - last) * self.rate, 3.0)
            last = now
            steps = min(int(owed), self.ahead)
            owed -= steps
            self.ahead -= steps
            self.shown += steps
            self.played += steps if self.counting else 0
            late = self.pending is not None and now - self.pending > PATIENCE
            if self.ahead < self.reel and (self.pending is None or late):
                if late:
                    self.errors.append("an answer never came")
                await self._ask(socket, now)

    def _open(self) -> BackMsg:
        message = BackMsg()
        message.rerun_script.query_string = f"hidden={self.hidden.replace(',', '%2C')}&seed={self.number}"
        message.rerun_script.page_name = "playground"
        return message

    async def _ask(self, socket: ClientConnection, now: float) -> None:
        self.request += 1
        self.pending = now
        want = {"generation": self.generation, "request": self.request, "epoch": self.newest, "batch": 0,
                "epochs": self.reel, "every": 1, "shown": self.shown}  # fmt: skip
        message = BackMsg()
        message.rerun_script.query_string = self._open().rerun_script.query_string
        message.rerun_script.page_script_hash = self.page or ""
        message.rerun_script.fragment_id = self.fragment or ""
        state = message.rerun_script.widget_states.widgets.add()  # a browser sends that along
        state.id, state.json_value = self.pump or "", "{}"
        trigger = message.rerun_script.widget_states.widgets.add()
        trigger.id = f"$$STREAMLIT_INTERNAL_KEY_{self.pump}__events"
        trigger.json_trigger_value = json.dumps([{"event": "want", "value": want}])
        await socket.send(message.SerializeToString())

    async def _hear(self, socket: ClientConnection) -> None:
        async for data in socket:
            message = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.page = message.new_session.page_script_hash
            if kind != "delta":
                continue
            element = message.delta.new_element
            if element.WhichOneof("type") == "exception":
                self.errors.append(element.exception.message)
            if element.WhichOneof("type") == "bidi_component" and "stage_pump" in element.bidi_component.component_name:
                self.pump, self.fragment = element.bidi_component.id, message.delta.fragment_id
                self._take(element.bidi_component.bytes)

    def _take(self, reel: bytes) -> None:
        _, generation, request, _, _, _, rate = np.frombuffer(reel, "<u4", 7).tolist()
        frames = np.frombuffer(reel, self.frame, offset=28)
        self.generation, self.rate = generation, rate
        if request != self.request or self.pending is None:
            return
        answer = time.perf_counter() - self.pending
        if self.counting:
            self.answers.append(answer)
        self.pending = None
        wanted = FIRST * -(-2 * self.rate * answer // FIRST)
        self.reel = int(min(LONGEST, max(FIRST, wanted)))
        if len(frames) and frames["epoch"][0] == self.newest + 1:
            self.newest = int(frames["epoch"][-1])
            self.ahead += len(frames)


def memory(pid: int) -> float:
    """Resident memory of a process in MB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * 4096 / 2**20


async def lesson(address: str, pid: int, count: int, mixed: bool, at_once: bool = False) -> None:
    """A class that comes, plays and leaves."""
    before, leave, most = memory(pid), asyncio.Event(), 0.0
    students = [Student(n + 1, SHAPES[n % len(SHAPES)] if mixed else "8,8") for n in range(count)]
    attending = []
    for student in students:
        attending.append(asyncio.create_task(student.attend(address, leave)))
        await asyncio.sleep(0 if at_once else 0.15)
    while not all(student.ready_after or student.errors for student in students):
        await asyncio.sleep(0.05)
    for student in students:
        student.playing.set()
    await asyncio.sleep(SETTLE)
    for student in students:
        student.counting = True
    begun = time.perf_counter()
    while time.perf_counter() - begun < SECONDS:
        await asyncio.sleep(0.5)
        most = max(most, memory(pid))
    for student in students:
        student.counting = False
    seconds = time.perf_counter() - begun
    leave.set()
    await asyncio.gather(*attending, return_exceptions=True)
    speeds = sorted(student.played / seconds for student in students)
    p95 = quantiles([answer for student in students for answer in student.answers], n=20)[-1]
    errors = [error for student in students for error in student.errors]
    print(
        f"{count:4} students{' over six shapes' if mixed else ''}: {speeds[0]:.1f} epochs/s for the slowest, "
        f"{median(speeds):.1f} in the median; p95 of an answer {1e3 * p95:.0f} ms; reels of "
        f"{median(student.reel for student in students):.0f}; server {most:.0f} MB; {len(errors)} errors {errors[:2]}",
        flush=True,
    )
    if at_once:
        print(f"     opened at the same moment, the last was ready after {max(s.ready_after for s in students):.1f} s")
    left = time.perf_counter()
    while memory(pid) >= before + 30 and time.perf_counter() - left < 180:
        await asyncio.sleep(1)
    waited = time.perf_counter() - left
    print(f"     memory before {before:.0f} MB, {waited:.0f} s after they left {memory(pid):.0f} MB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("students", type=int, nargs="?")
    parser.add_argument("--mixed", action="store_true")
    parser.add_argument("--at-once", action="store_true")
    asked = parser.parse_args()
    lessons = (
        [(asked.students, asked.mixed, asked.at_once)]
        if asked.students
        else [(30, False, False), (60, False, True), (60, True, False), (100, False, False)]
    )
    for count, mixed, at_once in lessons:
        with serve(ROOT / "app.py", Path(tempfile.mkstemp()[1])) as (address, server):
            asyncio.run(_visit_and_teach(address, server.pid, count, mixed, at_once))


async def _visit_and_teach(address: str, pid: int, count: int, mixed: bool, at_once: bool) -> None:
    first, leave = Student(0, "8,8"), asyncio.Event()
    leave.set()
    first.playing.set()
    await first.attend(address, leave)  # what the first visitor loads is there for all
    await asyncio.sleep(1)
    await lesson(address, pid, count, mixed, at_once)


if __name__ == "__main__":
    main()

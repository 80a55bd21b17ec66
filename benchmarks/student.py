"""A student without a browser: opens the Playground as a browser does, and asks for reels as the picture does.

What a browser would show is computed, not waited for frame by frame: a client that woke up sixty times a second for
every student would keep from the server the core that it measures.
"""

import asyncio
import json
import random
import re
import time
from itertools import pairwise
from urllib.parse import SplitResult, quote, urlsplit

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from relu_viz.stage.reel import read_frames

FIRST, LONGEST, RATE = 12, 60, 60  # as in static/stage/timeline.js
PATIENCE, SOON = 4.0, 0.1


class Student:
    """One session, and what it saw."""

    picture = "relu_viz_stage"

    def __init__(self, number: int, hidden: str):
        sizes = [2, *map(int, hidden.split(",")), 1]
        self.shape = sum((a + 1) * b for a, b in pairwise(sizes)), sum(sizes[1:-1]), 2
        self.query = f"hidden={quote(hidden)}&seed={number}"
        self.ready_after = 0.0
        self.answers: list[float] = []
        self.errors: list[str] = []
        self.cookie = ""
        self.playing = asyncio.Event()
        self.seat, self.generation = "", 0
        self.newest = self.request = self.frames_of_last = 0
        self.reel, self.rate = FIRST, float(RATE)
        # What was shown is a straight line between the moments at which something changed.
        self.shown, self.shown_at = 0.0, 0.0
        self.counting_since: float | None = None
        self.shown_then = 0.0

    async def attend(self, address: str, leave: asyncio.Event) -> None:
        """Open the page, wait for the signal to play, and play until it is time to leave."""
        try:
            await self._attend(address, leave)
        except Exception as problem:
            self.errors.append(repr(problem))

    async def _attend(self, address: str, leave: asyncio.Event) -> None:
        begun = time.perf_counter()
        await self._open_page(urlsplit(address))
        headers = {"Cookie": self.cookie} if self.cookie else {}
        url = address.replace("http", "ws") + "/_stcore/stream"
        async with connect(url, max_size=None, compression=None, open_timeout=60, additional_headers=headers) as socket:
            await socket.send(self._opening().SerializeToString())
            while not self.seat:
                self._look_for_seat(await asyncio.wait_for(socket.recv(), 60))
            self.ready_after = time.perf_counter() - begun
            hearing = asyncio.create_task(self._hear(socket))
            await self.playing.wait()
            if not leave.is_set():
                await asyncio.sleep(random.random() / 2)
                await self.play(address, leave)
            hearing.cancel()

    async def _open_page(self, place: SplitResult) -> None:
        """Get the page itself, with the cookie that a proxy may give."""
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        writer.write(f"GET /playground HTTP/1.1\r\nHost: {place.netloc}\r\nConnection: close\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        writer.close()
        cookies = re.findall(r"(?im)^set-cookie: ([^;\r]+)", head)
        self.cookie = "; ".join(cookies)

    def _opening(self) -> BackMsg:
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = "playground"
        return message

    async def _hear(self, socket: ClientConnection) -> None:
        try:
            async for data in socket:
                self._look_for_seat(data)
        except ConnectionClosed as end:
            self.errors.append(f"the socket closed: {end}")

    def _look_for_seat(self, data: bytes | str) -> None:
        message = ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode())
        if message.WhichOneof("type") != "delta":
            return
        element = message.delta.new_element
        if element.WhichOneof("type") == "exception":
            self.errors.append(element.exception.message)
        if element.WhichOneof("type") == "bidi_component" and element.bidi_component.component_name == self.picture:
            meta = self._read_layout(element.bidi_component.bytes[4:])
            self.seat, self.generation = meta["seat"], meta["generation"]

    def _read_layout(self, layout: bytes) -> dict:
        """What a layout says in words."""
        length = int(np.frombuffer(layout[4:8], "<u4")[0])
        return json.loads(layout[8 : 8 + length])

    async def play(self, address: str, leave: asyncio.Event) -> None:
        place = urlsplit(address)
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        self.shown_at = time.perf_counter()
        while not leave.is_set():
            self._advance(time.perf_counter())
            ahead = self.newest - self.shown
            if ahead >= self.reel:
                await asyncio.sleep((ahead - self.reel) / self.rate + 1 / 60)
                continue
            asked = time.perf_counter()
            try:
                status, body = await asyncio.wait_for(self.ask(place.netloc, reader, writer), 60)
            except (asyncio.IncompleteReadError, ConnectionError):  # kept alive for a few seconds, then closed
                writer.close()
                reader, writer = await asyncio.open_connection(place.hostname, place.port)
                continue
            answered = time.perf_counter()
            if status == 429:
                await asyncio.sleep(SOON)
            elif status != 200:
                self.errors.append(f"{status}: {body[:80]!r}")
                await asyncio.sleep(1)
            else:
                self.take(body, asked, answered)
        writer.close()

    async def ask(self, host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[int, bytes]:
        self.request += 1
        want = {"generation": self.generation, "request": self.request, "epoch": self.newest, "batch": 0,
                "epochs": self.reel, "every": 1, "shown": int(self.shown)}  # fmt: skip
        body = json.dumps(want)
        cookie = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        head = f"POST /live/{self.seat} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n{cookie}"
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
        answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(answer.partition("content-length:")[2].partition("\r\n")[0])
        return int(answer.split()[1]), await reader.readexactly(length)

    def take(self, reel: bytes, asked: float, answered: float) -> None:
        self._advance(answered)
        _, generation, request, _, _, _, rate = np.frombuffer(reel, "<u4", 7).tolist()
        frames = read_frames(reel, *self.shape)
        others = (generation, request) != (self.generation, self.request)
        if others or (len(frames) and frames["epoch"][0] != self.newest + 1):
            self.errors.append("an answer to something else")
            return
        answer = answered - asked
        if answer > PATIENCE:
            self.errors.append("an answer came too late")
        if self.counting_since is not None:
            self.answers.append(answer)
        if len(frames):  # else they are on their way
            self.newest, self.rate, self.frames_of_last = int(frames["epoch"][-1]), rate, len(frames)
        self.reel = int(min(LONGEST, max(FIRST, FIRST * -(-2 * rate * answer // FIRST))))

    def _advance(self, now: float) -> None:
        """Play on until now, at the rate that the server gave, as far as frames are there."""
        self.shown = min(float(self.newest), self.shown + (now - self.shown_at) * self.rate)
        self.shown_at = now

    def count_from(self, now: float) -> None:
        """From now on it counts."""
        self._advance(now)
        self.counting_since, self.shown_then = now, self.shown

    def counted(self) -> float:
        """The epochs that were shown since ``count_from``."""
        self._advance(time.perf_counter())
        return self.shown - self.shown_then

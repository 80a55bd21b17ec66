"""A visitor without a browser who opens any page with any link, presses its buttons and asks for frames at will."""

import asyncio
import json
from contextlib import suppress
from typing import Self

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed


class Stranger:
    """A session on a page; it leaves when the block that opens it ends."""

    def __init__(self, address: str, page: str, query: str = ""):
        self.address, self.page, self.query = address, page, query
        self.newest = 0  # the epoch that it has, of the stage
        self.exceptions: list[str] = []
        self.finished = asyncio.Event()  # the page's script has run once
        self._buttons: dict[str, tuple[str, str]] = {}  # by label: its widget's id and its fragment's
        self._seats: dict[str, tuple[str, int]] = {}  # by picture: its name and its run's number
        self._seen: set[str] = set()  # components
        self._news = asyncio.Event()
        self._request = 0

    async def __aenter__(self) -> Self:
        url = self.address.replace("http", "ws") + "/_stcore/stream"
        self._socket = await connect(url, max_size=None, compression=None, open_timeout=60, close_timeout=1)
        self._hearing = asyncio.create_task(self._hear())
        await self._say()
        return self

    async def __aexit__(self, *problem: object) -> None:
        self._hearing.cancel()
        self._socket.transport.abort()  # as when a laptop is closed

    async def press(self, label: str) -> None:
        """Press a button once it is there."""
        while label not in self._buttons:
            await self._heard()
        widget, fragment = self._buttons[label]
        await self._say(fragment, widget)

    async def has(self, component: str) -> None:
        """Wait for a component."""
        while component not in self._seen:
            await self._heard()

    async def ask(self, picture: str, epoch: int, epochs: int = 60, every: int = 1) -> bytes:
        """Ask for the frames after an epoch, as if one had that, and remember how far the stage's go."""
        while picture not in self._seats:
            await self._heard()
        seat, generation = self._seats[picture]
        self._request += 1
        want = {"generation": generation, "request": self._request, "epoch": epoch, "batch": 0,
                "epochs": epochs, "every": every, "shown": 0}  # fmt: skip
        status, reel = await post(self.address, f"/live/{seat}", json.dumps(want).encode())
        if status != 200:
            await asyncio.sleep(0.1)
        elif picture == "stage" and len(reel) > 40:
            self.newest = max(self.newest, int(np.frombuffer(reel, "<u4", 1, 36)[0]))
        return reel

    async def _say(self, fragment: str = "", widget: str = "") -> None:
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = self.page
        message.rerun_script.fragment_id = fragment
        if widget:
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.trigger_value = widget, True
        await self._socket.send(message.SerializeToString())

    async def _heard(self) -> None:
        self._news.clear()
        await asyncio.wait_for(self._news.wait(), 120)

    async def _hear(self) -> None:
        with suppress(ConnectionClosed):
            async for data in self._socket:
                self._take(ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode()))
                self._news.set()

    def _take(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "script_finished":
            self.finished.set()
        if message.WhichOneof("type") != "delta":
            return
        element, kind = message.delta.new_element, message.delta.new_element.WhichOneof("type")
        if kind == "exception":
            self.exceptions.append(element.exception.message)
        elif kind == "button":
            self._buttons[element.button.label] = element.button.id, message.delta.fragment_id
        elif kind == "bidi_component":
            name = element.bidi_component.component_name
            self._seen.add(name)
            layout = element.bidi_component.bytes[4:]
            if name in ("relu_viz_stage", "relu_viz_digits", "relu_viz_agent") and layout:
                length = int(np.frombuffer(layout[4:8], "<u4")[0])
                meta = json.loads(layout[8 : 8 + length])
                self._seats[name.removeprefix("relu_viz_")] = meta["seat"], meta["generation"]


async def post(address: str, path: str, body: bytes) -> tuple[int, bytes]:
    """Status and body of the answer to a POST, on a connection of its own."""
    host, port = address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)
    answer = await asyncio.wait_for(reader.read(), 60)
    writer.close()
    told, _, rest = answer.partition(b"\r\n\r\n")
    return int(told.split()[1]), rest

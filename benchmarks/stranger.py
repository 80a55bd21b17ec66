"""A visitor without a browser who opens any page with any link, presses its buttons and asks for frames at will."""

import asyncio
import json
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import pairwise
from typing import Any, Self

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from benchmarks.comparing import first_part
from relu_viz.stage.reel import REEL_HEAD, read_frames


class Stranger:
    """A session on a page; it leaves when the block that opens it ends."""

    def __init__(self, address: str, page: str, query: str = ""):
        self.address, self.page, self.query = address, page, query
        self.newest = 0  # the epoch that it has, of the stage
        self.status = 0  # of the last answer to a request for frames
        self.exceptions: list[str] = []
        self.finished = asyncio.Event()  # the page's script has run once
        self.told: list[str] = []  # in boxes
        self.headings: list[str] = []
        self.words: list[str] = []  # between them
        self.link = ""  # what the page has made of it
        self._page_hash = ""
        self._folded: dict[str, str] = {}  # widget's id by label
        self._uploader = ""  # its widget's id
        self._states: list[WidgetState] = []  # of the widgets that it has changed
        self._place: FileURLs | None = None  # where the next file goes
        self.buttons: dict[str, tuple[str, str]] = {}  # by label: its widget's id and its fragment's
        self.layouts: dict[str, dict[str, Any]] = {}  # what a picture was told first: its seat, its run's number, …
        self._seen: dict[str, tuple[str, str]] = {}  # a component's id and its fragment's, by name
        self._clocks: dict[str, asyncio.Task] = {}  # parts of the page that are drawn again from time to time
        self._wound: set[str] = set()  # clocks that the run of the script at hand has set
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
        self._stop_clocks(set(self._clocks))
        self._socket.transport.abort()  # as when a laptop is closed

    async def press(self, label: str) -> None:
        """Press a button once it is there."""
        while label not in self.buttons:
            await self._heard()
        widget, fragment = self.buttons[label]
        await self._say(fragment, WidgetState(id=widget, trigger_value=True))

    async def open(self, label: str) -> None:
        """Open a folded part of the page once it is there."""
        while label not in self._folded:
            await self._heard()
        self._states.append(WidgetState(id=self._folded[label], bool_value=True))
        await self._say()

    async def tell(self, component: str, told: str, event: str = "") -> None:
        """Say something as a component's state, or as an event of it, as soon as it is there: JSON, or what not."""
        await self.has(component)
        widget, fragment = self._seen[component]
        states = [WidgetState(id=widget, json_value="{}" if event else told)]
        if event:
            told = f'[{{"event":"{event}","value":{told}}}]'
            states.append(WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{widget}__events", json_trigger_value=told))
        self.finished.clear()
        await self._say(fragment, *states)

    async def has(self, component: str) -> None:
        """Wait for a component."""
        while component not in self._seen:
            await self._heard()

    async def upload(self, name: str, data: bytes, use: bool = True) -> int:
        """Send a file to the page's uploader and have the page read it; returns the status that sending had."""
        while not self._uploader:
            await self._heard()
        head = (await request(self.address, "GET", "/_stcore/health"))[1]
        cookie = re.findall(r"(?i)set-cookie: _streamlit_xsrf=([^;\r]+)", head)[0]
        self._place = None
        message = BackMsg()
        message.file_urls_request.file_names.append(name)
        await self.say(message)
        while self._place is None:
            await self._heard()
        place, edge = self._place, "----edge"
        part = f'--{edge}\r\nContent-Disposition: form-data; name="f"; filename="{name}"\r\n\r\n'
        body = part.encode() + data + f"\r\n--{edge}--\r\n".encode()
        headers = {"Content_Type": f"multipart/form-data; boundary={edge}", "Cookie": f"_streamlit_xsrf={cookie}"}
        status, _, _ = await request(self.address, "PUT", place.upload_url, body, X_Xsrftoken=cookie, **headers)
        if use and status == 204:
            state = WidgetState(id=self._uploader)
            file = state.file_uploader_state_value.uploaded_file_info.add()
            file.file_id, file.name, file.size = place.file_id, name, len(data)
            file.file_urls.CopyFrom(place)
            self._states = [each for each in self._states if each.id != state.id] + [state]
            self.told.clear()
            self.finished.clear()
            await self._say()
        return status

    async def ask(self, picture: str, epoch: int, epochs: int = 60, every: int = 1, **more: int) -> bytes:
        """Ask for the frames after an epoch, as if one had that, and remember how far the stage's go; or ``more``."""
        while picture not in self.layouts:
            await self._heard()
        seat, generation = self.layouts[picture]["seat"], self.layouts[picture]["generation"]
        self._request += 1
        want = {"generation": generation, "request": self._request, "epoch": epoch, "batch": 0,
                "epochs": epochs, "every": every, "shown": 0} | more  # fmt: skip
        self.status, reel = await post(self.address, f"/live/{seat}", json.dumps(want).encode())
        if self.status != 200:
            await asyncio.sleep(0.1)
        elif picture == "stage" and not more and len(reel) >= REEL_HEAD:
            sizes = self.layouts[picture]["sizes"]
            parameters = sum((fan_in + 1) * fan_out for fan_in, fan_out in pairwise(sizes))
            classes = 0 if self.layouts[picture]["regression"] else max(2, sizes[-1])
            frames = read_frames(reel, parameters, sum(sizes[1:-1]), classes)
            self.newest = max([self.newest, *frames["epoch"].tolist()])
        return reel

    async def say(self, message: BackMsg) -> None:
        """Send any message."""
        await self._socket.send(message.SerializeToString())

    async def _say(self, fragment: str = "", *events: WidgetState) -> None:
        message = BackMsg()
        message.rerun_script.query_string = self.link or self.query
        message.rerun_script.page_name, message.rerun_script.page_script_hash = self.page, self._page_hash
        message.rerun_script.fragment_id = fragment
        message.rerun_script.widget_states.widgets.extend([*self._states, *events])
        await self.say(message)

    async def _rerun_every(self, seconds: float, fragment: str) -> None:
        with suppress(ConnectionClosed):
            while True:
                await asyncio.sleep(seconds)
                await self._say(fragment)

    def _stop_clocks(self, fragments: Iterable[str]) -> None:
        for fragment in fragments:
            self._clocks.pop(fragment).cancel()

    async def until(self, it_is_so: Callable[[], bool], seconds: float = 20) -> bool:
        """Whether something comes to be so within some seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not it_is_so():
                    await self._heard()
        return it_is_so()

    async def _heard(self) -> None:
        self._news.clear()
        await asyncio.wait_for(self._news.wait(), 120)

    async def _hear(self) -> None:
        try:
            while True:
                data = await self._socket.recv()
                self._take(ForwardMsg.FromString(data if isinstance(data, bytes) else data.encode()))
                self._news.set()
        except ConnectionClosed as end:
            self.exceptions.append(f"the server closed the connection: {end}")
        except Exception as problem:
            self.exceptions.append(f"a message that is not understood: {problem!r}")

    def _take(self, message: ForwardMsg) -> None:
        if message.WhichOneof("type") == "new_session":
            self._wound.clear()
        if message.WhichOneof("type") == "script_finished":
            if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:  # the page, not a part of it
                self._stop_clocks(set(self._clocks) - self._wound)
            self.finished.set()
        if message.WhichOneof("type") == "navigation":
            self._page_hash = message.navigation.page_script_hash
        if message.WhichOneof("type") == "auto_rerun":
            fragment, seconds = message.auto_rerun.fragment_id, message.auto_rerun.interval
            self._wound.add(fragment)
            if fragment not in self._clocks:
                self._clocks[fragment] = asyncio.create_task(self._rerun_every(seconds, fragment))
        if message.WhichOneof("type") == "page_info_changed":
            self.link = message.page_info_changed.query_string
        if message.WhichOneof("type") == "file_urls_response":
            self._place = message.file_urls_response.file_urls[0]
        if message.WhichOneof("type") != "delta":
            return
        block = message.delta.add_block
        if block.WhichOneof("type") == "expandable":
            self._folded[block.expandable.label] = block.expandable.id
        element, kind = message.delta.new_element, message.delta.new_element.WhichOneof("type")
        if kind == "exception":
            self.exceptions.append(element.exception.message)
        elif kind == "heading":
            self.headings.append(element.heading.body)
        elif kind == "markdown":
            self.words.append(element.markdown.body)
        elif kind == "alert":
            self.told.append(element.alert.body)
        elif kind == "file_uploader":
            self._uploader = element.file_uploader.id
        elif kind == "button":
            self.buttons[element.button.label] = element.button.id, message.delta.fragment_id
        elif kind == "bidi_component":
            name = element.bidi_component.component_name
            self._seen[name] = element.bidi_component.id, message.delta.fragment_id
            layout = element.bidi_component.bytes[4:]
            if name in ("relu_viz_stage", "relu_viz_digits", "relu_viz_agent", "relu_viz_twins") and layout:
                layout = first_part(layout) if name == "relu_viz_twins" else layout
                length = int(np.frombuffer(layout[4:8], "<u4")[0])
                self.layouts[name.removeprefix("relu_viz_")] = json.loads(layout[8 : 8 + length])


async def post(address: str, path: str, body: bytes) -> tuple[int, bytes]:
    """Status and body of the answer to a POST, on a connection of its own."""
    status, _, rest = await request(address, "POST", path, body)
    return status, rest


async def request(address: str, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, str, bytes]:
    """Status, head and body of an answer, on a connection of its own; status 0 where the server hangs up."""
    host, port = address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    told = {"Host": host, "Connection": "close", "Content-Length": str(len(body))}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())]
    try:
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        answer = await asyncio.wait_for(reader.read(), 60)
    except ConnectionError:
        return 0, "", b""
    finally:
        writer.close()
    head, _, rest = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), head.decode("latin-1"), rest

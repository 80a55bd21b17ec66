"""A student without a browser: a page, what it loads, a websocket with the same cookies, and another if that breaks."""

import asyncio
import urllib.request
from contextlib import suppress
from http.cookies import SimpleCookie

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from relu_viz.stage.assets import address as asset


class Session:
    """One visit to the Playground, with a seed of its own in the link; the cookies are kept as a browser keeps them."""

    def __init__(self, address: str, number: int) -> None:
        self._address, self._seed = address, 1000 + number
        self.name = f"student-{number}"
        self.cookies: dict[str, str] = {}
        self.connections = 0
        self._shown = asyncio.Event()  # the page with the seed of the link

    async def come(self) -> None:
        """Open the page and stay; returns when it is shown."""
        for path in (f"playground?{self._link}", "_stcore/health", "_stcore/host-config", asset("stage/stage.js")):
            await self._get(path)
        self._staying = asyncio.create_task(self._stay())
        await self.shown(1)

    async def shown(self, connections: int) -> None:
        """Wait until the page is shown over the connection of that number."""
        while self.connections < connections:
            await asyncio.sleep(0.02)
        await self._shown.wait()

    async def run_again(self) -> None:
        """Have the page's script run once more; returns when the page is shown."""
        self._shown.clear()
        await self._send()
        await self._shown.wait()

    async def leave(self) -> None:
        """Close the page."""
        self._staying.cancel()
        with suppress(asyncio.CancelledError):
            await self._staying

    @property
    def _link(self) -> str:
        return f"hidden=4%2C3&seed={self._seed}"

    @property
    def _cookie(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def _keep(self, cookies: list[str]) -> None:
        for text in cookies:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(text).items()}

    async def _get(self, path: str) -> None:
        request = urllib.request.Request(f"{self._address}/{path}", headers=self._cookie | {"User-Agent": self.name})
        with await asyncio.to_thread(urllib.request.urlopen, request) as answer:
            self._keep(answer.headers.get_all("Set-Cookie", []))

    async def _stay(self) -> None:
        url = self._address.replace("http", "ws") + "/_stcore/stream"
        asking = {"user_agent_header": self.name, "max_size": None, "compression": None, "open_timeout": 60}
        while True:
            self._shown.clear()
            with suppress(ConnectionClosed, InvalidStatus, OSError):
                async with connect(url, additional_headers=self._cookie, **asking) as self._socket:
                    self._keep(self._socket.response.headers.get_all("Set-Cookie"))
                    self.connections += 1
                    await self._send()
                    await self._hear(self._socket)
            await asyncio.sleep(0.1)

    async def _send(self) -> None:
        message = BackMsg()
        message.rerun_script.query_string, message.rerun_script.page_name = self._link, "playground"
        await self._socket.send(message.SerializeToString())

    async def _hear(self, socket: ClientConnection) -> None:
        seed = None
        async for data in socket:
            message = ForwardMsg.FromString(data)
            if message.WhichOneof("type") == "delta" and message.delta.new_element.number_input.label == "Seed":
                control = message.delta.new_element.number_input
                seed = control.value if control.set_value else seed
            if message.WhichOneof("type") == "script_finished" and seed == self._seed:
                self._shown.set()

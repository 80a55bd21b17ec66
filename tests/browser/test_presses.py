"""What is pressed is done, whatever the browser says right after it, such as where its picture has come to rest."""

import asyncio
from collections.abc import Callable, Coroutine
from urllib.parse import parse_qs

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from tests.apart import run_apart

pytestmark = pytest.mark.browser

TIMES = 30
PATIENCE = 25  # seconds, as a person has


class _Visit:
    """A page of the Playground as a browser holds it: its link, what its select boxes hold, and a button."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._boxes, self._button = socket, {}, ""
        self._asked = self._begun = 0  # runs
        self.link = "hidden=2&samples=20"

    async def ask(self, *, press: bool = False, back: bool = False) -> None:
        """Ask for a run of the page, and perhaps press "Other points"; or come to the link by Back."""
        asked = BackMsg(rerun_script={"query_string": self.link, "page_name": "playground"})
        asked.rerun_script.is_history_navigation = back
        for box, chosen in self._boxes.items():
            asked.rerun_script.widget_states.widgets.add(id=box, string_value=chosen)
        if press:
            asked.rerun_script.widget_states.widgets.add(id=self._button, trigger_value=True)
        self._asked += 1
        await self._socket.send(asked.SerializeToString())

    async def is_drawn(self, points: int) -> None:
        """Wait until the last run that was asked for is over, whose link has the points of this number."""
        while True:
            said = ForwardMsg.FromString(await asyncio.wait_for(self._socket.recv(), PATIENCE))
            kind = said.WhichOneof("type")
            if kind == "new_session":
                self._begun += 1
            elif kind == "delta":
                self._see(said)
            elif kind == "page_info_changed":
                self.link = said.page_info_changed.query_string
            elif kind == "script_finished" and self._begun == self._asked:
                assert parse_qs(self.link).get("data_seed", ["0"]) == [str(points)]
                return

    def _see(self, said: ForwardMsg) -> None:
        element = said.delta.new_element
        if element.button.label == "Other points":
            self._button = element.button.id
        if element.selectbox.id:
            box = element.selectbox
            before = self._boxes.get(box.id, box.options[box.default])
            self._boxes[box.id] = box.raw_value if box.set_value else before


@pytest.fixture
def visited(server):
    """A function that visits the page: what is given to it does something there."""

    def visit_it(does: Callable[[_Visit], Coroutine]) -> None:
        async def come() -> None:
            url = server.replace("http", "ws") + "/_stcore/stream"
            async with connect(url, max_size=None, compression=None) as socket:
                visit = _Visit(socket)
                await visit.ask()
                await visit.is_drawn(points=0)
                await does(visit)

        run_apart(come())

    return visit_it


def test_a_press_is_not_lost_when_the_page_is_asked_for_the_next_run_at_once(visited):
    async def press_and_go_on(visit: _Visit) -> None:
        for points in range(1, TIMES + 1):
            await visit.ask(press=True)
            await visit.ask()
            await visit.is_drawn(points)

    visited(press_and_go_on)


def test_back_is_not_lost_when_the_page_is_asked_for_the_next_run_at_once(visited):
    async def come_back_and_go_on(visit: _Visit) -> None:
        first = visit.link
        for _ in range(TIMES):
            await visit.ask(press=True)
            await visit.is_drawn(points=1)
            visit.link = first
            await visit.ask(back=True)
            await visit.ask()
            await visit.is_drawn(points=0)

    visited(come_back_and_go_on)

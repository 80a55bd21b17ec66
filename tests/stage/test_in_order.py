"""The next run that a browser asks for is heard when the last has called back, and not long after in any case."""

import asyncio

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from relu_viz.stage import InOrder
from relu_viz.stage.in_order import AFTER_CALLBACKS
from tests.apart import run_apart


def forward(kind: str) -> bytes:
    """A message of a page, with nothing in it."""
    empty = {"ref_hash": "kept", "script_finished": ForwardMsg.FINISHED_SUCCESSFULLY}
    return ForwardMsg(**{kind: empty.get(kind, {})}).SerializeToString()


RUN, HEARTBEAT = BackMsg(rerun_script={"query_string": "seed=1"}), BackMsg(app_heartbeat=True)


async def hears(page) -> None:
    """Let a page hear a browser that asks for two runs, one after the other, and says that it is there."""
    waiting = [{"type": "websocket.receive", "bytes": each.SerializeToString()} for each in (RUN, RUN, HEARTBEAT)]

    async def receive():
        return waiting.pop(0)

    async def send(message):
        assert message["type"] == "websocket.send"

    await InOrder(page)({"type": "websocket"}, receive, send)


async def say(send, *said: bytes) -> None:
    for each in said:
        await send({"type": "websocket.send", "bytes": each})


async def is_held(waiting: asyncio.Task) -> bool:
    for _ in range(10):  # whatever goes on at once has gone on
        await asyncio.sleep(0)
    return not waiting.done()


@pytest.fixture
def endless(monkeypatch):
    monkeypatch.setattr("relu_viz.stage.in_order.PATIENCE", 1e6)


@pytest.mark.parametrize("kind", AFTER_CALLBACKS)
def test_the_next_run_is_heard_when_the_last_has_called_back(kind, endless):
    async def page(scope, receive, send):
        await receive()
        following = asyncio.create_task(receive())
        assert await is_held(following)
        await say(send, forward("delta"))  # of the run before
        assert await is_held(following)
        await say(send, forward("new_session"), forward("session_status_changed"))
        assert await is_held(following)
        await say(send, forward(kind))
        assert (await following)["bytes"] == RUN.SerializeToString()

    run_apart(hears(page))


def test_what_asks_for_no_run_waits_for_none(endless):
    async def page(scope, receive, send):
        await receive()
        await say(send, forward("new_session"), forward("delta"))
        await receive()
        assert (await receive())["bytes"] == HEARTBEAT.SerializeToString()

    run_apart(hears(page))


def test_a_run_that_never_calls_back_is_not_waited_for_forever(monkeypatch):
    async def page(scope, receive, send):
        await receive()
        assert (await receive())["bytes"] == RUN.SerializeToString()

    monkeypatch.setattr("relu_viz.stage.in_order.PATIENCE", 0.01)
    run_apart(hears(page))

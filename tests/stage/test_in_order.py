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


RUN = BackMsg(rerun_script={"widget_states": {"widgets": [{"id": "button", "trigger_value": True}]}})


async def takes(message) -> None:
    assert message["type"] == "websocket.send"


async def hears(page, *said: BackMsg, send=takes) -> None:
    """Let a page hear what a browser says."""
    waiting = [{"type": "websocket.receive", "bytes": each.SerializeToString()} for each in said]

    async def receive():
        return waiting.pop(0)

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

    run_apart(hears(page, RUN, RUN))


@pytest.mark.parametrize("other", [BackMsg(app_heartbeat=True), BackMsg(rerun_script={"is_auto_rerun": True})])
def test_what_a_browser_says_by_itself_waits_for_no_press(other, endless):
    async def page(scope, receive, send):
        for _ in range(3):
            await receive()

    run_apart(hears(page, RUN, other, other))


def test_what_is_held_and_sent_again_is_not_waited_for(endless):
    held = BackMsg(rerun_script={"widget_states": {"widgets": [{"id": "slider", "json_value": "{}"}]}})

    async def page(scope, receive, send):
        for _ in range(3):
            await receive()

    run_apart(hears(page, held, held, RUN))


def test_back_is_waited_for(endless):
    async def page(scope, receive, send):
        await receive()
        assert await is_held(asyncio.create_task(receive()))

    run_apart(hears(page, BackMsg(rerun_script={"is_history_navigation": True}), RUN))


def test_who_has_gone_while_something_was_held_is_not_heard_any_more(monkeypatch):
    async def page(scope, receive, send):
        await receive()
        following = asyncio.create_task(receive())
        assert await is_held(following)
        with pytest.raises(OSError, match="gone"):
            await say(send, forward("new_session"))
        assert (await following)["type"] == "websocket.disconnect"

    async def send(message):
        raise OSError("gone")

    monkeypatch.setattr("relu_viz.stage.in_order.PATIENCE", 0.01)
    run_apart(hears(page, RUN, RUN, send=send))


def test_a_run_that_never_calls_back_is_not_waited_for_forever(monkeypatch):
    async def page(scope, receive, send):
        await receive()
        assert (await receive())["bytes"] == RUN.SerializeToString()

    monkeypatch.setattr("relu_viz.stage.in_order.PATIENCE", 0.01)
    run_apart(hears(page, RUN, RUN))

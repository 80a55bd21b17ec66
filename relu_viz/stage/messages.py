"""What a browser says to its page: only what a page of ours may say goes on to Streamlit.

Streamlit reads the JSON of a component before any code of ours does, and fails at some of what is no such thing. And
it does for everybody what anybody asks: forget all that is kept, look after the version of its own files.
"""

import json
import logging
from collections.abc import Mapping

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from relu_viz.stage.health import refused

KINDS = ("rerun_script", "stop_script", "file_urls_request", "app_heartbeat", "backend_operation_request")
OPERATIONS = ("deferred_file", "dataframe_chunk")  # a download that is made when it is wanted; more of a long table
LONGEST = 200_000  # letters of one component's JSON: five times the longest text of an edit
DEEPEST = 10  # of a list in a list: what our pictures say has four
FILES = 4  # that a browser asks for places for at once
NO_MESSAGE = 1003  # the code with which a connection ends that brings something else

# What is no event is refused here; it is empty for Streamlit, which would tell of that with a traceback.
logging.getLogger("streamlit.components.v2.bidi_component.serialization").setLevel(logging.ERROR)


class Messages:
    """An ASGI app around another, which hears of a browser what our pages say, events as JSON of bounded size."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def checked() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                if (passed := _passed(message)) is not None:
                    return passed

        await self.app(scope, checked if scope["type"] == "websocket" else receive, send)


def _passed(message: Message) -> Message | None:
    """What goes on of a message: nothing if it is not a page's, or the connection's end if it is no message at all."""
    try:
        told = BackMsg.FromString(message.get("bytes") or b"")
    except DecodeError:
        refused("message", "it is none of Streamlit's")
        return {"type": "websocket.disconnect", "code": NO_MESSAGE}
    if not _is_a_pages(told):
        refused("message", "no page of ours sends it")
        return None
    states = told.rerun_script.widget_states.widgets
    unsound = [state for state in states if not _is_sound(state)]
    if not unsound:
        return message
    refused("event", "it is no JSON, or too much of it")
    for state in unsound:
        states.remove(state)
    return {"type": "websocket.receive", "bytes": told.SerializeToString()}


def _is_a_pages(told: BackMsg) -> bool:
    kind = told.WhichOneof("type")
    if kind == "backend_operation_request":
        return told.backend_operation_request.WhichOneof("payload") in OPERATIONS
    return kind in KINDS and len(told.file_urls_request.file_names) <= FILES


def _is_sound(state: WidgetState) -> bool:
    """Whether a widget's state is no component's, or JSON that is not too long, too deep or of numbers too large."""
    kind = state.WhichOneof("value")
    if kind not in ("json_value", "json_trigger_value"):
        return True
    told = getattr(state, kind)
    if len(told) > LONGEST:
        return False
    try:
        return _depth(json.loads(told, parse_constant=_no_number)) <= DEEPEST
    except (ValueError, RecursionError):
        return False


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number of JSON.")


def _depth(told: object) -> int:
    inner = told.values() if isinstance(told, Mapping) else told if isinstance(told, list) else ()
    return 1 + max(map(_depth, inner), default=0)

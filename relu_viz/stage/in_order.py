"""What a browser asks of its page is heard before the next is passed on.

Streamlit ends a page's script when the browser asks for the next run. If that comes before what was pressed has been
called back, the press is lost: nobody hears of it again.
"""

import asyncio
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE = 0.5  # seconds that a script gets to call back; then the next is passed on all the same
GONE = 1006  # the code of a connection that has broken
PRESSES = (
    "trigger_value",
    "string_trigger_value",
    "json_trigger_value",
    "chat_input_value",
)  # said once, and not again
# What a script sends once it has called back: a page's settings or its parts (kept ones by their hash), or its end.
AFTER_CALLBACKS = ("page_config_changed", "navigation", "delta", "ref_hash", "script_finished")


class InOrder:
    """An ASGI app around another, which hears what follows a press, or Back, when that has been called back."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            return await self.app(scope, receive, send)
        run = _Run()

        async def in_order() -> Message:
            message = await receive()
            asked = BackMsg.FromString(message.get("bytes") or b"")
            if asked.WhichOneof("type") != "rerun_script" or asked.rerun_script.is_auto_rerun:
                return message
            with suppress(TimeoutError):
                await asyncio.wait_for(run.has_called_back.wait(), PATIENCE)
            if run.is_gone:
                return {"type": "websocket.disconnect", "code": GONE}
            run.ask(_is_said_once(asked.rerun_script))
            return message

        async def watched(message: Message) -> None:
            run.watch(message)
            try:
                await send(message)
            except Exception:
                run.is_gone = True  # who waits for the next message must not be told of one
                raise

        await self.app(scope, in_order, watched)


class _Run:
    """The run that a browser asked for last, as far as its page's messages tell."""

    def __init__(self) -> None:
        self.has_called_back = asyncio.Event()
        self.has_called_back.set()
        self.has_started = self.is_gone = False

    def ask(self, is_waited_for: bool) -> None:
        """The next one is asked for."""
        self.has_started = False
        if is_waited_for:
            self.has_called_back.clear()
        else:
            self.has_called_back.set()

    def watch(self, message: Message) -> None:
        """A message of the page goes to the browser; those before a run has started are of the last one."""
        if self.has_called_back.is_set() or not message.get("bytes"):
            return
        kind = ForwardMsg.FromString(message["bytes"]).WhichOneof("type")
        if kind == "new_session":
            self.has_started = True
        elif self.has_started and kind in AFTER_CALLBACKS:
            self.has_called_back.set()


def _is_said_once(asked: ClientState) -> bool:
    """Whether there is a press in it, or Back: what a browser holds it sends again with the next."""
    said = (state.WhichOneof("value") for state in asked.widget_states.widgets)
    return asked.is_history_navigation or any(kind in PRESSES for kind in said)

"""What a browser asks of its page is heard before the next is passed on.

Streamlit ends a page's script when the browser asks for the next run. If that comes before what was pressed has been
called back, the press is lost: nobody hears of it again.
"""

import asyncio
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE = 1.0  # seconds that a script gets to call back; then the next is passed on all the same
# What a script sends once it has called back: a page's settings or its parts (kept ones by their hash), or its end.
AFTER_CALLBACKS = ("page_config_changed", "navigation", "delta", "ref_hash", "script_finished")


class InOrder:
    """An ASGI app around another, which hears the next of a browser's runs when the last one has called back."""

    def __init__(self, app: ASGIApp):
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            return await self.app(scope, receive, send)
        run = _Run()

        async def in_order() -> Message:
            message = await receive()
            if _asks_for_a_run(message):
                with suppress(TimeoutError):
                    await asyncio.wait_for(run.has_called_back.wait(), PATIENCE)
                run.ask()
            return message

        async def watched(message: Message) -> None:
            run.watch(message)
            await send(message)

        await self.app(scope, in_order, watched)


class _Run:
    """The run that a browser asked for last, as far as its page's messages tell."""

    def __init__(self) -> None:
        self.has_called_back = asyncio.Event()
        self.has_called_back.set()
        self.has_started = False

    def ask(self) -> None:
        """The next one is asked for."""
        self.has_called_back.clear()
        self.has_started = False

    def watch(self, message: Message) -> None:
        """A message of the page goes to the browser; those before a run has started are of the last one."""
        if self.has_called_back.is_set() or not message.get("bytes"):
            return
        kind = ForwardMsg.FromString(message["bytes"]).WhichOneof("type")
        if kind == "new_session":
            self.has_started = True
        elif self.has_started and kind in AFTER_CALLBACKS:
            self.has_called_back.set()


def _asks_for_a_run(message: Message) -> bool:
    """Whether a browser asks for a run that somebody's press may be in; those that it asks for by itself have none."""
    asked = BackMsg.FromString(message.get("bytes") or b"")
    return asked.WhichOneof("type") == "rerun_script" and not asked.rerun_script.is_auto_rerun

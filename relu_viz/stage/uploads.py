"""Files that browsers send: each session's and all of them together are bounded, before the first byte is read.

Streamlit holds a file for as long as its session lasts.
"""

import asyncio
import re
from collections.abc import Callable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from relu_viz.stage.health import refused
from relu_viz.stage.memory import is_full, most_memory
from relu_viz.stage.seats import is_there

FILES_OF_A_SESSION = 2  # there are two while one takes the other's place
SHARE_OF_MEMORY = 4  # all files together get one part in so many of what the server may take
SECONDS = 120  # that a file may take to come: some 3 Mbit/s for the largest
AROUND_A_FILE = 2**16  # bytes that a request has beyond its file
_FILE = re.compile(r".*/_stcore/upload_file/([^/]+)/([^/]+)")


class Uploads:
    """An ASGI app around another, which sees only those files for which there is room.

    ``most`` are the bytes of the largest file. Whoever sends more, or does not say how much, gets 413; where there is
    no room at the moment, 503.
    """

    def __init__(self, app: ASGIApp, most: int, is_there: Callable[[str], bool] = is_there):
        self.app, self.most, self.is_there = app, most, is_there
        self._held: dict[str, dict[str, int]] = {}  # bytes of each file, by session; those on their way, too

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        file = _FILE.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if file is None or scope["method"] not in ("PUT", "DELETE"):
            return await self.app(scope, receive, send)
        session, name = file.groups()
        if scope["method"] == "DELETE":
            await self.app(scope, receive, send)
            return self._forget(session, name)
        told = dict(scope["headers"]).get(b"content-length", b"")
        size = int(told) if told.isdigit() and len(told) <= 12 else None
        if size is None or size > self.most + AROUND_A_FILE:
            refused("upload", "a file is too large, or does not say how large it is")
            return await PlainTextResponse("The file is too large.", 413)(scope, receive, send)
        if not self._has_room(session, name, size):
            refused("upload", "there is no room for another file")
            return await PlainTextResponse("There is no room for a file at the moment.", 503)(scope, receive, send)
        self._held.setdefault(session, {})[name] = size
        if not await self._is_taken(scope, receive, send):
            self._forget(session, name)
        return None

    def _has_room(self, session: str, name: str, size: int) -> bool:
        self._held = {each: files for each, files in self._held.items() if self.is_there(each)}
        own = self._held.get(session, {})
        held = sum(sum(files.values()) for files in self._held.values()) - own.get(name, 0)
        is_one_too_many = len(own.keys() - {name}) >= FILES_OF_A_SESSION
        return not (is_one_too_many or is_full() or held + size > most_memory() // SHARE_OF_MEMORY)

    def _forget(self, session: str, name: str) -> None:
        self._held.get(session, {}).pop(name, None)

    async def _is_taken(self, scope: Scope, receive: Receive, send: Send) -> bool:
        """Whether the app has taken the file, in time."""
        status = 0

        async def send_and_look(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            async with asyncio.timeout(SECONDS):
                await self.app(scope, receive, send_and_look)
        except TimeoutError:
            refused("upload", "a file took too long to come")
            await PlainTextResponse("The file took too long to come.", 408)(scope, receive, send)
        except OSError as problem:  # Streamlit puts larger files on disk before it has them in memory
            refused("upload", f"there is no place on disk: {problem.strerror}")
            await PlainTextResponse("There is no place for a file.", 507)(scope, receive, send)
        return 200 <= status < 300

"""Files that browsers send: each session's and all of them together are bounded, before the first byte is read.

Streamlit holds a file for as long as its session lasts.
"""

import asyncio
import re
from collections.abc import Callable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from relu_viz.stage.health import refused
from relu_viz.stage.memory import is_full, most_memory

FILES_OF_A_SESSION = 2  # there are two while one takes the other's place
SHARE_OF_MEMORY = 4  # all files together get one part in so many of what the server may take
SECONDS = 120  # that a file may take to come: some 3 Mbit/s for the largest
AROUND_A_FILE = 2**16  # bytes that a request has beyond its file
_FILE = re.compile(r".*/_stcore/upload_file/([^/]+)/([^/]+)")


def held_by_streamlit() -> dict[str, dict[str, int]]:
    """The bytes of each file that is held, by session; those of sessions that have left, too, until it forgets them."""
    manager = runtime.get_instance().uploaded_file_mgr
    storage: dict[str, dict[str, UploadedFileRec]] = manager.file_storage  # pyright: ignore[reportAttributeAccessIssue]
    return {session: {name: len(file.data) for name, file in files.items()} for session, files in storage.items()}


class Uploads:
    """An ASGI app around another, which sees only those files for which there is room.

    ``most`` are the bytes of the largest file, ``held`` tells which there are. Whoever sends more, or does not say how
    much, gets 413; where there is no room at the moment, 503.
    """

    def __init__(self, app: ASGIApp, most: int, held: Callable[[], dict[str, dict[str, int]]] = held_by_streamlit):
        self.app, self.most, self.held = app, most, held
        self._on_the_way: list[tuple[str, str, int]] = []  # session, name and bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        file = _FILE.fullmatch(scope["path"]) if scope["type"] == "http" and scope["method"] == "PUT" else None
        if file is None:
            return await self.app(scope, receive, send)
        told = dict(scope["headers"]).get(b"content-length", b"")
        size = int(told) if told.isdigit() and len(told) <= 12 else None
        if size is None or size > self.most + AROUND_A_FILE:
            refused("upload", "a file is too large, or does not say how large it is")
            return await PlainTextResponse("The file is too large.", 413)(scope, receive, send)
        session, name = file.groups()
        if not self._has_room(session, name, size):
            refused("upload", "there is no room for another file")
            return await PlainTextResponse("There is no room for a file at the moment.", 503)(scope, receive, send)
        self._on_the_way.append((session, name, size))
        try:
            return await self._take(scope, receive, send)
        finally:
            self._on_the_way.remove((session, name, size))

    def _has_room(self, session: str, name: str, size: int) -> bool:
        held = self.held()
        names = {name, *held.get(session, {})} | {each for who, each, _ in self._on_the_way if who == session}
        there = sum(sum(files.values()) for files in held.values()) + sum(coming for _, _, coming in self._on_the_way)
        fits = there + size <= most_memory() // SHARE_OF_MEMORY
        return len(names) <= FILES_OF_A_SESSION and fits and not is_full()

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the app take the file, in time."""
        answered = False

        async def send_and_look(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            async with asyncio.timeout(SECONDS):
                return await self.app(scope, receive, send_and_look)
        except TimeoutError:
            status, sentence = 408, "The file took too long to come."
        except OSError as problem:  # Streamlit puts larger files on disk before it has them in memory
            status, sentence = 507, f"There is no place on disk: {problem.strerror}."
        refused("upload", sentence)
        if not answered:
            await PlainTextResponse(sentence, status)(scope, receive, send)

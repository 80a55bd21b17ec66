"""The server's end, told before it comes: pictures that ask for frames say that it restarts, instead of waiting."""

import asyncio
import signal
import threading
from types import FrameType

SECONDS = 0.8  # between the signal and the end: a picture that plays asks within that
_closing = threading.Event()


def is_closing() -> bool:
    """Whether the server ends in a moment."""
    return _closing.is_set()


def tell_before_the_end() -> None:
    """From now on SIGTERM has pictures told first. A second one ends the server at once.

    Call it in the main thread, within the event loop of a server that has its own way to end.
    """
    before, loop = signal.getsignal(signal.SIGTERM), asyncio.get_running_loop()
    if not callable(before) or threading.current_thread() is not threading.main_thread():
        return

    def end(number: int, frame: FrameType | None) -> None:
        if _closing.is_set():
            before(number, frame)
        else:
            _closing.set()
            loop.call_soon_threadsafe(loop.call_later, SECONDS, before, number, frame)

    signal.signal(signal.SIGTERM, end)

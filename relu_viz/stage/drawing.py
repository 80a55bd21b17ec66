"""Pages are drawn one at a time: a script is Python all the way, and thirty at once leave pictures no time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Drawing:
    """Who draws. A script that draws within another, as a fragment does within its page, is part of it."""

    def __init__(self) -> None:
        self._free = threading.Lock()
        self._here = threading.local()

    @property
    def is_mine(self) -> bool:
        """Whether this thread draws."""
        return getattr(self._here, "draws", False)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Within, this thread draws and no other does."""
        if self.is_mine:
            yield
            return
        with self._free:
            self._here.draws = True
            try:
                yield
            finally:
                self._here.draws = False

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Within, this thread waits for something else than a page, and others may draw."""
        if not self.is_mine:
            yield
            return
        self._here.draws = False
        self._free.release()
        try:
            yield
        finally:
            self._free.acquire()
            self._here.draws = True


drawing = Drawing()

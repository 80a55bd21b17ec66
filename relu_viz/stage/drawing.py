"""Pages are drawn one at a time: a script is Python all the way, and thirty at once leave pictures no time.

Where one page follows the other while pictures wait for their frames, there is a break between two of them.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep

LONGEST_BREAK = 0.1  # seconds; else as long as the page took


class Drawing:
    """Who draws. A script that draws within another, as a fragment does within its page, is part of it.

    ``pictures_wait`` tells whether there is something to be trained.
    """

    def __init__(self, pictures_wait: Callable[[], bool] = lambda: False):
        self._pictures_wait = pictures_wait
        self._free = threading.Lock()
        self._others = 0  # who want to draw
        self._counting = threading.Lock()
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
        self._begin()
        try:
            yield
        finally:
            self._end()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Within, this thread waits for something else than a page, and others may draw."""
        if not self.is_mine:
            yield
            return
        self._end()
        try:
            yield
        finally:
            self._begin()

    def _begin(self) -> None:
        with self._counting:
            self._others += 1
        self._free.acquire()
        with self._counting:
            self._others -= 1
        self._here.draws, self._here.since = True, monotonic()

    def _end(self) -> None:
        if self._others and self._pictures_wait():
            sleep(min(LONGEST_BREAK, monotonic() - self._here.since))
        self._here.draws = False
        self._free.release()

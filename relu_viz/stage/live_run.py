"""A training that is watched: its moments are made in order, as many as the browser asks for, and never twice at once.

Nothing runs unless it is asked for, so a training is paused by not asking, and cancelled by asking from the start.
"""

import threading
from collections.abc import Callable, Iterator
from itertools import islice
from time import monotonic
from typing import Generic, TypeVar

SECONDS_OF_A_REEL = 0.3  # so that nobody waits long for an answer, nor for another visitor's

Moment = TypeVar("Moment")
_turn = threading.Lock()  # one training at a time on the whole server: side by side they would only slow each other


class LiveRun(Generic[Moment]):
    """The moments of one training, numbered from 0; ``moments`` makes them anew, always the same ones."""

    def __init__(self, moments: Callable[[], Iterator[Moment]]):
        self._moments = moments
        self._begin()

    def _begin(self) -> None:
        self._coming = self._moments()
        self._next = 0
        self._last: tuple[int | None, list[Moment], bool] = (None, [], False)

    def after(self, number: int, most: int) -> tuple[list[Moment], bool]:
        """Up to ``most`` moments that follow the one of that number, and whether they are the last there are.

        An answer that was lost is given again; whoever is further back is served from the start, which takes as long as
        it took the first time.
        """
        with _turn:
            if number == self._last[0]:
                return self._last[1:]
            if number + 1 < self._next:
                self._begin()
            skipped = number + 1 - self._next
            self._next += sum(1 for _ in islice(self._coming, skipped))
            moments, ended = self._take(most)
            self._last = (number, moments, ended)
            return moments, ended

    def _take(self, most: int) -> tuple[list[Moment], bool]:
        moments: list[Moment] = []
        enough = monotonic() + SECONDS_OF_A_REEL
        while len(moments) < most and (not moments or monotonic() < enough):
            moment = next(self._coming, None)
            if moment is None:
                return moments, True
            moments.append(moment)
            self._next += 1
        return moments, False

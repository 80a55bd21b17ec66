"""Trainings that are watched: their moments are made when somebody asks for them, once for all who watch the same.

A training is a function of its config, so a class that watches the default trains one network. Nothing runs unless it
is asked for: a training is paused by not asking. What was made is kept, within a number of bytes for the whole server;
what had to go is made again.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from inspect import getgeneratorlocals, isgenerator
from time import monotonic
from typing import Any

from relu_viz.base import Config
from relu_viz.stage.held import bytes_held

SECONDS_OF_A_REEL = 0.3  # so that nobody waits long for an answer, nor for another visitor's
MOST_BYTES = 128 * 2**20

_turn = threading.Lock()  # one training at a time on the whole server: side by side they would only slow each other


class LiveRun:
    """The moments of one training, numbered from 0, as far as they are made; each tells its ``nbytes``.

    ``nbytes`` of the run is what they take, and what the training holds that makes them, while there are more to make.
    """

    def __init__(self, moments: Iterator[Any]):
        self._coming = moments
        self._made: list[Any] = []
        self._ended = False
        self._of_moments = self._of_training = 0

    @property
    def nbytes(self) -> int:
        return self._of_moments + self._of_training

    def after(self, number: int, most: int) -> tuple[list[Any], bool]:
        """Up to ``most`` moments that follow the one of that number, and whether they are the last there are.

        There are none where that one is not yet made, as after it had to go: then the next ones are made on the way
        there, so that no answer takes longer than another.
        """
        wanted = number + 1 + most
        if len(self._made) < wanted and not self._ended:
            with _turn:
                self._make(min(wanted, len(self._made) + 1), wanted)
        moments = self._made[number + 1 : wanted]
        return moments, self._ended and number + 1 + len(moments) >= len(self._made)

    def _make(self, at_least: int, wanted: int) -> None:
        enough = monotonic() + SECONDS_OF_A_REEL
        while len(self._made) < wanted and (len(self._made) < at_least or monotonic() < enough):
            moment = next(self._coming, None)
            if moment is None:
                self._ended = True
                break
            self._made.append(moment)
            self._of_moments += moment.nbytes
        self._of_training = bytes_held(getgeneratorlocals(self._coming) if isgenerator(self._coming) else self._coming)


class LiveRuns:
    """The trainings of a server by their configs; those that were not asked for longest go first."""

    def __init__(self, begin: Callable[[Any], Iterator[Any]], most_bytes: int = MOST_BYTES):
        self._begin, self._most_bytes = begin, most_bytes
        self._runs: OrderedDict[Config, LiveRun] = OrderedDict()
        self._guard = threading.Lock()

    def of(self, config: Config) -> LiveRun:
        """The training of a config, as far as it is made."""
        with self._guard:
            run = self._runs.setdefault(config, LiveRun(self._begin(config)))
            self._runs.move_to_end(config)
            while len(self._runs) > 1 and sum(each.nbytes for each in self._runs.values()) > self._most_bytes:
                self._runs.popitem(last=False)
            return run

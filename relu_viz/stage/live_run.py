"""Trainings that are watched: their moments are made when somebody asks for them, once for all who watch the same.

A training is a function of its config, so a class that watches the default trains one network. Nothing runs unless it
is asked for: a training is paused by not asking. What was made is kept, within a number of bytes for the whole server;
what had to go is made again.
"""

from collections.abc import Callable, Iterator
from inspect import getgeneratorlocals, isgenerator
from time import monotonic
from typing import Any

from relu_viz.base import Config
from relu_viz.stage.held import bytes_held
from relu_viz.stage.kept import Kept, kept
from relu_viz.training import Pieces

SECONDS_OF_A_REEL = 0.3  # so that nobody waits long for an answer


class LiveRun:
    """The moments of one training, numbered from 0, as far as they are made; each tells its ``nbytes``.

    The training gives None where a moment takes longer than some milliseconds: there it can be left alone for a while.
    ``nbytes`` of the run is what its moments take, and what the training holds that makes them, while there are more.
    """

    def __init__(self, moments: Iterator[Any]):
        self._coming = moments
        self._made: list[Any] = []
        self._ended = False
        self._of_moments = self._of_training = 0

    @property
    def nbytes(self) -> int:
        return self._of_moments + self._of_training

    def after(self, number: int, most: int) -> Pieces[tuple[list[Any], bool]]:
        """Up to ``most`` moments that follow the one of that number, and whether they are the last there are.

        There are none where that one is not yet made, as after it had to go, or where the next one takes longer than an
        answer may: then it is on its way, and whoever asks again gets it. Only one may be at it at a time.
        """
        wanted, enough = number + 1 + most, monotonic() + SECONDS_OF_A_REEL
        if len(self._made) < wanted and not self._ended:
            self._make()
            while len(self._made) < wanted and not self._ended and monotonic() < enough:
                yield len(self._made)
                self._make()
            training = getgeneratorlocals(self._coming) if isgenerator(self._coming) else self._coming
            self._of_training = bytes_held(training)
        moments = self._made[number + 1 : wanted]
        return moments, self._ended and number + 1 + len(moments) >= len(self._made)

    def _make(self) -> None:
        """One piece further."""
        try:
            moment = next(self._coming)
        except StopIteration:
            self._ended = True
            return
        if moment is not None:
            self._made.append(moment)
            self._of_moments += moment.nbytes


class LiveRuns:
    """The trainings of one kind by their configs, as long as they are kept; ``begin`` makes one's moments."""

    def __init__(self, begin: Callable[[Any], Iterator[Any]], store: Callable[[], Kept] = kept):
        self._begin, self._store = begin, store

    def of(self, config: Config) -> LiveRun:
        """The training of a config, as far as it is made."""
        return self._store().get((self._begin, config), lambda: LiveRun(self._begin(config)))

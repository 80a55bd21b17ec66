"""Trainers stepped together as one ensemble, at once or in pieces between which others have their turn."""

from collections.abc import Generator, Iterator, Sequence
from math import inf
from time import monotonic
from typing import TypeVar

import numpy as np

from relu_viz.training.cohort import Cohort
from relu_viz.training.frames import Frames
from relu_viz.training.state import TrainingState

SECONDS_OF_A_PIECE = 0.005

_Result = TypeVar("_Result")
Pieces = Generator[float, None, _Result]  # work that stops again and again, and says each time how much is done


def train_together(trainers: Sequence[TrainingState], epochs: int, evaluate_every: int = 1) -> list[Frames]:
    """Train several trainers of one batch key as one ensemble; each one's numbers do not depend on its company.

    None of them may have a change before the last of the epochs. With 0 epochs the networks are only evaluated and
    recorded as they are.
    """
    cohort, rows = Cohort(trainers), []
    with np.errstate(all="ignore"):
        for _ in cohort.train(rows, epochs, evaluate_every):
            pass
    trainers[0].network.drop_large_buffers()
    return cohort.hand_back(rows)


def train_in_pieces(
    trainers: Sequence[TrainingState], epochs: int, evaluate_every: int = 1, seconds: float = inf
) -> Pieces[list[Frames]]:
    """What ``train_together`` does, in pieces of some milliseconds: yields how many epochs are done, parts included.

    The training ends with the first recorded epoch after so many ``seconds`` of work: the frames are then fewer than
    asked for. If it is closed before its end, the trainers are as they were.
    """
    before = [trainer.take() for trainer in trainers]
    try:
        yield 0.0  # a copy of large networks is a piece, and so is laying them side by side
        cohort, rows = Cohort(trainers), []
        yield 0.0
        clock = Clock()
        yield from _in_pieces(cohort.train(rows, epochs, evaluate_every, lambda: clock.worked() >= seconds), clock)
    except BaseException:
        for trainer, snapshot in zip(trainers, before, strict=True):
            trainer.put_back(snapshot)
        raise
    finally:
        trainers[0].network.drop_large_buffers()
    return cohort.hand_back(rows)


def watch_batches(trainer: TrainingState, after: int, most: int, seconds: float = inf) -> Pieces[Frames | None]:
    """The mini-batches of the next epoch one by one, those that follow ``after`` of them: at most ``most`` frames.

    It is done in pieces, and the trainer is left as it is. There are fewer frames where they take more ``seconds``. An
    epoch's last mini-batch is not among them: it is what ``run(1)`` gives. None if there is no other that is finite.
    """
    before, clock = trainer.take(), Clock()
    try:
        cohort, rows = Cohort([trainer]), []
        yield from _in_pieces(cohort.watch(rows, after, most, lambda: clock.worked() >= seconds), clock)
    finally:
        trainer.put_back(before)
        trainer.network.drop_large_buffers()
    return cohort.frames(rows)[0] if rows else None


class Clock:
    """Counts the seconds of work that is done in pieces, from now on; the pauses do not count."""

    def __init__(self) -> None:
        self._earlier, self._since = 0.0, monotonic()

    def worked(self) -> float:
        """The seconds so far."""
        return self._earlier + monotonic() - self._since

    def pause(self, done: float) -> Iterator[float]:
        """Stop with that much done, until the work goes on."""
        self._earlier = self.worked()
        yield done
        self._since = monotonic()


def _in_pieces(steps: Iterator[float], clock: Clock) -> Iterator[float]:
    """So many steps at once as make a piece; NumPy's warnings are off in each."""
    done: float | None = 0.0
    while done is not None:
        until = monotonic() + SECONDS_OF_A_PIECE
        with np.errstate(all="ignore"):
            while (done := next(steps, None)) is not None and monotonic() < until:
                pass
        if done is not None:
            yield from clock.pause(done)

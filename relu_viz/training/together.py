"""Trainers stepped together as one ensemble, at once or in pieces between which others have their turn."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf
from time import monotonic

import numpy as np

from relu_viz.training.causes import CauseWatch, causes_at_birth
from relu_viz.training.cohort import Cohort
from relu_viz.training.diagnostics import Cause
from relu_viz.training.frames import Frames
from relu_viz.training.pieces import Pieces, at_once
from relu_viz.training.state import TrainingState

SECONDS_OF_A_PIECE = 0.005


def first_frame(trainer: TrainingState) -> Frames:
    """How a trainer looks that has not begun, with the causes of those dead already; it is recorded."""
    cohort, rows = Cohort([trainer]), []
    with np.errstate(all="ignore"):
        for _ in cohort.train(rows, 0, 1):
            pass
    frames = cohort.hand_back(rows)[0]
    return _with_causes(trainer, frames, causes_at_birth(trainer)) if trainer.runs == 1 else frames


def train_together(trainers: Sequence[TrainingState], epochs: int, evaluate_every: int = 1) -> list[Frames]:
    """What ``train_in_pieces`` does, at once."""
    return at_once(train_in_pieces(trainers, epochs, evaluate_every))


def train_in_pieces(
    trainers: Sequence[TrainingState], epochs: int, evaluate_every: int = 1, seconds: float = inf
) -> Pieces[list[Frames]]:
    """Train several trainers of one batch key as one ensemble; each one's numbers do not depend on its company.

    None of them may have a change before the last of the epochs. With 0 epochs the networks are only evaluated and
    recorded as they are. What befalls the units of single runs is worked out on the way.

    It is done in pieces of some milliseconds: yields how many epochs are done, parts included. The training ends with
    the first recorded epoch after so many ``seconds`` of work: the frames are then fewer than asked for. If it is
    closed before its end, the trainers are as they were.
    """
    before = [trainer.take() for trainer in trainers]
    try:
        yield 0.0  # a copy of large networks is a piece, and so is laying them side by side
        cohort, rows = Cohort(trainers), []
        watch = CauseWatch(cohort)
        yield 0.0
        clock = Clock()
        steps = cohort.train(rows, epochs, evaluate_every, lambda: clock.worked() >= seconds)
        yield from _in_pieces(steps, clock)
    except BaseException:
        for trainer, snapshot in zip(trainers, before, strict=True):
            trainer.put_back(snapshot)
        raise
    finally:
        trainers[0].network.drop_large_buffers()
    found = zip(trainers, cohort.hand_back(rows), watch.found, strict=True)
    return [_with_causes(trainer, frames, causes) for trainer, frames, causes in found]


def _with_causes(trainer: TrainingState, frames: Frames, causes: Sequence[Cause]) -> Frames:
    trainer.history.add_causes(causes)
    return replace(frames, causes=tuple(causes))


def watch_batches(trainer: TrainingState, after: int, most: int, seconds: float = inf) -> Pieces[Frames | None]:
    """The mini-batches of the next epoch one by one, those that follow ``after`` of them: at most ``most`` frames.

    It is done in pieces, and the trainer is left as it is. There are fewer frames where they take more ``seconds``. An
    epoch's last mini-batch is not among them: it is what ``run(1)`` gives. None if there is no other that is finite.
    """
    before, clock = trainer.take(), Clock()
    try:
        cohort, rows = Cohort([trainer]), []
        watch = CauseWatch(cohort)
        yield from _in_pieces(cohort.go_through(rows, after, most, lambda: clock.worked() >= seconds), clock)
    finally:
        trainer.put_back(before)
        trainer.network.drop_large_buffers()
    return replace(cohort.frames(rows)[0], causes=tuple(watch.found[0])) if rows else None


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

"""A class trained as one ensemble: whoever's turn it is, everybody of the same shape who is waiting is trained along.

Alone, a student is served at once; the fuller the class, the larger the ensembles and the cheaper each network. This is
dynamic batching as inference servers do it; a run's numbers do not depend on its company.
"""

import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError, wait
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

import streamlit as st

from relu_viz.stage.drawing import Drawing
from relu_viz.stage.health import EPOCHS, watch
from relu_viz.stage.kept import kept
from relu_viz.stage.seats import is_there, seats, this_session
from relu_viz.stage.turns import NOBODY, SECONDS_OF_A_TURN, Job, Turns
from relu_viz.training import MOST_OF_A_STEP, Frames, Pieces, Trainer, train_in_pieces

MOST_AT_ONCE = 40  # networks: more are hardly cheaper, and who is answered together asks together again

_Result = TypeVar("_Result")


class _Request:
    """That a trainer be trained so far; ``job`` is it in the turns."""

    job: Job[Frames]

    def __init__(self, trainer: Trainer, epochs: int, every: int):
        self.trainer, self.every = trainer, every
        self.epochs = int(min(epochs, trainer.epochs_until_change))

    def is_like(self, other: "_Request") -> bool:
        """Whether both can be trained as far as the one that asks for less: by the same steps, and at least half."""
        less, more = sorted((self.epochs, other.epochs))
        near = less == more or (2 * less >= more and less % self.every == 0)  # then frames come every so many epochs
        return near and self.every == other.every and self.trainer.batch_key == other.trainer.batch_key


class Classroom:
    """Trains the trainers of many sessions, as few ensembles as their shapes allow, all of them in ``turns``."""

    def __init__(self, turns: Turns | None = None) -> None:
        self.turns = turns or Turns()
        self._waiting: list[_Request] = []
        self._guard = threading.Lock()

    def ask(
        self, trainer: Trainer, epochs: int, every: int = 1, owner: str = NOBODY, live: bool = False
    ) -> Job[Frames]:
        """Train one trainer, together with whoever else waits: every so many epochs' frame, and a snapshot is kept.

        There are fewer epochs than asked for where something is changed on the way, where others are trained along who
        ask for fewer, or where they take longer than a turn: then the training stops there.
        """
        request = _Request(trainer, epochs, every)
        request.job = Job(owner, self._train_all_like(request), [trainer], live)
        with self._guard:
            self._waiting.append(request)
        return self.turns.take(request.job)

    def train(self, trainer: Trainer, epochs: int, every: int = 1) -> Frames:
        """What ``ask`` gives, waited for."""
        return self.ask(trainer, epochs, every).result.result()

    def _train_all_like(self, request: _Request) -> Pieces[Frames]:
        """Train a request's trainer and those of others who wait for the same, and answer them all."""
        others = self._taken_along(request)
        request.job.holds += [other.trainer for other in others]
        request.job.serves += [other.job.owner for other in others]
        batch, start = [request, *others], request.trainer.epoch
        epochs, seconds = min(each.epochs for each in batch), SECONDS_OF_A_TURN * (1 + len(others) / (2 * MOST_AT_ONCE))
        try:
            all_frames = yield from train_in_pieces([each.trainer for each in batch], epochs, request.every, seconds)
        except GeneratorExit:  # nobody waits for this one any more, but for the others
            with self._guard:
                self._waiting += others
            raise
        except BaseException as problem:
            for other in others:
                other.job.fail(problem)
            raise
        for each in batch:
            each.trainer.snapshots.add(each.trainer.take())
        EPOCHS.inc(len(batch) * int(all_frames[0].epoch[-1] - start))
        for other, frames in zip(others, all_frames[1:], strict=True):
            other.job.finish(frames)
        return all_frames[0]

    def _taken_along(self, request: _Request) -> list[_Request]:
        """Those who wait for the like of a request, as many as one step bears; they and it wait no longer."""
        most = min(MOST_AT_ONCE, 1 + MOST_OF_A_STEP // request.trainer.size_of_a_step)
        with self._guard:
            self._waiting = [each for each in self._waiting if each is not request and not each.job.result.done()]
            alike = [each for each in self._waiting if each.is_like(request) and self.turns.is_free(each.trainer)]
            others = alike[: most - 1]
            self._waiting = [each for each in self._waiting if each not in others]
        return others


def begun(pieces: Pieces[_Result], holds: Iterable[object] = ()) -> Job[_Result]:
    """Work in the turns of this script's session, which goes on when the script has ended."""
    return classroom().turns.take(Job(this_session(), pieces, holds))


@contextmanager
def started(pieces: Pieces[_Result], holds: Iterable[object] = ()) -> Iterator[Job[_Result]]:
    """Work in the turns of this script's session, which is over when this is left."""
    job = begun(pieces, holds)
    try:
        yield job
    finally:
        job.result.cancel()


def wait_for(job: Job[_Result]) -> _Result:
    """What a job of this script's session gives. The script ends if nobody is there any more who would see it."""
    try:
        with drawing.aside():
            return job.result.result()
    except CancelledError:
        st.stop()


def is_done(job: Job[Any], seconds: float) -> bool:
    """Whether a job is done, waited for so long at most."""
    with drawing.aside():
        return bool(wait([job.result], seconds).done)


@cache
def classroom() -> Classroom:
    """The one class that all sessions of this server train in."""
    return Classroom(Turns(is_there))


watch("waiting", "Jobs that wait for a turn, or are on.", lambda: classroom().turns.waiting)
watch("visitors", "Sessions that are here.", lambda: len(seats().sessions))
watch("kept_bytes", "What is kept so as not to make it twice.", lambda: kept().nbytes)


drawing = Drawing(lambda: classroom().turns.waiting > 0)

"""A class trained as one ensemble: whoever's turn it is, everybody of the same shape who is waiting is trained along.

Alone, a student is served at once; the fuller the class, the larger the ensembles and the cheaper each network. This is
dynamic batching as inference servers do it; a run's numbers do not depend on its company.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from threadpoolctl import threadpool_limits

from relu_viz.training import Frames, Trainer, train_together

SECONDS_OF_A_TURN = 0.05  # then the next ones have their turn, whatever is still asked for
MOST_AT_ONCE = 40  # networks: more are hardly cheaper, and who is answered together asks together again

_Result = TypeVar("_Result")


@dataclass(eq=False)
class _Request:
    trainer: Trainer
    epochs: int
    every: int
    frames: Future[Frames] = field(default_factory=Future)

    @property
    def key(self) -> Any:
        return self.trainer.batch_key, self.epochs, self.every


class Classroom:
    """Trains the trainers of many sessions, as few ensembles as their shapes allow.

    All training is done by one thread: what a full class needs on the way is several MB, and every thread that did it
    would leave as much behind in a pool of memory of its own. Whatever ``do`` runs there meets no training half done.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "classroom")
        self._guard = threading.Lock()
        self._waiting: list[_Request] = []

    def ask(self, trainer: Trainer, epochs: int, every: int = 1) -> Future[Frames]:
        """Train one trainer, together with whoever else waits: every so many epochs' frame, and a snapshot is kept.

        There are fewer epochs than asked for where something is changed on the way, or where they take longer than a
        turn: then the training stops there.
        """
        request = _Request(trainer, int(min(epochs, trainer.epochs_until_change)), every)
        with self._guard:
            self._waiting.append(request)
        self._thread.submit(self._train_all_like, request)
        return request.frames

    def train(self, trainer: Trainer, epochs: int, every: int = 1) -> Frames:
        """What ``ask`` gives, waited for."""
        return self.ask(trainer, epochs, every).result()

    def do(self, job: Callable[..., _Result], *given: Any) -> Future[_Result]:
        """Something else that needs the trainers at rest; it should be short."""
        return self._thread.submit(job, *given)

    def _train_all_like(self, request: _Request) -> None:
        with self._guard:
            if request not in self._waiting:
                return  # answered along with an earlier one
            batch = [other for other in self._waiting if other.key == request.key][:MOST_AT_ONCE]
            self._waiting = [other for other in self._waiting if other not in batch]
        try:
            trainers = [each.trainer for each in batch]
            all_frames = train_together(trainers, request.epochs, request.every, SECONDS_OF_A_TURN)
            for each, frames in zip(batch, all_frames, strict=True):
                each.trainer.snapshots.add(each.trainer.take())
                each.frames.set_result(frames)
        except BaseException as problem:
            for each in batch:  # nobody may wait for an answer that never comes
                if not each.frames.done():
                    each.frames.set_exception(problem)


@cache
def classroom() -> Classroom:
    """The one class that all sessions of this server train in."""
    threadpool_limits(1, "blas")  # networks this small only wait for a second thread, and others want the core
    return Classroom()

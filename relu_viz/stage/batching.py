"""A class trained as one ensemble: whoever holds the turn trains everybody of the same shape who is waiting.

Alone, a student is served at once; the fuller the class, the larger the ensembles and the cheaper each network. This is
dynamic batching as inference servers do it; a run's numbers do not depend on its company.
"""

import threading
from dataclasses import dataclass
from typing import Any

from relu_viz.training import Frames, Trainer, train_together, watch_batches


@dataclass(eq=False)
class _Request:
    trainer: Trainer
    epochs: int
    every: int
    frames: Frames | None = None
    problem: BaseException | None = None

    @property
    def key(self) -> Any:
        return self.trainer.batch_key, self.epochs, self.every

    @property
    def answered(self) -> bool:
        return self.frames is not None or self.problem is not None


class Classroom:
    """Trains the trainers of many threads, as few ensembles as their shapes allow."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._guard = threading.Lock()
        self._waiting: list[_Request] = []

    def train(self, trainer: Trainer, epochs: int, every: int = 1) -> Frames:
        """Train one trainer, together with whoever else waits; returns every so many epochs' frame, keeps a snapshot.

        Where something is changed on the way, the training stops there, after fewer epochs than asked for.
        """
        request = _Request(trainer, int(min(epochs, trainer.epochs_until_change)), every)
        with self._guard:
            self._waiting.append(request)
        with self._turn:
            if not request.answered:
                self._train_all_like(request)
        if request.problem:
            raise request.problem
        assert request.frames is not None
        return request.frames

    def watch_batches(self, trainer: Trainer, after: int, most: int) -> Frames | None:
        """The next epoch's mini-batches one by one; see ``training.watch_batches``."""
        with self._turn:
            return watch_batches(trainer, after, most)

    def _train_all_like(self, request: _Request) -> None:
        with self._guard:
            batch = [other for other in self._waiting if other.key == request.key]
            self._waiting = [other for other in self._waiting if other not in batch]
        try:
            frames = train_together([each.trainer for each in batch], request.epochs, request.every)
            for each, its_frames in zip(batch, frames, strict=True):
                each.trainer.snapshots.add(each.trainer.take())
                each.frames = its_frames
        except BaseException as problem:
            for each in batch:  # nobody may wait for an answer that never comes
                each.problem = problem
            raise


LONGEST_CATCH_UP = 20_000  # epochs


def continue_from(classroom: Classroom, trainer: Trainer, epoch: int) -> None:
    """Bring a trainer to the epoch that a browser has: back by a snapshot, forward by training.

    The two differ after a reel was lost or the server was started anew. A browser that claims to be impossibly far
    ahead is left where the trainer is.
    """
    if epoch < trainer.epoch:
        trainer.restore(trainer.snapshots.nearest(epoch))
    if epoch - trainer.epoch > LONGEST_CATCH_UP:
        return
    while trainer.epoch < epoch:
        classroom.train(trainer, min(60, epoch - trainer.epoch))

"""A class trained as one ensemble: whoever's turn it is, everybody of the same shape who is waiting is trained along.

Alone, a student is served at once; the fuller the class, the larger the ensembles and the cheaper each network. This is
dynamic batching as inference servers do it; a run's numbers do not depend on its company.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median
from time import monotonic
from typing import Any

from relu_viz.training import Frames, Trainer, train_together, watch_batches

FASTEST, SLOWEST = 60.0, 4.0  # frames a second
SERVED_AT_ONCE = 2400  # frames a second of a whole class: what 40 students have at 60
STILL_SMOOTH = 33  # frames a second that each one has in however full a class, while answers come soon enough
SECONDS_A_STUDENT = 0.015  # by which reels are longer for each one in the class
LONG = 0.4  # seconds that an answer may take before everybody slows down
ATTENDS = 3.0  # seconds since the last request of a student who is still playing


class Pace:
    """How many frames a second everybody in the class can have, from who asked lately and how long answers take.

    When the class fills, what gives is the speed at which each one's training is played, not the time that a change of
    a control takes; when students leave, the speed comes back by itself.
    """

    def __init__(self) -> None:
        self._last_asked: dict[int, float] = {}
        self._bearable = FASTEST
        self._answers: list[float] = []
        self._judged = monotonic()

    def asked(self, trainer: Trainer) -> None:
        """Somebody wants more."""
        now = monotonic()
        self._last_asked[id(trainer)] = now
        self._last_asked = {who: when for who, when in self._last_asked.items() if now - when < ATTENDS}

    def answered(self, seconds: float) -> None:
        """Somebody has got it, after so long: every second it is down by a share if most waited long, else up again."""
        self._answers.append(seconds)
        if monotonic() - self._judged < 1:
            return
        bearable = 0.8 * self._bearable if median(self._answers) > LONG else self._bearable + 5
        self._bearable = max(SLOWEST, min(FASTEST, bearable))
        self._answers.clear()
        self._judged = monotonic()

    @property
    def frames_a_second(self) -> int:
        """What each one can have."""
        return round(min(self._bearable, max(STILL_SMOOTH, SERVED_AT_ONCE / max(1, len(self._last_asked)))))

    @property
    def frames_of_a_reel(self) -> int:
        """How long reels should be at least: the fuller the class, the longer, because every answer reruns a page."""
        return round(self.frames_a_second * SECONDS_A_STUDENT * len(self._last_asked))


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


class Classroom:
    """Trains the trainers of many threads, as few ensembles as their shapes allow.

    All training is done by one thread: what a full class needs on the way is several MB, and every thread that did it
    would leave as much behind in a pool of memory of its own.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "classroom")
        self._guard = threading.Lock()
        self._waiting: list[_Request] = []
        self.pace = Pace()

    def train(self, trainer: Trainer, epochs: int, every: int = 1) -> Frames:
        """Train one trainer, together with whoever else waits; returns every so many epochs' frame, keeps a snapshot.

        Where something is changed on the way, the training stops there, after fewer epochs than asked for.
        """
        request = _Request(trainer, int(min(epochs, trainer.epochs_until_change)), every)
        begun = monotonic()
        with self._guard:
            self.pace.asked(trainer)
            self._waiting.append(request)
        self._thread.submit(self._train_all_like, request).result()
        if request.problem:
            raise request.problem
        assert request.frames is not None
        with self._guard:
            self.pace.answered(monotonic() - begun)
        return request.frames

    def watch_batches(self, trainer: Trainer, after: int, most: int) -> Frames | None:
        """The next epoch's mini-batches one by one; see ``training.watch_batches``."""
        return self._thread.submit(watch_batches, trainer, after, most).result()

    def _train_all_like(self, request: _Request) -> None:
        with self._guard:
            if request not in self._waiting:
                return  # answered along with an earlier one
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

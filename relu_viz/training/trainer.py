"""A trainer: a run that trains, remembers its past, and goes back to it."""

import numpy as np

from relu_viz.data import Dataset
from relu_viz.training.changes import first_difference
from relu_viz.training.config import TrainingConfig
from relu_viz.training.frames import Frames
from relu_viz.training.history import Snapshot, SnapshotLog
from relu_viz.training.state import TrainingState
from relu_viz.training.together import first_frame, train_together


class Trainer(TrainingState):
    """A run, or an ensemble of runs, with snapshots of its past; ``first_frame`` is how it looked before training."""

    def __init__(self, config: TrainingConfig, runs: int = 1, data: Dataset | None = None):
        super().__init__(config, runs, data)
        self.snapshots = SnapshotLog(self.take())
        self.first_frame = first_frame(self)

    def run(self, epochs: int, evaluate_every: int = 1) -> Frames:
        """Train for some epochs; history and frames get every ``evaluate_every``-th epoch, the last, and any change.

        Raises
        ------
        ValueError
            If epochs is no whole number from 0 up, or evaluate_every none from 1 up.
        """
        for name, value, least in (("epochs", epochs, 0), ("evaluate_every", evaluate_every, 1)):
            if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < least:
                raise ValueError(f"{name} must be a whole number from {least} up, not {value!r}.")
        parts, end = [], self.epoch + epochs
        while not parts or self.epoch < end:
            parts += train_together([self], int(min(end - self.epoch, self.epochs_until_change)), evaluate_every)
        return Frames.joined(parts)

    def restore(self, snapshot: Snapshot) -> None:
        """Go back to a snapshot of this config; later history and snapshots are forgotten."""
        self.put_back(snapshot)
        self.history.cut_after(snapshot.epoch)
        self.snapshots.cut_after(snapshot.epoch)

    def branched(self, config: TrainingConfig) -> "Trainer":
        """A trainer of a config that differs in nothing but its changes, as far along as this one's past serves it."""
        other = type(self)(config, self.runs, self.data)
        same_until = first_difference(self.config.changes, config.changes) - 1
        if same_until >= 0:
            last = self.snapshots.nearest(same_until)
            other.history = self.history.until(last.epoch).copy()
            other.snapshots = self.snapshots.until(last.epoch).copy()
            other.restore(last)
        return other

    def replayed(self, epoch: int) -> "Trainer":
        """Another trainer, as this one was at an epoch up to its own: exact, by replay from the nearest snapshot.

        Raises
        ------
        ValueError
            If the epoch is not one from 0 to the trainer's own.
        """
        if not 0 <= epoch <= self.epoch:
            raise ValueError(f"The epoch must be from 0 to {self.epoch}, not {epoch}.")
        past = self.nearest(epoch)
        past.run(epoch - past.epoch)
        return past

    def nearest(self, epoch: int) -> "Trainer":
        """Another trainer, as this one was when its last snapshot was taken that is not later than an epoch."""
        past = type(self)(self.config, self.runs, self.data)
        past.restore(self.snapshots.nearest(epoch))
        return past

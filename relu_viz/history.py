"""What is remembered of a training run: its measures epoch by epoch, and snapshots to go on from.

Both are bounded: when full, every second entry of the older half is dropped, so that the recent past stays dense and
the distant past gets sparse.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np

from relu_viz.arrays import Float, Int

HISTORY_BYTES = 256 * 1024  # of each trainer with one run; one of R runs gets R times as much
SNAPSHOT_BYTES = 64 * 1024

_METRICS = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")


class History:
    """Measures at the recorded epochs: ``epoch`` (epochs,), ``active`` (epochs, runs, units), others (epochs, runs).

    ``test_loss`` and ``test_accuracy`` are nan when no points are held out. ``dead`` counts the hidden units that are
    active on no training point.
    """

    def __init__(self, runs: int, units: int, max_bytes: int = HISTORY_BYTES):
        row_bytes = 8 + runs * (len(_METRICS) * 8 + units * 4)
        self.capacity = max(64, runs * max_bytes // row_bytes)
        self._length = 0
        self._shapes = {"epoch": ((), np.int64), "active": ((runs, units), np.float32)} | dict.fromkeys(
            _METRICS, ((runs,), np.float64)
        )
        self._columns = {name: np.empty((16, *shape), kind) for name, (shape, kind) in self._shapes.items()}

    def append(self, **row: Any) -> None:
        """Add one epoch's row: a value for epoch, for active and for each metric."""
        if self._length == self.capacity:
            half = self._length // 2
            self._keep(np.concatenate([np.arange(0, half, 2), np.arange(half, self._length)]))
        elif self._length == len(self._columns["epoch"]):
            self._grow(min(3 * self._length // 2, self.capacity))
        for name, column in self._columns.items():
            column[self._length] = row[name]
        self._length += 1

    def cut_after(self, epoch: int) -> None:
        """Forget everything later than the given epoch."""
        self._length = int(np.searchsorted(self.epoch, epoch, side="right"))

    def until(self, epoch: int) -> "History":
        """The part up to an epoch, as views of the same rows: to read, not to append to."""
        part = copy(self)
        part.cut_after(epoch)
        return part

    def copy(self) -> "History":
        """The same rows to append to."""
        other = copy(self)
        other._columns = {name: column.copy() for name, column in self._columns.items()}
        return other

    def _keep(self, rows: np.ndarray) -> None:
        for column in self._columns.values():
            column[: len(rows)] = column[rows]
        self._length = len(rows)

    def _grow(self, length: int) -> None:
        for name, column in self._columns.items():
            self._columns[name] = np.resize(column, (length, *column.shape[1:]))

    @property
    def epoch(self) -> Int[np.ndarray, " epochs"]:
        return self._columns["epoch"][: self._length]

    @property
    def train_loss(self) -> Float[np.ndarray, "epochs runs"]:
        return self._columns["train_loss"][: self._length]

    @property
    def test_loss(self) -> Float[np.ndarray, "epochs runs"]:
        return self._columns["test_loss"][: self._length]

    @property
    def train_accuracy(self) -> Float[np.ndarray, "epochs runs"]:
        return self._columns["train_accuracy"][: self._length]

    @property
    def test_accuracy(self) -> Float[np.ndarray, "epochs runs"]:
        return self._columns["test_accuracy"][: self._length]

    @property
    def active(self) -> Float[np.ndarray, "epochs runs units"]:
        return self._columns["active"][: self._length]

    @property
    def dead(self) -> Int[np.ndarray, "epochs runs"]:
        return (self.active == 0).sum(axis=2)


@dataclass(frozen=True)
class Snapshot:
    """All that a trainer needs to go on from an epoch as if it had never stopped."""

    epoch: int
    theta: Float[np.ndarray, "runs parameters"]
    memory: Float[np.ndarray, "slots runs parameters"]
    steps: Int[np.ndarray, "runs 1"]
    diverged_at: Int[np.ndarray, " runs"]
    random_states: Sequence[Mapping[str, Any]]


class SnapshotLog:
    """Snapshots in order of their epochs, within a number of bytes."""

    def __init__(self, max_bytes: int = SNAPSHOT_BYTES):
        self.max_bytes = max_bytes
        self.snapshots: list[Snapshot] = []

    def add(self, snapshot: Snapshot) -> None:
        self.cut_after(snapshot.epoch - 1)
        self.snapshots.append(snapshot)
        bytes_each = 1024 * len(snapshot.random_states) + snapshot.theta.nbytes + snapshot.memory.nbytes
        if len(self.snapshots) > max(4, self.max_bytes // bytes_each):
            half = len(self.snapshots) // 2
            self.snapshots = self.snapshots[:half:2] + self.snapshots[half:]

    def cut_after(self, epoch: int) -> None:
        """Forget the snapshots later than the given epoch."""
        self.snapshots = [snapshot for snapshot in self.snapshots if snapshot.epoch <= epoch]

    def nearest(self, epoch: int) -> Snapshot:
        """The last snapshot that is not later than the given epoch."""
        return max((s for s in self.snapshots if s.epoch <= epoch), key=lambda s: s.epoch)

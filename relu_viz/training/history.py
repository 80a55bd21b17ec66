"""What is remembered of a training run: its measures epoch by epoch, and snapshots to go on from.

Both are bounded: when full, every second entry of the older half is dropped, so that the recent past stays dense and
the distant past gets sparse.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from relu_viz.base import Float, Int, UInt64, in_own_pages
from relu_viz.training.diagnostics import Cause
from relu_viz.training.frames import Frames

HISTORY_BYTES = 256 * 1024  # of each trainer with one run; one of R runs gets R times as much
SNAPSHOT_BYTES = 48 * 1024
MOST_CAUSES = 1000

_SomePast = TypeVar("_SomePast", bound="_Past")
_METRICS = ("train_loss", "test_loss", "train_accuracy", "test_accuracy")


class _Past:
    """Rows in order of their field ``epoch``, ``capacity`` of them at most."""

    def __init__(self, row: np.dtype, capacity: int):
        self.capacity = capacity
        self._length = 0
        self._room = in_own_pages(min(16, capacity), row)

    @property
    def rows(self) -> np.ndarray:
        """All rows, (epochs,), each with its fields."""
        return self._room[: self._length]

    @property
    def epoch(self) -> Int[np.ndarray, " epochs"]:
        return self.rows["epoch"]

    def cut_after(self, epoch: int) -> None:
        """Forget everything later than the given epoch."""
        self._length = int(np.searchsorted(self.epoch, epoch, side="right"))

    def until(self: _SomePast, epoch: int) -> _SomePast:
        """The part up to an epoch, as views of the same rows: to read, not to append to."""
        part = copy(self)
        part.cut_after(epoch)
        return part

    def copy(self: _SomePast) -> _SomePast:
        """The same rows to append to."""
        other = copy(self)
        other._room = self._moved(len(self._room))
        return other

    def _extend(self, columns: Mapping[str, np.ndarray]) -> None:
        """Add rows, given field by field."""
        done, count = 0, len(columns["epoch"])
        while done < count:
            if self._length == self.capacity:
                self._thin()
            elif self._length == len(self._room):
                self._room = self._moved(min(max(2 * self._length, self._length + count - done), self.capacity))
            fit = min(count - done, len(self._room) - self._length)
            for name in self._room.dtype.names or ():
                self._room[name][self._length : self._length + fit] = columns[name][done : done + fit]
            self._length += fit
            done += fit

    def _thin(self) -> None:
        half = self._length // 2
        kept = np.concatenate([np.arange(0, half, 2), np.arange(half, self._length)])
        self._room[: len(kept)] = self._room[kept]
        self._length = len(kept)

    def _moved(self, room: int) -> np.ndarray:
        moved = in_own_pages(room, self._room.dtype)
        moved[: self._length] = self.rows
        return moved


class History(_Past):
    """Measures at the recorded epochs: ``epoch`` (epochs,), ``active`` (epochs, runs, units), others (epochs, runs).

    ``test_loss`` and ``test_accuracy`` are nan when no points are held out. ``dead`` counts the hidden units that are
    active on no training point. ``causes`` are those of the latest deaths and revivals, where they were worked out.
    """

    def __init__(self, runs: int, units: int, max_bytes: int = HISTORY_BYTES):
        self.causes: tuple[Cause, ...] = ()
        metrics = [(name, np.float64, (runs,)) for name in _METRICS]
        row = np.dtype([("epoch", np.int64), *metrics, ("active", np.float32, (runs, units))], align=True)
        super().__init__(row, max(64, runs * max_bytes // row.itemsize))

    def extend(self, frames: Frames) -> None:
        """Add what a stretch of training looked like."""
        self._extend(vars(frames))

    def add_causes(self, causes: Sequence[Cause]) -> None:
        """Add why units died or came back; only the latest are kept."""
        self.causes = (*self.causes, *causes)[-MOST_CAUSES:]

    def cut_after(self, epoch: int) -> None:
        super().cut_after(epoch)
        self.causes = tuple(cause for cause in self.causes if cause.epoch <= epoch)

    @property
    def train_loss(self) -> Float[np.ndarray, "epochs runs"]:
        return self.rows["train_loss"]

    @property
    def test_loss(self) -> Float[np.ndarray, "epochs runs"]:
        return self.rows["test_loss"]

    @property
    def train_accuracy(self) -> Float[np.ndarray, "epochs runs"]:
        return self.rows["train_accuracy"]

    @property
    def test_accuracy(self) -> Float[np.ndarray, "epochs runs"]:
        return self.rows["test_accuracy"]

    @property
    def active(self) -> Float[np.ndarray, "epochs runs units"]:
        return self.rows["active"]

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
    random: UInt64[np.ndarray, "runs words"]


class SnapshotLog(_Past):
    """Snapshots of one trainer in order of their epochs, within a number of bytes; the first is always among them."""

    def __init__(self, first: Snapshot, max_bytes: int = SNAPSHOT_BYTES):
        arrays = [(name, value.dtype, value.shape) for name, value in vars(first).items() if name != "epoch"]
        row = np.dtype([("epoch", np.int64), *arrays])
        super().__init__(row, max(4, max_bytes // row.itemsize))
        self.add(first)

    def add(self, snapshot: Snapshot) -> None:
        """Add a snapshot; those that are not earlier are forgotten."""
        self.cut_after(snapshot.epoch - 1)
        self._extend({name: np.asarray(value)[None] for name, value in vars(snapshot).items()})

    def nearest(self, epoch: int) -> Snapshot:
        """The last snapshot that is not later than the given epoch."""
        row = self.until(epoch).rows[-1].copy()
        return Snapshot(int(row["epoch"]), *(row[name] for name in row.dtype.names[1:]))


def state_of(random: np.random.Generator) -> UInt64[np.ndarray, " words"]:
    """Where a PCG64 generator's stream stands, in numbers that an array holds: (6,)."""
    state = random.bit_generator.state
    halves = [half for name in ("state", "inc") for half in divmod(state["state"][name], 2**64)]
    return np.array([*halves, state["has_uint32"], state["uinteger"]], np.uint64)


def set_state(random: np.random.Generator, words: UInt64[np.ndarray, " words"]) -> None:
    """Bring a generator to where ``state_of`` saw another."""
    high, low, inc_high, inc_low, has_uint32, uinteger = words.tolist()
    random.bit_generator.state = {
        "bit_generator": "PCG64",
        "state": {"state": high << 64 | low, "inc": inc_high << 64 | inc_low},
        "has_uint32": has_uint32,
        "uinteger": uinteger,
    }

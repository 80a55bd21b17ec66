"""What a stretch of training looked like."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from relu_viz.base import Float, Int
from relu_viz.training.diagnostics import Cause


@dataclass(frozen=True)
class Frames:
    """What a stretch of training looked like, one entry for each recorded epoch.

    ``batch`` is 0, or how many mini-batches of the next epoch were done, where they were watched one by one. ``theta``
    (epochs, runs, parameters) is float32, for the eye; ``active`` and ``active_held_out`` (epochs, runs, units) are the
    shares of the training points and of those held out, nan if there are none; losses and accuracies are (epochs,
    runs). Where there is a value to fit, the accuracy is R²: 1 minus the mean squared error over the variance of the
    values. ``right`` (epochs, runs, classes) is the share of each class's training points that get the right answer,
    ``output`` (epochs, runs) the share of the training points on which an output's last sum is above 0: where it is a
    ReLU and that is 0, it is silent. ``causes`` is what befell the units of a single run, where that was worked out.
    """

    epoch: Int[np.ndarray, " epochs"]
    batch: Int[np.ndarray, " epochs"]
    theta: Float[np.ndarray, "epochs runs parameters"]
    active: Float[np.ndarray, "epochs runs units"]
    active_held_out: Float[np.ndarray, "epochs runs units"]
    train_loss: Float[np.ndarray, "epochs runs"]
    test_loss: Float[np.ndarray, "epochs runs"]
    train_accuracy: Float[np.ndarray, "epochs runs"]
    test_accuracy: Float[np.ndarray, "epochs runs"]
    right: Float[np.ndarray, "epochs runs classes"]
    output: Float[np.ndarray, "epochs runs"]
    causes: tuple[Cause, ...] = ()

    @classmethod
    def joined(cls, parts: Sequence["Frames"]) -> "Frames":
        """Stretches that follow each other, as one."""
        columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in parts[0].columns}
        return cls(**columns, causes=tuple(cause for part in parts for cause in part.causes))

    def until(self, epoch: int) -> "Frames":
        """The part up to an epoch."""
        keep = self.epoch <= epoch
        columns = {name: getattr(self, name)[keep] for name in self.columns}
        return replace(self, **columns, causes=tuple(cause for cause in self.causes if cause.epoch <= epoch))

    @property
    def columns(self) -> list[str]:
        """The names of the arrays."""
        return [field.name for field in fields(self) if field.name != "causes"]

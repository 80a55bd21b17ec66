"""What a stretch of training looked like."""

from dataclasses import dataclass

import numpy as np

from relu_viz.base import Float, Int


@dataclass(frozen=True)
class Frames:
    """What a stretch of training looked like, one entry for each recorded epoch.

    ``batch`` is 0, or how many mini-batches of the next epoch were done, where they were watched one by one. ``theta``
    (epochs, runs, parameters) is float32, for the eye; ``active`` (epochs, runs, units) are the shares of
    the training points; losses and accuracies are (epochs, runs). Where there is a value to fit, the accuracy is R²: 1
    minus the mean squared error over the variance of the values.
    """

    epoch: Int[np.ndarray, " epochs"]
    batch: Int[np.ndarray, " epochs"]
    theta: Float[np.ndarray, "epochs runs parameters"]
    active: Float[np.ndarray, "epochs runs units"]
    train_loss: Float[np.ndarray, "epochs runs"]
    test_loss: Float[np.ndarray, "epochs runs"]
    train_accuracy: Float[np.ndarray, "epochs runs"]
    test_accuracy: Float[np.ndarray, "epochs runs"]

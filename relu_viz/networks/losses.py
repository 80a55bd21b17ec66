"""Losses from logits, each with its gradient; the loss is the mean over samples."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from relu_viz.base import Float


@dataclass(frozen=True)
class Loss:
    """``per_sample(logits, y)`` (runs, samples) and ``gradient(logits, y)``, ∂(mean loss)/∂logits.

    Logits have shape (runs, samples, outputs). y has shape (samples,) or (runs, samples), for ``squared`` also with
    an axis of outputs. Where it ``fits_values``, ``answer(logits)`` are those that the network says.
    """

    name: str
    per_sample: Callable[[np.ndarray, np.ndarray], np.ndarray]
    gradient: Callable[[np.ndarray, np.ndarray], np.ndarray]
    fits_values: bool = False
    answer: Callable[[np.ndarray], np.ndarray] = lambda logits: logits


def _logistic(logits, y) -> Float[np.ndarray, "runs samples"]:
    z = logits[..., 0]
    # −log σ(z) for y = 1, −log(1 − σ(z)) for y = 0; logaddexp(0, z) − y z is the same, four times slower.
    return np.log1p(np.exp(-np.abs(z))) + (np.maximum(z, 0) - y * z)


def _logistic_gradient(logits, y) -> Float[np.ndarray, "runs samples 1"]:
    gradient = np.negative(logits)  # σ(z) − y in place: it is a tenth of a small network's step
    np.exp(gradient, out=gradient)
    gradient += 1
    np.reciprocal(gradient, out=gradient)
    gradient -= y[..., None]
    gradient *= 1 / logits.shape[1]
    return gradient


def log_softmax(logits) -> Float[np.ndarray, "runs samples outputs"]:
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def _one_hot(logits, y):
    return np.asarray(y)[..., None] == np.arange(logits.shape[-1])


def _softmax(logits, y) -> Float[np.ndarray, "runs samples"]:
    return -np.where(_one_hot(logits, y), log_softmax(logits), 0).sum(axis=-1)


def _softmax_gradient(logits, y) -> Float[np.ndarray, "runs samples outputs"]:
    return (np.exp(log_softmax(logits)) - _one_hot(logits, y)) / logits.shape[1]


def _targets(logits, y):
    return y if y.ndim > 1 and y.shape[-2:] == logits.shape[-2:] else y[..., None]


def _squared(logits, y) -> Float[np.ndarray, "runs samples"]:
    return ((logits - _targets(logits, y)) ** 2).sum(axis=-1)


def _squared_gradient(logits, y) -> Float[np.ndarray, "runs samples outputs"]:
    return 2 * (logits - _targets(logits, y)) / logits.shape[1]


def _rectified(logits):
    return np.maximum(logits, 0)


def _squared_of_rectified(logits, y) -> Float[np.ndarray, "runs samples"]:
    return _squared(_rectified(logits), y)


def _squared_of_rectified_gradient(logits, y) -> Float[np.ndarray, "runs samples outputs"]:
    return np.where(logits > 0, _squared_gradient(logits, y), 0)  # a silent output passes nothing back


LOSSES = {
    "logistic": Loss("logistic", _logistic, _logistic_gradient),
    "softmax": Loss("softmax", _softmax, _softmax_gradient),
    "squared": Loss("squared", _squared, _squared_gradient, fits_values=True),
    "squared_relu": Loss(
        "squared_relu", _squared_of_rectified, _squared_of_rectified_gradient, fits_values=True, answer=_rectified
    ),
}
OUTPUTS = {"linear": "squared", "relu": "squared_relu"}  # of a network that fits values: its last layer, its loss


def get_loss(name: str) -> Loss:
    """The loss of that name.

    Raises
    ------
    ValueError
        If there is none; the message lists those there are.
    """
    if name not in LOSSES:
        raise ValueError(f"There is no loss {str(name)[:40]!r}; there are {', '.join(LOSSES)}.")
    return LOSSES[name]


def get_output(name: str) -> str:
    """The loss of a network that fits values and whose last layer does that.

    Raises
    ------
    ValueError
        If there is no such output; the message lists those there are.
    """
    if name not in OUTPUTS:
        raise ValueError(f"There is no output {str(name)[:40]!r}; there are {', '.join(OUTPUTS)}.")
    return OUTPUTS[name]

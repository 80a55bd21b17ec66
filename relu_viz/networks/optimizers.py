"""Gradient descent and its relatives. Each works in place on the flat parameters and knows nothing of layers.

``step(theta, gradient, memory, learning_rate, steps)``: theta, gradient (which may be spoilt) and every slot of memory
have shape (runs, parameters); learning_rate and steps (how many steps this one makes, from 1) have shape (runs, 1), or
are one number for all runs.
The constants are PyTorch's defaults.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from relu_viz.base import Bool, Float

Step = Callable[[np.ndarray, np.ndarray, np.ndarray, np.ndarray | float, np.ndarray | int], None]


@dataclass(frozen=True)
class Optimizer:
    """``slots``: how many arrays of theta's shape it remembers; ``counts``: whether it must know its steps' number.

    ``without_momentum`` is the same without its momentum, where that has a name.
    """

    name: str
    label: str
    slots: int
    step: Step
    source: str
    counts: bool = False
    without_momentum: str | None = None

    @property
    def coasts(self) -> bool:
        """Whether it goes on moving what has no gradient any more: tried, by a step with a gradient and one without."""
        theta, memory = np.zeros((1, 1)), np.zeros((self.slots, 1, 1))
        self.step(theta, np.ones((1, 1)), memory, 1.0, 1)
        before = theta.copy()
        self.step(theta, np.zeros((1, 1)), memory, 1.0, 2)
        return bool(theta[0, 0] != before[0, 0])


OPTIMIZERS: dict[str, Optimizer] = {}


def register(
    name: str, label: str, slots: int, source: str, counts: bool = False, without_momentum: str | None = None
) -> Callable[[Step], Step]:
    """Decorator: add a step to the registry."""

    def add(step: Step) -> Step:
        OPTIMIZERS[name] = Optimizer(name, label, slots, step, source, counts, without_momentum)
        return step

    return add


def get_optimizer(name: str) -> Optimizer:
    """The optimizer of that name.

    Raises
    ------
    ValueError
        If there is none; the message lists those there are.
    """
    if name not in OPTIMIZERS:
        raise ValueError(f"There is no optimizer {str(name)[:40]!r}; there are {', '.join(OPTIMIZERS)}.")
    return OPTIMIZERS[name]


@register("sgd", "SGD", slots=0, source="Robbins & Monro 1951")
def sgd(theta, gradient, memory, learning_rate, steps):
    gradient *= learning_rate  # in place: for plain SGD a new array is a twentieth of the step
    theta -= gradient


@register("momentum", "Momentum", slots=1, source="Polyak 1964; momentum 0.9", without_momentum="sgd")
def momentum(theta, gradient, memory, learning_rate, steps):
    velocity = memory[0]
    velocity *= 0.9
    velocity += gradient
    theta -= learning_rate * velocity


@register(
    "nesterov", "Nesterov", slots=1, without_momentum="sgd",
    source="Nesterov 1983, as in Sutskever et al. 2013; momentum 0.9",
)  # fmt: skip
def nesterov(theta, gradient, memory, learning_rate, steps):
    velocity = memory[0]
    velocity *= 0.9
    velocity += gradient
    theta -= learning_rate * (gradient + 0.9 * velocity)


@register("rmsprop", "RMSProp", slots=1, source="Hinton 2012, lecture 6e; decay 0.99, ε 1e-8")
def rmsprop(theta, gradient, memory, learning_rate, steps):
    square = memory[0]
    square *= 0.99
    square += 0.01 * gradient**2
    theta -= learning_rate * gradient / (np.sqrt(square) + 1e-8)


@register("adam", "Adam", slots=2, source="Kingma & Ba 2015, algorithm 1; β 0.9 and 0.999, ε 1e-8", counts=True)
def adam(theta, gradient, memory, learning_rate, steps):
    mean, square = memory
    mean *= 0.9
    mean += 0.1 * gradient
    square *= 0.999
    square += 0.001 * gradient**2
    unbiased_mean = mean / (1 - 0.9**steps)
    unbiased_square = square / (1 - 0.999**steps)
    theta -= learning_rate * unbiased_mean / (np.sqrt(unbiased_square) + 1e-8)


def add_penalty(
    gradient: Float[np.ndarray, "runs parameters"],
    theta: Float[np.ndarray, "runs parameters"],
    penalized: Bool[np.ndarray, " parameters"],
    l1: Float[np.ndarray, "runs 1"],
    l2: Float[np.ndarray, "runs 1"],
) -> None:
    """Add the gradient of l1·Σ|w| + l2/2·Σw² in place, over the weights only: not on biases, not on PReLU's slopes."""
    gradient += (l1 * np.sign(theta) + l2 * theta) * penalized


def clip_by_norm(gradient: Float[np.ndarray, "runs parameters"], largest: Float[np.ndarray, "runs 1"]) -> None:
    """Shorten, in place, each run's gradient to the given Euclidean norm (Pascanu et al. 2013); inf leaves it alone."""
    norm = np.sqrt(np.einsum("rp,rp->r", gradient, gradient))[:, None]
    gradient *= np.minimum(1, largest / np.maximum(norm, np.finfo(gradient.dtype).tiny))

"""What a network is told of a point of the plane: functions of its two coordinates, each one input.

A feature is one decorated function; it then appears on the diagram, in the controls, links and tests.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from relu_viz.base import Float

Compute = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class FeatureSpec:
    """``compute(x1, x2)`` gives the feature at places with these coordinates, in the same shape.

    ``code`` is the same as an expression of x1 and x2, where {ops} is what the sine is taken from.
    """

    name: str
    label: str
    code: str
    compute: Compute


FEATURES: dict[str, FeatureSpec] = {}


def register(name: str, label: str, code: str) -> Callable[[Compute], Compute]:
    """Decorator: add a feature to the registry."""

    def add(compute: Compute) -> Compute:
        FEATURES[name] = FeatureSpec(name, label, code, compute)
        return compute

    return add


def get_feature(name: str) -> FeatureSpec:
    """The feature of that name.

    Raises
    ------
    ValueError
        If there is none; the message lists those there are.
    """
    if name not in FEATURES:
        raise ValueError(f"There is no input {str(name)[:40]!r}; there are {', '.join(FEATURES)}.")
    return FEATURES[name]


def make_features(names: Sequence[str], x: Float[np.ndarray, "places 2"]) -> Float[np.ndarray, "places features"]:
    """The named features of every place, a column each."""
    return np.column_stack([get_feature(name).compute(x[:, 0], x[:, 1]) for name in names])


def straight_feature(name: str) -> tuple[float, float, float] | None:
    """(a, b, c) of a feature that is a·x₁ + b·x₂ + c, found on a grid over [−8, 8]²; None of one that is curved."""
    x1, x2 = (each.ravel() for each in np.meshgrid(*[np.linspace(-8, 8, 33)] * 2))
    compute = get_feature(name).compute
    c, at_one, at_other = compute(np.array([0.0, 1.0, 0.0]), np.array([0.0, 0.0, 1.0]))
    a, b = at_one - c, at_other - c
    is_straight = np.allclose(compute(x1, x2), a * x1 + b * x2 + c, 1e-12, 1e-12)
    return (float(a), float(b), float(c)) if is_straight else None


@register("x1", "x₁", "x1")
def first(x1, x2):
    return x1


@register("x2", "x₂", "x2")
def second(x1, x2):
    return x2


@register("x1_squared", "x₁²", "x1**2")
def first_squared(x1, x2):
    return x1**2


@register("x2_squared", "x₂²", "x2**2")
def second_squared(x1, x2):
    return x2**2


@register("product", "x₁x₂", "x1 * x2")
def product(x1, x2):
    return x1 * x2


@register("sin_x1", "sin x₁", "{ops}.sin(x1)")
def sine_of_first(x1, x2):
    return np.sin(x1)


@register("sin_x2", "sin x₂", "{ops}.sin(x2)")
def sine_of_second(x1, x2):
    return np.sin(x2)

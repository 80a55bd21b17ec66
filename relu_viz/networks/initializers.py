"""How weights start: each initializer draws one layer's matrix for one network."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from relu_viz.base import Float

Draw = Callable[[np.random.Generator, int, int, float], np.ndarray]


@dataclass(frozen=True)
class Initializer:
    """``draw(rng, fan_in, fan_out, negative_slope)`` gives weights of shape (fan_in, fan_out); biases start at 0."""

    name: str
    label: str
    draw: Draw
    source: str


INITIALIZERS: dict[str, Initializer] = {}


def register(name: str, label: str, source: str) -> Callable[[Draw], Draw]:
    """Decorator: add a drawing function to the registry."""

    def add(draw: Draw) -> Draw:
        INITIALIZERS[name] = Initializer(name, label, draw, source)
        return draw

    return add


def get_initializer(name: str) -> Initializer:
    """The initializer of that name.

    Raises
    ------
    ValueError
        If there is none; the message lists those there are.
    """
    if name not in INITIALIZERS:
        raise ValueError(f"There is no initializer {str(name)[:40]!r}; there are {', '.join(INITIALIZERS)}.")
    return INITIALIZERS[name]


def _normal(rng, fan_in, fan_out, variance) -> Float[np.ndarray, "fan_in fan_out"]:
    return np.sqrt(variance) * rng.standard_normal((fan_in, fan_out))


def _uniform(rng, fan_in, fan_out, variance) -> Float[np.ndarray, "fan_in fan_out"]:
    limit = np.sqrt(3 * variance)  # the variance of a uniform on [−limit, limit] is limit² / 3
    return rng.uniform(-limit, limit, (fan_in, fan_out))


@register("he_normal", "He normal", "He et al. 2015, equations 10 and 15: variance 2 / ((1 + a²) fan-in)")
def he_normal(rng, fan_in, fan_out, negative_slope):
    return _normal(rng, fan_in, fan_out, 2 / ((1 + negative_slope**2) * fan_in))


@register("he_uniform", "He uniform", "He et al. 2015: the same variance, uniform")
def he_uniform(rng, fan_in, fan_out, negative_slope):
    return _uniform(rng, fan_in, fan_out, 2 / ((1 + negative_slope**2) * fan_in))


@register("glorot_normal", "Glorot normal", "Glorot & Bengio 2010, equation 12: variance 2 / (fan-in + fan-out)")
def glorot_normal(rng, fan_in, fan_out, negative_slope):
    return _normal(rng, fan_in, fan_out, 2 / (fan_in + fan_out))


@register("glorot_uniform", "Glorot uniform", "Glorot & Bengio 2010, equation 16")
def glorot_uniform(rng, fan_in, fan_out, negative_slope):
    return _uniform(rng, fan_in, fan_out, 2 / (fan_in + fan_out))


@register("lecun_normal", "LeCun normal", "LeCun et al. 1998; what SELU asks for: variance 1 / fan-in")
def lecun_normal(rng, fan_in, fan_out, negative_slope):
    return _normal(rng, fan_in, fan_out, 1 / fan_in)


@register("normal", "Plain normal", "N(0, 1), blind to the layer's size; multiply it by the scale")
def normal(rng, fan_in, fan_out, negative_slope):
    return _normal(rng, fan_in, fan_out, 1)


@register("zeros", "Zeros", "every unit of a layer stays the same as its neighbours")
def zeros(rng, fan_in, fan_out, negative_slope):
    return np.zeros((fan_in, fan_out))

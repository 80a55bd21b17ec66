"""Functions of the plane for a network to fit: what a regression learns.

A surface is one decorated function; it then appears in the Playground's controls, links and tests. Its values are
between −1 and 1 over the square [−1, 1]², where its points lie evenly at random.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Height = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class SurfaceSpec:
    """``height(x1, x2)`` gives the value at places with these coordinates, in the same shape."""

    name: str
    label: str
    height: Height


SURFACES: dict[str, SurfaceSpec] = {}


def register(name: str, label: str) -> Callable[[Height], Height]:
    """Decorator: add a surface to the registry."""

    def add(height: Height) -> Height:
        SURFACES[name] = SurfaceSpec(name, label, height)
        return height

    return add


@register("plane", "Tilted plane")
def plane(x1, x2):
    return (x1 + x2) / 2


@register("hills", "Hills and hollows")
def hills(x1, x2):
    centres = [(-0.65, 0.4, 1), (0, 0.65, -1), (0.65, 0.4, 1), (-0.65, -0.4, -1), (0, -0.65, 1), (0.65, -0.4, -1)]
    heights = [sign * np.exp(-((x1 - a) ** 2 + (x2 - b) ** 2) / 0.08) for a, b, sign in centres]
    return np.sum(heights, axis=0)


@register("wave", "Wave: sin 4x₁")
def wave(x1, x2):
    return np.sin(4 * x1)


@register("corner", "Corner: |x₁|")
def corner(x1, x2):
    return 2 * np.abs(x1) - 1


@register("ripples", "Ripples around 0")
def ripples(x1, x2):
    return np.cos(6 * np.hypot(x1, x2))

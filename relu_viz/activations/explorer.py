"""What the Activations page shows and computes: its config, which is its link, and what f does to a Gaussian."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from relu_viz.activations.registry import ACTIVATIONS, Activation, get_activation
from relu_viz.base import Float

MAX_DEPTH = 50
MEAN_RANGE, SPREAD_RANGE = (-5.0, 5.0), (0.1, 5.0)
Z_RANGE = 6.0


@dataclass(frozen=True)
class ExplorerConfig:
    """Which activations are overlaid, which is in focus, their alphas, the Gaussian that is pushed through, the depth.

    Raises
    ------
    ValueError
        One sentence that names the field, the value and what is accepted.
    """

    activations: tuple[str, ...] = ("relu", "leaky_relu", "elu", "sigmoid", "tanh")
    focus: str = "elu"
    alphas: Mapping[str, float] = field(default_factory=dict)
    mean: float = 0.0
    spread: float = 1.0
    depth: int = 10

    def __post_init__(self) -> None:
        if not self.activations:
            raise ValueError("Activations (activations) must name at least one activation.")
        for name in (*self.activations, self.focus):
            get_activation(name)
        for name, alpha in self.alphas.items():
            get_activation(name, alpha)
        _check("Mean (mean)", self.mean, *MEAN_RANGE)
        _check("Spread (spread)", self.spread, *SPREAD_RANGE)
        _check("Depth (depth)", self.depth, 1, MAX_DEPTH)

    def get(self, name: str) -> Activation:
        """The activation of that name with the alpha it has here."""
        return get_activation(name, self.alphas.get(name))

    @classmethod
    def from_link(cls, query: Mapping[str, str]) -> tuple["ExplorerConfig", list[str]]:
        """The config that a link's parameters describe, and a sentence for each that had to be left out."""
        config, ignored = cls(), []
        for name, text in query.items():
            try:
                config = config._with(name, text.strip())
            except ValueError as problem:
                ignored.append(str(problem))
        return config, ignored

    def _with(self, name: str, text: str) -> "ExplorerConfig":
        if name == "activations":
            return replace(self, activations=tuple(dict.fromkeys(part.strip() for part in text.split(","))))
        if name == "focus":
            return replace(self, focus=text)
        if name in ("mean", "spread"):
            return replace(self, **{name: _number(name, text)})
        if name == "depth":
            return replace(self, depth=_whole_number(name, text))
        if name in ACTIVATIONS:
            return replace(self, alphas={**self.alphas, name: _number(name, text)})
        raise ValueError(f"There is no setting {name[:40]!r}.")

    def to_link(self) -> dict[str, str]:
        """The link's parameters: those that differ from the defaults, as text; alphas under their activation's name."""
        default, link = ExplorerConfig(), {}
        if self.activations != default.activations:
            link["activations"] = ",".join(self.activations)
        if self.focus != default.focus:
            link["focus"] = self.focus
        for name, alpha in self.alphas.items():
            if alpha != get_activation(name).alpha:
                link[name] = f"{alpha:.6g}"
        for name in ("mean", "spread", "depth"):
            if getattr(self, name) != getattr(default, name):
                link[name] = f"{getattr(self, name):g}"
        return link


def _check(label: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise ValueError(f"{label} must be from {low:g} to {high:g}, not {str(value)[:40]}.")


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{name} must be a number, not {text[:40]!r}.") from None


def _whole_number(name: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError(f"{name} must be a whole number, not {text[:40]!r}.") from None


@dataclass(frozen=True)
class Pushed:
    """What comes out when z ~ N(mean, spread²) goes through f, by numerical integration."""

    z: Float[np.ndarray, " places"]
    weight: Float[np.ndarray, " places"]  # of each z, summing to 1
    f: Float[np.ndarray, " places"]
    mean: float
    variance: float
    zeros: float
    mean_squared_slope: float


def push_gaussian(activation: Activation, mean: float = 0.0, spread: float = 1.0, places: int = 20_000) -> Pushed:
    """Mean, variance, share of exact zeros and mean squared slope of f(z), z ~ N(mean, spread²)."""
    standard = np.linspace(-8, 8, places)  # an even number of places: none lies on a kink at the mean
    weight = np.exp(-(standard**2) / 2)
    weight /= weight.sum()
    z = mean + spread * standard
    f, slope = activation(z), activation.derivative(z)
    centre = float(weight @ f)
    return Pushed(
        z=z,
        weight=weight,
        f=f,
        mean=centre,
        variance=float(weight @ (f - centre) ** 2),
        zeros=float(weight @ (f == 0)),
        mean_squared_slope=float(weight @ slope**2),
    )


def slope_through_layers(activation: Activation, depth: int) -> Float[np.ndarray, " depth"]:
    """By what a gradient is multiplied on its way back through 1 … depth layers of f alone, as a root mean square.

    Every layer is taken to see z ~ N(0, 1), and the weights to neither shrink nor stretch: E[f′(z)²] to the power
    depth/2 (Glorot & Bengio 2010, section 4.2.1, without the weights' part).
    """
    return push_gaussian(activation).mean_squared_slope ** (np.arange(1, depth + 1) / 2)

"""What a hidden unit does: active, dead, nearly dead, always on, saturated; when it died and when it came back.

Definitions: a rectifier's unit is active on a point where its pre-activation is above 0. Of other activations the same
is asked of the slope: active where |f′| is at least ``SATURATED_BELOW`` of the largest slope.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from relu_viz.activations import Activation, ActivationSpec
from relu_viz.base import Bool, Float, Int
from relu_viz.networks import Ensemble

NEARLY_DEAD_BELOW = 0.01  # of the training points
SATURATED_BELOW = 0.05  # of the largest slope
LOWEST = 16  # how far below 0 it is looked for a z at which a unit is silent


@lru_cache(maxsize=256)
def _largest_slope(spec: ActivationSpec, alpha: float) -> float:
    return Activation(spec, alpha).largest_slope()


def active_share(nets: Ensemble, X: np.ndarray) -> Float[np.ndarray, "runs units"]:
    """The share of points on which each hidden unit is active, (runs, units), layer after layer.

    X has shape (samples, inputs) or (runs, samples, inputs). Of the training points: 0 is dead on the data. Of a grid
    over the plane: 0 is dead on the view.
    """
    with np.errstate(all="ignore"):
        hidden = nets.propagate(nets.with_ones(X))[:-1]
    shares = [share_of(is_active(nets, layer, z)) for layer, z in enumerate(hidden)]
    return np.concatenate(shares, axis=1) if shares else np.empty((nets.runs, 0))


def is_active(
    nets: Ensemble, layer: int, z: Float[np.ndarray, "runs samples units"], rows: slice = slice(None)
) -> Bool[np.ndarray, "runs samples units"]:
    """On which samples each unit of one hidden layer is active, from its pre-activations.

    ``rows`` are the runs of the ensemble that z is of, if not of all.
    """
    if nets.spec.is_rectifier:
        return z > 0
    largest = np.array([_largest_slope(nets.spec, alpha) for alpha in nets.alpha[rows].tolist()])[:, None, None]
    with np.errstate(all="ignore"):
        return np.abs(nets.spec.slope(z, nets.alpha_of_layer[layer][rows])) >= SATURATED_BELOW * largest


@lru_cache(maxsize=256)
def inactive_below(spec: ActivationSpec, alpha: float) -> float | None:
    """Such a z that a unit is active at none below it; None where there is no such z."""
    if spec.is_rectifier:
        return 0.0
    z = np.linspace(-LOWEST, 0, 1 + 64 * LOWEST)
    with np.errstate(all="ignore"):
        active = np.abs(Activation(spec, alpha).derivative(z)) >= SATURATED_BELOW * _largest_slope(spec, alpha)
    return None if active[0] else float(z[max(0, int(active.argmax()) - 1)])


def share_of(active: Bool[np.ndarray, "runs samples units"]) -> Float[np.ndarray, "runs units"]:
    """The share of samples on which each unit is active; nan where there are no samples."""
    samples = active.shape[1]
    if not samples:
        return np.full((len(active), active.shape[2]), np.nan)
    # Bytes added up in the smallest type that holds the sum: a third of what count_nonzero takes along an axis.
    return np.add.reduce(active.view(np.uint8), axis=1, dtype=np.min_scalar_type(samples)) / samples


def silent_units(
    nets: Ensemble, train: np.ndarray, held_out: np.ndarray, plane: np.ndarray
) -> Int[np.ndarray, "runs 3"]:
    """How many hidden units of each run are active on no training point; of these, on none held out; of these, nowhere.

    Each of the three has shape (samples, inputs); "nowhere" is on none of the places of the plane that are given.
    """
    silent = active_share(nets, train) == 0
    counts = [silent.sum(axis=1)]
    for points in (held_out, plane):
        if len(points):
            silent = silent & (active_share(nets, points) == 0)
        counts.append(silent.sum(axis=1))
    return np.stack(counts, axis=1)


def unit_state(share: float, spec: ActivationSpec) -> str:
    """In a word: "dead", "leaking" or "saturated" (active on no point), "nearly …", "always on" or "active"."""
    if share == 0:
        return spec.inactive_everywhere
    if share < NEARLY_DEAD_BELOW:
        return f"nearly {spec.inactive_everywhere}"
    return "always on" if share == 1 and spec.is_rectifier else "active"


def dead_layers(share: Float[np.ndarray, "runs units"], hidden: tuple[int, ...]) -> np.ndarray:
    """Which whole layers are active on no point, (runs, layers) of bool; one such layer makes the output constant."""
    starts = np.cumsum([0, *hidden])[:-1]
    return np.maximum.reduceat(share, starts, axis=1) == 0


@dataclass(frozen=True)
class LifeEvent:
    """A death or a revival of one unit: units are counted layer after layer from 0; share_before is None at birth."""

    unit: int
    epoch: int
    kind: str  # "born dead", "died" or "revived"
    share_before: float | None


@dataclass(frozen=True)
class Cause:
    """What the death of one unit, or its revival, is due to; units are counted layer after layer from 0.

    ``by`` is "birth" (the first weights), "hand" (a weight or bias set by hand), "own" (its own weights and bias),
    "below" (what comes in), "both" (only the two together) or "either" (each alone would have). What is dead and has no
    gradient comes back not by "own" but by "momentum", which needs none, or by a "penalty".

    ``step`` is the mini-batch, from 1, of the epoch that ends as ``epoch``; 0 at birth and of a hand. ``share_before``
    is the share of the training points on which the unit was active just before. ``own`` and ``below`` are how far its
    pre-activation moved for either reason, as a mean over the training points.
    """

    unit: int
    epoch: int
    died: bool
    by: str
    step: int = 0
    share_before: float = 0.0
    own: float = 0.0
    below: float = 0.0


def life_events(epochs: Int[np.ndarray, " epochs"], share: Float[np.ndarray, "epochs units"]) -> list[LifeEvent]:
    """Every death and revival in one run's active shares, in order of time."""
    dead = share == 0
    events = [LifeEvent(int(unit), int(epochs[0]), "born dead", None) for unit in np.flatnonzero(dead[0])]
    for at, unit in np.argwhere(dead[1:] != dead[:-1]):
        kind = "died" if dead[at + 1, unit] else "revived"
        events.append(LifeEvent(int(unit), int(epochs[at + 1]), kind, float(share[at, unit])))
    return events


def layer_of_unit(unit: int, hidden: tuple[int, ...]) -> tuple[int, int]:
    """The hidden layer, from 0, of a unit that is counted layer after layer from 0, and which one in it, from 0."""
    ends = np.cumsum(hidden)
    layer = int(np.searchsorted(ends, unit, side="right"))
    return layer, unit - int(ends[layer]) + hidden[layer]


def unit_name(unit: int, hidden: tuple[int, ...]) -> str:
    """ "2.6" for unit 6 of hidden layer 2, both counted from 1; ``unit`` counts layer after layer from 0."""
    layer, number = layer_of_unit(unit, hidden)
    return f"{layer + 1}.{number + 1}"


def gradient_norms(nets: Ensemble, X: np.ndarray, y: np.ndarray) -> Float[np.ndarray, "runs layers"]:
    """The Euclidean norm of the loss's gradient with respect to each layer's weights and biases, (runs, layers)."""
    gradient = nets.gradient(X, y)[1]
    layers = [np.sqrt((layer**2).sum(axis=(1, 2))) for layer in nets.weight_views(gradient)]
    return np.stack(layers, axis=1)

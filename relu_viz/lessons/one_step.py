"""One step too far: a single ReLU unit before and after one gradient step, as the learning rate grows."""

from dataclasses import dataclass

import numpy as np

from relu_viz.activations import ACTIVATIONS, get_activation
from relu_viz.base import Config, name, number, place
from relu_viz.figures import NEGATIVE, POSITIVE, QUIET
from relu_viz.networks import MLPEnsemble
from relu_viz.stage import Curve, Flipbook, Panel

RATES = np.array([float(f"{rate:.2g}") for rate in np.geomspace(0.01, 3, 46)])
POINTS = 13
STEPS = 200  # of training after the first, to see whether the unit recovers


@dataclass(frozen=True)
class Lesson(Config):
    """Which activation, how far below the unit its target lies, and the learning rate."""

    activation: str = name("relu", get_activation, "Activation", "Of the one unit.")
    target: float = number(-1.5, -5, 5, "Target", "What the network should answer everywhere; the unit starts above.")
    frame: int = place(26, len(RATES) - 1)


def book(lesson: Lesson) -> Flipbook:
    """The unit before the step, after it and after 200 more, for each learning rate; and where it is active."""
    x = np.linspace(-2, 2, POINTS)[:, None]
    nets = MLPEnsemble(
        (1, 1, 1), lesson.activation, runs=len(RATES), initializer="zeros", loss="squared", bias_shift=0.5
    )
    for weights in nets.weights:
        weights[:, 0] = 1.0  # f(x + 0.5), then times 1
    y, fine = np.full(POINTS, lesson.target), np.linspace(-2, 2, 161)[:, None]
    before = _unit(nets, fine)
    after, later = (_step(nets, x, y, steps, fine) for steps in (1, STEPS))
    active, alive = (_count_active(step["at_points"]) for step in (after, later))
    told = [_told(now, then, lesson.activation) for now, then in zip(active, alive, strict=True)]
    marks = np.where(after["at_points"] > 0, -2.0, np.nan), np.where(after["at_points"] > 0, np.nan, -2.0)
    label = ACTIVATIONS[lesson.activation].label
    return Flipbook(
        "One step of one unit", "Learning rate", [f"{rate:g}" for rate in RATES], told,
        [
            Panel(
                "The unit's answer over x", "The unit before the step and after it.", "x", "h", (-2.1, 2.1), (-2.4, 3),
                (
                    Curve("before", QUIET, fine[:, 0], before[0], "dash", 2),
                    Curve("after one step", POSITIVE, fine[:, 0], after["h"], width=3),
                    Curve(f"after {STEPS} more", NEGATIVE, fine[:, 0], later["h"], "dot", 2.5),
                    Curve("active here", POSITIVE, x[:, 0], marks[0], mark="circle"),
                    Curve("not active", QUIET, x[:, 0], marks[1], mark="cross"),
                ),
            ),
            Panel(
                "Points on which it is active", "Active points after one step, by learning rate.", "learning rate",
                "points", (RATES[0], RATES[-1]), (0, POINTS),
                (
                    Curve(f"{label}, after one step", POSITIVE, RATES, active),
                    Curve(f"{label}, after {STEPS} more", NEGATIVE, RATES, alive, "dot"),
                    Curve("", POSITIVE, RATES[:, None], active[:, None], mark="circle"),
                ),
                x_log=True,
            ),
        ],
    )  # fmt: skip


def _count_active(z: np.ndarray) -> np.ndarray:
    """On how many points the unit is active, for every learning rate; nan where its numbers have grown beyond all."""
    return np.where(np.isfinite(z).all(axis=1), (z > 0).sum(axis=1), np.nan)


def _told(now: float, then: float, activation: str) -> str:
    told = f"After one step it is active on {now:.0f} of {POINTS} points"
    if not now and activation == "relu":
        return f"{told}: it is dead, no gradient reaches it any more."
    if np.isnan(then):
        return f"{told}; in {STEPS} more its numbers grow beyond what a computer can hold."
    return f"{told}, after {STEPS} more on {then:.0f}."


def _unit(nets: MLPEnsemble, x: np.ndarray) -> np.ndarray:
    """h of the one unit, for every learning rate: (rates, places)."""
    return nets.spec.value(nets.pre_activations(x)[0], nets.alpha_of_layer[0])[..., 0]


def _step(nets: MLPEnsemble, x: np.ndarray, y: np.ndarray, steps: int, fine: np.ndarray) -> dict[str, np.ndarray]:
    with np.errstate(all="ignore"):
        for _ in range(steps):
            nets.theta[...] -= RATES[:, None] * nets.gradient(x, y)[1]
        return {"h": _unit(nets, fine), "at_points": nets.pre_activations(x)[0][..., 0]}

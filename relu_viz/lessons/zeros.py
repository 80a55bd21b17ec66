"""A layer's activations as a picture: drag the bias and see them go to zero."""

from dataclasses import dataclass

import numpy as np

from relu_viz.activations import ACTIVATIONS, get_activation
from relu_viz.base import Config, name, number, place
from relu_viz.figures import POSITIVE, QUIET
from relu_viz.networks import MLPEnsemble
from relu_viz.stage import Curve, Flipbook, Panel, percent

SHIFTS = np.round(np.arange(-3, 3.01, 0.125), 3)
UNITS, SAMPLES = 24, 40


@dataclass(frozen=True)
class Lesson(Config):
    """Which activation, which weights, and the bias."""

    activation: str = name("relu", get_activation, "Activation", "What every unit does to its input.")
    seed: int = number(0, 0, 10**6, "Seed", "Other weights and other points.")
    frame: int = place(int(np.flatnonzero(SHIFTS == 0)[0]), len(SHIFTS) - 1)


def book(lesson: Lesson) -> Flipbook:
    """h of 24 units for 40 inputs at each bias, exact zeros dark, and the share of zeros against the bias."""
    nets = MLPEnsemble((8, UNITS, 1), lesson.activation, seed=lesson.seed)
    X = np.random.default_rng((lesson.seed, 1)).standard_normal((SAMPLES, 8))
    z = nets.pre_activations(X)[0][0].T
    h = np.stack([nets.spec.value(z + shift, nets.alpha[0]) for shift in SHIFTS])
    zeros = (h == 0).mean(axis=(1, 2))
    silent = np.all(h == 0, axis=2).sum(axis=1)
    told = [
        f"{percent(share)} of the activations are exactly 0."
        + (f" {count} of {UNITS} units answer none of the {SAMPLES} inputs." if count else "")
        for share, count in zip(zeros, silent, strict=True)
    ]
    picture = np.where(h == 0, np.nan, h / np.abs(h).max())
    return Flipbook(
        "A layer's activations", "Bias of every unit", [f"{shift:g}".replace("-", "−") for shift in SHIFTS], told,
        [
            Panel(
                f"{ACTIVATIONS[lesson.activation].label}: one square for each unit and input; dark is exactly 0",
                f"The activations of {UNITS} units for {SAMPLES} inputs.", "input", "unit", (0, SAMPLES), (0, UNITS),
                (), picture,
            ),
            Panel(
                "Share of exact zeros", "Share of zeros against the bias.", "bias", "share", (-3, 3), (0, 1),
                (
                    Curve("", QUIET, SHIFTS, zeros),
                    Curve("", POSITIVE, SHIFTS[:, None], zeros[:, None], mark="circle"),
                ),
            ),
        ],
    )  # fmt: skip

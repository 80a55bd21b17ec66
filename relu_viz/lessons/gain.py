"""Drag the gain: a signal on its way through a deep network, and a gradient on its way back."""

from dataclasses import dataclass

import numpy as np

from relu_viz.activations import ACTIVATIONS, get_activation
from relu_viz.base import Config, names, number, place
from relu_viz.figures import activation_colour, activation_dash
from relu_viz.networks import MLPEnsemble, factor_per_layer, send_signal
from relu_viz.stage import Curve, Flipbook, Panel
from relu_viz.training import Pieces

GAINS = np.round(np.arange(0.5, 2.51, 0.05), 2)
SAMPLES, WIDTH = 24, 32
SMALLEST, LARGEST = 1e-12, 1e8


@dataclass(frozen=True)
class Lesson(Config):
    """Which activations, how deep, and the gain."""

    activations: tuple[str, ...] = names(
        ("relu", "selu", "tanh", "sigmoid"), get_activation, "Activations", "Overlaid, each in its own network."
    )
    depth: int = number(30, 2, 50, "Layers", f"Hidden layers of {WIDTH} units.")
    seed: int = number(0, 0, 10**6, "Seed", "Other weights.")
    frame: int = place(int(np.flatnonzero(GAINS == 1.4)[0]), len(GAINS) - 1)


def book(lesson: Lesson) -> Pieces[Flipbook]:
    """Size of h and of the gradient by layer, at every gain: weights of variance gain² / fan-in."""
    X = np.random.default_rng((lesson.seed, 1)).standard_normal((SAMPLES, WIDTH))
    layers = np.arange(1.0, lesson.depth + 1)
    forward, backward, told = [], [], [[] for _ in GAINS]
    for activation in lesson.activations:
        nets = MLPEnsemble((*[WIDTH] * (lesson.depth + 1), 1), activation, initializer="lecun_normal", seed=lesson.seed)
        drawn, sizes, gradients = nets.theta.copy(), [], []
        for gain, sentence in zip(GAINS, told, strict=True):
            nets.theta[...] = gain * drawn
            signal = send_signal(nets, X, lesson.seed)
            sizes.append(np.sqrt(signal.square[0]))
            gradients.append(signal.gradient[0])
            factor = float(factor_per_layer(signal.gradient[0, ::-1]))
            sentence.append(f"{ACTIVATIONS[activation].label} {factor:.2f}")
            yield len(sizes)
        look = ACTIVATIONS[activation].label, activation_colour(activation), layers
        forward.append(Curve(*look, np.stack(sizes), activation_dash(activation)))
        backward.append(Curve(*look, np.stack(gradients), activation_dash(activation)))
    axes = ("layer", "root mean square", (1, lesson.depth), (SMALLEST, LARGEST))
    return Flipbook(
        "Signal and gradient by layer", "Gain", [f"{gain:.2f}" for gain in GAINS],
        ["From layer to layer back a gradient is multiplied by: " + ", ".join(each) + "." for each in told],
        [
            Panel("Forward: size of the activations", "Size of h by layer.", *axes, forward, y_log=True),
            Panel("Back: size of the gradient", "Size of the gradient by layer.", *axes, backward, y_log=True),
        ],
    )  # fmt: skip

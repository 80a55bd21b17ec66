"""A network that learns digits, as a live picture: what the browser gets, and the component that draws it.

The browser runs the network on one digit at a time, a held-out one or one that somebody has just drawn; it knows no
activation and no gradient, only a table and the kinds of layers.
"""

from collections.abc import Sequence

import numpy as np

from relu_viz.networks import ConvEnsemble
from relu_viz.stage.live import LivePicture, WatchedTraining
from relu_viz.stage.looked_up import TABLE_EDGE, activation_tables
from relu_viz.stage.packing import generation, pack
from relu_viz.stage.reel import share_to_byte
from relu_viz.training import NEARLY_DEAD_BELOW
from relu_viz.uses import INK, SIDE, DigitsConfig, DigitsFrame, digits_frames, load_digits

VERSION = 1


def pack_digits_layout(config: DigitsConfig, seat: str) -> bytes:
    """All that the browser must know of a network besides its moments: held-out digits, and the seat to ask at."""
    network, data = config.make(), load_digits(config.seed)
    activation = network.activation_of(0)
    ink = data.x_train.sum(axis=1)
    arrays = {
        **activation_tables(activation),
        "images": data.x_test,
        "labels": data.y_test,
    }
    meta = {
        "generation": generation(config),
        "seat": seat,
        "convolutional": isinstance(network, ConvEnsemble),
        "sizes": network.layer_sizes,
        "shapes": network.shapes,
        "parameters": network.theta.shape[1],
        "learned_slopes": bool(network.slopes),
        "side": SIDE,
        "ink": INK,
        "least_ink": float(ink.min()),
        "typical_ink": float(np.median(ink)),
        "most_ink": float(ink.max()),
        "edge": TABLE_EDGE,
        "activation": network.spec.label,
        "inactive": activation.inactive_everywhere,
        "rectifier": network.spec.is_rectifier,
        "nearly_dead_below": NEARLY_DEAD_BELOW,
        "learning_rate": config.learning_rate,
        "epochs": config.epochs,
    }
    return pack(VERSION, meta, arrays)


def pack_digits_reel(
    config: DigitsConfig, first: int, request: int, frames: Sequence[DigitsFrame], ended: bool
) -> bytes:
    """Moments of a training, numbered from ``first``, as the answer to a request."""
    meta = {
        "generation": generation(config),
        "request": request,
        "first": first,
        "epochs": [frame.epoch for frame in frames],
        "ended": ended,
        "diverged": bool(frames) and frames[-1].diverged,
    }
    measures = [frame.measures for frame in frames]
    names = ("train_loss", "test_loss", "train_accuracy", "test_accuracy", "zeros", "confusion")
    arrays = {
        "theta": np.array([frame.theta for frame in frames]),
        "active": share_to_byte(np.array([each.active for each in measures])),
        "active_held_out": share_to_byte(np.array([each.active_held_out for each in measures])),
        **{name: np.array([getattr(each, name) for each in measures]) for name in names},
    }
    return pack(VERSION, meta, arrays)


DIGITS = WatchedTraining(
    LivePicture("digits", ("live/live.css", "digits/digits.css")),
    digits_frames,
    pack_digits_layout,
    pack_digits_reel,
    longest_reel=24,
)

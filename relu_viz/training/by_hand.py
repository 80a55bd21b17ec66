"""What a hand does to a run at a moment: weights set, units killed, started anew or removed."""

from collections.abc import Sequence

import numpy as np

from relu_viz.base import Float
from relu_viz.networks import MLPEnsemble, get_initializer
from relu_viz.training.changes import Change, of_unit, out_of_unit, parameter_index
from relu_viz.training.diagnostics import inactive_below

BELOW = 1.0  # how far the nearest point's z is then below all where a unit is active


def change_by_hand(
    changes: Sequence[Change],
    epoch: int,
    network: MLPEnsemble,
    memory: Float[np.ndarray, "slots runs parameters"],
    x: Float[np.ndarray, "samples inputs"],
) -> None:
    """Make those of the changes, in their order, that are made at an epoch; x are the inputs of the training points.

    A unit that is killed or started anew forgets what the optimizer remembers of its own weights, bias and slope.
    """
    sizes, slopes, theta = network.layer_sizes, bool(network.slopes), network.theta
    for change in changes:
        if change.epoch == epoch and change.is_parameter:
            theta[:, parameter_index(change.what, sizes, slopes)] = change.value
        elif change.epoch == epoch and change.at_unit and change.at_unit[0] != "remove":
            kind, layer, unit = change.at_unit
            memory[:, :, of_unit(layer, unit, sizes, slopes)] = 0
            if kind == "kill":
                _kill(network, layer, unit, x)
            else:
                _start_anew(network, layer, unit, int(change.value))
    for kind, layer, unit in (change.at_unit for change in changes if change.at_unit and change.epoch <= epoch):
        if kind == "remove":
            theta[:, out_of_unit(layer, unit, sizes)] = 0


def _kill(network: MLPEnsemble, layer: int, unit: int, x: np.ndarray) -> None:
    """Lower the bias of a unit, layer and unit counted from 1, as far as it takes; never raise it."""
    highest = network.pre_activations(x)[layer - 1][:, :, unit - 1].max(axis=1)
    silent = [inactive_below(network.spec, alpha) for alpha in network.alpha.tolist()]
    too_high = highest - (np.array(silent, float) - BELOW)  # nan where no bias is low enough
    too_high[~(np.isfinite(too_high) & (too_high > 0))] = 0
    network.weights[layer - 1][:, -1, unit - 1] -= too_high


def _start_anew(network: MLPEnsemble, layer: int, unit: int, seed: int) -> None:
    into = network.weights[layer - 1][:, :, unit - 1]
    draw, fan_in = get_initializer("he_normal").draw, into.shape[1] - 1
    for run, alpha in enumerate(network.alpha.tolist()):
        negative_slope = alpha if network.spec.has_negative_slope else 0.0
        into[run, :-1] = draw(np.random.default_rng(seed), fan_in, 1, negative_slope)[:, 0]
    into[:, -1] = 0
    if network.slopes:
        network.slopes[layer - 1][:, unit - 1] = network.alpha

"""An activation as the browser has it: it knows none, only tables, in which static/stage/forward.js looks f up."""

import numpy as np

from relu_viz.activations import Activation
from relu_viz.base import Float
from relu_viz.training import SATURATED_BELOW

TABLE_EDGE, TABLE_NODES = 16, 4097  # a node lies on 0, where the kinks are, so the ReLU family is exact
BEND_NODES = 33
AS_GOOD_AS_INFINITE = 2.0**20  # times the edge
LEAST_BEND = 1e-5


def activation_tables(activation: Activation) -> dict[str, Float[np.ndarray, " nodes"]]:
    """f in three tables, by their names in a layout.

    ``table`` is f on even nodes over [−edge, edge]; for a learned slope the identity, whose negative side the slope
    scales. ``tails`` are the slopes left and right beyond the edges. ``bends`` is what f is away from these straight
    lines, first left, then right, on even nodes of edge/|z| from 0 to 1; it is empty where f keeps to them, and where
    it goes away from every straight line.
    """
    nodes = np.linspace(-TABLE_EDGE, TABLE_EDGE, TABLE_NODES)
    learned = activation.spec.alpha is not None and activation.spec.alpha.learned
    table = nodes if learned else activation(nodes)
    tails = activation.derivative(np.array([-np.inf, np.inf]))
    beyond = TABLE_EDGE / np.clip(np.linspace(0, 1, BEND_NODES), 1 / AS_GOOD_AS_INFINITE, 1)
    with np.errstate(invalid="ignore"):
        left = activation(-beyond) - (table[0] - (beyond - TABLE_EDGE) * tails[0])
        right = activation(beyond) - (table[-1] + (beyond - TABLE_EDGE) * tails[1])
    bends = np.concatenate([left, right])
    has_bends = not activation.spec.is_rectifier and np.isfinite(bends).all() and np.abs(bends).max() >= LEAST_BEND
    return {"table": table, "tails": tails, "bends": bends if has_bends else np.empty(0)}


def active_nodes(activation: Activation) -> Float[np.ndarray, " nodes"]:
    """1 on those nodes of the table where a unit is active by its slope, else 0; of a rectifier none are needed.

    Beyond the table the slope is that at its ends.
    """
    if activation.spec.is_rectifier:
        return np.empty(0)
    slope = np.abs(activation.derivative(np.linspace(-TABLE_EDGE, TABLE_EDGE, TABLE_NODES)))
    return (slope >= SATURATED_BELOW * activation.largest_slope()).astype(float)

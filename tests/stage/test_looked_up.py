"""What the browser looks up is the activation: between the nodes, and as far out as a pre-activation goes."""

import numpy as np
import pytest

from relu_viz.activations import ACTIVATIONS, Activation, ActivationSpec, get_activation
from relu_viz.stage.looked_up import TABLE_EDGE, activation_tables

SLOW = {
    "squareplus": ActivationSpec(
        name="squareplus",
        label="Squareplus",
        value=lambda z, alpha: (z + np.sqrt(z * z + 4)) / 2,
        slope=lambda z, alpha: np.where(np.isinf(z), (np.sign(z) + 1) / 2, (1 + z / np.sqrt(z * z + 4)) / 2),
    ),
    "softsign": ActivationSpec(
        name="softsign",
        label="Softsign",
        value=lambda z, alpha: np.where(np.isinf(z), np.sign(z), z / (1 + np.abs(z))),
        slope=lambda z, alpha: 1 / (1 + np.abs(z)) ** 2,
    ),
}
KNOWN = [get_activation(name) for name, spec in ACTIVATIONS.items() if not (spec.alpha and spec.alpha.learned)]
QUADRATIC = ActivationSpec(name="square", label="Square", value=lambda z, alpha: z * z, slope=lambda z, alpha: 2 * z)


def look_up(z: float, tables: dict[str, np.ndarray]) -> float:
    """What static/stage/forward.js does."""
    table, tails, bends = tables["table"], tables["tails"], tables["bends"]
    if abs(z) <= TABLE_EDGE:
        return float(np.interp(z, np.linspace(-TABLE_EDGE, TABLE_EDGE, len(table)), table))
    side = int(z > 0)
    straight = table[-side] + (z - np.sign(z) * TABLE_EDGE) * tails[side]
    half = len(bends) // 2
    bend = bends[side * half : (side + 1) * half]
    return straight + (np.interp(TABLE_EDGE / abs(z), np.linspace(0, 1, half), bend) if half else 0)


@pytest.mark.parametrize("activation", KNOWN, ids=lambda activation: activation.name)
def test_the_tables_give_back_their_activation(activation):
    tables = activation_tables(activation)
    exact = activation.spec.is_rectifier or activation.name == "linear"
    near = np.random.default_rng(0).uniform(-TABLE_EDGE, TABLE_EDGE, 2000)
    for z in (*near, -1e4, -300.0, -17.0, 17.0, 300.0, 1e4):
        assert look_up(z, tables) == pytest.approx(float(activation(z)), rel=1e-12, abs=1e-12 if exact else 2e-5)


@pytest.mark.parametrize("name", ["relu", "leaky_relu", "elu", "selu", "sigmoid", "tanh", "linear", "softplus"])
def test_what_is_straight_beyond_its_edges_needs_no_more(name):
    assert not len(activation_tables(get_activation(name))["bends"])


def test_what_goes_away_from_every_line_has_none():
    assert not len(activation_tables(Activation(QUADRATIC, 0.0))["bends"])


@pytest.mark.parametrize("name", SLOW)
def test_what_goes_slowly_to_its_straight_lines_is_followed_there(name):
    activation = Activation(SLOW[name], 0.0)
    tables = activation_tables(activation)
    for z in (*np.geomspace(TABLE_EDGE, 1e5, 500), 15.9, 0.3):
        for side in (-z, z):
            assert look_up(side, tables) == pytest.approx(float(activation(side)), rel=1e-4, abs=2e-5)


def test_of_a_learned_slope_the_table_is_the_identity():
    tables = activation_tables(get_activation("prelu", 0.3))
    assert tables["table"].tolist() == np.linspace(-TABLE_EDGE, TABLE_EDGE, 4097).tolist()
    assert not len(tables["bends"])

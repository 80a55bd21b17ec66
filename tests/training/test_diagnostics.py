"""Deaths are true: against a plain loop over the data."""

import numpy as np
import pytest

from relu_viz.activations import ACTIVATIONS, get_activation
from relu_viz.networks import MLPEnsemble
from relu_viz.training import Trainer, TrainingConfig, active_share, dead_layers, gradient_norms, life_events, unit_name
from relu_viz.training.diagnostics import unit_state


def shares_by_plain_loop(theta, hidden, points):
    """On what share of the points each ReLU unit's pre-activation is above 0, one point and one unit at a time."""
    counts = [[0] * units for units in hidden]
    for point in points:
        at, inputs = 0, list(point)
        for layer, units in enumerate(hidden):
            outputs = []
            for unit in range(units):
                z = sum(x * theta[at + i * units + unit] for i, x in enumerate(inputs))
                z += theta[at + len(inputs) * units + unit]
                counts[layer][unit] += z > 0
                outputs.append(max(0.0, z))
            at += (len(inputs) + 1) * units
            inputs = outputs
    return np.array([count for layer in counts for count in layer]) / len(points)


def test_a_killing_rate_shows_the_epoch_of_each_death_and_the_numbers_of_a_plain_loop():
    config = TrainingConfig(learning_rate=3.0, hidden=(6, 5), samples=80, seed=2)
    trainer, expected = Trainer(config), []
    for epoch in range(13):
        expected.append(shares_by_plain_loop(trainer.network.theta[0], config.hidden, trainer.data.x_train))
        if epoch < 12:
            trainer.run(1)
    np.testing.assert_allclose(trainer.history.active[:, 0], expected, atol=1e-7)
    events = life_events(trainer.history.epoch, trainer.history.active[:, 0])
    assert events, "this rate kills"
    for event in events:
        now, before = expected[event.epoch][event.unit], expected[event.epoch - 1][event.unit]
        if event.kind == "died":
            assert now == 0 < before == pytest.approx(event.share_before)
        elif event.kind == "revived":
            assert before == 0 < now
    assert trainer.history.dead[:, 0].tolist() == [int((shares == 0).sum()) for shares in expected]


def test_a_unit_with_bias_minus_100_is_dead_and_gets_no_gradient():
    nets = MLPEnsemble((2, 4, 3, 1), seed=1)
    nets.weights[1][0, -1, 2] = -100
    points = np.random.default_rng(0).standard_normal((50, 2))
    share = active_share(nets, points)
    assert share[0, 6] == 0
    assert unit_state(share[0, 6], nets.spec) == "dead"
    _, gradient = nets.gradient(points, np.arange(50) % 2)
    assert np.all(nets.weight_views(gradient)[1][0, :, 2] == 0)


def test_states_have_their_words():
    relu, leaky, tanh = (ACTIVATIONS[name] for name in ("relu", "leaky_relu", "tanh"))
    assert [unit_state(share, relu) for share in (0, 0.005, 0.5, 1)] == ["dead", "nearly dead", "active", "always on"]
    assert unit_state(0, leaky) == "leaking"
    assert [unit_state(share, tanh) for share in (0, 0.005, 1)] == ["saturated", "nearly saturated", "active"]


def test_saturation_is_asked_of_the_slope():
    nets = MLPEnsemble((2, 2, 1), "tanh", initializer="zeros")
    nets.weights[0][0, -1] = [0, 5]  # tanh′(0) = 1; tanh′(5) = 0.0002
    assert active_share(nets, np.zeros((3, 2)))[0].tolist() == [1, 0]


def test_born_dead_died_and_revived():
    share = np.array([[0, 0.5, 0.5], [0.2, 0.5, 0], [0.2, 0, 0]])
    events = [(e.unit, e.epoch, e.kind, e.share_before) for e in life_events(np.array([0, 5, 10]), share)]
    assert events == [(0, 0, "born dead", None), (0, 5, "revived", 0), (2, 5, "died", 0.5), (1, 10, "died", 0.5)]


def test_dead_layers_and_names():
    assert dead_layers(np.array([[0, 0, 0.1, 0], [0.1, 0, 0, 0]]), (2, 2)).tolist() == [[True, False], [False, True]]
    assert [unit_name(unit, (2, 3)) for unit in range(5)] == ["1.1", "1.2", "2.1", "2.2", "2.3"]


def test_gradient_norms_by_layer():
    nets = MLPEnsemble((2, 3, 1), seed=1)
    points, y = np.random.default_rng(0).standard_normal((9, 2)), np.arange(9) % 2
    _, gradient = nets.gradient(points, y)
    norms = gradient_norms(nets, points, y)
    assert norms[0, 0] == pytest.approx(np.linalg.norm(gradient[0, :9]))
    assert norms[0, 1] == pytest.approx(np.linalg.norm(gradient[0, 9:]))


@pytest.mark.parametrize(("name", "largest"), [("relu", 1), ("sigmoid", 0.25), ("tanh", 1), ("gelu", 1.1289)])
def test_largest_slopes(name, largest):
    assert get_activation(name).largest_slope() == pytest.approx(largest, rel=1e-3)

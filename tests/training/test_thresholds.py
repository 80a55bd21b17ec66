"""When a unit is called dead, nearly dead, saturated or always on, just on either side; what 64 seeds remember."""

from math import atanh, log, sqrt

import numpy as np
import pytest

from relu_viz.activations import ACTIVATIONS
from relu_viz.networks import MLPEnsemble
from relu_viz.training import (
    Frames,
    History,
    Trainer,
    TrainingConfig,
    active_share,
    dead_layers,
    gradient_norms,
    life_events,
    unit_name,
)
from relu_viz.training.diagnostics import unit_state


@pytest.mark.parametrize(
    ("share", "relu", "leaky", "tanh"),
    [(0.0, "dead", "leaking", "saturated"),
     (0.0001, "nearly dead", "nearly leaking", "nearly saturated"),
     (0.0099, "nearly dead", "nearly leaking", "nearly saturated"),
     (0.01, "active", "active", "active"), (0.0101, "active", "active", "active"),
     (0.9999, "active", "active", "active"), (1.0, "always on", "always on", "active")],
)  # fmt: skip
def test_what_a_unit_is_called_by_its_share_of_the_points(share, relu, leaky, tanh):
    found = [unit_state(share, ACTIVATIONS[name]) for name in ("relu", "leaky_relu", "tanh")]
    assert found == [relu, leaky, tanh]


# Where the slope is a twentieth of the largest: tanh′ = 0.05, σ′ = 0.05/4, ELU′ = eᶻ = 0.05.
SATURATED_FROM = {
    "tanh": atanh(sqrt(0.95)),
    "sigmoid": -log((1 - sqrt(0.95)) / (1 + sqrt(0.95))),
    "elu": log(0.05),
}


@pytest.mark.parametrize(("activation", "z"), SATURATED_FROM.items())
def test_a_unit_is_saturated_where_its_slope_is_below_a_twentieth_of_the_largest(activation, z):
    nets = MLPEnsemble((1, 1, 1), activation)
    nets.theta[0, :2] = 1, 0  # z is the input itself
    inward = 0.999 if activation != "elu" else 1 / 1.001
    just_inside, just_outside = [[z * (0.999 if z > 0 or activation == "elu" else inward)]], [[z * 1.001]]
    assert active_share(nets, np.array(just_inside)) == 1
    assert active_share(nets, np.array(just_outside)) == 0


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "prelu"])
def test_a_rectifier_is_active_above_0_and_not_at_it(activation):
    nets = MLPEnsemble((1, 1, 1), activation)
    nets.theta[0, :2] = 1, 0
    assert active_share(nets, np.array([[0.0], [-1.0], [1e-300], [2.0]])) == 0.5


def test_a_layer_is_dead_when_all_of_its_units_are():
    share = np.array([[0, 0, 0.1, 0, 0, 0], [0, 0.2, 0, 0, 0, 0.01], [0, 0, 0, 0, 0, 0]])
    assert dead_layers(share, (2, 1, 3)).tolist() == [[True, False, True], [False, True, False], [True] * 3]


def test_deaths_and_revivals_are_told_at_the_epoch_at_which_they_are_first_seen():
    epochs = np.array([0, 1, 5, 9])
    share = np.array([[0, 0.5, 0.1], [0.2, 0.5, 0], [0, 0.5, 0], [0, 0, 0.3]])
    told = [(event.unit, event.epoch, event.kind, event.share_before) for event in life_events(epochs, share)]
    assert told == [
        (0, 0, "born dead", None), (0, 1, "revived", 0.0), (2, 1, "died", 0.1), (0, 5, "died", 0.2),
        (1, 9, "died", 0.5), (2, 9, "revived", 0.0),
    ]  # fmt: skip


def test_units_are_named_by_layer_and_place():
    assert [unit_name(unit, (2, 1, 3)) for unit in range(6)] == ["1.1", "1.2", "2.1", "3.1", "3.2", "3.3"]


def test_a_gradients_norm_is_that_of_a_layers_weights_and_biases():
    nets = MLPEnsemble((2, 3, 2, 1), "tanh", runs=2, seed=1)
    x, y = np.random.default_rng(0).normal(size=(9, 2)), np.arange(9) % 2
    gradient = nets.gradient(x, y)[1]
    found = gradient_norms(nets, x, y)
    for run in range(2):
        for layer, (start, end) in enumerate([(0, 9), (9, 17), (17, 20)]):
            assert found[run, layer] == pytest.approx(sqrt(sum(g * g for g in gradient[run, start:end])))


def remembered(runs: int, epochs: int, units: int = 16) -> History:
    """The history of so many epochs, told a hundred at a time; a measure is its epoch, and its run in hundredths."""
    history = History(runs, units)
    for start in range(0, epochs, 100):
        epoch = np.arange(start, start + 100)
        measure = epoch[:, None] + np.arange(runs) / 100
        theta, active = np.zeros((100, runs, 3), np.float32), np.ones((100, runs, units))
        history.extend(
            Frames(epoch, 0 * epoch, theta, active, active, measure, measure, measure, measure, active, measure)
        )
    return history


@pytest.mark.parametrize("runs", [1, 64])
def test_sixty_four_seeds_remember_as_far_back_as_one(runs):
    """A quarter of a megabyte for each run: 104 bytes an epoch, of which 8 are shared."""
    history = remembered(runs, 2400)
    assert history.epoch.tolist() == list(range(2400)), "nothing is forgotten yet"
    assert history.train_loss[100, -1] == pytest.approx(100 + (runs - 1) / 100)
    longer = remembered(runs, 3000).epoch
    assert len(longer) < 3000
    assert longer[0] == 0
    assert longer[-1200:].tolist() == list(range(1800, 3000)), "what is forgotten is every second of the older half"
    assert set(np.diff(longer).tolist()) == {1, 2}


def test_the_history_of_each_of_many_seeds_is_its_own():
    config = TrainingConfig(samples=30, hidden=(3,), learning_rate=0.1, seed=5)
    together = Trainer(config, runs=64)
    together.run(3)
    for run in (0, 17, 63):
        alone = Trainer(TrainingConfig(samples=30, hidden=(3,), learning_rate=0.1, seed=5 + run))
        alone.run(3)
        for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy", "dead"):
            np.testing.assert_array_equal(getattr(together.history, name)[:, run], getattr(alone.history, name)[:, 0])
        np.testing.assert_array_equal(together.history.active[:, run], alone.history.active[:, 0])

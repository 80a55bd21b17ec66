"""What experiments measure of networks that are trained: each run as a network that is trained by itself."""

from dataclasses import replace
from math import inf, sqrt

import numpy as np
import pytest

from relu_viz.activations import Activation, get_activation
from relu_viz.data import make_dataset
from relu_viz.experiments import (
    exploding,
    learned_slope,
    misconceptions,
    non_linear,
    phase_diagram,
    race,
    rescue,
    sparse,
)  # fmt: skip
from relu_viz.networks import MLPEnsemble
from relu_viz.training import Trainer, TrainingConfig


def trained(epochs: int, **settings) -> Trainer:
    """One network, after so many epochs with the default data."""
    trainer = Trainer(TrainingConfig(**settings))
    trainer.run(epochs)
    return trainer


def test_a_run_arrives_at_the_first_epoch_with_the_target():
    losses = {
        (run, rate): trained(
            8, hidden=(4, 4), activation="tanh", initializer="glorot_normal", learning_rate=rate, batch_size=20,
            seed=5 + run,
        ).history.train_loss[:, 0].tolist()
        for run in range(2) for rate in (0.1, 3.0)
    }  # fmt: skip
    target = losses[1, 0.1][6]  # to which one of them comes exactly
    config = race.Config(
        depths=(2,), width=4, epochs=8, rates=2, lowest_rate=0.1, highest_rate=3.0, target=target, seed=4
    )
    found = race.measure(config, (2, "tanh"), range(1, 3))["epochs"]
    for run in range(2):
        for place, rate in enumerate((0.1, 3.0)):
            there = [epoch for epoch in range(1, 9) if losses[run, rate][epoch] <= target]
            assert found[run, place] == (there[0] if there else inf)
    assert found[1, 0] == 6
    assert np.isinf(found).any()


@pytest.fixture(scope="module")
def exploded():
    config = exploding.Config(depth=4, width=3, epochs=2, activations=("relu", "tanh"), seed=2, scale=2.5)
    return exploding.measure(config, "tanh", range(1, 3))


def test_the_growth_of_a_signal_is_that_of_weights_with_that_gain(exploded):
    X = np.random.default_rng((2, 1)).standard_normal((32, 3))
    for run in range(2):
        for place, gain in ((0, 0.5), (8, 1.5), (20, 3.0)):
            nets = MLPEnsemble((3, 3, 3, 3, 3, 1), "tanh", initializer="lecun_normal", seed=3 + run)
            h, sizes = X, []
            for weights in nets.weights[:-1]:
                h = np.tanh(gain * h @ weights[0, :-1])
                sizes.append(sqrt(np.mean(h**2)))
            expected = np.exp(np.polyfit(range(4), np.log(sizes), 1)[0])
            assert exploded["growth"][run, place] == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(("name", "clip_norm"), [("failed", 0.0), ("failed_clipped", 1.0)])
def test_training_has_failed_when_it_diverged_or_did_not_learn(exploded, name, clip_norm):
    for place, rate in ((0, 0.01), (3, 0.3), (5, 3.0)):
        trainer = trained(
            2, samples=200, hidden=(8,) * 6, activation="tanh", scale=2.5, learning_rate=rate, batch_size=20,
            clip_norm=clip_norm, seed=4,
        )  # fmt: skip
        failed = trainer.diverged_at[0] >= 0 or trainer.history.train_accuracy[-1, 0] < 0.75
        assert exploded[name][1, place] == failed
    assert exploded[name].shape == (2, 6)


@pytest.mark.parametrize("epochs", [20, 60])
def test_slopes_are_read_at_the_start_and_at_twenty_moments(epochs):
    config = learned_slope.Config(width=3, depth=2, epochs=epochs, seed=3, learning_rate=0.2)
    assert learned_slope.check_epochs(config).tolist() == [epochs // 20 * check for check in range(21)]
    if epochs > 20:
        return
    found = learned_slope.measure(config, ("prelu", 0.5), range(2))
    assert found["slopes"].shape == (2, 21, 2)
    assert np.all(found["slopes"][:, 0] == 0.5)
    for check in (1, 20):
        trainer = trained(
            check, hidden=(3, 3), activation="prelu", alpha=0.5, learning_rate=0.2, batch_size=20, seed=4
        )  # fmt: skip
        alphas = trainer.network.alpha_of_layer
        for layer in (0, 1):
            assert found["slopes"][1, check, layer] == pytest.approx(sum(alphas[layer][0].ravel().tolist()) / 3)
    assert found["accuracy"][1] == trainer.history.test_accuracy[-1, 0]
    assert found["loss"][1] == trainer.history.train_loss[-1, 0]


def test_slopes_that_are_fixed_stay():
    config = learned_slope.Config(width=3, depth=2, epochs=20)
    assert np.all(learned_slope.measure(config, ("leaky_relu", 0.25), range(1))["slopes"] == 0.25)
    assert config.parts == (*(("prelu", a) for a in (0.01, 0.25, 0.5)), *(("leaky_relu", a) for a in (0.01, 0.25, 0.5)))


def test_units_are_silenced_in_one_start_and_healthy_in_the_other():
    config = rescue.Config(width=3, epochs=15, bias_shift=-1.0, seed=2)
    assert rescue.check_epochs(config).tolist() == list(range(16))
    found = rescue.measure(config, ("elu", None), range(1, 3))
    for shift, silent, accuracy in ((-1.0, "silent", "accuracy"), (0.0, "silent_healthy", "accuracy_healthy")):
        trainer = trained(
            15, hidden=(3,), activation="elu", initializer="lecun_normal", bias_shift=shift, learning_rate=1.0,
            batch_size=20, seed=4,
        )  # fmt: skip
        assert found[accuracy][1].tolist() == trainer.history.test_accuracy[:, 0].tolist()
        z = trainer.network.pre_activations(trainer.data.x_train)[0][0]
        assert found[silent][1, -1].tolist() == [bool(max(unit) <= 0) for unit in z.T.tolist()]
        if shift == 0:
            h = [each if each > 0 else np.expm1(each) for each in z.ravel().tolist()]
            assert found["mean_healthy"][1] == pytest.approx(sum(h) / len(h))


@pytest.mark.parametrize(("epochs", "checks"), [(5, [0, 1, 2, 3, 4, 5]), (10, [0, 2, 4, 6, 8, 10])])
def test_zeros_are_counted_at_the_start_and_at_five_moments(epochs, checks):
    config = sparse.Config(width=4, depth=1, epochs=epochs, learning_rate=0.02, seed=1)
    found = sparse.measure(config, "relu", range(1))
    assert found["zeros"].shape == (1, 6, 1)
    assert found["accuracy"].shape == (1, 10)
    for place, check in list(enumerate(checks))[1 :: 4 if epochs > 5 else 2]:
        trainer = trained(
            check, hidden=(4,), optimizer="adam", learning_rate=0.02, batch_size=20, seed=1
        )  # fmt: skip
        z = trainer.network.pre_activations(trainer.data.x_train)[0][0]
        assert found["zeros"][0, place, 0] == np.mean(z <= 0)
    assert found["accuracy"][0, 0] == trainer.history.test_accuracy[-1, 0]


def test_a_map_has_so_many_cells_from_edge_to_edge_in_four_digits():
    config = phase_diagram.Config(cells=5, lowest_rate=0.01, highest_rate=30, lowest_scale=0.1, highest_scale=10)
    assert config.rates.tolist() == [0.01, 0.07401, 0.5477, 4.054, 30]
    assert config.scales.tolist() == [0.1, 0.3162, 1, 3.162, 10]
    leaky = phase_diagram.Config(negative_slope=0.25, bias_shift=0.5, samples=50, seed=3).network(2.0, 0.5, 4)
    assert (leaky.activation, leaky.alpha, leaky.bias_shift, leaky.scale) == ("leaky_relu", 0.25, 0.5, 2)
    assert (leaky.samples, leaky.learning_rate, leaky.batch_size, leaky.seed) == (50, 0.5, 10, 7)
    assert phase_diagram.Config().network(1.0, 1.0, 0).activation == "relu"


def test_a_line_and_relu_are_trained_alike():
    config = non_linear.Config(units=3, epochs=4, noise=0.05, learning_rate=0.1, seed=2)
    for activation in ("linear", "relu"):
        found = non_linear.measure(config, ("circles", activation), range(1, 2))
        trainer = trained(
            4, dataset="circles", noise=0.05, hidden=(3,), activation=activation, optimizer="adam", learning_rate=0.1,
            batch_size=20, seed=3,
        )  # fmt: skip
        assert found["accuracy"][0] == trainer.history.test_accuracy[-1, 0]
        assert (found["regions"][0] == 1) == (activation == "linear")


def test_units_that_died_and_came_back_are_counted_epoch_by_epoch():
    found = misconceptions.revived(range(1, 2), 6)
    active = trained(100, learning_rate=2.0, batch_size=20, seed=7).history.active[:, 0]
    died, back = [0, 0], [0, 0]
    for unit in range(16):
        deaths = [epoch for epoch in range(101) if active[epoch, unit] == 0]
        layer = unit // 8
        died[layer] += bool(deaths)
        back[layer] += bool(deaths) and any(active[epoch, unit] > 0 for epoch in range(deaths[0], 101))
    assert died[1] > back[1] > 0
    assert found["count"] == died[1]
    assert found["value"] == back[1] / died[1]
    assert found["reference"] == back[0] / max(died[0], 1)


def test_the_slope_at_zero_is_told_by_all_pre_activations_of_the_end():
    found = misconceptions.slope_at_zero(range(1, 4), 30)
    data = make_dataset("moons", 250, 0.2, 0.2, 0)
    ends = {0: [], 1: []}
    for seed in (31, 32, 33):
        for slope, kept in ends.items():
            f = get_activation("relu")
            if slope:
                f = Activation(replace(f.spec, slope=lambda z, _: np.where(z < 0, 0.0, 1.0)), 0.0)
            nets = MLPEnsemble((2, 8, 8, 1), f, seed=seed)
            for _ in range(100):
                nets.theta[...] = nets.theta - 0.3 * nets.gradient(data.x_train, data.y_train)[1]
            kept.append(nets)
    assert found["value"].tolist() == [
        float(np.array_equal(a.theta, b.theta)) for a, b in zip(*ends.values(), strict=True)
    ]
    for run, nets in enumerate(ends[0]):
        zs = [z.ravel().tolist() for z in nets.pre_activations(data.x_train)]
        assert found["reference"][run] == sum(z == 0 for layer in zs for z in layer) / (200 * (8 + 8 + 1))


def test_a_third_of_hes_weights_and_he():
    found = misconceptions.any_start(range(1, 2), 3)
    for name, scale in (("value", 1 / 3), ("reference", 1.0)):
        trainer = trained(40, hidden=(16,) * 6, scale=scale, learning_rate=0.1, batch_size=20, seed=4)
        assert found[name][0] == trainer.history.test_accuracy[-1, 0]


def test_dead_units_are_those_active_nowhere_at_the_end():
    found = misconceptions.dead_and_good(range(1), 2)
    history = trained(100, hidden=(16,), learning_rate=5.0, batch_size=20, seed=2).history
    assert found["value"][0] == history.test_accuracy[-1, 0]
    assert found["reference"][0] == sum(share == 0 for share in history.active[-1, 0]) / 16

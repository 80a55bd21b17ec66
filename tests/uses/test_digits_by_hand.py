"""A network that reads digits: its steps by a plain repetition of the rules, its measures digit by digit."""

from dataclasses import replace
from itertools import pairwise
from math import exp, log

import numpy as np
import pytest

from relu_viz.networks import MLPEnsemble
from relu_viz.uses import ConvConfig, DenseConfig, DigitsTrainer, digits_frames

CONFIG = DenseConfig(units=5, batch_size=100, learning_rate=0.01, seed=2, activation="elu")


@pytest.fixture(scope="module")
def trained():
    trainer = DigitsTrainer(CONFIG)
    trainer.train(16)  # an epoch of 14 steps, the last of 47 digits, and two more
    return trainer


def test_an_epoch_has_as_many_steps_as_batches_the_last_of_them_smaller(trained):
    assert len(trained.data.x_train) == 1347
    assert trained.steps_of_an_epoch == 14
    assert (trained.steps, trained.epoch) == (16, 16 / 14)
    assert DigitsTrainer(replace(CONFIG, batch_size=449)).steps_of_an_epoch == 3
    assert DigitsTrainer(replace(CONFIG, batch_size=450)).steps_of_an_epoch == 3
    assert DigitsTrainer(replace(CONFIG, batch_size=448)).steps_of_an_epoch == 4


def test_its_parameters_are_those_of_adam_step_by_step(trained):
    plain = MLPEnsemble((64, 5, 10), "elu", seed=2, dtype=np.float32)
    mean, square = np.zeros((2, 64 * 5 + 5 + 5 * 10 + 10))
    rng, step = np.random.default_rng((2, 1)), 0
    for _ in range(2):
        order = rng.permutation(1347)
        for start in range(0, 1347, 100):
            if step == 16:
                break
            step += 1
            chosen = order[start : start + 100]
            g = plain.gradient(trained.data.x_train[chosen], trained.data.y_train[chosen])[1][0].astype(float)
            mean, square = 0.9 * mean + 0.1 * g, 0.999 * square + 0.001 * g * g
            plain.theta[0] -= 0.01 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    np.testing.assert_allclose(trained.network.theta[0], plain.theta[0], rtol=1e-3, atol=1e-4)


def test_measures_are_counted_digit_by_digit(trained):
    data, found = trained.data, trained.measure()
    for part, x, y in (("train", data.x_train, data.y_train), ("test", data.x_test, data.y_test)):
        loss, right = 0.0, 0
        for z, label in zip(trained.network.forward(x)[0].astype(float).tolist(), y.tolist(), strict=True):
            loss += (log(sum(map(exp, z))) - z[label]) / len(y)
            right += z.index(max(z)) == label
        assert getattr(found, f"{part}_loss") == pytest.approx(loss, rel=1e-4)
        assert getattr(found, f"{part}_accuracy") == pytest.approx(right / len(y))
    assert found.confusion.sum(axis=1).tolist() == np.bincount(data.y_test).tolist(), "rows are what is true"
    assert found.zeros.tolist() == [0], "ELU is 0 nowhere but at 0"


def test_zeros_are_those_of_the_held_out_digits_layer_by_layer():
    trainer = DigitsTrainer(ConvConfig(filters=(2, 3), batch_size=500, seed=1))
    trainer.train(2)
    hidden = trainer.network.pre_activations(trainer.data.x_test)[:-1]
    found = trainer.measure()
    np.testing.assert_allclose(found.zeros, [(z <= 0).mean() for z in hidden], atol=1e-6)
    assert found.active.shape == (5,)


@pytest.mark.parametrize(("epochs", "moments"), [(1, 4), (24, 73), (25, 76), (60, 91)])
def test_a_training_has_a_hundred_moments_at_most_evenly_spaced(epochs, moments):
    """Three steps an epoch: up to 100 steps each is a moment; 180 go two at a time."""
    config = DenseConfig(units=1, batch_size=500, epochs=epochs)
    frames = list(filter(None, digits_frames(config)))
    assert len(frames) == moments
    assert frames[0].epoch == 0
    assert frames[-1].epoch == epochs
    steps = {round(3 * (after.epoch - before.epoch)) for before, after in pairwise(frames)}
    assert steps == {2 if epochs == 60 else 1}


def test_a_diverged_network_trains_no_more():
    trainer = DigitsTrainer(DenseConfig(activation="linear", depth=8, optimizer="sgd", learning_rate=100.0))
    while not trainer.diverged:
        trainer.train(5)
    steps, theta = trainer.steps, trainer.network.theta.copy()
    trainer.train(5)
    assert trainer.steps == steps
    np.testing.assert_array_equal(trainer.network.theta, theta)

"""A whole training, step by step, against a plain loop in scalar Python that is written from the formulas."""

from math import inf

import numpy as np
import pytest

from relu_viz.data import Dataset
from relu_viz.training import Change, Trainer, TrainingConfig, watch_batches
from tests.pieces import finished
from tests.training.plain_loop import FUNCTIONS, PlainNetwork, PlainTraining

RANDOM = np.random.default_rng(5)
POINTS, HELD_OUT = RANDOM.normal(size=(48, 2)), RANDOM.normal(size=(7, 2))
LOSSES = {0: "squared", 2: "logistic", 3: "softmax"}  # by the number of classes


def labels(x: np.ndarray, classes: int) -> np.ndarray:
    by_angle = np.arctan2(x[:, 1], x[:, 0]) / np.pi  # from −1 to 1
    return by_angle if classes == 0 else np.minimum((by_angle + 1) / 2 * classes, classes - 1).astype(int)


def both(classes: int = 2, **settings) -> tuple[Trainer, PlainTraining]:
    """The same run twice: as the app trains it, and as the plain loop does."""
    told = {"hidden": (4, 3), "activation": "tanh", "optimizer": "sgd", "learning_rate": 0.1, "batch_size": 10,
            "seed": 6} | settings  # fmt: skip
    data = Dataset(POINTS, labels(POINTS, classes), HELD_OUT, labels(HELD_OUT, classes), classes)
    config = TrainingConfig(dataset={0: "plane", 3: "blobs"}.get(classes, "moons"), **told)
    loss = "squared_relu" if config.output == "relu" else LOSSES[classes]
    network = PlainNetwork(
        (2, *config.hidden, 3 if classes == 3 else 1), config.activation, loss, config.seed,
        config.scale, config.bias_shift, config.alpha,
    )  # fmt: skip
    plain = PlainTraining(
        network, config.optimizer, config.learning_rate, config.batch_size, config.l1, config.l2,
        config.clip_norm or inf,
    )  # fmt: skip
    return Trainer(config, data=data), plain


def check(trainer: Trainer, plain: PlainTraining, epochs: int, within: float = 1e-12) -> None:
    """Train both on, and compare every parameter and every measure."""
    data = trainer.data
    trainer.run(epochs)
    plain.run(epochs, data.x_train.tolist(), data.y_train.tolist())
    np.testing.assert_allclose(trainer.network.theta[0], plain.network.flat(), rtol=0, atol=within)
    assert trainer.diverged_at[0] == plain.diverged_at
    told = {name: getattr(trainer.history, name)[-1, 0] for name in ("train_loss", "test_loss", "train_accuracy",
                                                                    "test_accuracy")}  # fmt: skip
    for part, x, y in (("train", data.x_train, data.y_train), ("test", data.x_test, data.y_test)):
        loss, accuracy = measured(plain.network, x.tolist(), y.tolist())
        assert told[f"{part}_loss"] == pytest.approx(loss, rel=1e-11)
        assert told[f"{part}_accuracy"] == pytest.approx(accuracy, rel=1e-11)


def measured(network: PlainNetwork, xs: list, ys: list) -> tuple[float, float]:
    """The mean loss, and the share that is right or, of values, R²."""
    logits = [network.pre_activations(x)[-1] for x in xs]
    loss = sum(map(network.loss_of, logits, ys)) / len(ys)
    if network.loss.startswith("squared"):
        middle = sum(ys) / len(ys)
        return loss, 1 - loss / (sum((y - middle) ** 2 for y in ys) / len(ys))
    chosen = [int(z[0] > 0) if len(z) == 1 else z.index(max(z)) for z in logits]
    return loss, sum(one == other for one, other in zip(chosen, ys, strict=True)) / len(ys)


@pytest.mark.parametrize("batch_size", [48, 10], ids=["all points a step", "48 points in tens"])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov", "rmsprop", "adam"])
def test_parameters_after_one_two_and_seven_epochs_are_those_of_the_plain_loop(optimizer, batch_size):
    rate = 0.01 if optimizer in ("rmsprop", "adam") else 0.1
    trainer, plain = both(optimizer=optimizer, batch_size=batch_size, learning_rate=rate)
    np.testing.assert_allclose(trainer.network.theta[0], plain.network.flat(), rtol=1e-14)
    for epochs in (1, 1, 5):
        check(trainer, plain, epochs)
    assert plain.steps == (7 if batch_size == 48 else 35)


@pytest.mark.parametrize("activation", FUNCTIONS)
@pytest.mark.parametrize("classes", LOSSES)
def test_so_they_are_with_every_activation_and_every_loss(activation, classes):
    trainer, plain = both(classes, activation=activation, bias_shift=0.1, scale=0.8, learning_rate=0.05)
    check(trainer, plain, 3)


MORE = {
    "L1": {"l1": 0.03},
    "L2": {"l2": 0.2},
    "both": {"l1": 0.02, "l2": 0.1},
    "clipped at some steps": {"clip_norm": 0.65},
    "never clipped": {"clip_norm": 50.0},
    "always clipped": {"clip_norm": 0.01, "l2": 0.1},
    "learned slopes": {"activation": "prelu", "l1": 0.02, "l2": 0.1, "optimizer": "adam", "learning_rate": 0.02},
    "a slope of its own": {"activation": "leaky_relu", "alpha": 0.5},
    "a left side of its own": {"activation": "elu", "alpha": 2.0},
    "a bias that is shifted": {"bias_shift": -0.7},
    "larger batches than points": {"batch_size": 100},
    "single points": {"batch_size": 1, "learning_rate": 0.02},
    "no hidden layer but one unit": {"hidden": (1,)},
    "three layers": {"hidden": (3, 2, 4)},
    "a ReLU at the output": {"classes": 0, "output": "relu"},
    "a ReLU at the output that falls silent": {"classes": 0, "output": "relu", "learning_rate": 3.0},
    "no hidden layer": {"hidden": ()},
    "no hidden layer, with learned slopes that there are none of": {"hidden": (), "activation": "prelu"},
    "no hidden layer, three classes": {"hidden": (), "classes": 3},
    "no hidden layer, values": {"hidden": (), "classes": 0},
}


@pytest.mark.parametrize("settings", MORE.values(), ids=list(MORE))
def test_so_they_are_with_all_that_is_done_to_a_gradient(settings):
    trainer, plain = both(**settings)
    check(trainer, plain, 4)


def test_what_is_changed_on_the_way_holds_from_the_end_of_that_epoch_on():
    changes = (
        Change(0, "w1.2.3", 0.5), Change(1, "learning_rate", 0.3), Change(2, "l1", 0.05), Change(3, "clip_norm", 0.2),
        Change(3, "b2.1", -1.5), Change(4, "l2", 0.4), Change(5, "clip_norm", 0.0), Change(5, "w3.3.1", 2.0),
    )  # fmt: skip
    trainer, plain = both(changes=changes)
    layers = plain.network.layers
    layers[0][1][2] = 0.5  # from the second input to the third unit, before the first step
    check(trainer, plain, 1)
    plain.rate = 0.3
    check(trainer, plain, 1)
    plain.l1 = 0.05
    data = trainer.data
    trainer.run(1)
    plain.run(1, data.x_train.tolist(), data.y_train.tolist())
    plain.network.layers[1][4][0] = -1.5  # the bias of the second layer's first unit, once the epoch is done
    np.testing.assert_allclose(trainer.network.theta[0], plain.network.flat(), rtol=0, atol=1e-12)
    plain.clip = 0.2
    check(trainer, plain, 1)
    plain.l2 = 0.4
    trainer.run(1)
    plain.run(1, data.x_train.tolist(), data.y_train.tolist())
    plain.network.layers[2][2][0], plain.clip = 2.0, inf
    check(trainer, plain, 3)


def test_a_clipped_gradient_has_been_met_on_both_sides_of_its_limit():
    """So that "clipped at some steps" above is what it says."""
    _, plain = both(clip_norm=0.65)
    norms = []
    for start in range(0, 48, 10):
        part = slice(start, start + 10)
        gradient = plain.network.gradient(POINTS[part].tolist(), labels(POINTS, 2)[part].tolist())
        norms.append(sum(g * g for g in gradient) ** 0.5)
    assert min(norms) < 0.65 < max(norms)


def test_what_diverges_stops_at_the_epoch_in_which_it_broke_with_what_it_had_before():
    trainer, plain = both(0, activation="linear", learning_rate=30.0, optimizer="sgd", hidden=(3,))
    data = trainer.data
    trainer.run(9)
    plain.run(9, data.x_train.tolist(), data.y_train.tolist())
    assert 1 <= plain.diverged_at < 9
    assert trainer.diverged_at[0] == plain.diverged_at
    np.testing.assert_allclose(trainer.network.theta[0], plain.network.flat(), rtol=1e-9)


def test_mini_batches_that_are_watched_one_by_one_are_the_plain_loops_steps():
    trainer, plain = both()
    frames = finished(watch_batches(trainer, 0, 60))
    assert frames.batch.tolist() == [1, 2, 3, 4], "the fifth, of eight points, ends the epoch"
    keys = plain.random.random(48, dtype=np.float32)
    order, y = np.argsort(keys), labels(POINTS, 2)
    for number, theta in enumerate(frames.theta[:, 0]):
        chosen = order[10 * number : 10 * number + 10]
        plain.step(POINTS[chosen].tolist(), y[chosen].tolist())
        np.testing.assert_allclose(theta, plain.network.flat(), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "tanh", "elu"])
def test_the_shares_of_active_units_are_counted_point_by_point(activation):
    trainer, plain = both(activation=activation, bias_shift=-0.5, scale=2.0)
    trainer.run(2)
    plain.run(2, POINTS.tolist(), labels(POINTS, 2).tolist())
    slope = FUNCTIONS[activation][1]
    counted = [0] * 7
    for x in POINTS.tolist():
        hidden = [z for layer in plain.network.pre_activations(x)[:-1] for z in layer]
        for unit, z in enumerate(hidden):
            # A rectifier's unit is active above 0, another's where its slope is a twentieth of the largest.
            counted[unit] += z > 0 if "relu" in activation else abs(slope(z, 1.0)) >= 0.05
    np.testing.assert_allclose(trainer.history.active[-1, 0], np.array(counted) / 48, rtol=1e-6)

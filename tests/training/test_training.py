"""A config is the whole truth of a run; company changes nothing; what diverges is marked and the others go on."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relu_viz.activations import ACTIVATIONS
from relu_viz.data import DATASETS, SURFACES
from relu_viz.data.own_points import encode_points
from relu_viz.networks import OPTIMIZERS
from relu_viz.training import (
    Change,
    Frames,
    History,
    Trainer,
    TrainingConfig,
    together,
    train_in_pieces,
    train_together,
)
from relu_viz.training.history import SnapshotLog
from tests.pieces import finished

SMALL = {"samples": 60, "hidden": (5, 4), "learning_rate": 0.1, "seed": 3}


def same(a: Trainer, b: Trainer) -> bool:
    """Whether two trainers agree in every bit of what they know."""
    histories = ("epoch", "train_loss", "train_accuracy", "test_accuracy", "active")
    return (
        np.array_equal(a.network.theta, b.network.theta)
        and np.array_equal(a.memory, b.memory)
        and all(np.array_equal(getattr(a.history, name), getattr(b.history, name)) for name in histories)
    )


@pytest.mark.parametrize("corner", [0.5, 1, 2])
def test_xor_drawn_by_hand_as_four_points_is_learned_as_the_page_opens(corner):
    x = corner * np.array([[-1.0, -1], [1, 1], [-1, 1], [1, -1]])
    drawn = Trainer(TrainingConfig(dataset="own", points=encode_points(3.0, x, np.array([0, 0, 1, 1]))))
    drawn.run(100)
    logits = drawn.network.forward(drawn.inputs(x))[0, :, 0]
    assert ((logits > 0) == [False, False, True, True]).all()


def test_the_same_config_gives_the_same_numbers_twice():
    runs = [Trainer(TrainingConfig(**SMALL)) for _ in range(2)]
    for trainer in runs:
        trainer.run(6)
    assert same(*runs)


def test_how_the_epochs_are_asked_for_does_not_matter():
    at_once, in_parts = Trainer(TrainingConfig(**SMALL)), Trainer(TrainingConfig(**SMALL))
    at_once.run(7)
    for epochs in (1, 4, 2):
        in_parts.run(epochs)
    assert same(at_once, in_parts)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("activation", ["leaky_relu", "prelu", "elu", "tanh"])
def test_students_who_share_a_batch_get_what_they_would_get_alone(optimizer, activation):
    shared = {**SMALL, "optimizer": optimizer, "activation": activation, "l2": 0.001, "clip_norm": 1.0}
    alpha = {} if activation == "tanh" else {"alpha": 0.5}
    configs = [
        TrainingConfig(**shared),
        TrainingConfig(**{**shared, "dataset": "circles", "seed": 9, "learning_rate": 0.02, "l2": 0.1}),
        TrainingConfig(**{**shared, **alpha, "noise": 0.4, "data_seed": 5, "scale": 1.5, "initializer": "normal"}),
    ]
    together, alone = ([Trainer(config) for config in configs] for _ in range(2))
    together[0].run(2)  # students need not be at the same epoch
    train_together(together, 4)
    for trainer, epochs in zip(alone, (6, 4, 4), strict=True):
        trainer.run(epochs)
    assert all(same(a, b) for a, b in zip(together, alone, strict=True))


def test_a_run_of_an_ensemble_equals_a_trainer_with_its_seed():
    ensemble = Trainer(TrainingConfig(**SMALL), runs=4)
    ensemble.run(5)
    alone = Trainer(TrainingConfig(**{**SMALL, "seed": SMALL["seed"] + 2}))
    alone.run(5)
    assert np.array_equal(ensemble.network.theta[2], alone.network.theta[0])
    assert np.array_equal(ensemble.history.train_loss[:, 2], alone.history.train_loss[:, 0])


@pytest.mark.parametrize("name", ["sgd", "momentum", "nesterov", "rmsprop", "adam"])
def test_optimizers_equal_a_plain_loop(name):
    """Each rule written out for one number at a time, from its paper, with PyTorch's constants."""
    random = np.random.default_rng(0)
    theta, gradients, rate = random.standard_normal((2, 3)), random.standard_normal((5, 2, 3)), 0.1
    optimizer = OPTIMIZERS[name]
    found, memory = theta.copy(), np.zeros((optimizer.slots, 2, 3))
    for step, gradient in enumerate(gradients, 1):
        optimizer.step(found, gradient.copy(), memory, np.full((2, 1), rate), np.full((2, 1), step))
    for place in np.ndindex(2, 3):
        w, v, s = theta[place], 0.0, 0.0
        for t, gradient in enumerate(gradients, 1):
            g = gradient[place]
            if name == "sgd":
                w -= rate * g
            elif name in ("momentum", "nesterov"):
                v = 0.9 * v + g
                w -= rate * (g + 0.9 * v if name == "nesterov" else v)
            elif name == "rmsprop":
                s = 0.99 * s + 0.01 * g * g
                w -= rate * g / (s**0.5 + 1e-8)
            else:
                v, s = 0.9 * v + 0.1 * g, 0.999 * s + 0.001 * g * g
                w -= rate * (v / (1 - 0.9**t)) / ((s / (1 - 0.999**t)) ** 0.5 + 1e-8)
        assert found[place] == pytest.approx(w, rel=1e-12)


def test_the_default_learns_the_moons_and_kills_units_on_the_way():
    """What the page shows within its first five seconds: 250 epochs at most, at 60 a second."""
    trainer = Trainer(TrainingConfig())
    trainer.run(250)
    assert trainer.history.train_accuracy[-1, 0] > 0.95
    assert trainer.history.dead[0, 0] == 0
    assert trainer.history.dead[-1, 0] >= 1


@pytest.mark.parametrize("dataset", [*DATASETS, *SURFACES])
def test_a_config_knows_its_network_s_layers_before_there_is_one(dataset):
    config = TrainingConfig(dataset=dataset, samples=20, hidden=(3, 2), features=("x1", "x2", "sin_x1"))
    outputs = 3 if dataset in ("blobs", "spiral_3") else 1
    assert config.layer_sizes == Trainer(config).network.layer_sizes == (3, 3, 2, outputs)


def test_a_run_whose_loss_is_infinite_before_it_has_trained_has_not_diverged_yet():
    trainer = Trainer(TrainingConfig(**SMALL))
    trainer.network.theta[...] = 1e308
    assert not np.isfinite(train_together([trainer], 0)[0].train_loss).any()
    assert trainer.diverged_at[0] == -1
    train_together([trainer], 1)
    assert trainer.diverged_at[0] == 1


@pytest.mark.parametrize(("epochs", "every"), [(-1, 1), (True, 1), (3, 0), (3, True)])
def test_epochs_are_whole_numbers(epochs, every):
    trainer = Trainer(TrainingConfig(**SMALL))
    with pytest.raises(ValueError, match=r"^(epochs must be a whole number from 0|evaluate_every .* from 1) up, not "):
        trainer.run(epochs, every)
    assert trainer.epoch == 0
    assert trainer.run(0).epoch.tolist() == [0]


def test_a_snapshot_takes_the_place_of_one_of_its_epoch_and_of_all_later():
    trainer = Trainer(TrainingConfig(**SMALL))
    log = SnapshotLog(trainer.take())
    for _ in range(3):
        trainer.run(2)
        log.add(trainer.take())
    trainer.restore(log.nearest(4))
    trainer.network.theta[...] = 7
    log.add(trainer.take())
    assert log.rows["epoch"].tolist() == [0, 2, 4]
    assert (log.nearest(5).theta == 7).all()


def test_a_run_diverges_at_the_same_epoch_however_seldom_it_is_looked_at():
    config = TrainingConfig(hidden=(8,), learning_rate=1000.0)
    often, seldom, last = (Trainer(config, 16) for _ in range(3))
    often.run(30)
    seldom.run(30, evaluate_every=10)
    last.run(30, evaluate_every=30)
    assert 0 < (often.diverged_at >= 0).sum() < 16
    for other in (seldom, last):
        np.testing.assert_array_equal(other.diverged_at, often.diverged_at)
        np.testing.assert_array_equal(other.network.theta, often.network.theta)
        np.testing.assert_array_equal(other.history.train_loss[-1], often.history.train_loss[-1])


def test_what_diverges_is_marked_keeps_its_last_finite_parameters_and_the_others_go_on():
    wild = TrainingConfig(**{**SMALL, "activation": "linear", "learning_rate": 1e6})
    calm = TrainingConfig(**{**SMALL, "activation": "linear"})
    trainers = [Trainer(wild), Trainer(calm)]
    # Squared error would do it in an epoch; the logistic loss needs weights that have grown for a while.
    trainers[0].network.theta[...] *= 1e150
    train_together(trainers, 5)
    assert trainers[0].diverged_at[0] > 0
    assert trainers[1].diverged_at[0] == -1
    assert np.isfinite(trainers[0].network.theta).all()
    alone = Trainer(calm)
    alone.run(5)
    assert same(trainers[1], alone)


def test_snapshots_restore_and_replay_exactly():
    trainer = Trainer(TrainingConfig(**SMALL, optimizer="adam"))
    trainer.run(3)
    snapshot = trainer.take()
    trainer.run(4)
    end = trainer.network.theta.copy()
    assert np.array_equal(trainer.replayed(0).network.theta, Trainer(trainer.config).network.theta)
    past = trainer.replayed(5)
    assert past.epoch == 5
    assert trainer.history.until(5).epoch.tolist() == [0, 1, 2, 3, 4, 5]
    assert trainer.history.epoch[-1] == 7
    trainer.restore(snapshot)
    assert trainer.history.epoch[-1] == 3
    trainer.run(2)
    assert np.array_equal(past.network.theta, trainer.network.theta)
    trainer.run(2)
    assert np.array_equal(end, trainer.network.theta)
    with pytest.raises(ValueError, match="from 0 to 7"):
        trainer.replayed(8)


def test_history_has_an_axis_of_runs():
    trainer = Trainer(TrainingConfig(**SMALL), runs=3)
    trainer.run(4)
    history = trainer.history
    assert history.epoch.tolist() == [0, 1, 2, 3, 4]
    for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy", "dead"):
        assert getattr(history, name).shape == (5, 3)
    assert history.active.shape == (5, 3, 9)


def test_history_and_snapshots_are_bounded_dense_at_the_end_and_keep_the_start():
    history = History(runs=1, units=16, max_bytes=20_000)
    for start in range(0, 5000, 25):
        epochs = np.arange(start, start + 25)
        measures = dict.fromkeys(("train_loss", "test_loss", "train_accuracy", "test_accuracy"), epochs[:, None] * 1.0)
        active, theta = np.full((25, 1, 16), 0.5), np.zeros((25, 1, 3), np.float32)
        shares = {"active": active, "active_held_out": active, "right": active, "output": active[..., 0]}
        history.extend(Frames(epoch=epochs, batch=0 * epochs, theta=theta, **shares, **measures))
    assert len(history.epoch) <= history.capacity
    assert history.epoch[0] == 0
    assert history.epoch[-10:].tolist() == list(range(4990, 5000))
    assert np.array_equal(history.epoch, history.train_loss[:, 0])
    trainer = Trainer(TrainingConfig(**SMALL))
    log = SnapshotLog(trainer.take(), max_bytes=20_000)
    for _ in range(100):
        trainer.run(1)
        log.add(trainer.take())
    assert len(log.epoch) <= log.capacity < 100
    assert log.epoch[[0, -2, -1]].tolist() == [0, 99, 100]
    assert log.nearest(50).epoch <= 50


def test_penalties_act_on_weights_only():
    config = TrainingConfig(**SMALL, l2=10.0, activation="prelu")
    penalized, plain = Trainer(config), Trainer(TrainingConfig(**SMALL, activation="prelu"))
    penalized.run(20)
    plain.run(20)
    weights = penalized.network.penalized
    assert np.abs(penalized.network.theta[0, weights]).max() < 0.05 * np.abs(plain.network.theta[0, weights]).max()
    assert np.all(penalized.network.slopes[0] > 0.2)


@settings(max_examples=40)
@given(
    dataset=st.sampled_from(list(DATASETS)),
    activation=st.sampled_from(list(ACTIVATIONS)),
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    extreme=st.sampled_from(
        [
            {"learning_rate": 1e6}, {"noise": 0.0}, {"noise": 2.0}, {"samples": 10, "held_out": 0.9}, {"scale": 100.0},
            {"hidden": (1,)}, {"hidden": (1, 1, 1, 1, 1, 1)}, {"batch_size": 2000}, {"batch_size": 1, "samples": 20},
            {"bias_shift": -100.0}, {"scale": 0.0}, {"held_out": 0.0}, {"l1": 10.0, "l2": 10.0, "clip_norm": 1e-3},
        ]
    ),
)  # fmt: skip
def test_every_dataset_activation_and_optimizer_at_its_extremes_trains_without_a_warning(
    dataset, activation, optimizer, extreme
):
    settings_of_run = {"samples": 40, "hidden": (4, 3), "learning_rate": 0.1} | extreme
    trainer = Trainer(TrainingConfig(dataset=dataset, activation=activation, optimizer=optimizer, **settings_of_run))
    frames = trainer.run(4)
    assert np.isfinite(trainer.network.theta).all()
    assert frames.theta.shape[0] == 4
    assert ((trainer.history.active >= 0) & (trainer.history.active <= 1)).all()


@pytest.mark.parametrize("name", DATASETS)
def test_datasets_are_reproducible_standardized_and_split(name):
    from relu_viz.data import make_dataset

    data, again, other = (make_dataset(name, 101, 0.2, 0.3, seed) for seed in (4, 4, 5))
    assert np.array_equal(data.x_train, again.x_train)
    assert not np.array_equal(data.x_train, other.x_train)
    assert len(data.x_test) == 30
    assert len(data.x_train) == 71
    np.testing.assert_allclose(data.x_train.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(data.x_train.std(axis=0), 1, atol=1e-12)
    assert set(np.unique(data.y_train)) == set(range(data.classes))


@pytest.mark.parametrize("samples", [60, 61])
def test_a_turn_that_is_over_ends_with_the_epoch_and_nothing_is_lost(samples, monkeypatch):
    """A clock that goes on by a second for each epoch that is recorded: the fifth is the first after 4.5 seconds."""
    config = TrainingConfig(**SMALL | {"samples": samples})
    trainers, now = [Trainer(config), Trainer(config)], iter(range(1, 1000))
    monkeypatch.setattr(together, "SECONDS_OF_A_PIECE", 60)
    monkeypatch.setattr(together.Clock, "worked", lambda clock: float(next(now)))
    frames = finished(train_in_pieces(trainers, 60, evaluate_every=3, seconds=4.5))
    assert [trainer.epoch for trainer in trainers] == [15, 15]
    assert frames[0].epoch.tolist() == [3, 6, 9, 12, 15], "as far apart as they were asked for"
    alone = Trainer(config)
    alone.run(27)
    trainers[0].run(12)
    assert np.array_equal(trainers[0].network.theta, alone.network.theta), "the streams were brought back"
    assert np.array_equal(trainers[0].history.train_loss[-12:], alone.history.train_loss[-12:])


def test_a_change_at_the_end_of_a_turn_that_was_not_reached_waits(monkeypatch):
    changed = TrainingConfig(**SMALL, changes=(Change(8, "w1.1.1", 2.0),))
    trainer, now = Trainer(changed), iter(range(1, 1000))
    monkeypatch.setattr(together, "SECONDS_OF_A_PIECE", 60)
    monkeypatch.setattr(together.Clock, "worked", lambda clock: float(next(now)))
    finished(train_in_pieces([trainer], 8, seconds=2.5))
    assert trainer.epoch == 3
    trainer.run(7)
    alone = Trainer(changed)
    alone.run(10)
    assert np.array_equal(trainer.network.theta, alone.network.theta)

"""What is changed on the way is part of a run: it is in the link, and the run is the same however it is trained."""

import numpy as np
import pytest

from relu_viz.networks import MLPEnsemble
from relu_viz.stage.batching import Classroom
from relu_viz.training import Change, Trainer, TrainingConfig, watch_batches
from relu_viz.training.changes import parameter_index, read_changes
from tests.pieces import finished

SMALL = {"samples": 60, "hidden": (4, 3), "learning_rate": 0.3}


def test_a_rate_that_is_changed_is_a_run_with_that_rate_from_there_on():
    changed = Trainer(TrainingConfig(**SMALL, changes=(Change(7, "learning_rate", 0.05),)))
    changed.run(20)
    by_hand = Trainer(TrainingConfig(**SMALL))
    by_hand.run(7)
    at_seven = by_hand.take()
    slower = Trainer(TrainingConfig(**SMALL | {"learning_rate": 0.05}))
    slower.restore(at_seven)
    slower.run(13)
    assert np.array_equal(changed.network.theta, slower.network.theta)


def test_a_weight_set_by_hand_has_its_value_at_that_epoch_and_not_before():
    config = TrainingConfig(**SMALL, changes=(Change(5, "w1.2.3", 2.5), Change(5, "b3.1", -1)))
    frames = Trainer(config).run(6)
    weight, bias = parameter_index("w1.2.3", (2, 4, 3, 1)), parameter_index("b3.1", (2, 4, 3, 1))
    plain = Trainer(TrainingConfig(**SMALL)).run(6)
    assert np.array_equal(frames.theta[:4], plain.theta[:4])
    assert frames.theta[4, 0, [weight, bias]].tolist() == [2.5, -1]
    assert frames.theta[5, 0, weight] != 2.5


@pytest.mark.parametrize("sizes", [(2, 4, 3, 1), (7, 1, 5, 3), (1, 2)])
def test_a_parameters_name_is_its_place(sizes):
    network = MLPEnsemble(sizes)
    network.theta[0] = np.arange(network.theta.shape[1])
    for layer, weights in enumerate(network.weights, 1):
        for unit in range(sizes[layer]):
            assert parameter_index(f"b{layer}.{unit + 1}", sizes) == weights[0, -1, unit]
            for source in range(sizes[layer - 1]):
                assert parameter_index(f"w{layer}.{source + 1}.{unit + 1}", sizes) == weights[0, source, unit]


def test_the_run_does_not_depend_on_how_it_is_trained():
    config = TrainingConfig(**SMALL, changes=(Change(0, "b1.1", 1), Change(9, "l2", 0.01), Change(9, "w2.1.1", 0)))
    at_once, in_parts, in_class = Trainer(config), Trainer(config), Trainer(config)
    at_once.run(30)
    for epochs in (4, 5, 1, 20):
        in_parts.run(epochs)
    classroom = Classroom()
    while in_class.epoch < 30:
        classroom.train(in_class, 30 - in_class.epoch)
    assert np.array_equal(at_once.network.theta, in_parts.network.theta)
    assert np.array_equal(at_once.network.theta, in_class.network.theta)
    assert in_class.history.epoch.tolist() == list(range(31))


def test_a_branch_goes_on_from_the_past_that_both_share():
    trainer = Trainer(TrainingConfig(**SMALL))
    for _ in range(5):
        trainer.run(4)
        trainer.snapshots.add(trainer.take())
    config = TrainingConfig(**SMALL, changes=(Change(10, "learning_rate", 1),))
    branch, anew = trainer.branched(config), Trainer(config)
    assert branch.epoch == 8
    branch.run(12)
    anew.run(20)
    assert np.array_equal(branch.network.theta, anew.network.theta)
    assert np.array_equal(branch.history.train_loss, anew.history.train_loss)
    assert trainer.history.epoch[-1] == 20, "the run it came from is left as it was"


@pytest.mark.parametrize("epoch", [0, 1, 7, 8, 9])
def test_a_branch_whose_change_is_at_a_snapshot_begins_before_it(epoch):
    trainer = Trainer(TrainingConfig(**SMALL))
    for _ in range(3):
        trainer.run(4)
        trainer.snapshots.add(trainer.take())
    config = TrainingConfig(**SMALL, changes=(Change(epoch, "w1.1.1", 3.0),))
    branch, anew = trainer.branched(config), Trainer(config)
    assert branch.epoch == {9: 8, 8: 4, 7: 4, 1: 0, 0: 0}[epoch]
    branch.run(12 - branch.epoch)
    anew.run(12)
    assert np.array_equal(branch.network.theta, anew.network.theta)


def test_batches_watched_one_by_one_are_the_epoch_and_leave_the_trainer_as_it_was():
    trainer, other = Trainer(TrainingConfig(**SMALL)), Trainer(TrainingConfig(**SMALL))
    trainer.run(2)
    frames = finished(watch_batches(trainer, 0, 100))
    assert frames is not None
    assert frames.batch.tolist() == [1, 2, 3, 4], "48 points in batches of ten: the fifth ends the epoch"
    assert np.array_equal(finished(watch_batches(trainer, 2, 1)).theta, frames.theta[2:3])
    assert finished(watch_batches(trainer, 4, 10)) is None
    trainer.run(1)
    other.run(3)
    assert np.array_equal(trainer.network.theta, other.network.theta)


CURRENT = TrainingConfig(**SMALL, changes=(Change(10, "learning_rate", 0.1), Change(20, "b1.1", 2)))


def wanted(**values):
    names = ("points", "dataset", "samples", "noise", "held_out", "data_seed", "features", "hidden", "activation",
             "alpha", "initializer", "scale", "bias_shift", "optimizer", "batch_size", "seed")  # fmt: skip
    return {name: getattr(CURRENT, name) for name in names} | CURRENT.settings_at(99) | values


def test_other_settings_are_a_branch_and_all_else_is_a_new_run():
    assert CURRENT.continued(wanted(), 15) is CURRENT
    branch = CURRENT.continued(wanted(learning_rate=0.7), 15)
    assert [str(each) for each in branch.changes] == ["10:learning_rate:0.1", "15:learning_rate:0.7"]
    branch = CURRENT.continued(wanted(l1=0.01), 25)
    assert [str(each) for each in branch.changes] == ["10:learning_rate:0.1", "20:b1.1:2", "25:l1:0.01"]
    assert CURRENT.continued(wanted(learning_rate=0.7), 10).changes == (Change(10, "learning_rate", 0.7),)
    anew = CURRENT.continued(wanted(seed=5), 15)
    assert anew == TrainingConfig(**SMALL | {"learning_rate": 0.1, "seed": 5})
    assert CURRENT.continued(wanted(learning_rate=0.7), 0) == TrainingConfig(**SMALL | {"learning_rate": 0.7})


def test_a_link_restores_changes():
    config, ignored = TrainingConfig.from_link(CURRENT.to_link())
    assert (config, ignored) == (CURRENT, [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5", "epoch:what:value"),
        ("x:l1:0", "epoch:what:value"),
        ("-1:l1:0", "epoch:what:value"),
        ("5:l1:nan", "epoch:what:value"),
        ("5:l1:0:0", "epoch:what:value"),
        ("9999999:l1:0", "epoch:what:value"),
        ("5:l1:11", "L1 (l1) must be a number from 0 to 10"),
        ("5:learning_rate:0", "Learning rate (learning_rate) must be"),
        ("5:seed:3", "nothing called 'seed'"),
        ("5:w1.1.9:3", "nothing called 'w1.1.9'"),
        ("5:w4.1.1:3", "nothing called"),
        ("5:w1.0.1:3", "nothing called"),
        ("5:b1.1:1001", "from -1000 to 1000"),
        ("5:l1:0,4:l1:0", "in order"),
        (",".join(["5:l1:0"] * 41), "40 changes"),
    ],
)
def test_a_malformed_change_gets_one_sentence(text, words):
    config, ignored = TrainingConfig.from_link({"changes": text, "seed": "4"})
    assert config == TrainingConfig(seed=4)
    assert len(ignored) == 1
    assert words in ignored[0]


def test_changes_are_written_as_they_are_read():
    text = "0:b1.1:1.5,7:learning_rate:1e-06,7:w1.2.8:-0.25"
    assert ",".join(map(str, read_changes(text))) == text

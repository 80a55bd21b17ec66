"""What may train together: runs that differ in any one field have other keys, or each gets its own numbers."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from relu_viz.activations import ACTIVATIONS
from relu_viz.data import DATASETS, FEATURES, SURFACES
from relu_viz.data.own_points import encode_points
from relu_viz.networks import INITIALIZERS, OPTIMIZERS
from relu_viz.training import Change, Trainer, TrainingConfig, train_together

BASE = TrainingConfig(samples=40, hidden=(3, 2), learning_rate=0.1, noise=0.1, seed=3, activation="leaky_relu")
OWN_POINTS = encode_points(2.0, np.random.default_rng(0).uniform(-2, 2, (40, 2)), np.arange(40) % 2)
names = {field.name for field in fields(TrainingConfig)}
OTHER = {
    "points": some.just(OWN_POINTS),
    "dataset": some.sampled_from([*DATASETS, *SURFACES]),
    "samples": some.integers(10, 45),
    "noise": some.floats(0, 0.5),
    "held_out": some.sampled_from([0.0, 0.2, 0.21, 0.3, 0.5]),
    "data_seed": some.integers(0, 50),
    "features": some.permutations(list(FEATURES)).map(lambda found: tuple(found[:2])) | some.just(("x1",)),
    "hidden": some.sampled_from([(3, 2), (2, 3), (3,), (4, 2), (3, 2, 1)]),
    "activation": some.sampled_from(list(ACTIVATIONS)),
    "alpha": some.sampled_from([0.0, 0.25, 0.01, 1.0, -0.5]),
    "output": some.sampled_from(["linear", "relu"]),
    "initializer": some.sampled_from(list(INITIALIZERS)),
    "scale": some.sampled_from([0.5, 2.0]),
    "bias_shift": some.sampled_from([-1.0, 0.3]),
    "optimizer": some.sampled_from(list(OPTIMIZERS)),
    "learning_rate": some.sampled_from([0.01, 1.0]),
    "batch_size": some.sampled_from([1, 7, 9, 11, 32, 33, 2000]),
    "l1": some.sampled_from([0.01, 1.0]),
    "l2": some.sampled_from([0.01, 1.0]),
    "clip_norm": some.sampled_from([0.05, 0.5]),
    "seed": some.integers(0, 50),
    "changes": some.sampled_from(
        [(Change(0, "w1.1.1", 2.0),), (Change(0, "learning_rate", 0.5),), (Change(0, "l2", 0.5),),
         (Change(0, "clip_norm", 0.05),), (Change(9, "l1", 0.5),)]
    ),
}  # fmt: skip


def test_every_field_is_tried():
    assert set(OTHER) == names


@some.composite
def differing(draw, field: str) -> TrainingConfig:
    value = draw(OTHER[field])
    if field == "points":
        return replace(BASE, points=value, dataset="own")
    return replace(BASE, **{field: value})


def agree(one: Trainer, other: Trainer) -> bool:
    return np.array_equal(one.network.theta, other.network.theta) and all(
        np.array_equal(getattr(one.history, name), getattr(other.history, name), equal_nan=True)
        for name in ("epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy", "active")
    )


@pytest.mark.parametrize("field", sorted(names))
@settings(max_examples=8)
@given(data=some.data())
def test_two_that_differ_in_a_field_have_other_keys_or_each_its_own_numbers(field, data):
    try:
        config = data.draw(differing(field))
    except ValueError:  # an alpha that this activation has not
        return
    for lead in (0, 1):
        pair = [Trainer(BASE), Trainer(config)]
        if lead:
            pair.reverse()
        if pair[0].batch_key != pair[1].batch_key:
            return
        train_together(pair, 2)
        for trainer in pair:
            alone = Trainer(trainer.config)
            alone.run(2)
            assert agree(trainer, alone)


SAME_SHAPE = {"dataset": "xor", "noise": 0.3, "data_seed": 4, "seed": 9, "alpha": 0.5, "scale": 2.0, "bias_shift": 0.2,
              "initializer": "normal", "learning_rate": 0.5, "features": ("product", "x1")}  # fmt: skip


@pytest.mark.parametrize("field", SAME_SHAPE)
def test_a_class_that_differs_in_what_costs_no_shape_still_trains_together(field):
    assert Trainer(BASE).batch_key == Trainer(replace(BASE, **{field: SAME_SHAPE[field]})).batch_key


OTHER_KEYS = {"batch_size": 11, "clip_norm": 0.5, "l1": 0.1, "l2": 0.1, "optimizer": "adam", "activation": "relu",
              "samples": 41, "held_out": 0.3, "hidden": (2, 3), "dataset": "blobs"}  # fmt: skip


@pytest.mark.parametrize("field", OTHER_KEYS)
def test_what_is_another_array_program_has_another_key(field):
    assert Trainer(BASE).batch_key != Trainer(replace(BASE, **{field: OTHER_KEYS[field]})).batch_key


def test_as_many_points_to_learn_from_but_fewer_held_out_is_another_key():
    more = replace(BASE, samples=42, held_out=10 / 42)
    pair = [Trainer(BASE), Trainer(more)]
    assert [len(trainer.data.x_train) for trainer in pair] == [32, 32]
    assert pair[0].batch_key != pair[1].batch_key


def test_strengths_of_a_penalty_and_of_clipping_may_differ():
    configs = [replace(BASE, l1=l1, l2=l2, clip_norm=clip) for l1, l2, clip in ((0.1, 0.0, 0.2), (0.0, 0.5, 3.0))]
    pair = [Trainer(config) for config in configs]
    assert pair[0].batch_key == pair[1].batch_key
    train_together(pair, 3)
    for trainer, config in zip(pair, configs, strict=True):
        alone = Trainer(config)
        alone.run(3)
        assert agree(trainer, alone)


def test_one_whose_penalty_begins_on_the_way_leaves_those_without():
    config = replace(BASE, changes=(Change(2, "l2", 0.5), Change(3, "clip_norm", 0.1)))
    trainer, keys = Trainer(config), []
    for _ in range(4):
        keys.append(trainer.batch_key)
        trainer.run(1)
    assert keys[0] == keys[1] == Trainer(BASE).batch_key
    assert len({*keys[1:4]}) == 3

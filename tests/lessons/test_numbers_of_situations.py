"""Every number that a situation tells is recomputed from its run."""

import dataclasses

import numpy as np
import pytest

from relu_viz.lessons import SITUATIONS
from tests.lessons.runs import changes_of_life, other, trained_to, wrong
from tests.lessons.told import numbers_in
from tests.lessons.told_of_dying import TOLD_OF_DYING


def told_of_units_that_die(trainer) -> list:
    deaths = changes_of_life(trainer)
    assert len({epoch for _, epoch, _ in deaths}) == 1
    return [len(deaths), deaths[0][1], trainer.config.learning_rate, len(deaths), sum(trainer.config.hidden)]


def told_of_the_layer(trainer) -> list:
    first = [all(share == 0 for share in row[8:]) for row in trainer.history.active[:, 0].tolist()].index(True)
    assert all(share == 0 for row in trainer.history.active[first:, 0, 8:].tolist() for share in row)
    return [trainer.config.learning_rate, len(trainer.config.hidden), first, round(wrong(trainer), 1)]


def told_of_the_revival(trainer) -> list:
    ((unit, back, _),) = [each for each in changes_of_life(trainer) if each[2] == "answers" and each[1] == 10]
    died = [epoch for name, epoch, kind in changes_of_life(trainer) if name == unit and kind == "silent"]
    return [float(unit), max(epoch for epoch in died if epoch < back), back]


def told_of_leaky_relu(trainer) -> list:
    dying = SITUATIONS["units_die"]  # how many die there is counted there
    assert dataclasses.replace(trainer.config, activation="relu", alpha=None) == dying.config
    return [numbers_in(dying.title)[0], trainer.config.alpha, 0, trainer.epoch]


def told_of_sigmoid(trainer) -> list:
    relu = other(trainer, 200, activation="relu", initializer="he_normal")
    loss = round(float(trainer.history.train_loss[-1, 0]), 2)
    depth = len(trainer.config.hidden)
    return [depth, depth, trainer.epoch, loss, lambda told: 1 - wrong(relu) > told >= 0.95]


def told_of_the_output(trainer) -> list:
    x = trainer.inputs(trainer.data.x_train)
    assert (trainer.network.forward(x) <= 0).all()
    assert not trainer.network.gradient(x, trainer.data.y_train)[1].any(), "for good"
    losses = trainer.history.train_loss[:, 0].tolist()
    first = next(at for at, loss in enumerate(losses) if loss == losses[-1])
    seeds = [dataclasses.replace(trainer.config, seed=trainer.config.seed + run) for run in range(64)]
    stuck = sum((each.network.forward(x) <= 0).all() for each in (trained_to(50, config) for config in seeds))
    return [0, first, 0, lambda told: told < stuck / len(seeds), len(seeds)]


TOLD = {  # what every number in title and sentences is to be, or the condition that it is to meet
    "units_die": told_of_units_that_die,
    "layer_dies": told_of_the_layer,
    "unit_revives": told_of_the_revival,
    "leaky_rescue": told_of_leaky_relu,
    "sigmoid_stalls": told_of_sigmoid,
    "zeros": lambda trainer: [np.abs(trainer.first_frame.theta).max(), trainer.epoch],
    "divergence": lambda trainer: [trainer.config.learning_rate, int(trainer.diverged_at[0]), 0.05],
    "rate_too_high": lambda trainer: [trainer.config.learning_rate, 0.3],
    "spiral_plain": lambda trainer: [
        *trainer.config.hidden, len(trainer.config.features), trainer.epoch, lambda told: 0.1 <= told < wrong(trainer)
    ],
    "spiral_features": lambda trainer: [len(trainer.config.features), *trainer.config.hidden],
    "corners": lambda trainer: [*trainer.config.hidden, *trainer.config.hidden],  # a bend for each unit at most
    "curves": lambda trainer: [*trainer.config.hidden],
    "linear_stays_a_line": lambda trainer: [
        len(trainer.config.hidden), len(trainer.config.hidden), lambda told: abs(wrong(trainer) - told) < 0.15
    ],
    "dead_output": told_of_the_output,
    "overfitting": lambda trainer: [
        len(trainer.config.hidden), *set(trainer.config.hidden), len(trainer.data.x_train),
        lambda told: 0.2 <= told <= wrong(trainer, "test"),
    ],
    **TOLD_OF_DYING,
}  # fmt: skip


def settings_and_events(trainer) -> list[float]:
    """What a number may be in a situation that has no row in the table."""
    config, changes = trainer.config, changes_of_life(trainer)
    units = [float(name) for name, _, _ in changes]
    settings = [config.learning_rate, config.alpha, config.noise, config.held_out, config.samples, config.batch_size]
    shapes = [len(config.hidden), sum(config.hidden), *config.hidden, len(config.features)]
    return [trainer.epoch, *settings, *shapes, *units, *(epoch for _, epoch, _ in changes), len(changes)]


def test_every_number_it_tells_is_the_runs(reached):
    situation, trainer = reached
    told = numbers_in(" ".join((situation.title, *situation.sentences)))
    if situation.name in TOLD:
        facts = TOLD[situation.name](trainer)
        assert len(told) == len(facts), told
        for number, fact in zip(told, facts, strict=True):
            assert fact(number) if callable(fact) else number == pytest.approx(float(fact)), (number, fact)
    else:  # shares are bounds, which its own function checks
        known = settings_and_events(trainer)
        assert not [number for number in told if not 0 < number < 1 and number not in known]

"""What the numbers are to be that the situations tell of deaths, revivals and remedies, from their runs."""

import dataclasses

import numpy as np

from relu_viz.training import Trainer, see_flip, watch_batches
from relu_viz.training.changes import read_changes
from tests.lessons.runs import changes_of_life, other, trained_to, wrong
from tests.pieces import finished


def told_of_the_born_dead(trainer) -> list:
    first = Trainer(trainer.config)
    lowest = first.network.weights[0][0, -1].max(), first.network.weights[1][0, -1].max()
    assert lowest == (-10, -10)
    assert (first.history.active[0] == 0).all()
    assert np.flatnonzero(trainer.network.theta != first.network.theta).tolist() == [trainer.network.theta.size - 1]
    return [10, first.history.active.shape[-1], lambda told: abs(wrong(trainer) - told) < 0.05]


def death_by_step(trainer, name: str) -> tuple[int, int, float, Trainer]:
    """Where a unit first falls silent: epoch, step, the share of points just before; and the run before that epoch."""
    epoch = next(at for unit, at, what in changes_of_life(trainer) if (unit, what) == (name, "silent"))
    past = Trainer(trainer.config)
    past.run(epoch - 1)
    unit = place_of(name, trainer.config.hidden)
    active = [past.history.active[-1, 0, unit], *finished(watch_batches(past, 0, 99)).active[:, 0, unit].tolist()]
    step = active.index(0)
    return epoch, step, active[step - 1], past


def place_of(name: str, hidden: tuple[int, ...]) -> int:
    """Where among all hidden units the one of a name such as "2.3" is."""
    layer, number = (int(part) for part in name.split("."))
    return sum(hidden[: layer - 1]) + number - 1


def answered(name: str, sizes, x, below, own) -> int:
    """On how many points a unit of the second layer is active, with weights below of one theta, its own of another."""
    (inputs, first, second), count, number = sizes[:3], 0, int(name[2]) - 1
    start = (inputs + 1) * first
    for point in x:
        z = own[start + first * second + number]
        for unit in range(first):
            comes_in = below[inputs * first + unit]
            for place in range(inputs):
                comes_in += point[place] * below[place * first + unit]
            z += max(0, comes_in) * own[start + unit * second + number]
        count += z > 0
    return count


def halves_of_step(trainer, name: str) -> tuple[int, int, list[int]]:
    """The epoch and step in which a unit first falls silent; on how many points it is active before, and by its own
    move alone, by that of what comes in alone, and after."""
    epoch, step, _, past = death_by_step(trainer, name)
    thetas = [past.network.theta[0], *finished(watch_batches(past, 0, 99)).theta[:, 0]]
    old, new = thetas[step - 1], thetas[step]
    pairs = (old, old), (old, new), (new, old), (new, new)
    return epoch, step, [answered(name, past.layer_sizes, past.data.x_train, below, own) for below, own in pairs]


def told_of_the_step(trainer) -> list:
    epoch, step, share, past = death_by_step(trainer, "2.2")
    tried = finished(see_flip(past, place_of("2.2", trainer.config.hidden), step))[1]
    rate = trainer.config.learning_rate
    slower = next(each for each in tried if each.differs == {"learning_rate": 0.5 * rate})
    assert slower.later > 0
    return [2.2, share, step, epoch, 0.5, 10]


def told_from_below(trainer) -> list:
    epoch, step, (_, own, _, _) = halves_of_step(trainer, "2.2")
    return [step, epoch, 2.2, own]


def told_of_both(trainer) -> list:
    epoch, step, (before, own, below, after) = halves_of_step(trainer, "2.2")
    assert (epoch, after) == (1, 0)
    for layer in (1, 2):
        frozen = other(trainer, 20, changes=read_changes(f"0:freeze{layer}:1"))
        assert frozen.history.active[-1, 0, place_of("2.2", trainer.config.hidden)] > 0
    return [step, before, 2.2, own, below, 1, 2, trainer.epoch]


def told_of_either(trainer) -> list:
    epoch, step, (before, *no_more) = halves_of_step(trainer, "2.3")
    assert (epoch, no_more) == (1, [0, 0, 0])
    for layer in (1, 2):
        frozen = other(trainer, 20, changes=read_changes(f"0:freeze{layer}:1"))
        assert death_by_step(frozen, "2.3")[:2] == (epoch, step)
    for part, dies in ((0.5, True), (0.1, False)):
        slower = Trainer(dataclasses.replace(trainer.config, learning_rate=part * trainer.config.learning_rate))
        theta = finished(watch_batches(slower, 0, 99)).theta[0, 0]
        assert (answered("2.3", slower.layer_sizes, slower.data.x_train, theta, theta) == 0) == dies
    return [step, before, 2.3, 1, 2, 0.5, 0.1]


def told_of_the_hand(trainer) -> list:
    (name, killed, silent), (same, woken, answers) = changes_of_life(trainer)
    assert (name, silent, answers) == (same, "silent", "answers")
    x, weights = trainer.data.x_train, [trained_to(at, trainer.config).network.weights[0][0] for at in (killed, woken)]
    (w1, w2, bias), (later1, later2, set_to) = (each[:, place_of(name, trainer.config.hidden)] for each in weights)
    assert (w1, w2) == (later1, later2)
    assert all(x1 * w1 + x2 * w2 + bias < 0 for x1, x2 in x)
    at_once, soon = (wrong(trained_to(killed + after, trainer.config)) for after in (0, 5))
    others = sum(trainer.config.hidden) - 1
    return [bias, killed, float(name), set_to, woken, lambda told: told == 0.25 < at_once,
            lambda told: told == 0.1 > soon, 5, others]  # fmt: skip


def told_of_the_penalty(trainer) -> list:
    ((name, back, what),) = changes_of_life(trainer)
    start, plain = Trainer(trainer.config), other(trainer, 40, l1=0.0)
    first, never_moved = (each.network.weights[1][0, :, int(name[2]) - 1].tolist() for each in (start, plain))
    assert (what, first[-1], never_moved) == ("answers", 0, first)
    assert not any(active[place_of(name, trainer.config.hidden)] for active in plain.history.active[:, 0])
    by, steps = trainer.config.l1 * trainer.config.learning_rate, 0
    nearest = max(first[:-1])
    while nearest <= 0:
        nearest, steps = nearest + by, steps + 1
    assert (back - 1) * 20 < steps <= back * 20, "an epoch is 20 steps"
    return [float(name), by, 0, steps, back, trainer.epoch]


def told_of_momentum(trainer) -> list:
    (name, died, _), (_, back, _) = changes_of_life(trainer)
    return [float(name), died, back, 10]


def told_of_too_late(trainer) -> list:
    last = max(epoch for _, epoch, what in changes_of_life(trainer) if what == "silent")
    slower = other(trainer, 60, learning_rate=0.1)
    assert changes_of_life(slower) == []
    return [trainer.config.learning_rate, last, 0.1, last, sum(trainer.config.hidden), trainer.epoch]


def told_of_not_prevented(trainer) -> list:
    deaths = changes_of_life(trainer)
    leaky = other(trainer, 60, activation="leaky_relu", alpha=0.1)
    assert {name for name, _, _ in deaths} <= {name for name, _, what in changes_of_life(leaky) if what == "silent"}
    return [*(float(name) for name in sorted(name for name, _, _ in deaths)), trainer.config.learning_rate,
            max(epoch for _, epoch, _ in deaths), trainer.epoch]  # fmt: skip


TOLD_OF_DYING = {
    "born_dead": told_of_the_born_dead,
    "killed_by_a_step": told_of_the_step,
    "killed_from_below": told_from_below,
    "killed_by_both": told_of_both,
    "killed_by_either": told_of_either,
    "killed_by_hand": told_of_the_hand,
    "woken_by_momentum": told_of_momentum,
    "woken_by_a_penalty": told_of_the_penalty,
    "too_late": told_of_too_late,
    "not_prevented": told_of_not_prevented,
}

"""Starting points for what kills a unit, and for what wakes it: the first weights, a step, what comes in, a hand."""

import numpy as np

from relu_viz.lessons.situations import otherwise, register
from relu_viz.training import Change, Otherwise, Trainer, at_once, see_flip, unit_name

Told = tuple[str, int, int, str, bool]


def _causes(trainer: Trainer) -> list[Told]:
    """What befell each unit, up to the trainer's epoch: its name, epoch, step, what did it, and whether it died."""
    again, hidden = Trainer(trainer.config), trainer.config.hidden
    causes = [*again.first_frame.causes, *again.run(trainer.epoch).causes]
    return [(unit_name(each.unit, hidden), each.epoch, each.step, each.by, each.died) for each in causes]


def _instead(trainer: Trainer, unit: int, epoch: int, step: int, field: str, value: object) -> Otherwise:
    """What a step does to a unit with one field of the config different from there on."""
    tried = at_once(see_flip(trainer.replayed(epoch - 1), unit, step))[1]
    return next(each for each in tried if each.differs == {field: value})


def _points(trainer: Trainer, unit: int) -> list[int]:
    """On how many points a unit is active before the first step, by its weights' move alone, by its inputs', after."""
    seen = at_once(see_flip(trainer.replayed(0), unit, 1))[0]
    return [int((z > 0).sum()) for z in (seen.before, seen.own, seen.below, seen.after)]


def _frozen(trainer: Trainer) -> list[Trainer]:
    """The same run with the first layer frozen from the start, and with the second."""
    return [otherwise(trainer, changes=(Change(0, f"freeze{layer}", 1),)) for layer in (1, 2)]


@register(
    "born_dead", "Born dead",
    ("Ten is taken from every hidden bias at the start: all 16 units are dead before the first step is made.",
     "No step did it and none mends it: only the output's bias still learns, and about half of the points stay wrong."),
    epoch=60, bias_shift=-10,
)  # fmt: skip
def _born_dead(trainer):
    first = Trainer(trainer.config).network
    changed = trainer.network.theta != first.theta
    alone = changed.sum() == 1 and bool(trainer.network.weight_views(changed)[-1][0, -1, 0])
    wrong = 1 - trainer.history.train_accuracy[-1, 0]
    born_so = [by for *_, by, _ in _causes(trainer)] == ["birth"] * trainer.network.hidden_units
    return born_so and alone and abs(wrong - 0.5) < 0.05


@register(
    "killed_by_a_step", "Killed by a single step",
    ("Unit 2.2 answers 80 % of the points, until step 15 of epoch 15 moves its own weights so far that none is left.",
     "Click its square to see that step: with half the learning rate from there on it is alive ten epochs later."),
    epoch=20, hidden=(4, 4), seed=1,
)  # fmt: skip
def _killed_by_a_step(trainer):
    if _causes(trainer) != [("2.2", 15, 15, "own", True)]:
        return False
    slower = _instead(trainer, 5, 15, 15, "learning_rate", trainer.config.learning_rate / 2)
    return slower.at_once > 0 and slower.later > 0


@register(
    "killed_from_below", "Killed from below",
    ("Step 2 of the first epoch takes all points from unit 2.2: what comes in from the layer below has moved.",
     "Its own weights moved as well, but on what came in before they would still answer 35 of the points."),
    epoch=20, hidden=(3, 3), seed=17,
)  # fmt: skip
def _killed_from_below(trainer):
    if ("2.2", 1, 2, "below", True) not in _causes(trainer):
        return False
    seen = at_once(see_flip(trainer.replayed(0), 4, 2))[0]
    return (seen.own > 0).sum() == 35 and not (seen.below > 0).any() and not np.array_equal(seen.own, seen.before)


@register(
    "killed_by_both", "It takes both",
    ("Step 1 takes all 104 points from unit 2.2: its own weights have moved, and so has what comes in.",
     "Either alone would have left it some, 64 or 55: freeze layer 1 or 2 before you press Play, and it is alive at "
     "epoch 20."),
    epoch=20, hidden=(3, 3), seed=866,
)  # fmt: skip
def _killed_by_both(trainer):
    if ("2.2", 1, 1, "both", True) not in _causes(trainer):
        return False
    alive = all(each.history.active[-1, 0, 4] > 0 for each in _frozen(trainer))
    return _points(trainer, 4) == [104, 64, 55, 0] and alive


@register(
    "killed_by_either", "Killed twice over",
    ("Step 1 takes all 64 points from unit 2.3. Its new weights alone would have done it, and so would what now comes "
     "in alone.",
     "With layer 1 or 2 frozen before you press Play it dies all the same, and with half the learning rate; a tenth "
     "leaves it some points."),
    epoch=20, hidden=(3, 3), seed=1167,
)  # fmt: skip
def _killed_by_either(trainer):
    if ("2.3", 1, 1, "either", True) not in _causes(trainer):
        return False
    ways = ("2.3", 1, 1, "own", True), ("2.3", 1, 1, "below", True)
    frozen = all(way in _causes(each) for way, each in zip(ways, _frozen(trainer), strict=True))
    half, tenth = (
        _instead(trainer, 5, 1, 1, "learning_rate", trainer.config.learning_rate / part).at_once for part in (2, 10)
    )
    return _points(trainer, 5) == [64, 0, 0, 0] and frozen and half == 0 and tenth > 0


@register(
    "killed_by_hand", "Killed by hand, and woken by hand",
    ("A bias of −20, set at epoch 20, kills unit 1.2: no step moves its weights until it is set to 0 at epoch 40.",
     "More than a quarter of the points are wrong at once, less than a tenth five epochs later: the other three take "
     "over. Click one of them, and press Kill it."),
    epoch=60, hidden=(4,), learning_rate=0.3, seed=14, changes=(Change(20, "b1.2", -20), Change(40, "b1.2", 0)),
)  # fmt: skip
def _killed_by_hand(trainer):
    if _causes(trainer) != [("1.2", 20, 0, "hand", True), ("1.2", 40, 0, "hand", False)]:
        return False
    killed, last = (trainer.replayed(epoch).network.weights[0][0, :, 1] for epoch in (20, 39))
    wrong = 1 - trainer.history.train_accuracy[:, 0]
    return np.array_equal(killed, last) and wrong[20] > 0.25 and wrong[25] < 0.1


@register(
    "woken_by_momentum", "Woken by momentum",
    ("Unit 1.2 dies in the first epoch and is back in epoch 2, though a dead unit gets no gradient.",
     "Momentum moves its weights by what it remembers: without it from that step on it is dead ten epochs later, too."),
    epoch=20, hidden=(4,), seed=9, optimizer="momentum", learning_rate=0.1,
)  # fmt: skip
def _woken_by_momentum(trainer):
    if _causes(trainer) != [("1.2", 1, 9, "own", True), ("1.2", 2, 5, "momentum", False)]:
        return False
    plain = _instead(trainer, 1, 2, 5, "optimizer", "sgd")
    return plain.at_once == plain.later == 0


@register(
    "woken_by_a_penalty", "Woken by a penalty",
    ("Unit 2.3 is born dead: its weights are negative, and what comes in never is. L1 pulls each by 0.001 a step "
     "towards 0, and after 106 steps one is past it.",
     "It wakes in epoch 6 and stays awake to epoch 40; beside it, without L1, it is dead for good."),
    epoch=40, compare="l1:0", hidden=(4, 4), seed=98, l1=0.001,
)  # fmt: skip
def _woken_by_a_penalty(trainer):
    life = [each for each in _causes(trainer) if each[0] == "2.3"]
    if life != [("2.3", 0, 0, "birth", True), ("2.3", 6, 6, "penalty", False)]:
        return False
    *weights, bias = first = Trainer(trainer.config).network.weights[1][0, :, 2]
    untouched = np.array_equal(otherwise(trainer, l1=0.0).network.weights[1][0, :, 2], first)
    return max(weights) < 0 and bias == 0 and untouched and trainer.history.active[6:, 0, 6].all()

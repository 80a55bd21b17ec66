"""Starting points for what kills a unit: the first weights, one step, what comes in; and for what wakes it again."""

import numpy as np

from relu_viz.lessons.situations import register
from relu_viz.training import Otherwise, Trainer, at_once, see_flip, unit_name

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

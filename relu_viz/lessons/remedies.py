"""Starting points for what helps: a difference from the start that prevents a death, one made later that revives."""

import numpy as np

from relu_viz.lessons.situations import register
from relu_viz.training import Trainer, TrainingConfig, at_once, revived_in, twins_of, unit_name


def _run(config: TrainingConfig, epochs: int) -> Trainer:
    trainer = Trainer(config)
    trainer.run(epochs)
    return trainer


def _beside(trainer: Trainer, text: str) -> tuple[Trainer, Trainer]:
    """A trainer's run from its start, and its twin, which is as far along."""
    (twin,), _ = twins_of(trainer.config, text)
    return _run(trainer.config, trainer.epoch), _run(twin, trainer.epoch)


def _silent(trainer: Trainer) -> dict[str, int]:
    """Of the units that were active on no training point at some moment: the first such epoch, by the unit's name."""
    silent, hidden = trainer.history.active[:, 0] == 0, trainer.config.hidden
    first = {unit_name(unit, hidden): silent[:, unit].argmax() for unit in np.flatnonzero(silent.any(axis=0)).tolist()}
    return {name: int(trainer.history.epoch[at]) for name, at in first.items()}


@register(
    "too_late", "Too late for a smaller step",
    ("At learning rate 3 both units are dead from epoch 44 on. Beside it, at 0.1 from the start, neither ever is.",
     "Pause, and read below it: made at epoch 44, the smaller rate has none of the 2 active again at epoch 60."),
    epoch=60, compare="learning_rate:0.1", hidden=(2,), learning_rate=3.0, seed=126,
)  # fmt: skip
def _too_late(trainer):
    first, twin = _beside(trainer, "learning_rate:0.1")
    revived = at_once(revived_in(first, twin.config, 44, 60))
    return max(_silent(first).values(), default=0) == 44 and not _silent(twin) and revived == (2, 0, 0)


@register(
    "not_prevented", "Not prevented, but revived",
    ("Units 1.2 and 1.6 die at learning rate 3. With Leaky ReLU from the start both answer no point at times, too.",
     "But made at epoch 20, when both are dead, it has both active again at epoch 60: a leak lets a gradient through."),
    epoch=60, compare="activation:leaky_relu,alpha:0.1", hidden=(8,), learning_rate=3.0, seed=3,
)  # fmt: skip
def _not_prevented(trainer):
    first, twin = _beside(trainer, "activation:leaky_relu,alpha:0.1")
    died, revived = _silent(first), at_once(revived_in(first, twin.config, 20, 60))
    return set(died) == {"1.2", "1.6"} <= set(_silent(twin)) and max(died.values()) == 20 and revived == (2, 2, 0)

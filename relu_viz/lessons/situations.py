"""Situations worth seeing, each a run to open in the Playground: what to try, what to notice, and whether it is so.

A situation is one decorated function: its ``holds`` gets a trainer that has reached the situation's epoch, and says
whether what the sentences say is what the engine computes. It then has a card on its page, a picture and a test.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from relu_viz.training import (
    Change,
    Trainer,
    TrainingConfig,
    TrainingState,
    dead_layers,
    life_events,
    train_together,
    unit_name,
)

Holds = Callable[[Trainer], bool]

SEVEN_INPUTS = ("x1", "x2", "x1_squared", "x2_squared", "product", "sin_x1", "sin_x2")


@dataclass(frozen=True)
class Situation:
    """Two sentences about a run, at the epoch at which it is looked at, and the check that they are true.

    ``compare`` is what it is seen beside, as ``twins`` writes it; "" where it is seen alone.
    """

    name: str
    title: str
    sentences: tuple[str, str]
    config: TrainingConfig
    epoch: int
    compare: str
    holds: Holds

    @property
    def link(self) -> dict[str, str]:
        """The parameters of the link that opens it."""
        return self.config.to_link() | ({"compare": self.compare} if self.compare else {})


SITUATIONS: dict[str, Situation] = {}


def register(
    name: str, title: str, sentences: tuple[str, str], epoch: int, compare: str = "", **settings
) -> Callable[[Holds], Holds]:
    """Decorator: add a situation whose run differs from the default by ``settings``."""

    def add(holds: Holds) -> Holds:
        SITUATIONS[name] = Situation(name, title, sentences, TrainingConfig(**settings), epoch, compare, holds)
        return holds

    return add


def trained(situation: Situation) -> Trainer:
    """A trainer that has reached the situation's epoch."""
    trainer = Trainer(situation.config)
    trainer.run(situation.epoch)
    return trainer


def otherwise(trainer: Trainer, **settings) -> Trainer:
    """Another run with some settings different, from its start as far as a trainer has come."""
    other = Trainer(replace(trainer.config, **settings))
    other.run(trainer.epoch)
    return other


def _events(trainer: Trainer) -> list[tuple[str, int, str]]:
    hidden = trainer.config.hidden
    events = life_events(trainer.history.epoch, trainer.history.active[:, 0])
    return [(unit_name(event.unit, hidden), event.epoch, event.kind) for event in events]


def _accuracy(trainer: Trainer) -> float:
    return float(trainer.history.train_accuracy[-1, 0])


def _bends(trainer: Trainer) -> float:
    """The share of steps along a line through the plane at which the logit's slope changes."""
    line = np.column_stack([np.linspace(-2, 2, 801), np.full(801, 0.1)])
    logits = trainer.network.forward(trainer.inputs(line))[0, :, 0]
    return float((np.abs(np.diff(logits, 2)) > 1e-9).mean())


@register(
    "units_die", "Five units die at once",
    ("Press Play and wait for epoch 181, where one epoch at learning rate 1 kills five of sixteen units.",
     "They stay dead, their squares are blank, and the boundary gets by with the rest."),
    epoch=250,
)  # fmt: skip
def _units_die(trainer):
    events = _events(trainer)
    return len(events) == 5 and all(at == 181 and kind == "died" for _, at, kind in events) and _accuracy(trainer) > 0.9


@register(
    "layer_dies", "A whole layer dies",
    ("At learning rate 2 the second layer loses unit after unit, and from epoch 21 on none of them answers.",
     "A dead layer passes nothing on: all points that it learns from get the same answer, no weight before it gets a "
     "gradient, and half of the points are wrong for good."),
    epoch=60, learning_rate=2.0, seed=5,
)  # fmt: skip
def _layer_dies(trainer):
    awake = trainer.history.active[:, 0, 8:].max(axis=1)
    gradient = trainer.network.gradient(trainer.inputs(trainer.data.x_train), trainer.data.y_train)[1]
    silent = not trainer.network.weight_views(gradient)[0].any()
    dead = dead_layers(trainer.history.active[-1], (8, 8))[0, 1]
    one_answer = np.ptp(trainer.network.forward(trainer.inputs(trainer.data.x_train))) == 0
    return dead and awake[20] > 0 and not awake[21:].any() and silent and one_answer and _accuracy(trainer) < 0.6


@register(
    "unit_revives", "A unit comes back",
    ("Unit 2.3 dies at epoch 2 and answers again at epoch 10: scrub there and point at its row in the heatmap.",
     "Its own weights got no gradient in between; what changed were the units below it, and so what it is told."),
    epoch=40, hidden=(4, 4), seed=0,
)  # fmt: skip
def _unit_revives(trainer):
    events = _events(trainer)
    asleep = Trainer(trainer.config)
    asleep.run(5)
    before = asleep.network.weights[1][0, :, 2].copy()
    asleep.run(3)
    untouched = np.array_equal(before, asleep.network.weights[1][0, :, 2])
    return ("2.3", 2, "died") in events and ("2.3", 10, "revived") in events and untouched


@register(
    "leaky_rescue", "Leaky ReLU to the rescue",
    ("The same data, draw of first weights and learning rate with which five ReLU units die, but a slope of 0.05 below "
     "0.",
     "After 250 epochs every unit has answered all along, and as many points are right or more."),
    epoch=250, activation="leaky_relu", alpha=0.05,
)  # fmt: skip
def _leaky_rescue(trainer):
    relu = otherwise(trainer, activation="relu", alpha=None)
    return not _events(trainer) and relu.history.dead[-1, 0] == 5 and _accuracy(trainer) >= _accuracy(relu)


@register(
    "sigmoid_stalls", "Sigmoid stalls at six layers",
    ("Six layers of sigmoid units: after 200 epochs the loss is still 0.69, that of a guess.",
     "Choose ReLU and He's first weights, leave all else, and more than 95 % of the points are right."),
    epoch=200, activation="sigmoid", hidden=(8,) * 6, learning_rate=0.1, initializer="glorot_normal",
)  # fmt: skip
def _sigmoid_stalls(trainer):
    relu = otherwise(trainer, activation="relu", initializer="he_normal")
    return abs(trainer.history.train_loss[-1, 0] - np.log(2)) < 0.005 and _accuracy(relu) > 0.95


@register(
    "zeros", "Zeros never break the symmetry",
    ("All first weights are 0, so all units of a layer are the same unit.",
     "They get the same gradient and stay the same: after 100 epochs the network still says one thing everywhere."),
    epoch=100, initializer="zeros", learning_rate=0.3,
)  # fmt: skip
def _zeros(trainer):
    same = all(np.ptp(weights[0], axis=1).max() == 0 for weights in trainer.network.weights)
    logits = trainer.network.forward(trainer.inputs(trainer.data.x_train))
    return same and np.ptp(logits) == 0


@register(
    "divergence", "Training that explodes",
    ("A tilted plane to fit, squared error, and a learning rate of 3: each step overshoots by more than the last.",
     "Within the first epoch the numbers grow beyond what a computer can hold, and the stage says so; 0.05 learns it."),
    epoch=10, dataset="plane", activation="leaky_relu", learning_rate=3.0,
)  # fmt: skip
def _divergence(trainer):
    slower = otherwise(trainer, learning_rate=0.05)
    return trainer.diverged_at[0] == 1 and _accuracy(slower) > 0.9


@register(
    "rate_too_high", "Too high a rate",
    ("Tanh at learning rate 3: the loss jumps up and down from epoch to epoch and does not settle.",
     "Pause, set 0.3, and play on: from there it goes down, and smoothly."),
    epoch=100, activation="tanh", learning_rate=3.0,
)  # fmt: skip
def _rate_too_high(trainer):
    calmer = otherwise(trainer, changes=(Change(50, "learning_rate", 0.3),))
    jumps, calm = (np.abs(np.diff(each.history.train_loss[70:, 0])).mean() for each in (trainer, calmer))
    return jumps > 3 * calm and calmer.history.train_loss[-20:].mean() < trainer.history.train_loss[-20:].mean()


@register(
    "spiral_plain", "A spiral from x₁ and x₂ alone",
    ("Three units know nothing but the two coordinates, and a spiral needs more bends than they have.",
     "After 300 epochs more than a tenth of the points are still wrong: add units, or open the next picture."),
    epoch=300, dataset="spiral", hidden=(3,), learning_rate=0.3, noise=0.1,
)  # fmt: skip
def _spiral_plain(trainer):
    return _accuracy(trainer) < 0.9


@register(
    "spiral_features", "The same spiral with all seven inputs",
    ("The same three units, told squares, product and sines as well.",
     "Now nearly every point is right: what a network is told can do the work of units."),
    epoch=300, dataset="spiral", hidden=(3,), learning_rate=0.3, noise=0.1, features=SEVEN_INPUTS,
)  # fmt: skip
def _spiral_features(trainer):
    return _accuracy(trainer) >= 0.97


@register(
    "corners", "ReLU's corners",
    ("Three ReLU units fence in the inner ring: the boundary is a polygon with as many corners as it needs.",
     "Between corners everything is straight: along a line through the plane the slope changes three times at most."),
    epoch=200, dataset="circles", hidden=(3,), learning_rate=0.3, noise=0.05,
)  # fmt: skip
def _corners(trainer):
    return _accuracy(trainer) > 0.97 and 0 < _bends(trainer) * 799 <= 2 * 3


@register(
    "curves", "Tanh's curves",
    ("Three tanh units with the same start, on the same rings.",
     "They are fenced in as well, and the boundary is round: its slope changes everywhere."),
    epoch=200, dataset="circles", hidden=(3,), learning_rate=0.3, noise=0.05, activation="tanh",
)  # fmt: skip
def _curves(trainer):
    return _accuracy(trainer) > 0.97 and _bends(trainer) > 0.95


@register(
    "linear_stays_a_line", "Three layers and still a line",
    ("Three layers of linear units: the boundary is straight, however long they train.",
     "No line tells rings apart, so about half of the points stay wrong; choose ReLU, and watch it bend."),
    epoch=100, dataset="circles", activation="linear", hidden=(8, 8, 8), learning_rate=0.1, noise=0.05,
)  # fmt: skip
def _linear_stays_a_line(trainer):
    return (
        _bends(trainer) == 0 and _accuracy(trainer) < 0.65 and _accuracy(otherwise(trainer, activation="relu")) > 0.95
    )


@register(
    "overfitting", "Learned by heart",
    ("Two layers of 64 units and twenty noisy points: every one of them is learned.",
     "Of the held-out points a fifth or more are wrong: the fences around single points are no knowledge."),
    epoch=300, samples=40, held_out=0.5, noise=0.5, hidden=(64, 64), optimizer="adam", learning_rate=0.01,
)  # fmt: skip
def _overfitting(trainer):
    return _accuracy(trainer) == 1 and trainer.history.test_accuracy[-1, 0] <= 0.8


@register(
    "dead_output", "An output that fell silent",
    ("A tilted plane to fit, and a ReLU at the output as well: its answers are never below 0.",
     "The first epoch pushes it to 0 at every point, for good, as in over half of 64 seeds; a linear one learns it."),
    epoch=50, dataset="plane", output="relu", learning_rate=0.2, seed=112,
)  # fmt: skip
def _dead_output(trainer):
    silent = (trainer.history.train_loss[1:, 0] == (trainer.data.y_train**2).mean()).all()
    seeds = TrainingState(trainer.config, 64)
    train_together([seeds], trainer.epoch, trainer.epoch)
    stuck = (seeds.network.answer(seeds.inputs(seeds.data.x_train)) == 0).all(axis=(1, 2)).mean()
    return silent and stuck > 0.5 and _accuracy(otherwise(trainer, output="linear")) > 0.9

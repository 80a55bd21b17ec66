"""The very step that silenced a unit or woke it, seen closely, and what other steps from there would have done.

A unit flips where a mini-batch's step leaves it active on no training point, or on one again (see ``Cause``). The run
is brought to the moment before that step; from there the same step is taken again with one thing different, and ten
epochs more are trained.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from relu_viz.activations import get_activation
from relu_viz.base import Float, Int
from relu_viz.networks import get_optimizer
from relu_viz.training.changes import without
from relu_viz.training.cohort import Cohort
from relu_viz.training.config import TrainingConfig
from relu_viz.training.diagnostics import is_active, layer_of_unit
from relu_viz.training.frames import Frames
from relu_viz.training.history import Snapshot
from relu_viz.training.pieces import Pieces, as_part
from relu_viz.training.state import TrainingState
from relu_viz.training.together import train_in_pieces

LATER = 10  # epochs after the step
CLIPPED = 0.1  # the length to which a gradient is shortened to see what that would have done
STEPS_OF_A_PIECE = 10
MOST_WORK = 5e9  # parameters × examples × steps of all that is tried: some ten seconds


@dataclass(frozen=True)
class SeenStep:
    """What one step did to one unit; "points" are the training points.

    ``batch`` are those that the step looked at, by their place among all. ``before`` and ``after`` are the unit's
    pre-activations, ``own`` those of its new weights on what came in before, ``below`` those of its old weights on what
    came in after. ``gradient`` is that of the mini-batch's mean loss by the unit's weights and, last, its bias, without
    penalty and unclipped; ``moved`` is what the step added to these. ``frames`` are the run just before and after.
    """

    batch: Int[np.ndarray, " batch"]
    before: Float[np.ndarray, " points"]
    after: Float[np.ndarray, " points"]
    own: Float[np.ndarray, " points"]
    below: Float[np.ndarray, " points"]
    gradient: Float[np.ndarray, " weights_and_bias"]
    moved: Float[np.ndarray, " weights_and_bias"]
    frames: Frames


@dataclass(frozen=True)
class Otherwise:
    """A step taken again with a difference, or none: on how many training points the unit is active then.

    ``later`` is that after ten more epochs, or where the run stopped being finite before; ``inactive`` is what a unit
    is called that is active on none.
    """

    differs: dict[str, Any]  # fields of the config and their other values
    at_once: int
    later: int
    diverged: bool
    inactive: str


@dataclass(frozen=True)
class _Moment:
    """A run between two steps of an epoch: a copy of it at the epoch's start, and what the steps since have made."""

    start: Snapshot
    steps_done: int
    theta: Float[np.ndarray, "1 parameters"]
    memory: Float[np.ndarray, "slots 1 parameters"]
    steps: Int[np.ndarray, "1 1"]


def see_flip(past: TrainingState, unit: int, step: int) -> Pieces[tuple[SeenStep, list[Otherwise]]]:
    """The step of a single run's next epoch, counted from 1, as it befalls a unit, and what else it might have done.

    Nothing else is tried where that would take too long. The run is left as it is. It yields which share of all that is
    tried is done.
    """
    start = past.take()
    try:
        moment, seen = yield from as_part(_go_through(past, unit, step), 0.0)
    finally:
        past.put_back(start)
    steps = -(-len(past.data.x_train) // past.config.batch_size)
    tried = list(differences(past.config, past.epoch, step, steps))
    if past.size_of_a_step * steps * (LATER + 1) * len(tried) >= MOST_WORK:
        tried = []
    others = []
    for number, differs in enumerate(tried):
        others.append((yield from as_part(_otherwise(past, moment, unit, differs), number / len(tried))))
    return seen, others


def differences(config: TrainingConfig, epoch: int, step: int, steps: int) -> Iterator[dict[str, Any]]:
    """What is tried in place of a step, counted from 1, of the epoch that follows so many, which has ``steps``.

    They are fields of the config; none, to begin with.
    """
    yield {}
    settings = config.settings_at(epoch)
    for part in (2, 10):
        yield {"learning_rate": config.rate_of_step(epoch, step, steps) / part}
    plain = get_optimizer(config.optimizer).without_momentum
    if plain:
        yield {"optimizer": plain}
    if not 0 < settings["clip_norm"] <= CLIPPED:
        yield {"clip_norm": CLIPPED}
    if get_activation(config.activation, config.alpha).inactive_everywhere == "dead":
        yield {"activation": "leaky_relu", "alpha": 0.01}
        yield {"activation": "leaky_relu", "alpha": 0.3}
        yield {"activation": "elu", "alpha": 1.0}


def branched_config(config: TrainingConfig, differs: dict[str, Any]) -> TrainingConfig:
    """A config with a difference: what it changes on the way of the same settings is left out."""
    return replace(config, **differs, changes=without(config.changes, differs))


def _go_through(past: TrainingState, unit: int, step: int) -> Pieces[tuple[_Moment, SeenStep]]:
    """Take the steps of the next epoch until the given one is done: the moment before it, and what it did."""
    start, cohort, rows = past.take(), Cohort([past]), []
    order = next(cohort.orders(1))
    batches = _silently(cohort.batches(order))
    for number in range(step - 1):
        next(batches)
        if number % STEPS_OF_A_PIECE == 0:
            yield 0.0
    moment = _Moment(start, step - 1, cohort.theta.copy(), cohort.memory.copy(), cohort.steps.copy())
    yield from _silently(cohort.record(rows, 0))
    first = moment.steps_done * past.config.batch_size
    batch = order[0, first : first + past.config.batch_size]
    gradient = past.network.gradient(past.inputs(past.data.x_train[batch]), past.data.y_train[batch])[1]
    old = _Answers(past, unit)
    next(batches, None)  # the last of an epoch says nothing
    yield from _silently(cohort.record(rows, 0))
    new = _Answers(past, unit)
    with np.errstate(all="ignore"):
        own, below, moved = old.comes_in @ new.weights, new.comes_in @ old.weights, new.weights - old.weights
    return moment, SeenStep(batch, old.z, new.z, own, below, old.own_part(gradient), moved, cohort.frames(rows)[0])


class _Answers:
    """What a unit is now: its ``weights`` with the bias, what ``comes_in`` on the training points, and ``z`` there."""

    def __init__(self, state: TrainingState, unit: int):
        nets = state.network
        self.nets = nets
        self.layer, self.column = layer_of_unit(unit, state.config.hidden)
        x = state.inputs(state.data.x_train)[None]
        hidden = nets.pre_activations(x)
        with np.errstate(all="ignore"):
            below = nets.spec.value(hidden[self.layer - 1], nets.alpha_of_layer[self.layer - 1]) if self.layer else x
        self.comes_in = nets.with_ones(below)[0].copy()
        self.weights = self.own_part(nets.theta).copy()
        self.z = hidden[self.layer][0, :, self.column]
        self.active = is_active(nets, self.layer, hidden[self.layer])[0, :, self.column]

    def own_part(self, flat: Float[np.ndarray, "1 parameters"]) -> Float[np.ndarray, " weights_and_bias"]:
        """What belongs to the unit's own weights and bias in an array like theta."""
        return self.nets.weight_views(flat)[self.layer][0, :, self.column]


def _otherwise(past: TrainingState, moment: _Moment, unit: int, differs: dict[str, Any]) -> Pieces[Otherwise]:
    """The step after a moment with a difference, the rest of its epoch, and ten epochs more."""
    state = TrainingState(branched_config(past.config, differs), 1, past.data)
    now = replace(moment.start, theta=moment.theta, memory=moment.memory, steps=moment.steps)
    state.put_back(fitted(now, state))
    end = state.epoch + 1 + LATER
    cohort = Cohort([state])
    with np.errstate(all="ignore"):
        batches = cohort.batches(next(cohort.orders(1)), after=moment.steps_done)
        next(batches, None)
        at_once = int(_Answers(state, unit).active.sum())
    for number, _ in enumerate(_silently(batches)):
        if number % STEPS_OF_A_PIECE == 0:
            yield 0.0
    cohort.change_weights()
    cohort.give_back()
    while state.epoch < end and state.diverged_at[0] < 0:
        epochs = int(min(end - state.epoch, state.epochs_until_change))
        yield from train_in_pieces([state], epochs, epochs)
    later = int(_Answers(state, unit).active.sum())
    diverged = bool(state.diverged_at[0] >= 0)
    return Otherwise(differs, at_once, later, diverged, state.network.activation_of(0).inactive_everywhere)


def fitted(snapshot: Snapshot, state: TrainingState) -> Snapshot:
    """A run's moment as a network of another activation or another optimizer takes it: it remembers what both do."""
    theta, memory = state.network.theta.copy(), state.memory.copy()
    common = min(theta.shape[1], snapshot.theta.shape[1])
    theta[:, :common] = snapshot.theta[:, :common]
    slots = min(len(memory), len(snapshot.memory))
    memory[:slots, :, :common] = snapshot.memory[:slots, :, :common]
    return replace(snapshot, theta=theta, memory=memory, steps=snapshot.steps.copy())


def _silently(work: Iterator[float]) -> Iterator[float]:
    """Steps, or pieces of something else, with NumPy's warnings off in each, and on for whoever asks in between."""
    while True:
        with np.errstate(all="ignore"):
            done = next(work, None)
        if done is None:
            return
        yield done

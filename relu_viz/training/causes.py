"""Why a unit died or came back: worked out from the steps that its run has made since it was looked at last.

Between two recorded moments a unit fell silent on the training points, or was heard again. It is the last such step in
between that did it. A step changes the unit's own weights and, through the layers below, what comes in; each is tried
without the other: the new weights on the old inputs, and the old weights on the new inputs.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace

import numpy as np

from relu_viz.base import Float, Int
from relu_viz.networks import MLPEnsemble
from relu_viz.training.cohort import Cohort
from relu_viz.training.diagnostics import Cause, active_share, is_active, layer_of_unit, share_of
from relu_viz.training.state import TrainingState

MOST_BYTES = 2**19  # of the parameters after each step, for each run
MOST_WORK = 50_000_000  # parameters × points × steps: some 50 ms


def causes_at_birth(trainer: TrainingState) -> tuple[Cause, ...]:
    """Why units of a single run are dead before its first step: by the first weights, or a hand that changed these."""
    dead = np.flatnonzero(trainer.history.active[0, 0] == 0).tolist()
    if not dead:
        return ()
    drawn = TrainingState(replace(trainer.config, changes=()), 1, trainer.data)
    share = active_share(drawn.network, drawn.inputs(drawn.data.x_train))[0].tolist()
    return tuple(
        Cause(unit, 0, died=True, by="hand" if share[unit] else "birth", share_before=share[unit]) for unit in dead
    )


@dataclass(frozen=True)
class _Step:
    """What all runs of a cohort are after a step, the ``number``-th, from 1, of the epoch that ends as ``epoch``."""

    epochs: Int[np.ndarray, " runs"]
    number: int
    theta: Float[np.ndarray, "runs parameters"]
    memory: Float[np.ndarray, "slots runs parameters"]
    steps: Int[np.ndarray, "runs 1"]


class CauseWatch:
    """Goes with a cohort's training and works out what befalls the units of every trainer that is a single run.

    ``found`` has a list of causes for each trainer. What would take long or much memory is not worked out. Where no
    trainer is a single run, the cohort trains alone.
    """

    def __init__(self, cohort: Cohort):
        self.cohort = cohort
        self.found: list[list[Cause]] = [[] for _ in cohort.trainers]
        self._dead = np.concatenate([_dead(trainer) for trainer in cohort.trainers])
        self._networks: dict[int, MLPEnsemble] = {}
        lead, points, parameters = cohort.lead, cohort.train_points, cohort.theta.shape[1]
        bytes_of_a_step = (1 + lead.optimizer.slots) * parameters * cohort.theta.itemsize
        self._most_steps = min(MOST_BYTES // bytes_of_a_step, MOST_WORK // (parameters * points))
        if any(trainer.runs == 1 for trainer in cohort.trainers):
            cohort.watch = self
            self._begin()

    def steps(self, epochs: Int[np.ndarray, " runs"], number: int) -> None:
        """The cohort has made a step."""
        self._count += 1
        if self._count <= self._most_steps:
            self._trail.append(self._now(epochs, number))

    def looks(self, active: Float[np.ndarray, "runs units"]) -> Iterator[None]:
        """A moment was recorded: see what has happened since the last. It is done in pieces."""
        dead, cohort = active == 0, self.cohort
        if self._count <= self._most_steps:
            for number, (trainer, rows) in enumerate(zip(cohort.trainers, cohort.rows, strict=True)):
                run = rows.start
                changed = np.flatnonzero(dead[run] != self._dead[run])
                if trainer.runs == 1 and len(changed) and cohort.diverged_at[run] < 0:
                    self.found[number] += yield from self._causes(trainer, run, changed, dead[run])
        self._dead = dead
        self._begin()

    def _begin(self) -> None:
        self._count, self._trail = 0, [self._now(self.cohort.epochs, 0)]

    def _now(self, epochs: Int[np.ndarray, " runs"], number: int) -> _Step:
        cohort = self.cohort
        return _Step(epochs.copy(), number, cohort.theta.copy(), cohort.memory.copy(), cohort.steps.copy())

    def _causes(
        self, trainer: TrainingState, run: int, changed: np.ndarray, dead: np.ndarray
    ) -> Generator[None, None, list[Cause]]:
        trail = [*self._trail, self._now(self.cohort.epochs, 0)]  # the last differs where something was set by hand
        moments = self._network_of(len(trail), trainer)
        for moment, step in zip(moments.theta, trail, strict=True):
            moment[...] = step.theta[run]
        hidden = trainer.config.hidden
        past = _Past(moments, trainer)
        for _ in range(1 + max(layer_of_unit(unit, hidden)[0] for unit in changed.tolist())):
            past.see_next_layer()
            yield
        causes = []
        for unit in changed.tolist():
            yield
            was_so = past.dead[:, unit] == dead[unit]
            flips = np.flatnonzero(was_so[1:] & ~was_so[:-1])
            if len(flips):
                at = int(flips[-1])
                causes.append(self._due_to(past, trail, at, run, unit))
        return causes

    def _network_of(self, moments: int, trainer: TrainingState) -> MLPEnsemble:
        """A network for each moment, which share their data; made once for so many moments."""
        if moments not in self._networks:
            self._networks[moments] = MLPEnsemble(
                trainer.layer_sizes, trainer.network.activation, runs=moments, initializer=None,
                loss=trainer.network.loss,
            )  # fmt: skip
        return self._networks[moments]

    def _due_to(self, past: "_Past", trail: list[_Step], at: int, run: int, unit: int) -> Cause:
        """What it is in the step after a moment that silenced a unit, or woke it."""
        step, died = trail[at + 1], bool(past.dead[at + 1, unit])
        epoch, share = int(step.epochs[run]), float(past.share[at, unit])
        if not step.number:
            return Cause(unit, epoch, died, "hand", share_before=share)
        layer, column = layer_of_unit(unit, self.cohort.trainers[0].config.hidden)
        before, after = slice(at, at + 1), slice(at + 1, at + 2)
        old, new = past.theta[before], past.theta[after]
        own, below = past.answers(layer, column, before, new), past.answers(layer, column, after, old)

        def does_it(z: np.ndarray) -> bool:
            return bool(is_active(past.moments, layer, z, after).any()) != died

        by = {(True, False): "own", (False, True): "below", (True, True): "either", (False, False): "both"}[
            does_it(own), does_it(below)
        ]
        if by == "own" and not died and past.moments.activation_of(0).inactive_everywhere == "dead":
            coasted = self._without_gradient(trail[at], step, run)
            by = "momentum" if does_it(past.answers(layer, column, after, coasted)) else "penalty"
        was = past.answers(layer, column, before, old)
        own_shift, below_shift = (np.abs(z - was).mean() for z in (own, below))
        return Cause(unit, epoch, died, by, step.number, share, float(own_shift), float(below_shift))

    def _without_gradient(self, before: _Step, step: _Step, run: int) -> Float[np.ndarray, "1 parameters"]:
        """Where a step would have led by what the optimizer remembers alone: no gradient, no penalty."""
        rows = slice(run, run + 1)
        theta, memory = before.theta[rows].copy(), before.memory[:, rows].copy()
        rate = self.cohort.rate_at(step.epochs - 1, step.number - 1)[rows]
        self.cohort.lead.optimizer.step(theta, np.zeros_like(theta), memory, rate, step.steps[rows])
        return theta


class _Past:
    """What a run was on its training points at several moments, which are as many runs of one ensemble.

    Of the hidden layers seen so far ``z`` are the pre-activations, (moments, samples, units) each; ``share`` and
    ``dead`` are (moments, units).
    """

    def __init__(self, moments: MLPEnsemble, trainer: TrainingState):
        self.moments, self.theta = moments, moments.theta
        if not moments.slopes:
            moments.alpha[:] = trainer.network.alpha
        self.z: list[np.ndarray] = []
        self.share = np.empty((moments.runs, 0))
        x = moments.with_ones(trainer.inputs(trainer.data.x_train))
        self._comes_in = [np.broadcast_to(x, (moments.runs, *x.shape[1:]))]  # into each layer

    def see_next_layer(self) -> None:
        """Work out the layer that follows those seen."""
        moments, layer = self.moments, len(self.z)
        z = self._comes_in[-1] @ moments.weights[layer]
        self.z.append(z)
        self._comes_in.append(moments.with_ones(moments.spec.value(z, moments.alpha_of_layer[layer])))
        self.share = np.concatenate([self.share, share_of(is_active(moments, layer, z))], axis=1)
        self.dead = self.share == 0

    def answers(
        self, layer: int, column: int, rows: slice, theta: Float[np.ndarray, "moments parameters"]
    ) -> Float[np.ndarray, "moments samples 1"]:
        """A unit's pre-activations with the weights of theta, on what came in at some moments."""
        return self._comes_in[layer][rows] @ self.moments.weight_views(theta)[layer][:, :, column : column + 1]


def _dead(trainer: TrainingState) -> np.ndarray:
    """Which units are active on no training point now, (runs, units)."""
    history = trainer.history
    if len(history.epoch) and history.epoch[-1] == trainer.epoch:
        return history.active[-1] == 0
    return active_share(trainer.network, trainer.inputs(trainer.data.x_train)) == 0

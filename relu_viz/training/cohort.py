"""Several runs laid side by side as one ensemble: whoever shares a batch key is one array program, step by step."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Protocol

import numpy as np

from relu_viz.base import Float, Int
from relu_viz.networks import add_penalty, clip_by_norm
from relu_viz.training.changes import boost_at
from relu_viz.training.diagnostics import is_active, share_of
from relu_viz.training.frames import Frames
from relu_viz.training.pieces import Pieces, at_once
from relu_viz.training.state import TrainingState, joined_network, places_held

BLOCK_BYTES = 2**20  # of what is measured at once: it stays in a core's cache
SAFE = 1e9  # of the deepest network whose parameters all stay below it the squared output still is a number
EPOCHS_OF_KEYS = 10  # how many epochs' shuffles are drawn at a time


class Watch(Protocol):
    """Who goes along with a training; see ``CauseWatch``."""

    def steps(self, epochs: np.ndarray, number: int) -> None: ...

    def looks(self, active: np.ndarray) -> Iterator[None]: ...


class Cohort:
    """Trainers laid side by side along the axis of runs: the arrays that one array program trains."""

    def __init__(self, trainers: Sequence[TrainingState]):
        self.trainers = trainers
        self.lead = trainers[0]
        ends = np.cumsum([0, *(trainer.runs for trainer in trainers)])
        self.rows = [slice(start, end) for start, end in pairwise(ends)]
        self.runs = int(ends[-1])
        self.network = self.lead.network if len(trainers) == 1 else joined_network(trainers)
        self.theta = self.network.theta
        self.memory = np.concatenate([trainer.memory for trainer in trainers], axis=1)
        self.steps = np.concatenate([trainer.steps for trainer in trainers])
        self.diverged_at = np.concatenate([trainer.diverged_at for trainer in trainers])
        self.epochs = np.repeat([trainer.epoch for trainer in trainers], [trainer.runs for trainer in trainers])
        self.batch = 0
        self.watch: Watch | None = None
        self.used = self.unused = 0  # epochs of the keys that were drawn last
        self.random = [rng for trainer in trainers for rng in trainer.random]
        self.train_points = len(self.lead.data.x_train)
        self.batches_of_an_epoch = -(-self.train_points // self.lead.config.batch_size)
        x = self._by_run([t.inputs(np.concatenate([t.data.x_train, t.data.x_test])) for t in trainers])
        self.x = self.network.with_ones(x)  # the training points come first
        self.points = self.x.reshape(-1, self.x.shape[2])  # of all runs, one a row
        y = self._by_run([np.concatenate([t.data.y_train, t.data.y_test]) for t in trainers])
        self.y = y.astype(float, order="C")
        classes = 0 if self.network.loss.fits_values else max(2, self.lead.layer_sizes[-1])
        self.of_class = (y[:, : self.train_points, None] == np.arange(classes)).astype(float)
        self.first_of_run = np.arange(self.runs)[:, None] * self.y.shape[1]  # where in ``points`` a run's points begin
        self.shuffled_x = np.empty((self.runs, self.train_points, self.x.shape[2]))
        self.shuffled_y = np.empty((self.runs, self.train_points))
        bytes_of_a_run = 2 * 8 * self.y.shape[1] * sum(self.lead.layer_sizes)
        size = max(1, BLOCK_BYTES // bytes_of_a_run)
        self.blocks = [slice(start, min(start + size, self.runs)) for start in range(0, self.runs, size)]
        self.penalized = self.network.penalized
        now = [trainer.settings for trainer in trainers]
        self.learning_rate, self.l1, self.l2 = (
            self._by_run([np.array([settings[name]], float) for settings in now])
            for name in ("learning_rate", "l1", "l2")
        )
        self.clip_norm = self._by_run([np.array([settings["clip_norm"] or np.inf]) for settings in now])
        self.clipped = bool(now[0]["clip_norm"])
        self.decays = bool(self.l1.any() or self.l2.any())
        self.boosted = [(rows, t.config.changes) for t, rows in zip(trainers, self.rows, strict=True) if t.is_boosted]
        self.held = places_held(trainers)

    def _by_run(self, arrays: Sequence[np.ndarray]) -> np.ndarray:
        """One array for each trainer, repeated for each of its runs: (runs, …)."""
        if len(arrays) == 1:
            return np.broadcast_to(arrays[0], (self.runs, *arrays[0].shape))
        return np.repeat(np.stack(arrays), [trainer.runs for trainer in self.trainers], axis=0)

    def rate_at(self, epochs: Int[np.ndarray, " runs"], batch: int) -> Float[np.ndarray, "runs 1"]:
        """The learning rate of the step that follows so many epochs, and so many mini-batches of the next."""
        if not self.boosted:
            return self.learning_rate
        rate = self.learning_rate.copy()
        for rows, changes in self.boosted:
            rate[rows] *= boost_at(changes, int(epochs[rows.start]), batch, self.batches_of_an_epoch)
        return rate

    def train(
        self,
        rows: list[dict[str, np.ndarray]],
        epochs: int,
        evaluate_every: int,
        enough: Callable[[], bool] = lambda: False,
    ) -> Iterator[float]:
        """Train, and add what is recorded to ``rows``, step by step: yields how many epochs are done."""
        if not epochs:
            yield from self.record(rows, 0)
        for number, order in enumerate(self.orders(epochs), 1):
            for batch in self.batches(order):
                yield number - 1 + batch / self.batches_of_an_epoch
            if number == epochs:
                self.change_weights()
            yield number
            if number % evaluate_every == 0 or number == epochs:
                yield from self.record(rows, number)
                for _ in self.watch.looks(rows[-1]["active"]) if self.watch else ():
                    yield number
                if enough():
                    break
        self.forget_unused_keys()

    def go_through(
        self, rows: list[dict[str, np.ndarray]], after: int, most: int, enough: Callable[[], bool]
    ) -> Iterator[float]:
        """Go through the next epoch's mini-batches; what is recorded of those that are to be seen goes to ``rows``."""
        order = next(self.orders(1))
        for batch in self.batches(order):
            if not np.isfinite(self.theta).all() or batch > after + most:
                break
            if batch > after:
                yield from self.record(rows, 0)
                for _ in self.watch.looks(rows[-1]["active"]) if self.watch else ():
                    yield batch / self.batches_of_an_epoch
                if enough():
                    break
            yield batch / self.batches_of_an_epoch

    def orders(self, epochs: int) -> Iterator[Int[np.ndarray, "runs train"]]:
        """For each epoch the order in which every run meets its training points, as places in ``points``.

        A shuffle is the order of random keys: one sort for all runs, where permutations would go one by one. Each run
        draws its keys from its own stream, several epochs at a time, which gives the same numbers as one at a time.
        """
        for start in range(0, epochs, EPOCHS_OF_KEYS):
            keys = np.empty((self.runs, min(EPOCHS_OF_KEYS, epochs - start), self.train_points), np.float32)
            self.before_keys, drawn = [rng.bit_generator.state for rng in self.random], keys.shape[1]
            for rng, its_keys in zip(self.random, keys, strict=True):
                rng.random(out=its_keys, dtype=np.float32)
            for epoch in range(drawn):
                order = keys[:, epoch].argsort(axis=1)
                order += self.first_of_run
                self.used, self.unused = epoch + 1, drawn - epoch - 1
                yield order

    def forget_unused_keys(self) -> None:
        """Where training ended before the keys that were drawn: bring every stream back to what was used of it."""
        if not self.unused:
            return
        for rng, state in zip(self.random, self.before_keys, strict=True):
            rng.bit_generator.state = state
            rng.random((self.used, self.train_points), dtype=np.float32)

    def batches(self, order: Int[np.ndarray, "runs train"], after: int = 0) -> Iterator[int]:
        """One pass over the data, or what follows so many mini-batches: yields the number of each, but the last."""
        config, network = self.lead.config, self.network
        step, counts = self.lead.optimizer.step, self.lead.optimizer.counts
        self.before, holds = self.theta.copy(), len(self.held) > 0
        x = self.points.take(order, axis=0, out=self.shuffled_x, mode="clip")  # without "clip" a copy is made first
        y = self.y.take(order, out=self.shuffled_y, mode="clip")
        self.batch = after
        for start in range(after * config.batch_size, self.train_points, config.batch_size):
            end = start + config.batch_size
            batch = x[:, start:end]
            network.propagate(batch)
            gradient = network.backpropagate(batch, y[:, start:end])
            if self.decays:
                add_penalty(gradient, self.theta, self.penalized, self.l1, self.l2)
            if holds:
                gradient.put(self.held, 0)
                still = self.theta.take(self.held)
            if self.clipped:
                clip_by_norm(gradient, self.clip_norm)
            if counts:
                self.steps += 1
            step(self.theta, gradient, self.memory, self.rate_at(self.epochs, self.batch), self.steps)
            if holds:
                self.theta.put(self.held, still)
            self.batch += 1
            if self.watch:
                self.watch.steps(self.epochs + 1, self.batch)
            if end < self.train_points:
                yield self.batch
        self.epochs += 1
        self.batch = 0
        self._stop(self._broken())

    def change_weights(self) -> None:
        """Make what every trainer's changes say of this moment."""
        for trainer, rows in zip(self.trainers, self.rows, strict=True):
            if trainer.config.changes:
                self.give_back()
                trainer.change_by_hand(trainer.epoch)
                self.theta[rows], self.memory[:, rows] = trainer.network.theta, trainer.memory

    def _broken(self) -> np.ndarray:
        """Which runs' parameters or loss are not finite after an epoch, be it recorded or not, (runs,) of bool.

        A loss is looked at only where parameters are so large that it might not be.
        """
        largest = np.abs(self.theta).max(axis=1)
        broken = np.logical_not(np.isfinite(largest))
        wild = (largest > SAFE) & np.logical_not(broken) & (self.diverged_at < 0)
        if wild.any():
            broken |= wild & np.logical_not(np.isfinite(at_once(self._measure(0.0))["train_loss"]))
        return broken

    def _stop(self, broken: np.ndarray) -> None:
        """Mark the runs that broke in this epoch; they and those stopped earlier keep their last finite parameters."""
        newly = broken & (self.diverged_at < 0)
        self.diverged_at[newly] = self.epochs[newly]
        stopped = self.diverged_at >= 0
        if stopped.any():
            self.theta[stopped] = self.before[stopped]
            self.memory[:, stopped] = 0

    def record(self, rows: list[dict[str, np.ndarray]], done: float) -> Iterator[float]:
        """Add every run's measures on its training and its held-out points to ``rows``, by name, each (runs, …)."""
        measures = yield from self._measure(done)
        broken = np.logical_not(np.isfinite(measures["train_loss"]))
        if (broken & (self.diverged_at < 0) & (self.epochs > 0)).any():
            self._stop(broken)
            measures = yield from self._measure(done)
        rows.append(
            {
                "epoch": self.epochs.copy(),
                "batch": np.full(self.runs, self.batch),
                "theta": self.theta.astype(np.float32),
                **measures,
            }
        )

    def _measure(self, done: float) -> Pieces[dict[str, np.ndarray]]:
        logits = np.empty((*self.y.shape, self.lead.layer_sizes[-1]))
        active, active_held_out = np.empty((2, self.runs, self.network.hidden_units))
        for rows in self.blocks:
            *hidden, logits[rows] = self.network.propagate_by_unit(self.x[rows], rows)
            where = [is_active(self.network, layer, z, rows) for layer, z in enumerate(hidden)]
            if where:
                active[rows] = np.concatenate([share_of(each[:, : self.train_points]) for each in where], axis=1)
                held_out = [share_of(each[:, self.train_points :]) for each in where]
                active_held_out[rows] = np.concatenate(held_out, axis=1)
            yield done
        train_loss, test_loss = self._means(self.network.loss.per_sample(logits, self.y))
        if self.network.loss.fits_values:
            train, test = self.y[:, : self.train_points], self.y[:, self.train_points :]
            train_accuracy = 1 - train_loss / train.var(axis=1)
            test_accuracy = 1 - test_loss / (test.var(axis=1) if test.shape[1] else np.nan)
            right = np.empty((self.runs, 0))
        else:
            chosen = logits.argmax(axis=2) if self.lead.layer_sizes[-1] > 1 else logits[..., 0] > 0
            is_right = chosen == self.y
            train_accuracy, test_accuracy = self._means(is_right)
            of_each = np.einsum("rs,rsc->rc", is_right[:, : self.train_points], self.of_class)
            right = of_each / self.of_class.sum(axis=1)
        return {
            "active": active,
            "active_held_out": active_held_out,
            "right": right,
            "output": share_of(logits[:, : self.train_points].max(axis=2, keepdims=True) > 0)[:, 0],
            "train_loss": train_loss,
            "test_loss": test_loss,
            "train_accuracy": train_accuracy,
            "test_accuracy": test_accuracy,
        }

    def _means(self, by_sample: np.ndarray) -> list[np.ndarray]:
        """Means over the training points and over those held out, (runs,) each; nan where there are none."""
        parts = by_sample[:, : self.train_points], by_sample[:, self.train_points :]
        return [np.add.reduce(part, axis=1, dtype=float) / np.float64(part.shape[1]) for part in parts]

    def hand_back(self, rows: Sequence[dict[str, np.ndarray]]) -> list[Frames]:
        """Give every trainer its part of the result; what each recorded."""
        self.give_back()
        frames = self.frames(rows)
        for trainer, its_frames in zip(self.trainers, frames, strict=True):
            trainer.history.extend(its_frames)
        return frames

    def give_back(self) -> None:
        """Give every trainer what it is now."""
        for trainer, part in zip(self.trainers, self.rows, strict=True):
            if trainer.network is not self.network:
                trainer.network.theta[...] = self.theta[part]
            trainer.memory[...] = self.memory[:, part]
            trainer.steps[...] = self.steps[part]
            trainer.diverged_at[...] = self.diverged_at[part]
            trainer.epoch = int(self.epochs[part.start])

    def frames(self, rows: Sequence[dict[str, np.ndarray]]) -> list[Frames]:
        """What every trainer recorded: views of arrays that all share."""
        columns = {name: np.stack([row[name] for row in rows]) for name in rows[0]}
        by_trainer = {"epoch", "batch"}
        return [
            Frames(**{n: each[:, part.start if n in by_trainer else part] for n, each in columns.items()}, causes=())
            for part in self.rows
        ]

"""Handwritten digits: scikit-learn's 1,797 pictures of 8 × 8 pixels, and how a network learns them.

The pictures were made by halving 32 × 32 black-and-white scans twice and counting, so a pixel holds 0 … 16 (Alpaydın &
Kaynak 1998, UCI's optical recognition of handwritten digits, test part). scikit-learn is imported when they are loaded.
"""

from abc import ABC, abstractmethod
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np

from relu_viz.activations import get_activation
from relu_viz.base import Config, Float, Int, name, number, numbers, slider
from relu_viz.data import Dataset, sklearn_datasets
from relu_viz.networks import ConvEnsemble, Ensemble, MLPEnsemble, get_initializer, get_optimizer
from relu_viz.training import is_active, share_of

SIDE, CLASSES = 8, 10
INK = 8.0  # a pixel of 0 … 16 goes into a network divided by this: paper is 0, as is the border of a convolution
HELD_OUT = 0.25
MOST_FRAMES = 100


@lru_cache(maxsize=16)
def load_digits(seed: int = 0) -> Dataset:
    """All digits as (samples, 64), a quarter of each class held out; another seed holds out others."""
    pixels, labels = sklearn_datasets().load_digits(return_X_y=True)
    from sklearn.model_selection import train_test_split  # after it, so that pandas stays away

    split = train_test_split(pixels / INK, labels, test_size=HELD_OUT, random_state=seed, stratify=labels)
    x_train, x_test, y_train, y_test = map(np.asarray, split)
    return Dataset(x_train, y_train, x_test, y_test, CLASSES)


@dataclass(frozen=True)
class DigitsConfig(Config, ABC):
    """What the networks that read digits have in common; each kind says what it is an ensemble of, and its layers."""

    ensemble: ClassVar[type[Ensemble]]
    at_a_time: ClassVar[int]  # digits that are measured: what a network keeps of a pass stays small
    activation: str = name("relu", get_activation, "Activation", "What every hidden unit does to its input.")
    initializer: str = name("he_normal", get_initializer, "Initializer", "How the first weights are drawn.")
    optimizer: str = name("adam", get_optimizer, "Optimizer", "How a gradient becomes a step.")
    learning_rate: float = number(0.002, 1e-5, 100, "Learning rate", "How far each step goes.")
    batch_size: int = number(32, 8, 500, "Batch size", "How many digits each step looks at.")
    epochs: int = number(20, 1, 60, "Epochs", "How often every digit is seen.")
    seed: int = number(0, 0, 10**6, "Seed", "Another seed: other first weights, other order, other digits held out.")

    @property
    @abstractmethod
    def layer_sizes(self) -> tuple[int, ...]:
        """Pixels, hidden units or filters layer by layer, classes."""

    def make(self) -> Ensemble:
        """The untrained network, in float32."""
        return self.ensemble(
            self.layer_sizes, self.activation, initializer=self.initializer, seed=self.seed, dtype=np.float32
        )


@dataclass(frozen=True)
class ConvConfig(DigitsConfig):
    """Convolutions of 3 × 3, a 2 × 2 max-pool, a dense layer."""

    ensemble = ConvEnsemble
    at_a_time = 64  # of all digits it would keep hundreds of MB
    learning_rate: float = number(0.005, 1e-5, 100, "Learning rate", "How far each step goes.")
    filters: tuple[int, ...] = numbers((8, 16), 1, 32, 3, "Filters", "Of each convolution: 8,16 is two convolutions.")

    @property
    def layer_sizes(self) -> tuple[int, ...]:
        return (SIDE**2, *self.filters, CLASSES)


DEEPER_UNITS = 32  # in every hidden layer after the first, so that twenty of them train while one watches


@dataclass(frozen=True)
class DenseConfig(DigitsConfig):
    """Fully connected layers: 64-128-10, and deeper."""

    ensemble = MLPEnsemble
    at_a_time = 450
    depth: int = slider(1, 1, 20, "Hidden layers", f"Those after the first have {DEEPER_UNITS} units each.")
    units: int = number(128, 1, 256, "Units", "In the first hidden layer.")

    @property
    def layer_sizes(self) -> tuple[int, ...]:
        return (SIDE**2, self.units, *(DEEPER_UNITS,) * (self.depth - 1), CLASSES)


@dataclass(frozen=True)
class Measures:
    """What a network does at a moment.

    ``active`` and ``active_held_out``: on what share of the training and of the held-out digits, and of the places in
    them, each unit is active. ``zeros``: the share of exact zeros among each hidden layer's activations of the held-out
    digits. ``confusion``: how many held-out
    digits of each class (rows) were taken for each (columns).
    """

    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    active: Float[np.ndarray, " units"]
    active_held_out: Float[np.ndarray, " units"]
    zeros: Float[np.ndarray, " layers"]
    confusion: Int[np.ndarray, "true told"]


class DigitsTrainer:
    """A network that learns digits, mini-batch by mini-batch, in float32.

    One network, not an ensemble: every seed holds out other digits, and networks of this size gain nothing from company
    (their matrix products are large). ``diverged``: it stopped being finite, and keeps its last finite parameters.
    """

    def __init__(self, config: DigitsConfig):
        self.config = config
        self.data = load_digits(config.seed)
        self.network = config.make()
        self.optimizer = get_optimizer(config.optimizer)
        self.memory = np.zeros((self.optimizer.slots, *self.network.theta.shape), self.network.dtype)
        self.steps = 0
        self.diverged = False
        self._images = self.data.x_train.astype(self.network.dtype)
        self._batches = self._draw_batches()

    @property
    def steps_of_an_epoch(self) -> int:
        return -(-len(self._images) // self.config.batch_size)

    @property
    def epoch(self) -> float:
        """How often the training digits have been seen."""
        return self.steps / self.steps_of_an_epoch

    def _draw_batches(self) -> Iterator[Int[np.ndarray, " batch"]]:
        """Endless: which digits every mini-batch has."""
        rng = np.random.default_rng((self.config.seed, 1))  # not the weights' stream
        while True:
            order = rng.permutation(len(self._images))
            for start in range(0, len(order), self.config.batch_size):
                yield order[start : start + self.config.batch_size]

    def train(self, steps: int) -> None:
        """So many mini-batches further; nothing once it has diverged."""
        for _ in self.train_in_pieces(steps):
            pass

    def train_in_pieces(self, steps: int) -> Iterator[None]:
        """So many mini-batches further, and a stop after each ``at_a_time`` digits or less."""
        if self.diverged:
            return
        theta = self.network.theta
        before = theta.copy()
        for _ in range(steps):
            batch = next(self._batches)
            gradient = yield from self._gradient(self._images[batch], self.data.y_train[batch])
            self.steps += 1
            with np.errstate(all="ignore"):
                self.optimizer.step(theta, gradient, self.memory, self.config.learning_rate, self.steps)
        if not np.isfinite(theta).all():
            self.diverged = True
            theta[...] = before

    def _gradient(self, images: np.ndarray, labels: np.ndarray) -> Generator[None, None, np.ndarray]:
        """Of the mean loss of a mini-batch: the mean of its parts' gradients, by their sizes."""
        network, size = self.network, self.config.at_a_time
        total = None
        for start in range(0, len(images), size):
            x, y = images[start : start + size], labels[start : start + size]
            with np.errstate(all="ignore"):
                x = network.with_ones(x)
                network.propagate(x)
                part = network.backpropagate(x, y)
                if len(y) < len(images):
                    part = part * network.dtype.type(len(y) / len(images))
                total = part if total is None else total + part
            yield
        assert total is not None
        return total

    def measure(self) -> Measures:
        """What the network does now, on all training and all held-out digits."""
        pieces = self.measure_in_pieces()
        while True:
            try:
                next(pieces)
            except StopIteration as end:
                return end.value

    def measure_in_pieces(self) -> Generator[None, None, Measures]:
        """What ``measure`` gives, and a stop after each ``at_a_time`` digits."""
        train = yield from self._pass_all(self._images, self.data.y_train)
        test = yield from self._pass_all(self.data.x_test, self.data.y_test)
        confusion = np.zeros((CLASSES, CLASSES), int)
        np.add.at(confusion, (self.data.y_test, test.told), 1)
        return Measures(
            train_loss=float(train.losses.mean()),
            test_loss=float(test.losses.mean()),
            train_accuracy=float((train.told == self.data.y_train).mean()),
            test_accuracy=float((test.told == self.data.y_test).mean()),
            active=train.active,
            active_held_out=test.active,
            zeros=test.zeros,
            confusion=confusion,
        )

    def _pass_all(self, x: np.ndarray, y: np.ndarray) -> Generator[None, None, "_Pass"]:
        size, parts = self.config.at_a_time, []
        for start in range(0, len(x), size):
            with np.errstate(all="ignore"):
                parts.append(self._pass(x[start : start + size], y[start : start + size]))
            yield
        digits = np.array([[len(part.told)] for part in parts])  # whole numbers, so that all of them are just all
        return _Pass(
            losses=np.concatenate([part.losses for part in parts]),
            told=np.concatenate([part.told for part in parts]),
            active=(digits * [part.active for part in parts]).sum(axis=0) / len(x),
            zeros=(digits * [part.zeros for part in parts]).sum(axis=0) / len(x),
        )

    def _pass(self, x: np.ndarray, y: np.ndarray) -> "_Pass":
        network = self.network
        *hidden, logits = network.propagate(network.with_ones(x))
        values = [network.spec.value(z, alpha) for z, alpha in zip(hidden, network.alpha_of_layer, strict=True)]
        return _Pass(
            losses=network.loss.per_sample(logits, y)[0],
            told=logits[0].argmax(axis=1),
            active=np.concatenate([share_of(is_active(network, layer, z))[0] for layer, z in enumerate(hidden)]),
            zeros=np.array([np.mean(h == 0) for h in values]),
        )


@dataclass(frozen=True)
class _Pass:
    """What a pass of some digits gives: each one's loss and what it was taken for; each unit's share, each layer's."""

    losses: Float[np.ndarray, " digits"]
    told: Int[np.ndarray, " digits"]
    active: Float[np.ndarray, " units"]
    zeros: Float[np.ndarray, " layers"]


@dataclass(frozen=True)
class DigitsFrame:
    """One moment of training: the epoch reached, all parameters, what the network does, whether it has diverged."""

    epoch: float
    theta: Float[np.ndarray, " parameters"]
    measures: Measures
    diverged: bool

    @property
    def nbytes(self) -> int:
        """Roughly what it takes to keep."""
        return self.theta.nbytes + 2 * self.measures.active.nbytes + self.measures.confusion.nbytes + 1000


def digits_frames(config: DigitsConfig) -> Iterator[DigitsFrame | None]:
    """The whole training of a config's network in at most a hundred moments, the untrained one first.

    Between them it gives None again and again, where there is more to do before the next one. A network that diverges
    ends it.
    """
    trainer = DigitsTrainer(config)
    total = config.epochs * trainer.steps_of_an_epoch
    at_a_time = -(-total // MOST_FRAMES)
    while True:
        measures = yield from trainer.measure_in_pieces()
        yield DigitsFrame(trainer.epoch, trainer.network.theta[0].copy(), measures, trainer.diverged)
        if trainer.steps >= total or trainer.diverged:
            return
        yield from trainer.train_in_pieces(min(at_a_time, total - trainer.steps))

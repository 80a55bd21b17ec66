"""Toy data in the plane, standardized, with a share held out for testing.

A dataset is one decorated function; it then appears in the controls, links and tests. scikit-learn is imported when
a dataset that needs it is made: that takes seconds and must not stand between a person and the first page.

Data to learn from are one of three: classes of ``DATASETS``, a function of ``SURFACES``, or somebody's own points.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from relu_viz.base import Float, Int
from relu_viz.data.lean import sklearn_datasets
from relu_viz.data.own_points import decode_points
from relu_viz.data.surfaces import SURFACES

OWN = "own"  # the name of data that somebody drew or uploaded
TARGET_NOISE = 0.5  # of a surface's values for each unit of noise
FEWEST_TO_HOLD_OUT = 20  # points of one's own: of fewer the network learns from every one, as whoever drew them expects

Make = Callable[[int, float, int], tuple[Any, Any]]


@dataclass(frozen=True)
class DatasetSpec:
    """``make(samples, noise, seed)`` gives points (samples, 2) and labels (samples,) from 0 to classes − 1."""

    name: str
    label: str
    classes: int
    make: Make


@dataclass(frozen=True)
class Dataset:
    """Points to learn from and points held out, with their classes, or with 0 ``classes`` with the values to fit."""

    x_train: Float[np.ndarray, "train features"]
    y_train: Int[np.ndarray, " train"] | Float[np.ndarray, " train"]
    x_test: Float[np.ndarray, "test features"]
    y_test: Int[np.ndarray, " test"] | Float[np.ndarray, " test"]
    classes: int

    @property
    def outputs(self) -> int:
        """How many numbers a network answers with: one for a value or for two classes, else one a class."""
        return 1 if self.classes <= 2 else self.classes


DATASETS: dict[str, DatasetSpec] = {}


def register(name: str, label: str, classes: int = 2) -> Callable[[Make], Make]:
    """Decorator: add a maker of points and labels to the registry."""

    def add(make: Make) -> Make:
        DATASETS[name] = DatasetSpec(name, label, classes, make)
        return make

    return add


def get_dataset(name: str) -> DatasetSpec:
    """The dataset of that name.

    Raises
    ------
    ValueError
        If there is none; the message lists those there are.
    """
    if name not in DATASETS:
        raise ValueError(f"There is no dataset {str(name)[:40]!r}; there are {', '.join(DATASETS)}.")
    return DATASETS[name]


def get_data(name: str) -> str:
    """The label of data of that name: a dataset, a surface or one's own points.

    Raises
    ------
    ValueError
        If there are none; the message lists those there are.
    """
    labels = {each.name: each.label for each in [*DATASETS.values(), *SURFACES.values()]} | {OWN: "Points of your own"}
    if name not in labels:
        raise ValueError(f"There is no dataset {str(name)[:40]!r}; there are {', '.join(labels)}.")
    return labels[name]


def make_dataset(name: str, samples: int, noise: float, held_out: float, seed: int, points: str = "") -> Dataset:
    """Make, shuffle, split and standardize a dataset; one's own ``points`` stay where they were put.

    ``held_out`` is the share of points kept for testing, in [0, 1); see ``count_held_out``.

    Raises
    ------
    ValueError
        If there are no data of that name.
    """
    if name == OWN:
        own = decode_points(points)
        x, y, classes = own.x, own.y, own.classes
    elif name in SURFACES:
        x, y = _surface_points(name, samples, noise, seed)
        classes = 0
    else:
        spec = get_dataset(name)
        x, y = spec.make(samples, noise, seed)
        classes = spec.classes
    order = np.random.default_rng((seed, 1)).permutation(len(x))  # not the stream that made the points
    x, y = x[order], y[order]
    train = len(x) - count_held_out(name, len(x), held_out)
    if name != OWN:
        centre, spread = x[:train].mean(axis=0), x[:train].std(axis=0)
        x = (x - centre) / np.where(spread > 0, spread, 1)
    return Dataset(x[:train], y[:train], x[train:], y[train:], classes)


def count_held_out(name: str, count: int, share: float) -> int:
    """How many of so many points are kept for testing: of few of one's own none, and never all but one."""
    if name == OWN and count < FEWEST_TO_HOLD_OUT:
        return 0
    return min(round(share * count), count - 2)


def _surface_points(name: str, samples: int, noise: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, (samples, 2))
    return x, SURFACES[name].height(x[:, 0], x[:, 1]) + TARGET_NOISE * noise * rng.standard_normal(samples)


@register("moons", "Two moons")
def moons(samples, noise, seed):
    return sklearn_datasets().make_moons(samples, noise=noise, random_state=seed)


@register("circles", "Circles")
def circles(samples, noise, seed):
    return sklearn_datasets().make_circles(samples, noise=noise, factor=0.5, random_state=seed)


@register("disc", "Disc in a ring")
def disc(samples, noise, seed):
    y = np.arange(samples) % 2
    rng = np.random.default_rng(seed)
    radius = np.sqrt(rng.uniform(np.where(y, 0, 0.45), np.where(y, 0.25, 1)))  # even along the area
    angle = rng.uniform(0, 2 * np.pi, samples)
    return _jitter(radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]), 0.5 * noise, seed), y


@register("gaussians", "Two Gaussians")
def gaussians(samples, noise, seed):
    y = np.arange(samples) % 2
    centres = np.array([[-1.0, -1.0], [1.0, 1.0]])
    return centres[y] + (0.3 + noise) * np.random.default_rng(seed).standard_normal((samples, 2)), y


@register("blobs", "Three blobs", classes=3)
def blobs(samples, noise, seed):
    x, y = sklearn_datasets().make_blobs(
        samples, centers=[[-1, -0.6], [1, -0.6], [0, 1.1]], cluster_std=0.15, random_state=seed
    )[:2]
    return _jitter(x, noise, seed), y


@register("gaussian_quantiles", "Gaussian quantiles")
def gaussian_quantiles(samples, noise, seed):
    x, y = sklearn_datasets().make_gaussian_quantiles(n_samples=samples, n_features=2, n_classes=2, random_state=seed)
    return _jitter(x, noise, seed), y


@register("classification", "Classification")
def classification(samples, noise, seed):
    x, y = sklearn_datasets().make_classification(
        samples, n_features=2, n_redundant=0, n_informative=2, n_clusters_per_class=2, flip_y=0, random_state=seed
    )
    return _jitter(x, noise, seed), y


@register("xor", "XOR")
def xor(samples, noise, seed):
    x = np.random.default_rng(seed).uniform(-1, 1, (samples, 2))
    y = (x[:, 0] * x[:, 1] > 0).astype(int)
    return _jitter(x, noise, seed), y


@register("spiral", "Spiral, two arms")
def spiral(samples, noise, seed):
    return _spiral(samples, noise, seed, arms=2)


@register("spiral_3", "Spiral, three arms", classes=3)
def spiral_3(samples, noise, seed):
    return _spiral(samples, noise, seed, arms=3)


@register("sine", "Two sides of a sine")
def sine(samples, noise, seed):
    return _sides(lambda x: np.sin(4 * x) / 2, samples, noise, seed)


@register("cubic", "Two sides of a cubic")
def cubic(samples, noise, seed):
    return _sides(lambda x: 3 * x**3 - 2 * x, samples, noise, seed)


@register("vee", "Two sides of 2|x₁| − 1")
def vee(samples, noise, seed):
    return _sides(lambda x: 2 * np.abs(x) - 1, samples, noise, seed)


def _sides(curve, samples, noise, seed):
    x = np.random.default_rng(seed).uniform(-1, 1, (samples, 2))
    y = (x[:, 1] > curve(x[:, 0])).astype(int)  # before the noise, which pushes some points across
    return _jitter(x, 0.5 * noise, seed), y


def _spiral(samples, noise, seed, arms):
    y = np.arange(samples) % arms
    along = np.sqrt(np.random.default_rng(seed).uniform(0.02, 1, samples))  # even along the area, not the radius
    angle = 2 * np.pi * (1.25 * along + y / arms)
    x = along[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return _jitter(x, 0.3 * noise, seed), y


def _jitter(x, noise, seed):
    return x + noise * np.random.default_rng((seed, 2)).standard_normal(x.shape)

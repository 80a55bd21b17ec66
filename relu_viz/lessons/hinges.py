"""One hidden unit after another adds a bend: a curve fitted by hinges, and a plane cut into pieces."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from relu_viz.base import Config, Float, name, place
from relu_viz.data import get_dataset
from relu_viz.experiments.non_linear import GRID_EXTENT, linear_regions
from relu_viz.figures import CLASS_COLOURS, NEGATIVE, POSITIVE, QUIET
from relu_viz.stage import Curve, Flipbook, Panel, percent
from relu_viz.training import Pieces, Trainer, TrainingConfig, train_in_pieces

MOST_UNITS, MOST_IN_THE_PLANE = 24, 12
PLACES, SIDE = 241, 64


@dataclass(frozen=True)
class Target:
    """A function of x on [−3, 3] to be fitted."""

    label: str
    value: Callable[[np.ndarray], np.ndarray]


TARGETS = {
    "wave": Target("Wave: sin 2x", lambda x: np.sin(2 * x)),
    "bell": Target("Bell: e to the −x²", lambda x: 2 * np.exp(-(x**2)) - 1),
    "parabola": Target("Parabola", lambda x: x**2 / 4.5 - 1),
    "step": Target("Step", lambda x: np.sign(x)),
    "zigzag": Target("Zigzag", lambda x: 2 * np.abs(x - np.round(x / 2) * 2) - 1),
}


def get_target(name: str) -> Target:
    """The target of that name.

    Raises
    ------
    ValueError
        If there is none; the message lists those there are.
    """
    if name not in TARGETS:
        raise ValueError(f"There is no curve {str(name)[:40]!r}; there are {', '.join(TARGETS)}.")
    return TARGETS[name]


@dataclass(frozen=True)
class Lesson(Config):
    """Which curve, which data in the plane, and how many units are shown of each."""

    target: str = name("wave", get_target, "Curve", "What the units are to follow.")
    dataset: str = name("circles", get_dataset, "Data in the plane", "What the second picture learns.")
    units: int = place(4, MOST_UNITS)


@dataclass(frozen=True)
class Fit:
    """The best sums of 0, 1, 2, … hinges found one after another; ``hinges`` in the order in which they came."""

    x: Float[np.ndarray, " places"]
    y: Float[np.ndarray, " places"]
    fits: Float[np.ndarray, "counts places"]
    hinges: Float[np.ndarray, " most"]

    @property
    def errors(self) -> Float[np.ndarray, " counts"]:
        """Root mean square distance from y, for each number of hinges."""
        return np.sqrt(((self.fits - self.y) ** 2).mean(axis=1))


def fit_hinges(target: Target, most: int = MOST_UNITS) -> Fit:
    """Add units max(0, ±(x − c)), each where it helps most, and refit all by least squares.

    Orthogonal matching pursuit (Pati et al. 1993) over hinges at every place: what a hidden layer of that many units
    can do, without the chances of training it.
    """
    x = np.linspace(-3, 3, PLACES)
    y = target.value(x)
    candidates = np.concatenate([np.maximum(0, x - x[1:-1, None]), np.maximum(0, x[1:-1, None] - x)])
    at = np.tile(x[1:-1], 2)
    basis, fits, hinges = [np.ones_like(x)], [np.full_like(x, y.mean())], []
    for _ in range(most):
        orthonormal = np.linalg.qr(np.stack(basis, axis=1))[0]
        beyond = candidates - (candidates @ orthonormal) @ orthonormal.T
        size = np.sqrt((beyond**2).sum(axis=1))
        gain = np.where(size > 1e-9, np.abs(beyond @ (y - fits[-1])) / np.maximum(size, 1e-9), 0)
        best = int(gain.argmax())
        basis.append(candidates[best])
        hinges.append(at[best])
        matrix = np.stack(basis, axis=1)
        fits.append(matrix @ np.linalg.lstsq(matrix, y, rcond=None)[0])
    return Fit(x, y, np.stack(fits), np.array(hinges))


def line_book(lesson: Lesson) -> Flipbook:
    """The curve, the fit, and its hinges, for 0 to 24 units."""
    fit = fit_hinges(get_target(lesson.target))
    counts = range(MOST_UNITS + 1)
    known = np.where(np.arange(MOST_UNITS) < np.arange(MOST_UNITS + 1)[:, None], fit.hinges, np.nan)
    on_line = np.stack(
        [np.interp(hinges, fit.x, its) for hinges, its in zip(np.nan_to_num(known), fit.fits, strict=True)]
    )
    curves = (
        Curve("the curve", QUIET, fit.x, fit.y, "dash", 2),
        Curve("sum of ReLU units", POSITIVE, fit.x, fit.fits, width=3),
        Curve("hinge of a unit", NEGATIVE, known, np.where(np.isnan(known), np.nan, on_line), mark="circle"),
    )
    bends = [len(np.unique(row[np.isfinite(row)])) for row in known]  # two units may bend at one place
    return Flipbook(
        "A curve followed by hinges",
        "Hidden units",
        [str(n) for n in counts],
        [
            f"{n} unit{'s' * (n != 1)}: {bends[n]} bend{'s' * (bends[n] != 1)}, {bends[n] + 1} straight piece"
            f"{'s' * (bends[n] != 0)}. Off by {error:.3f} on average (root mean square)."
            for n, error in zip(counts, fit.errors, strict=True)
        ],
        [
            Panel("Each unit adds one bend", "The curve, and the sum of hinges that follows it.", "x", "y",
                  (-3, 3), (-1.6, 1.6), curves),
            Panel("Distance from the curve", "Error against the number of units.", "hidden units", "error",
                  (0, MOST_UNITS), (0, float(fit.errors[0]) * 1.1), (
                      Curve("", QUIET, np.arange(MOST_UNITS + 1.0), fit.errors),
                      Curve("", NEGATIVE, np.arange(MOST_UNITS + 1.0)[:, None], fit.errors[:, None], mark="circle"))),
        ],
    )  # fmt: skip


def plane_book(lesson: Lesson) -> Pieces[Flipbook]:
    """What trained networks of 1 to 12 hidden units make of the plane, and into how many pieces they cut it."""
    across = np.linspace(-GRID_EXTENT, GRID_EXTENT, SIDE)
    places = np.stack(np.meshgrid(across, -across), axis=-1).reshape(-1, 2)
    maps, told = [], []
    data = None
    for units in range(1, MOST_IN_THE_PLANE + 1):
        config = TrainingConfig(
            dataset=lesson.dataset,
            noise=0.1,
            hidden=(units,),
            optimizer="adam",
            learning_rate=0.05,
            batch_size=50,
            seed=5,
        )
        trainer = Trainer(config, data=data)
        data = trainer.data
        last = (yield from train_in_pieces([trainer], 150, 150))[0]
        logits = trainer.network.forward(places)[0]
        maps.append(_signed(logits).reshape(SIDE, SIDE))
        pieces, most = int(linear_regions(trainer.network)[0]), 1 + units + units * (units - 1) // 2
        told.append(
            f"{units} unit{'s' * (units > 1)} cut the plane into {pieces} pieces (at most {most} are possible). "
            f"Accuracy on the training points: {percent(last.train_accuracy[-1, 0])}."
        )
    assert data is not None
    span, marks = (-GRID_EXTENT, GRID_EXTENT), ("square", "circle", "cross")
    points = [
        Curve(f"class {k}", CLASS_COLOURS[k], *data.x_train[data.y_train == k].T, mark=marks[k])
        for k in range(data.classes)
    ]
    return Flipbook(
        "A plane cut by hinges", "Hidden units", [str(n) for n in range(1, MOST_IN_THE_PLANE + 1)], told,
        [
            Panel("In the plane a hinge is a line", "The output over the plane.", "x₁", "x₂", span, span, points,
                  np.stack(maps)),
        ],
    )  # fmt: skip


def _signed(logits: np.ndarray) -> np.ndarray:
    """−1 (class 0) to 1 (class 1); of three classes the middle one is near 0."""
    if logits.shape[1] == 1:
        return np.tanh(logits[:, 0] / 2)
    return logits.argmax(axis=1) - 1.0

"""A signal through layers at some gains: sizes and factors are what loops over samples and units give."""

from math import exp, log, sqrt

import numpy as np
import pytest

from relu_viz.lessons import gain
from tests.pieces import finished
from tests.training.plain_loop import FUNCTIONS

GAINS = [round(0.5 + number / 20, 2) for number in range(41)]
FRAMES = (0, 18, 40)
DEPTH, SEED, SAMPLES, WIDTH = 3, 2, 24, 32
LABELS = {"relu": "ReLU", "tanh": "Tanh"}


def times(rows: list[list[float]], weights: list[list[float]]) -> list[list[float]]:
    columns = list(zip(*weights, strict=True))
    return [[sum(a * b for a, b in zip(row, column, strict=True)) for column in columns] for row in rows]


def size(rows: list[list[float]]) -> float:
    """The root of the mean square."""
    return sqrt(sum(value * value for row in rows for value in row) / (len(rows) * len(rows[0])))


def through(activation: str, factor: float) -> tuple[list[float], list[float]]:
    """Size of h and of the gradient at each layer, for weights of standard deviation gain / √fan-in."""
    f, slope = FUNCTIONS[activation]
    draws = np.random.default_rng(SEED)
    weights = [(factor * draws.standard_normal((WIDTH, WIDTH)) / sqrt(WIDTH)).tolist() for _ in range(DEPTH)]
    h = np.random.default_rng((SEED, 1)).standard_normal((SAMPLES, WIDTH)).tolist()
    z, forward = [], []
    for layer in weights:
        z.append(times(h, layer))
        h = [[f(value, 0.0) for value in row] for row in z[-1]]
        forward.append(size(h))
    back = np.random.default_rng(SEED).standard_normal((SAMPLES, WIDTH)).tolist()
    backward = []
    for number in reversed(range(DEPTH)):
        back = [[g * slope(v, 0.0) for g, v in zip(*rows, strict=True)] for rows in zip(back, z[number], strict=True)]
        backward.insert(0, size(back))
        back = times(back, [list(column) for column in zip(*weights[number], strict=True)])
    return forward, backward


def factor_back(backward: list[float]) -> float:
    """By what a gradient is multiplied on its way from one layer to the one before: least squares in logarithms."""
    logs = [log(value) for value in reversed(backward)]
    middle = (len(logs) - 1) / 2
    return exp(sum((n - middle) * y for n, y in enumerate(logs)) / sum((n - middle) ** 2 for n in range(len(logs))))


@pytest.fixture(scope="module")
def book():
    return finished(gain.book(gain.Lesson(activations=tuple(LABELS), depth=DEPTH, seed=SEED)))


@pytest.fixture(scope="module")
def plain():
    return {(name, frame): through(name, GAINS[frame]) for name in LABELS for frame in FRAMES}


def test_each_curve_is_the_size_by_layer(book, plain):
    for number, name in enumerate(LABELS):
        for panel, way in zip(book.panels, (0, 1), strict=True):
            curve = panel.curves[number]
            assert curve.name == LABELS[name]
            assert curve.x.tolist() == [1, 2, 3]
            for frame in FRAMES:
                assert curve.y[frame].tolist() == pytest.approx(plain[name, frame][way], rel=1e-6)


def test_it_tells_the_factor_from_layer_to_layer_back(book, plain):
    for frame in FRAMES:
        factors = ", ".join(f"{label} {factor_back(plain[name, frame][1]):.2f}" for name, label in LABELS.items())
        assert book.sentences[frame] == f"From layer to layer back a gradient is multiplied by: {factors}."


def test_the_frames_are_the_gains_and_it_opens_at_he_s_gain_for_relu(book):
    assert [float(each) for each in book.frames] == GAINS
    assert book.frames[gain.Lesson().frame] == "1.40"  # √2 is 1.41
    forward, back = book.panels
    assert ("size of the activations" in forward.title, "size of the gradient" in back.title) == (True, True)
    for panel in book.panels:
        assert panel.x_range == (1, DEPTH)
        assert panel.y_range == (1e-12, 1e8)
        assert panel.y_log
        assert not panel.x_log
        assert panel.y_label == "root mean square"

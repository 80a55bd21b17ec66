"""A layer's activations: shares, counts and squares are what three loops over units, inputs and weights give."""

import numpy as np
import pytest

from relu_viz.lessons import zeros
from tests.lessons.shares import as_told
from tests.training.plain_loop import ALPHAS, FUNCTIONS, PlainNetwork

BIASES = [-3 + number / 8 for number in range(49)]
FRAMES = (0, *range(15, 34, 2), 48)


def layer(activation: str, seed: int, bias: float) -> list[list[float]]:
    """h of 24 units (rows) for 40 inputs of 8 numbers each."""
    network = PlainNetwork((8, 24, 1), activation, "logistic", seed)
    inputs = np.random.default_rng((seed, 1)).standard_normal((40, 8)).tolist()
    z = [network.pre_activations(x)[0] for x in inputs]
    f, alpha = FUNCTIONS[activation][0], ALPHAS.get(activation, 0.0)
    return [[f(z[place][unit] + bias, alpha) for place in range(40)] for unit in range(24)]


@pytest.fixture(scope="module", params=[("relu", 0), ("relu", 3), ("elu", 1)])
def lesson(request):
    activation, seed = request.param
    book = zeros.book(zeros.Lesson(activation=activation, seed=seed))
    return book, {frame: layer(activation, seed, BIASES[frame]) for frame in FRAMES}


def test_it_tells_the_share_of_exact_zeros_and_how_many_units_are_silent(lesson):
    book, layers = lesson
    for frame, h in layers.items():
        zero = sum(value == 0 for row in h for value in row)
        silent = sum(all(value == 0 for value in row) for row in h)
        more = f" {silent} of 24 units answer none of the 40 inputs." if silent else ""
        assert book.sentences[frame] == f"{as_told(zero, 24 * 40)} of the activations are exactly 0.{more}"
        line, here = book.panels[1].curves
        assert line.y[frame] == here.y[frame, 0] == pytest.approx(zero / (24 * 40))


def test_each_square_is_the_activation_as_a_share_of_the_largest_at_any_bias(lesson):
    book, layers = lesson
    squares = book.panels[0].plane
    largest = max(abs(value) for h in layers.values() for row in h for value in row)  # it is at one of the ends
    assert squares.shape == (49, 24, 40)
    for frame, h in layers.items():
        for unit in (0, 7, 23):
            for place in (0, 15, 39):
                value = h[unit][place]
                if value == 0:
                    assert np.isnan(squares[frame, unit, place])
                else:
                    assert squares[frame, unit, place] == pytest.approx(value / largest, rel=1e-9, abs=1e-12)


def test_the_frames_are_the_biases_and_it_opens_at_0():
    lesson = zeros.Lesson()
    book = zeros.book(lesson)
    assert [float(each.replace("−", "-")) for each in book.frames] == BIASES
    assert book.frames[lesson.frame] == "0"
    picture, share = book.panels
    assert share.curves[0].x.tolist() == share.curves[1].x[:, 0].tolist() == BIASES
    assert (share.x_range, share.y_range) == ((-3, 3), (0, 1))
    assert (picture.x_range, picture.y_range) == ((0, 40), (0, 24))
    assert "24 units for 40 inputs" in picture.alt

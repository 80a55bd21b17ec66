"""Hinges: targets, fits, errors, pieces and accuracies are what scalar loops over places and units give."""

from math import exp, sin, sqrt, tanh

import numpy as np
import pytest

from relu_viz.lessons import hinges
from relu_viz.training import Trainer, TrainingConfig
from tests.lessons.books import of_the_plane
from tests.lessons.shares import as_told

X = [-3 + 6 * place / 240 for place in range(241)]
TARGETS = {
    "wave": lambda x: sin(2 * x),
    "bell": lambda x: 2 * exp(-x * x) - 1,
    "parabola": lambda x: x * x / 4.5 - 1,
    "step": lambda x: (x > 0) - (x < 0),
    "zigzag": lambda x: 2 * min(abs(x - even) for even in (-4, -2, 0, 2, 4)) - 1,  # 1 away from even numbers at most
}
MOST = [2, 4, 7, 11, 16, 22, 29, 37, 46, 56, 67, 79]  # pieces of a plane cut by 1, 2, … lines: Steiner 1826


def dot(a: list[float], b: list[float]) -> float:
    return sum(p * q for p, q in zip(a, b, strict=True))


def without(vector: list[float], directions: list[list[float]]) -> list[float]:
    for direction in directions:
        share = dot(vector, direction)
        vector = [p - share * q for p, q in zip(vector, direction, strict=True)]
    return vector


def errors_of_pursuit(y: list[float], most: int) -> list[float]:
    """Root mean square errors of the best sums of 0, 1, … hinges, each added where it leaves least (Gram–Schmidt)."""
    level = [1 / sqrt(len(y))] * len(y)
    directions, left, errors = [level], without(y, [level]), []
    for _ in range(most + 1):
        errors.append(sqrt(dot(left, left) / len(y)))
        best, gain = directions[0], 0.0
        for c in X[1:-1:1]:
            for side in (1, -1):
                beyond = without([max(0.0, side * (x - c)) for x in X], directions)
                size = sqrt(dot(beyond, beyond))
                if size > 1e-6 and abs(dot(beyond, left)) / size > gain + 1e-9:
                    best, gain = [each / size for each in beyond], abs(dot(beyond, left)) / size
        directions.append(best)
        left = without(left, [best])
    return errors


@pytest.mark.parametrize("name", TARGETS)
def test_the_targets_are_what_they_are_called(name):
    value = hinges.get_target(name).value
    assert value(np.array(X)).tolist() == pytest.approx([TARGETS[name](round(x, 9)) for x in X], abs=1e-9)


def test_each_hinge_comes_where_it_leaves_the_least():
    book = hinges.line_book(hinges.Lesson(target="parabola"))
    shown = book.panels[1].curves[0].y[:3].tolist()
    assert shown == pytest.approx(errors_of_pursuit([TARGETS["parabola"](x) for x in X], 2), rel=1e-6)


@pytest.mark.parametrize("name", TARGETS)
def test_errors_bends_and_pieces_are_told_as_they_are_drawn(name):
    book = hinges.line_book(hinges.Lesson(target=name))
    curve, fits, dots = book.panels[0].curves
    line, here = book.panels[1].curves
    assert curve.x.tolist() == pytest.approx(X)
    assert curve.y.tolist() == pytest.approx([TARGETS[name](round(x, 9)) for x in X], abs=1e-9)
    for units in (0, 1, 2, 13, 24):
        fit = fits.y[units].tolist()
        error = sqrt(sum((a - b) ** 2 for a, b in zip(fit, curve.y.tolist(), strict=True)) / 241)
        bends = {X.index(x) for x in X[1:-1] for at in dots.x[units].tolist() if abs(at - x) < 1e-9}
        bent = {at for at in range(1, 240) if abs(fit[at + 1] - 2 * fit[at] + fit[at - 1]) > 1e-9}
        assert bent <= bends
        count, pieces = len(bends), len(bends) + 1
        assert book.sentences[units] == (
            f"{units} unit{'' if units == 1 else 's'}: {count} bend{'' if count == 1 else 's'}, "
            f"{pieces} straight piece{'' if pieces == 1 else 's'}. Off by {error:.3f} on average (root mean square)."
        )
        assert line.y[units] == here.y[units, 0] == pytest.approx(error, abs=1e-9)
        assert (line.x[units], here.x[units, 0], book.frames[units]) == (units, units, str(units))
        shown = np.isfinite(dots.x[units])
        assert shown.sum() == units
        assert np.array_equal(shown, np.isfinite(dots.y[units]))
        for x, y in zip(dots.x[units][shown], dots.y[units][shown], strict=True):
            assert y == pytest.approx(fit[round((x + 3) * 40)], abs=1e-9)
    assert len(book.frames) == 25
    picture, distance = book.panels
    assert (picture.x_range, picture.y_range) == ((-3, 3), (-1.6, 1.6))
    assert abs(curve.y).max() < 1.6
    assert distance.x_range == (0, 24)
    assert distance.y_range == pytest.approx((0, 1.1 * line.y[0]))


@pytest.fixture(scope="module", params=["circles", "blobs"])  # one output and three
def plane(request):
    """The lesson in the plane, and its networks of 1 and of 12 units trained alone."""
    trainers = {}
    for units in (1, 12):
        config = TrainingConfig(
            dataset=request.param,
            noise=0.1,
            hidden=(units,),
            optimizer="adam",
            learning_rate=0.05,
            batch_size=50,
            seed=5,
        )
        trainers[units] = Trainer(config)
        trainers[units].run(150, evaluate_every=150)
    return of_the_plane(request.param), trainers


def answers(trainer, places: list) -> list[list[float]]:
    """Logits by loops over units."""
    (hidden, out), found = ([layer[0].tolist() for layer in trainer.network.weights]), []
    for x in places:
        h = [max(0.0, x[0] * a + x[1] * b + c) for a, b, c in zip(*hidden, strict=True)]
        found.append([dot([*h, 1.0], [row[k] for row in out]) for k in range(len(out[0]))])
    return found


def pieces_of(trainer) -> int:
    """How many patterns of active units there are on 96 × 96 places from −3 to 3."""
    lines = list(zip(*trainer.network.weights[0][0].tolist(), strict=True))
    across = [-3 + 6 * place / 95 for place in range(96)]
    return len({tuple(x * a + y * b + c > 0 for a, b, c in lines) for x in across for y in across})


def test_pieces_and_accuracy_are_told_of_each_network(plane):
    book, trainers = plane
    for units, trainer in trainers.items():
        right, data = 0, trainer.data
        for logits, label in zip(answers(trainer, data.x_train.tolist()), data.y_train, strict=True):
            right += (logits.index(max(logits)) if len(logits) > 1 else int(logits[0] > 0)) == label
        assert book.sentences[units - 1] == (
            f"{units} unit{'s' if units > 1 else ''} cut the plane into {pieces_of(trainer)} pieces (at most "
            f"{MOST[units - 1]} are possible). Accuracy on the training points: {as_told(right, len(data.y_train))}."
        )


def test_the_plane_is_each_network_s_answer_with_the_top_row_first(plane):
    book, trainers = plane
    panel = book.panels[0]
    assert panel.plane.shape == (12, 64, 64)
    for units, trainer in trainers.items():
        for row, column in ((0, 0), (0, 63), (20, 41), (63, 0), (63, 63)):
            (logits,) = answers(trainer, [(-3 + 6 * column / 63, 3 - 6 * row / 63)])
            value = tanh(logits[0] / 2) if len(logits) == 1 else logits.index(max(logits)) - 1
            assert panel.plane[units - 1, row, column] == pytest.approx(value, rel=1e-4, abs=1e-6)
    data = trainers[1].data
    for label, curve in enumerate(panel.curves):
        held = [place for place, each in zip(data.x_train.tolist(), data.y_train, strict=True) if each == label]
        assert np.stack([curve.x, curve.y], axis=1).tolist() == held
        assert (curve.name, curve.mark) == (f"class {label}", ("square", "circle", "cross")[label])
    assert panel.x_range == panel.y_range == (-3, 3)


def test_frames_are_numbers_of_units(plane):
    assert list(plane[0].frames) == [str(units) for units in range(1, 13)]
    assert len(plane[0].sentences) == 12
    assert hinges.Lesson().units == 4


def test_a_curve_that_there_is_not_is_refused_by_a_sentence_that_lists_those_there_are():
    with pytest.raises(ValueError, match="There is no curve 'nonsense'; there are wave, bell, parabola, step, zigzag"):
        hinges.get_target("nonsense")

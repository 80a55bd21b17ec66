"""One step of one unit: what its sentences, curves and marks show is what a scalar loop from the formulas gives."""

import numpy as np
import pytest

from relu_viz.lessons import one_step
from tests.training.plain_loop import ALPHAS, FUNCTIONS

POINTS = [-2 + 4 * place / 12 for place in range(13)]
RATES = [float(f"{0.01 * 300 ** (number / 45):.2g}") for number in range(46)]  # from 0.01 to 3, rounded
FRAMES = (0, 1, 15, 20, 24, 26)  # at higher rates 200 steps diverge, and last bits decide
LONG = (27, 33, 45)  # of these only the first step
TARGETS = {"relu": -1.5, "elu": -1.5, "tanh": 0.4}


def unit_after(activation: str, target: float, rate: float, steps: int) -> tuple[float, float]:
    """Weight and bias of v·f(wx + b) + c after so many steps on the mean squared error, from w = v = 1, b = 0.5."""
    (f, slope), alpha = FUNCTIONS[activation], ALPHAS.get(activation, 0.0)
    w, b, v, c = 1.0, 0.5, 1.0, 0.0
    for _ in range(steps):
        dw = db = dv = dc = 0.0
        for x in POINTS:
            z = w * x + b
            error = 2 * (v * f(z, alpha) + c - target) / len(POINTS)
            dv, dc = dv + error * f(z, alpha), dc + error
            dw, db = dw + error * v * slope(z, alpha) * x, db + error * v * slope(z, alpha)
        w, b, v, c = w - rate * dw, b - rate * db, v - rate * dv, c - rate * dc
    return w, b


@pytest.fixture(scope="module", params=TARGETS)
def lesson(request):
    """An activation, the lesson with it, and its unit after 1 and after 201 steps at some rates."""
    activation, target = request.param, TARGETS[request.param]
    book = one_step.book(one_step.Lesson(activation=activation, target=target))
    units = {frame: [unit_after(activation, target, RATES[frame], steps) for steps in (1, 201)] for frame in FRAMES}
    return activation, book, units


def active(unit: tuple[float, float]) -> list[bool]:
    return [unit[0] * x + unit[1] > 0 for x in POINTS]


def test_it_tells_on_how_many_points_the_unit_is_active_and_whether_it_is_dead(lesson):
    activation, book, units = lesson
    for frame, (after, later) in units.items():
        now, then = sum(active(after)), sum(active(later))
        dead = activation == "relu" and now == 0
        rest = ": it is dead, no gradient reaches it any more." if dead else f", after 200 more on {then}."
        assert book.sentences[frame] == f"After one step it is active on {now} of 13 points{rest}"


def test_where_the_steps_after_the_first_overflow_that_is_told_and_nothing_is_counted():
    book = one_step.book(one_step.Lesson())
    frame = RATES.index(1.2)
    now = sum(active(unit_after("relu", -1.5, 1.2, 1)))
    rest = "in 200 more its numbers grow beyond what a computer can hold."
    assert book.sentences[frame] == f"After one step it is active on {now} of 13 points; {rest}"
    assert np.isnan(book.panels[1].curves[1].y[frame])


def test_its_curves_are_the_unit_before_after_one_step_and_after_200_more(lesson):
    activation, book, units = lesson
    f, alpha = FUNCTIONS[activation][0], ALPHAS.get(activation, 0.0)
    before, after, later = book.panels[0].curves[:3]
    assert [curve.name for curve in (before, after, later)] == ["before", "after one step", "after 200 more"]
    for place in (0, 37, 80, 121, 160):
        x = -2 + 4 * place / 160
        assert before.x[place] == after.x[place] == later.x[place] == pytest.approx(x)
        assert before.y[place] == pytest.approx(f(x + 0.5, alpha))
        for frame, unit in units.items():
            for curve, (w, b) in zip((after, later), unit, strict=True):
                assert curve.y[frame, place] == pytest.approx(f(w * x + b, alpha), rel=1e-6, abs=1e-9)


def test_what_is_drawn_fits_its_axes_and_they_fit_it(lesson):
    for panel in lesson[1].panels:
        low, high = panel.x_range
        span = high - low
        xs = np.concatenate([curve.x.ravel() for curve in panel.curves])
        assert low <= xs.min() < low + 0.1 * span
        assert high - 0.1 * span < xs.max() <= high
    before, after, later = lesson[1].panels[0].curves[:3]
    assert before.width < later.width < after.width, "what has just come of it stands out"
    assert (before.dash, after.dash, later.dash) == ("dash", "solid", "dot")


def test_each_point_is_marked_as_active_or_not_after_one_step(lesson):
    _, book, units = lesson
    on, off = book.panels[0].curves[3:]
    assert (on.name, on.mark, off.name, off.mark) == ("active here", "circle", "not active", "cross")
    for marks in (on, off):
        assert marks.x.tolist() == pytest.approx(POINTS)
    low, high = book.panels[0].y_range
    for frame, (after, _) in units.items():
        assert np.isfinite(on.y[frame]).tolist() == active(after)
        assert np.isfinite(off.y[frame]).tolist() == [not each for each in active(after)]
        assert all(low < y < high for y in (*on.y[frame], *off.y[frame]) if np.isfinite(y))


def test_the_second_picture_counts_active_points_against_the_rate(lesson):
    _, book, units = lesson
    panel = book.panels[1]
    after, later, here = panel.curves
    assert after.name.endswith(", after one step")
    assert later.name.endswith(", after 200 more")
    assert after.x.tolist() == later.x.tolist() == here.x[:, 0].tolist() == RATES
    for frame, (now, then) in units.items():
        assert (after.y[frame], here.y[frame, 0], later.y[frame]) == (
            sum(active(now)),
            sum(active(now)),
            sum(active(then)),
        )
    assert panel.x_range == (0.01, 3)
    assert panel.y_range == (0, 13)
    assert panel.x_log
    assert not panel.y_log


def test_the_frames_are_the_rates_and_it_opens_where_relu_dies():
    book = one_step.book(one_step.Lesson())
    assert [float(each) for each in book.frames] == RATES
    assert "dead" in book.sentences[one_step.Lesson().frame]
    assert book.frames[one_step.Lesson().frame] == "0.27"
    assert "dead" not in book.sentences[0]


@pytest.mark.parametrize("frame", LONG)
def test_the_first_step_of_a_large_rate_is_told_too(frame):
    book = one_step.book(one_step.Lesson())
    now = sum(active(unit_after("relu", -1.5, RATES[frame], 1)))
    assert book.sentences[frame].startswith(f"After one step it is active on {now} of 13 points")
    assert ("it is dead, no gradient" in book.sentences[frame]) == (now == 0)
    assert book.panels[1].curves[0].y[frame] == now

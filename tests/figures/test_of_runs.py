"""A moment of a run, its history and its spread over seeds: what is drawn is what was given, in its place."""

import re

import numpy as np
import pytest

from relu_viz.data import Dataset
from relu_viz.figures.repeats import spread_figure
from relu_viz.figures.training import activity_figure, boundary_figure, curves_figure, gradient_figure
from tests.figures.drawn import axes_of, levels_of, plain

ORANGE, BLUE, GREEN = "#d9660a", "#0b6fb8", "#00825f"


def data(classes: int, y_train, y_test) -> Dataset:
    x = np.arange(20.0).reshape(10, 2) / 10
    return Dataset(x[: len(y_train)], np.array(y_train), x[5 : 5 + len(y_test)], np.array(y_test), classes)


TWO = data(2, [0, 1, 1], [1, 0])
INK = "#10171f"
LOGITS = np.array([-2.0, 0, 1, 3, -1, 0.5, 4, -3, 2])  # row by row from the top left of [−2, 2]²


def test_the_plane_of_two_classes_is_the_probability_row_by_row_from_the_top():
    figure = boundary_figure(LOGITS[:, None], 2.0, TWO)
    plane, halo, line, *_ = figure.data
    assert plain(plane.x) == [-2, 0, 2]
    assert plain(plane.y) == [2, 0, -2]
    assert np.ravel(plane.z) == pytest.approx(1 / (1 + np.exp(-LOGITS)))
    assert (plane.zmin, plane.zmax, plane.colorbar.title.text) == (0, 1, "P(class 1)")
    assert "P(class 1) = %{z:.3f}" in plane.hovertemplate
    for contour in (halo, line):
        assert np.array_equal(contour.z, plane.z)
        assert (plain(contour.x), plain(contour.y)) == ([-2, 0, 2], [2, 0, -2])
        assert (contour.contours.start, contour.contours.end) == (0.5, 0.5)
    assert halo.line.width > line.line.width
    assert plane.colorscale[0][1] == ORANGE
    assert plane.colorscale[-1][1] == BLUE
    assert figure.layout.xaxis.range == figure.layout.yaxis.range == (-2, 2)
    assert figure.layout.yaxis.scaleanchor == "x"
    assert axes_of(figure) == {"xaxis": "x₁", "yaxis": "x₂"}


def test_an_answer_that_overflows_is_a_probability_of_0():
    plane = boundary_figure(np.array([[-1e4], [1e4], [0.0], [0.0]]), 1.0, TWO).data[0]
    assert np.ravel(plane.z).tolist() == [0, 1, 0.5, 0.5]


def test_the_plane_of_a_value_is_the_value_with_its_line_at_0():
    fitted = data(0, [-0.5, 0.25, 1.0], [0.75])
    figure = boundary_figure(LOGITS[:, None], 1.0, fitted)
    plane, _, line, learned, held_out = figure.data
    assert np.ravel(plane.z).tolist() == LOGITS.tolist()
    assert (plane.zmin, plane.zmax, plane.colorbar.title.text) == (-1, 1, "output")
    assert line.contours.start == line.contours.end == 0
    for trace, name, x, y in (
        (learned, "train", fitted.x_train, fitted.y_train),
        (held_out, "held out", fitted.x_test, fitted.y_test),
    ):
        assert trace.name == name
        assert np.array_equal(np.column_stack([trace.x, trace.y]), x)
        assert plain(trace.customdata) == plain(trace.marker.color) == y.tolist()
        assert (trace.marker.cmin, trace.marker.cmax) == (-1, 1)
        assert trace.hovertemplate.startswith(f"%{{customdata:.2f}}, {name}<br>")
    assert (learned.marker.symbol, held_out.marker.symbol) == ("circle", "circle-dot")


def test_the_plane_of_three_classes_is_the_one_with_the_largest_answer():
    logits = np.array([[3.0, 1, 2], [0, 1, -1], [0, 1, 2], [5, 5.1, 0]])
    plane, *points = boundary_figure(logits, 1.0, data(3, [2, 0, 1], [2])).data
    assert np.ravel(plane.z).tolist() == [0, 1, 2, 1]
    assert (plane.zmin, plane.zmax) == (-0.5, 2.5)
    assert [list(step) for step in plane.colorscale] == [
        [0, ORANGE], [pytest.approx(1 / 3), ORANGE], [pytest.approx(1 / 3), BLUE], [pytest.approx(2 / 3), BLUE],
        [pytest.approx(2 / 3), GREEN], [1, GREEN],
    ]  # fmt: skip
    assert "class %{z}" in plane.hovertemplate
    assert [each.marker.symbol for each in points] == [
        "square", "circle", "triangle-up", "square-dot", "circle-dot", "triangle-up-dot",
    ]  # fmt: skip


def test_each_class_has_its_points_learned_from_tinted_and_held_out_white_with_a_dot():
    points = boundary_figure(LOGITS[:, None], 2.0, TWO).data[3:]
    told = [(each.name, np.column_stack([each.x, each.y]).tolist()) for each in points]
    assert told == [
        ("class 0, train", [[0.0, 0.1]]),
        ("class 1, train", [[0.2, 0.3], [0.4, 0.5]]),
        ("class 0, held out", [[1.2, 1.3]]),
        ("class 1, held out", [[1.0, 1.1]]),
    ]
    assert [(each.marker.symbol, each.marker.color, each.marker.line.color) for each in points] == [
        ("square", "#e8a36c", INK), ("circle", "#6da9d4", INK),
        ("square-dot", "white", INK), ("circle-dot", "white", INK),
    ]  # fmt: skip
    assert points[3].hovertemplate.startswith("class 1, held out<br>")


def test_activity_is_a_row_for_each_unit_from_the_top_and_none_at_all_is_nearly_black():
    active = np.array([[0.0, 0.5, 1.0], [0.25, 0.75, 0.0]])
    figure = activity_figure(np.array([0, 7]), active, ["1.1", "1.2", "2.1"])
    (heat,) = figure.data
    assert plain(heat.x) == [0, 7]
    assert list(heat.y) == ["unit 1.1", "unit 1.2", "unit 2.1"]
    assert plain(heat.z) == [[0, 0.25], [0.5, 0.75], [1, 0]]
    assert (heat.zmin, heat.zmax) == (0, 1)
    (none, black), (some, light) = heat.colorscale[:2]
    assert none == 0
    assert 0 < some < 1 / 2000  # less than one of the most points that there may be
    assert int(black[1:3], 16) < 64 < 192 < int(light[1:3], 16)
    assert heat.colorscale[-1] == (1.0, BLUE)
    assert figure.layout.yaxis.autorange == "reversed"
    assert axes_of(figure) == {"xaxis": "epoch"}
    assert "active on %{z:.1%} of the points" in heat.hovertemplate


@pytest.mark.parametrize(("units", "height"), [(14, 320), (15, 330), (40, 780)])
def test_a_row_is_eighteen_pixels_high(units, height):
    figure = activity_figure(np.array([0]), np.zeros((1, units)), [str(unit) for unit in range(units)])
    assert figure.layout.height == height


def test_curves_are_those_of_the_points_learned_from_and_of_those_held_out():
    epochs, train, test = np.array([0, 2, 5]), np.array([0.7, 0.5, 0.1]), np.array([0.8, 0.6, 0.3])
    figure = curves_figure(epochs, train, test, "Loss")
    assert [(each.name, plain(each.x), plain(each.y), each.line.dash) for each in figure.data] == [
        ("train", [0, 2, 5], [0.7, 0.5, 0.1], "solid"),
        ("held out", [0, 2, 5], [0.8, 0.6, 0.3], "dash"),
    ]
    assert [each.line.color for each in figure.data] == [BLUE, ORANGE]
    assert figure.data[1].hovertemplate == "epoch %{x}<br>loss %{y:.4g}, held out<extra></extra>"
    assert axes_of(figure) == {"xaxis": "epoch", "yaxis": "Loss"}
    none = curves_figure(epochs, train, np.full(3, np.nan), "Loss")
    assert [each.name for each in none.data] == ["train"]
    late = curves_figure(epochs, train, np.array([np.nan, np.nan, 0.3]), "Loss")
    assert len(late.data) == 2


def test_gradients_have_a_bar_for_each_layer_the_output_last():
    (bars,) = gradient_figure(np.array([0.5, 0.0, 2.0])).data
    assert list(bars.x) == ["layer 1", "layer 2", "output"]
    assert plain(bars.y) == [0.5, 0.0, 2.0]


def test_each_seed_is_a_dot_at_its_value_the_one_on_the_stage_another_and_a_line_at_the_median():
    values = np.array([0.1, 0.9, np.nan, 0.2, 0.3])  # of four numbers the middle two are 0.2 and 0.3
    figure = spread_figure(np.array([4, 5, 6, 7, 8]), "Loss, train", values, 7)
    (dots,) = figure.data
    assert np.array_equal(dots.y, values, equal_nan=True)
    assert plain(dots.customdata) == [4, 5, 6, 7, 8]
    usual, here = set(plain(dots.marker.symbol)[:3]), plain(dots.marker.symbol)[3]
    assert usual == {"circle"}
    assert here == "diamond"
    assert plain(dots.marker.color)[3] != plain(dots.marker.color)[4]
    assert plain(dots.marker.size)[3] > plain(dots.marker.size)[4]
    assert levels_of(figure) == [("y", pytest.approx(0.25))]
    assert np.abs(dots.x).max() <= 0.3
    assert len(set(plain(dots.x))) == 5
    assert figure.layout.xaxis.range == (-0.6, 0.6)
    assert re.match(r"seed %\{customdata\}<br>Loss, train %\{y:", dots.hovertemplate)
    assert figure.layout.yaxis.title.text == "Loss, train"

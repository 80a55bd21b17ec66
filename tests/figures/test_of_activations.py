"""A Gaussian in and out, slopes through layers, and times: histograms and lines are those of the numbers given."""

import numpy as np
import pytest

from relu_viz.activations import Pushed
from relu_viz.figures.cost import stopwatch_figure
from relu_viz.figures.explorer import depth_figure, gaussian_figure
from tests.figures.drawn import axes_of, plain, titles_of


def pushed(z, f, weight) -> Pushed:
    return Pushed(np.array(z), np.array(weight), np.array(f), 0.0, 0.0, 0.0, 0.0)


def test_histograms_are_shares_of_the_whole_of_what_goes_in_and_of_what_comes_out():
    figure = gaussian_figure(pushed([-6.0, 0.05, 6.0], [0.0, 0.05, 6.0], [0.25, 0.5, 0.25]), "relu")
    before, after = figure.data
    assert titles_of(figure) == ["in: z", "out: ReLU"]
    assert [before.xaxis, after.xaxis] == ["x", "x2"]
    for bars, low, places in ((before, -6.0, {0: 0.25, 30: 0.5, 59: 0.25}), (after, 0.0, {0: 0.75, 59: 0.25})):
        width = (6 - low) / 60
        assert plain(bars.y) == pytest.approx([places.get(place, 0) for place in range(60)])
        assert plain(bars.x) == pytest.approx([low + width * (place + 0.5) for place in range(60)])
        assert plain(bars.width) == pytest.approx([width] * 60)
        assert bars.hovertemplate == "around %{x:.2f}: %{y:.1%}<extra></extra>"
    assert before.marker.color != after.marker.color == "#0072b2"
    assert figure.layout.yaxis.tickformat == figure.layout.yaxis2.tickformat == ".0%"


def test_slopes_are_lines_over_the_number_of_layers_on_a_log_scale():
    figure = depth_figure({"relu": np.array([0.5, 0.25, 0.125]), "tanh": np.array([0.9, 0.8, 0.7])})
    relu, tanh = figure.data
    assert (relu.name, tanh.name) == ("ReLU", "Tanh")
    assert plain(relu.x) == plain(tanh.x) == [1, 2, 3]
    assert plain(relu.y) == [0.5, 0.25, 0.125]
    assert plain(tanh.y) == [0.9, 0.8, 0.7]
    assert relu.hovertemplate == "%{x} layers: × %{y:.3g}<extra>ReLU</extra>"
    assert (relu.line.color, relu.line.dash) == ("#0072b2", "solid")
    assert (tanh.line.color, tanh.line.dash) == ("#8a8f98", "solid")
    assert figure.layout.yaxis.type == "log"
    assert axes_of(figure) == {"xaxis": "layers", "yaxis": "gradient is multiplied by"}


@pytest.mark.parametrize(
    ("ends", "decades"),
    [
        ([1.0], 1),
        ([1e-3, 1.0], 1),
        ([1e-8], 1),
        ([1e-10], 2),
        ([10**-8.5], 1),
        ([10**-9.5], 2),
        ([1e-12, 1e2], 2),
        ([1e-30], 5),
        ([0.0], 50),
    ],
)
def test_about_six_ticks_fit_however_far_the_lines_fall(ends, decades):
    # A sixth of the decades from 1 to the farthest end, rounded: 9.5 / 6 is 1.6, 8.5 / 6 is 1.4.
    slopes = {name: np.array([1.0, end]) for name, end in zip(("relu", "tanh"), ends, strict=False)}
    assert depth_figure(slopes).layout.yaxis.dtick == decades


def test_times_are_microseconds_of_f_and_of_its_derivative_side_by_side():
    times = {"ReLU": (np.array([2e-6, 3e-6, 9e-6]), "#111111"), "ELU": (np.array([4e-5, 5e-5, 9e-5]), "#222222")}
    figure = stopwatch_figure(times)
    assert [(each.name, list(each.x), plain(each.y)) for each in figure.data] == [
        ("f", ["ReLU", "ELU"], pytest.approx([2.0, 40.0])),
        ("f′", ["ReLU", "ELU"], pytest.approx([3.0, 50.0])),
    ]
    assert [each.marker.pattern.shape for each in figure.data] == ["", "/"]
    assert [list(each.marker.color) for each in figure.data] == [["#111111", "#222222"]] * 2
    assert figure.data[1].hovertemplate == "%{x}, f′: %{y:.1f} µs<extra></extra>"
    assert figure.layout.yaxis.title.text == "microseconds"

"""Lines with their bands, and a verdict's figures as dots with whiskers: drawn where the numbers are."""

import re
from base64 import b64decode
from math import inf, nan

import numpy as np
import plotly.graph_objects as go
import pytest
from plotly.subplots import make_subplots

from relu_viz.figures.bands import add_band, evidence_figure
from relu_viz.figures.small import small_picture
from relu_viz.laboratory import Evidence, Interval
from tests.figures.drawn import plain

BAND = Interval(np.array([2.0, 3.0, 4.0]), np.array([1.0, 2.5, 3.0]), np.array([2.5, 5.0, 6.0]))
COLOUR = "#0b6fb8"  # 11, 111, 184


def drawn(interval: Interval, x=(1, 2, 3), **options):
    figure = go.Figure()
    add_band(figure, x, interval, "ReLU", COLOUR, **options)
    return figure.data


def test_a_band_goes_along_its_upper_ends_and_back_along_its_lower_ones():
    band, line = drawn(BAND, dash="dot", shown=".1f")
    assert plain(band.x) == [1, 2, 3, 3, 2, 1]
    assert plain(band.y) == [2.5, 5.0, 6.0, 3.0, 2.5, 1.0]
    assert (band.fill, band.fillcolor, band.line.width) == ("toself", "rgba(11, 111, 184, 0.18)", 0)
    assert (band.hoverinfo, band.showlegend, band.mode) == ("skip", False, "lines")
    assert plain(line.x) == [1, 2, 3]
    assert plain(line.y) == [2.0, 3.0, 4.0]
    assert (line.name, line.legendgroup, band.legendgroup) == ("ReLU", "ReLU", "ReLU")
    assert (line.line.color, line.line.dash) == (COLOUR, "dot")


def test_under_the_finger_a_line_tells_its_value_and_both_ends():
    _, line = drawn(BAND, shown=".1%")
    assert plain(line.customdata) == [[1.0, 2.5], [2.5, 5.0], [3.0, 6.0]]
    assert line.hovertemplate == (
        "%{x}: %{y:.1%}<br>95 %: %{customdata[0]:.1%} to %{customdata[1]:.1%}<extra>ReLU</extra>"
    )
    assert ":.3g}" in drawn(BAND)[1].hovertemplate


def test_what_is_not_finite_is_left_out_and_the_rest_is_drawn():
    band, line = drawn(Interval(np.array([1.0, inf, nan]), np.array([0.5, 2.0, nan]), np.array([inf, inf, nan])))
    np.testing.assert_array_equal(line.y, [1.0, nan, nan])
    np.testing.assert_array_equal(line.customdata, [[0.5, nan], [2.0, nan], [nan, nan]])
    np.testing.assert_array_equal(band.y, [nan, nan, nan, nan, 2.0, 0.5])


@pytest.mark.parametrize(("places", "mode"), [(15, "lines+markers"), (16, "lines")])
def test_fewer_than_sixteen_places_are_marked(places, mode):
    values = np.arange(places, dtype=float)
    assert drawn(Interval(values, values, values), x=values)[1].mode == mode


@pytest.mark.parametrize(("row", "col", "listed"), [(1, 1, True), (1, 2, False), (2, 1, False), (2, 2, False)])
def test_of_several_panels_the_first_lists_the_names(row, col, listed):
    figure = make_subplots(2, 2)
    add_band(figure, (1, 2, 3), BAND, "ReLU", COLOUR, row=row, col=col)
    band, line = figure.data
    assert line.showlegend == listed
    assert line.xaxis == band.xaxis == ("x", "x2", "x3", "x4")[2 * row + col - 3]
    assert drawn(BAND)[1].showlegend


EVIDENCE = (
    Evidence("zeros", Interval(0.5, 0.4, 0.7), ".0%", 0.3),
    Evidence("never [a]", Interval(inf, 3.0, inf), ".0f"),
    Evidence("late", Interval(-1.0, -2.0, inf), ".1f"),
)


def test_each_figure_of_a_verdict_is_a_dot_with_its_whiskers():
    figure = evidence_figure(EVIDENCE)
    measured, against = figure.data
    assert plain(measured.y) == ["zeros", "late"]
    assert plain(measured.x) == [0.5, -1.0]
    assert plain(measured.error_x.array) == pytest.approx([0.2, 0])
    assert plain(measured.error_x.arrayminus) == pytest.approx([0.1, 1.0])
    assert plain(measured.customdata) == ["50% (40% to 70%)", "-1.0 (-2.0 to inf)"]
    assert measured.hovertemplate == "%{y}: %{customdata}<extra></extra>"
    assert (plain(against.x), plain(against.y)) == ([0.3], ["zeros"])
    assert (measured.name, against.name) == ("measured, 95 %", "held against")
    assert figure.layout.yaxis.autorange == "reversed"
    assert figure.layout.height == 110 + 2 * 44
    assert evidence_figure(()).layout.height == 110 + 44


def small(*evidence: Evidence) -> tuple[str, str]:
    """The text alternative, and the picture."""
    told, code = re.fullmatch(r"!\[(.*)\]\(data:image/svg\+xml;base64,(.*)\)", small_picture(evidence)).groups()
    return told, b64decode(code).decode()


def places(svg: str, pattern: str) -> list[tuple[float, ...]]:
    return [tuple(map(float, found)) for found in re.findall(pattern, svg)]


DOT, WHISKER = r'circle cx="([\d.]+)" cy="([\d.]+)"', r'd="M([\d.]+) ([\d.]+)H([\d.]+)"'
TICK, ZERO = r'd="M([\d.]+) ([\d.]+)v12"', r'd="M([\d.]+) 0V(\d+)"'


def test_a_small_picture_has_all_on_one_scale_from_the_least_to_the_most():
    # From −1 to 4 over 204 places of 220: 40.8 a unit, and 0 is 40.8 from the edge of 8.
    _, svg = small(Evidence("a", Interval(1.0, -1.0, 2.0)), Evidence("b", Interval(3.0, 2.5, 3.5), reference=4.0))
    assert places(svg, DOT) == [(89.6, 9.0), (171.2, 27.0)]
    assert places(svg, WHISKER) == [(8.0, 9.0, 130.4), (150.8, 27.0, 191.6)]
    assert places(svg, TICK) == [(212.0, 21.0)]
    assert places(svg, ZERO) == [(48.8, 36.0)]
    assert 'viewBox="0 0 220 36" width="220"' in svg


def test_a_small_picture_holds_0_and_what_is_not_finite_ends_at_its_edge():
    told, svg = small(*EVIDENCE[:2], Evidence("up", Interval(1.0, 0.9, inf)))  # 204 places from 0 to 1
    assert places(svg, DOT) == [(110.0, 9.0), (212.0, 27.0)]
    assert places(svg, WHISKER) == [(89.6, 9.0, 150.8), (191.6, 27.0, 212.0)]
    assert places(svg, TICK) == [(69.2, 3.0)]
    assert places(svg, ZERO) == [(8.0, 36.0)]
    assert told == "zeros: 50% (40% to 70%); never (a): inf (3 to inf); up: 1.00 (0.90 to inf)"
    _, below = small(Evidence("minus", Interval(-2.0, -4.0, -1.0)))
    assert places(below, ZERO) == [(212.0, 18.0)]
    assert places(below, DOT) == [(110.0, 9.0)]


def test_a_small_picture_has_four_rows_at_most_and_tells_all():
    told, svg = small(*[Evidence(str(n), Interval(1.0, 1.0, 1.0)) for n in range(5)])
    assert len(places(svg, DOT)) == 4
    assert told.count(";") == 4
    told, nothing = small(Evidence("n", Interval(inf, inf, inf)))
    assert 'viewBox="0 0 220 1"' in nothing
    assert places(nothing, DOT) == []
    assert places(small(Evidence("0", Interval(0.0, 0.0, 0.0)))[1], DOT) == [(8.0, 9.0)]

"""Pictures of units that die and are saved: every line, cell and figure told is that of its own runs."""

import re

import numpy as np
import pytest

from relu_viz.figures.experiments import dying_units, learned_slope, phase_diagram, rescue
from tests.experiments.synthetic import result, tells
from tests.figures.drawn import axes_of, counted, lines_of, plain, runs, shows, titles_of, whiskers_of


def test_who_is_born_dead_is_a_line_for_each_width_between_its_two_bounds():
    dead = np.zeros((2, 8, 3), bool)
    for width, counts in enumerate(((0, 4, 6), (0, 1, 3))):
        for layer, count in enumerate(counts):
            dead[width, :count, layer] = True
    (picture,) = dying_units.pictures(result("dying_units", {"born_dead": dead}, runs=8, widths=(1, 2), deepest=3))
    for line, name, y in zip(lines_of(picture.figure), ("width 1", "width 2"), ((0, 4, 6), (0, 1, 3)), strict=True):
        assert (line.name, line.x) == (name, [1, 2, 3])
        assert line.y == [each / 8 for each in y]
        assert all(low < y < high for low, y, high in zip(line.low[1:], line.y[1:], line.high[1:], strict=True))
    bounds = [trace for trace in picture.figure.data if trace.hoverinfo == "skip" and trace.legendgroup is None]
    # Width 1: 1 − 2^(1 − depth). Width 2: s = (3/4)^(depth − 1), up to 1 − s, from (1 − s)/2 + (1 − s)²/2.
    assert plain(bounds[0].y) == pytest.approx([0, 1 / 2, 3 / 4, 3 / 4, 1 / 2, 0])
    lower = [(1 - s) / 2 + (1 - s) ** 2 / 2 for s in (1, 3 / 4, 9 / 16)]
    assert plain(bounds[1].y) == pytest.approx([0, 1 / 4, 7 / 16, *lower[::-1]])
    assert plain(bounds[1].x) == [1, 2, 3, 3, 2, 1]
    assert picture.alt == "Share born dead by depth. At 3 layers: width 1: 75%, width 2: 38%."
    assert picture.figure.layout.yaxis.range == (-0.02, 1.02)


RATES, SCALES = [0.01, 0.1442, 2.08, 30.0], [0.1, 0.4642, 2.154, 10.0]  # four digits of even steps in logarithms


@pytest.fixture(scope="module")
def diagram():
    """Of four seeds three say the same, so that the mean is not the median."""
    base = counted(4, 4) / 20
    dead = np.stack([base, base, base, base + 0.2], axis=1)
    accuracy = np.stack([1 - base, 1 - base, 1 - base, 0.8 - base], axis=1)
    diverged = np.zeros((4, 4, 4), bool)
    diverged[3, :3, 1] = True
    arrays = {"dead": dead, "accuracy": accuracy, "diverged": diverged}
    return base, phase_diagram.pictures(result("phase_diagram", arrays, runs=4, cells=4))


def test_the_map_is_the_mean_of_each_cell_and_hovering_tells_all_of_it(diagram):
    base, (dead, accuracy) = diagram
    for picture, values in ((dead, base + 0.05), (accuracy, 0.95 - base)):
        cells, places = picture.figure.data
        assert np.array(cells.z) == pytest.approx(values)
        assert list(cells.x) == [f"{rate:g}" for rate in RATES]
        assert list(cells.y) == [f"{scale:g}" for scale in SCALES]
        told = np.array(places.customdata).reshape(4, 4, 5)
        assert told[..., 0] == pytest.approx(base)  # of four: the first quarter ends at 0, the last begins at 1/4
        assert told[..., 1] == pytest.approx(base + 0.05)
        assert told[..., 2] == pytest.approx(base + 0.05)
        assert told[..., 3] == pytest.approx(0.95 - base)
        assert told[..., 4].tolist() == [[0] * 4, [0] * 4, [0] * 4, [0, 0.75, 0, 0]]
        assert list(places.x) == [f"{rate:g}" for rate in RATES] * 4
        assert list(places.y) == [f"{scale:g}" for scale in SCALES for _ in RATES]
        assert picture.figure.layout.xaxis.range == picture.figure.layout.yaxis.range == (-0.5, 3.5)
        assert axes_of(picture.figure) == {"xaxis": "learning rate", "yaxis": "scale of the first weights"}


def test_hovering_on_the_map_names_each_measure_by_its_own_number(diagram):
    _, (dead, accuracy) = diagram
    assert dead.figure.data[1].hovertemplate == accuracy.figure.data[1].hovertemplate
    told = re.findall(r"(\w+) %\{customdata\[(\d)\]:\.0%\}", dead.figure.data[1].hovertemplate)
    assert told == [("dead", "2"), ("seeds", "0"), ("to", "1"), ("accuracy", "3"), ("diverged", "4")]
    assert "rate %{x}, scale %{y}" in dead.figure.data[1].hovertemplate


def test_the_maps_colours_have_fixed_ends_and_the_map_of_deaths_opens_its_cells(diagram):
    _, (dead, accuracy) = diagram
    assert (dead.figure.data[0].zmin, dead.figure.data[0].zmax) == (0, 1)
    assert (accuracy.figure.data[0].zmin, accuracy.figure.data[0].zmax) == (0.4, 1)
    assert (dead.selectable, accuracy.selectable) == (True, False)
    tells(dead.alt, 5, 80)
    assert "from 5% to 80%" in dead.alt
    assert [each.figure.data[0].colorbar.title.text for each in (dead, accuracy)] == ["dead units", "accuracy"]


VARIANTS = ["ReLU", "Leaky ReLU α = 0.05", "PReLU", "ELU"]


@pytest.fixture(scope="module")
def rescued():
    """One of two units is silent on so much less as the other is on more: their mean is what is shown."""
    arrays = {}
    for place, suffix in enumerate(("", "_healthy")):
        silent = runs((10 * place + counted(4, 16)) / 1000, 0.01)
        arrays["silent" + suffix] = np.stack([silent - 0.001, silent + 0.001], axis=3)
        arrays["accuracy" + suffix] = runs((500 * place + counted(4, 16)) / 1000, 0.02)
    made = result("rescue", arrays, runs=9, alphas=(0.05,), epochs=30, bias_shift=-2.5)
    return rescue.pictures(made)


@pytest.mark.parametrize("place", [0, 1])
def test_silent_units_are_on_the_left_and_accuracy_on_the_right_from_each_start(rescued, place):
    picture = rescued[place]
    lines = lines_of(picture.figure)
    for part, name in enumerate(VARIANTS):
        silent, accuracy = lines[2 * part : 2 * part + 2]
        shows(silent, name, list(range(0, 31, 2)), (10 * place + counted(4, 16)[part]) / 1000, 0.01)
        shows(accuracy, name, list(range(0, 31, 2)), (500 * place + counted(4, 16)[part]) / 1000, 0.02, "2")
        assert silent.look == accuracy.look
    assert len({line.look for line in lines}) == 4
    start = ("biases pushed by -2.5", "a healthy start")[place]
    assert titles_of(picture.figure) == [f"silent units, from {start}", "accuracy, held out"]
    ends = [f"{name} {(10 * place + 15 + 16 * part) / 1000:.0%}" for part, name in enumerate(VARIANTS)]
    assert picture.alt == f"Share of silent units through training, from {start}. At the end: {', '.join(ends)}."
    assert picture.figure.layout.yaxis.range == (-0.03, 1.03)


@pytest.fixture(scope="module")
def learned():
    arrays = {"slopes": runs(counted(4, 21, 3), 0.5), "accuracy": runs(counted(4) / 10, 0.04)}
    made = result("learned_slope", arrays, runs=9, starts=(0.1, 0.7), depth=3, epochs=40)
    return [picture.figure for picture in learned_slope.pictures(made)]


def test_slopes_are_a_panel_for_each_start_and_a_line_for_each_layer(learned):
    figure, _ = learned
    for number, line in enumerate(lines_of(figure)):
        start, layer = divmod(number, 3)
        values = counted(4, 21, 3)[start, :, layer]
        shows(line, f"hidden layer {layer + 1}", list(range(0, 41, 2)), values, 0.5, ("", "2")[start])
    assert len(lines_of(figure)) == 6
    assert titles_of(figure) == ["start α = 0.1", "start α = 0.7"]
    assert axes_of(figure)["yaxis"] == "mean slope of the layer"


def test_accuracies_with_slopes_learned_and_fixed_stand_side_by_side_over_their_start(learned):
    _, figure = learned
    free, fixed = figure.data
    assert (free.name, plain(free.x), plain(free.y)) == ("learned", [-0.05, 0.95], pytest.approx([0, 0.1]))
    assert (fixed.name, plain(fixed.x), plain(fixed.y)) == ("fixed", [0.05, 1.05], pytest.approx([0.2, 0.3]))
    for each in (free, fixed):
        up, down = whiskers_of(each.error_y)
        assert up == pytest.approx([0.04, 0.04])
        assert down == pytest.approx([0, 0])
        assert each.hovertemplate == "%{y:.1%}<extra>" + each.name + "</extra>"
    assert list(figure.layout.xaxis.tickvals) == [0, 1]
    assert list(figure.layout.xaxis.ticktext) == ["0.1", "0.7"]

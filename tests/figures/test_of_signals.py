"""Pictures of signals through layers: every pair's numbers are in its panel, line and cell."""

import numpy as np
import pytest

from relu_viz.figures.experiments import exploding, self_normalizing, vanishing
from tests.experiments.synthetic import result
from tests.figures.drawn import axes_of, counted, levels_of, lines_of, plain, runs, shows, titles_of

GAINS = [0.5 + number / 8 for number in range(21)]
RATES = ["0.01", "0.03", "0.1", "0.3", "1", "3"]


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson 1927), as the roots of (p − k/n)² = 1.96² p (1 − p) / n."""
    z = 1.959964
    roots = np.roots([1 + z * z / n, -2 * k / n - z * z / n, (k / n) ** 2])
    return float(min(roots)), float(max(roots))


@pytest.fixture(scope="module")
def exploded():
    failed = np.zeros((4, 9, 6), bool)
    clipped = np.zeros((4, 9, 6), bool)
    for part in range(4):
        for rate in range(6):
            failed[part, : part + rate, rate] = True
            clipped[part, : max(part + rate - 1, 0), rate] = True
    arrays = {"growth": runs(counted(4, 21), 0.5), "failed": failed, "failed_clipped": clipped}
    made = result("exploding", arrays, runs=9, activations=("elu", "relu", "tanh", "linear"))
    growth, failures = exploding.pictures(made)
    assert "for gains from 0.5 to 3;" in growth.alt
    return growth.figure, failures.figure


def test_growth_is_a_line_for_each_activation_over_the_gains(exploded):
    growth, _ = exploded
    for part, (line, label) in enumerate(zip(lines_of(growth), ("ELU", "ReLU", "Tanh", "Linear"), strict=True)):
        shows(line, label, GAINS, counted(4, 21)[part], 0.5)
    assert levels_of(growth) == [("y", 1), ("x", pytest.approx(1.41421, abs=1e-5))]
    assert titles_of(growth) == ["√2"]
    assert axes_of(growth)["yaxis"] == "signal is multiplied by, a layer"


def test_failures_are_shares_of_the_runs_by_rate_with_and_without_clipping(exploded):
    _, failed = exploded
    told = [(line.name, [round(9 * y) for y in line.y]) for line in lines_of(failed)]
    assert told == [
        ("ReLU", [1, 2, 3, 4, 5, 6]), ("ReLU, clipped at 1", [0, 1, 2, 3, 4, 5]),
        ("Tanh", [2, 3, 4, 5, 6, 7]), ("Tanh, clipped at 1", [1, 2, 3, 4, 5, 6]),
    ]  # fmt: skip
    for line in lines_of(failed):
        assert line.x == RATES
        for y, low, high in zip(line.y, line.low, line.high, strict=True):
            assert (low, high) == pytest.approx(wilson(round(9 * y), 9), abs=1e-6)
        assert line.look[1] == ("dot" if "clipped" in line.name else "solid")
    assert failed.layout.yaxis.range == (-0.03, 1.03)
    assert failed.layout.xaxis.type == "category"


INITIALIZERS = ("glorot_normal", "he_normal")
FACTORS = np.array([[0.5, 2.0], [0.9, 1e-5], [1.0, 100.0]])  # a layer on the way back, of ReLU, tanh and sigmoid


@pytest.fixture(scope="module")
def vanished():
    layers = np.arange(4)
    gradient = 3 * FACTORS.ravel()[:, None] ** (3 - layers)  # the last layer's is 3
    arrays = {"gradient": 10 ** runs(np.log10(gradient), 1.0)}  # the interval reaches to ten times as much
    settings = {"activations": ("relu", "tanh", "sigmoid"), "initializers": INITIALIZERS, "depth": 4, "runs": 9}
    return gradient.reshape(3, 2, 4), [p.figure for p in vanishing.pictures(result("vanishing", arrays, **settings))]


def test_gradients_are_lines_over_the_layers_a_panel_for_each_initializer(vanished):
    gradient, (figure, _) = vanished
    assert titles_of(figure) == ["Glorot normal", "He normal"]
    for number, line in enumerate(lines_of(figure)):
        part, panel = divmod(number, 2)
        values = gradient[part, panel]
        assert (line.name, line.panel) == (("ReLU", "Tanh", "Sigmoid")[part], ("", "2")[panel])
        assert line.x == [1, 2, 3, 4]
        assert line.y == pytest.approx(values.tolist())
        assert line.low == pytest.approx(values.tolist())
        assert line.high == pytest.approx((10 * values).tolist())
    assert figure.layout.yaxis.type == "log"
    assert axes_of(figure)["yaxis"] == "size of the gradient"


def test_what_is_kept_a_layer_is_in_the_cell_of_its_pair(vanished):
    _, (_, kept) = vanished
    (cells,) = kept.data
    assert [list(row) for row in cells.text] == [[f"{each:.2f}" for each in row] for row in FACTORS]
    assert np.array(cells.z) == pytest.approx(np.clip(np.log(FACTORS), -1.5, 1.5), abs=1e-6)
    assert list(cells.x) == ["Glorot normal", "He normal"]
    assert list(cells.y) == ["ReLU", "Tanh", "Sigmoid"]
    assert cells.zmid == 0
    assert kept.layout.yaxis.autorange == "reversed"
    assert "1 is all" in axes_of(kept)["xaxis"]


def test_where_hardly_anything_is_left_of_a_gradient_its_cell_says_0():
    gradient = np.zeros((4, 9, 4))
    gradient[:, :, 3] = 1
    settings = {"activations": ("relu", "sigmoid"), "initializers": INITIALIZERS, "depth": 4, "runs": 9}
    figure, kept = (p.figure for p in vanishing.pictures(result("vanishing", {"gradient": gradient}, **settings)))
    assert lines_of(figure)[0].y == [0, 0, 0, 1]
    assert np.array(kept.data[0].z) == pytest.approx(np.full((2, 2), -1.5))
    assert kept.data[0].text[0][0] == "0.00"


def test_means_are_above_variances_and_the_standard_input_is_on_the_left():
    names = ("mean", "mean_shifted", "variance", "variance_shifted")
    arrays = {name: runs(100 * place + counted(4, 5), 0.5) for place, name in enumerate(names, 1)}
    made = result("self_normalizing", arrays, runs=9, depth=5, mean=-0.5, variance=3.0)
    (picture,) = self_normalizing.pictures(made)
    figure, lines = picture.figure, lines_of(picture.figure)
    assert "for four pairs" in picture.alt
    labels = ["SELU, LeCun normal", "SELU, He normal", "ELU, LeCun normal", "ReLU, He normal"]
    for number, line in enumerate(lines):
        part, place = divmod(number, 4)
        panel = ("", "2", "3", "4")[place]
        shows(line, labels[part], [1, 2, 3, 4, 5], 100 * (place + 1) + counted(4, 5)[part], 0.5, panel)
    assert len({line.look for line in lines}) == 4
    assert titles_of(figure) == [
        "mean, from a standard input", "mean, from mean -0.5, variance 3",
        "variance, from a standard input", "variance, from mean -0.5, variance 3",
    ]  # fmt: skip
    bands = [(each.y0, each.y1, each.yref) for each in figure.layout.shapes]
    assert bands == [(0.8, 1.5, "y3"), (0.8, 1.5, "y4")]  # Klambauer et al. 2017, theorem 1
    assert [figure.layout[f"yaxis{each}"].type for each in ("", "2", "3", "4")] == [None, None, "log", "log"]
    assert figure.layout.yaxis.range == figure.layout.yaxis2.range == (-1, 2.5)
    assert plain(figure.layout.yaxis3.range) is None
    assert (figure.layout.xaxis3.title.text, figure.layout.xaxis4.title.text) == ("layer", "layer")

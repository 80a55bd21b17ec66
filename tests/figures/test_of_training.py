"""Pictures of time, sparsity, bends and the race: each number stands in its panel, under its own name."""

from math import inf

import numpy as np
import pytest

from relu_viz.experiments.catalogue import all_experiments
from relu_viz.figures.experiments import cost, non_linear, pictures_of, race, sparse
from tests.experiments.synthetic import result
from tests.figures.drawn import (
    axes_of,
    bars_of,
    counted,
    lines_of,
    panel_of,
    plain,
    runs,
    shows,
    titles_of,
    whiskers_of,
)


@pytest.fixture(scope="module")
def timed():
    # Axes: activation, run, size, float32 and float64, then f, f′ and both.
    arrays = {"ratio": runs(1 + counted(4, 2, 2, 3), 0.5), "share": runs(counted(4, 3) / 20, 0.1)}
    settings = {"activations": ("relu", "sigmoid", "tanh", "softplus"), "sizes": (1000, 250_000), "runs": 9}
    ratios, shares = cost.pictures(result("cost", arrays, **settings))
    assert "for networks of 8-8, 64-64, 256-256 units." in shares.alt
    return ratios.figure, shares.figure


def test_times_of_f_are_above_those_of_its_slope_and_float32_is_on_the_left(timed):
    figure, _ = timed
    assert titles_of(figure) == ["f, float32", "f, float64", "f′, float32", "f′, float64"]
    labels = ("ReLU", "Sigmoid", "Tanh", "Softplus")
    for number, line in enumerate(lines_of(figure)):
        part, place = divmod(number, 4)
        what, dtype = divmod(place, 2)
        values = 1 + counted(4, 2, 2, 3)[part, :, dtype, what]
        shows(line, labels[part], ["1,000", "250,000"], values, 0.5, ("", "2", "3", "4")[place])
    assert len(lines_of(figure)) == 16
    assert figure.layout.yaxis.type == "log"
    assert figure.layout.xaxis.type == "category"
    assert axes_of(figure) == {"xaxis3": "elements", "xaxis4": "elements"} | {
        f"yaxis{each}": "time ÷ ReLU's" for each in ("", "2", "3", "4")
    }


def test_shares_of_a_step_are_bars_by_the_size_of_the_network(timed):
    _, figure = timed
    sizes = ["8-8", "64-64", "256-256"]
    assert bars_of(figure) == [
        (label, "", sizes, pytest.approx([(3 * part + size) / 20 for size in range(3)]))
        for part, label in enumerate(("ReLU", "Sigmoid", "Tanh", "Softplus"))
    ]
    for bars in figure.data:
        up, down = whiskers_of(bars.error_y)
        assert up == pytest.approx([0.1] * 3)
        assert down == pytest.approx([0] * 3)
    assert [bars.marker.pattern.shape for bars in figure.data] == ["", "", "", "/"]
    assert axes_of(figure)["yaxis"] == "share of a training step"


def test_accuracies_are_on_the_left_and_pieces_on_the_right_by_dataset():
    arrays = {"accuracy": runs(counted(4) / 10, 0.05), "regions": runs(10 + counted(4), 2)}
    settings = {"activations": ("relu", "linear"), "datasets": ("moons", "xor"), "units": 5}
    (picture,) = non_linear.pictures(result("non_linear", arrays, runs=9, **settings))
    figure = picture.figure  # conditions: moons with ReLU, moons linear, xor with ReLU, xor linear
    assert bars_of(figure) == [
        ("ReLU", "", ["moons", "xor"], pytest.approx([0, 0.2])), ("ReLU", "2", ["moons", "xor"], [10, 12]),
        ("Linear", "", ["moons", "xor"], pytest.approx([0.1, 0.3])), ("Linear", "2", ["moons", "xor"], [11, 13]),
    ]  # fmt: skip
    for bars, above in zip(figure.data, (0.05, 2, 0.05, 2), strict=True):
        up, down = whiskers_of(bars.error_y)
        assert up == pytest.approx([above] * 2)
        assert down == pytest.approx([0] * 2)
        assert bars.showlegend == (panel_of(bars) == "")
        assert bars.hovertemplate.startswith("%{x}: %{y:.1%}" if panel_of(bars) == "" else "%{x}: %{y:.0f}")
    assert [bars.marker.pattern.shape for bars in figure.data] == ["", "", "/", "/"]
    assert picture.alt == (
        "relu accuracy: 0, 0.2; relu regions: 10, 12; linear accuracy: 0.1, 0.3; linear regions: 11, 13"
    )
    # Five lines in general position: 1 + 5 + 10 pieces (Steiner 1826).
    assert titles_of(figure) == ["accuracy on held-out points", "linear pieces of the plane", "at most 16 for 5 units"]
    assert figure.layout.annotations[2].xref == "x2 domain"
    assert figure.layout.yaxis.range == (0, 1.05)


def test_zeros_are_lines_by_layer_for_relu_and_one_for_each_other_and_accuracy_falls_with_what_is_removed():
    zeros = runs(counted(3, 6, 2) / 100, 0.2)
    arrays = {"zeros": zeros, "accuracy": runs(counted(3, 10) / 50, 0.1)}
    settings = {"activations": ("tanh", "relu", "elu"), "depth": 2, "epochs": 25}
    counting, removing = sparse.pictures(result("sparse", arrays, runs=9, **settings))
    epochs, known = [0, 5, 10, 15, 20, 25], counted(3, 6, 2) / 100
    relu_1, relu_2, tanh, elu = lines_of(counting.figure)
    shows(relu_1, "ReLU, layer 1", epochs, known[1, :, 0], 0.2)
    shows(relu_2, "ReLU, layer 2", epochs, known[1, :, 1], 0.2)
    shows(tanh, "Tanh", epochs, known[0].mean(axis=1), 0.2)
    shows(elu, "ELU", epochs, known[2].mean(axis=1), 0.2)
    assert len({relu_1.look, relu_2.look, tanh.look, elu.look}) == 4
    assert counting.alt == "Share of exact zeros through 25 epochs: ReLU by layer, and tanh, elu."
    removed = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
    for part, (line, label) in enumerate(zip(lines_of(removing.figure), ("Tanh", "ReLU", "ELU"), strict=True)):
        shows(line, label, removed, counted(3, 10)[part] / 50, 0.1)
    assert axes_of(counting.figure) == {"xaxis": "epoch", "yaxis": "share of exact zeros"}
    assert axes_of(removing.figure)["yaxis"] == "accuracy, held out"
    assert counting.figure.layout.yaxis.range == (-0.03, 1)


@pytest.fixture(scope="module")
def raced():
    """Rates 0.1, 1 and 10. Best: ReLU at 1, tanh at 10, sigmoid nowhere; the common rate is 1."""
    epochs = np.stack([[20, 8, 50], [30, 22, 12], [inf, inf, inf]]).astype(float)[:, None]
    epochs = np.repeat(epochs, 9, axis=1)
    epochs[0, 1::2, 1] = inf  # ReLU's interval there reaches beyond the end, its median is 8
    settings = {"activations": ("relu", "tanh", "sigmoid"), "depths": (3,), "epochs": 40, "rates": 3}
    given = result("race", {"epochs": epochs}, runs=9, lowest_rate=0.1, highest_rate=10.0, **settings)
    return race.pictures(given)


def test_the_sweep_is_a_line_for_each_runner_with_a_star_at_its_best_rate(raced):
    _, sweep = raced
    lines = lines_of(sweep.figure)
    assert titles_of(sweep.figure) == ["3 hidden layers"]
    assert [(line.name, line.x) for line in lines] == [(n, ["0.1", "1", "10"]) for n in ("ReLU", "Tanh", "Sigmoid")]
    assert lines[0].y == [20, 8, 50]
    assert lines[1].y == [30, 22, 12]
    assert np.isnan(lines[2].y).all()
    stars = [each for each in sweep.figure.data if each.mode == "markers"]
    assert [(list(each.x), list(each.y)) for each in stars][1:] == [(["10"], [12]), (["0.1"], [40])]
    assert "Tanh's best rate: %{x}" in stars[1].hovertemplate
    assert {each.marker.symbol for each in stars} == {"star"}
    assert axes_of(sweep.figure) == {"xaxis": "learning rate", "yaxis": "median epochs to target"}


def test_the_finish_shows_each_at_its_own_best_and_at_the_common_rate(raced):
    finish, _ = raced
    told = {each.y[0]: (each.x[0], each.text[0], each.marker.symbol) for each in finish.figure.data}
    assert list(told) == [f"{n}, {rate} rate" for n in ("ReLU", "Tanh", "Sigmoid") for rate in ("best", "common")]
    assert told["Tanh, best rate"] == (12, "12 at 10", "circle")
    assert told["Tanh, common rate"][1].endswith(" at 1")
    assert told["Sigmoid, best rate"] == (40, "did not arrive at 0.1", "x")
    assert told["Sigmoid, common rate"][1].startswith("did not arrive at ")
    assert finish.figure.layout.xaxis.range == (0, pytest.approx(44))
    assert finish.alt.startswith("Median epochs to the target. relu at depth 3: ")
    assert "; tanh at depth 3: 12 (12 to 12) at its best rate 10; " in finish.alt
    assert finish.figure.layout.height == 120 + 84 * 3


def test_a_whisker_that_would_reach_beyond_the_last_epoch_ends_there():
    epochs = np.full((3, 9, 1), 10.0)
    epochs[0, 1::2] = inf
    epochs[1, 1::2] = 25
    epochs[2] = inf
    given = result("race", {"epochs": epochs}, runs=9, depths=(1,), epochs=40, rates=1,
                   activations=("relu", "tanh", "sigmoid"))  # fmt: skip
    finish, sweep = race.pictures(given)
    ends = [whiskers_of(each.error_x) for each in finish.figure.data[::2]]
    assert ends == [([30], [0]), ([15], [0]), ([0], [0])]
    assert [list(each.y) for each in sweep.figure.data if each.mode == "markers"] == [[10], [10], [40]]
    assert titles_of(finish.figure) == ["1 hidden layer"]
    assert finish.figure.data[0].hovertemplate == "ReLU, rate 0.03: 10 (10 to inf) epochs<extra></extra>"


def test_an_experiment_without_pictures_of_its_own_is_shown_by_its_evidence():
    experiment = all_experiments()["sparse_speed"]
    given = result("sparse_speed", {"ratio": runs([1.0, 0.9, 0.8, 0.5], 0.25)}, runs=9)
    (picture,) = pictures_of(experiment, given)
    evidence = experiment.claims[0].verdict(given).evidence
    assert plain(picture.figure.data[0].x) == [each.interval.value for each in evidence]
    assert list(picture.figure.data[0].y) == [each.label for each in evidence]
    assert picture.alt == "; ".join(f"{each.label}: {each.interval:{each.shown}}" for each in evidence)

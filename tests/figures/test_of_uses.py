"""Pictures of digits and agents: every line, dot and bar is that of its own activation and runs."""

import numpy as np
import pytest

from relu_viz.figures.experiments import agent, cnn, deep_digits, fully_connected
from tests.experiments.synthetic import result
from tests.figures.drawn import (
    axes_of,
    bars_of,
    counted,
    levels_of,
    lines_of,
    panel_of,
    plain,
    runs,
    shows,
    titles_of,
)


@pytest.fixture(scope="module")
def played():
    arrays = {
        "returns": runs(counted(2, 31), 7.0),
        "silent": runs(counted(2, 31) / 100, 0.02),
        "tested": np.array([[100.0 * (part + 1) + run for run in range(9)] for part in range(2)]),
    }
    return agent.pictures(result("agent", arrays, runs=9, activations=("tanh", "relu"), rounds=60))


def test_returns_and_silent_units_are_lines_over_the_rounds(played):
    returns, _, silent = (picture.figure for picture in played)
    for part, label in enumerate(("Tanh", "ReLU")):
        shows(lines_of(returns)[part], label, list(range(0, 61, 2)), counted(2, 31)[part], 7)
        shows(lines_of(silent)[part], label, list(range(0, 61, 2)), counted(2, 31)[part] / 100, 0.02)
    assert axes_of(returns) == {"xaxis": "round", "yaxis": "steps balanced"}
    assert axes_of(silent) == {"xaxis": "round", "yaxis": "silent hidden units"}
    assert returns.layout.yaxis.range == (0, 520)  # an episode ends after 500 steps


def test_each_agent_is_a_dot_at_its_own_mean_return_and_475_is_solved(played):
    returns, tested, _ = (picture.figure for picture in played)
    for part, (dots, label) in enumerate(zip(tested.data, ("Tanh", "ReLU"), strict=True)):
        assert plain(dots.x) == [100 * (part + 1) + run for run in range(9)]
        assert list(dots.y) == [label] * 9
    assert tested.layout.xaxis.range == (0, 520)
    assert levels_of(tested) == [("x", 475)]  # CartPole-v1, as Gymnasium has it
    assert levels_of(returns) == [("y", 475)]
    assert [each.alt.split("dotted: ")[1] for each in played[:2]] == ["475."] * 2
    assert "for Tanh, ReLU;" in played[0].alt
    assert axes_of(tested)["xaxis"].startswith("mean return over 100 fresh episodes")
    assert "100 fresh episodes" in played[1].alt


@pytest.fixture(scope="module")
def read():
    """Filters 2 + 3; of each activation's 9 · 2 and 9 · 3 some are active nowhere."""
    active = np.ones((2, 9, 5))
    active[0, :6, 0] = active[0, 0, 4] = active[1, :, 2:] = 0
    active[active == 1] = 0.01
    accuracy = runs(counted(2, 5) / 10, 0.05)
    made = {"accuracy": accuracy, "active": active}
    return cnn.pictures(result("cnn", made, runs=9, activations=("sigmoid", "relu"), filters=(2, 3), epochs=20))


def test_accuracy_is_a_line_for_each_activation_and_its_end_is_told(read):
    accuracy, _ = read
    for part, label in enumerate(("Sigmoid", "ReLU")):
        shows(lines_of(accuracy.figure)[part], label, [0, 5, 10, 15, 20], counted(2, 5)[part] / 10, 0.05)
    assert accuracy.alt == "Accuracy on held-out digits through 20 epochs. At the end: Sigmoid 40.0%, ReLU 90.0%."
    assert accuracy.figure.layout.yaxis.tickformat == ".0%"


def test_dead_filters_are_a_share_of_each_convolution_s(read):
    _, dead = read
    assert bars_of(dead.figure) == [
        ("convolution 1", "", ["Sigmoid", "ReLU"], pytest.approx([6 / 18, 0])),
        ("convolution 2", "", ["Sigmoid", "ReLU"], pytest.approx([1 / 27, 1])),
    ]
    assert axes_of(dead.figure) == {"yaxis": "filters active nowhere"}


def test_accuracy_by_depth_has_a_panel_for_each_initializer():
    settings = {"activations": ("tanh", "relu"), "initializers": ("normal", "he_normal"), "depths": (3, 1, 9)}
    made = result("deep_digits", {"accuracy": runs(counted(4, 3) / 20, 0.1)}, runs=9, **settings)
    (picture,) = deep_digits.pictures(made)
    for number, line in enumerate(lines_of(picture.figure)):
        part, panel = divmod(number, 2)
        shows(line, ("Tanh", "ReLU")[part], ["3", "1", "9"], counted(4, 3)[number] / 20, 0.1, ("", "2")[panel])
    assert titles_of(picture.figure) == ["Plain normal weights", "He normal weights"]
    assert picture.figure.layout.xaxis.type == picture.figure.layout.xaxis2.type == "category"
    assert picture.figure.layout.yaxis.range == (0, 1.02)
    assert axes_of(picture.figure)["yaxis"] == "accuracy, held out"


def test_ours_is_above_theirs_a_dot_for_each_seed_and_a_line_where_both_are_as_good():
    names = ("accuracy", "their_accuracy", "seconds", "their_seconds")
    arrays = {name: 100 * place + counted(3, 8) for place, name in enumerate(names, 1)}
    (picture,) = fully_connected.pictures(result("fully_connected", arrays, runs=8))
    figure, labels = picture.figure, ("ReLU", "Tanh", "Sigmoid")
    dots = [each for each in figure.data if each.mode == "markers"]
    for number, each in enumerate(dots):
        panel, part = divmod(number, 3)
        assert (each.name, panel_of(each)) == (labels[part], ("", "2")[panel])
        assert plain(each.y) == [200 * panel + 100 + 8 * part + run for run in range(8)]
        assert plain(each.x) == [200 * panel + 200 + 8 * part + run for run in range(8)]
        assert each.showlegend == (panel == 0)
        assert f"ours %{{y:{('.1%', '.2f')[panel]}}}, MLPClassifier %{{x:" in each.hovertemplate
    as_good = [each for each in figure.data if each.mode == "lines"]
    assert [(panel_of(each), plain(each.x), plain(each.y)) for each in as_good] == [
        ("", [100, 223], [100, 223]), ("2", [300, 423], [300, 423]),
    ]  # fmt: skip
    assert titles_of(figure) == ["accuracy on held-out digits", "seconds of training"]
    assert axes_of(figure) == {
        "xaxis": "MLPClassifier", "xaxis2": "MLPClassifier", "yaxis": "ours", "yaxis2": "ours",
    }  # fmt: skip
    assert (figure.layout.xaxis.tickformat, figure.layout.xaxis2.tickformat) == (".1%", None)
    assert len({each.marker.symbol for each in dots}) == 3

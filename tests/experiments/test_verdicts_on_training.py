"""Verdicts on trained networks: the word on either side of every limit, and every number that is told."""

import numpy as np
import pytest

from relu_viz.laboratory import Result
from tests.experiments.synthetic import (
    Case,
    among,
    check,
    ends,
    percent,
    proves,
    result,
    spread,
    sure,
    tells,
    torn,
    verdict_of,
)


def non_linear(**accuracy: np.ndarray) -> Result:
    """Accuracies on two datasets, of three activations; tanh, which the claim is not about, is perfect or lost."""
    usual = {
        "circles_linear": sure(0.5),
        "circles_relu": sure(0.95),
        "moons_linear": sure(0.8),
        "moons_relu": sure(0.97),
    }
    of = {"circles_tanh": sure(1.0), "moons_tanh": sure(0.0), **usual, **accuracy}
    datasets, activations = ("circles", "moons"), ("tanh", "relu", "linear")
    stacked = np.stack([of[f"{dataset}_{activation}"] for dataset in datasets for activation in activations])
    return result("non_linear", {"accuracy": stacked}, datasets=datasets, activations=activations, units=7)


SHORT_OF = "Not enough units or epochs for "


@pytest.mark.parametrize("case", [
    Case("on both", {}, "holds"),
    Case("just enough", {"moons_relu": sure(0.901)}, "holds"),
    Case("just what is asked", {"moons_relu": sure(0.9)}, "only when", f"{SHORT_OF}moons."),
    Case("just too little", {"circles_relu": sure(0.899)}, "only when", f"{SHORT_OF}circles."),
    Case("too little on both", {"circles_relu": sure(0.899), "moons_relu": sure(0.899)}, "only when",
         f"{SHORT_OF}circles, moons."),
    Case("enough, but not surely", {"circles_relu": torn(0.95, 0.85)}, "only when", f"{SHORT_OF}circles."),
    Case("enough, surely", {"circles_relu": torn(0.91, 0.99)}, "holds"),
    Case("too little, but perhaps more", {"circles_relu": torn(0.85, 0.95)}, "only when", f"{SHORT_OF}circles."),
    Case("a line does as well on one", {"circles_linear": sure(0.95)}, "only when", f"{SHORT_OF}circles."),
    Case("a line does nearly as well", {"circles_linear": sure(0.949)}, "holds"),
    Case("a line may do as well", {"circles_linear": torn(0.5, 0.96)}, "only when", f"{SHORT_OF}circles."),
    Case("a line does nearly as well, or less", {"circles_linear": torn(0.94, 0.1)}, "holds"),
    Case("a line does as well on both", {"circles_linear": sure(0.95), "moons_linear": sure(0.97)}, "does not"),
    Case("a line may do as well on both", {"circles_linear": torn(0.5, 0.96), "moons_linear": torn(0.5, 0.98)},
         "does not"),
    Case("a line does better", {"circles_linear": sure(0.99), "moons_linear": sure(0.99)}, "does not"),
    Case("better on both, not surely", {"circles_relu": torn(0.95, 0.4), "moons_relu": torn(0.97, 0.7)}, "does not"),
    Case("better on one, too little there", {"circles_relu": sure(0.6), "moons_linear": sure(0.98)}, "only when"),
], ids=lambda case: case.what)  # fmt: skip
def test_relu_lets_a_network_model_complex_patterns(case):
    check("non_linear", non_linear, case)


def test_what_is_told_of_non_linear_networks():
    circles, moons = spread(0.94, 0.92), spread(0.96, 0.99)
    given = non_linear(circles_relu=circles, moons_relu=moons, circles_linear=spread(0.47, 0.2))
    verdict = verdict_of("non_linear", 0, given)
    tells(verdict.sentence, 7, *percent(0.47, *ends(circles), 0.8, *ends(moons)))
    assert "circles: 47% → 94%" in verdict.sentence
    assert SHORT_OF not in verdict.sentence
    tells(verdict.thresholds, 90)
    proves(verdict, ("circles", ends(circles), 0.47), ("moons", ends(moons), 0.8))


KEPT_UNTIL_HALF = [0.9, 0.895, 0.9, 0.8901, 0.95, 0.8901, 0.8899, 0.9, 0.9, 0.9]  # without 0, 10, … 90 % of them
ZEROS = {"start": sure(0.5), "end": sure(0.5), "tanh": sure(0.0), "elu": sure(0.01), "gelu": sure(0.0)}


def sparse(accuracy=KEPT_UNTIL_HALF, **zeros: np.ndarray) -> Result:
    """Shares of exact zeros in two layers at six moments: ReLU's of the first and the last, the others' of the last."""
    of = {**ZEROS, **zeros}
    shares = np.full((4, 9, 6, 2), 0.9)
    for part, name in enumerate(("tanh", "elu", "end", "gelu")):
        shares[part, :, -1] = among(of[name], 2, apart=1 / 64 if name == "end" else 0)
    shares[2, :, 0], shares[2, :, 1:5] = among(of["start"], 2), 0.1
    kept = np.full((4, 9, 10), 0.5)
    kept[2] = accuracy
    activations = ("tanh", "elu", "relu", "gelu")
    return result("sparse", {"zeros": shares, "accuracy": kept}, activations=activations)


@pytest.mark.parametrize("case", [
    Case("many, and nobody else", {}, "holds", "none of the 3 others has any"),
    Case("just enough", {"start": sure(0.301), "end": sure(0.301)}, "holds"),
    Case("exactly so many", {"start": sure(0.3), "end": sure(0.3)}, "only when"),
    Case("too few at the start", {"start": sure(0.299)}, "only when"),
    Case("too few at the end", {"end": sure(0.299)}, "only when"),
    Case("too few at both", {"start": sure(0.299), "end": sure(0.299)}, "does not"),
    Case("enough at the start, but not surely", {"start": torn(0.4, 0.2)}, "only when"),
    Case("enough at the end, but not surely", {"end": torn(0.4, 0.2)}, "only when"),
    Case("enough, surely", {"start": torn(0.31, 0.9), "end": torn(0.31, 0.9)}, "holds"),
    Case("too few, but perhaps not at the start", {"start": torn(0.2, 0.4), "end": sure(0.1)}, "only when"),
    Case("too few, but perhaps not at the end", {"start": sure(0.1), "end": torn(0.2, 0.4)}, "only when"),
    Case("too few, surely", {"start": torn(0.29, 0.1), "end": torn(0.29, 0.1)}, "does not"),
    Case("another has some", {"tanh": sure(0.011)}, "only when", "so have tanh"),
    Case("another has hardly any", {"tanh": sure(0.009)}, "holds"),
    Case("another may have some", {"gelu": torn(0.0, 0.02)}, "only when", "so have gelu"),
    Case("two others have", {"tanh": sure(0.1), "gelu": sure(0.5)}, "only when", "so have tanh, gelu"),
    Case("another has, but ReLU has not", {"start": sure(0), "end": sure(0), "tanh": sure(0.5)}, "does not"),
], ids=lambda case: case.what)  # fmt: skip
def test_many_hidden_activations_are_exactly_zero(case):
    check("sparse", sparse, case)


def test_what_is_told_of_exact_zeros():
    start, end, elu = spread(0.47, 0.53), spread(0.56, 0.44), spread(0.006, 0.004)
    kept = np.array([KEPT_UNTIL_HALF, [0.9, 0.8901, *[0.5] * 8], [*[0.9] * 8, 0.5, 0.5]] * 3)
    verdict = verdict_of("sparse", 0, sparse(kept, start=start, end=end, elu=elu))
    tells(verdict.sentence, *percent(*ends(start)), 0, *percent(*ends(end)), 3, 50)
    tells(verdict.thresholds, 30, 95, 1, 1)
    proves(
        verdict, ("start", ends(start), 0.5), ("after training", ends(end), 0.5), ("Tanh", (0, 0, 0), 0.0),
        ("ELU", ends(elu), 0.0), ("removable", (0.5, 0.1, 0.7), None),
    )  # fmt: skip


@pytest.mark.parametrize(("accuracy", "share"), [
    ([0.9] * 10, 90), ([0.9, *[0.5] * 9], 0), ([0.9, *[0.5] * 8, 0.9], 0), ([0.9, 0.8901, *[0.5] * 8], 10),
    ([0.9, 0.8899, *[0.9] * 8], 0), ([*[0.9] * 9, 0.88], 80), ([0.2, 0.195, 0.9, 0.1] + [0.2] * 6, 20),
])  # fmt: skip
def test_without_how_many_activations_it_is_as_accurate(accuracy, share):
    sentence = verdict_of("sparse", 0, sparse(accuracy)).sentence
    assert f"Without the smallest {share}% of" in sentence


BEST_RATE = {"relu": 1, "tanh": 0, "sigmoid": 2, "elu": 1}
RACE = {"relu_1": sure(20), "tanh_1": sure(30), "sigmoid_1": sure(40)} | {
    "relu_2": sure(25), "tanh_2": sure(35), "sigmoid_2": sure(45), "elu_1": sure(1), "elu_2": sure(1)
}  # fmt: skip


def race(depths: tuple[int, ...] = (2, 1), **epochs: np.ndarray) -> Result:
    """Epochs to the target at everybody's best rate of three; at the others they arrive much later, or never."""
    activations = ("sigmoid", "elu", "tanh", "relu")
    arrived = np.full((len(depths) * 4, 9, 3), np.inf)
    parts = [(depth, activation) for depth in depths for activation in activations]
    for part, (depth, activation) in enumerate(parts):
        own = {**RACE, **epochs}[f"{activation}_{depth}"]
        arrived[part, :, 1] = np.where(np.isinf(own), np.inf, 79)
        arrived[part, :, BEST_RATE[activation]] = own
    settings = {"depths": depths, "activations": activations, "rates": 3, "lowest_rate": 0.1, "highest_rate": 2.5}
    return result("race", {"epochs": arrived}, target=0.15, **settings)


@pytest.mark.parametrize("case", [
    Case("first at both depths", {}, "holds", "sigmoid 45 (45 to 45); ReLU is first."),
    Case("first by one epoch", {"relu_1": sure(29)}, "holds"),
    Case("with tanh at one depth", {"relu_1": sure(30)}, "only when", "sigmoid 40 (40 to 40); no clear winner."),
    Case("after tanh at one depth", {"relu_1": sure(31)}, "only when", "sigmoid 40 (40 to 40); tanh wins."),
    Case("with sigmoid at one depth", {"relu_1": sure(29), "sigmoid_1": sure(29)}, "only when", "no clear winner."),
    Case("after sigmoid at one depth", {"sigmoid_1": sure(2)}, "only when", "no clear winner."),
    Case("first, but not surely", {"relu_2": torn(25, 35)}, "only when", "sigmoid 45 (45 to 45); no clear winner."),
    Case("first, perhaps by far", {"relu_2": torn(34, 5)}, "holds"),
    Case("tanh may be as fast", {"tanh_2": torn(35, 20)}, "only when"),
    Case("tanh may be late", {"tanh_2": torn(26, 70)}, "holds"),
    Case("sigmoid may be as fast", {"sigmoid_2": torn(45, 20)}, "only when"),
    Case("after tanh, but not surely", {"relu_2": torn(40, 30)}, "only when", "45 (45 to 45); no clear winner."),
    Case("tanh before it, but perhaps not", {"relu_2": sure(40), "tanh_2": torn(35, 50)}, "only when", "no clear"),
    Case("tanh before it, surely", {"relu_2": torn(40, 60), "tanh_2": torn(35, 10)}, "only when", "tanh wins."),
    Case("first at no depth", {"relu_1": sure(30), "relu_2": sure(35)}, "does not"),
    Case("first at the only depth", {"depths": (2,)}, "holds"),
    Case("not first at the only depth", {"depths": (2,), "relu_2": sure(35)}, "does not"),
    Case("the others never arrive", {"tanh_1": sure(np.inf), "sigmoid_1": sure(np.inf)}, "holds",
         "tanh did not arrive"),
    Case("nobody arrives", {"depths": (1,), "relu_1": sure(np.inf), "tanh_1": sure(np.inf)}, "does not",
         "ReLU did not arrive"),
], ids=lambda case: case.what)  # fmt: skip
def test_networks_with_relu_converge_faster(case):
    check("race", race, case)


def test_what_is_told_of_the_race():
    relu, tanh, sigmoid = spread(21, 17), spread(24, 33), spread(41, 39)
    verdict = verdict_of("race", 0, race(relu_1=relu, tanh_1=tanh, sigmoid_1=sigmoid))
    tells(
        verdict.sentence, 0.15, 2, *[25] * 3, 0.5, *[35] * 3, 0.1, *[45] * 3,
        1, *ends(relu), 0.5, *ends(tanh), 0.1, *ends(sigmoid),
    )  # fmt: skip
    assert "2 hidden layers: ReLU" in verdict.sentence
    assert "1 hidden layer: ReLU" in verdict.sentence
    proves(
        verdict, ("ReLU, 2 layers", (25, 25, 25), None), ("Tanh, 2 layers", (35, 35, 35), None),
        ("ReLU, 1 layer", ends(relu), None), ("Tanh, 1 layer", ends(tanh), None),
    )  # fmt: skip
    assert verdict.evidence[3].label == "Tanh, 1 layer"

"""Verdicts on what networks are used for: the word on either side of every limit, and every number that is told."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binomtest

from relu_viz.laboratory import Result
from tests.experiments.synthetic import (
    Case,
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


def cnn(activations=("tanh", "elu", "relu", "silu"), dead=(3, 0, 1, 2), **accuracy: np.ndarray) -> Result:
    """Accuracies at the last of five checks; how many of six filters are dead with each activation, in every run."""
    usual = {"relu": sure(0.98), "tanh": sure(0.97), "elu": sure(0.96), "silu": sure(0.5), **accuracy}
    measured = np.full((len(activations), 9, 5), 0.3)
    measured[:, :, -1] = [usual[each] for each in activations]
    active = np.full((len(activations), 9, 6), 1e-6)
    for part, count in enumerate(dead[: len(activations)]):
        active[part, :, :count] = 0
    settings = {"activations": activations, "filters": (2, 4), "runs": 9}
    return result("cnn", {"accuracy": measured, "active": active}, **settings)


@pytest.mark.parametrize("case", [
    Case("reads them", {}, "holds", "None is better."),
    Case("just enough", {"relu": sure(0.97)}, "holds"),
    Case("just too few", {"relu": sure(0.969)}, "does not"),
    Case("enough in the median", {"relu": torn(0.97, 0.5)}, "holds"),
    Case("too few in the median", {"relu": torn(0.969, 0.99)}, "does not"),
    Case("another is better", {"tanh": sure(0.981)}, "only when", "Clearly better: Tanh."),
    Case("another is as good", {"tanh": sure(0.98)}, "holds", "None is better."),
    Case("another is better, but not surely", {"elu": torn(0.99, 0.975)}, "holds", "None is better."),
    Case("another is better, surely", {"elu": torn(0.981, 0.99)}, "only when", "Clearly better: ELU."),
    Case("it may be as good as another", {"relu": torn(0.98, 0.99), "elu": sure(0.985)}, "holds", "None is better."),
    Case("two are better", {"elu": sure(0.99), "tanh": sure(0.99)}, "only when", "Clearly better: Tanh, ELU."),
    Case("too few, and another is better", {"relu": sure(0.9), "elu": sure(0.99)}, "does not", "better: Tanh, ELU."),
    Case("alone", {"activations": ("relu",)}, "holds", "The others: none was asked. None is better."),
], ids=lambda case: case.what)  # fmt: skip
def test_relu_serves_convolutional_networks(case):
    check("cnn", cnn, case)


def test_what_is_told_of_the_cnn():
    relu, tanh, elu = spread(0.981, 0.954), spread(0.974, 0.99), spread(0.969, 0.98)
    given = cnn(dead=(5, 4, 2, 1), relu=relu, tanh=tanh, elu=elu)
    active = given["active"].copy()
    active[2, :3, 2:] = 0  # six of six, in three of nine runs
    active[2, 3, :] = 0.5
    verdict = verdict_of("cnn", 0, replace(given, arrays=given.arrays | {"active": active}))
    assert "Tanh 97.4%, ELU 96.9%, SiLU (Swish) 50.0%" in verdict.sentence
    tells(
        verdict.sentence, *percent(*ends(relu)), 9, 95.4, 97.4, 96.9, 50, 6, (3 * 6 + 1 * 0 + 5 * 2) / 9
    )  # fmt: skip
    tells(verdict.thresholds, 97)
    proves(verdict, ("Tanh", ends(tanh), 0.97), ("ELU", ends(elu), 0.97), ("ReLU", ends(relu), 0.97))


def fully_connected(**arrays: np.ndarray) -> Result:
    """What both do with ReLU; with the other two activations all is otherwise."""
    usual = {"accuracy": sure(0.97), "their_accuracy": sure(0.97), "seconds": sure(2), "their_seconds": sure(6)}
    usual |= {"zeros": sure(0.4), **arrays}
    stacked = {name: np.stack([relu, 0.5 + 0 * relu, 0.2 + 0 * relu]) for name, relu in usual.items()}
    return result("fully_connected", stacked, units=96)


@pytest.mark.parametrize("case", [
    Case("as good as theirs", {}, "holds"),
    Case("just enough", {"accuracy": sure(0.95), "their_accuracy": sure(0.95)}, "holds"),
    Case("just too few", {"accuracy": sure(0.949), "their_accuracy": sure(0.949)}, "does not"),
    Case("enough in the median", {"accuracy": torn(0.95, 0.8), "their_accuracy": sure(0.95)}, "holds"),
    Case("too few in the median", {"accuracy": torn(0.949, 0.99), "their_accuracy": sure(0.95)}, "does not"),
    Case("a little better", {"accuracy": sure(0.9749)}, "holds"),
    Case("too much better", {"accuracy": sure(0.9751)}, "only when"),
    Case("a little worse", {"accuracy": sure(0.9651)}, "holds"),
    Case("too much worse", {"accuracy": sure(0.9649)}, "only when"),
    Case("as good in the median", {"their_accuracy": torn(0.971, 0.99)}, "holds"),
    Case("as good in the median, theirs may be far worse", {"their_accuracy": torn(0.971, 0.8)}, "holds"),
    Case("as good in the median, ours may be far better", {"accuracy": torn(0.971, 0.99)}, "holds"),
    Case("too few, much worse than theirs", {"accuracy": sure(0.9)}, "does not"),
    Case("they read too few", {"their_accuracy": sure(0.9)}, "only when"),
], ids=lambda case: case.what)  # fmt: skip
def test_relu_serves_fully_connected_networks(case):
    check("fully_connected", fully_connected, case)


def test_what_is_told_of_both_networks():
    ours, theirs, zeros = spread(0.973, 0.961), spread(0.968, 0.976), spread(0.37, 0.9)
    seconds, their_seconds = spread(2, 4), spread(5, 4.8)  # of both, run by run
    given = fully_connected(
        accuracy=ours, their_accuracy=theirs, zeros=zeros, seconds=seconds, their_seconds=their_seconds
    )  # fmt: skip
    verdict = verdict_of("fully_connected", 0, given)
    tells(verdict.sentence, 64, 96, 10, *percent(*ends(ours), *ends(theirs)), 5 / 2, 4.8 / 4, 5.1 / 1, 37, 0)
    tells(verdict.thresholds, 95, 0.5)
    proves(verdict, ("ours", ends(ours), 0.95), ("scikit-learn", ends(theirs), 0.95))


def deep_digits(activations=("tanh", "relu", "elu"), depths=(3, 20, 7), **accuracy: np.ndarray) -> Result:
    """Accuracies at the largest depth; at the others all is otherwise."""
    initializers = ("normal", "glorot_normal", "he_normal")
    usual = {
        "relu_he": sure(0.9),
        "relu_normal": sure(0.2),
        "tanh_he": sure(0.3),
        "tanh_normal": sure(0.95),
        **accuracy,
    }
    measured = np.full((3 * len(activations), 9, 3), 0.6)
    measured[:, :, depths.index(max(depths))] = [
        usual.get(f"{activation}_{initializer.split('_')[0]}" if initializer != "glorot_normal" else "", sure(0.7))
        for activation in activations
        for initializer in initializers
    ]
    settings = {"activations": activations, "initializers": initializers, "depths": depths}
    return result("deep_digits", {"accuracy": measured}, **settings)


@pytest.mark.parametrize("case", [
    Case("from He's alone", {}, "holds"),
    Case("just enough", {"relu_he": sure(0.8)}, "holds"),
    Case("just too few", {"relu_he": sure(0.799)}, "does not"),
    Case("enough in the median", {"relu_he": torn(0.8, 0.1)}, "holds"),
    Case("too few in the median", {"relu_he": torn(0.799, 0.95)}, "does not"),
    Case("from plain ones just not", {"relu_normal": sure(0.499)}, "holds"),
    Case("from plain ones just so", {"relu_normal": sure(0.5)}, "only when"),
    Case("from plain ones, too", {"relu_normal": sure(0.501)}, "only when"),
    Case("from plain ones not in the median", {"relu_normal": torn(0.499, 0.9)}, "holds"),
    Case("from plain ones in the median", {"relu_normal": torn(0.5, 0.1)}, "only when"),
    Case("only from plain ones", {"relu_he": sure(0.1), "relu_normal": sure(0.9)}, "does not"),
    Case("the largest depth is the last", {"depths": (7, 3, 20), "relu_he": sure(0.9)}, "holds", "At 20 hidden"),
    Case("alone", {"activations": ("relu",)}, "holds", "too: no other was asked."),
], ids=lambda case: case.what)  # fmt: skip
def test_deep_networks_learn_from_the_right_weights(case):
    check("deep_digits", deep_digits, case)


def test_what_is_told_of_deep_networks():
    he, plain, tanh = spread(0.91, 0.86), spread(0.24, 0.31), spread(0.73, 0.77)
    verdict = verdict_of("deep_digits", 0, deep_digits(relu_he=he, relu_normal=plain, tanh_he=tanh))
    tells(verdict.sentence, 20, *percent(*ends(he)), 0, 1, *percent(*ends(plain), *ends(tanh)), 70, 70, 70, 10)
    assert "Tanh 73%" in verdict.sentence
    tells(verdict.thresholds, 80, 50)
    proves(
        verdict,
        ("ReLU, He", ends(he), 0.1),
        ("ReLU, plain", ends(plain), 0.1),
        ("Tanh, He", ends(tanh), 0.1),
        ("ELU, He", (0.7,) * 3, 0.1),
    )


def agent(solved: int = 10, tanh: int = 2, activations=("tanh", "elu", "relu"), mark: float = 475) -> Result:
    """So many of ten agents just reach the mark, the others all but do; of their units at the last check a tenth."""
    counts = {"tanh": tanh, "relu": solved, "elu": 5, "silu": 6, "gelu": 7}
    tested = np.array([[mark] * counts[each] + [474.99] * (10 - counts[each]) for each in activations])
    silent = np.full((len(activations), 10, 31), 0.7)
    silent[activations.index("relu"), :, -1] = [0.5, *[0.05] * 8, 0.2]
    return result("agent", {"tested": tested, "silent": silent}, activations=activations, runs=10)


@pytest.mark.parametrize("case", [
    Case("all", {}, "holds"),
    Case("just enough", {"solved": 8}, "holds"),
    Case("too few", {"solved": 7}, "only when"),
    Case("one", {"solved": 1}, "only when"),
    Case("none", {"solved": 0}, "does not"),
    Case("none, and all of another", {"solved": 0, "tanh": 10}, "does not", "Tanh 100%"),
    Case("all but of another", {"tanh": 0}, "holds", "Tanh 0%"),
    Case("all, but not to the mark", {"mark": 474.999}, "does not"),
    Case("alone", {"activations": ("relu",)}, "holds", "The others: none was asked."),
], ids=lambda case: case.what)  # fmt: skip
def test_relu_serves_agents(case):
    check("agent", agent, case)


def solved_share(successes: int) -> tuple[float, float, float]:
    found = binomtest(successes, 10).proportion_ci(method="wilson")
    return successes / 10, found.low, found.high


def test_what_is_told_of_agents():
    verdict = verdict_of("agent", 0, agent(9, 3, ("tanh", "elu", "relu", "silu", "gelu"), mark=489))
    tells(
        verdict.sentence, *percent(*solved_share(9)), 10, 475, 500, 100, 489, 30, 50, 60, 70,
        100 * (0.5 + 8 * 0.05 + 0.2) / 10,
    )  # fmt: skip
    tells(verdict.thresholds, 80, 475)
    proves(
        verdict, ("Tanh", solved_share(3), 0.8), ("ELU", solved_share(5), 0.8), ("ReLU", solved_share(9), 0.8),
        ("SiLU", solved_share(6), 0.8),
    )  # fmt: skip

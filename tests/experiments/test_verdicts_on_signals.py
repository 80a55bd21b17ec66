"""Verdicts on what an untrained network does to a signal: the word on either side of every limit, and every number."""

import numpy as np
import pytest

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

FIRST_LAYERS = 3  # before the last, which alone counts


def vanishing(depth: int = 4, **kept: np.ndarray) -> Result:
    """Networks of which each keeps so much of a gradient from layer to layer, by activation and initializer."""
    activations, initializers = ("tanh", "sigmoid", "relu"), ("glorot_normal", "lecun_normal", "he_normal")
    usual = {"relu_he": sure(0.95), "relu_glorot": sure(0.91), "sigmoid_he": sure(0.2), "sigmoid_glorot": sure(0.3)}
    usual |= {"sigmoid_lecun": sure(0.1), "relu_lecun": sure(0.01)}
    factors = [
        (usual | kept).get(f"{activation}_{initializer.split('_')[0]}", sure(1.0))
        for activation in activations
        for initializer in initializers
    ]
    back = depth - 1 - np.arange(depth)  # layers between a layer and the last, from which the gradient comes
    gradient = np.array(factors)[:, :, None] ** back
    return result("vanishing", {"gradient": gradient}, activations=activations, initializers=initializers)


@pytest.mark.parametrize("case", [
    Case("kept with both", {}, "holds"),
    Case("with Glorot just too little", {"relu_glorot": sure(0.899)}, "only when"),
    Case("with Glorot exactly enough", {"relu_glorot": sure(0.9), "depth": 2}, "holds"),
    Case("with Glorot enough, but not surely", {"relu_glorot": torn(0.95, 0.89)}, "only when"),
    Case("with Glorot enough, however much it may be", {"relu_glorot": torn(0.91, 1.2)}, "holds"),
    Case("with He just too little", {"relu_he": sure(0.899)}, "does not"),
    Case("with He exactly enough", {"relu_he": sure(0.9), "depth": 2}, "holds"),
    Case("with He enough, but not surely", {"relu_he": torn(0.95, 0.89)}, "does not"),
    Case("with He too little, but perhaps more", {"relu_he": torn(0.89, 0.95)}, "does not"),
    Case("with He alone", {"relu_glorot": sure(0.1)}, "only when"),
    Case("by sigmoid, too", {"sigmoid_glorot": sure(0.901)}, "does not"),
    Case("by sigmoid exactly, too", {"sigmoid_glorot": sure(0.9), "depth": 2}, "does not"),
    Case("by sigmoid not quite", {"sigmoid_glorot": sure(0.899)}, "holds"),
    Case("by sigmoid perhaps", {"sigmoid_glorot": torn(0.5, 0.95)}, "does not"),
    Case("by sigmoid surely not, less as it may be", {"sigmoid_glorot": torn(0.89, 0.1)}, "holds"),
    Case("by sigmoid from LeCun's", {"sigmoid_lecun": sure(0.95)}, "does not", "LeCun normal"),
    Case("by sigmoid at its best in the median", {
        "sigmoid_glorot": torn(0.4, 0.1), "sigmoid_lecun": sure(0.35), "sigmoid_he": torn(0.3, 0.6),
    }, "holds", "Glorot normal"),
    Case("by sigmoid at its best from He's", {"sigmoid_he": sure(0.5)}, "holds", "He normal"),
], ids=lambda case: case.what)  # fmt: skip
def test_a_gradient_does_not_vanish(case):
    check("vanishing", vanishing, case)


def test_what_is_told_of_vanishing_gradients():
    he, glorot, sigmoid = spread(0.97, 0.92), spread(0.7, 0.75), spread(0.31, 0.2)
    verdict = verdict_of("vanishing", 0, vanishing(relu_he=he, relu_glorot=glorot, sigmoid_glorot=sigmoid))
    tells(verdict.sentence, *percent(*ends(he), *ends(glorot), *ends(sigmoid)))
    tells(verdict.thresholds, 90, 95)
    proves(
        verdict, ("ReLU with He", ends(he), 1.0), ("ReLU with Glorot", ends(glorot), 2**-0.5),
        ("Sigmoid", ends(sigmoid), 0.25),
    )  # fmt: skip


EXPLODED = {"relu": sure(1.2), "tanh": sure(1.0), "relu_fails": sure(0.5), "tanh_fails": sure(0.2)}
EXPLODED |= {"clipped": sure(0.5), "crossing": sure(1.4)}


def exploding(**told: np.ndarray) -> Result:
    """Growth at the last of 21 gains, shares of rates that fail, and the gain at which ReLU's signal begins to grow."""
    of, gains = EXPLODED | told, np.arange(0.5, 3.01, 0.125)
    growth = np.full((3, 9, 21), 5.0)
    growth[2] = 2.0 ** (gains - of["crossing"][:, None])
    growth[1, :, -1], growth[2, :, -1] = of["tanh"], of["relu"]
    failed = np.stack([sure(1), of["tanh_fails"], of["relu_fails"]])[:, :, None] + [-0.125, 0.125]
    failed_clipped = np.stack([sure(1), sure(0), of["clipped"]])[:, :, None] + [-0.125, 0.125]
    arrays = {"growth": growth, "failed": failed, "failed_clipped": failed_clipped}
    return result("exploding", arrays, activations=("elu", "tanh", "relu"), scale=2.5)


@pytest.mark.parametrize("case", [
    Case("it grows and fails", {}, "holds", "does not help"),
    Case("it just grows", {"relu": sure(1.101)}, "holds"),
    Case("it grows by just that", {"relu": sure(1.1)}, "does not"),
    Case("it grows a little less", {"relu": sure(1.099)}, "does not"),
    Case("it grows, but not surely", {"relu": torn(1.2, 1.05)}, "does not"),
    Case("it grows, perhaps more", {"relu": torn(1.11, 2)}, "holds"),
    Case("it does not grow, but perhaps", {"relu": torn(1.05, 1.2)}, "does not"),
    Case("tanh grows, too", {"tanh": sure(1.101)}, "does not"),
    Case("tanh grows by just that", {"tanh": sure(1.1)}, "holds"),
    Case("tanh grows a little less", {"tanh": sure(1.099)}, "holds"),
    Case("tanh may grow, too", {"tanh": torn(1.0, 1.2)}, "does not"),
    Case("tanh may be smaller", {"tanh": torn(1.09, 0.5)}, "holds"),
    Case("it fails just so much more", {"relu_fails": sure(0.301)}, "holds"),
    Case("it fails exactly so much more", {"relu_fails": sure(0.5), "tanh_fails": sure(0.4)}, "holds"),
    Case("it fails a little less than that", {"relu_fails": sure(0.299)}, "only when"),
    Case("it fails as often", {"relu_fails": sure(0.2)}, "only when"),
    Case("it fails seldom", {"relu_fails": sure(0.0), "clipped": sure(0)}, "only when"),
    Case("it fails more, but not surely", {"relu_fails": torn(0.4, 0.25)}, "only when"),
    Case("it fails more, perhaps much more", {"relu_fails": torn(0.31, 0.9)}, "holds"),
    Case("tanh may fail nearly as often", {"tanh_fails": torn(0.2, 0.45)}, "only when"),
    Case("tanh may fail less", {"tanh_fails": torn(0.3, 0.1)}, "holds"),
    Case("it fails, but does not grow", {"relu": sure(1), "relu_fails": sure(1)}, "does not"),
    Case("clipping helps a little", {"clipped": sure(0.49)}, "holds", "clipping helps"),
    Case("clipping helps perhaps", {"clipped": torn(0.4, 0.5)}, "holds", "clipping does not help here"),
    Case("clipping helps, perhaps more", {"clipped": torn(0.45, 0.1)}, "holds", "clipping helps"),
    Case("clipping helps against much", {"relu_fails": torn(0.5, 0.4), "clipped": sure(0.45)}, "holds", "not help"),
    Case("clipping surely helps", {"relu_fails": torn(0.5, 0.9), "clipped": sure(0.45)}, "holds", "clipping helps"),
    Case("clipping makes it worse", {"clipped": sure(0.6)}, "holds", "clipping does not help here"),
], ids=lambda case: case.what)  # fmt: skip
def test_deep_networks_can_explode(case):
    check("exploding", exploding, case)


def test_what_is_told_of_exploding_signals():
    relu, tanh, clipped = spread(0.67, 0.5), spread(0.05, 0.13), spread(0.3, 0.25)
    crossing = np.repeat([1.4375, 1.375, 1.5625], 3)  # where the mean is another one
    verdict = verdict_of("exploding", 0, exploding(
        relu=spread(1.97, 2.5), tanh=spread(1.02, 1.0), relu_fails=relu, tanh_fails=tanh, clipped=clipped,
        crossing=crossing,
    ))  # fmt: skip
    tells(
        verdict.sentence, *ends(crossing), 3, 1.97, 1.02, 2.5, *percent(*ends(relu)), 6, *percent(*ends(tanh)),
        1, *percent(*ends(clipped)),
    )  # fmt: skip
    tells(verdict.thresholds, 1.1, 10, 75)
    proves(
        verdict, ("critical gain", ends(crossing), 2**0.5), ("failed, ReLU", ends(relu), 0.05),
        ("clipped", ends(clipped), 0.67),
    )  # fmt: skip


def self_normalizing(**ended: np.ndarray) -> Result:
    """Means and variances of the last layer, by pair: only SELU with LeCun's stays if nothing else is said."""
    pairs = ("selu_lecun", "selu_he", "elu_lecun", "relu_he")
    usual = {f"{pair}_mean": sure(0.5) for pair in pairs} | {f"{pair}_variance": sure(3.0) for pair in pairs}
    usual |= {"selu_lecun_mean": sure(0.0), "selu_lecun_variance": sure(1.0)}
    arrays = {}
    for name in ("mean", "variance", "mean_shifted", "variance_shifted"):
        told = {**usual, **ended}
        last = [told.get(f"{pair}_{name}", told[f"{pair}_{name.removesuffix('_shifted')}"]) for pair in pairs]
        arrays[name] = np.full((4, 9, FIRST_LAYERS + 1), 0.05)
        arrays[name][:, :, -1] = last
    return result("self_normalizing", arrays, depth=40, mean=0.75, variance=3.0)


STAYS = {"selu_he_mean": sure(0.05), "selu_he_variance": sure(1.2)}
MEANS = [(f"selu_lecun_mean{also}", value, word) for also in ("", "_shifted") for value, word in (
    (sure(0.099), "only when"), (sure(0.1), "only when"), (sure(0.101), "does not"), (sure(-0.099), "only when"),
    (sure(-0.1), "only when"), (sure(-0.101), "does not"), (torn(0.05, 0.11), "does not"),
    (torn(0.05, -0.11), "does not"), (torn(-0.05, 0.11), "does not"), (torn(-0.05, -0.11), "does not"),
    (torn(0.09, -0.09), "only when"),
)]  # fmt: skip
VARIANCES = [(f"selu_lecun_variance{also}", value, word) for also in ("", "_shifted") for value, word in (
    (sure(0.801), "only when"), (sure(0.8), "only when"), (sure(0.799), "does not"), (sure(1.499), "only when"),
    (sure(1.5), "only when"), (sure(1.501), "does not"), (torn(1.0, 0.79), "does not"), (torn(1.0, 1.51), "does not"),
    (torn(0.79, 1.0), "does not"), (torn(1.51, 1.0), "does not"), (torn(0.81, 1.49), "only when"),
)]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "word"), MEANS + VARIANCES)
def test_selu_keeps_mean_and_variance(name, value, word):
    check("self_normalizing", self_normalizing, Case("", {name: value}, word, "no other pair"))


@pytest.mark.parametrize("case", [
    Case("with He's, too", STAYS, "holds", "SELU with He normal stays"),
    Case("with He's the mean just not", STAYS | {"selu_he_mean": sure(0.101)}, "only when", "no other pair"),
    Case("with He's the variance just not", STAYS | {"selu_he_variance_shifted": sure(1.501)}, "only when"),
    Case("with He's, but not with LeCun's", STAYS | {"selu_lecun_mean": sure(1)}, "does not", "SELU with He normal"),
    Case("ELU stays, too", {"elu_lecun_mean": sure(0), "elu_lecun_variance": sure(1)}, "only when", "ELU with LeCun"),
    Case("ReLU stays, too", {"relu_he_mean": sure(0), "relu_he_variance": sure(1)}, "only when", "rest, ReLU with He"),
], ids=lambda case: case.what)  # fmt: skip
def test_who_else_keeps_mean_and_variance(case):
    check("self_normalizing", self_normalizing, case)


def test_what_is_told_of_self_normalizing_networks():
    mean, variance = spread(0.02, -0.03), spread(0.96, 1.1)
    shifted_mean, shifted_variance = spread(-0.04, 0.01), spread(1.23, 0.9)
    verdict = verdict_of("self_normalizing", 0, self_normalizing(
        selu_lecun_mean=mean, selu_lecun_variance=variance, selu_lecun_mean_shifted=shifted_mean,
        selu_lecun_variance_shifted=shifted_variance, selu_he_variance=spread(330.7, 200), selu_he_mean=sure(7),
    ))  # fmt: skip
    tells(verdict.sentence, 40, *ends(mean), *ends(variance), 0.75, 3, -0.04, 1.23, 331)
    tells(verdict.thresholds, 0.1, 0.8, 1.5)
    proves(
        verdict, ("mean at", ends(mean), 0.0), ("variance at", ends(variance), 1.0),
        ("shifted", ends(shifted_variance), 1.0),
    )  # fmt: skip

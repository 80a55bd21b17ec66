"""Verdicts on what takes time: the word on either side of every limit, and every number that is told."""

import numpy as np
import pytest

from relu_viz.laboratory import Result
from tests.experiments.synthetic import Case, check, ends, proves, result, spread, sure, tells, torn, verdict_of

COST = {"sigmoid": sure(3), "tanh": sure(2), "relu_share": sure(0.1), "sigmoid_share": sure(0.5)} | {
    "tanh_share": sure(0.4)
}  # fmt: skip


def cost(**of: np.ndarray) -> Result:
    """Times ÷ ReLU's of f and f′ together in float32, as geometric means over two sizes; shares of the largest step."""
    told, activations = (
        {**COST, "relu": sure(1), "elu": sure(0.2), "elu_share": sure(0)} | of,
        ("elu", "tanh", "relu", "sigmoid"),
    )
    ratio, share = np.full((4, 9, 2, 2, 3), 1.4), np.full((4, 9, 3), 0.25)
    for part, name in enumerate(activations):
        ratio[part, :, 0, 0, 2], ratio[part, :, 1, 0, 2] = told[name] / 4, told[name] * 4
        share[part, :, -1] = told[f"{name}_share"]
    return result("cost", {"ratio": ratio, "share": share}, activations=activations, sizes=(100, 1000))


@pytest.mark.parametrize("case", [
    Case("cheaper than both, and it matters", {}, "holds", "sigmoid."),
    Case("just cheaper", {"tanh": sure(1.51), "sigmoid": sure(1.51)}, "holds"),
    Case("than sigmoid not quite", {"sigmoid": sure(1.49)}, "only when"),
    Case("than tanh not quite", {"tanh": sure(1.49)}, "only when"),
    Case("than neither", {"tanh": sure(1.49), "sigmoid": sure(1.49)}, "does not"),
    Case("than tanh, but not surely", {"tanh": torn(2, 1.4)}, "only when"),
    Case("than sigmoid, but not surely", {"sigmoid": torn(2, 1.4)}, "only when"),
    Case("than both, surely", {"tanh": torn(1.6, 9), "sigmoid": torn(1.6, 9)}, "holds"),
    Case("than both perhaps", {"tanh": torn(1.4, 2), "sigmoid": torn(1.4, 2)}, "does not"),
    Case("it just matters", {"tanh_share": sure(0.351), "sigmoid_share": sure(0.351)}, "holds", "sigmoid."),
    Case("it matters by just that", {"relu_share": sure(0.125), "tanh_share": sure(0.375)}, "holds", "sigmoid."),
    Case("with tanh it hardly matters", {"tanh_share": sure(0.349)}, "only when", "matrix products decide"),
    Case("with sigmoid it hardly matters", {"sigmoid_share": sure(0.349)}, "only when", "matrix products decide"),
    Case("it matters, but not surely", {"tanh_share": torn(0.5, 0.3)}, "only when", "matrix products decide"),
    Case("it matters, surely", {"tanh_share": torn(0.36, 0.9)}, "holds"),
    Case("ReLU's may be more", {"relu_share": torn(0.1, 0.2)}, "only when", "matrix products decide"),
    Case("ReLU's may be less", {"relu_share": torn(0.14, 0.01)}, "holds"),
    Case("dear, but it matters", {"tanh": sure(1), "sigmoid": sure(1)}, "does not", "sigmoid."),
], ids=lambda case: case.what)  # fmt: skip
def test_relu_is_cheap(case):
    check("cost", cost, case)


def test_what_is_told_of_costs():
    sigmoid, tanh, relu_share, sigmoid_share = (
        spread(4.4, 4.9),
        spread(2.3, 1.8),
        spread(0.06, 0.09),
        spread(0.21, 0.17),
    )
    verdict = verdict_of("cost", 0, cost(
        sigmoid=sigmoid, tanh=tanh, relu_share=relu_share, sigmoid_share=sigmoid_share, tanh_share=spread(0.14, 0.4)
    ))  # fmt: skip
    tells(verdict.sentence, *ends(sigmoid), *ends(tanh), 256, 256, 6, 14, 21)
    tells(verdict.thresholds, 1.5, 95, 25, 256, 256)
    proves(
        verdict, ("sigmoid ÷ ReLU", ends(sigmoid), 1.0), ("tanh ÷ ReLU", ends(tanh), 1.0),
        ("256-256 step, ReLU", ends(relu_share), None), ("256-256 step, sigmoid", ends(sigmoid_share), 0.06),
    )  # fmt: skip


def sparse_speed(ratio: np.ndarray) -> Result:
    """Times ÷ those without zeros, at the largest share of zeros; with fewer it takes a tenth of the time."""
    return result("sparse_speed", {"ratio": np.stack([sure(0.1), ratio, sure(0.1)])}, zeros=(0.2, 0.95, 0.6))


@pytest.mark.parametrize(("ratio", "word", "says"), [
    (sure(0.799), "holds", "it is faster"), (sure(0.8), "does not", "multiplies the zeros"),
    (sure(0.801), "does not", "multiplies the zeros"), (torn(0.5, 0.9), "does not", "multiplies the zeros"),
    (torn(0.79, 0.1), "holds", "it is faster"), (torn(0.9, 0.1), "does not", "multiplies the zeros"),
])  # fmt: skip
def test_sparsity_makes_it_faster(ratio, word, says):
    check("sparse_speed", sparse_speed, Case("", {"ratio": ratio}, word, says))


def test_what_is_told_of_zeros_against_the_clock():
    ratio = spread(0.73, 0.76)
    verdict = verdict_of("sparse_speed", 0, sparse_speed(ratio))
    tells(verdict.sentence, 95, *ends(ratio))
    tells(verdict.thresholds, 0.8, 95)
    proves(verdict, ("20%", (0.1,) * 3, 1.0), ("95%", ends(ratio), 1.0), ("60%", (0.1,) * 3, 1.0))

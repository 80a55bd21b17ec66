"""Verdicts on ReLU's variants: the word on either side of every limit, and every number that is told."""

from dataclasses import replace

import numpy as np
import pytest

from relu_viz.laboratory import Result
from tests.experiments.synthetic import (
    WORDS,
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

UNITS, CHECKS = 50, 16
COUNTED = [0, 13, 27, 40, 53, 67, 80, 93]  # of 200 epochs fifteen parts, in whole epochs: the first counts


def silent(start: np.ndarray, end: np.ndarray, half: np.ndarray) -> np.ndarray:
    """(run, check, unit): units that are silent at the start, of which those that come back do so at count ``half``."""
    unit, count = np.arange(UNITS), np.arange(CHECKS)
    stays = unit < np.round(UNITS * end)[:, None]
    starts = unit < np.round(UNITS * start)[:, None]
    not_yet = count < half[:, None]
    return stays[:, None] | (starts[:, None] & not_yet[:, :, None])


USUAL = {"end": sure(0.18), "half": sure(3), "accuracy": sure(0.9), "mean": sure(0.1)}


def rescue(start: np.ndarray | None = None, **changed) -> Result:
    """``small={"end": …}``: how the smallest α fares otherwise than usual; so do ``large``, ``middle``, ``elu`` …"""
    start = sure(0.8) if start is None else start
    silents, accuracies, means = [], [], []
    for name in ("relu", "large", "small", "middle", "prelu", "elu"):
        of = {**USUAL, **({"end": sure(0.4), "mean": sure(0.5)} if name == "relu" else {}), **changed.get(name, {})}
        silents.append(silent(start, of["end"], of["half"]))
        accuracies.append(np.repeat(of["accuracy"][:, None], CHECKS, axis=1) * (np.arange(CHECKS) == CHECKS - 1))
        means.append(of["mean"])
    arrays = {"silent": np.stack(silents), "accuracy": np.stack(accuracies), "mean_healthy": np.stack(means)}
    return result("rescue", arrays, alphas=(0.5, 0.02, 0.1))


def all_alphas(**of) -> dict:
    return dict.fromkeys(("small", "middle", "large"), of)


@pytest.mark.parametrize("case", [
    Case("all cure", {}, "holds"),
    Case("one not quite", {"middle": {"end": sure(0.2)}}, "only when"),
    Case("one leaves too many", {"large": {"end": sure(0.22)}}, "only when"),
    Case("one cures, but not surely", {"small": {"end": torn(0.1, 0.22)}}, "only when"),
    Case("one cures, surely", {"small": {"end": torn(0.18, 0.04)}}, "holds"),
    Case("only one cures", all_alphas(end=sure(0.3)) | {"large": {"end": sure(0.1)}}, "only when"),
    Case("none cures", all_alphas(end=sure(0.2)), "does not"),
    Case("none cures, as ReLU's may be fewer", {"relu": {"end": torn(0.4, 0.36)}}, "does not"),
    Case("all cure, however many ReLU's may be", {"relu": {"end": torn(0.4, 0.6)}}, "holds"),
    Case("the smallest is slower", {"small": {"half": sure(4)}}, "only when"),
    Case("the smallest is slower, but not surely", {"small": {"half": torn(4, 3)}}, "holds"),
    Case("the smallest is slower, perhaps much", {"small": {"half": torn(4, 9)}}, "only when"),
    Case("the largest may be as slow", {"small": {"half": sure(4)}, "large": {"half": torn(3, 4)}}, "holds"),
    Case("the largest may be faster still", {"small": {"half": sure(4)}, "large": {"half": torn(3, 1)}}, "only when"),
    Case("the smallest is faster", {"large": {"half": sure(4)}}, "holds"),
    Case("the middle one is slower", {"middle": {"half": sure(9)}}, "holds"),
    Case("the smallest never brings half back", {"small": {"end": sure(0.5)}}, "only when", "half of them never;"),
], ids=lambda case: case.what)  # fmt: skip
def test_leaky_relu_avoids_dying_units(case):
    check("rescue", rescue, case)


@pytest.mark.parametrize("case", [
    Case("fewer and nearer", {}, "holds"),
    Case("not few enough", {"elu": {"end": sure(0.2), "mean": sure(0.1)}}, "only when"),
    Case("few, but not surely", {"elu": {"end": torn(0.1, 0.22)}}, "only when"),
    Case("few, surely", {"elu": {"end": torn(0.18, 0.04)}}, "holds"),
    Case("few, but ReLU's may be fewer", {"relu": {"end": torn(0.4, 0.36), "mean": sure(0.5)}}, "only when"),
    Case("not nearer", {"elu": {"mean": sure(0.5)}}, "only when"),
    Case("a little nearer", {"elu": {"mean": sure(0.499)}}, "holds"),
    Case("as near on the other side", {"elu": {"mean": sure(-0.499)}}, "holds"),
    Case("farther on the other side", {"elu": {"mean": sure(-0.501)}}, "only when"),
    Case("nearer, but not surely", {"elu": {"mean": torn(0.1, 0.6)}}, "only when"),
    Case("nearer, but ReLU's may be near", {"relu": {"end": sure(0.4), "mean": torn(0.5, 0.05)}}, "only when"),
    Case("nearer, however far ReLU's may be", {"relu": {"end": sure(0.4), "mean": torn(0.5, 0.9)}}, "holds"),
    Case("neither", {"elu": {"end": sure(0.2), "mean": sure(0.6)}}, "does not"),
    Case("half never come back", {"elu": {"end": sure(0.5)}}, "only when", "half of ELU's are back never."),
], ids=lambda case: case.what)  # fmt: skip
def test_elu_rescues_dead_units_and_centres(case):
    check("rescue", rescue, case, claim=1)


def test_what_is_told_of_leaky_relus():
    start, left = spread(0.8, 0.88), spread(0.4, 0.48)
    small = {"end": sure(0.2), "half": spread(4, 2), "accuracy": spread(0.93, 0.5)}
    large = {"end": sure(0.1), "half": spread(3, 7), "accuracy": spread(0.97, 0.5)}
    relu = {"end": left, "accuracy": spread(0.87, 0.5)}
    verdict = verdict_of("rescue", 0, rescue(start, small=small, large=large, relu=relu))
    tells(
        verdict.sentence, *percent(*ends(start), *ends(1 - left / start)),
        0.02, *percent(*ends(1 - 0.2 / start)), COUNTED[4], COUNTED[2], COUNTED[5],
        0.5, *percent(*ends(1 - 0.1 / start)), COUNTED[3], COUNTED[1], COUNTED[7], 87, 0.02, 93, 0.5, 97,
    )  # fmt: skip
    tells(verdict.thresholds, 50)
    proves(verdict, ("ReLU", ends(left), 0.8), ("0.02", (0.2,) * 3, 0.8), ("0.5", (0.1,) * 3, 0.8))


def test_what_is_told_of_elu():
    left, silent, mean, other_mean = spread(0.14, 0.1), spread(0.4, 0.48), spread(0.12, 0.16), spread(0.52, 0.46)
    elu = {"end": left, "half": spread(5, 7), "accuracy": spread(0.94, 0.5), "mean": -mean}
    verdict = verdict_of("rescue", 1, rescue(
        elu=elu, relu={"end": silent, "accuracy": spread(0.87, 0.5), "mean": other_mean}
    ))  # fmt: skip
    tells(
        verdict.sentence, *percent(*ends(left), *ends(silent)), COUNTED[5], COUNTED[4], COUNTED[7],
        *ends(mean), 0, *ends(other_mean), 94, 87,
    )  # fmt: skip
    tells(verdict.thresholds, 50, 0)
    proves(verdict, ("ELU", ends(left), 0.4), ("ELU", ends(mean), 0), ("ReLU", ends(other_mean), 0))


LEARNED = {"moved": sure(0.1), "first": sure(0.5), "last": sure(0.4), "gain": sure(0.0)}
STARTS = (0.05, 0.25, 0.6)


def learned_slope(best: int = 1, fixed: float = 0.9, **told: np.ndarray) -> Result:
    """Three starts, three layers. ``gain``: of the best start on the best fixed α, which is that of place ``best``."""
    moved, first, last, gain = (LEARNED | told).values()
    slopes = np.full((6, 9, 21, 3), 7.0)  # those of the last three, which are fixed, and all between do not count
    for start, apart in enumerate((-0.02, 0.01, 0.01)):
        slopes[start, :, -1] = np.stack([first + apart, np.full(9, 0.45), last + apart], axis=1)
        slopes[start, :, 0] = slopes[start, :, -1] + among(moved, 3) * [1, -1, 1]
    accuracy = np.full((6, 9), -0.2)
    accuracy[2] = fixed + gain
    accuracy[3:] = fixed - 0.05
    accuracy[3 + best] = fixed
    return result("learned_slope", {"slopes": slopes, "accuracy": accuracy}, starts=STARTS)


@pytest.mark.parametrize("case", [
    Case("moves, in order, at no cost", {}, "holds", "larger in the first"),
    Case("moves just enough", {"moved": sure(0.051)}, "holds"),
    Case("moves just too little", {"moved": sure(0.049)}, "does not"),
    Case("moves, but not surely", {"moved": torn(0.06, 0.04)}, "does not"),
    Case("moves, perhaps much", {"moved": torn(0.06, 0.5)}, "holds"),
    Case("moves too little, but perhaps more", {"moved": torn(0.04, 0.06)}, "does not"),
    Case("the same in both layers", {"last": sure(0.5)}, "only when", "no clearly different in the first"),
    Case("a little larger", {"last": sure(0.499)}, "holds", "larger in the first"),
    Case("a little smaller", {"last": sure(0.501)}, "only when", "smaller in the first"),
    Case("larger, but not surely", {"first": torn(0.5, 0.3)}, "only when", "no clearly different"),
    Case("larger, surely", {"first": torn(0.5, 0.9)}, "holds", "larger in the first"),
    Case("larger, but the last may be, too", {"last": torn(0.4, 0.6)}, "only when", "no clearly different"),
    Case("smaller, but not surely", {"first": torn(0.3, 0.5)}, "only when", "no clearly different"),
    Case("smaller, but the last may be, too", {"first": sure(0.3), "last": torn(0.4, 0.2)}, "only when", "no clearly"),
    Case("smaller, surely", {"first": torn(0.3, 0.2), "last": torn(0.4, 0.5)}, "only when", "smaller in the first"),
    Case("costs not too much", {"gain": sure(-0.009)}, "holds"),
    Case("costs just so much", {"gain": sure(-0.01), "fixed": 0.01}, "holds"),
    Case("costs too much", {"gain": sure(-0.011)}, "only when"),
    Case("costs nothing, but not surely", {"gain": torn(0.0, -0.02)}, "only when"),
    Case("gains, perhaps much", {"gain": torn(0.01, 0.05)}, "holds"),
    Case("costs too much, but perhaps not", {"gain": torn(-0.02, 0.0)}, "only when"),
    Case("does not move and costs", {"moved": sure(0), "gain": sure(-0.5)}, "does not"),
], ids=lambda case: case.what)  # fmt: skip
def test_prelu_learns_a_useful_slope(case):
    check("learned_slope", learned_slope, case)


def test_what_is_told_of_learned_slopes():
    moved, first, last, gain = spread(0.13, 0.07), spread(0.52, 0.56), spread(0.31, 0.27), spread(0.024, -0.012)
    verdict = verdict_of("learned_slope", 0, learned_slope(2, moved=moved, first=first, last=last, gain=gain))
    tells(verdict.sentence, *ends(moved), *ends(first), *ends(last), *percent(*ends(gain)), 0.6)
    tells(verdict.thresholds, 0.05, 1, 95)
    proves(verdict, ("first layer", ends(first), None), ("last layer", ends(last), None), ("gained", ends(gain), 0.0))


@pytest.mark.parametrize(("moved", "word"), [(0.05, "does not"), (np.nextafter(0.05, 1), "only when")])
def test_slopes_that_move_by_just_so_much_have_not_moved(moved, word):
    slopes = np.zeros((2, 9, 21, 2))
    slopes[0, :, -1] = moved
    given = result("learned_slope", {"slopes": slopes, "accuracy": np.full((2, 9), 0.9)}, starts=(0.25,))
    assert verdict_of("learned_slope", 0, given).word == WORDS[word]


@pytest.mark.parametrize("best", [0, 1, 2])
def test_the_best_fixed_slope_is_best_in_the_median(best):
    given = learned_slope(best=best)
    accuracy = given["accuracy"].copy()
    accuracy[3 + best] = torn(0.9, 0.6)
    accuracy[3 + (best + 1) % 3] = torn(0.89, 1.0)  # with the larger mean, but the smaller median
    verdict = verdict_of("learned_slope", 0, replace(given, arrays=given.arrays | {"accuracy": accuracy}))
    assert verdict.evidence[2].interval.value == 0
    assert f"best fixed α ({STARTS[best]})" in verdict.sentence


def test_the_best_start_is_each_runs_own():
    given = learned_slope()
    accuracy = given["accuracy"].copy()
    accuracy[:3] = 0.5
    for run in range(9):
        accuracy[run % 3, run] = 0.92
    verdict = verdict_of("learned_slope", 0, replace(given, arrays=given.arrays | {"accuracy": accuracy}))
    assert verdict.evidence[2].interval.low == pytest.approx(0.02)

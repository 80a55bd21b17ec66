"""Verdicts on what is said of ReLU and not so: the word on either side of every limit, and every number told."""

import numpy as np
import pytest
from scipy.stats import binomtest

from relu_viz.laboratory import Result
from tests.experiments.synthetic import WORDS, ends, percent, proves, result, spread, sure, tells, torn, verdict_of

LINEAR, AT_ZERO, NEVER, LEAKY, ANY_START, DEAD = range(6)  # the statements, in the order in which they are measured


def measured(statement: int, value: np.ndarray, reference: np.ndarray, count: np.ndarray | None = None) -> Result:
    """What was measured of one statement; of the others all is 0.3."""
    arrays = {name: np.full((6, len(value)), 0.3) for name in ("value", "reference", "count")}
    arrays["value"][statement], arrays["reference"][statement] = value, reference
    arrays["count"][statement] = np.zeros(len(value)) if count is None else count
    return result("misconceptions", arrays, runs=len(value) if len(value) >= 8 else 8)


def wilson(successes: int, trials: int) -> tuple[float, float, float]:
    found = binomtest(successes, trials).proportion_ci(method="wilson")
    return successes / trials, found.low, found.high


@pytest.mark.parametrize(("value", "word"), [
    (sure(0.991), "holds"), (sure(0.99), "does not"), (sure(0.989), "does not"), (torn(1.0, 0.9), "does not"),
    (torn(0.992, 1.0), "holds"), (torn(0.98, 1.0), "does not"),
])  # fmt: skip
def test_relu_is_linear(value, word):
    assert verdict_of("misconceptions", LINEAR, measured(LINEAR, value, sure(1))).word == WORDS[word]


def test_what_is_told_of_linearity():
    value = spread(0.52, 0.47)
    verdict = verdict_of("misconceptions", LINEAR, measured(LINEAR, value, sure(1)))
    tells(verdict.sentence, *percent(*ends(value)))
    tells(verdict.thresholds, 99, 95)
    proves(verdict, ("pairs", ends(value), 1.0))


SURELY_A_MINORITY = max(count for count in range(100, 200) if wilson(count, 400)[2] < 0.5)


@pytest.mark.parametrize(("same", "word"), [
    (0, "holds"), (SURELY_A_MINORITY, "holds"), (SURELY_A_MINORITY + 1, "does not"), (200, "does not"),
    (400, "does not"),
])  # fmt: skip
def test_the_slope_at_zero_matters(same, word):
    given = measured(AT_ZERO, (np.arange(400) < same).astype(float), np.zeros(400))
    assert verdict_of("misconceptions", AT_ZERO, given).word == WORDS[word]


def test_what_is_told_of_the_slope_at_zero():
    met = np.where(np.arange(400) < 100, 0.005988, 0.0)  # in the mean 0.1497 %
    verdict = verdict_of("misconceptions", AT_ZERO, measured(AT_ZERO, (np.arange(400) < 353).astype(float), met))
    tells(verdict.sentence, 0, 0, 0, 1, *percent(*wilson(353, 400)), 0.1497, 0, 0)
    tells(verdict.thresholds, 95)
    proves(verdict, ("the same", wilson(353, 400), 1.0))


FEWEST_BACK = min(count for count in range(10, 50) if wilson(count, 1000)[1] > 0.01)


def revived(back: int, first: np.ndarray | None = None) -> Result:
    """Of 200, 300 and 500 dead units so many came back, nearly all of them in the last run."""
    count = np.array([200.0, 300.0, 500.0])
    came = np.array([min(back, 1), min(max(back - 1, 0), 2), max(back - 3, 0)])
    return measured(NEVER, came / count, np.zeros(3) if first is None else first, count)


@pytest.mark.parametrize(("back", "word"), [
    (0, "holds"), (FEWEST_BACK - 1, "holds"), (FEWEST_BACK, "only when"), (400, "only when"),
])  # fmt: skip
def test_a_dead_unit_can_never_come_back(back, word):
    assert verdict_of("misconceptions", NEVER, revived(back)).word == WORDS[word]


def test_where_no_unit_died_none_came_back():
    verdict = verdict_of("misconceptions", NEVER, measured(NEVER, sure(0), sure(0)))
    assert verdict.word == WORDS["holds"]
    assert "No unit of layer 2 died" in verdict.sentence


def test_what_is_told_of_dead_units_that_come_back():
    verdict = verdict_of("misconceptions", NEVER, revived(437, first=np.array([0.1, 0.1, 0.7])))
    tells(verdict.sentence, 2, *percent(*wilson(437, 1000)), 1000, 1, 30)
    tells(verdict.thresholds, 1, 2, 95, 1)
    proves(verdict, ("layer 2", wilson(437, 1000), 0.3))


@pytest.mark.parametrize(("value", "word"), [
    (sure(0.501), "holds"), (sure(0.5), "does not"), (sure(0.499), "does not"), (torn(0.6, 0.4), "does not"),
    (torn(0.51, 0.9), "holds"), (torn(0.4, 0.6), "does not"),
])  # fmt: skip
def test_leaky_relu_keeps_gradients(value, word):
    assert verdict_of("misconceptions", LEAKY, measured(LEAKY, value, sure(0))).word == WORDS[word]


def test_what_is_told_of_leaky_gradients():
    value, known = spread(2e-20, 3e-20), np.array([1e-20] * 9)
    verdict = verdict_of("misconceptions", LEAKY, measured(LEAKY, value, known))
    tells(verdict.sentence, 20, 0.1, 2e-20, 20, 0.1**20)
    proves(verdict, ("left of a gradient", ends(value), 0.1**20))


@pytest.mark.parametrize(("third", "he", "word"), [
    (sure(0.899), sure(0.9), "does not"), (sure(0.9), sure(0.9), "holds"), (sure(0.91), sure(0.9), "holds"),
    (torn(0.8, 0.95), sure(0.9), "holds"), (torn(0.89, 0.5), sure(0.9), "does not"),
    (sure(0.8), torn(0.9, 0.7), "holds"), (sure(0.89), torn(0.9, 0.99), "does not"),
])  # fmt: skip
def test_relu_needs_no_careful_initialization(third, he, word):
    assert verdict_of("misconceptions", ANY_START, measured(ANY_START, third, he)).word == WORDS[word]


def test_what_is_told_of_first_weights():
    third, he = spread(0.48, 0.57), spread(0.93, 0.88)
    verdict = verdict_of("misconceptions", ANY_START, measured(ANY_START, third, he))
    tells(verdict.sentence, 16, *percent(*ends(he), *ends(third)))
    proves(verdict, ("accuracy, He", ends(he), None), ("a third", ends(third), 0.93))


def networks(many: np.ndarray, few: np.ndarray, dead: float = 0.25, alive: float = 0.2499) -> Result:
    """Accuracies of networks with many dead units and, in between, of others with few."""
    accuracy, share = np.stack([few, many], axis=1).ravel(), np.array([alive, dead] * len(many))
    return measured(DEAD, accuracy, share)


@pytest.mark.parametrize(("many", "few", "word"), [
    (sure(0.879), sure(0.9), "holds"), (sure(0.48), sure(0.5), "holds"),
    (sure(0.881), sure(0.9), "does not"), (sure(0.9), sure(0.9), "does not"),
    (sure(0.95), sure(0.9), "does not"), (torn(0.8, 0.89), sure(0.9), "does not"),
    (torn(0.87, 0.2), sure(0.9), "holds"), (sure(0.8), torn(0.9, 0.81), "does not"),
    (sure(0.87), torn(0.9, 0.99), "holds"),
])  # fmt: skip
def test_dead_units_are_always_bad(many, few, word):
    assert verdict_of("misconceptions", DEAD, networks(many, few)).word == WORDS[word]


@pytest.mark.parametrize(("dead", "alive", "told"), [(0.2499, 0.2, "18 networks 0"), (1.0, 0.25, "18 networks 18")])
def test_where_all_or_none_lost_many_there_is_nothing_to_compare(dead, alive, told):
    verdict = verdict_of("misconceptions", DEAD, networks(sure(0.1), sure(0.9), dead, alive))
    assert verdict.word == WORDS["only when"]
    assert told in verdict.sentence
    assert verdict.evidence == ()


@pytest.mark.parametrize("lost", [1, 17])
def test_one_network_is_enough_to_compare_with(lost):
    verdict = verdict_of("misconceptions", DEAD, measured(DEAD, np.where(np.arange(18) < lost, 0.5, 0.9),
                                                          np.where(np.arange(18) < lost, 0.3, 0.0)))  # fmt: skip
    assert verdict.word == WORDS["holds"]
    tells(verdict.sentence, lost, 18, 16, 25, 50, 50, 50, 90, 90, 90)


def test_what_is_told_of_dead_units():
    many, few = spread(0.86, 0.81), spread(0.93, 0.96)
    given = measured(DEAD, np.concatenate([few, few, many]), np.repeat([0.0, 0.2, 0.5], 9))
    verdict = verdict_of("misconceptions", DEAD, given)
    tells(verdict.sentence, 9, 27, 16, 25, *percent(*ends(many), *ends(few)))
    tells(verdict.thresholds, 2)
    proves(verdict, ("many", ends(many), 0.93), ("few", ends(few), None))

"""Intervals against SciPy's, and honest: a process whose truth is known lies within them about 95 times in 100."""

import numpy as np
import pytest
from scipy import stats

from relu_viz.laboratory import Interval, median, share

REPETITIONS = 400


@pytest.mark.parametrize(("successes", "trials"), [(0, 10), (3, 10), (10, 10), (1, 1000), (487, 1000)])
def test_shares_are_scipys_wilson_intervals(successes, trials):
    interval = share(successes, trials)
    expected = stats.binomtest(successes, trials).proportion_ci(method="wilson")
    assert (interval.low, interval.high) == pytest.approx((expected.low, expected.high), abs=1e-12)
    assert interval.value == successes / trials


@pytest.mark.parametrize("n", [9, 32, 101])
def test_medians_are_scipys_bootstrap_intervals(n):
    values = np.random.default_rng(n).exponential(size=n)
    interval = median(values)
    expected = stats.bootstrap(
        (values,), np.median, n_resamples=9999, method="percentile", rng=np.random.default_rng(1)
    ).confidence_interval
    apart = np.diff(np.sort(values)).max()  # percentiles of medians fall on values or between two
    assert interval.low == pytest.approx(expected.low, abs=apart)
    assert interval.high == pytest.approx(expected.high, abs=apart)


@pytest.mark.parametrize("n", [16, 32, 48, 101])
@pytest.mark.parametrize("p", [0.05, 0.5, 0.9])
def test_the_true_share_lies_within(n, p):
    successes = np.random.default_rng(7).binomial(n, p, REPETITIONS)
    interval = share(successes, n)
    assert 0.90 <= np.mean((interval.low <= p) & (p <= interval.high)) <= 0.99


@pytest.mark.parametrize("n", [16, 31, 32, 48, 200])
@pytest.mark.parametrize("name", ["standard_normal", "standard_exponential", "standard_cauchy"])
def test_the_true_median_lies_within(n, name):
    truth = {"standard_normal": 0.0, "standard_exponential": np.log(2), "standard_cauchy": 0.0}[name]
    rng = np.random.default_rng(11)
    within = 0
    for repetition in range(REPETITIONS):
        interval = median(getattr(rng, name)(n), seed=repetition)
        within += interval.low <= truth <= interval.high
    assert 0.90 <= within / REPETITIONS <= 0.99


def test_what_never_arrived_is_late_and_not_left_out():
    interval = median([3.0, np.inf, 5.0, np.nan, np.inf])
    assert interval.value == np.inf
    assert median([1.0, 2.0, 3.0, np.inf, 4.0]).value == 3


def test_many_medians_at_once_are_each_alone():
    values = np.random.default_rng(0).normal(size=(3, 4, 33))
    together = median(values)
    assert together.value.shape == (3, 4)
    for place in np.ndindex(3, 4):
        alone = median(values[place])
        assert (alone.value, alone.low, alone.high) == (
            together.value[place], together.low[place], together.high[place],
        )  # fmt: skip


def test_an_interval_reads_like_a_sentence():
    assert f"{Interval(0.5, 0.25, 0.75):.0%}" == "50% (25% to 75%)"
    assert Interval(1, 0, 2).apart_from(Interval(4, 3, 5))
    assert not Interval(1, 0, 3.5).apart_from(Interval(4, 3, 5))

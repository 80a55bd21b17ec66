"""The ends of intervals: against published figures, and against every resample that there is of a few values."""

from itertools import product
from math import sqrt

import numpy as np
import pytest
from scipy.stats import binom

from relu_viz.laboratory import Interval, median, share

Z = 1.959964  # 97.5 % of a standard normal lie below


@pytest.mark.parametrize(("successes", "trials", "low", "high"), [
    (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718),
])  # fmt: skip
def test_published_intervals_of_shares(successes, trials, low, high):
    # Newcombe 1998, table I, method 3: the score interval without a correction.
    interval = share(successes, trials)
    assert interval.value == successes / trials
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize("trials", [1, 2, 7, 1000])
def test_none_and_all_of_so_many(trials):
    none, everyone = share(0, trials), share(trials, trials)
    reach = Z**2 / (trials + Z**2)
    assert (none.value, none.low, none.high) == pytest.approx((0, 0, reach), rel=1e-6)
    assert (everyone.value, everyone.low, everyone.high) == pytest.approx((1, 1 - reach, 1), rel=1e-6)
    assert none.low == 0  # and not a hair below
    assert everyone.high == 1


def test_several_shares_at_once_are_each_alone():
    together = share(np.array([[0, 3], [7, 10]]), np.array([10, 20]))
    for row, column in product(range(2), range(2)):
        alone = share([[0, 3], [7, 10]][row][column], [10, 20][column])
        for end in ("value", "low", "high"):
            assert getattr(together, end)[row, column] == getattr(alone, end)


def test_a_share_lies_between_its_ends_whatever_the_rounding():
    for trials in (1, 3, 10, 999):
        interval = share(np.arange(trials + 1), trials)
        assert np.all((interval.low >= 0) & (interval.low <= interval.value))
        assert np.all((interval.high >= interval.value) & (interval.high <= 1))


VALUES = [-3.0, 0.5, 1.0, 4.0, 9.0, 11.0]
DRAWN = 3.5 * sqrt(0.025 * 0.975 / 2000)  # how far 2,000 resamples may be from a share of 2.5 %


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 6])
def test_of_a_few_values_every_resample_is_known(n):
    values = np.array(VALUES[:n])
    resamples = np.array(list(product(values, repeat=n)))
    medians = np.sort(np.median(resamples, axis=1))
    interval = median(values[::-1].copy())
    assert interval.value == np.median(values)
    for end, part in ((interval.low, 0.025), (interval.high, 0.975)):
        few, many = ((part + apart) * (len(medians) - 1) for apart in (-DRAWN, DRAWN))
        assert medians[int(few)] <= end <= medians[int(np.ceil(many))]


@pytest.mark.parametrize("n", [7, 9, 15, 33, 101])
def test_of_an_odd_number_of_runs_the_chances_of_every_place_are_known(n):
    # A resample's median is among the j smallest if at least half of its draws are: a binomial chance.
    chances = binom.sf((n + 1) // 2 - 1, n, np.arange(1, n + 1) / n)
    interval = median(np.arange(n, dtype=float))
    for end, part in ((interval.low, 0.025), (interval.high, 0.975)):
        few, many = (int(np.argmax(chances >= part + apart)) for apart in (-DRAWN, DRAWN))
        assert few <= end <= many


@pytest.mark.parametrize("n", [4, 5, 6, 10, 20, 21])
def test_what_is_symmetric_has_a_symmetric_interval(n):
    half = np.random.default_rng(1).exponential(size=n // 2)
    found = [median(np.concatenate([half, -half, [0.0] * (n % 2)]), seed=seed) for seed in range(30)]
    aside, wide = (sum(each.low + each.high for each in found), sum(each.high - each.low for each in found))
    assert abs(aside) < 0.06 * wide


def test_one_run_has_no_spread():
    assert median([0.25]) == Interval(0.25, 0.25, 0.25)


def test_an_even_number_of_runs_has_its_median_between_two():
    interval = median([1.0, 2.0, 4.0, 8.0])
    assert (interval.value, interval.low, interval.high) == (3, 1, 8)
    assert median([1.0, 2.0, np.inf, np.inf]).value == np.inf


def test_the_mean_is_not_what_is_told():
    assert median([0.0, 0.0, 0.0, 1.0, 100.0]).value == 0
    assert median(np.array([[0.0, 0.0, 5.0], [1.0, 2.0, 30.0]])).value.tolist() == [0, 2]


def test_values_are_not_changed():
    values = np.array([3.0, 1.0, np.nan, 2.0])
    median(values)
    assert values[:2].tolist() == [3, 1]
    assert np.isnan(values[2])


def test_the_same_values_have_the_same_interval_in_any_order_and_another_seed_nearly_the_same():
    values = np.random.default_rng(0).normal(size=50)
    assert median(values) == median(values[::-1])
    ends = np.array([[interval.low, interval.high] for interval in (median(values, seed=seed) for seed in range(8))])
    assert len(np.unique(ends, axis=0)) > 1
    assert np.ptp(ends, axis=0).max() < 0.2


@pytest.mark.parametrize(("one", "other", "apart"), [
    ((0, 2), (2.01, 4), True), ((0, 2), (2, 4), False), ((0, 2), (1, 1.5), False), ((0, 2), (-1, 5), False),
    ((3, 4), (0, 2.99), True), ((3, 4), (0, 3), False),
])  # fmt: skip
def test_intervals_that_touch_are_not_apart(one, other, apart):
    assert Interval(1, *one).apart_from(Interval(1, *other)) is apart
    assert Interval(1, *other).apart_from(Interval(1, *one)) is apart

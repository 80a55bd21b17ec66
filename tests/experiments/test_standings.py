"""Who is how fast in the race: rates chosen by the other half of the runs, by a plain loop over random arrivals."""

from math import inf

import numpy as np
import pytest

from relu_viz.experiments.race import standings
from tests.experiments.synthetic import result

RATES = (0.1, 0.464, 2.15, 10.0)  # four from 0.1 to 10, in three digits
ACTIVATIONS, DEPTHS = ("tanh", "relu", "sigmoid"), (2, 1)


def middle(values: list[float]) -> float:
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def best_rate(of_everybody: list[list[list[float]]]) -> int:
    """The rate at which the medians of most are finite, then their sum is lowest, then fewest runs never arrive."""
    places = []
    for rate in range(len(RATES)):
        medians = [middle([run[rate] for run in runs]) for runs in of_everybody]
        never = sum(run[rate] == inf for runs in of_everybody for run in runs)
        places.append((sum(each == inf for each in medians), sum(each for each in medians if each < inf), never))
    return places.index(min(places))


def judged(own: list[list[float]], everybody: list[list[list[float]]]) -> list[float]:
    """Every run at the rate that is best for the runs of the other parity."""
    rates = [best_rate([runs[1 - parity :: 2] for runs in everybody]) for parity in (0, 1)]
    return [run[rates[place % 2]] for place, run in enumerate(own)]


@pytest.fixture(scope="module", params=range(6))
def arrivals(request):
    """(part, run, rate): arrivals that are rarely alike, a fifth of them never; with some, hardly any arrive."""
    dice = np.random.default_rng(request.param)
    epochs = dice.integers(1, 12, (6, 8 + request.param % 2, len(RATES))).astype(float)
    return np.where(dice.random(epochs.shape) < (0.2, 0.55)[request.param % 2], inf, epochs)


def race(arrivals: np.ndarray, **settings):
    given = {"depths": DEPTHS, "activations": ACTIVATIONS, "rates": 4, "lowest_rate": 0.1, "highest_rate": 10.0}
    return result("race", {"epochs": arrivals}, **given | settings)


def test_everybody_stands_where_a_plain_loop_puts_them(arrivals):
    told = standings(race(arrivals))
    assert list(told) == [(depth, activation) for depth in DEPTHS for activation in ACTIVATIONS]
    for part, (depth, activation) in enumerate(told):
        own, standing = arrivals[part].tolist(), told[depth, activation]
        everybody = arrivals[:3].tolist() if depth == 2 else arrivals[3:].tolist()
        mine, common = judged(own, [own]), judged(own, everybody)
        assert standing.best.value == middle(mine)
        assert standing.common.value == middle(common)
        assert standing.arrived.value == sum(each < inf for each in mine) / len(mine)
        assert standing.best_rate == RATES[best_rate([own])]
        assert standing.common_rate == RATES[best_rate(everybody)]
        assert standing.sweep.value.tolist() == [middle([run[rate] for run in own]) for rate in range(4)]
        assert standing.at_bound == (standing.best_rate in (0.1, 10.0))


def lonely(*medians: float, rates: int = 3) -> bool:
    """Whether the best of these rates, of relu's, is called one at the bound."""
    epochs = np.full((3, 8, rates), inf)
    epochs[1] = medians
    given = {"depths": (1,), "rates": rates, "lowest_rate": 0.1, "highest_rate": 10.0}
    return standings(race(epochs, **given))[1, "relu"].at_bound


def test_the_first_and_the_last_rate_of_several_are_at_the_bound():
    assert lonely(1, 2, 3)
    assert not lonely(2, 1, 3)
    assert lonely(3, 2, 1)
    assert not lonely(1, rates=1)


def test_a_lucky_choice_does_not_flatter_itself():
    # Each half of the runs is soonest at a rate of its own: judged by the other half, nobody is.
    epochs = np.full((3, 8, 2), 50.0)
    epochs[:, ::2, 0], epochs[:, 1::2, 1] = 1, 2
    standing = standings(race(epochs, depths=(1,), rates=2))[1, "relu"]
    assert (standing.best.value, standing.best.low, standing.best.high) == (50, 50, 50)


def test_of_rates_with_the_same_median_the_one_with_fewer_stragglers_is_best():
    epochs = np.full((3, 9, 2), 7.0)
    epochs[:, :2, 0] = inf
    assert standings(race(epochs, depths=(1,), rates=2))[1, "tanh"].best_rate == 10


def test_a_rate_serves_all_best_if_most_arrive_at_it():
    # At the first rate tanh is fast and the others never arrive; at the second all three do, slowly.
    epochs = np.full((3, 8, 2), inf)
    epochs[0, :, 0], epochs[:, :, 1] = 1, 70
    told = standings(race(epochs, depths=(1,), rates=2))
    assert [told[1, activation].common_rate for activation in ACTIVATIONS] == [10, 10, 10]
    assert told[1, "tanh"].best_rate == 0.1
    assert told[1, "tanh"].common.value == 70

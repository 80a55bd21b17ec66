"""The measurements against what the literature states, each with its source."""

from math import erfc, exp, pi, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import norm

from relu_viz.activations import ACTIVATIONS, get_activation, push_gaussian
from relu_viz.activations.family import SELU_ALPHA, SELU_SCALE
from relu_viz.experiments.dying_units import born_dead_probability, law
from relu_viz.experiments.misconceptions import DEEP, SLOPE, leaky_path
from relu_viz.experiments.non_linear import linear_regions
from relu_viz.networks import MLPEnsemble, factor_per_layer, send_signal

WIDTH, DEPTH, RUNS = 128, 6, 64


def squares(activation: str, initializer: str) -> np.ndarray:
    """E[h²] by layer, over many networks."""
    nets = MLPEnsemble((*[WIDTH] * (DEPTH + 1), 1), activation, runs=RUNS, initializer=initializer)
    X = np.random.default_rng(1).standard_normal((8, WIDTH))
    return send_signal(nets, X).square.mean(axis=0)


@pytest.mark.parametrize(("initializer", "factor"), [("he_normal", 1.0), ("he_uniform", 1.0), ("glorot_normal", 0.5)])
def test_the_variance_of_relu_by_layer(initializer, factor):
    # He et al. 2015, equation 8: a layer multiplies E[h²] by fan-in · Var(w) / 2; Glorot & Bengio 2010, equation 12.
    ratios = np.diff(np.log(squares("relu", initializer)))
    assert np.exp(ratios.mean()) == pytest.approx(factor, rel=0.03)


def phi(x: float) -> float:
    return erfc(-x / sqrt(2)) / 2


def elu_moments(alpha: float) -> tuple[float, float]:
    mean = 1 / sqrt(2 * pi) + alpha * (exp(0.5) * phi(-1) - 0.5)
    return mean, 0.5 + alpha**2 * (exp(2) * phi(-2) - 2 * exp(0.5) * phi(-1) + 0.5)


def leaky_moments(alpha: float) -> tuple[float, float]:
    return (1 - alpha) / sqrt(2 * pi), (1 + alpha**2) / 2


def scaled(moments: tuple[float, float], scale: float) -> tuple[float, float]:
    return scale * moments[0], scale**2 * moments[1]


CLOSED_FORMS = {  # mean and mean square of f(z), z ~ N(0, 1)
    "relu": leaky_moments(0),
    "leaky_relu": leaky_moments(0.01),
    "prelu": leaky_moments(0.25),
    "elu": elu_moments(1.0),
    "selu": scaled(elu_moments(SELU_ALPHA), SELU_SCALE),
    "linear": (0.0, 1.0),
    "gelu": (1 / (2 * sqrt(pi)), 1 / 3 + 1 / (2 * pi * sqrt(3))),  # by Stein's lemma, twice
}


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_gaussian_moments(name):
    f = get_activation(name)
    if name in CLOSED_FORMS:
        mean, square = CLOSED_FORMS[name]
    else:  # no closed form: another method of integration
        mean = quad(lambda z: float(f(z)) * norm.pdf(z), -12, 12)[0]
        square = quad(lambda z: float(f(z)) ** 2 * norm.pdf(z), -12, 12)[0]
    pushed = push_gaussian(f)
    assert pushed.mean == pytest.approx(mean, abs=1e-6)
    assert pushed.variance + pushed.mean**2 == pytest.approx(square, abs=1e-6)


def test_selus_fixed_point_attracts():
    # Klambauer et al. 2017, theorem 1 and equation 14: mean 0, variance 1, also from mean 0.5 and variance 2.
    selu = get_activation("selu")
    pushed = push_gaussian(selu)
    assert (pushed.mean, pushed.variance) == pytest.approx((0, 1), abs=1e-6)
    mean, variance = 0.5, 2.0
    for _ in range(50):  # a layer of LeCun's weights: z has mean 0 and the variance of E[h²]
        pushed = push_gaussian(selu, 0.0, sqrt(variance + mean**2))
        mean, variance = pushed.mean, pushed.variance
    assert (mean, variance) == pytest.approx((0, 1), abs=1e-3)


@pytest.mark.parametrize("initializer", ["glorot_normal", "lecun_normal"])
def test_sigmoid_loses_at_least_a_factor_of_four_a_layer(initializer):
    # σ′ ≤ 1/4, and these weights neither shrink nor stretch (Glorot & Bengio 2010, section 4.2).
    nets = MLPEnsemble((*[WIDTH] * 21, 1), "sigmoid", runs=4, initializer=initializer)
    gradient = send_signal(nets, np.random.default_rng(1).standard_normal((8, WIDTH))).gradient
    kept = factor_per_layer(gradient[:, ::-1])
    assert np.all(kept <= 0.25)
    assert np.all(kept > 0.15)


def simulated(width: int, depth: int, networks: int) -> float:
    """The share of born-dead networks, by a plain loop over networks, layers and the two signs."""
    rng, dead = np.random.default_rng(99), 0
    for _ in range(networks):
        signals = [np.array([1.0]), np.array([-1.0])]
        for _ in range(depth):
            weights = rng.uniform(-1, 1, (len(signals[0]), width))  # any symmetric law has the same chances
            signals = [np.maximum(h @ weights, 0) for h in signals]
        dead += not any(signal.any() for signal in signals)
    return dead / networks


@pytest.mark.parametrize("depth", [1, 2, 3, 5, 10])
def test_born_dead_with_one_unit_a_layer_is_exactly_known(depth):
    # One sign survives the first layer; then every layer halves the chance (Lu et al. 2019).
    estimate = born_dead_probability(1, depth, 4000, 0)
    assert estimate.low <= 1 - 2.0 ** (1 - depth) <= estimate.high


@pytest.mark.parametrize(("width", "depth"), [(2, 3), (2, 8), (4, 12)])
def test_born_dead_probability_against_an_independent_simulation(width, depth):
    estimate, other = born_dead_probability(width, depth, 4000, 0), simulated(width, depth, 4000)
    allowed = 3 * sqrt(2 * max(other * (1 - other), 1e-3) / 4000)
    assert estimate.value == pytest.approx(other, abs=allowed)
    low, high = law(width, np.array(depth))
    assert low - allowed <= estimate.value <= high + allowed


@pytest.mark.parametrize("bad", [{"width": 0}, {"depth": 0}, {"runs": 0}, {"seed": -1}, {"width": 1.5}])
def test_born_dead_probability_says_what_it_accepts(bad):
    with pytest.raises(ValueError, match=f"{next(iter(bad))} must be a whole number from"):
        born_dead_probability(**({"width": 2, "depth": 2, "runs": 10, "seed": 0} | bad))


def test_leakys_all_negative_path_loses_alpha_to_the_depth():
    left = leaky_path(range(1), 0)
    np.testing.assert_allclose(left["value"], SLOPE**DEEP, rtol=1e-9)


@settings(max_examples=40)
@given(units=st.integers(1, 12), seed=st.integers(0, 10**6), shift=st.floats(-1, 1))
def test_one_hidden_layer_cuts_the_plane_into_at_most_so_many_pieces(units, seed, shift):
    # Zaslavsky 1975; Montúfar et al. 2014.
    nets = MLPEnsemble((2, units, 1), runs=2, seed=seed, bias_shift=shift)
    pieces = linear_regions(nets)
    assert np.all(pieces >= 1)
    assert np.all(pieces <= 1 + units + units * (units - 1) // 2)

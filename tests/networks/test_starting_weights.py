"""First weights: the published spread for a layer of unequal sides, the shape of the draw, whose alpha counts."""

from math import sqrt

import numpy as np
import pytest

from relu_viz.networks import MLPEnsemble, add_penalty, clip_by_norm
from relu_viz.networks.initializers import INITIALIZERS

IN, OUT, A = 400, 100, 0.5
# name: standard deviation for a fan-in of 400, a fan-out of 100 and a left slope of 0.5
SPREADS = {
    "he_normal": sqrt(2 / (1.25 * 400)), "he_uniform": sqrt(2 / (1.25 * 400)), "glorot_normal": sqrt(2 / 500),
    "glorot_uniform": sqrt(2 / 500), "lecun_normal": sqrt(1 / 400), "normal": 1.0, "zeros": 0.0,
}  # fmt: skip


@pytest.mark.parametrize(("name", "spread"), SPREADS.items())
def test_a_draw_is_standard_numbers_of_its_own_stream_times_the_spread(name, spread):
    found = INITIALIZERS[name].draw(np.random.default_rng(5), IN, OUT, A)
    if name == "zeros":
        assert not found.any()
    elif name.endswith("uniform"):
        limit = sqrt(3) * spread
        np.testing.assert_allclose(found, np.random.default_rng(5).uniform(-1, 1, (IN, OUT)) * limit, atol=1e-15)
    else:
        np.testing.assert_allclose(found, np.random.default_rng(5).standard_normal((IN, OUT)) * spread, rtol=1e-12)


COUNTED = {("relu", None): 0.0, ("leaky_relu", None): 0.01, ("leaky_relu", 0.5): 0.5, ("prelu", None): 0.25,
           ("leaky_relu", -1.0): -1.0, ("elu", 2.0): 0.0, ("selu", None): 0.0, ("tanh", None): 0.0}  # fmt: skip


@pytest.mark.parametrize(("activation", "alpha"), COUNTED)
def test_hes_gain_counts_the_slope_of_a_straight_left_side_and_nothing_else(activation, alpha):
    a = COUNTED[activation, alpha]
    nets = MLPEnsemble((50, 40, 1), activation, alpha=alpha, seed=3)
    drawn = np.random.default_rng(3).standard_normal((50, 40))
    np.testing.assert_allclose(nets.weights[0][0, :-1], drawn * sqrt(2 / ((1 + a * a) * 50)), rtol=1e-12)


def test_every_run_starts_from_its_seed_with_its_own_scale_shift_and_alpha():
    nets = MLPEnsemble((2, 3, 2, 1), "leaky_relu", alpha=[0.0, 1.0], runs=2, scale=[1, 3], bias_shift=[0.5, -2], seed=4)
    for run, (alpha, scale, shift) in enumerate([(0.0, 1, 0.5), (1.0, 3, -2)]):
        rng = np.random.default_rng(4 + run)
        for layer, (fan_in, fan_out) in enumerate([(2, 3), (3, 2), (2, 1)]):
            spread = sqrt(2 / ((1 + alpha**2) * fan_in))
            drawn = rng.standard_normal((fan_in, fan_out)) * spread * scale
            np.testing.assert_allclose(nets.weights[layer][run, :-1], drawn, rtol=1e-12)
            assert nets.weights[layer][run, -1].tolist() == [shift if layer < 2 else 0] * fan_out


def test_a_penalty_is_the_sign_times_l1_plus_the_weight_times_l2_run_by_run():
    theta = np.array([[2.0, -3.0, 0.0, 5.0], [1.0, -1.0, 4.0, 5.0]])
    gradient = np.ones((2, 4))
    penalized = np.array([True, True, True, False])
    add_penalty(gradient, theta, penalized, np.array([[0.5], [0.0]]), np.array([[0.1], [2.0]]))
    np.testing.assert_allclose(gradient, [[1 + 0.5 + 0.2, 1 - 0.5 - 0.3, 1, 1], [3, -1, 9, 1]])


@pytest.mark.parametrize(("largest", "length"), [(4.999, 4.999), (5.0, 5), (5.001, 5), (np.inf, 5), (0.1, 0.1)])
def test_a_gradient_is_shortened_to_the_limit_and_never_lengthened(largest, length):
    gradient = np.array([[3.0, -4.0], [0.0, 0.0]])
    with np.errstate(all="ignore"):  # as every training loop has it
        clip_by_norm(gradient, np.array([[largest], [largest]]))
    np.testing.assert_allclose(gradient, [[0.6 * length, -0.8 * length], [0, 0]], rtol=1e-14)

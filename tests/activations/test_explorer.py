"""A Gaussian pushed through f, against closed forms."""

import math

import numpy as np
import pytest

from relu_viz.activations import ACTIVATIONS, get_activation, push_gaussian, slope_through_layers
from tests.training.plain_loop import ALPHAS, FUNCTIONS

# E f, Var f and E f′² for z ~ N(0, 1). ReLU: He et al. 2015. SELU: its fixed point, Klambauer et al. 2017.
KNOWN = {
    "relu": (1 / math.sqrt(2 * math.pi), 0.5 - 1 / (2 * math.pi), 0.5),
    "linear": (0, 1, 1),
    "selu": (0, 1, None),
    "sigmoid": (0.5, None, None),
    "tanh": (0, None, None),
}


@pytest.mark.parametrize("name", KNOWN)
def test_moments_equal_closed_forms(name):
    pushed = push_gaussian(get_activation(name))
    for found, expected in zip((pushed.mean, pushed.variance, pushed.mean_squared_slope), KNOWN[name], strict=True):
        if expected is not None:
            assert found == pytest.approx(expected, abs=2e-4)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_moments_equal_a_simulation(name):
    activation = get_activation(name)
    z = 0.5 + 1.5 * np.random.default_rng(0).standard_normal(400_000)
    pushed = push_gaussian(activation, 0.5, 1.5)
    assert pushed.mean == pytest.approx(activation(z).mean(), abs=0.01)
    assert pushed.variance == pytest.approx(activation(z).var(), rel=0.02)
    assert pushed.zeros == pytest.approx((activation(z) == 0).mean(), abs=0.005)
    assert pushed.mean_squared_slope == pytest.approx((activation.derivative(z) ** 2).mean(), rel=0.01)


def test_slopes_shrink_as_known():
    assert slope_through_layers(get_activation("relu"), 10)[-1] == pytest.approx(2**-5, rel=1e-3)
    assert np.all(slope_through_layers(get_activation("linear"), 50) == pytest.approx(1))
    assert slope_through_layers(get_activation("sigmoid"), 5)[-1] < 0.25**5


def normal(z: float) -> float:
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_slope_left_after_each_number_of_layers_is_a_plain_loop_s(name):
    slope, alpha = FUNCTIONS[name][1], ALPHAS.get(name, 0.0)
    squares = 0.0
    for place in range(-2000, 2000):  # in the middle of each of 4000 steps from −8 to 8
        z = (place + 0.5) / 250
        squares += slope(z, alpha) ** 2 * normal(z) / 250
    expected = [1.0]
    for _ in range(50):
        expected.append(expected[-1] * math.sqrt(squares))
    found = slope_through_layers(get_activation(name), 50)
    assert found.tolist() == pytest.approx(expected[1:], rel=1e-3)
    assert slope_through_layers(get_activation(name), 1).tolist() == [found[0]]


@pytest.mark.parametrize(("mean", "spread"), [(0.0, 1.0), (-1.0, 2.0), (1.5, 0.5)])
def test_relu_s_moments_for_any_gaussian_equal_closed_forms(mean, spread):
    ratio = mean / spread
    below = math.erfc(ratio / math.sqrt(2)) / 2  # the share of z below 0
    first = mean * (1 - below) + spread * normal(ratio)
    second = (mean**2 + spread**2) * (1 - below) + mean * spread * normal(ratio)
    pushed = push_gaussian(get_activation("relu"), mean, spread)
    assert pushed.mean == pytest.approx(first, rel=1e-3)
    assert pushed.variance == pytest.approx(second - first**2, rel=1e-3)
    assert pushed.zeros == pytest.approx(below, abs=1e-3)
    assert pushed.mean_squared_slope == pytest.approx(1 - below, abs=1e-3)
    assert pushed.weight.sum() == pytest.approx(1)
    assert (pushed.z[0], pushed.z[-1]) == pytest.approx((mean - 8 * spread, mean + 8 * spread))
    assert pushed.f.tolist() == [max(z, 0.0) for z in pushed.z.tolist()]

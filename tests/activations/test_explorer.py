"""A Gaussian pushed through f, against closed forms."""

import math

import numpy as np
import pytest

from relu_viz.activations import ACTIVATIONS, get_activation, push_gaussian, slope_through_layers

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

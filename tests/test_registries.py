"""What holds of every entry of the registries, also of one that no test knows by its name.

What is known of single entries is tested beside their wing: activations, features, surfaces and datasets there too.
"""

import numpy as np
import pytest

from relu_viz.activations import get_activation
from relu_viz.data import get_dataset, get_feature
from relu_viz.lessons.hinges import get_target
from relu_viz.networks import INITIALIZERS, OPTIMIZERS, get_initializer, get_optimizer


@pytest.mark.parametrize("name", INITIALIZERS)
def test_an_initializer_draws_finite_weights_around_0_from_its_generator_alone(name):
    draw = INITIALIZERS[name].draw
    weights, again = (draw(np.random.default_rng(1), 300, 200, 0.5) for _ in range(2))
    assert weights.shape == (300, 200)
    assert np.isfinite(weights).all()
    assert np.abs(weights.mean()) <= 0.02 * max(weights.std(), 1e-9)
    assert np.array_equal(weights, again)
    assert draw(np.random.default_rng(1), 1, 1, 0.0).shape == (1, 1)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_goes_downhill_in_place_and_a_run_does_not_depend_on_its_company(name):
    optimizer = OPTIMIZERS[name]
    start = np.random.default_rng(0).uniform(1, 2, (3, 5))

    def descended(theta: np.ndarray) -> np.ndarray:
        memory = np.zeros((optimizer.slots, *theta.shape))
        for step in range(1, 21):  # the loss is Σw²/2, so that the gradient is w
            optimizer.step(theta, theta.copy(), memory, np.full((len(theta), 1), 0.01), np.full((len(theta), 1), step))
        return theta

    together = descended(start.copy())
    assert ((together**2).sum(axis=1) < (start**2).sum(axis=1)).all()
    for run in range(3):
        assert np.array_equal(descended(start[run : run + 1].copy())[0], together[run])


@pytest.mark.parametrize("get", [get_activation, get_dataset, get_feature, get_target, get_initializer, get_optimizer])
def test_of_a_name_that_there_is_not_forty_letters_are_said(get):
    with pytest.raises(ValueError, match=r"^There is no [a-z]+ '(0123456789){4}'; there are [a-z0-9_, ]+\.$"):
        get("0123456789" * 6)

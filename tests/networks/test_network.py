"""Backpropagation against central differences; ensembles against the same networks alone, bit for bit."""

import numpy as np
import pytest

from relu_viz.activations import ACTIVATIONS
from relu_viz.networks import INITIALIZERS, MLPEnsemble

RANDOM = np.random.default_rng(0)
X = RANDOM.standard_normal((7, 2))
TARGETS = {
    "logistic": (1, RANDOM.integers(0, 2, 7)),
    "softmax": (3, RANDOM.integers(0, 3, 7)),
    "squared": (2, RANDOM.standard_normal((7, 2))),
}


def numerical_gradient(nets, y):
    """Central differences of the loss in every parameter of every run, (runs, parameters)."""
    found = np.empty_like(nets.theta)
    step = 1e-6
    for p in range(nets.theta.shape[1]):
        kept = nets.theta[:, p].copy()
        losses = []
        for side in (1, -1):
            nets.theta[:, p] = kept + side * step
            losses.append(nets.gradient(X, y)[0])
        nets.theta[:, p] = kept
        found[:, p] = (losses[0] - losses[1]) / (2 * step)
    return found


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", TARGETS)
@pytest.mark.parametrize("hidden", [(5,), (4, 3, 4)])
def test_gradient_equals_central_differences(activation, loss, hidden):
    outputs, y = TARGETS[loss]
    nets = MLPEnsemble((2, *hidden, outputs), activation, runs=2, seed=3, loss=loss, bias_shift=0.1)
    _, gradient = nets.gradient(X, y)
    # What central differences themselves get wrong grows with the loss: with the largest slope, not with each.
    np.testing.assert_allclose(gradient, numerical_gradient(nets, y), rtol=1e-6, atol=1e-9 * np.abs(gradient).max())


@pytest.mark.parametrize("slopes", ["unit", "layer"])
def test_prelu_learns_one_slope_a_unit_or_one_a_layer(slopes):
    nets = MLPEnsemble((2, 4, 3, 1), "prelu", runs=2, slopes=slopes)
    assert nets.theta.shape[1] == 2 * 4 + 4 + 4 * 3 + 3 + 3 + 1 + (7 if slopes == "unit" else 2)
    assert np.all(nets.theta[:, -2:] == 0.25)
    y = TARGETS["logistic"][1]
    np.testing.assert_allclose(nets.gradient(X, y)[1], numerical_gradient(nets, y), rtol=1e-6, atol=1e-8)


def test_loss_and_gradient_equal_an_independent_computation():
    """A plain loop over samples and layers, written out: one hidden layer of ReLU, logistic loss."""
    nets = MLPEnsemble((2, 3, 1), "relu", seed=5)
    (w1, w2), y = (layer[0] for layer in nets.weights), TARGETS["logistic"][1]
    loss, into_w1, into_w2 = 0.0, np.zeros_like(w1), np.zeros_like(w2)
    for x, target in zip(X, y, strict=True):
        z1 = [sum(x[i] * w1[i, u] for i in range(2)) + w1[2, u] for u in range(3)]
        h = [max(0.0, z) for z in z1] + [1.0]
        p = 1 / (1 + np.exp(-sum(h[i] * w2[i, 0] for i in range(4))))
        loss -= (target * np.log(p) + (1 - target) * np.log(1 - p)) / 7
        for i in range(4):
            into_w2[i, 0] += h[i] * (p - target) / 7
        for u in range(3):
            for i, value in enumerate([*x, 1.0]):
                into_w1[i, u] += value * w2[u, 0] * (z1[u] > 0) * (p - target) / 7
    found_loss, gradient = nets.gradient(X, y)
    assert found_loss[0] == pytest.approx(loss, rel=1e-12)
    np.testing.assert_allclose(gradient[0], np.concatenate([into_w1.ravel(), into_w2.ravel()]), rtol=1e-12)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_an_ensemble_equals_its_networks_alone_bit_for_bit(activation):
    y = TARGETS["logistic"][1]
    together = MLPEnsemble((2, 5, 4, 1), activation, runs=6, seed=10)
    loss, gradient = together.gradient(X, y)
    for run in range(6):
        alone = MLPEnsemble((2, 5, 4, 1), activation, seed=10 + run)
        assert np.array_equal(alone.theta[0], together.theta[run])
        assert np.array_equal(alone.forward(X)[0], together.forward(X)[run])
        alone_loss, alone_gradient = alone.gradient(X, y)
        assert alone_loss[0] == loss[run]
        assert np.array_equal(alone_gradient[0], gradient[run])


@pytest.mark.parametrize("samples", [1, 2, 7, 10, 64])
@pytest.mark.parametrize("hidden", [(1,), (3, 1, 2), (8, 8), (33,)])
def test_the_short_cut_for_a_single_network_has_the_same_bits(samples, hidden):
    x = RANDOM.standard_normal((samples, 2))
    y = RANDOM.integers(0, 2, samples)
    together = MLPEnsemble((2, *hidden, 1), "tanh", runs=3, seed=0)
    alone = MLPEnsemble((2, *hidden, 1), "tanh", seed=2)
    assert np.array_equal(together.gradient(x, y)[1][2], alone.gradient(x, y)[1][0])


def test_shared_data_equals_the_same_data_for_each_run():
    nets = MLPEnsemble((2, 4, 1), runs=3)
    assert np.array_equal(nets.forward(X), nets.forward(np.stack([X] * 3)))


def test_every_run_may_have_its_alpha_scale_and_bias_shift():
    nets = MLPEnsemble((2, 4, 1), "leaky_relu", runs=2, alpha=[0.0, 0.5], scale=[1, 2], bias_shift=[0, -1], seed=7)
    for run, (alpha, scale, shift) in enumerate([(0.0, 1, 0), (0.5, 2, -1)]):
        alone = MLPEnsemble((2, 4, 1), "leaky_relu", alpha=alpha, scale=scale, bias_shift=shift, seed=7 + run)
        assert np.array_equal(alone.theta[0], nets.theta[run])
        assert np.array_equal(alone.forward(X)[0], nets.forward(X)[run])


def test_views_and_theta_are_the_same_memory():
    nets = MLPEnsemble((2, 3, 1))
    nets.weights[0][0, -1] = -100
    assert (nets.theta[0] == -100).sum() == 3
    assert not nets.penalized[nets.theta[0] == -100].any()


def test_float32_stays_float32():
    nets = MLPEnsemble((2, 3, 1), "elu", dtype=np.float32)
    assert nets.forward(X).dtype == nets.gradient(X, TARGETS["logistic"][1])[1].dtype == np.float32


FAN_IN, FAN_OUT = 300, 200
VARIANCES = {
    "he_normal": 2 / (1.25 * FAN_IN), "he_uniform": 2 / (1.25 * FAN_IN), "glorot_normal": 2 / 500,
    "glorot_uniform": 2 / 500, "lecun_normal": 1 / FAN_IN, "normal": 1, "zeros": 0,
}  # fmt: skip


@pytest.mark.parametrize(("name", "expected"), VARIANCES.items())
def test_initializers_have_the_published_variance(name, expected):
    fan_in, fan_out, a = FAN_IN, FAN_OUT, 0.5
    weights = INITIALIZERS[name].draw(np.random.default_rng(0), fan_in, fan_out, a)
    assert weights.shape == (fan_in, fan_out)
    assert weights.var() == pytest.approx(expected, rel=0.03)
    assert weights.mean() == pytest.approx(0, abs=0.02)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"layer_sizes": (2,)}, "two or more"),
        ({"layer_sizes": (2, 0, 1)}, "from 1 up"),
        ({"layer_sizes": (2, 3, 1), "runs": 0}, "from 1 up"),
        ({"layer_sizes": (2, 3, 1), "activation": "step"}, "relu"),
        ({"layer_sizes": (2, 3, 1), "initializer": "big"}, "he_normal"),
        ({"layer_sizes": (2, 3, 1), "loss": "hinge"}, "logistic"),
        ({"layer_sizes": (2, 3, 2), "loss": "logistic"}, "one output"),
        ({"layer_sizes": (2, 3, 1), "slopes": "all"}, '"unit" or "layer"'),
        ({"layer_sizes": (2, 3, 1), "seed": -1}, "from 0 up"),
    ],
)
def test_what_is_not_accepted_is_said_in_one_sentence(arguments, words):
    with pytest.raises(ValueError, match=words):
        MLPEnsemble(**arguments)

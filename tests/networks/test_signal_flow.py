"""A signal on its way through a small network and a gradient on its way back, unit by unit in a plain loop."""

from math import inf, log, nan, sqrt, tanh

import numpy as np
import pytest

from relu_viz.networks import MLPEnsemble, factor_per_layer, send_signal

X = np.random.default_rng(4).normal(size=(5, 3))


def plain_signal(nets: MLPEnsemble, run: int, arriving: np.ndarray) -> dict[str, list[float]]:
    """Mean, variance, mean square of tanh's answers and the root mean square of ∂L/∂z, layer by layer."""
    layers, h, zs = [layer[run] for layer in nets.weights], X.tolist(), []
    found = {"mean": [], "variance": [], "square": []}
    for weights in layers[:-1]:
        rows, units = weights.shape
        z = [[sum(x[i] * weights[i, u] for i in range(rows - 1)) + weights[-1, u] for u in range(units)] for x in h]
        h = [[tanh(value) for value in row] for row in z]
        every = [value for row in h for value in row]
        middle = sum(every) / len(every)
        found["mean"].append(middle)
        found["variance"].append(sum((value - middle) ** 2 for value in every) / len(every))
        found["square"].append(sum(value * value for value in every) / len(every))
        zs.append(z)
    slope = [[[1 - tanh(value) ** 2 for value in row] for row in z] for z in zs]
    delta = [[a * s for a, s in zip(*rows, strict=True)] for rows in zip(arriving.tolist(), slope[-1], strict=True)]
    back = [delta]
    for number in range(len(zs) - 1, 0, -1):
        weights = layers[number][:-1]
        delta = [
            [sum(w * d for w, d in zip(weights[i], row, strict=True)) * slopes[i] for i in range(len(weights))]
            for row, slopes in zip(delta, slope[number - 1], strict=True)
        ]
        back.insert(0, delta)
    sizes = [[value for row in each for value in row] for each in back]
    found["gradient"] = [sqrt(sum(value * value for value in each) / len(each)) for each in sizes]
    return found


def test_a_signal_is_that_of_a_plain_loop_in_every_run():
    nets = MLPEnsemble((3, 4, 2, 3, 1), "tanh", runs=2, seed=8, bias_shift=0.3)
    arriving = np.random.default_rng(6).standard_normal((5, 3))
    found = send_signal(nets, X, seed=6)
    for run in range(2):
        for name, expected in plain_signal(nets, run, arriving).items():
            np.testing.assert_allclose(getattr(found, name)[run], expected, rtol=1e-12)


def test_every_layer_s_slopes_are_its_own():
    nets = MLPEnsemble((3, 4, 2, 3, 1), "prelu", seed=8)
    nets.theta[:, -9:] = [0.1] * 4 + [0.5] * 2 + [0.9] * 3
    (z1, z2, z3), (_, _, w3, _) = (each[0] for each in nets.pre_activations(X)[:3]), (w[0] for w in nets.weights)
    arriving = np.random.default_rng(6).standard_normal((5, 3))
    last = arriving * np.where(z3 > 0, 1, 0.9)
    before = (last @ w3[:-1].T) * np.where(z2 > 0, 1, 0.5)
    found = send_signal(nets, X, seed=6)
    assert found.gradient[0, 1:].tolist() == pytest.approx([sqrt((before**2).mean()), sqrt((last**2).mean())])
    assert found.mean[0].tolist() == pytest.approx(
        [np.where(z > 0, z, alpha * z).mean() for z, alpha in ((z1, 0.1), (z2, 0.5), (z3, 0.9))]
    )


def test_a_single_hidden_layer_has_a_signal_too():
    nets = MLPEnsemble((3, 2, 1), "tanh")
    found = send_signal(nets, X)
    expected = plain_signal(nets, 0, np.random.default_rng(0).standard_normal((5, 2)))
    assert found.gradient.tolist() == [pytest.approx(expected["gradient"])]


@pytest.mark.parametrize(
    ("amounts", "factor"),
    [([8, 4, 2, 1], 0.5), ([1, 3, 9], 3), ([5, 5], 1), ([0, 2, 8], 4), ([2, 0, 8], 2), ([2, 8, inf], 4),
     ([0, 0, 5], 0), ([0, 0], 0), ([1, inf, inf], inf), ([5], 0), ([nan, 2, 6], 3), ([inf, 0], inf)],
)  # fmt: skip
def test_the_factor_of_a_layer_by_hand(amounts, factor):
    assert factor_per_layer(np.array([amounts], float)).tolist() == [pytest.approx(factor)]


def test_the_factor_is_the_slope_of_least_squares_in_the_logarithm():
    amounts = np.array([3.0, 1.0, 4.0, 1.0, 5.0])
    logs = [log(value) for value in amounts]
    slope = sum((n - 2) * (each - sum(logs) / 5) for n, each in enumerate(logs)) / 10
    assert factor_per_layer(amounts) == pytest.approx(np.exp(slope))

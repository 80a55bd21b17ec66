"""What experiments count in networks that are not trained: by plain loops over units, points and layers."""

from math import inf, log, sqrt

import numpy as np
import pytest

from relu_viz.experiments import dying_units, exploding, rescue, self_normalizing, sparse, vanishing
from relu_viz.experiments.misconceptions import additive
from relu_viz.experiments.non_linear import linear_regions
from relu_viz.networks import MLPEnsemble

POINTS = np.random.default_rng(5).normal(size=(7, 2))


def sent(nets: MLPEnsemble, run: int, point, f=lambda z: max(z, 0.0)) -> list[list[float]]:
    """z of every layer for one point."""
    h, found = list(point), []
    for weights in nets.weights:
        rows = weights[run].tolist()
        z = [sum(x * row[unit] for x, row in zip([*h, 1.0], rows, strict=True)) for unit in range(len(rows[0]))]
        found.append(z)
        h = [f(each) for each in z]
    return found


def test_a_network_is_born_dead_when_a_layer_answers_neither_sign():
    config = dying_units.Config(runs=40, deepest=5, seed=3)
    for width in (1, 2):
        found = dying_units.measure(config, width, range(2, 40))["born_dead"]
        nets = MLPEnsemble((1, *[width] * 5, 1), runs=38, seed=5)
        for run in range(38):
            signs = [sent(nets, run, [sign]) for sign in (1.0, -1.0)]
            silent = [all(z <= 0 for sign in signs for z in sign[layer]) for layer in range(5)]
            assert found[run].tolist() == [any(silent[: layer + 1]) for layer in range(5)]


def test_all_networks_are_counted_however_many_are_drawn_at_a_time():
    config = dying_units.Config(runs=1001, deepest=3, seed=4)
    first, rest = (
        int(dying_units.measure(config, 2, runs)["born_dead"][:, -1].sum()) for runs in (range(501), range(501, 1001))
    )
    assert dying_units.born_dead_probability(2, 3, 501, 4).value == first / 501
    assert dying_units.born_dead_probability(2, 3, 1001, 4).value == (first + rest) / 1001


def test_the_law_of_dead_networks_by_hand():
    # Width 2: a sign dies in a layer with chance 1/4; the first layer leaves one sign in half of the networks.
    low, high = dying_units.law(2, np.array([1, 2, 3]))
    died = [0, 1 / 4, 1 - (3 / 4) ** 2]
    assert high.tolist() == pytest.approx(died)
    assert low.tolist() == pytest.approx([0.5 * each + 0.5 * each**2 for each in died])


def test_zeros_are_counted_by_layer():
    nets = MLPEnsemble((2, 5, 4, 1), "relu", runs=3, seed=2, bias_shift=-0.2)
    found = sparse.zeros_by_layer(nets, POINTS)
    for run in range(3):
        layers = [sent(nets, run, point) for point in POINTS]
        for layer, units in enumerate((5, 4)):
            zeros = sum(z <= 0 for each in layers for z in each[layer])
            assert found[run, layer] == pytest.approx(zeros / (7 * units))


@pytest.mark.parametrize(("removed", "of_each_layer"), [(0.0, (0, 0)), (0.3, (2, 1)), (0.5, (2, 2)), (0.9, (4, 4))])
@pytest.mark.parametrize("outputs", [1, 3])
def test_the_smallest_activations_of_every_point_are_removed(removed, of_each_layer, outputs):
    nets = MLPEnsemble((2, 5, 4, outputs), "tanh", runs=2, seed=6)
    y = np.arange(7) % max(outputs, 2)
    found = sparse.accuracy_without(nets, POINTS, y, removed)
    for run in range(2):
        right = 0
        for point, truth in zip(POINTS, y, strict=True):
            h = list(point)
            for layer, weights in enumerate(nets.weights):
                z = [float(np.dot([*h, 1.0], weights[run][:, unit])) for unit in range(weights.shape[2])]
                h = [float(np.tanh(each)) for each in z]
                if layer < 2:
                    for unit in sorted(range(len(h)), key=lambda unit: abs(h[unit]))[: of_each_layer[layer]]:
                        h[unit] = 0.0
            right += (z.index(max(z)) if outputs > 1 else int(z[0] > 0)) == truth
        assert found[run] == pytest.approx(right / 7)


def test_a_unit_is_silent_while_it_is_above_zero_on_no_point_whatever_the_activation():
    for activation in ("relu", "elu"):
        nets = MLPEnsemble((2, 5, 3, 1), activation, runs=2, seed=1, bias_shift=-1.0)
        f = (lambda z: max(z, 0.0)) if activation == "relu" else (lambda z: z if z > 0 else float(np.expm1(z)))
        found = rescue.silent_units(nets, POINTS)
        for run in range(2):
            layers = [sent(nets, run, point, f) for point in POINTS]
            silent = [
                all(each[layer][unit] <= 0 for each in layers) for layer, n in ((0, 5), (1, 3)) for unit in range(n)
            ]
            assert found[run].tolist() == silent


def test_who_comes_back_is_counted_among_those_silent_at_the_start():
    silent = np.zeros((3, 4, 6), bool)  # run, check, unit
    silent[0, 0, :4] = silent[0, 1, :4] = True
    silent[0, 2, :3], silent[0, 3, :1] = True, True  # half of four are back at the last count
    silent[0, 3, 5] = True  # was active at the start
    silent[1, :, :3] = True  # none comes back; and in the third run nobody was silent
    config = rescue.Config(epochs=15)
    back = rescue.came_back(silent)
    assert back[:2].tolist() == [3 / 4, 0]
    assert np.isnan(back[2])
    assert rescue.half_back(config, silent).tolist() == [3, inf, inf]
    silent[0, 1, 2:] = False  # two of the four are back at the second count
    assert rescue.half_back(config, silent)[0] == 1


@pytest.mark.parametrize("units", [1, 3])
def test_pieces_of_the_plane_are_patterns_of_active_units(units):
    nets = MLPEnsemble((2, units, 1), runs=2, seed=3, bias_shift=0.4)
    across = [-3 + 6 * step / 95 for step in range(96)]
    for run, found in enumerate(linear_regions(nets)):
        rows = nets.weights[0][run].tolist()
        patterns = {
            tuple(a * rows[0][unit] + b * rows[1][unit] + rows[2][unit] > 0 for unit in range(units))
            for a in across
            for b in across
        }
        assert found == len(patterns)


def test_a_network_that_is_no_rectifier_is_one_piece():
    assert linear_regions(MLPEnsemble((2, 4, 1), "tanh", runs=3)).tolist() == [1, 1, 1]


def test_pairs_of_the_same_sign_add_up():
    found = additive(range(2, 4), 10)
    for place, seed in enumerate((12, 13)):
        a, b = np.random.default_rng(seed).standard_normal((2, 1000)).tolist()
        assert found["value"][place] == sum((x > 0) == (y > 0) for x, y in zip(a, b, strict=True)) / 1000
    assert found["reference"].tolist() == [1, 1]


@pytest.mark.parametrize(("growth", "gain"), [
    ([*[0.5] * 7, 0.8, 1.25, *[2.0] * 12], 1.375 + 0.125 / 2), ([2.0] * 21, 0.5), ([0.9] * 21, inf),
    ([*[0.9] * 20, 1.1], 2.875 + 0.125 * log(0.9) / log(0.9 / 1.1)), ([0.9, 1.1, *[0.5] * 19], 0.5 + 0.125 * 0.525),
    ([*[0.5] * 4, 1.0, 4.0, *[9.0] * 15], 1.0),
])  # fmt: skip
def test_the_gain_at_which_a_signal_begins_to_grow(growth, gain):
    assert exploding.critical_gain(np.array([growth, [0.5] * 21]))[0] == pytest.approx(gain, abs=1e-4)


def test_the_two_inputs_of_self_normalizing_networks():
    config = self_normalizing.Config(depth=4, width=8, mean=-0.5, variance=3.0, seed=6)
    found = self_normalizing.measure(config, ("relu", "he_normal"), range(2, 4))
    standard = np.random.default_rng((6, 1)).standard_normal((64, 8))
    for run in range(2):
        nets = MLPEnsemble((8, 8, 8, 8, 8, 1), "relu", initializer="he_normal", seed=8 + run)
        for which, h in (("", standard), ("_shifted", standard * sqrt(3.0) - 0.5)):
            for layer, weights in enumerate(nets.weights[:-1]):
                h = np.maximum(h @ weights[0, :-1], 0)
                assert found[f"mean{which}"][run, layer] == pytest.approx(h.mean(), rel=1e-5)
                assert found[f"variance{which}"][run, layer] == pytest.approx(h.var(), rel=1e-5)


def test_a_gain_multiplies_the_signal_in_every_layer():
    once, twice = (
        vanishing.measure(vanishing.Config(depth=3, width=4, gain=gain), ("relu", "lecun_normal"), range(2))
        for gain in (1.0, 2.0)
    )
    for layer in range(3):
        assert twice["square"][:, layer] == pytest.approx(4 ** (layer + 1) * once["square"][:, layer])
        assert twice["gradient"][:, layer] == pytest.approx(2 ** (2 - layer) * once["gradient"][:, layer])


def test_signals_are_those_of_networks_with_their_initializer():
    config = vanishing.Config(depth=3, width=4, seed=5)
    found = vanishing.measure(config, ("tanh", "glorot_normal"), range(1, 3))
    X = np.random.default_rng((5, 1)).standard_normal((32, 4))
    for run in range(2):
        h = X
        nets = MLPEnsemble((4, 4, 4, 4, 1), "tanh", initializer="glorot_normal", seed=6 + run)
        for layer, weights in enumerate(nets.weights[:-1]):
            h = np.tanh(h @ weights[0, :-1])
            assert found["mean"][run, layer] == pytest.approx(h.mean(), rel=1e-4)
            assert found["square"][run, layer] == pytest.approx((h**2).mean(), rel=1e-4)

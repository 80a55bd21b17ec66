"""Fully connected ensembles: what they keep between two passes."""

import numpy as np

from relu_viz.networks import MLPEnsemble


def test_large_buffers_go_and_small_ones_stay_and_no_number_changes():
    rng = np.random.default_rng(0)
    nets = MLPEnsemble((2, 40, 1), "relu", runs=3, seed=1)
    for samples, kept in ((10, True), (3000, False)):
        x, y = nets.with_ones(rng.standard_normal((samples, 2))), rng.integers(0, 2, (3, samples)).astype(float)
        before = nets.propagate(x)[-1].copy()
        gradient = nets.backpropagate(np.broadcast_to(x, (3, *x.shape[1:])), y).copy()
        by_unit = nets.propagate_by_unit(np.broadcast_to(x, (3, *x.shape[1:])), slice(0, 3))[-1].copy()
        space = nets._workspace(samples)
        nets.drop_large_buffers()
        assert (nets._workspace(samples) is space) == kept
        assert np.array_equal(nets.propagate(x)[-1], before)
        assert np.array_equal(nets.backpropagate(np.broadcast_to(x, (3, *x.shape[1:])), y), gradient)
        assert np.array_equal(nets.propagate_by_unit(np.broadcast_to(x, (3, *x.shape[1:])), slice(0, 3))[-1], by_unit)

"""An ensemble of fully connected networks of one shape, trained as one array program.

A layer is z = h W + b and h = f(z); the last layer's z are the logits. The bias is the last row of W, met by a column
of ones in h: so a whole step is a few array operations, whether there is one network or a thousand.
"""

from functools import cached_property
from itertools import pairwise

import numpy as np

from relu_viz.base import Float
from relu_viz.networks.ensemble import Ensemble

MOST_BYTES_KEPT = 2**20  # of buffers of each kind, while a network is not at work


class MLPEnsemble(Ensemble):
    """``runs`` fully connected networks of one shape; see ``Ensemble`` for the parameters."""

    def _shapes(self) -> list[tuple[int, int]]:
        return list(pairwise(self.layer_sizes))

    def with_ones(self, X: np.ndarray) -> Float[np.ndarray, "_ samples inputs_and_one"]:
        """X with an axis of runs in front (of 1 if shared) and the column of ones that carries the bias."""
        X = np.asarray(X, self.dtype)
        X = X[None] if X.ndim == 2 else X
        return np.concatenate([X, np.ones((*X.shape[:2], 1), self.dtype)], axis=2)

    def propagate(self, x: Float[np.ndarray, "_ samples inputs_and_one"]) -> list[np.ndarray]:
        """z of every layer, (runs, samples, units): buffers, good until the next pass. See ``Ensemble.propagate``."""
        space = self._workspace(x.shape[1])
        multiply, activate = self._multiply, self.spec.value
        h = self._lone(x)
        for weights, z, alpha, after, interior in space.hidden_layers:
            multiply(h, weights, out=z)
            interior[...] = activate(z, alpha)
            h = after
        multiply(h, space.last_weights, out=space.last_z)
        return space.z

    def propagate_by_unit(self, x: Float[np.ndarray, "_ samples inputs_and_one"], rows: slice) -> list[np.ndarray]:
        """z of every layer for some of the runs, whose x this is: as from ``propagate``, in another order in memory.

        A unit's answers to all samples lie side by side, as sums over samples are fastest. Buffers, good until the next
        pass of as many runs.
        """
        h, buffers = x, self._buffers_by_unit(*x.shape[:2])
        for weights, alpha, (z, after) in zip(self.weights[:-1], self.alpha_of_layer, buffers, strict=True):
            np.matmul(h, weights[rows], out=z)
            after[..., :-1] = self.spec.value(z, alpha[rows])
            h = after
        return [*(z for z, _ in buffers), np.matmul(h, self.weights[-1][rows])]

    def backpropagate(self, x: Float[np.ndarray, "_ samples inputs_and_one"], y: np.ndarray) -> np.ndarray:
        """The gradient after ``propagate(x)``: a buffer (runs, parameters), good until the next."""
        space = self._workspace(x.shape[1])
        multiply, slope = self._multiply, self.spec.slope
        delta = self._lone(self.loss.gradient(space.z[-1], y))
        for h_transposed, into, weights_transposed, packed, back, z, alpha, slopes_into in space.layers_backward:
            multiply(h_transposed, delta, out=into)
            packed[...] = weights_transposed  # BLAS is so much faster on it that the copy pays
            delta = multiply(delta, packed, out=back)
            if self.slopes:
                slopes_into[...] = self._by_slope(delta, z, alpha)
            delta *= slope(z, alpha)
        multiply(self._lone(x).swapaxes(-1, -2), delta, out=space.first_gradient)
        return self._gradient

    def drop_large_buffers(self) -> None:
        """Forget what is only kept to be filled again, where that is large; the next pass makes it anew."""
        if sum(each.nbytes for each in self._workspaces.values()) > MOST_BYTES_KEPT:
            self._workspaces.clear()
        if sum(each.nbytes for layers in self._by_unit.values() for pair in layers for each in pair) > MOST_BYTES_KEPT:
            self._by_unit.clear()

    def _lone(self, array: np.ndarray) -> np.ndarray:
        return array[0] if self.runs == 1 else array

    def _buffers_by_unit(self, runs: int, samples: int) -> list[tuple[np.ndarray, np.ndarray]]:
        """z, and h with its column of ones, of every hidden layer: (runs, samples, _), in memory (runs, _, samples)."""
        if (runs, samples) not in self._by_unit:
            self._by_unit[runs, samples] = [
                (
                    np.empty((runs, units, samples), self.dtype).swapaxes(1, 2),
                    np.ones((runs, units + 1, samples), self.dtype).swapaxes(1, 2),
                )
                for units in self.layer_sizes[1:-1]
            ]
        return self._by_unit[runs, samples]

    @cached_property
    def _by_unit(self) -> dict[tuple[int, int], list[tuple[np.ndarray, np.ndarray]]]:
        return {}

    @cached_property
    def _workspaces(self) -> dict[int, "_Workspace"]:
        return {}

    def _workspace(self, samples: int) -> "_Workspace":
        if samples not in self._workspaces:
            self._workspaces[samples] = _Workspace(self, samples)
        return self._workspaces[samples]


class _Workspace:
    """Buffers for one number of samples, and every view of them and of the parameters that a pass needs.

    z (runs, samples, units) of every layer, and h with its column of ones of every hidden layer; the views that the
    passes use are without the axis of runs for a single network.
    """

    def __init__(self, nets: MLPEnsemble, samples: int):
        units, lone = nets.layer_sizes[1:], nets._lone
        self.nbytes = 3 * nets.dtype.itemsize * nets.runs * samples * sum(units)  # z, h and what is passed back
        self.z = [np.empty((nets.runs, samples, n), nets.dtype) for n in units]
        h = [lone(np.ones((nets.runs, samples, n + 1), nets.dtype)) for n in units[:-1]]
        z = [lone(z) for z in self.z]
        weights = [lone(weights) for weights in nets.weights]
        alphas = [lone(alpha) for alpha in nets.alpha_of_layer]
        into = [lone(gradient) for gradient in nets.weight_views(nets._gradient)]
        slopes_into = [lone(gradient) for gradient in nets.slope_views(nets._gradient)] or [np.empty(0)] * len(h)
        self.last_weights, self.last_z, self.first_gradient = weights[-1], z[-1], into[0]
        self.hidden_layers = [
            (weights[layer], z[layer], alphas[layer], h[layer], h[layer][..., :-1]) for layer in range(len(h))
        ]
        weights_transposed = [each[..., :-1, :].swapaxes(-1, -2) for each in weights]
        self.layers_backward = [
            (
                h[layer].swapaxes(-1, -2),
                into[layer + 1],
                weights_transposed[layer + 1],
                np.empty(weights_transposed[layer + 1].shape, nets.dtype),
                np.empty_like(z[layer]),
                z[layer],
                alphas[layer],
                slopes_into[layer],
            )
            for layer in reversed(range(len(h)))
        ]

"""An ensemble of small convolutional networks, trained as one array program.

A convolution is a dense layer that looks at every 3 × 3 window of its input with the same weights. So the windows are
cut out once, as rows, and one matrix product does a whole layer: z = windows · W + b. The gradient goes back through
the same operation, with the filters turned around.
"""

from itertools import pairwise
from math import isqrt

import numpy as np

from relu_viz.base import Float
from relu_viz.networks.ensemble import Ensemble

WINDOW = 3  # a side; a border of zeros keeps maps as large as the image


class ConvEnsemble(Ensemble):
    """``runs`` networks: 3 × 3 convolutions one after another, a 2 × 2 max-pool, a dense layer to the outputs.

    ``layer_sizes`` are the pixels of a square image, the filters of every convolution, and the outputs. A filter is a
    unit that is asked at every place of every image. See ``Ensemble`` for the other parameters.

    Raises
    ------
    ValueError
        If the image is not square with an even side, or there is no convolution.
    """

    def _shapes(self) -> list[tuple[int, int]]:
        pixels, *filters, outputs = self.layer_sizes
        self.side = isqrt(pixels)
        if self.side**2 != pixels or self.side % 2:
            raise ValueError(f"A square image with an even side is needed, not {pixels} pixels.")
        if not filters:
            raise ValueError("At least one convolution is needed: layer_sizes has pixels, filters …, outputs.")
        convolutions = [(WINDOW**2 * channels, after) for channels, after in pairwise([1, *filters])]
        return [*convolutions, (pixels // 4 * filters[-1], outputs)]

    def with_ones(self, X: np.ndarray) -> Float[np.ndarray, "_ samples pixels"]:
        """X with an axis of runs in front (of 1 if shared); windows need no column of ones."""
        X = np.asarray(X, self.dtype)
        return X[None] if X.ndim == 2 else X

    def propagate(self, x: Float[np.ndarray, "_ samples pixels"]) -> list[np.ndarray]:
        """z of every layer, (runs, samples · places, filters), the last (runs, samples, outputs)."""
        images = x.reshape(*x.shape[:2], self.side, self.side, 1)
        self._windows, self._maps, z = [], [], []
        for weights, alpha in zip(self.weights[:-1], self.alpha_of_layer, strict=True):
            windows = windows_of(images)
            z.append(windows @ weights[:, :-1] + weights[:, -1:])
            activations = self.spec.value(z[-1], alpha)
            images = activations.reshape(self.runs, x.shape[1], self.side, self.side, -1)
            self._windows.append(windows)
            self._maps.append(images)
        self._pooled = max_pool(images)
        self._last_z = self._flat(self._pooled) @ self.weights[-1][:, :-1] + self.weights[-1][:, -1:]
        self._z = z
        return [*z, self._last_z]

    def backpropagate(self, x: Float[np.ndarray, "_ samples pixels"], y: np.ndarray) -> np.ndarray:  # noqa: ARG002
        """The gradient after ``propagate(x)``: a buffer (runs, parameters), good until the next."""
        into = self.weight_views(self._gradient)
        slopes_into = self.slope_views(self._gradient)
        delta = self.loss.gradient(self._last_z, y)
        _put_gradient(into[-1], self._flat(self._pooled), delta)
        delta = (delta @ self.weights[-1][:, :-1].swapaxes(1, 2)).reshape(self._pooled.shape)
        delta = unpool(delta, self._maps[-1], self._pooled)
        for layer in reversed(range(len(self._z))):
            z, alpha = self._z[layer], self.alpha_of_layer[layer]
            delta = delta.reshape(z.shape)
            if self.slopes:
                slopes_into[layer][...] = self._by_slope(delta, z, alpha)
            delta *= self.spec.slope(z, alpha)
            _put_gradient(into[layer], self._windows[layer], delta)
            if layer:
                delta = windows_of(delta.reshape(self._maps[layer].shape)) @ turned(self.weights[layer][:, :-1])
        return self._gradient

    @staticmethod
    def _flat(maps: np.ndarray) -> np.ndarray:
        return maps.reshape(*maps.shape[:2], -1)


def windows_of(images: Float[np.ndarray, "runs samples side side channels"]) -> Float[np.ndarray, "runs places inputs"]:
    """Every 3 × 3 window as a row: (runs, samples · side², 9 · channels), the border filled with zeros."""
    runs, samples, side, _, channels = images.shape
    padded = np.zeros((runs, samples, side + 2, side + 2, channels), images.dtype)
    padded[:, :, 1:-1, 1:-1] = images
    windows = np.lib.stride_tricks.sliding_window_view(padded, (WINDOW, WINDOW), axis=(2, 3))
    windows = np.moveaxis(windows, 4, -1)  # channels last, so that the copy goes through memory in long stretches
    return windows.reshape(runs, samples * side * side, WINDOW**2 * channels)


def turned(weights: Float[np.ndarray, "runs inputs filters"]) -> Float[np.ndarray, "runs outputs channels"]:
    """The filters that carry a gradient back: turned by half a circle, their inputs and outputs exchanged."""
    runs, _, filters = weights.shape
    square = weights.reshape(runs, WINDOW, WINDOW, -1, filters)[:, ::-1, ::-1]
    return square.swapaxes(3, 4).reshape(runs, WINDOW**2 * filters, -1)


def max_pool(maps: Float[np.ndarray, "runs samples side side filters"]) -> np.ndarray:
    """The largest of every 2 × 2: (runs, samples, side / 2, side / 2, filters)."""
    a, b, c, d = _quarters(maps)
    return np.maximum(np.maximum(a, b), np.maximum(c, d))


def unpool(delta: np.ndarray, maps: np.ndarray, pooled: np.ndarray) -> np.ndarray:
    """The gradient before ``max_pool`` from the one after it: it goes to the largest, among equals to the first."""
    before = np.empty_like(maps)
    free = np.ones(pooled.shape, bool)
    for into, each in zip(_quarters(before), _quarters(maps), strict=True):
        largest = free & (each == pooled)
        np.multiply(delta, largest, out=into)
        free &= ~largest
    return before


def _quarters(maps: np.ndarray) -> list[np.ndarray]:
    """Views of the four places of every 2 × 2, row by row."""
    return [maps[:, :, row::2, column::2] for row in (0, 1) for column in (0, 1)]


def _put_gradient(into: np.ndarray, inputs: np.ndarray, delta: np.ndarray) -> None:
    """The gradient of one layer's weights and, in the last row, of its biases."""
    np.matmul(inputs.swapaxes(1, 2), delta, out=into[:, :-1])
    delta.sum(axis=1, out=into[:, -1])

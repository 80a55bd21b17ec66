"""What every ensemble of networks has: its parameters in one flat array, how they start, its activation and its loss.

All parameters of a run lie in one row of ``theta``: layer by layer a matrix whose last row is the bias, then PReLU's
slopes. So an optimizer's step is a few operations on one array, whatever the kind of network and however many there
are. What a kind of network does with its matrices is said by its own class.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from relu_viz.activations import Activation, get_activation
from relu_viz.base import Bool, Float
from relu_viz.networks.initializers import get_initializer
from relu_viz.networks.losses import Loss, get_loss

Scalars = float | Sequence[float] | np.ndarray  # one number, or one for each run


class Ensemble(ABC):
    """``runs`` networks of one shape.

    Parameters
    ----------
    layer_sizes
        Inputs, hidden units layer by layer, outputs: at least two numbers. One output means two classes.
    activation
        A name of the registry or what ``get_activation`` gives.
    alpha
        The activation's alpha, one for all or one for each run; its default if None.
    runs
        How many networks.
    initializer
        A name of the registry; None for parameters that come from elsewhere, and are 0 until then.
    scale, bias_shift
        What every weight is multiplied by and every hidden bias is shifted by at the start; one for each run if an
        array.
    seed
        Run r starts as a network of its own with seed + r would, whatever its company.
    loss
        "logistic" (one output), "softmax", "squared" or "squared_relu" (the same after a ReLU at the output), or a loss
        of one's own; the first two by the number of outputs if None.
    slopes
        PReLU's learned slopes: "unit", one for each hidden unit, or "layer", one for each hidden layer.
    dtype
        float64 or float32.

    Raises
    ------
    ValueError
        In one sentence, for sizes, names, alphas or seeds that are not accepted.
    """

    def __init__(
        self,
        layer_sizes: Sequence[int],
        activation: str | Activation = "relu",
        *,
        alpha: Scalars | None = None,
        runs: int = 1,
        initializer: str | None = "he_normal",
        scale: Scalars = 1.0,
        bias_shift: Scalars = 0.0,
        seed: int = 0,
        loss: str | Loss | None = None,
        slopes: str = "unit",
        dtype: type = np.float64,
    ):
        if len(layer_sizes) < 2:
            raise ValueError(f"layer_sizes must be two or more whole numbers, not {tuple(layer_sizes)}.")
        self.layer_sizes = tuple(_whole("each of layer_sizes", size, 1) for size in layer_sizes)
        runs, seed = _whole("runs", runs, 1), _whole("seed", seed, 0)
        if dtype not in (np.float64, np.float32, "float64", "float32"):
            raise ValueError(f"dtype must be float64 or float32, not {dtype!r}.")
        if slopes not in ("unit", "layer"):
            raise ValueError(f'slopes must be "unit" or "layer", not {slopes!r}.')
        self.shapes = self._shapes()
        self.runs = runs
        self.dtype = np.dtype(dtype)
        self.activation = activation if isinstance(activation, Activation) else get_activation(activation)
        self.spec = self.activation.spec
        by_outputs = "logistic" if self.layer_sizes[-1] == 1 else "softmax"
        self.loss = loss if isinstance(loss, Loss) else get_loss(loss or by_outputs)
        if self.loss.name == "logistic" and self.layer_sizes[-1] != 1:
            raise ValueError(f"The logistic loss needs one output, not {self.layer_sizes[-1]}.")
        self.alpha = self._alphas(alpha)
        self.slope_per_layer = slopes == "layer"
        self._slope_units = self._count_slopes()
        self._theta = np.empty((runs, self._weight_count + sum(self._slope_units)), self.dtype)
        self.weights = self.weight_views(self._theta)
        self.slopes = self.slope_views(self._theta)
        self._gradient = np.empty_like(self._theta)
        self.alpha_of_layer = [slopes[:, None, :] for slopes in self.slopes] or [self.alpha[:, None, None]] * (
            len(self.weights) - 1
        )
        # For a single network the same BLAS calls without the cost of matmul's loop over runs; the bits are the same.
        self._multiply = np.dot if runs == 1 else np.matmul
        self._initialize(initializer, scale, bias_shift, seed)

    @abstractmethod
    def _shapes(self) -> list[tuple[int, int]]:
        """Fan-in and fan-out of every layer's matrix, the bias's row not counted."""

    @abstractmethod
    def with_ones(self, X: np.ndarray) -> Float[np.ndarray, "_ samples inputs_of_a_pass"]:
        """X as ``propagate`` takes it, with an axis of runs in front (of 1 if shared)."""

    @abstractmethod
    def propagate(self, x: Float[np.ndarray, "_ samples inputs_of_a_pass"]) -> list[np.ndarray]:
        """Forward pass over ``with_ones(X)``, for a training loop: z of every layer, (runs, places, units).

        The last are the logits, (runs, samples, outputs). They may be buffers, good until the next pass. A network that
        overflows gives inf or nan: whoever calls this silences NumPy's warnings around the whole loop and looks for
        them.
        """

    @abstractmethod
    def backpropagate(self, x: Float[np.ndarray, "_ samples inputs_of_a_pass"], y: np.ndarray) -> np.ndarray:
        """The gradient after ``propagate(x)``: a buffer (runs, parameters), good until the next."""

    @property
    def theta(self) -> Float[np.ndarray, "runs parameters"]:
        """Every parameter of every run: layer by layer (fan-in + 1, fan-out), then PReLU's slopes. Write into it."""
        return self._theta

    def activation_of(self, run: int) -> Activation:
        """The activation of one run with its alpha; where that is learned, with the one it starts from."""
        return Activation(self.spec, float(self.alpha[run]))

    @property
    def hidden_units(self) -> int:
        """How many hidden units one network has."""
        return sum(self.layer_sizes[1:-1])

    @property
    def penalized(self) -> Bool[np.ndarray, " parameters"]:
        """Which parameters L1 and L2 act on: the weights, not the biases and not PReLU's slopes."""
        mask = np.zeros((1, self._theta.shape[1]), bool)
        for layer in self.weight_views(mask):
            layer[:, :-1] = True
        return mask[0]

    def forward(self, X: Float[np.ndarray, "*runs samples inputs"]) -> Float[np.ndarray, "runs samples outputs"]:
        """The logits of every run for shared X (samples, inputs) or one X for each run (runs, samples, inputs)."""
        return self.pre_activations(X)[-1]

    def answer(self, X: Float[np.ndarray, "*runs samples inputs"]) -> Float[np.ndarray, "runs samples outputs"]:
        """What every run says: the logits, or what a ReLU at the output makes of them."""
        return self.loss.answer(self.forward(X))

    def pre_activations(self, X: Float[np.ndarray, "*runs samples inputs"]) -> list[Float[np.ndarray, "runs places _"]]:
        """z of every layer, the last being the logits: a list of (runs, places, units); see ``propagate``."""
        with np.errstate(all="ignore"):
            return [z.copy() for z in self.propagate(self.with_ones(X))]

    def gradient(
        self, X: Float[np.ndarray, "*runs samples inputs"], y: np.ndarray
    ) -> tuple[Float[np.ndarray, " runs"], Float[np.ndarray, "runs parameters"]]:
        """The mean loss of every run, (runs,), and its gradient by backpropagation, (runs, parameters).

        y has shape (samples,) or (runs, samples): 0 or 1 for one output, the class for several, the target for
        ``loss="squared"`` (then (samples, outputs) too).
        """
        x, y = self.with_ones(X), np.asarray(y)
        with np.errstate(all="ignore"):
            loss = self.loss.per_sample(self.propagate(x)[-1], y).mean(axis=-1)
            return loss, self.backpropagate(x, y).copy()

    def weight_views(self, flat: np.ndarray) -> list[np.ndarray]:
        """Views (runs, fan_in + 1, fan_out) into rows laid out like theta; the last row of each is the bias."""
        views, at = [], 0
        for fan_in, fan_out in self.shapes:
            end = at + (fan_in + 1) * fan_out
            views.append(flat[:, at:end].reshape(len(flat), fan_in + 1, fan_out))
            at = end
        return views

    def slope_views(self, flat: np.ndarray) -> list[np.ndarray]:
        """Views (runs, units) or (runs, 1) of each hidden layer's learned slopes; empty if nothing is learned."""
        ends = np.cumsum([self._weight_count, *self._slope_units])
        return [flat[:, at:end] for at, end in pairwise(ends)]

    def _by_slope(self, delta, z, alpha) -> np.ndarray:
        assert self.spec.slope_by_alpha is not None, "an activation whose alpha is learned gives its slope by alpha"
        by_unit = (delta * self.spec.slope_by_alpha(z, alpha)).sum(axis=-2)
        return by_unit.sum(axis=-1, keepdims=True) if self.slope_per_layer else by_unit

    @property
    def _weight_count(self) -> int:
        return sum((fan_in + 1) * fan_out for fan_in, fan_out in self.shapes)

    def _alphas(self, alpha: Scalars | None) -> np.ndarray:
        if alpha is None:
            return np.full(self.runs, self.activation.alpha, self.dtype)
        checked = [self.spec.check_alpha(one) for one in self._of_each_run("alpha", alpha).tolist()]
        return np.asarray(checked, self.dtype)

    def _of_each_run(self, label: str, given: Scalars) -> Float[np.ndarray, " runs"]:
        try:
            return np.broadcast_to(np.asarray(given, float), (self.runs,))
        except (TypeError, ValueError):
            raise ValueError(
                f"{label} must be one number, or one for each of {self.runs} runs, not {given!r}."
            ) from None

    def _count_slopes(self) -> list[int]:
        if not (self.spec.alpha and self.spec.alpha.learned):
            return []
        return [1 if self.slope_per_layer else units for units in self.layer_sizes[1:-1]]

    def _initialize(self, initializer: str | None, scale: Scalars, bias_shift: Scalars, seed: int) -> None:
        if initializer is None:
            self._theta[...] = 0
            return
        draw = get_initializer(initializer).draw
        scales, shifts = self._of_each_run("scale", scale), self._of_each_run("bias_shift", bias_shift)
        for run in range(self.runs):
            rng = np.random.default_rng(seed + run)
            negative_slope = float(self.alpha[run]) if self.spec.has_negative_slope else 0.0
            for weights in self.weights:
                fan_in, fan_out = weights.shape[1] - 1, weights.shape[2]
                weights[run, :-1] = scales[run] * draw(rng, fan_in, fan_out, negative_slope)
                weights[run, -1] = shifts[run] if weights is not self.weights[-1] else 0
        for layer in self.slopes:
            layer[:] = self.alpha[:, None]


def _whole(label: str, value: Any, least: int) -> int:
    """A whole number that is at least so large, or a sentence."""
    is_number = isinstance(value, int | float | np.number) and not isinstance(value, bool)
    if not is_number or not least <= value <= np.iinfo(int).max or value != int(value):
        raise ValueError(f"{label} must be a whole number from {least} up, not {repr(value)[:40]}.")
    return int(value)

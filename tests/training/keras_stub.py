"""Those few functions of Keras that exported code calls, by NumPy and SciPy, each written from Keras' documentation."""

from types import ModuleType

import numpy as np
from scipy.special import erf

SELU_SCALE, SELU_ALPHA = 1.05070098, 1.67326324


def module() -> ModuleType:
    """A module ``keras`` with ``ops``, to stand where Keras is not installed."""
    ops = ModuleType("keras.ops")
    ops.convert_to_tensor = np.asarray
    ops.stack = np.stack
    ops.where = np.where
    ops.sin, ops.tanh, ops.sqrt, ops.abs = np.sin, np.tanh, np.sqrt, np.abs
    ops.relu = lambda x: np.maximum(x, 0)
    ops.leaky_relu = lambda x, negative_slope=0.2: np.where(x < 0, negative_slope * x, x)
    ops.elu = lambda x, alpha=1.0: np.where(x < 0, alpha * (np.exp(np.minimum(x, 0)) - 1), x)
    ops.selu = lambda x: SELU_SCALE * ops.elu(x, SELU_ALPHA)
    ops.sigmoid = lambda x: 1 / (1 + np.exp(-x))
    ops.silu = lambda x: x * ops.sigmoid(x)
    ops.softplus = lambda x: np.log1p(np.exp(-np.abs(x))) + np.maximum(x, 0)
    ops.gelu = _gelu
    keras = ModuleType("keras")
    keras.ops = ops
    return keras


def _gelu(x, approximate=True):
    if approximate:
        return 0.5 * x * (1 + np.tanh((2 / np.pi) ** 0.5 * (x + 0.044715 * x**3)))
    return 0.5 * x * (1 + erf(x / 2**0.5))

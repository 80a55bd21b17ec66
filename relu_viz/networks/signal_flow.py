"""A signal on its way through a deep network at initialization, and a gradient on its way back, layer by layer."""

from dataclasses import dataclass

import numpy as np

from relu_viz.base import Float
from relu_viz.networks.mlp import MLPEnsemble


@dataclass(frozen=True)
class Signal:
    """Each (runs, layers), from the first hidden layer to the last, over all samples and units of a layer.

    ``mean`` and ``variance`` are those of h = f(z), ``square`` is the mean of h², ``gradient`` the root mean square
    of ∂L/∂z for a random gradient of size 1 that arrives behind the last hidden layer.
    """

    mean: Float[np.ndarray, "runs layers"]
    variance: Float[np.ndarray, "runs layers"]
    square: Float[np.ndarray, "runs layers"]
    gradient: Float[np.ndarray, "runs layers"]


def send_signal(nets: MLPEnsemble, X: Float[np.ndarray, "samples inputs"], seed: int = 0) -> Signal:
    """Send X forward and a random gradient back.

    Overflow gives inf, not an error. He et al. 2015, section 2.2, and Glorot & Bengio 2010, section 4.2, follow the
    same quantities.

    Raises
    ------
    ValueError
        If the networks have no hidden layer.
    """
    if not nets.hidden_units:
        raise ValueError("A signal is followed through hidden layers; these networks have none.")
    value, slope, alphas = nets.spec.value, nets.spec.slope, nets.alpha_of_layer
    with np.errstate(all="ignore"):
        hidden = nets.pre_activations(X)[:-1]
        h = [value(z, alpha) for z, alpha in zip(hidden, alphas, strict=True)]
        delta = np.random.default_rng(seed).standard_normal(hidden[-1].shape[1:]) * slope(hidden[-1], alphas[-1])
        back = [_root_mean_square(delta)]
        for z, alpha, weights in zip(hidden[-2::-1], alphas[-2::-1], nets.weights[-2:0:-1], strict=True):
            delta = delta @ weights[:, :-1].swapaxes(1, 2) * slope(z, alpha)
            back.append(_root_mean_square(delta))
        return Signal(
            mean=np.stack([layer.mean(axis=(1, 2)) for layer in h], axis=1),
            variance=np.stack([layer.var(axis=(1, 2)) for layer in h], axis=1),
            square=np.stack([(layer**2).mean(axis=(1, 2)) for layer in h], axis=1),
            gradient=np.stack(back[::-1], axis=1),
        )


def factor_per_layer(amounts: Float[np.ndarray, "*some layers"]) -> Float[np.ndarray, "*some"]:
    """By what a positive amount is multiplied from one layer to the next: e to the slope of its logarithm.

    The slope is that of least squares over the layers where the amount is a positive finite number; with fewer than
    two of them the factor is 0 (all lost) or inf (all overflown).
    """
    layers = np.arange(amounts.shape[-1])
    usable = np.isfinite(amounts) & (amounts > 0)
    logs = np.log(np.where(usable, amounts, 1))
    count = usable.sum(axis=-1)
    enough = count >= 2
    with np.errstate(all="ignore"):
        centre = (usable * layers).sum(axis=-1) / count
        apart = usable * (layers - centre[..., None])
        slope = (apart * logs).sum(axis=-1) / (apart**2).sum(axis=-1)
    lost = np.where(np.isposinf(amounts).any(axis=-1), np.inf, 0.0)
    return np.where(enough, np.exp(np.where(enough, slope, 0)), lost)


def _root_mean_square(arrays: Float[np.ndarray, "runs samples units"]) -> Float[np.ndarray, " runs"]:
    return np.sqrt((arrays**2).mean(axis=(1, 2)))

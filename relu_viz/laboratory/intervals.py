"""95 % intervals: Wilson's for shares, the bootstrap for medians."""

from dataclasses import dataclass
from typing import Any

import numpy as np

Z_95 = 1.959963984540054  # the standard normal's 97.5 % quantile
RESAMPLES = 2000


@dataclass(frozen=True)
class Interval:
    """An estimate with the ends of its 95 % interval; each a number, or arrays of one shape."""

    value: Any
    low: Any
    high: Any

    def __format__(self, spec: str) -> str:
        """Like "51% (49% to 53%)", every number by the format given."""
        return f"{self.value:{spec}} ({self.low:{spec}} to {self.high:{spec}})"

    def apart_from(self, other: "Interval") -> bool:
        """Whether the two intervals do not meet."""
        return bool(self.high < other.low or other.high < self.low)


def share(successes: Any, trials: Any) -> Interval:
    """The share of successes among trials with its score interval (Wilson 1927); arrays broadcast."""
    k, n = np.asarray(successes, float), np.asarray(trials, float)
    p = k / n
    centre = (p + Z_95**2 / (2 * n)) / (1 + Z_95**2 / n)
    half = Z_95 / (1 + Z_95**2 / n) * np.sqrt(p * (1 - p) / n + Z_95**2 / (4 * n**2))
    return _plain(p, np.minimum(np.maximum(centre - half, 0), p), np.maximum(np.minimum(centre + half, 1), p))


def median(values: Any, seed: int = 0) -> Interval:
    """The median over the last axis with its percentile bootstrap interval (Efron 1979); inf is a value like others.

    nan counts as +inf: what could not be measured is at the bad end, not left out.
    """
    values = np.sort(np.where(np.isnan(values), np.inf, values), axis=-1)
    n, rng = values.shape[-1], np.random.default_rng(seed)
    # A resample is n uniform draws of places. The k-th smallest of n uniforms is a Beta variable, so the middle ones of
    # every resample are drawn at once, without the others.
    k = (n + 1) // 2
    below = rng.beta(k, n + 1 - k, RESAMPLES)
    above = below if n % 2 else below + (1 - below) * rng.beta(1, n - k, RESAMPLES)
    middle = [values[..., np.minimum((n * place).astype(int), n - 1)] for place in (below, above)]
    medians = np.sort((middle[0] + middle[1]) / 2, axis=-1)
    low, high = medians[..., round(0.025 * RESAMPLES)], medians[..., round(0.975 * RESAMPLES) - 1]
    return _plain(np.median(values, axis=-1), low, high)


def _plain(*arrays: np.ndarray) -> Interval:
    return Interval(*(float(array) if np.ndim(array) == 0 else array for array in arrays))

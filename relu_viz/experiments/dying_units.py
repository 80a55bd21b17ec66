"""Born dead: how likely is it that a deep narrow ReLU network is dead before it has learned anything?"""

from dataclasses import dataclass

import numpy as np

from relu_viz import laboratory as lab
from relu_viz.base import number, numbers
from relu_viz.laboratory import Interval, share
from relu_viz.networks import MLPEnsemble
from relu_viz.training import active_share, dead_layers

CHUNK = 500  # networks at a time
NEARLY_CERTAIN, RARE = 0.5, 0.05


@dataclass(frozen=True)
class Config(lab.ExperimentConfig):
    """Which widths and depths."""

    runs: int = lab.runs(1000)
    widths: tuple[int, ...] = numbers((1, 2, 3, 4, 6, 8, 16), 1, 32, 8, "Widths", "Units in every hidden layer.")
    deepest: int = number(30, 2, 50, "Deepest", "The most hidden layers.")


def born_dead_probability(width: int, depth: int, runs: int, seed: int) -> Interval:
    """The share of ``runs`` networks that are dead at initialization, with its Wilson interval.

    One input, ``depth`` hidden layers of ``width`` ReLU units, He's normal weights, zero biases (Lu et al. 2019): by
    homogeneity a network is dead on every input when some layer is dead on both x = 1 and x = −1.

    Raises
    ------
    ValueError
        If one of the four is not a whole number, or too small.
    """
    for name, value, low in (("width", width, 1), ("depth", depth, 1), ("runs", runs, 1), ("seed", seed, 0)):
        if value != int(value) or value < low:
            raise ValueError(f"{name} must be a whole number from {low} up, not {value!r}.")
    starts = range(0, runs, CHUNK)
    counts = [int(_dead_by_depth(width, depth, range(at, min(at + CHUNK, runs)), seed)[:, -1].sum()) for at in starts]
    return share(sum(counts), runs)


def _dead_by_depth(width: int, depth: int, runs: range, seed: int) -> np.ndarray:
    """Whether the first 1, 2, … ``depth`` layers hold a dead one: (runs, depth)."""
    nets = MLPEnsemble((1, *[width] * depth, 1), runs=len(runs), seed=seed + runs.start)
    both_signs = np.array([[1.0], [-1.0]])
    return np.logical_or.accumulate(dead_layers(active_share(nets, both_signs), (width,) * depth), axis=1)


def law(width: int, depths: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Between which two values the probability lies, for each number of hidden layers.

    A sign of the input that is still alive dies in a layer with chance 2^−width, never in the first layer for both. If
    the signs always died together, the chance would be 1 − s with s = (1 − 2^−width)^(depth − 1): the upper bound
    (Lu et al. 2019, theorem on the probability of born-dead networks). If they died independently, only 1 − s where
    the first layer left one sign, and (1 − s)² where it left both: the lower bound, as two non-negative vectors are at
    most at a right angle. For width 1 both are the same: 1 − 2^(1 − depth).
    """
    survives = (1 - 0.5**width) ** (np.asarray(depths) - 1.0)
    one_sign = 2.0 * 0.5**width
    return one_sign * (1 - survives) + (1 - one_sign) * (1 - survives) ** 2, 1 - survives


def measure(config: Config, width: int, runs: range) -> dict[str, np.ndarray]:
    return {"born_dead": _dead_by_depth(width, config.deepest, runs, config.seed)}


def cost(config: Config) -> lab.Cost:
    parameters = config.deepest * (max(config.widths) + 1) ** 2
    return lab.Cost(
        config.deepest * 1.5e-5 + parameters * 4e-8, parameters * 30 + config.deepest * 32 * max(config.widths),
        config.deepest,
    )  # fmt: skip


def verdict(result: lab.Result) -> lab.Verdict:
    runs, deepest = result.config.runs, result.config.deepest
    dead = [share(part[:, -1].sum(), runs) for part in result["born_dead"]]
    widths = result.config.widths
    narrow, wide = int(np.argmin(widths)), int(np.argmax(widths))
    if dead[narrow].low > NEARLY_CERTAIN and dead[wide].high < RARE:
        word, what = lab.ONLY_WHEN, "the network is deep and narrow; width saves it"
    elif dead[wide].low > RARE:
        word, what = lab.HOLDS, "even the widest measured here are often born dead"
    else:
        word, what = lab.DOES_NOT, "too shallow or too wide to be born dead"
    return lab.Verdict(
        word,
        f"{deepest} layers of {widths[narrow]}: {dead[narrow]:.1%} are born dead; of {widths[wide]}: "
        f"{dead[wide]:.1%}. So: {what}.",
        f"“Only when” if the narrowest are dead in more than {NEARLY_CERTAIN:.0%} and the widest in less than "
        f"{RARE:.0%} of networks, with 95 % certainty.",
        tuple(
            lab.Evidence(f"width {width}", each, ".1%", float(law(width, np.array(deepest))[1]))
            for width, each in zip(widths, dead, strict=True)
        ),
    )


EXPERIMENT = lab.Experiment(
    name="dying_units",
    title="Born dead",
    page="dying",
    config=Config,
    claims=(lab.Claim(6, "Deep narrow ReLU networks are born dead", verdict, also=True),),
    about=lab.About(
        claimed="Lu et al. (2019): the chance that a deep ReLU network is dead at the start goes to 1 with its depth, "
        "whatever is done in training afterwards; width brings it down.",
        method="One input, layers of equal width, He's normal weights, zero biases. Without biases only the sign of "
        "the input matters, so a network is dead when some layer answers neither +1 nor −1. We draw networks and "
        "count.",
        against="Shares outside the band between the two bounds, or shares that do not grow with depth.",
        limits="One input and zero biases, as in the theorem. More inputs leave more directions to survive in.",
    ),
    parts=lambda config: config.widths,
    measure=measure,
    cost=cost,
    columns={"born_dead": "whether the first 1, 2, … layers hold a dead one (width, run, depth)"},
)

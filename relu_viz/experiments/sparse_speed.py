"""Does sparsity make it faster? A matrix product with more and more zeros in it, against the clock."""

from dataclasses import dataclass
from time import perf_counter

import numpy as np

from relu_viz import laboratory as lab
from relu_viz.base import number, numbers
from relu_viz.laboratory import median

SAMPLES, CALLS, FASTER = 256, 5, 0.8


@dataclass(frozen=True)
class Config(lab.ExperimentConfig):
    """The product h W whose h gets more and more zeros."""

    runs: int = number(31, 9, 501, "Repetitions", "How often each product is timed; the median counts.")
    units: int = number(256, 16, 1024, "Units", "h is 256 samples of that many units, W is square.")
    zeros: tuple[float, ...] = numbers((0.0, 0.5, 0.9, 0.99), 0, 1, 8, "Shares of zeros", "In h, at random places.")


def measure(config: Config, zeros: float, runs: range) -> dict[str, np.ndarray]:
    """The time of the product with zeros ÷ that of the same product without, timed in turns: (runs,)."""
    ratio = np.empty(len(runs))
    for at, run in enumerate(runs):
        rng = np.random.default_rng(config.seed + run)
        dense, weights = rng.random((SAMPLES, config.units)) + 0.5, rng.standard_normal((config.units, config.units))
        sparse = dense * (rng.random(dense.shape) >= zeros)
        times = np.array([(_seconds(sparse, weights), _seconds(dense, weights)) for _ in range(CALLS)])
        ratio[at] = np.divide(*times.min(axis=0))
    return {"ratio": ratio}


def _seconds(h: np.ndarray, weights: np.ndarray) -> float:
    began = perf_counter()
    np.matmul(h, weights)
    return perf_counter() - began


def cost(config: Config) -> lab.Cost:
    product = SAMPLES * config.units**2
    return lab.Cost(2 * CALLS * 1.5e-10 * product + 1e-2, 8 * (4 * SAMPLES + config.units) * config.units, 8)


def verdict(result: lab.Result) -> lab.Verdict:
    ratios, most = median(result["ratio"]), int(np.argmax(result.config.zeros))
    zeros, ratio = result.config.zeros[most], median(result["ratio"][most])
    word = lab.HOLDS if ratio.high < FASTER else lab.DOES_NOT
    return lab.Verdict(
        word,
        f"With {zeros:.0%} zeros a dense matrix product takes {ratio:.2f} times as long as without any: "
        + ("it is faster." if word == lab.HOLDS else "it multiplies the zeros like everything else."),
        f"Faster: less than {FASTER:g} of the time, with 95 % certainty, at the largest share of zeros.",
        tuple(
            lab.Evidence(f"{share:.0%} zeros", lab.Interval(ratios.value[i], ratios.low[i], ratios.high[i]), ".2f", 1.0)
            for i, share in enumerate(result.config.zeros)
        ),
    )


EXPERIMENT = lab.Experiment(
    name="sparse_speed",
    title="Zeros against the clock",
    page="sparse",
    config=Config,
    claims=(lab.Claim(0, "Sparsity makes a network faster", verdict),),
    about=lab.About(
        claimed="Often concluded from “half of the activations are zero”.",
        method="The product of hidden activations and weights, as in every layer, timed with more and more zeros in "
        "the activations, in turns with the same product without zeros.",
        against="A time that falls with the share of zeros.",
        limits="Dense products on one CPU core. Sparse formats and special hardware can gain, but only far beyond half "
        "zeros, or where whole blocks are zero.",
    ),
    parts=lambda config: config.zeros,
    measure=measure,
    cost=cost,
    timed=True,
    columns={"ratio": "time with zeros ÷ without (share of zeros, repetition)"},
)

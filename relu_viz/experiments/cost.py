"""Computationally cheap: what does each activation cost, alone and as a share of a training step?"""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from relu_viz import laboratory as lab
from relu_viz.activations import ACTIVATIONS, ActivationSpec, get_activation
from relu_viz.base import names, number, numbers
from relu_viz.laboratory import median
from relu_viz.networks import MLPEnsemble

DTYPES, WHAT = ("float32", "float64"), ("f", "f′", "f and f′")
AT_LEAST = 2e-4  # seconds: short calls are repeated, or the clock is what is measured
SHAPES = ((8, 8), (64, 64), (256, 256))  # hidden layers of the networks whose steps are timed
BATCH = 32
OTHERS = ("sigmoid", "tanh")
CHEAPER, MATTERS = 1.5, 0.25


@dataclass(frozen=True)
class Config(lab.ExperimentConfig):
    """What is timed."""

    runs: int = number(9, 5, 101, "Repetitions", "How often everything is timed; the median counts.")
    activations: tuple[str, ...] = names(
        ("relu", "leaky_relu", "elu", "gelu", "sigmoid", "tanh"), get_activation, "Activations", "Timed beside ReLU.",
        needed=("relu", "sigmoid", "tanh"),
    )  # fmt: skip
    sizes: tuple[int, ...] = numbers(
        (1_000, 10_000, 100_000, 1_000_000), 100, 10_000_000, 5, "Sizes", "Elements in the arrays, up to ten million."
    )


def measure(config: Config, activation: str, runs: range) -> dict[str, np.ndarray]:
    spec, relu = ACTIVATIONS[activation], ACTIVATIONS["relu"]
    alpha = get_activation(activation).alpha
    ratio = np.empty((len(runs), len(config.sizes), len(DTYPES), len(WHAT)))
    nanoseconds, shares = np.empty(ratio.shape), np.empty((len(runs), len(SHAPES)))
    for at, run in enumerate(runs):
        rng = np.random.default_rng(config.seed + run)
        for i, size in enumerate(config.sizes):
            drawn = rng.standard_normal(size)
            for j, dtype in enumerate(DTYPES):
                z = drawn.astype(dtype)
                # ReLU is timed again beside each: what else the machine does at the moment then hits both.
                own, its = seconds_of(spec, z, alpha), seconds_of(relu, z, 0.0)
                ratio[at, i, j], nanoseconds[at, i, j] = own / its, 1e9 * own / size
        shares[at] = [_share_of_a_step(activation, hidden, config.seed + run) for hidden in SHAPES]
    return {"ratio": ratio, "nanoseconds": nanoseconds, "share": shares}


def seconds_of(spec: ActivationSpec, z: np.ndarray, alpha: float) -> np.ndarray:
    """Seconds for f, for f′, and for both: (3,)."""
    value, slope = _seconds(lambda: spec.value(z, alpha)), _seconds(lambda: spec.slope(z, alpha))
    return np.array([value, slope, value + slope])


def _share_of_a_step(activation: str, hidden: tuple[int, ...], seed: int) -> float:
    """The share of f and f′ in one pass forward and back of a batch."""
    nets = MLPEnsemble((2, *hidden, 1), activation, seed=seed)
    rng = np.random.default_rng(seed)
    x, y = nets.with_ones(rng.standard_normal((BATCH, 2))), rng.integers(0, 2, (1, BATCH)).astype(float)
    layers = [(z.copy(), alpha) for z, alpha in zip(nets.propagate(x), nets.alpha_of_layer, strict=False)]

    def step() -> None:
        nets.propagate(x)
        nets.backpropagate(x, y)

    def activate() -> None:
        for z, alpha in layers:
            nets.spec.value(z, alpha)
            nets.spec.slope(z, alpha)

    return min(_seconds(activate) / _seconds(step), 1.0)


def _seconds(call: Callable[[], object]) -> float:
    """The time of one call, from as many as take long enough to be timed; the better of two tries."""
    began = perf_counter()
    call()  # also fetches what the caches do not hold yet
    calls = max(1, int(AT_LEAST / max(perf_counter() - began, 1e-7)))
    return min(_timed(call, calls) for _ in range(2)) / calls


def _timed(call: Callable[[], object], calls: int) -> float:
    began = perf_counter()
    for _ in range(calls):
        call()
    return perf_counter() - began


def cost(config: Config) -> lab.Cost:
    elements = sum(config.sizes)
    return lab.Cost(1.0e-7 * elements + 0.008 * len(config.sizes) + 0.02, 40 * max(config.sizes), 600)


def verdict(result: lab.Result) -> lab.Verdict:
    config = result.config
    at = {name: part for part, name in enumerate(config.activations)}
    # f and f′ in float32, the geometric mean over the sizes
    both = {each: median(np.exp(np.log(result["ratio"][at[each], :, :, 0, 2]).mean(axis=1))) for each in OTHERS}
    shares = {each: median(result["share"][at[each]][:, -1]) for each in ("relu", *OTHERS)}
    cheaper = [each for each in OTHERS if both[each].low > CHEAPER]
    matters = min(shares[each].low for each in OTHERS) - shares["relu"].high >= MATTERS
    word = lab.DOES_NOT if not cheaper else lab.HOLDS if matters and len(cheaper) == len(OTHERS) else lab.ONLY_WHEN
    return lab.Verdict(
        word,
        f"f and f′ together, in float32, take sigmoid {both['sigmoid']:.1f} times as long as ReLU and tanh "
        f"{both['tanh']:.1f} times. In a training step of a 256-256 network they are {shares['relu'].value:.0%} of the "
        f"time with ReLU, {shares['tanh'].value:.0%} with tanh and {shares['sigmoid'].value:.0%} with sigmoid"
        + ("." if matters else ": there the matrix products decide."),
        f"Cheaper than another: that one takes more than {CHEAPER:g} times as long over all sizes, with 95 % "
        f"certainty. Holds if ReLU is cheaper than both, and both make up at least {MATTERS:.0%} more of a step of "
        "256-256; “only when” if not all of that is so.",
        (
            lab.Evidence("sigmoid ÷ ReLU", both["sigmoid"], ".1f", 1.0),
            lab.Evidence("tanh ÷ ReLU", both["tanh"], ".1f", 1.0),
            lab.Evidence("share of a 256-256 step, ReLU", shares["relu"], ".0%"),
            lab.Evidence("share of a 256-256 step, sigmoid", shares["sigmoid"], ".0%", shares["relu"].value),
        ),
    )


EXPERIMENT = lab.Experiment(
    name="cost",
    title="Time",
    page="cost",
    config=Config,
    claims=(lab.Claim(3, "ReLU is computationally cheap", verdict),),
    about=lab.About(
        claimed="Everywhere: a comparison costs less than an exponential.",
        method="f and f′ of every activation are timed in NumPy on this very server, one core, ReLU again beside each, "
        "and so is a training step of three networks, to see what share of it the activation is.",
        against="Ratios near 1; or ratios that hardly matter in a step.",
        limits="NumPy on a CPU, where memory moves cost as much as arithmetic. On a GPU the activation is often fused "
        "with the matrix product and costs almost nothing. The spread shows how busy this machine is.",
    ),
    parts=lambda config: config.activations,
    measure=measure,
    cost=cost,
    timed=True,
    columns={
        "ratio": "time ÷ ReLU's (activation, repetition, size, float32 and float64, of f and f′ and both)",
        "nanoseconds": "for each element (the same axes)",
        "share": "of f and f′ in a training step (activation, repetition, network 8-8, 64-64, 256-256)",
    },
)

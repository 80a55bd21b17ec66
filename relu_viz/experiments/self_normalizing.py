"""Self-normalizing: does SELU bring every layer to mean 0 and variance 1, and what does it take?"""

from dataclasses import dataclass

import numpy as np

from relu_viz import laboratory as lab
from relu_viz.activations import ACTIVATIONS
from relu_viz.base import number
from relu_viz.laboratory import median
from relu_viz.networks import INITIALIZERS, MLPEnsemble, send_signal

SAMPLES = 64
PAIRS = (("selu", "lecun_normal"), ("selu", "he_normal"), ("elu", "lecun_normal"), ("relu", "he_normal"))
MEASURES = ("mean", "variance", "mean_shifted", "variance_shifted")
LARGEST_MEAN, VARIANCES = 0.1, (0.8, 1.5)  # Klambauer et al. 2017, theorem 1: the domain that SELU stays in


@dataclass(frozen=True)
class Config(lab.ExperimentConfig):
    """The network, and the input that is away from the fixed point."""

    runs: int = lab.runs(32)
    depth: int = number(50, 4, 50, "Depth", "Hidden layers.")
    width: int = number(64, 8, 128, "Width", "Inputs, and units in every hidden layer.")
    mean: float = number(0.5, -2, 2, "Mean of the input", "The second input's; the first has mean 0.")
    variance: float = number(2.0, 0.1, 10, "Variance of the input", "The second input's; the first has variance 1.")


def measure(config: Config, part: tuple[str, str], runs: range) -> dict[str, np.ndarray]:
    activation, initializer = part
    nets = MLPEnsemble(
        (*[config.width] * (config.depth + 1), 1), activation, runs=len(runs), initializer=initializer,
        seed=config.seed + runs.start,
    )  # fmt: skip
    standard = np.random.default_rng((config.seed, 1)).standard_normal((SAMPLES, config.width))
    shifted = config.mean + np.sqrt(config.variance) * standard
    calm, pushed = send_signal(nets, standard), send_signal(nets, shifted)
    measured = (calm.mean, calm.variance, pushed.mean, pushed.variance)
    return {name: array.astype(np.float32) for name, array in zip(MEASURES, measured, strict=True)}


def cost(config: Config) -> lab.Cost:
    parameters = config.depth * config.width**2
    seconds = parameters * (2.5e-8 + 3 * SAMPLES * 1e-9) + config.depth * config.width * SAMPLES * 1.2e-7
    return lab.Cost(seconds, 8 * (3 * parameters + 6 * config.depth * SAMPLES * config.width), 32 * config.depth)


def verdict(result: lab.Result) -> lab.Verdict:
    ends = {
        pair: tuple(median(result[name][part][:, -1]) for name in MEASURES)
        for part, pair in enumerate(PAIRS)
    }  # fmt: skip

    def stays(pair: tuple[str, str]) -> bool:
        mean, variance, mean_shifted, variance_shifted = ends[pair]
        near_0 = all(max(abs(each.low), abs(each.high)) <= LARGEST_MEAN for each in (mean, mean_shifted))
        near_1 = all(VARIANCES[0] <= each.low and each.high <= VARIANCES[1] for each in (variance, variance_shifted))
        return near_0 and near_1

    normal, other = PAIRS[0], [pair for pair in PAIRS[1:] if stays(pair)]
    word = lab.DOES_NOT if not stays(normal) else lab.HOLDS if stays(("selu", "he_normal")) else lab.ONLY_WHEN
    mean, variance, mean_shifted, variance_shifted = ends[normal]
    named = " and ".join(f"{ACTIVATIONS[a].label} with {INITIALIZERS[i].label}" for a, i in other) or "no other pair"
    return lab.Verdict(
        word,
        f"After {result.config.depth} layers SELU with LeCun's initialization has mean {mean:.2f} and variance "
        f"{variance:.2f}; started from mean {result.config.mean:g}, variance {result.config.variance:g}, it arrives at "
        f"{mean_shifted.value:.2f} and {variance_shifted.value:.2f}. With He's, the variance is "
        f"{ends['selu', 'he_normal'][1].value:.3g}. Of the rest, {named} stays there.",
        f"Stays: mean within ±{LARGEST_MEAN:g} and variance from {VARIANCES[0]:g} to {VARIANCES[1]:g} from both "
        "inputs. “Only when”: SELU stays with LeCun's initialization, but not with He's.",
        (
            lab.Evidence("mean at the end", mean, ".3f", 0.0),
            lab.Evidence("variance at the end", variance, ".3f", 1.0),
            lab.Evidence("variance, from the shifted input", variance_shifted, ".3f", 1.0),
        ),
    )


EXPERIMENT = lab.Experiment(
    name="self_normalizing",
    title="Self-normalizing",
    page="signal_flow",
    config=Config,
    claims=(lab.Claim(11, "SELU keeps mean 0 and variance 1 through all layers", verdict),),
    about=lab.About(
        claimed="Klambauer et al. (2017): with SELU's two constants and LeCun's initialization, mean 0 and variance 1 "
        "are a fixed point that attracts.",
        method="The same normal input goes through untrained networks, once as it is and once shifted and stretched. "
        "Mean and variance of every layer, over all units and samples, for four pairs of activation and initializer.",
        against="A variance that leaves the stated domain, or does not come back to it.",
        limits="Untrained networks of finite width: single networks wander around the fixed point, the narrower the "
        "further. Inputs must be standardized in practice.",
    ),
    parts=lambda config: PAIRS,
    measure=measure,
    cost=cost,
    columns={
        "mean": "of h, standard input (pair, run, layer)",
        "variance": "of h, standard input (pair, run, layer)",
        "mean_shifted": "of h, shifted input (pair, run, layer)",
        "variance_shifted": "of h, shifted input (pair, run, layer)",
    },
)

"""Unbounded: from which gain on does a deep signal explode, how does training fare, and does clipping cure it?"""

from dataclasses import dataclass

import numpy as np

from relu_viz import laboratory as lab
from relu_viz.activations import get_activation
from relu_viz.base import name, names, number
from relu_viz.data import get_dataset, make_dataset
from relu_viz.laboratory import median
from relu_viz.networks import MLPEnsemble, factor_per_layer, send_signal
from relu_viz.training import Trainer, TrainingConfig, train_together

GAINS = np.round(np.arange(0.5, 3.01, 0.125), 3)
RATES = np.array([0.01, 0.03, 0.1, 0.3, 1.0, 3.0])
LAYERS = (8,) * 6
CLIP_NORM = 1.0
FAILED_BELOW = 0.75  # accuracy: nearer to a coin than to having learned
SAMPLES = 32
EXPLODES, MORE_OFTEN = 1.1, 0.1


@dataclass(frozen=True)
class Config(lab.ExperimentConfig):
    """The deep untrained networks, and the smaller ones that are trained."""

    runs: int = lab.runs(32)
    activations: tuple[str, ...] = names(
        ("relu", "leaky_relu", "elu", "tanh"), get_activation, "Activations", "Compared.", needed=("relu", "tanh")
    )
    depth: int = number(30, 4, 50, "Depth", "Hidden layers of the untrained networks.")
    width: int = number(32, 2, 128, "Width", "Inputs, and units in every hidden layer, of the untrained networks.")
    dataset: str = name("moons", get_dataset, "Dataset", "What the trained networks, six layers of 8, learn.")
    scale: float = number(2.0, 0.1, 10, "Scale", "Of the trained networks' first weights; 1 is He's, beyond it grows.")
    epochs: int = number(30, 1, 200, "Epochs", "How long they train, by SGD in batches of 20.")


def measure(config: Config, activation: str, runs: range) -> dict[str, np.ndarray]:
    return {
        "growth": _growth(config, activation, runs),
        "failed": _failed(config, activation, runs, clip_norm=0),
        "failed_clipped": _failed(config, activation, runs, clip_norm=CLIP_NORM),
    }


def _growth(config: Config, activation: str, runs: range) -> np.ndarray:
    """By what the signal's size is multiplied a layer, for each gain: (runs, gains)."""
    nets = MLPEnsemble(
        (*[config.width] * (config.depth + 1), 1), activation, runs=len(runs), initializer="lecun_normal",
        seed=config.seed + runs.start,
    )  # fmt: skip
    X = np.random.default_rng((config.seed, 1)).standard_normal((SAMPLES, config.width))
    drawn, by_gain = nets.theta.copy(), []
    for gain in GAINS:
        nets.theta[...] = gain * drawn  # the variance of a weight is then gain² / fan-in
        by_gain.append(factor_per_layer(np.sqrt(send_signal(nets, X).square)))
    return np.stack(by_gain, axis=1)


def _failed(config: Config, activation: str, runs: range, clip_norm: float) -> np.ndarray:
    """Whether training diverged or has not learned the data, for each learning rate: (runs, rates)."""
    configs = [
        TrainingConfig(
            dataset=config.dataset, samples=200, hidden=LAYERS, activation=activation, batch_size=20,
            scale=config.scale, learning_rate=float(rate), clip_norm=clip_norm, seed=config.seed + runs.start,
        )
        for rate in RATES
    ]  # fmt: skip
    lead = configs[0]
    data = make_dataset(lead.dataset, lead.samples, lead.noise, lead.held_out, lead.data_seed)
    trainers = [Trainer(each, len(runs), data) for each in configs]
    last = train_together(trainers, config.epochs, evaluate_every=config.epochs)
    by_rate = [
        (trainer.diverged_at >= 0) | (frames.train_accuracy[-1] < FAILED_BELOW)
        for trainer, frames in zip(trainers, last, strict=True)
    ]
    return np.stack(by_rate, axis=1)


def cost(config: Config) -> lab.Cost:
    deep = config.depth * config.width**2
    forward = len(GAINS) * SAMPLES * config.depth * config.width * (2e-9 * config.width + 8e-8)
    training = lab.training_cost((2, *LAYERS, 1), 200, 20, config.epochs, 2 * len(RATES))
    return lab.Cost(
        training.seconds + deep * 2.5e-8 + forward, training.working_bytes / 2 + 24 * deep, 8 * len(GAINS) + 16
    )


def critical_gain(growth: np.ndarray) -> np.ndarray:
    """The gain at which the signal begins to grow, between two of those tried; inf if it never does: (runs,)."""
    above = growth > 1
    first = above.argmax(axis=1)
    before, run = np.maximum(first - 1, 0), np.arange(len(growth))
    low, high = np.log(growth[run, before]), np.log(growth[run, first])
    with np.errstate(all="ignore"):
        place = np.where(first > 0, low / (low - high), 0)
    return np.where(above.any(axis=1), GAINS[before] + place * (GAINS[first] - GAINS[before]), np.inf)


def verdict(result: lab.Result) -> lab.Verdict:
    at = {name: part for part, name in enumerate(result.config.activations)}
    growth = {each: median(result["growth"][at[each]][:, -1]) for each in ("relu", "tanh")}
    critical = median(critical_gain(result["growth"][at["relu"]]))
    failed = {each: median(result["failed"][at[each]].mean(axis=1)) for each in ("relu", "tanh")}
    clipped = median(result["failed_clipped"][at["relu"]].mean(axis=1))
    explodes = growth["relu"].low > EXPLODES >= growth["tanh"].high
    fails_more = failed["relu"].low >= failed["tanh"].high + MORE_OFTEN
    helps = "helps" if clipped.high < failed["relu"].low else "does not help here"
    word = lab.HOLDS if explodes and fails_more else lab.ONLY_WHEN if explodes else lab.DOES_NOT
    return lab.Verdict(
        word,
        f"ReLU's signal grows with the layers beyond a gain of {critical:.2f}; at gain {GAINS[-1]:g} it is multiplied "
        f"by {growth['relu'].value:.2f} a layer, tanh's by {growth['tanh'].value:.2f}. Trained from "
        f"{result.config.scale:g} "
        f"times He's weights, ReLU fails at {failed['relu']:.0%} of {len(RATES)} learning rates, tanh at "
        f"{failed['tanh']:.0%}. With the gradient clipped at {CLIP_NORM:g} ReLU fails at {clipped:.0%}: clipping "
        f"{helps}.",
        f"Holds if at the largest gain ReLU grows by more than {EXPLODES:g} a layer where tanh does not, and training "
        f"fails at {MORE_OFTEN:.0%} more of the rates or more; “only when” if only the first is true. Failed: "
        f"diverged, or an accuracy below {FAILED_BELOW:.0%} on the training points.",
        (
            lab.Evidence("critical gain, ReLU", critical, ".2f", 2**0.5),
            lab.Evidence("training failed, ReLU", failed["relu"], ".0%", failed["tanh"].value),
            lab.Evidence("training failed, ReLU clipped", clipped, ".0%", failed["relu"].value),
        ),
    )


EXPERIMENT = lab.Experiment(
    name="exploding",
    title="Exploding signals",
    page="signal_flow",
    config=Config,
    claims=(lab.Claim(7, "ReLU is unbounded: deep networks can become unstable and explode", verdict),),
    about=lab.About(
        claimed="A bounded activation cannot pass on more than its bound; ReLU passes on all it gets, so a gain beyond "
        "√2 (He et al. 2015) grows with every layer.",
        method="First: deep untrained networks with weights of variance gain² / fan-in; how does the size of the "
        "signal change a layer? Second: six-layer networks trained from too large weights at six learning rates, with "
        "and without clipping the gradient's norm.",
        against="A ReLU signal that does not grow beyond √2, or tanh networks that fail as often.",
        limits="One architecture and one loss, whose gradient is bounded: what fails seldom becomes infinite, it stops "
        "learning, often because the first large step kills a whole layer.",
    ),
    parts=lambda config: config.activations,
    measure=measure,
    cost=cost,
    columns={
        "growth": "factor of the signal's root mean square a layer (activation, run, gain)",
        "failed": "training failed (activation, run, rate)",
        "failed_clipped": "training failed with clipping (activation, run, rate)",
    },
)

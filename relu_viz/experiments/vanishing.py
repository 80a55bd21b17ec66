"""No vanishing gradient: what is left of a gradient after many layers, by activation and initializer?"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from relu_viz import laboratory as lab
from relu_viz.activations import ACTIVATIONS, get_activation
from relu_viz.base import names, number
from relu_viz.laboratory import median
from relu_viz.networks import INITIALIZERS, MLPEnsemble, factor_per_layer, get_initializer, send_signal

SAMPLES = 32
KEEPS = 0.9  # of a gradient, a layer: over 50 layers 1/200 of it is left
SIGMOID_KEEPS = 0.25  # σ′ ≤ 1/4


@dataclass(frozen=True)
class Config(lab.ExperimentConfig):
    """Which activations with which initializers, and the network's size."""

    runs: int = lab.runs(32)
    activations: tuple[str, ...] = names(
        ("relu", "leaky_relu", "elu", "selu", "sigmoid", "tanh"), get_activation, "Activations",
        "Each with every initializer.", needed=("relu", "sigmoid"),
    )  # fmt: skip
    initializers: tuple[str, ...] = names(
        ("he_normal", "glorot_normal", "lecun_normal"), get_initializer, "Initializers", "How weights are drawn.",
        needed=("he_normal", "glorot_normal"),
    )  # fmt: skip
    depth: int = number(50, 2, 50, "Depth", "Hidden layers.")
    width: int = number(32, 2, 128, "Width", "Inputs, and units in every hidden layer.")
    gain: float = number(1.0, 0.01, 10, "Gain", "Multiplies every first weight.")


def measure(config: Config, part: tuple[str, str], runs: range) -> dict[str, np.ndarray]:
    activation, initializer = part
    nets = MLPEnsemble(
        (*[config.width] * (config.depth + 1), 1), activation, runs=len(runs), initializer=initializer,
        scale=config.gain, seed=config.seed + runs.start,
    )  # fmt: skip
    X = np.random.default_rng((config.seed, 1)).standard_normal((SAMPLES, config.width))
    signal = send_signal(nets, X, config.seed)
    return {name: getattr(signal, name).astype(np.float32) for name in ("mean", "variance", "square", "gradient")}


def cost(config: Config) -> lab.Cost:
    parameters = config.depth * config.width**2
    seconds = parameters * (2.5e-8 + SAMPLES * 1e-9) + config.depth * config.width * SAMPLES * 8e-8
    return lab.Cost(seconds, 8 * (3 * parameters + 6 * config.depth * SAMPLES * config.width), 32 * config.depth)


def parts(config: Config) -> tuple[tuple[str, str], ...]:
    return tuple(product(config.activations, config.initializers))


def verdict(result: lab.Result) -> lab.Verdict:
    factor = factor_per_layer(result["gradient"][..., ::-1])  # (parts, runs): on the way back, last layer first
    kept = dict(zip(parts(result.config), map(median, factor), strict=True))
    he, glorot = kept["relu", "he_normal"], kept["relu", "glorot_normal"]
    best = max(result.config.initializers, key=lambda each: kept["sigmoid", each].value)
    sigmoid = kept["sigmoid", best]
    keeps = sigmoid.high < KEEPS <= he.low
    word = lab.DOES_NOT if not keeps else lab.HOLDS if glorot.low >= KEEPS else lab.ONLY_WHEN
    return lab.Verdict(
        word,
        f"From layer to layer ReLU keeps {he:.0%} of a gradient with He's initialization, but only {glorot:.0%} with "
        f"Glorot's; sigmoid at its best ({INITIALIZERS[best].label}) keeps {sigmoid:.0%}.",
        f"“Keeps” means at least {KEEPS:.0%} a layer, with 95 % certainty. Holds if ReLU keeps it with both "
        "initializers while sigmoid does not; “only when” if it takes He's.",
        (
            lab.Evidence("kept a layer, ReLU with He", he, ".3f", 1.0),
            lab.Evidence("kept a layer, ReLU with Glorot", glorot, ".3f", 0.5**0.5),
            lab.Evidence(f"kept a layer, {ACTIVATIONS['sigmoid'].label}", sigmoid, ".3f", SIGMOID_KEEPS),
        ),
    )


EXPERIMENT = lab.Experiment(
    name="vanishing",
    title="Vanishing gradients",
    page="signal_flow",
    config=Config,
    claims=(lab.Claim(5, "With ReLU the gradient does not vanish", verdict),),
    about=lab.About(
        claimed="Glorot, Bordes & Bengio (2011), and every course since: on active paths ReLU's slope is 1, so "
        "gradients flow through many layers.",
        method="Untrained networks of equal width. A batch of normal inputs goes forward, a random gradient comes "
        "back, and we fit by what it is multiplied from each layer to the one before.",
        against="A factor well below 1 for ReLU with the initialization made for it, or a sigmoid that does as well.",
        limits="At the start of training, without skip connections or normalization. A random gradient stands for any "
        "loss. The median network: single narrow ones drift further the deeper they are.",
    ),
    parts=parts,
    measure=measure,
    cost=cost,
    columns={
        "mean": "of h (activation and initializer, run, layer)",
        "variance": "of h (activation and initializer, run, layer)",
        "square": "mean of h² (activation and initializer, run, layer)",
        "gradient": "root mean square of the gradient by z (activation and initializer, run, layer)",
    },
)

"""Do the variants cure dying? The same damaged start with each of them: who comes back, how soon, at what cost?"""

from dataclasses import dataclass

import numpy as np

from relu_viz import laboratory as lab
from relu_viz.activations import ACTIVATIONS
from relu_viz.base import name, number, numbers
from relu_viz.data import get_dataset, make_dataset
from relu_viz.laboratory import Interval, median
from relu_viz.networks import MLPEnsemble
from relu_viz.training import Trainer, TrainingConfig

CHECKS = 16  # how often silent units are counted, the start included
FEWER = 0.5
Variant = tuple[str, float | None]


@dataclass(frozen=True)
class Config(lab.ExperimentConfig):
    """The start that silences units, and how it is trained."""

    runs: int = lab.runs(48)
    alphas: tuple[float, ...] = numbers((0.01, 0.1, 0.3), 0.001, 0.9, 4, "Alphas", "Of the Leaky ReLUs.")
    dataset: str = name("moons", get_dataset, "Dataset", "The points to tell apart.")
    width: int = number(16, 2, 64, "Width", "Units in the one hidden layer.")
    bias_shift: float = number(-1.5, -20, 0, "Bias shift", "Added to every hidden bias: it silences units.")
    learning_rate: float = number(1.0, 1e-3, 100, "Learning rate", "Of SGD in batches of 20.")
    epochs: int = number(200, 15, 600, "Epochs", "How long every network trains.")

    @property
    def variants(self) -> tuple[Variant, ...]:
        return (("relu", None), *(("leaky_relu", alpha) for alpha in self.alphas), ("prelu", None), ("elu", None))


def measure(config: Config, variant: Variant, runs: range) -> dict[str, np.ndarray]:
    silenced = _train(config, variant, runs, config.bias_shift)
    healthy = _train(config, variant, runs, 0.0)
    return {
        "silent": silenced["silent"],
        "accuracy": silenced["accuracy"],
        "silent_healthy": healthy["silent"],
        "accuracy_healthy": healthy["accuracy"],
        "mean_healthy": healthy["mean"],
    }


def _train(config: Config, variant: Variant, runs: range, bias_shift: float) -> dict[str, np.ndarray]:
    """Silent units and accuracy at every check, and the mean hidden activation at the end, from one start."""
    activation, alpha = variant
    training = TrainingConfig(
        dataset=config.dataset, hidden=(config.width,), activation=activation, alpha=alpha,
        # LeCun's weights do not depend on the activation, so that all variants start from the same network.
        initializer="lecun_normal", bias_shift=bias_shift, learning_rate=config.learning_rate, batch_size=20,
        seed=config.seed + runs.start,
    )  # fmt: skip
    data = make_dataset(training.dataset, training.samples, training.noise, training.held_out, training.data_seed)
    trainer = Trainer(training, len(runs), data)
    nets = trainer.network
    silent, accuracy = [silent_units(nets, data.x_train)], [trainer.history.test_accuracy[-1]]
    for epochs in np.diff(check_epochs(config)).tolist():
        accuracy.append(trainer.run(epochs, evaluate_every=epochs).test_accuracy[-1])
        silent.append(silent_units(nets, data.x_train))
    h = nets.spec.value(nets.pre_activations(data.x_train)[0], nets.alpha_of_layer[0])
    return {"silent": np.stack(silent, axis=1), "accuracy": np.stack(accuracy, axis=1), "mean": h.mean(axis=(1, 2))}


def silent_units(nets: MLPEnsemble, X: np.ndarray) -> np.ndarray:
    """Which hidden units have a pre-activation above 0 on no point, whatever the activation: (runs, units)."""
    return np.concatenate([np.all(z <= 0, axis=1) for z in nets.pre_activations(X)[:-1]], axis=1)


def check_epochs(config: Config) -> np.ndarray:
    """The epochs at which silent units are counted."""
    return np.linspace(0, config.epochs, CHECKS).round().astype(int)


def cost(config: Config) -> lab.Cost:
    training = lab.training_cost((2, config.width, 1), 250, 20, config.epochs, 2, 2 * CHECKS * (config.width + 8))
    return lab.Cost(1.2 * training.seconds + CHECKS * 2e-4, 2 * training.working_bytes, training.result_bytes)


def came_back(silent: np.ndarray) -> np.ndarray:
    """The share of the units silent at the start that are active at the end, by run: (…, runs); nan if none was."""
    start, end = silent[..., 0, :], silent[..., -1, :]
    with np.errstate(invalid="ignore"):
        return (start & ~end).sum(axis=-1) / start.sum(axis=-1)


def half_back(config: Config, silent: np.ndarray) -> np.ndarray:
    """The epoch of the first count at which half of the silent units are back, by run; inf if never: (…, runs)."""
    start = silent[..., :1, :]
    back = (start & ~silent).sum(axis=-1) >= np.maximum(start.sum(axis=-1), 1) / 2
    return np.where(back.any(axis=-1), check_epochs(config)[back.argmax(axis=-1)], np.inf)


def _summary(result: lab.Result) -> dict[Variant, dict[str, Interval]]:
    return {
        variant: {
            "start": median(result["silent"][part][:, 0].mean(axis=1)),
            "end": median(result["silent"][part][:, -1].mean(axis=1)),
            "back": median(came_back(result["silent"][part])),
            "half": median(half_back(result.config, result["silent"][part])),
            "accuracy": median(result["accuracy"][part][:, -1]),
            "mean": median(np.abs(result["mean_healthy"][part])),
        }
        for part, variant in enumerate(result.config.variants)
    }


def leaky_verdict(result: lab.Result) -> lab.Verdict:
    of = _summary(result)
    relu, small, large = of["relu", None], *(of["leaky_relu", alpha(result.config.alphas)] for alpha in (min, max))
    cures = [a for a in result.config.alphas if of["leaky_relu", a]["end"].high < FEWER * relu["end"].low]
    slower = small["half"].low > large["half"].high
    word = lab.HOLDS if len(cures) == len(result.config.alphas) and not slower else lab.ONLY_WHEN
    word = word if cures else lab.DOES_NOT
    low, high = min(result.config.alphas), max(result.config.alphas)
    return lab.Verdict(
        word,
        f"Of all units {relu['start']:.0%} start silent. Of these come back: with ReLU {relu['back']:.0%}, with α = "
        f"{low:g} {small['back']:.0%}, half of them {_when(small['half'])}; with α = {high:g} {large['back']:.0%}, "
        "half "
        f"of them {_when(large['half'])}. Accuracy at the end: ReLU {relu['accuracy'].value:.0%}, "
        f"α = {low:g} {small['accuracy'].value:.0%}, α = {high:g} {large['accuracy'].value:.0%}.",
        f"Holds if every α leaves less than {FEWER:.0%} of ReLU's silent units, and the smallest is not slower than "
        "the largest; “only when” if some do, or the smallest is slower; intervals apart in each comparison.",
        (
            lab.Evidence("silent at the end, ReLU", relu["end"], ".0%", relu["start"].value),
            lab.Evidence(f"silent at the end, α = {low:g}", small["end"], ".0%", relu["start"].value),
            lab.Evidence(f"silent at the end, α = {high:g}", large["end"], ".0%", relu["start"].value),
        ),
    )


def elu_verdict(result: lab.Result) -> lab.Verdict:
    of = _summary(result)
    relu, elu = of["relu", None], of["elu", None]
    fewer, nearer = elu["end"].high < FEWER * relu["end"].low, elu["mean"].high < relu["mean"].low
    word = lab.HOLDS if fewer and nearer else lab.ONLY_WHEN if fewer or nearer else lab.DOES_NOT
    return lab.Verdict(
        word,
        f"From the same start ELU leaves {elu['end']:.0%} of units silent, ReLU {relu['end']:.0%}; half of ELU's are "
        f"back {_when(elu['half'])}. The mean hidden activation is {elu['mean']:.2f} away from 0 with ELU, "
        f"{relu['mean']:.2f} with ReLU. Accuracy {elu['accuracy'].value:.0%} and {relu['accuracy'].value:.0%}.",
        f"Holds if ELU leaves less than {FEWER:.0%} of ReLU's silent units and its mean activation is nearer to 0, the "
        "intervals apart; “only when” if only one of the two is true.",
        (
            lab.Evidence("silent at the end, ELU", elu["end"], ".0%", relu["end"].value),
            lab.Evidence("mean activation, ELU", elu["mean"], ".2f", 0.0),
            lab.Evidence("mean activation, ReLU", relu["mean"], ".2f", 0.0),
        ),
    )


def _when(interval: Interval) -> str:
    return "never" if np.isinf(interval.value) else f"after {interval:.0f} epochs"


def label(variant: Variant) -> str:
    """What a variant is called in figures and tables."""
    activation, alpha = variant
    return ACTIVATIONS[activation].label + (f" α = {alpha:g}" if alpha is not None else "")


EXPERIMENT = lab.Experiment(
    name="rescue",
    title="Rescue",
    page="dying",
    config=Config,
    claims=(
        lab.Claim(8, "Leaky ReLU avoids dying units", leaky_verdict),
        lab.Claim(10, "ELU rescues dead units and centres activations nearer to 0", elu_verdict),
    ),
    about=lab.About(
        claimed="Maas et al. (2013): a small slope on the negative side keeps units alive. Clevert et al. (2016): "
        "ELU's negative values bring the mean nearer to 0, and its slope there keeps learning.",
        method="Every variant starts from the same weights, with all hidden biases pushed down so far that most units "
        "answer no point. Then it trains; and once more from the same weights without the push. A unit is silent "
        "while its pre-activation is above 0 on no training point.",
        against="Variants that leave as many units silent as ReLU, or ELU's mean no nearer to 0.",
        limits="“Cures” is too strong: far on the negative side ELU's slope is e^z, nearly 0. Push the biases further "
        "down and see it fail. A silent Leaky unit still answers: it is linear there, not dead.",
    ),
    parts=lambda config: config.variants,
    measure=measure,
    cost=cost,
    columns={
        "silent": "whether a unit's pre-activation is above 0 on no training point (variant, run, check, unit)",
        "accuracy": "on the held-out points (variant, run, check)",
        "silent_healthy": "the same from a start without the shift (variant, run, check, unit)",
        "accuracy_healthy": "the same from a start without the shift (variant, run, check)",
        "mean_healthy": "mean hidden activation at the end, from a start without the shift (variant, run)",
    },
)

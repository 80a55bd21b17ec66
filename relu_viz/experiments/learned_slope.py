"""Learned slope: what does PReLU learn, layer by layer, and does it pay?"""

from dataclasses import dataclass

import numpy as np

from relu_viz import laboratory as lab
from relu_viz.base import name, number, numbers
from relu_viz.data import get_dataset, make_dataset
from relu_viz.laboratory import median
from relu_viz.training import Trainer, TrainingConfig

CHECKS = 21  # how often slopes are read, the start included
MOVES, COSTS = 0.05, 0.01
Start = tuple[str, float]


@dataclass(frozen=True)
class Config(lab.ExperimentConfig):
    """The starts, each learned (PReLU) and kept fixed (Leaky ReLU), and the network."""

    runs: int = lab.runs(48)
    starts: tuple[float, ...] = numbers((0.01, 0.25, 0.5), 0, 0.9, 4, "Starts", "α at the start, learned or fixed.")
    dataset: str = name("moons", get_dataset, "Dataset", "The points to tell apart.")
    width: int = number(8, 2, 32, "Width", "Units in every hidden layer.")
    depth: int = number(4, 2, 6, "Depth", "Hidden layers.")
    learning_rate: float = number(0.1, 1e-3, 10, "Learning rate", "Of SGD in batches of 20.")
    epochs: int = number(100, 20, 500, "Epochs", "How long every network trains.")

    @property
    def parts(self) -> tuple[Start, ...]:
        return tuple((activation, start) for activation in ("prelu", "leaky_relu") for start in self.starts)


def measure(config: Config, part: Start, runs: range) -> dict[str, np.ndarray]:
    activation, alpha = part
    training = TrainingConfig(
        dataset=config.dataset, hidden=(config.width,) * config.depth, activation=activation, alpha=alpha,
        learning_rate=config.learning_rate, batch_size=20, seed=config.seed + runs.start,
    )  # fmt: skip
    data = make_dataset(training.dataset, training.samples, training.noise, training.held_out, training.data_seed)
    trainer = Trainer(training, len(runs), data)
    slopes = [_slopes(trainer)]
    for epochs in np.diff(check_epochs(config)).tolist():
        trainer.run(epochs, evaluate_every=epochs)
        slopes.append(_slopes(trainer))
    return {
        "slopes": np.stack(slopes, axis=1),
        "accuracy": trainer.history.test_accuracy[-1].copy(),
        "loss": trainer.history.train_loss[-1].copy(),
    }


def check_epochs(config: Config) -> np.ndarray:
    """The epochs at which slopes are read."""
    return np.linspace(0, config.epochs, CHECKS).round().astype(int)


def _slopes(trainer: Trainer) -> np.ndarray:
    """The mean negative slope of every hidden layer: (runs, layers)."""
    return np.stack([alpha.mean(axis=(1, 2)) for alpha in trainer.network.alpha_of_layer], axis=1)


def cost(config: Config) -> lab.Cost:
    sizes, result_bytes = (2, *(config.width,) * config.depth, 1), 8 * (CHECKS * config.depth + 2)
    training = lab.training_cost(sizes, 250, 20, config.epochs, result_bytes=result_bytes)
    return lab.Cost(3 * training.seconds, training.working_bytes, result_bytes)


def verdict(result: lab.Result) -> lab.Verdict:
    config, count = result.config, len(result.config.starts)
    learned, fixed = slice(0, count), slice(count, None)
    slopes = result["slopes"][learned]  # (starts, runs, checks, layers)
    moved = median(np.abs(slopes[:, :, -1] - slopes[:, :, 0]).mean(axis=(0, 2)))
    first, last = (median(slopes[:, :, -1, layer].mean(axis=0)) for layer in (0, -1))
    accuracy = median(result["accuracy"])
    best = int(np.argmax(accuracy.value[fixed]))
    gain = median(result["accuracy"][learned].max(axis=0) - result["accuracy"][fixed][best])
    as_he = first.low > last.high
    learns, pays = moved.low > MOVES, gain.low >= -COSTS
    word = lab.HOLDS if learns and as_he and pays else lab.ONLY_WHEN if learns else lab.DOES_NOT
    order = "larger" if as_he else "smaller" if first.high < last.low else "no clearly different"
    return lab.Verdict(
        word,
        f"The slopes move by {moved:.2f} on average. After training the first layer's is {first:.2f}, the last hidden "
        f"layer's {last:.2f}: {order} in the first. In accuracy the best start gains {gain:+.1%} on the best fixed α "
        f"({config.starts[best]:g}).",
        f"Holds if slopes move by more than {MOVES:g}, the first layer's end above the last's as He et al. found, and "
        f"learning them costs at most {COSTS:.0%} of accuracy, with 95 % certainty; “only when” if they move but one "
        "of the others fails.",
        (
            lab.Evidence("slope at the end, first layer", first, ".2f"),
            lab.Evidence("slope at the end, last layer", last, ".2f"),
            lab.Evidence("accuracy gained on fixed α", gain, "+.1%", 0.0),
        ),
    )


EXPERIMENT = lab.Experiment(
    name="learned_slope",
    title="Learned against fixed",
    page="learned_slope",
    config=Config,
    claims=(lab.Claim(9, "PReLU learns a useful slope for its negative side", verdict),),
    about=lab.About(
        claimed="He et al. (2015): PReLU improves accuracy at next to no cost; its first layers learn large slopes, "
        "deep ones small.",
        method="PReLU networks train from several starts of α, Leaky ReLU networks with α fixed at the same values. We "
        "read every layer's mean slope through training, and compare accuracies.",
        against="Slopes that stay where they start, or no order among the layers, or a loss of accuracy.",
        limits="Small fully connected networks; He et al. had 14- to 22-layer CNNs on ImageNet. Slopes are means over "
        "a layer's units; single units differ more.",
    ),
    parts=lambda config: config.parts,
    measure=measure,
    cost=cost,
    columns={
        "slopes": "mean negative slope (start, run, check, layer); learned first, then fixed",
        "accuracy": "on the held-out points (start, run)",
        "loss": "on the training points (start, run)",
    },
)

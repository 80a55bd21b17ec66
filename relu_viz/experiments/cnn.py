"""Used in CNNs: does a convolutional network read digits, with which activation, and do its filters die?"""

from dataclasses import dataclass

import numpy as np

from relu_viz import laboratory as lab
from relu_viz.activations import ACTIVATIONS, get_activation
from relu_viz.base import name, names, number, numbers
from relu_viz.laboratory import median
from relu_viz.networks import get_initializer
from relu_viz.uses import ConvConfig, DigitsTrainer

CHECKS = 5  # how often accuracy is measured, the start included
READS = 0.97  # of the held-out digits


@dataclass(frozen=True)
class Config(lab.ExperimentConfig):
    """Which activations, and the network that they all train."""

    runs: int = lab.runs(8)
    activations: tuple[str, ...] = names(
        ("relu", "leaky_relu", "elu", "tanh", "sigmoid"), get_activation, "Activations", "Which to compare.",
        needed=("relu",),
    )  # fmt: skip
    filters: tuple[int, ...] = numbers((8, 16), 1, 32, 3, "Filters", "Of each convolution: 8,16 is two convolutions.")
    initializer: str = name("he_normal", get_initializer, "Initializer", "The same for all.")
    learning_rate: float = number(0.005, 1e-5, 10, "Learning rate", "Adam's, the same for all.")
    epochs: int = number(8, 1, 60, "Epochs", "How often every digit is seen.")

    def network(self, activation: str, run: int) -> ConvConfig:
        """The very network of one run, as the page trains it."""
        return ConvConfig(
            activation=activation, initializer=self.initializer, learning_rate=self.learning_rate, epochs=self.epochs,
            seed=self.seed + run, filters=self.filters,
        )  # fmt: skip


def check_epochs(config: Config) -> np.ndarray:
    """The epochs at which accuracy is measured."""
    return np.linspace(0, config.epochs, CHECKS).round().astype(int)


def measure(config: Config, activation: str, runs: range) -> dict[str, np.ndarray]:
    accuracy, active = [], []
    for run in runs:  # one by one: each holds out other digits, and their matrices are large enough to fill a core
        trainer = DigitsTrainer(config.network(activation, run))
        measures = [trainer.measure()]
        for epochs in np.diff(check_epochs(config)).tolist():
            trainer.train(epochs * trainer.steps_of_an_epoch)
            measures.append(trainer.measure())
        accuracy.append([each.test_accuracy for each in measures])
        active.append(measures[-1].active)
    return {"accuracy": np.array(accuracy), "active": np.array(active)}


def cost(config: Config) -> lab.Cost:
    products = sum(9 * a * b for a, b in zip((1, *config.filters), config.filters, strict=False))
    an_epoch = 43 * 2e-4 + 1347 * (1.4e-7 * sum(config.filters) * 6 + 1.1e-8 * products)
    return lab.Cost(config.epochs * an_epoch + 0.15, 2e5 * sum(config.filters) * 12, 8 * (CHECKS + sum(config.filters)))


def dead_filters(result: lab.Result) -> np.ndarray:
    """How many filters of each network are active nowhere on any training digit: (activations, runs)."""
    return (result["active"] == 0).sum(axis=2)


def verdict(result: lab.Result) -> lab.Verdict:
    config = result.config
    accuracy = dict(zip(config.activations, map(median, result["accuracy"][:, :, -1]), strict=True))
    dead = dict(zip(config.activations, dead_filters(result).mean(axis=1), strict=True))
    relu, worst = accuracy["relu"], result["accuracy"][config.activations.index("relu"), :, -1].min()
    better = [each for each in config.activations if accuracy[each].low > relu.high]
    word = lab.DOES_NOT if relu.value < READS else lab.ONLY_WHEN if better else lab.HOLDS
    told = ", ".join(
        f"{ACTIVATIONS[each].label} {accuracy[each].value:.1%}" for each in config.activations if each != "relu"
    )
    beaten = (
        f"Clearly better: {', '.join(ACTIVATIONS[each].label for each in better)}." if better else "None is better."
    )
    return lab.Verdict(
        word,
        f"With ReLU the network reads {relu:.1%} of the held-out digits, the worst of {config.runs} seeds {worst:.1%}. "
        f"The others: {told or 'none was asked'}. {beaten} Of {sum(config.filters)} filters, with ReLU "
        f"{dead['relu']:.1f} are dead on average.",
        f"Holds if ReLU's median accuracy is at least {READS:.0%} and no other activation's interval lies wholly above "
        "ReLU's; “only when” if one does.",
        (
            *(
                lab.Evidence(f"accuracy, {ACTIVATIONS[each].label}", accuracy[each], ".1%", READS)
                for each in config.activations[:3]
            ),
        ),
    )


EXPERIMENT = lab.Experiment(
    name="cnn",
    title="Activations in a CNN",
    page="cnn",
    config=Config,
    claims=(lab.Claim(12, "ReLU serves convolutional networks", verdict),),
    about=lab.About(
        claimed="Since Krizhevsky et al. (2012) nearly every convolutional network for pictures has had ReLU or a "
        "relative.",
        method="Every activation trains the same network on scikit-learn's digits, from the same seeds; every seed has "
        "its own first weights and holds out a quarter of the digits of its own. A filter is dead if it is active at "
        "no place of any training digit.",
        against="An accuracy below 97 %, or another activation clearly better.",
        limits="Small pictures, a small network, one learning rate for all: sigmoid, say, may want another. Large "
        "networks on photographs may answer differently.",
    ),
    parts=lambda config: config.activations,
    measure=measure,
    cost=cost,
    columns={
        "accuracy": "on held-out digits (activation, run, check)",
        "active": "share of places of the training digits on which a filter is active (activation, run, filter)",
    },
)

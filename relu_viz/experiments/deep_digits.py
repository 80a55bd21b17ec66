"""Depth: up to how many layers does a fully connected network learn, by activation and initializer?"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from relu_viz import laboratory as lab
from relu_viz.activations import ACTIVATIONS, get_activation
from relu_viz.base import names, number, numbers
from relu_viz.laboratory import Interval, median
from relu_viz.networks import INITIALIZERS, get_initializer
from relu_viz.uses import DenseConfig, DigitsTrainer

LEARNS, LOST = 0.8, 0.5  # of the held-out digits


@dataclass(frozen=True)
class Config(lab.ExperimentConfig):
    """Which activations from which first weights, at which depths."""

    runs: int = lab.runs(8)
    activations: tuple[str, ...] = names(
        ("relu", "tanh", "sigmoid"), get_activation, "Activations", "Which to compare.", needed=("relu",)
    )
    initializers: tuple[str, ...] = names(
        ("he_normal", "glorot_normal", "normal"), get_initializer, "Initializers", "The first weights.",
        needed=("he_normal", "normal"),
    )  # fmt: skip
    depths: tuple[int, ...] = numbers((1, 5, 20), 1, 20, 5, "Depths", "Hidden layers; one network for each.")
    units: int = number(32, 4, 256, "Units", "In the first hidden layer; the others have 32.")
    learning_rate: float = number(0.002, 1e-5, 10, "Learning rate", "Adam's, the same for all.")
    epochs: int = number(15, 1, 60, "Epochs", "How often every digit is seen.")

    def network(self, part: tuple[str, str], depth: int, run: int) -> DenseConfig:
        """The very network of one run, as the page trains it."""
        activation, initializer = part
        return DenseConfig(
            activation=activation, initializer=initializer, learning_rate=self.learning_rate, epochs=self.epochs,
            seed=self.seed + run, depth=depth, units=self.units,
        )  # fmt: skip


def measure(config: Config, part: tuple[str, str], runs: range) -> dict[str, np.ndarray]:
    accuracy = []
    for run in runs:
        trainers = [DigitsTrainer(config.network(part, depth, run)) for depth in config.depths]
        for trainer in trainers:
            trainer.train(config.epochs * trainer.steps_of_an_epoch)
        accuracy.append([trainer.measure().test_accuracy for trainer in trainers])
    return {"accuracy": np.array(accuracy)}


def cost(config: Config) -> lab.Cost:
    a_step = sum(8e-5 + 1.0e-5 * depth + 2e-8 * 75 * config.units for depth in config.depths)
    return lab.Cost(43 * config.epochs * a_step + 0.03, 2e7, 8 * len(config.depths))


def parts(config: Config) -> tuple[tuple[str, str], ...]:
    return tuple(product(config.activations, config.initializers))


def verdict(result: lab.Result) -> lab.Verdict:
    config, deepest = result.config, int(np.argmax(result.config.depths))
    at_deepest = dict(zip(parts(config), map(median, result["accuracy"][:, :, deepest]), strict=True))
    he, plain = at_deepest["relu", "he_normal"], at_deepest["relu", "normal"]
    word = lab.DOES_NOT if he.value < LEARNS else lab.HOLDS if plain.value < LOST else lab.ONLY_WHEN
    others = {each: at_deepest[each, "he_normal"] for each in config.activations if each != "relu"}
    told = ", ".join(f"{ACTIVATIONS[each].label} {_told(accuracy)}" for each, accuracy in others.items())
    return lab.Verdict(
        word,
        f"At {config.depths[deepest]} hidden layers ReLU with {INITIALIZERS['he_normal'].label} weights reads "
        f"{_told(he)} of the held-out digits, with plain N(0, 1) weights {_told(plain)}. From He's weights too: "
        f"{told or 'no other was asked'}. Guessing gives 10%.",
        f"Holds if at the largest depth ReLU reads at least {LEARNS:.0%} from He's weights and less than {LOST:.0%} "
        "from plain ones (medians); “only when” if it learns from both.",
        (
            lab.Evidence("ReLU, He", he, ".0%", 0.1),
            lab.Evidence("ReLU, plain normal", plain, ".0%", 0.1),
            *(lab.Evidence(f"{ACTIVATIONS[e].label}, He", accuracy, ".0%", 0.1) for e, accuracy in others.items()),
        ),
    )


def _told(accuracy: Interval) -> str:
    return f"{accuracy:.0%}"


EXPERIMENT = lab.Experiment(
    name="deep_digits",
    title="How deep?",
    page="fully_connected",
    config=Config,
    claims=(
        lab.Claim(13, "Deep fully connected ReLU networks learn when their weights start right", verdict, also=True),
    ),
    about=lab.About(
        claimed="He et al. (2015): with weights of variance 2 / fan-in rectifier networks of 30 layers learn, where "
        "other starts stall.",
        method="Every activation trains from every initializer at every depth, on the digits, with the same seeds. "
        "Every seed holds out a quarter of the digits of its own.",
        against="No learning at the largest depth from He's weights, or learning from any weights.",
        limits="Layers of 32 units, one learning rate, Adam, no normalization and no shortcuts, which is how very deep "
        "networks are trained today.",
    ),
    parts=parts,
    measure=measure,
    cost=cost,
    columns={"accuracy": "on held-out digits (activation and initializer, run, depth)"},
)

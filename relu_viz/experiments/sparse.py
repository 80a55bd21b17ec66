"""Sparse: how many hidden activations are exactly zero, and how many can be removed?"""

from dataclasses import dataclass

import numpy as np

from relu_viz import laboratory as lab
from relu_viz.activations import ACTIVATIONS, get_activation
from relu_viz.base import name, names, number
from relu_viz.data import get_dataset, make_dataset
from relu_viz.laboratory import median
from relu_viz.networks import MLPEnsemble
from relu_viz.training import Trainer, TrainingConfig

REMOVED = np.round(np.arange(0, 1, 0.1), 1)  # shares of each layer's activations, the smallest first
MOMENTS = 6  # at which zeros are counted: at the start and then evenly through training
SPARSE, ANY, LOSES = 0.3, 0.01, 0.01


@dataclass(frozen=True)
class Config(lab.ExperimentConfig):
    """Which activations, and the network that all of them train."""

    activations: tuple[str, ...] = names(
        ("relu", "leaky_relu", "elu", "selu", "gelu", "silu", "softplus", "sigmoid", "tanh"),
        get_activation, "Activations", "Each trains the same network.", needed=("relu",),
    )  # fmt: skip
    dataset: str = name("moons", get_dataset, "Dataset", "The points to tell apart.")
    width: int = number(16, 2, 64, "Width", "Units in every hidden layer.")
    depth: int = number(2, 1, 6, "Depth", "Hidden layers.")
    epochs: int = number(60, 5, 500, "Epochs", "How long every network trains, by Adam in batches of 20.")
    learning_rate: float = number(0.01, 1e-4, 1, "Learning rate", "Adam's.")


def measure(config: Config, activation: str, runs: range) -> dict[str, np.ndarray]:
    training = TrainingConfig(
        dataset=config.dataset, hidden=(config.width,) * config.depth, activation=activation, optimizer="adam",
        learning_rate=config.learning_rate, batch_size=20, seed=config.seed + runs.start,
    )  # fmt: skip
    data = make_dataset(training.dataset, training.samples, training.noise, training.held_out, training.data_seed)
    trainer = Trainer(training, len(runs), data)
    zeros = [zeros_by_layer(trainer.network, data.x_train)]
    for epochs in np.diff(np.linspace(0, config.epochs, MOMENTS).round().astype(int)).tolist():
        trainer.run(epochs, evaluate_every=epochs)
        zeros.append(zeros_by_layer(trainer.network, data.x_train))
    accuracy = [accuracy_without(trainer.network, data.x_test, data.y_test, removed) for removed in REMOVED]
    return {"zeros": np.stack(zeros, axis=1), "accuracy": np.stack(accuracy, axis=1)}


def zeros_by_layer(nets: MLPEnsemble, X: np.ndarray) -> np.ndarray:
    """The share of each hidden layer's activations that are exactly 0: (runs, layers)."""
    hidden = nets.pre_activations(X)[:-1]
    activations = [nets.spec.value(z, alpha) for z, alpha in zip(hidden, nets.alpha_of_layer, strict=True)]
    return np.stack([(h == 0).mean(axis=(1, 2)) for h in activations], axis=1)


def accuracy_without(nets: MLPEnsemble, X: np.ndarray, y: np.ndarray, removed: float) -> np.ndarray:
    """Accuracy when, for every point and in every layer, that share of the activations smallest in size is set to 0."""
    h = np.broadcast_to(X, (nets.runs, *X.shape))
    for layer, (weights, alpha) in enumerate(zip(nets.weights, [*nets.alpha_of_layer, None], strict=True)):
        z = h @ weights[:, :-1] + weights[:, -1:]
        if layer == len(nets.weights) - 1:
            right = (z.argmax(axis=2) if z.shape[2] > 1 else z[..., 0] > 0) == y
            return right.mean(axis=1)
        h = nets.spec.value(z, alpha)
        smallest = np.abs(h).argsort(axis=2)[..., : round(removed * h.shape[2])]
        np.put_along_axis(h, smallest, 0, axis=2)
    raise AssertionError("a network has an output layer")


def cost(config: Config) -> lab.Cost:
    sizes = (2, *(config.width,) * config.depth, 1)
    training = lab.training_cost(sizes, 250, 20, config.epochs, 2, 8 * (len(REMOVED) + MOMENTS * config.depth))
    return lab.Cost(training.seconds + 2e-3 * config.depth, 3 * training.working_bytes, training.result_bytes)


def removable(accuracy: np.ndarray) -> np.ndarray:
    """The largest share of activations, of those tried, without which a run loses at most a hundredth: (runs,)."""
    kept = np.logical_and.accumulate(accuracy >= accuracy[:, :1] - LOSES, axis=1)
    return REMOVED[kept.sum(axis=1) - 1]


def verdict(result: lab.Result) -> lab.Verdict:
    config = result.config
    zeros = dict(zip(config.activations, result["zeros"].mean(axis=3), strict=True))  # each (runs, moments)
    start, end = median(zeros["relu"][:, 0]), median(zeros["relu"][:, -1])
    others = [each for each in config.activations if each != "relu"]
    sparse_too = [each for each in others if median(zeros[each][:, -1]).high > ANY]
    without = median(removable(result["accuracy"][config.activations.index("relu")]))
    word = lab.HOLDS if min(start.low, end.low) > SPARSE and not sparse_too else lab.ONLY_WHEN
    word = lab.DOES_NOT if max(start.high, end.high) < SPARSE else word
    also = f"so have {', '.join(sparse_too)}" if sparse_too else f"none of the {len(others)} others has any"
    return lab.Verdict(
        word,
        f"Of ReLU's hidden activations {start:.0%} are exactly 0 at the start and {end:.0%} after training; {also}. "
        f"Without the smallest {without.value:.0%} of its activations ReLU is as accurate as with all.",
        f"Holds if ReLU has more than {SPARSE:.0%} of exact zeros before and after training, with 95 % certainty, and "
        f"no other activation has more than {ANY:.0%}. “As accurate” means: at most {LOSES:.0%} lost.",
        (
            lab.Evidence("zeros at the start", start, ".1%", 0.5),
            lab.Evidence("zeros after training", end, ".1%", 0.5),
            *(
                lab.Evidence(f"zeros, {ACTIVATIONS[each].label}", median(zeros[each][:, -1]), ".1%", 0.0)
                for each in others[:2]
            ),
            lab.Evidence("removable", without, ".0%"),
        ),
    )


EXPERIMENT = lab.Experiment(
    name="sparse",
    title="Exact zeros",
    page="sparse",
    config=Config,
    claims=(lab.Claim(2, "ReLU is sparse: many hidden activations are exactly zero", verdict),),
    about=lab.About(
        claimed="Glorot, Bordes & Bengio (2011): rectifiers give sparse representations, about half zeros at the "
        "start, and these are efficient and generalize well.",
        method="Every activation trains the same network over the same seeds. We count exact zeros on the training "
        "points, layer by layer, and then remove the smallest activations and measure accuracy on held-out points.",
        against="A share of zeros near 0, or another activation with as many.",
        limits="“Generalizes better” does not follow from zeros: compare the accuracies at 0 % removed. Whether zeros "
        "save time is measured below.",
    ),
    parts=lambda config: config.activations,
    measure=measure,
    cost=cost,
    columns={
        "zeros": "share of exact zeros (activation, run, moment of training, layer)",
        "accuracy": "on held-out points without 0, 10, … 90 % of the activations (activation, run, share)",
    },
)

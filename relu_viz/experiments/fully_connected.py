"""Used in fully connected networks: ours against scikit-learn's MLPClassifier, on the same digits and settings."""

import warnings
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np

from relu_viz import laboratory as lab
from relu_viz.activations import ACTIVATIONS
from relu_viz.base import number
from relu_viz.laboratory import median
from relu_viz.uses import DenseConfig, DigitsTrainer, load_digits

READS = 0.95  # of the held-out digits
AS_GOOD = 0.005  # of accuracy
THEIR_NAME = {"relu": "relu", "tanh": "tanh", "sigmoid": "logistic"}  # those that both have


@dataclass(frozen=True)
class Config(lab.ExperimentConfig):
    """The settings that both train with."""

    runs: int = lab.runs(8)
    units: int = number(128, 4, 256, "Units", "In the hidden layer.")
    learning_rate: float = number(0.002, 1e-5, 1, "Learning rate", "Adam's, for both.")
    batch_size: int = number(32, 8, 500, "Batch size", "Digits of a step, for both.")
    epochs: int = number(30, 1, 100, "Epochs", "How often every digit is seen.")


def measure(config: Config, activation: str, runs: range) -> dict[str, np.ndarray]:
    rows = [_both(config, activation, config.seed + run) for run in runs]
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def _both(config: Config, activation: str, seed: int) -> dict[str, float]:
    """One seed, both networks: accuracy on the held-out digits and seconds of training."""
    trainer = DigitsTrainer(
        DenseConfig(
            activation=activation, initializer="glorot_uniform", learning_rate=config.learning_rate,
            batch_size=config.batch_size, epochs=config.epochs, seed=seed, units=config.units,
        )
    )  # fmt: skip
    began = perf_counter()
    trainer.train(config.epochs * trainer.steps_of_an_epoch)
    ours = perf_counter() - began
    measures = trainer.measure()
    their_accuracy, theirs = _scikit_learn(config, activation, seed)
    return {
        "accuracy": measures.test_accuracy,
        "their_accuracy": their_accuracy,
        "seconds": ours,
        "their_seconds": theirs,
        "zeros": float(measures.zeros[0]),
    }


def _scikit_learn(config: Config, activation: str, seed: int) -> tuple[float, float]:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    data = load_digits(seed)
    settings: dict[str, Any] = {
        "alpha": 0.0,
        "batch_size": config.batch_size,
        "learning_rate_init": config.learning_rate,
        "max_iter": config.epochs,
        "n_iter_no_change": config.epochs,
        "tol": 0.0,
        "random_state": seed,
    }
    classifier = MLPClassifier((config.units,), THEIR_NAME[activation], **settings)
    x_train = data.x_train.astype(np.float32)  # as ours; it then computes in float32 too
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # as many epochs as ours, whether it has settled or not
        began = perf_counter()
        classifier.fit(x_train, data.y_train)
        seconds = perf_counter() - began
    return float(classifier.score(data.x_test.astype(np.float32), data.y_test)), seconds


def cost(config: Config) -> lab.Cost:
    steps = config.epochs * -(-1347 // config.batch_size)
    return lab.Cost(steps * (3e-4 + 1e-8 * config.batch_size * 75 * config.units / 32) + 0.02, 2e7, 40)


def verdict(result: lab.Result) -> lab.Verdict:
    relu = list(THEIR_NAME).index("relu")
    ours, theirs = median(result["accuracy"][relu]), median(result["their_accuracy"][relu])
    times = median(result["their_seconds"][relu] / result["seconds"][relu])
    zeros = median(result["zeros"][relu])
    apart = abs(ours.value - theirs.value)
    word = lab.DOES_NOT if ours.value < READS else lab.HOLDS if apart <= AS_GOOD else lab.ONLY_WHEN
    return lab.Verdict(
        word,
        f"Our 64-{result.config.units}-10 network with {ACTIVATIONS['relu'].label} reads {ours:.1%} of the held-out "
        f"digits, scikit-learn's MLPClassifier with the same settings {theirs:.1%}; ours trains {times:.1f} times as "
        f"fast. {zeros.value:.0%} of its hidden activations are exactly 0.",
        f"Holds if the median accuracy is at least {READS:.0%} and within {100 * AS_GOOD:g} points of MLPClassifier's; "
        "“only when” if the two differ by more.",
        (
            lab.Evidence("accuracy, ours", ours, ".1%", READS),
            lab.Evidence("accuracy, scikit-learn", theirs, ".1%", READS),
        ),
    )


EXPERIMENT = lab.Experiment(
    name="fully_connected",
    title="Against scikit-learn",
    page="fully_connected",
    config=Config,
    claims=(lab.Claim(13, "ReLU serves fully connected networks", verdict),),
    about=lab.About(
        claimed="ReLU is the default of scikit-learn's MLPClassifier and of most fully connected networks.",
        method="Both train on the same three quarters of the digits: Adam, the same rate, batches and epochs, Glorot's "
        "uniform weights, no penalty, float32. Only training is timed, one after the other, on one core.",
        against="An accuracy below 95 %, or one that differs from MLPClassifier's by more than half a point.",
        limits="450 digits are held out, so one digit is 0.2 points. Times are those of this machine; MLPClassifier "
        "also computes its loss after every batch, which ours does not.",
    ),
    parts=lambda config: tuple(THEIR_NAME),
    measure=measure,
    cost=cost,
    timed=True,
    columns={
        "accuracy": "ours, on held-out digits (activation, run)",
        "their_accuracy": "MLPClassifier's on the same digits (activation, run)",
        "seconds": "of our training (activation, run)",
        "their_seconds": "of MLPClassifier's (activation, run)",
        "zeros": "share of exact zeros among our hidden activations of the held-out digits (activation, run)",
    },
)

"""Milliseconds an epoch, beside scikit-learn's MLPClassifier doing the same work in the same run.

    python -m benchmarks.training

The work: 250 points in batches of 10, shuffled every epoch, ReLU, logistic loss, plain SGD in double precision. Neither
side is asked for measures on the way; what ours costs with all of them, as the stage asks for them after every epoch,
is printed beside. The three are timed in turn, round after round, because the machine's speed drifts; printed are
medians, and the median of the rounds' ratios.
"""

import statistics
import time
import warnings

from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from relu_viz.training import Trainer, TrainingConfig

SHAPES = {"4-2": (4, 2), "8-8": (8, 8), "8x6": (8,) * 6, "32-32": (32, 32)}
ROUNDS, SKLEARN_EPOCHS = 9, 20


def seconds(work) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def compare(hidden: tuple[int, ...], runs: int) -> list[tuple[float, float, float]]:
    """ms an epoch for each network, round by round: scikit-learn, ours, ours with all measures."""
    trainer = Trainer(TrainingConfig(hidden=hidden, held_out=0.0, learning_rate=0.03, batch_size=10), runs=runs)
    peer = MLPClassifier(
        hidden, solver="sgd", momentum=0, alpha=0, learning_rate_init=0.03,
        batch_size=10,  # pyright: ignore[reportArgumentType] (scikit-learn takes a number too)
        max_iter=SKLEARN_EPOCHS, tol=0, n_iter_no_change=SKLEARN_EPOCHS + 1,
    )  # fmt: skip
    epochs = 200 if runs == 1 else 60
    trainer.run(2)
    rounds = []
    for _ in range(ROUNDS):
        theirs = seconds(lambda: peer.fit(trainer.data.x_train, trainer.data.y_train)) / SKLEARN_EPOCHS
        ours = seconds(lambda: trainer.run(epochs, evaluate_every=epochs)) / epochs / runs
        measured = seconds(lambda: trainer.run(epochs)) / epochs / runs
        rounds.append((1e3 * theirs, 1e3 * ours, 1e3 * measured))
    return rounds


def main() -> None:
    warnings.simplefilter("ignore", ConvergenceWarning)  # stopping after a number of epochs is what is measured
    print(f"{'shape':6} {'runs':>4} {'scikit-learn':>13} {'ours':>8} {'ratio':>7} {'ours, measured':>15} {'ratio':>7}")
    for label, hidden in SHAPES.items():
        for runs in (1, 256):
            rounds = compare(hidden, runs)
            theirs, ours, measured = (statistics.median(column) for column in zip(*rounds, strict=True))
            ratio = statistics.median(a / b for a, b, _ in rounds)
            measured_ratio = statistics.median(a / c for a, _, c in rounds)
            print(f"{label:6} {runs:4} {theirs:10.2f} ms {ours:8.4f} {ratio:6.1f}x", end=" ")
            print(f"{measured:15.4f} {measured_ratio:6.1f}x", flush=True)


if __name__ == "__main__":
    main()

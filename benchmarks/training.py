"""Milliseconds an epoch, beside scikit-learn's MLPClassifier doing the same work in the same run.

    python -m benchmarks.training

The work: 250 points in batches of 10, shuffled every epoch, ReLU, logistic loss, plain SGD in double precision. Neither
side is asked for measures on the way; what ours costs with all of them, as the stage asks for them after every epoch,
is printed beside, and at the end as a ratio for a class of 256. What is compared is timed in turn, round after round,
because the machine's speed drifts; printed are medians, and the median of the rounds' ratios.
"""

import statistics
import time
import warnings

from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from relu_viz.training import Trainer, TrainingConfig, train_together

SHAPES = {"4-2": (4, 2), "8-8": (8, 8), "8x6": (8,) * 6, "32-32": (32, 32)}
ROUNDS, SKLEARN_EPOCHS = 9, 20
CLASS, REEL = 256, 30


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


def tell_cost_of_measures() -> None:
    """What measures after every epoch cost 256 networks with 8-8: at most 1.4 times what they cost without."""
    one = Trainer(TrainingConfig(), runs=CLASS)
    many = [Trainer(TrainingConfig(seed=seed)) for seed in range(CLASS)]
    ways = {
        f"one trainer of {CLASS} runs": lambda every: one.run(REEL, every),
        f"{CLASS} trainers together": lambda every: train_together(many, REEL, every),
    }
    for label, train in ways.items():
        rounds = []
        for _ in range(ROUNDS):
            without, measured = (1e3 * seconds(lambda n=n: train(n)) / REEL / CLASS for n in (REEL, 1))  # noqa: B023
            rounds.append((without, measured))
        without, measured = (statistics.median(column) for column in zip(*rounds, strict=True))
        ratio = statistics.median(b / a for a, b in rounds)
        print(f"{label}, 8-8: {without:.4f} ms an epoch, {measured:.4f} measured after every one: {ratio:.2f} times")


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
    with threadpool_limits(1, "blas"):  # as on the server
        tell_cost_of_measures()


if __name__ == "__main__":
    main()

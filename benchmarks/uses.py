"""What the networks in use reach and cost: a CNN and a fully connected network on digits, agents on CartPole.

    python -m benchmarks.uses

The CNN's epoch is timed against the same network in PyTorch's eager mode, in turns, where torch is installed; the fully
connected network against scikit-learn's MLPClassifier.
"""

from dataclasses import replace
from statistics import median
from time import perf_counter

import numpy as np
from threadpoolctl import threadpool_limits

from relu_viz.experiments import fully_connected
from relu_viz.uses import LONGEST, SIDE, SOLVED, AgentConfig, Agents, ConvConfig, DigitsTrainer, load_digits

SEEDS, ROUNDS, AGENTS = 8, 7, 5


def main() -> None:
    cnn()
    against_torch()
    against_scikit_learn()
    agents()


def cnn() -> None:
    accuracies, seconds = [], []
    for seed in range(SEEDS):
        trainer = DigitsTrainer(replace(ConvConfig(), seed=seed))
        began = perf_counter()
        trainer.train(trainer.config.epochs * trainer.steps_of_an_epoch)
        seconds.append(perf_counter() - began)
        accuracies.append(trainer.measure().test_accuracy)
    print(
        f"CNN, {SEEDS} seeds: median {median(accuracies):.2%} of held-out digits (bar: 98 %), worst "
        f"{min(accuracies):.2%} (bar: 97 %), trained in {max(seconds):.1f} s at most (bar: 20 s)",
        flush=True,
    )


def against_torch() -> None:
    try:
        import torch  # pyright: ignore[reportMissingImports]  # not among our requirements: 200 MB
    except ImportError:
        print("CNN against PyTorch: torch is not installed here")
        return
    torch.set_num_threads(1)
    config = ConvConfig()
    trainer, data = DigitsTrainer(config), load_digits(config.seed)
    first, second = config.filters
    theirs = torch.nn.Sequential(
        torch.nn.Conv2d(1, first, 3, padding=1), torch.nn.ReLU(), torch.nn.Conv2d(first, second, 3, padding=1),
        torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Flatten(), torch.nn.Linear(second * (SIDE // 2) ** 2, 10),
    )  # fmt: skip
    adam = torch.optim.Adam(theirs.parameters(), lr=config.learning_rate)
    loss = torch.nn.CrossEntropyLoss()
    images = torch.tensor(data.x_train, dtype=torch.float32).reshape(-1, 1, SIDE, SIDE)
    labels = torch.tensor(data.y_train)

    def their_epoch() -> None:
        for batch in torch.randperm(len(images)).split(config.batch_size):
            adam.zero_grad()
            loss(theirs(images[batch]), labels[batch]).backward()
            adam.step()

    ours, their = [], []
    with threadpool_limits(1):
        for _ in range(ROUNDS):
            ours.append(_seconds(lambda: trainer.train(trainer.steps_of_an_epoch)))
            their.append(_seconds(their_epoch))
    ratios = [mine / other for mine, other in zip(ours, their, strict=True)]
    print(
        f"CNN, an epoch on one core: {1e3 * median(ours):.0f} ms, PyTorch {torch.__version__} eager "
        f"{1e3 * median(their):.0f} ms: {median(ratios):.2f} times its time (bar: 3)",
        flush=True,
    )


def _seconds(work) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


def against_scikit_learn() -> None:
    with threadpool_limits(1):
        result = fully_connected.measure(fully_connected.Config(), "relu", range(SEEDS))
    ours, theirs = np.median(result["accuracy"]), np.median(result["their_accuracy"])
    print(
        f"Fully connected, {SEEDS} seeds: {ours:.2%}, MLPClassifier {theirs:.2%}: {100 * abs(ours - theirs):.2f} "
        f"points apart (bar: 0.5); {np.median(result['their_seconds'] / result['seconds']):.2f} times as fast (bar: 1)",
        flush=True,
    )


def agents() -> None:
    config = AgentConfig()
    team = Agents(config, AGENTS)
    began = perf_counter()
    for _ in range(config.rounds):
        team.learn()
    seconds = perf_counter() - began
    returns = team.test(100).mean(axis=1)
    print(
        f"Agents: {(returns >= SOLVED).sum()} of {AGENTS} reach a mean of {SOLVED} of {LONGEST} over 100 fresh "
        f"episodes (bar: 4), trained together in {seconds:.1f} s (bar: 180): {np.sort(returns).round()}"
    )


if __name__ == "__main__":
    main()

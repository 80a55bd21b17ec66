"""PReLU's slopes through one training, from any start: drag it."""

from dataclasses import dataclass

import numpy as np

from relu_viz.base import Config, name, number, place
from relu_viz.data import get_dataset, make_dataset
from relu_viz.figures import series_colour, series_dash
from relu_viz.stage import Curve, Flipbook, Panel
from relu_viz.training import Pieces, Trainer, TrainingConfig, train_in_pieces

STARTS = np.round(np.arange(0, 1.01, 0.05), 2)
EPOCHS, LAYERS = 60, (8, 8, 8)


@dataclass(frozen=True)
class Lesson(Config):
    """The data, the seed and the start."""

    dataset: str = name("moons", get_dataset, "Dataset", "The points to tell apart.")
    seed: int = number(0, 0, 10**6, "Seed", "Other first weights and another order of the points.")
    frame: int = place(int(np.flatnonzero(STARTS == 0.25)[0]), len(STARTS) - 1)


def book(lesson: Lesson) -> Pieces[Flipbook]:
    """The mean slope of each of three layers by epoch, for every start; all starts train as one ensemble."""
    configs = [
        TrainingConfig(
            dataset=lesson.dataset, hidden=LAYERS, activation="prelu", alpha=float(start), learning_rate=0.2,
            batch_size=20, seed=lesson.seed,
        )
        for start in STARTS
    ]  # fmt: skip
    lead = configs[0]
    data = make_dataset(lead.dataset, lead.samples, lead.noise, lead.held_out, lead.data_seed)
    trainers = [Trainer(config, data=data) for config in configs]
    first = [trainer.network.slopes for trainer in trainers]
    starts = np.array([[layer.mean() for layer in slopes] for slopes in first])[:, None]
    frames = yield from train_in_pieces(trainers, EPOCHS)
    learned = np.stack([_by_layer(trainers[0], each.theta[:, 0]) for each in frames])  # (starts, epochs, layers)
    slopes = np.concatenate([starts, learned], axis=1)
    loss = np.stack([each.train_loss[:, 0] for each in frames])
    epochs = np.arange(EPOCHS + 1.0)
    told = [
        f"Layer by layer from {start:g} to " + ", ".join(f"{end:.2f}" for end in ends[-1]) + f"; loss {its[-1]:.3f}."
        for start, ends, its in zip(STARTS, slopes, loss, strict=True)
    ]
    span = float(min(slopes.min(), 0)) - 0.05, float(max(slopes.max(), 1)) + 0.05
    return Flipbook(
        "Slopes through training", "α at the start", [f"{start:g}" for start in STARTS], told,
        [
            Panel(
                "Mean slope of each hidden layer", "Slopes by epoch.", "epoch", "slope", (0, EPOCHS), span,
                [
                    Curve(f"layer {layer + 1}", series_colour(layer), epochs, slopes[..., layer], series_dash(layer))
                    for layer in range(len(LAYERS))
                ],
            ),
            Panel(
                "Loss on the training points", "Loss by epoch.", "epoch", "loss", (1, EPOCHS), (0.01, 1),
                [Curve("loss", series_colour(5), epochs[1:], loss)], y_log=True,
            ),
        ],
    )  # fmt: skip


def _by_layer(trainer: Trainer, theta: np.ndarray) -> np.ndarray:
    """The mean slope of every layer from parameters (epochs, parameters): (epochs, layers)."""
    return np.stack([layer.mean(axis=1) for layer in trainer.network.slope_views(theta)], axis=1)

"""A live race on one clock: the same data, the same seed, one network for each activation."""

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import numpy as np

from relu_viz.activations import ACTIVATIONS, get_activation
from relu_viz.base import Config, name, names, number, numbers, place
from relu_viz.data import get_dataset, make_dataset
from relu_viz.figures import CLASS_COLOURS, QUIET, activation_colour, activation_dash
from relu_viz.networks import get_initializer
from relu_viz.stage import Curve, Flipbook, Panel
from relu_viz.training import Pieces, Trainer, TrainingConfig, train_in_pieces

EPOCHS, SIDE, EXTENT = 100, 32, 2.6
TARGET = 0.1  # loss
RUNNERS, BATCH = 4, 20


@dataclass(frozen=True)
class Lesson(Config):
    """Who races, on which course."""

    activations: tuple[str, ...] = names(
        ("relu", "elu", "tanh", "sigmoid"), get_activation, "Activations", "Who races; the first four of them."
    )
    dataset: str = name("moons", get_dataset, "Dataset", "The points to tell apart.")
    hidden: tuple[int, ...] = numbers((8, 8), 1, 32, 6, "Hidden layers", "Units of each, with commas.")
    initializer: str = name("glorot_normal", get_initializer, "Initializer", "The same for all.")
    learning_rate: float = number(0.5, 1e-3, 100, "Learning rate", f"Of SGD in batches of {BATCH}, the same for all.")
    seed: int = number(0, 0, 10**6, "Seed", "The same for all.")
    frame: int = place(0, EPOCHS)


def racers(lesson: Lesson) -> list[TrainingConfig]:
    """The networks that race."""
    return [
        TrainingConfig(
            dataset=lesson.dataset, hidden=lesson.hidden, activation=activation, initializer=lesson.initializer,
            learning_rate=lesson.learning_rate, batch_size=BATCH, seed=lesson.seed,
        )
        for activation in lesson.activations[:RUNNERS]
    ]  # fmt: skip


def book(lesson: Lesson, frames: int = EPOCHS + 1) -> Pieces[Flipbook]:
    """Output and loss of every runner at each epoch, or at the first so many, the start being one."""
    runners = lesson.activations[:RUNNERS]
    across = np.linspace(-EXTENT, EXTENT, SIDE)
    places = np.stack(np.meshgrid(across, -across), axis=-1).reshape(-1, 2)
    maps, losses, data = {}, {}, None
    for activation, config in zip(runners, racers(lesson), strict=True):
        data = data or make_dataset(config.dataset, config.samples, config.noise, config.held_out, config.data_seed)
        trainer = Trainer(config, data=data)
        start = trainer.first_frame
        trained = (yield from train_in_pieces([trainer], frames - 1))[0]
        theta = np.concatenate([start.theta[:, 0], trained.theta[:, 0]])
        losses[activation] = np.concatenate([start.train_loss[:, 0], trained.train_loss[:, 0]])
        maps[activation] = yield from _maps(trainer, theta, places)
    assert data is not None
    epochs, span = np.arange(float(frames)), (-EXTENT, EXTENT)
    arrivals = {each: _arrival(loss) for each, loss in losses.items()}
    points = [
        Curve("", CLASS_COLOURS[k], *data.x_train[data.y_train == k].T, mark=("square", "circle", "cross")[k])
        for k in range(data.classes)
    ]
    stages = [
        Panel(
            ACTIVATIONS[each].label, f"Output of the {each} network over the plane.", "x₁", "x₂", span, span, points,
            maps[each],
            titles=[_standing(each, epoch, arrivals[each], losses[each]) for epoch in range(frames)],
        )
        for each in runners
    ]  # fmt: skip
    so_far = np.where(epochs <= epochs[:, None], 0.0, np.nan)
    curves = [
        Curve(ACTIVATIONS[each].label, activation_colour(each), epochs, losses[each] + so_far, activation_dash(each))
        for each in runners
    ]
    target = Curve(f"target: {TARGET:g}", QUIET, np.array([0.0, EPOCHS]), np.full(2, TARGET), "dot", 1.5)
    clock = Panel(
        "Loss", "Loss of each by epoch.", "epoch", "loss", (0, EPOCHS), (0.005, 2), [*curves, target], y_log=True
    )
    return Flipbook(
        "A race", "Epoch", [str(epoch) for epoch in range(frames)],
        [_told(epoch, arrivals) for epoch in range(frames)], [*stages, clock], rate=20,
        height=240, narrowest=220,
    )  # fmt: skip


def _maps(trainer: Trainer, theta: np.ndarray, places: np.ndarray) -> Pieces[np.ndarray]:
    """The output over the plane at every epoch, from −1 to 1: (epochs, side, side)."""
    now, maps = trainer.network.theta.copy(), []
    for row in theta:
        trainer.network.theta[0] = row
        logits = trainer.network.forward(places)[0]
        maps.append(np.tanh(logits[:, 0] / 2) if logits.shape[1] == 1 else logits.argmax(axis=1) - 1.0)
        yield len(maps)
    trainer.network.theta[...] = now
    return np.stack(maps).reshape(-1, SIDE, SIDE)


def _arrival(loss: np.ndarray) -> int | None:
    there = np.flatnonzero(loss <= TARGET)
    return int(there[0]) if len(there) else None


def _standing(activation: str, epoch: int, arrival: int | None, loss: np.ndarray) -> str:
    there = arrival is not None and arrival <= epoch
    return f"{ACTIVATIONS[activation].label}: " + (
        f"first there at epoch {arrival}" if there else f"loss {loss[epoch]:.3g}"
    )


def _told(epoch: int, arrivals: dict[str, int | None]) -> str:
    there = sorted((at, each) for each, at in arrivals.items() if at is not None and at <= epoch)
    if not there:
        return f"Epoch {epoch}. Nobody has been at a loss of {TARGET:g} so far."
    missing = [ACTIVATIONS[each].label for each, at in arrivals.items() if at is None or at > epoch]
    together = [(at, [ACTIVATIONS[each].label for _, each in same]) for at, same in groupby(there, key=itemgetter(0))]
    order = ", then ".join(f"{' and '.join(labels)} ({at})" for at, labels in together)
    rest = f" Not there so far: {', '.join(missing)}." if missing else ""
    return f"First at a loss of {TARGET:g}: {order}.{rest}"

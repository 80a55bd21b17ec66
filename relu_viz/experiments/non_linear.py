"""Non-linear: what does a network of linear units gain from ReLU, at equal size?"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from relu_viz import laboratory as lab
from relu_viz.activations import get_activation
from relu_viz.base import names, number
from relu_viz.data import get_dataset, make_dataset
from relu_viz.laboratory import median
from relu_viz.networks import MLPEnsemble
from relu_viz.training import Trainer, TrainingConfig

GRID_SIDE, GRID_EXTENT = 96, 3.0
MODELS_IT = 0.9  # accuracy


@dataclass(frozen=True)
class Config(lab.ExperimentConfig):
    """The same network with each activation, on each dataset."""

    runs: int = lab.runs(48)
    activations: tuple[str, ...] = names(
        ("linear", "relu"), get_activation, "Activations", "Compared at equal size.", needed=("linear", "relu")
    )
    datasets: tuple[str, ...] = names(("circles", "moons", "spiral"), get_dataset, "Datasets", "None is separable.")
    units: int = number(16, 1, 64, "Hidden units", "In the one hidden layer.")
    epochs: int = number(150, 1, 1000, "Epochs", "How long every network trains, by Adam in batches of 20.")
    learning_rate: float = number(0.03, 1e-4, 1, "Learning rate", "Adam's.")
    noise: float = number(0.1, 0, 1, "Noise", "Of the points.")


def linear_regions(nets: MLPEnsemble) -> np.ndarray:
    """Into how many linear pieces each network with rectifiers cuts [−3, 3]², as seen on a fine grid: (runs,).

    A piece is a pattern of active units. One hidden layer of n units has at most 1 + n + n(n − 1)/2 of them in the
    plane (Zaslavsky 1975; Montúfar et al. 2014); pieces smaller than the grid's meshes are not seen.
    """
    if not nets.spec.is_rectifier:
        return np.ones(nets.runs, int)
    across = np.linspace(-GRID_EXTENT, GRID_EXTENT, GRID_SIDE)
    places = np.stack(np.meshgrid(across, across), axis=-1).reshape(-1, 2)
    patterns = np.concatenate([z > 0 for z in nets.pre_activations(places)[:-1]], axis=2)
    return np.array([len(np.unique(np.packbits(run, axis=1), axis=0)) for run in patterns])


def measure(config: Config, part: tuple[str, str], runs: range) -> dict[str, np.ndarray]:
    dataset, activation = part
    training = TrainingConfig(
        dataset=dataset, samples=250, noise=config.noise, hidden=(config.units,), activation=activation,
        optimizer="adam", learning_rate=config.learning_rate, batch_size=20, seed=config.seed + runs.start,
    )  # fmt: skip
    data = make_dataset(dataset, training.samples, training.noise, training.held_out, training.data_seed)
    trainer = Trainer(training, len(runs), data)
    last = trainer.run(config.epochs, evaluate_every=config.epochs)
    return {"accuracy": last.test_accuracy[-1], "regions": linear_regions(trainer.network)}


def cost(config: Config) -> lab.Cost:
    training = lab.training_cost((2, config.units, 1), 250, 20, 2 * config.epochs, result_bytes=16)
    return lab.Cost(training.seconds + 4e-3, training.working_bytes + GRID_SIDE**2 * 20 * config.units, 16)


def verdict(result: lab.Result) -> lab.Verdict:
    config = result.config
    accuracy = dict(zip(parts(config), result["accuracy"], strict=True))
    linear = {dataset: median(accuracy[dataset, "linear"]) for dataset in config.datasets}
    relu = {dataset: median(accuracy[dataset, "relu"]) for dataset in config.datasets}
    solved = [name for name in config.datasets if relu[name].low > max(linear[name].high, MODELS_IT)]
    better = [name for name in config.datasets if relu[name].low > linear[name].high]
    word = lab.HOLDS if len(solved) == len(config.datasets) else lab.ONLY_WHEN if better else lab.DOES_NOT
    figures = "; ".join(f"{name}: {linear[name].value:.0%} → {relu[name]:.0%}" for name in config.datasets)
    short = [name for name in config.datasets if name not in solved]
    but = f" Not enough units or epochs for {', '.join(short)}." if short else ""
    return lab.Verdict(
        word,
        f"Accuracy with linear → ReLU units, {config.units} of each. {figures}.{but}",
        f"On every dataset ReLU's median accuracy must be above linear's, the intervals apart, and above "
        f"{MODELS_IT:.0%}; on some only: “only when”.",
        tuple(lab.Evidence(name, relu[name], ".1%", linear[name].value) for name in config.datasets),
    )


def parts(config: Config) -> tuple[tuple[str, str], ...]:
    return tuple(product(config.datasets, config.activations))


EXPERIMENT = lab.Experiment(
    name="non_linear",
    title="Linear against ReLU",
    page="non_linear",
    config=Config,
    claims=(lab.Claim(1, "ReLU is non-linear: it lets a network model complex patterns", verdict),),
    about=lab.About(
        claimed="Every textbook: without a non-linearity, layers of any number compute one linear function.",
        method="The same network, the same seeds, once with linear units and once with ReLU, on data that no straight "
        "line divides. We also count the linear pieces into which ReLU cuts the plane.",
        against="A linear network as good as ReLU, or ReLU no better than a line.",
        limits="Small data in the plane, one hidden layer. It says nothing about which non-linearity is best.",
    ),
    parts=parts,
    measure=measure,
    cost=cost,
    columns={
        "accuracy": "on the held-out points (dataset and activation, run)",
        "regions": "linear pieces of the plane (dataset and activation, run)",
    },
)

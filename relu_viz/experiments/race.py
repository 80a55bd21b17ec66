"""Converges faster: which activation reaches a target loss first, each at its own best learning rate?"""

from dataclasses import dataclass
from itertools import product

import numpy as np

from relu_viz import laboratory as lab
from relu_viz.activations import ACTIVATIONS, get_activation
from relu_viz.base import name, names, number, numbers
from relu_viz.data import get_dataset, make_dataset
from relu_viz.laboratory import Interval, median, share
from relu_viz.networks import INITIALIZERS, get_initializer
from relu_viz.training import Trainer, TrainingConfig, train_together

NEVER = np.inf


@dataclass(frozen=True)
class Config(lab.ExperimentConfig):
    """Who races, on which course, and the learning rates that everybody may try."""

    runs: int = lab.runs(32)
    activations: tuple[str, ...] = names(
        ("relu", "elu", "tanh", "sigmoid"), get_activation, "Activations", "Who races.",
        needed=("relu", "tanh", "sigmoid"),
    )  # fmt: skip
    depths: tuple[int, ...] = numbers((1, 5), 1, 6, 4, "Depths", "Hidden layers; one race for each.")
    width: int = number(8, 1, 32, "Width", "Units in every hidden layer.")
    dataset: str = name("moons", get_dataset, "Dataset", "The points to tell apart.")
    initializer: str = name("glorot_normal", get_initializer, "Initializer", "The same for all.")
    target: float = number(0.1, 0.001, 1, "Target loss", "A run arrives when its loss on the training points is there.")
    epochs: int = number(80, 5, 500, "Epochs", "After so many a run that is not there did not arrive.")
    rates: int = number(7, 1, 16, "Learning rates", "How many rates everybody may try.")
    lowest_rate: float = number(0.03, 1e-4, 1, "Lowest rate", "The sweep's first.")
    highest_rate: float = number(10.0, 1, 1000, "Highest rate", "The sweep's last.")

    @property
    def sweep(self) -> np.ndarray:
        return np.array(
            [float(f"{rate:.3g}") for rate in np.geomspace(self.lowest_rate, self.highest_rate, self.rates)]
        )

    def network(self, activation: str, depth: int, rate: float, run: int) -> TrainingConfig:
        """The very network of a runner, as the Playground trains it."""
        return TrainingConfig(
            dataset=self.dataset, hidden=(self.width,) * depth, activation=activation, initializer=self.initializer,
            learning_rate=float(rate), batch_size=20, seed=self.seed + run,
        )  # fmt: skip


def measure(config: Config, part: tuple[int, str], runs: range) -> dict[str, np.ndarray]:
    depth, activation = part
    configs = [config.network(activation, depth, rate, runs.start) for rate in config.sweep]
    lead = configs[0]
    data = make_dataset(lead.dataset, lead.samples, lead.noise, lead.held_out, lead.data_seed)
    frames = train_together([Trainer(each, len(runs), data) for each in configs], config.epochs)
    return {"epochs": np.stack([_arrival(each.train_loss <= config.target) for each in frames], axis=1)}


def _arrival(there: np.ndarray) -> np.ndarray:
    """The first epoch at which a run is there, NEVER if none, from (epochs, runs)."""
    return np.where(there.any(axis=0), there.argmax(axis=0) + 1.0, NEVER)


def cost(config: Config) -> lab.Cost:
    sizes = (2, *(config.width,) * max(config.depths), 1)
    training = lab.training_cost(sizes, 250, 20, config.epochs, config.rates)
    # Every epoch is evaluated and kept, and the ensembles are small; sigmoid's exponentials cost most of all.
    parameters = max(config.depths) * config.width * (config.width + 1) + 4 * config.width
    kept = config.rates * config.epochs * 4 * (parameters + config.width * max(config.depths))
    return lab.Cost(3 * training.seconds, training.working_bytes + 2 * kept, 8 * config.rates)


def parts(config: Config) -> tuple[tuple[int, str], ...]:
    return tuple(product(config.depths, config.activations))


@dataclass(frozen=True)
class Standing:
    """How one activation did at one depth.

    ``sweep`` is the median at every rate, and ``best_rate`` the rate where it is lowest. So that a lucky choice does
    not flatter itself, ``best`` is measured on runs that had no part in it: the even runs at the rate that is best for
    the odd ones, and the other way round; ``common`` likewise, at the rate that serves all activations best.
    ``at_bound``: the best rate is the first or last of the sweep, so there may be a better one beyond.
    """

    sweep: Interval
    best_rate: float
    best: Interval
    arrived: Interval
    common_rate: float
    common: Interval
    at_bound: bool


def standings(result: lab.Result) -> dict[tuple[int, str], Standing]:
    """Of every depth and activation."""
    config = result.config
    epochs = dict(zip(parts(config), result["epochs"], strict=True))  # each (runs, rates)
    return {
        (depth, activation): _standing(config, own, [epochs[depth, other] for other in config.activations])
        for (depth, activation), own in epochs.items()
    }


def _standing(config: Config, own: np.ndarray, everybody: list[np.ndarray]) -> Standing:
    chosen, best = _best_rate([own]), _judged(own, [own])
    return Standing(
        sweep=median(own.T),
        best_rate=float(config.sweep[chosen]),
        best=median(best),
        arrived=share(np.isfinite(best).sum(), len(best)),
        common_rate=float(config.sweep[_best_rate(everybody)]),
        common=median(_judged(own, everybody)),
        at_bound=chosen in (0, config.rates - 1) and config.rates > 1,
    )


def _best_rate(all_epochs: list[np.ndarray]) -> int:
    """The rate at which most of those given arrive in the median, then soonest altogether, then most often."""

    def judged(rate: int) -> tuple[int, float, float]:
        medians = np.array([np.median(epochs[:, rate]) for epochs in all_epochs])
        late = np.isinf(medians)
        stragglers = sum(float(np.isinf(epochs[:, rate]).mean()) for epochs in all_epochs)
        return int(late.sum()), float(medians[~late].sum()), stragglers

    return min(range(all_epochs[0].shape[1]), key=judged)


def _judged(own: np.ndarray, by: list[np.ndarray]) -> np.ndarray:
    """The epochs of all runs, each at the rate that the other half of the runs chose: (runs,)."""
    judged = np.empty(len(own))
    for here, other in ((slice(0, None, 2), slice(1, None, 2)), (slice(1, None, 2), slice(0, None, 2))):
        judged[here] = own[here, _best_rate([epochs[other] for epochs in by])]
    return judged


def verdict(result: lab.Result) -> lab.Verdict:
    config, ranks = result.config, result.once(standings)
    others = ("tanh", "sigmoid")
    wins = {d: all(ranks[d, "relu"].best.high < ranks[d, o].best.low for o in others) for d in config.depths}
    loses = [d for d in config.depths if ranks[d, "tanh"].best.high < ranks[d, "relu"].best.low]
    word = lab.HOLDS if all(wins.values()) else lab.ONLY_WHEN if any(wins.values()) else lab.DOES_NOT
    told = []
    for depth in config.depths:
        relu, tanh = ranks[depth, "relu"], ranks[depth, "tanh"]
        end = "ReLU is first." if wins[depth] else "tanh wins." if depth in loses else "no clear winner."
        told.append(
            f"{depth} hidden layer{'s' * (depth > 1)}: ReLU {_told(relu.best)} at rate {relu.best_rate:g}, "
            f"tanh {_told(tanh.best)} at {tanh.best_rate:g}, sigmoid {_told(ranks[depth, 'sigmoid'].best)}; {end}"
        )
    return lab.Verdict(
        word,
        f"Median epochs to a loss of {config.target:g}, {INITIALIZERS[config.initializer].label} weights. "
        + " ".join(told),
        "ReLU is first if its interval lies wholly below those of tanh and of sigmoid, each at its own best rate. "
        "First at every depth: holds; at some: “only when”. A run that did not arrive counts as infinitely late.",
        tuple(
            lab.Evidence(f"{ACTIVATIONS[a].label}, {depth} layer{'s' * (depth > 1)}", ranks[depth, a].best, ".0f")
            for depth in config.depths
            for a in ("relu", "tanh")
        ),
    )


def _told(interval: Interval) -> str:
    return "did not arrive" if np.isinf(interval.value) else f"{interval:.0f}"


EXPERIMENT = lab.Experiment(
    name="race",
    title="Race",
    page="race",
    config=Config,
    claims=(lab.Claim(4, "Networks with ReLU converge faster than with sigmoid or tanh", verdict),),
    about=lab.About(
        claimed="Krizhevsky et al. (2012): a four-layer CNN with ReLU needs about six times fewer epochs than with "
        "tanh to 25 % training error on CIFAR-10.",
        method="Every activation tries every learning rate of the same sweep. Each half of the runs is counted "
        "at the rate that was best for the other half. All start from the same initializer, with the same seeds and "
        "data.",
        against="tanh or sigmoid as fast, each at its own best rate.",
        limits="Small networks on small data. Where the best rate is the first or last of the sweep a better one may "
        "lie beyond; the table says so. Epochs are counted, not seconds.",
    ),
    parts=parts,
    measure=measure,
    cost=cost,
    columns={"epochs": "to the target, inf if it was not reached (depth and activation, run, rate)"},
)

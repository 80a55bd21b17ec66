"""Where units die: a map of learning rate × initial scale, every cell trained over many seeds."""

from dataclasses import dataclass

import numpy as np

from relu_viz import laboratory as lab
from relu_viz.base import name, number
from relu_viz.data import get_dataset, make_dataset
from relu_viz.laboratory import median
from relu_viz.training import Trainer, TrainingConfig, train_together

CLEARLY_MORE = 0.1  # of all units


@dataclass(frozen=True)
class Config(lab.ExperimentConfig):
    """The network, the data and the map's edges; a negative slope of 0 is ReLU, of more is Leaky ReLU."""

    runs: int = lab.runs(16, low=4)
    dataset: str = name("moons", get_dataset, "Dataset", "The points to tell apart.")
    samples: int = number(200, 20, 1000, "Points", "How many points; a fifth is held out.")
    width: int = number(8, 1, 32, "Width", "Units in every hidden layer.")
    depth: int = number(2, 1, 6, "Depth", "Hidden layers.")
    negative_slope: float = number(0.0, 0, 0.3, "Negative slope", "0 is ReLU; more is Leaky ReLU with that α.")
    bias_shift: float = number(0.0, -5, 5, "Bias shift", "Added to every hidden bias at the start.")
    epochs: int = number(60, 1, 400, "Epochs", "How long every network trains, by SGD in batches of 10.")
    cells: int = number(24, 4, 48, "Cells a side", "How many learning rates and how many scales.")
    lowest_rate: float = number(0.01, 1e-4, 1, "Lowest rate", "The map's left edge.")
    highest_rate: float = number(30.0, 1.0, 1e4, "Highest rate", "The map's right edge.")
    lowest_scale: float = number(0.1, 0.01, 1, "Lowest scale", "The map's lower edge.")
    highest_scale: float = number(10.0, 1.0, 100, "Highest scale", "The map's upper edge.")

    @property
    def rates(self) -> np.ndarray:
        return _grid(self.lowest_rate, self.highest_rate, self.cells)

    @property
    def scales(self) -> np.ndarray:
        return _grid(self.lowest_scale, self.highest_scale, self.cells)

    def network(self, scale: float, rate: float, run: int) -> TrainingConfig:
        """The very network of a cell and a run, as the Playground trains it."""
        leaky = {"activation": "leaky_relu", "alpha": self.negative_slope} if self.negative_slope else {}
        return TrainingConfig(
            dataset=self.dataset, samples=self.samples, hidden=(self.width,) * self.depth, scale=float(scale),
            bias_shift=self.bias_shift, learning_rate=float(rate), batch_size=10, seed=self.seed + run, **leaky,
        )  # fmt: skip


def _grid(low: float, high: float, cells: int) -> np.ndarray:
    # Four digits, so that the link which opens a cell in the Playground holds exactly what was trained here.
    return np.array([float(f"{value:.4g}") for value in np.geomspace(low, high, cells)])


def measure(config: Config, scale: float, runs: range) -> dict[str, np.ndarray]:
    configs = [config.network(scale, rate, runs.start) for rate in config.rates]
    lead = configs[0]
    data = make_dataset(lead.dataset, lead.samples, lead.noise, lead.held_out, lead.data_seed)
    trainers = [Trainer(each, len(runs), data) for each in configs]
    last = train_together(trainers, config.epochs, evaluate_every=config.epochs)
    return {
        "dead": np.stack([(frames.active[-1] == 0).mean(axis=1) for frames in last], axis=1).astype(np.float32),
        "accuracy": np.stack([frames.test_accuracy[-1] for frames in last], axis=1).astype(np.float32),
        "diverged": np.stack([trainer.diverged_at >= 0 for trainer in trainers], axis=1),
    }


def cost(config: Config) -> lab.Cost:
    sizes = (2, *(config.width,) * config.depth, 1)
    return lab.training_cost(sizes, config.samples, 10, config.epochs, config.cells, 9 * config.cells)


def verdict(result: lab.Result) -> lab.Verdict:
    cells = result.config.cells
    calm, fast = slice(0, cells // 2), slice(-(cells // 4), None)
    middle, large = slice(cells // 4, -(cells // 4)), slice(-(cells // 4), None)
    dead = result["dead"]  # (scales, runs, rates)
    usual, by_rate, by_scale = (
        median(dead[scales][:, :, rates].mean(axis=(0, 2)))
        for scales, rates in ((middle, calm), (middle, fast), (large, calm))
    )
    rates, scales = result.config.rates, result.config.scales
    kills_by_rate = by_rate.low >= usual.high + CLEARLY_MORE
    kills_by_scale = by_scale.low >= usual.high + CLEARLY_MORE
    word = lab.HOLDS if kills_by_rate and kills_by_scale else lab.ONLY_WHEN if kills_by_rate or kills_by_scale else None
    causes = " and ".join(
        cause
        for cause, kills in (("a large learning rate", kills_by_rate), ("large first weights", kills_by_scale))
        if kills
    )
    return lab.Verdict(
        word or lab.DOES_NOT,
        f"Of all units {usual:.0%} are dead at moderate rates and scales, {by_rate:.0%} at rates from "
        f"{rates[fast][0]:.2g}, {by_scale:.0%} at scales from {scales[large][0]:.2g}. What kills here: "
        f"{causes or 'neither'}.",
        f"“Kills” means: at least {CLEARLY_MORE:.0%} of all units more than at moderate settings, the intervals apart. "
        "Moderate: the lower half of the rates, the middle half of the scales; large: the highest quarter.",
        (
            lab.Evidence("dead, moderate", usual, ".1%"),
            lab.Evidence("dead, large rate", by_rate, ".1%", usual.value),
            lab.Evidence("dead, large first weights", by_scale, ".1%", usual.value),
        ),
    )


EXPERIMENT = lab.Experiment(
    name="phase_diagram",
    title="Phase diagram",
    page="dying",
    config=Config,
    claims=(lab.Claim(6, "ReLU units die from large learning rates and poor initialization", verdict),),
    about=lab.About(
        claimed="Taught everywhere, often with “up to 40 % of a network can be dead” (Stanford's CS231n notes).",
        method="A square map of learning rates and scales of the first weights. Every cell is trained over all seeds, "
        "and every unit that is active on no training point at the end counts as dead.",
        against="As many dead units at the largest rates and scales as at moderate ones.",
        limits="One small network, one dataset, plain SGD. Where the border lies depends on all three; click a cell to "
        "see one of its networks train.",
    ),
    parts=lambda config: tuple(config.scales.tolist()),
    measure=measure,
    cost=cost,
    columns={
        "dead": "share of hidden units active on no training point (scale, run, rate)",
        "accuracy": "on the held-out points (scale, run, rate)",
        "diverged": "whether the parameters stopped being finite (scale, run, rate)",
    },
)

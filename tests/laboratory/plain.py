"""An experiment whose numbers are known beforehand, for tests of what cuts, queues, stores and limits experiments."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import numpy as np

from relu_viz import laboratory as lab
from relu_viz.base import number


@dataclass(frozen=True)
class Config(lab.ExperimentConfig):
    """How many conditions, and a number that is not whole."""

    runs: int = lab.runs(8, 1)
    conditions: int = number(2, 1, 1000, "Conditions", "How many.")
    rate: float = number(0.5, 0, 1, "Rate", "Any.")


def measure(config: Config, part: str, runs: range) -> dict[str, np.ndarray]:
    """Of condition "c3" and the run that starts from seed 7: 3007, the pair (7, −7), and that 7 is odd."""
    seeds = config.seed + np.array(runs)
    return {
        "number": (1000 * int(part[1:]) + seeds).astype(np.float32),
        "pair": np.stack([seeds, -seeds], axis=1).astype(np.int16),
        "odd": seeds % 2 == 1,
    }


def experiment(
    seconds: float = 1e-3, working: float = 1e3, stored: float = 16, timed: bool = False, measure: Callable = measure
) -> lab.Experiment:
    """The experiment, with the cost of one run of one condition."""
    return lab.Experiment(
        name="plain",
        title="Plain",
        page="plain",
        config=Config,
        claims=(),
        about=lab.About("", "", "", ""),
        parts=lambda config: tuple(f"c{each}" for each in range(config.conditions)),
        measure=measure,
        cost=lambda config: lab.Cost(seconds, working, stored),
        timed=timed,
    )


def works(config, part, runs):
    """Keeps a core busy for a while."""
    until = monotonic() + 0.02
    while monotonic() < until:
        np.linalg.svd(np.ones((8, 8)))
    return {"number": np.zeros(len(runs))}


SLOW, LONG = experiment(seconds=0.5, measure=works), Config(runs=225)  # 450 shards: some seconds

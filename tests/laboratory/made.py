"""Experiments made for tests, of which everything is known, and what they measure: other processes import it."""

from dataclasses import dataclass

import numpy as np

from relu_viz import laboratory as lab


@dataclass(frozen=True)
class Config(lab.ExperimentConfig):
    """Nothing but runs and a seed."""

    runs: int = lab.runs(10, low=1)


def numbers(config: Config, part: int, runs: range) -> dict[str, np.ndarray]:
    """Of each run its part and seed."""
    return {"both": 100.0 * part + np.array(runs) + config.seed}


def experiment(measure=numbers, parts: tuple = (0, 1, 2), timed: bool = False, **cost: float) -> lab.Experiment:
    """An experiment whose runs cost what is said; a second and a byte if nothing is."""
    told = {"seconds": 1.0, "working_bytes": 1.0, "result_bytes": 1.0} | cost
    return lab.Experiment(
        "made", "Made", "nowhere", Config, (), lab.About("", "", "", ""), lambda config: parts, measure,
        lambda config: lab.Cost(**told), timed,
    )  # fmt: skip

"""What an experiment is: a config, parts that are measured over many runs, and verdicts computed from the result.

An experiment measures each of its *parts* (a condition: an activation, a row of a diagram) over the same ``runs``
seeds. So any range of runs of any part can be measured anywhere, in any order: run r's numbers depend on seed + r only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np

from relu_viz.base import Config, number
from relu_viz.laboratory.intervals import Interval

_Told = TypeVar("_Told")
SECONDS_OF_A_SHARD = 0.5
BYTES_OF_A_SHARD = 60e6
MOST_SECONDS, MOST_BYTES = 120, 500e6  # of a run that one machine is asked for

HOLDS, ONLY_WHEN, DOES_NOT = "holds here", "holds only when …", "does not hold here"


def runs(default: int, low: int = 8) -> Any:
    """The field for how many seeds every part is measured with."""
    return number(default, low, 10**6, "Runs", "How many seeds each condition is measured with.")


def seed(default: int = 0) -> Any:
    """The field for the first run's seed."""
    return number(default, 0, 10**6, "Seed", "Run r starts from this seed + r. Another seed, other networks.")


@dataclass(frozen=True)
class ExperimentConfig(Config):
    """What every experiment's config has."""

    runs: int = runs(64)
    seed: int = seed()


@dataclass(frozen=True)
class Result:
    """Read-only arrays by name, each of shape (parts, runs, …), and the config that they belong to."""

    config: Any
    arrays: Mapping[str, np.ndarray]
    _told: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for array in self.arrays.values():
            array.flags.writeable = False

    def __getitem__(self, name: str) -> np.ndarray:
        return self.arrays[name]

    def once(self, tell: Callable[["Result"], _Told]) -> _Told:
        """What a function tells of this result, worked out for the first who asks: it is the same for everybody."""
        if tell not in self._told:
            self._told[tell] = tell(self)
        return self._told[tell]


@dataclass(frozen=True)
class Evidence:
    """One figure behind a verdict: what it is, its interval, how to write it, and a reference to hold it against."""

    label: str
    interval: Interval
    shown: str = ".2f"
    reference: float | None = None

    def __str__(self) -> str:
        return f"{self.label}: {self.interval:{self.shown}}"


@dataclass(frozen=True)
class Verdict:
    """``word`` is one of HOLDS, ONLY_WHEN and DOES_NOT; ``thresholds`` says what decided between them."""

    word: str
    sentence: str
    thresholds: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Claim:
    """A statement about ReLU: its number in the overview (0 for a misconception), and what a result says of it.

    ``also``: a second statement under the same number.
    """

    number: int
    statement: str
    verdict: Callable[[Result], Verdict]
    also: bool = False


@dataclass(frozen=True)
class Cost:
    """What one run of one part takes on one core: seconds, bytes while it is measured, bytes of its result."""

    seconds: float
    working_bytes: float
    result_bytes: float


@dataclass(frozen=True)
class About:
    """An experiment in words."""

    claimed: str
    method: str
    against: str
    limits: str


@dataclass(frozen=True, eq=False)
class Experiment:
    """One question.

    ``measure(config, part, runs)`` gives arrays by name, each with an axis of those runs in front; ``parts(config)``
    are the conditions, in the order in which the result has them. ``timed``: it measures time, so it has the machine
    for itself, one shard at a time, and does not give the same numbers twice.
    """

    name: str
    title: str
    page: str
    config: type[ExperimentConfig]
    claims: tuple[Claim, ...]
    about: About
    parts: Callable[[Any], tuple]
    measure: Callable[[Any, Any, range], dict[str, np.ndarray]]
    cost: Callable[[Any], Cost]
    timed: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)  # what the arrays are, for whoever downloads them

    def seconds(self, config: ExperimentConfig, workers: int = 1) -> float:
        """How long the whole takes, estimated."""
        each = self.cost(config).seconds
        return each * config.runs * len(self.parts(config)) / (1 if self.timed else workers)

    def runs_of_a_shard(self, config: ExperimentConfig) -> int:
        """How many runs of a part make a shard of about half a second that fits in its memory."""
        cost = self.cost(config)
        most = min(SECONDS_OF_A_SHARD / cost.seconds, BYTES_OF_A_SHARD / max(cost.working_bytes, 1))
        return int(min(max(most, 1), config.runs))

    def check_size(self, config: ExperimentConfig, workers: int) -> None:
        """Refuse what would take one machine more than two minutes or 500 MB.

        Raises
        ------
        ValueError
            One sentence with the estimate, the limit and what to make smaller.
        """
        cost, count = self.cost(config), config.runs * len(self.parts(config))
        seconds = self.seconds(config, workers)
        size = workers * self.runs_of_a_shard(config) * cost.working_bytes + count * cost.result_bytes
        if seconds > MOST_SECONDS or size > MOST_BYTES:
            raise ValueError(
                f"This would take about {_duration(seconds)} and {size / 1e6:,.0f} MB; at most {MOST_SECONDS / 60:.0f} "
                f"minutes and {MOST_BYTES / 1e6:.0f} MB are accepted: ask for fewer runs or a smaller network."
            )


def training_cost(
    layer_sizes: tuple[int, ...],
    samples: int,
    batch_size: int,
    epochs: int,
    networks: int = 1,
    result_bytes: float = 64,
) -> Cost:
    """The cost of training ``networks`` small networks as a part of a large ensemble.

    The constants are one core's at the time of writing; a core half as fast makes shards of a second, nothing worse.
    """
    units, steps = sum(layer_sizes[1:]), -(-samples // batch_size)
    parameters = sum((fan_in + 1) * fan_out for fan_in, fan_out in pairwise(layer_sizes))
    an_epoch = 0.4e-6 * steps * (len(layer_sizes) - 1) + samples * (0.1e-9 * parameters + 4e-9 * units)
    working = 8 * (6 * parameters + samples * 4 * (units + 4))
    return Cost(networks * (epochs * an_epoch + 2e-4), networks * working, result_bytes)


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:,.0f} minutes"

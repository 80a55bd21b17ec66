"""Results as files: arrays with the config, version and date that they belong to; and those shipped with the app."""

import json
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

import numpy as np

from relu_viz import __version__
from relu_viz.base import as_text
from relu_viz.laboratory.experiment import Experiment, Result

SHIPPED = Path(__file__).parents[1] / "experiments" / "shipped"


@dataclass(frozen=True)
class Stored:
    """A result with the date and the version of relu_viz with which it was measured."""

    result: Result
    measured: str
    version: str


def save(result: Result, path: Path) -> None:
    """Write a result as a compressed .npz file."""
    about = {
        "config": {each.name: as_text(getattr(result.config, each.name)) for each in fields(result.config)},
        "measured": date.today().isoformat(),
        "version": __version__,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, about=np.array(json.dumps(about)), **result.arrays)  # pyright: ignore[reportArgumentType]


def load(experiment: Experiment, path: Path) -> Stored:
    """Read what ``save`` wrote.

    Raises
    ------
    ValueError
        If the file's config is not one of this experiment.
    """
    with np.load(path) as file:
        about = json.loads(str(file["about"]))
        arrays = {name: file[name] for name in file.files if name != "about"}
    config, ignored = experiment.config.from_link(about["config"])
    if ignored:
        raise ValueError(f"{path.name} does not fit {experiment.name}: {ignored[0]}")
    return Stored(Result(config, arrays), about["measured"], about["version"])


def shipped(experiment: Experiment) -> Stored | None:
    """The default config's result as shipped with the app, or None where it was not measured yet."""
    path = SHIPPED / f"{experiment.name}.npz"
    return load(experiment, path) if path.exists() else None

"""The whole truth of a training run: one frozen, validated config, which is also its link."""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from math import isfinite
from typing import Any

from relu_viz.activations import get_activation
from relu_viz.datasets import get_dataset
from relu_viz.initializers import get_initializer
from relu_viz.optimizers import get_optimizer

MAX_LAYERS, MAX_UNITS = 6, 64


def _number(default: float, low: float, high: float, label: str, help: str) -> Any:
    return field(default=default, metadata={"low": low, "high": high, "label": label, "help": help})


def _name(default: str, get: Any, label: str, help: str) -> Any:
    return field(default=default, metadata={"get": get, "label": label, "help": help})


@dataclass(frozen=True)
class TrainingConfig:
    """Data, network and training of one run, or of several that differ only in their seed.

    ``alpha`` None is the activation's default. ``clip_norm`` 0 means no clipping. Each field's metadata holds its
    label, its help and what it accepts.

    Raises
    ------
    ValueError
        One sentence that names the field, the value and what is accepted.
    """

    dataset: str = _name("moons", get_dataset, "Dataset", "The points to tell apart.")
    samples: int = _number(250, 10, 2000, "Points", "How many points there are in all.")
    noise: float = _number(0.2, 0, 2, "Noise", "How far each point is pushed at random from where it belongs.")
    held_out: float = _number(0.2, 0, 0.9, "Share held out", "The share of points the network never learns from.")
    data_seed: int = _number(0, 0, 10**6, "Data seed", "Another seed, other points of the same kind.")
    hidden: tuple[int, ...] = field(
        default=(8, 8),
        metadata={"label": "Hidden layers", "help": "Units of each hidden layer, with commas: 8,8 is two layers."},
    )
    activation: str = _name("relu", get_activation, "Activation", "What every hidden unit does to its input.")
    alpha: float | None = field(
        default=None, metadata={"label": "Alpha", "help": "The activation's parameter, if it has one."}
    )
    initializer: str = _name("he_normal", get_initializer, "Initializer", "How the first weights are drawn.")
    scale: float = _number(1.0, 0, 100, "Scale", "Every first weight is multiplied by this.")
    bias_shift: float = _number(0.0, -100, 100, "Bias shift", "Added to every hidden bias at the start.")
    optimizer: str = _name("sgd", get_optimizer, "Optimizer", "How a gradient becomes a step.")
    learning_rate: float = _number(1.0, 1e-6, 1e6, "Learning rate", "How far each step goes along the gradient.")
    batch_size: int = _number(10, 1, 2000, "Batch size", "How many points each step looks at.")
    l1: float = _number(0.0, 0, 10, "L1", "A pull on every weight towards 0, the same for small and large.")
    l2: float = _number(0.0, 0, 10, "L2", "A pull on every weight towards 0, in proportion to the weight.")
    clip_norm: float = _number(0.0, 0, 1e6, "Clip gradient at", "Gradients longer than this are shortened; 0: none.")
    seed: int = _number(111, 0, 10**6, "Seed", "Another seed, other first weights and another order of the points.")

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if "get" in each.metadata:
                each.metadata["get"](value)
            elif "low" in each.metadata:
                _check_number(each, value)
        object.__setattr__(self, "hidden", _checked_hidden(self.hidden))
        get_activation(self.activation, self.alpha)

    @classmethod
    def from_link(cls, query: Mapping[str, str]) -> tuple["TrainingConfig", list[str]]:
        """The config that a link's parameters describe, and a sentence for each that had to be left out."""
        accepted: dict[str, Any] = {}
        ignored: list[str] = []
        for each in fields(cls):  # in this order, so that alpha meets the activation it belongs to
            if each.name not in query:
                continue
            try:
                value = _parse(each, query[each.name])
                cls(**(accepted | {each.name: value}))
                accepted[each.name] = value
            except ValueError as problem:
                ignored.append(str(problem))
        known = {each.name for each in fields(cls)}
        ignored += [f"There is no setting {name[:40]!r}." for name in query if name not in known]
        return cls(**accepted), ignored

    def to_link(self) -> dict[str, str]:
        """The link's parameters: those fields that differ from their defaults, as text."""
        return {
            each.name: _as_text(getattr(self, each.name))
            for each in fields(self)
            if getattr(self, each.name) != each.default
        }


def _check_number(each: Field, value: Any) -> None:
    low, high, whole = each.metadata["low"], each.metadata["high"], each.type in (int, "int")
    kind = "a whole number" if whole else "a number"
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not isfinite(value)
        or not low <= value <= high
        or (whole and value != int(value))
    ):
        label = each.metadata["label"]
        raise ValueError(f"{label} ({each.name}) must be {kind} from {low:g} to {high:g}, not {_shown(value)}.")


def _checked_hidden(hidden: Any) -> tuple[int, ...]:
    layers = tuple(hidden) if isinstance(hidden, (tuple, list)) else ()
    if not 1 <= len(layers) <= MAX_LAYERS or not all(
        isinstance(units, int) and 1 <= units <= MAX_UNITS for units in layers
    ):
        raise ValueError(
            f"Hidden layers (hidden) must be 1 to {MAX_LAYERS} whole numbers from 1 to {MAX_UNITS} "
            f"with commas between, such as 8,8; not {_shown(hidden)}."
        )
    return layers


def _parse(each: Field, text: str) -> Any:
    """The value that a link's text stands for; text that is no such value is handed on for the check to refuse."""
    text = text.strip()
    if "get" in each.metadata:
        return text
    try:
        if each.name == "hidden":
            return tuple(int(units) for units in text.split(","))
        if each.type in (int, "int"):
            return int(text)
        return float(text)
    except ValueError:
        if each.name == "alpha":
            raise ValueError(f"Alpha (alpha) must be a number, not {_shown(text)}.") from None
        return text


def _as_text(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:36]}…"

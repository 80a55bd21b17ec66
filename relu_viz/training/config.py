"""The whole truth of a training run: one frozen, validated config, which is also its link."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from relu_viz.activations import get_activation
from relu_viz.base import Config, check_field, name, names, number, numbers, text
from relu_viz.data import DATASETS, OWN, Dataset, count_held_out, decode_points, get_data, get_feature, make_dataset
from relu_viz.networks import get_initializer, get_optimizer, get_output
from relu_viz.training.changes import (
    LAST_EPOCH,
    SETTINGS,
    Change,
    boost_at,
    check_changes,
    read_changes,
    setting_at,
)
from relu_viz.training.diagnostics import inactive_below

MAX_LAYERS, MAX_UNITS = 6, 64
MOST_LETTERS_OF_POINTS = 2000  # in a link: about 300 points


@dataclass(frozen=True)
class TrainingConfig(Config):
    """Data, network and training of one run, or of several that differ only in their seed.

    ``alpha`` None is the activation's default. ``clip_norm`` 0 means no clipping. ``points`` are somebody's own (see
    ``own_points``), used where ``dataset`` is "own". ``output`` is "linear" wherever there are classes. ``changes`` are
    made on the way. Each field's metadata holds its label, its help and what it accepts.

    Raises
    ------
    ValueError
        One sentence that names the field, the value and what is accepted.
    """

    points: str = text("", str, "Points", "Own points, as the stage writes them.")
    dataset: str = name("moons", get_data, "Dataset", "The points to tell apart, or the surface to fit.")
    samples: int = number(250, 10, 2000, "Points", "How many points there are in all.")
    noise: float = number(0.2, 0, 2, "Noise", "How far each point is pushed at random from where it belongs.")
    held_out: float = number(0.2, 0, 0.9, "Share held out", "The share of points the network never learns from.")
    data_seed: int = number(0, 0, 10**6, "Data seed", "Another seed, other points of the same kind.")
    features: tuple[str, ...] = names(("x1", "x2"), get_feature, "Inputs", "What the network is told of each point.")
    hidden: tuple[int, ...] = numbers(
        (8, 8), 1, MAX_UNITS, MAX_LAYERS, "Hidden layers",
        "Units of each hidden layer, with commas: 8,8 is two layers. Empty: none, and the output weighs up the inputs.",
        least=0,
    )  # fmt: skip
    activation: str = name("relu", get_activation, "Activation", "What every hidden unit does to its input.")
    alpha: float | None = field(
        default=None, metadata={"label": "Alpha", "help": "The activation's parameter, if it has one."}
    )
    output: str = name("linear", get_output, "Output", "Where values are fitted: the last sum itself, or its ReLU.")
    initializer: str = name("he_normal", get_initializer, "Initializer", "How the first weights are drawn.")
    scale: float = number(1.0, 0, 100, "Scale", "Every first weight is multiplied by this.")
    bias_shift: float = number(0.0, -100, 100, "Bias shift", "Added to every hidden bias at the start.")
    optimizer: str = name("sgd", get_optimizer, "Optimizer", "How a gradient becomes a step.")
    learning_rate: float = number(1.0, 1e-6, 1e6, "Learning rate", "How far each step goes along the gradient.")
    batch_size: int = number(10, 1, 2000, "Batch size", "How many points each step looks at.")
    l1: float = number(0.0, 0, 10, "L1", "A pull on every weight towards 0, the same for small and large.")
    l2: float = number(0.0, 0, 10, "L2", "A pull on every weight towards 0, in proportion to the weight.")
    clip_norm: float = number(0.0, 0, 1e6, "Clip gradient at", "Gradients longer than this are shortened; 0: none.")
    seed: int = number(111, 0, 10**6, "Seed", "Another seed, other first weights and another order of the points.")
    changes: tuple[Change, ...] = text((), read_changes, "Changes", "What was changed on the way, and when.")

    def __post_init__(self) -> None:
        super().__post_init__()
        get_activation(self.activation, self.alpha)
        if self.points:
            decode_points(self.points)
        elif self.dataset == OWN:
            raise ValueError("Own points (dataset) need the points themselves (points), which this link has lost.")
        if self.changes:
            check_changes(self.changes, self.layer_sizes, self.learns_slopes)
            for change in self.changes:
                if change.is_setting:
                    check_field(self, change.what, change.value)
                if change.at_unit and change.at_unit[0] == "kill" and not self.can_kill:
                    raise ValueError("No bias is so low that a unit of this activation would be silent (changes).")
        if self.classes:
            object.__setattr__(self, "output", "linear")

    def edited(self, query: Mapping[str, str]) -> tuple["TrainingConfig", list[str]]:
        """This config with what a link's parameters say, and a sentence for each that had to be left out."""
        config, ignored = super().edited(query)
        if config.classes and query.get("output", "").strip() == "relu":
            ignored.append("A ReLU at the output (output) is for values to fit; classes are told apart without it.")
        return config, ignored

    @property
    def classes(self) -> int:
        """How many classes the data have, or 0 where there is a value to fit."""
        if self.dataset == OWN:
            return decode_points(self.points).classes
        return DATASETS[self.dataset].classes if self.dataset in DATASETS else 0

    @property
    def layer_sizes(self) -> tuple[int, ...]:
        """Inputs, hidden units layer by layer, outputs."""
        return (len(self.features), *self.hidden, 1 if self.classes <= 2 else self.classes)

    @property
    def learns_slopes(self) -> bool:
        """Whether each hidden unit learns the slope of its own left side, as PReLU's do."""
        alpha = get_activation(self.activation).spec.alpha
        return alpha is not None and alpha.learned

    @property
    def can_kill(self) -> bool:
        """Whether a bias can be so low that a unit is active on no point."""
        activation = get_activation(self.activation, self.alpha)
        return inactive_below(activation.spec, activation.alpha) is not None

    @property
    def moves_without_gradient(self) -> bool:
        """Whether a weight that gets no gradient may move all the same, now or later: by momentum or by a penalty."""
        penalized = any(change.what in ("l1", "l2") and change.value for change in self.changes)
        return bool(self.l1 or self.l2 or penalized or get_optimizer(self.optimizer).coasts)

    def make_data(self) -> Dataset:
        """The points that the run learns from and those that are held out."""
        return make_dataset(self.dataset, self.samples, self.noise, self.held_out, self.data_seed, self.points)

    def count_points(self) -> tuple[int, int]:
        """How many points there are, and how many of them are held out."""
        count = len(decode_points(self.points).x) if self.dataset == OWN else self.samples
        return count, count_held_out(self.dataset, count, self.held_out)

    @property
    def points_fit_a_link(self) -> bool:
        """Whether a link brings all of this back; more of somebody's own points than fit last as long as the tab."""
        return self.dataset != OWN or len(self.points) <= MOST_LETTERS_OF_POINTS

    def to_link(self) -> dict[str, str]:
        """The link's parameters: those fields that differ from their defaults, as text."""
        link = super().to_link()
        if self.dataset != OWN or not self.points_fit_a_link:
            link.pop("points", None)
        if not self.points_fit_a_link:
            link.pop("dataset")
        return link

    def settings_at(self, epoch: int) -> dict[str, float]:
        """What those settings are after an epoch that can be changed on the way."""
        return {what: setting_at(self.changes, what, epoch, getattr(self, what)) for what in SETTINGS}

    def rate_of_step(self, epoch: int, step: int, steps: int) -> float:
        """The learning rate of a step, counted from 1, of the epoch that follows so many; an epoch has ``steps``."""
        return self.settings_at(epoch)["learning_rate"] * boost_at(self.changes, epoch, step - 1, steps)

    def continued(self, wanted: Mapping[str, Any], epoch: int) -> "TrainingConfig":
        """The config of a run for which other values are wanted while an epoch is shown.

        Those of ``SETTINGS`` become changes from that epoch on, in place of what came later; all else, and anything at
        epoch 0, begins a new run. ``wanted`` has every field but the changes, the settings as they shall be at the end.
        """
        latest = self.settings_at(LAST_EPOCH)
        moved = [what for what in SETTINGS if wanted[what] != latest[what]]
        others_same = all(getattr(self, name) == value for name, value in wanted.items() if name not in SETTINGS)
        if others_same and not moved:
            return self
        if not others_same or epoch == 0:
            return type(self)(**wanted)
        earlier = [each for each in self.changes if each.epoch <= epoch]
        kept = [each for each in earlier if each.epoch < epoch or each.what not in moved]
        now = {what: setting_at(kept, what, epoch, getattr(self, what)) for what in SETTINGS}
        new = [Change(epoch, what, float(wanted[what])) for what in SETTINGS if wanted[what] != now[what]]
        return replace(self, changes=(*kept, *new))

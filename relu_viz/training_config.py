"""The whole truth of a training run: one frozen, validated config, which is also its link."""

from dataclasses import dataclass, field

from relu_viz.activations import get_activation
from relu_viz.config import Config, name, number, numbers
from relu_viz.datasets import get_dataset
from relu_viz.initializers import get_initializer
from relu_viz.optimizers import get_optimizer

MAX_LAYERS, MAX_UNITS = 6, 64


@dataclass(frozen=True)
class TrainingConfig(Config):
    """Data, network and training of one run, or of several that differ only in their seed.

    ``alpha`` None is the activation's default. ``clip_norm`` 0 means no clipping. Each field's metadata holds its
    label, its help and what it accepts.

    Raises
    ------
    ValueError
        One sentence that names the field, the value and what is accepted.
    """

    dataset: str = name("moons", get_dataset, "Dataset", "The points to tell apart.")
    samples: int = number(250, 10, 2000, "Points", "How many points there are in all.")
    noise: float = number(0.2, 0, 2, "Noise", "How far each point is pushed at random from where it belongs.")
    held_out: float = number(0.2, 0, 0.9, "Share held out", "The share of points the network never learns from.")
    data_seed: int = number(0, 0, 10**6, "Data seed", "Another seed, other points of the same kind.")
    hidden: tuple[int, ...] = numbers(
        (8, 8), 1, MAX_UNITS, MAX_LAYERS, "Hidden layers", "Units of each hidden layer, with commas: 8,8 is two layers."
    )
    activation: str = name("relu", get_activation, "Activation", "What every hidden unit does to its input.")
    alpha: float | None = field(
        default=None, metadata={"label": "Alpha", "help": "The activation's parameter, if it has one."}
    )
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

    def __post_init__(self) -> None:
        super().__post_init__()
        get_activation(self.activation, self.alpha)

"""What training changes, and what it needs for that: config, data, networks, memory, random state, history."""

from collections.abc import Hashable, Sequence
from math import inf

import numpy as np

from relu_viz.activations import ACTIVATIONS
from relu_viz.base import Float, Int
from relu_viz.data import Dataset, make_features
from relu_viz.networks import MLPEnsemble, get_optimizer, get_output
from relu_viz.training.by_hand import change_by_hand
from relu_viz.training.changes import BOOST, STEPS_OF_A_BOOST, held_at, next_change
from relu_viz.training.config import TrainingConfig
from relu_viz.training.history import History, Snapshot, set_state, state_of

EXAMPLES_OF_OPTIMIZER = 8  # Adam takes as long for a parameter as eight examples do, forward and back


class TrainingState:
    """A run at a moment of its training, or with ``runs`` > 1 an ensemble of runs on the same data.

    Run r is what seed + r alone would give, bit for bit. ``diverged_at`` (runs,) is the epoch at which a run stopped
    being finite, or −1; such a run keeps its last finite parameters while the others go on.
    """

    def __init__(self, config: TrainingConfig, runs: int = 1, data: Dataset | None = None):
        self.config = config
        self.runs = runs
        self.data = data or config.make_data()
        self.network = MLPEnsemble(
            self.layer_sizes,
            config.activation,
            alpha=config.alpha,
            runs=runs,
            initializer=config.initializer,
            scale=config.scale,
            bias_shift=config.bias_shift,
            seed=config.seed,
            loss=None if self.data.classes else get_output(config.output),
        )
        self.optimizer = get_optimizer(config.optimizer)
        self.epoch = 0
        self.memory = np.zeros((self.optimizer.slots, *self.network.theta.shape))
        self.change_by_hand(0)
        self.steps = np.zeros((runs, 1), int)
        self.diverged_at = np.full(runs, -1)
        self.random = [np.random.default_rng((config.seed + run, 1)) for run in range(runs)]  # not the weights' stream
        self.history = History(runs, self.network.hidden_units)

    @property
    def layer_sizes(self) -> tuple[int, ...]:
        return (len(self.config.features), *self.config.hidden, self.data.outputs)

    @property
    def batch_key(self) -> Hashable:
        """Those with the same key can train together; all else may differ between them."""
        config, settings = self.config, self.settings
        return (
            self.layer_sizes,
            self.network.loss.name,
            # The entry itself, not its name: a registry may change while a server runs.
            ACTIVATIONS[config.activation],
            config.optimizer,
            config.batch_size,
            len(self.data.x_train),
            len(self.data.x_test),
            bool(settings["l1"] or settings["l2"]),
            bool(settings["clip_norm"]),
        )

    @property
    def settings(self) -> dict[str, float]:
        """Those settings that can be changed on the way, as they are now."""
        return self.config.settings_at(self.epoch)

    @property
    def size_of_a_step(self) -> int:
        """What a mini-batch costs: parameters × examples, the optimizer's arithmetic counted as so many examples."""
        return self.network.theta.size * (min(self.config.batch_size, len(self.data.x_train)) + EXAMPLES_OF_OPTIMIZER)

    @property
    def epochs_until_change(self) -> float:
        """How far one can train before something changes; inf if nothing will."""
        epoch = next_change(self.config.changes, self.epoch)
        return inf if epoch is None else epoch - self.epoch

    @property
    def is_boosted(self) -> bool:
        """Whether the next step's rate, or that of one soon after it, is raised for some steps."""
        batches = -(-len(self.data.x_train) // self.config.batch_size)
        return any(
            change.what == BOOST and 0 <= (self.epoch - change.epoch) * batches < STEPS_OF_A_BOOST
            for change in self.config.changes
        )

    def inputs(self, x: Float[np.ndarray, "places 2"]) -> Float[np.ndarray, "places features"]:
        """What the network is told of places of the plane."""
        return make_features(self.config.features, x)

    def change_by_hand(self, epoch: int) -> None:
        """Make what is changed by hand at the end of an epoch, which is now."""
        if any(change.epoch == epoch for change in self.config.changes):
            x = self.inputs(self.data.x_train)
            change_by_hand(self.config.changes, epoch, self.network, self.memory, x)

    def take(self) -> Snapshot:
        """A copy of everything that training changes."""
        return Snapshot(
            self.epoch,
            self.network.theta.copy(),
            self.memory.copy(),
            self.steps.copy(),
            self.diverged_at.copy(),
            np.stack([state_of(random) for random in self.random]),
        )

    def put_back(self, snapshot: Snapshot) -> None:
        """Bring all that training changes back to a copy of it."""
        self.epoch = snapshot.epoch
        self.network.theta[...] = snapshot.theta
        self.memory[...] = snapshot.memory
        self.steps[...] = snapshot.steps
        self.diverged_at[...] = snapshot.diverged_at
        for random, words in zip(self.random, snapshot.random, strict=True):
            set_state(random, words)


def joined_network(states: Sequence[TrainingState]) -> MLPEnsemble:
    """The networks of runs that can train together as one."""
    first = states[0].network
    network = MLPEnsemble(
        first.layer_sizes,
        first.activation,
        alpha=np.concatenate([state.network.alpha for state in states]) if first.spec.alpha else None,
        runs=sum(state.runs for state in states),
        initializer=None,
        loss=first.loss.name,
    )
    network.theta[...] = np.concatenate([state.network.theta for state in states])
    return network


def places_held(states: Sequence[TrainingState]) -> Int[np.ndarray, " places"]:
    """Where in the parameters of such runs, laid side by side, that lies which no step moves now."""
    places, start = [np.empty(0, int)], 0
    for state in states:
        count = state.network.theta.shape[1]
        held = held_at(state.config.changes, state.epoch, state.layer_sizes, bool(state.network.slopes))
        places += [np.array(held, int) + count * (start + run) for run in range(state.runs if held else 0)]
        start += state.runs
    return np.concatenate(places)

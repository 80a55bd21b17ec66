"""Training: one config for the whole truth of a run, trainers, what they remember, what units do."""

from relu_viz.training.changes import LAST_EPOCH, Change
from relu_viz.training.config import MAX_LAYERS, MAX_UNITS, TrainingConfig
from relu_viz.training.diagnostics import (
    NEARLY_DEAD_BELOW,
    SATURATED_BELOW,
    Cause,
    LifeEvent,
    active_share,
    dead_layers,
    gradient_norms,
    is_active,
    layer_of_unit,
    life_events,
    share_of,
    silent_units,
    unit_name,
)
from relu_viz.training.export import frameworks_for, network_zip, weights_npz
from relu_viz.training.flips import MOST_WORK, Otherwise, SeenStep, see_flip
from relu_viz.training.frames import Frames
from relu_viz.training.history import History
from relu_viz.training.seeds import MOST_OF_A_STEP, TooLongError, at_the_end, train_seeds
from relu_viz.training.state import TrainingState
from relu_viz.training.together import Pieces, at_once, train_in_pieces, train_together, watch_batches
from relu_viz.training.trainer import Trainer
from relu_viz.training.twins import (
    TWIN_FIELDS,
    link_of_twins,
    proposed_twins,
    read_twins,
    revived_in,
    tell_twin,
    twins_of,
)

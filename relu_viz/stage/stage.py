"""The Playground's stage as a live picture: reels of the trainer that it shows, and where it rests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

import streamlit as st
from streamlit import runtime
from streamlit.components.v2 import component
from streamlit.runtime.scriptrunner import get_script_run_ctx
from threadpoolctl import threadpool_limits

from relu_viz.stage.assets import importing
from relu_viz.stage.batching import Classroom, continue_from
from relu_viz.stage.live import LivePicture
from relu_viz.stage.memory import Seat, Seats, keep_small
from relu_viz.stage.packing import generation
from relu_viz.stage.reel import ReelHead, family, pack_layout, pack_reel
from relu_viz.stage.view_config import ViewConfig
from relu_viz.training import LAST_EPOCH, Frames, Trainer, TrainingConfig

LONGEST_REEL = 60  # frames
BATCH_BY_BATCH = 0
MOST_EPOCHS = 120  # of one reel, so that nobody waits long for another student's turn

_stage = LivePicture("stage", ("live/live.css", "stage/stage.css"))
_rest = component(
    "relu_viz_rest",
    js=importing("stage/stage.js")
    + """export default function ({ setStateValue }) {
  picture.then((module) => module.whenAtRest((moment) => setStateValue("moment", moment)));
}""",
)
_SHOWN = "stage.shown"


@st.cache_resource(show_spinner=False)
def classroom() -> Classroom:
    """The one class that all sessions of this server train in."""
    threadpool_limits(1, "blas")  # networks this small only wait for a second thread, and others want the core
    return Classroom()


@st.cache_resource(show_spinner=False)
def seats() -> Seats:
    """Where the trainers of all sessions of this server are kept."""
    keep_small()
    all_seats = Seats(_is_there)
    all_seats.watch()
    return all_seats


def take_seat(trainer: Trainer) -> Seat:
    """A seat for this session's trainer, which is emptied when its browser has gone."""
    seat, context = Seat(trainer), get_script_run_ctx()
    if context and runtime.exists():
        seats().take(context.session_id, seat)
    return seat


def show_stage(trainer: Trainer, view: ViewConfig, undoable: bool, on_edit: Callable[[dict], None]) -> None:
    """Mount the live picture of a trainer; ``pump_reels`` feeds it.

    ``on_edit`` gets what somebody does to the picture: parameters of a link, such as {"hidden": "8,7"}.
    """
    _stage.show(pack_layout(trainer, view, undoable), on_edit)


def pump_reels(trainer: Trainer) -> None:
    """Hand the stage the reel it asked for, or its first frame. Call it in a fragment: that is what it reruns."""
    _stage.pump(generation(trainer.config), lambda want: _reel(trainer, want))


@dataclass(frozen=True)
class Rest:
    """Where the picture last came to rest: at an epoch of the run that it showed."""

    generation: int
    family: int
    epoch: int

    def is_of(self, config: TrainingConfig) -> bool:
        """Whether it is a moment of a config's run, and not of one before it."""
        return self.generation == generation(config)


def rest() -> Rest | None:
    """Where the picture rests, None before it first did. Call it inside the fragment that shall rerun with it."""
    return _read_rest(_rest(key="rest", on_moment_change=_remember_rest).moment)


def shown_epoch(config: TrainingConfig) -> int:
    """The epoch of a config's run that the picture showed when it was last heard of: resting there, or playing on."""
    of_family, epoch = st.session_state.get(_SHOWN, (None, 0))
    return epoch if of_family == family(config) else 0


def _is_there(session: str) -> bool:
    try:
        return runtime.get_instance().is_active_session(session)
    except RuntimeError:  # no server: a page that is tested
        return True


def _remember_rest() -> None:
    moment = _read_rest(st.session_state["rest"].moment)
    if moment:
        st.session_state[_SHOWN] = (moment.family, moment.epoch)


def _read_rest(told: object) -> Rest | None:
    if not isinstance(told, Mapping) or not all(type(told.get(each.name)) is int for each in fields(Rest)):
        return None
    moment = Rest(told["generation"], told["family"], told["epoch"])
    return moment if 0 <= moment.epoch <= LAST_EPOCH else None


def _reel(trainer: Trainer, want: dict | None) -> bytes:
    number = generation(trainer.config)
    if want is None:
        return pack_reel(ReelHead(number, request=0), trainer.first_frame)
    after, every = (want["epoch"], _whole(want, "batch")), min(_whole(want, "every", 1), 10)
    st.session_state[_SHOWN] = (family(trainer.config), min(_whole(want, "shown"), want["epoch"]))
    continue_from(classroom(), trainer, want["epoch"])
    if trainer.diverged_at[0] >= 0:
        return pack_reel(ReelHead(number, want["request"], after, ended=True), None)
    most = min(max(want["epochs"], classroom().pace.frames_of_a_reel), LONGEST_REEL)
    frames = classroom().watch_batches(trainer, after[1], most) if every == BATCH_BY_BATCH else None
    if frames is None:
        # What is left of an epoch that was watched batch by batch comes first.
        epochs = 1 if every == BATCH_BY_BATCH or after[1] else min(most * every, MOST_EPOCHS)
        frames = classroom().train(trainer, epochs, max(1, every))
    ended, rate = trainer.diverged_at[0] >= 0, classroom().pace.frames_a_second
    return pack_reel(ReelHead(number, want["request"], after, ended, rate), _until_divergence(trainer, frames))


def _whole(want: dict, name: str, default: int = 0) -> int:
    value = want.get(name)
    return value if type(value) is int and 0 <= value <= LAST_EPOCH else default


def _until_divergence(trainer: Trainer, frames: Frames) -> Frames:
    end = trainer.diverged_at[0]
    if end < 0:
        return frames
    keep = frames.epoch <= end
    return Frames(**{name: column[keep] for name, column in vars(frames).items()})

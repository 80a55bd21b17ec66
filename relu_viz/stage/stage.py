"""The Playground's stage as a live picture: reels of the trainer that it shows, and where it was paused."""

import streamlit as st
from streamlit.components.v2 import component

from relu_viz.stage.batching import Classroom, continue_from
from relu_viz.stage.live import LivePicture
from relu_viz.stage.packing import generation
from relu_viz.stage.reel import pack_layout, pack_reel
from relu_viz.training import Frames, Trainer

LONGEST_REEL = 60  # epochs

_stage = LivePicture("stage", ("live/live.css", "stage/stage.css"))
_pause = component(
    "relu_viz_pause",
    js="""const stage = import(new URL("app/static/stage/stage.js", document.baseURI).href);
export default function ({ setStateValue }) {
  stage.then((module) => module.whenPaused((epoch) => setStateValue("epoch", epoch)));
}""",
)


@st.cache_resource(show_spinner=False)
def classroom() -> Classroom:
    """The one class that all sessions of this server train in."""
    return Classroom()


def show_stage(trainer: Trainer) -> None:
    """Mount the live picture of a trainer; ``pump_reels`` feeds it."""
    _stage.show(pack_layout(trainer))


def pump_reels(trainer: Trainer) -> None:
    """Hand the stage the reel it asked for, or its first frame. Call it in a fragment: that is what it reruns."""
    _stage.pump(generation(trainer.config), lambda want: _reel(trainer, want))


def paused_epoch() -> int | None:
    """The epoch at which the picture was last paused, or None. Call it inside the fragment that shall then rerun."""
    epoch = _pause(key="pause", on_epoch_change=lambda: None).epoch
    return epoch if isinstance(epoch, int) and epoch >= 0 else None


def _reel(trainer: Trainer, want: dict | None) -> bytes:
    number = generation(trainer.config)
    if want is None:
        return pack_reel(trainer.first_frame, number, request=0)
    continue_from(classroom(), trainer, want["epoch"])
    if trainer.diverged_at[0] >= 0:
        return pack_reel(None, number, want["request"], ended=True)
    frames = classroom().train(trainer, min(want["epochs"], LONGEST_REEL))
    return pack_reel(_until_divergence(trainer, frames), number, want["request"], ended=trainer.diverged_at[0] >= 0)


def _until_divergence(trainer: Trainer, frames: Frames) -> Frames:
    end = trainer.diverged_at[0]
    if end < 0:
        return frames
    keep = frames.epoch <= end
    return Frames(**{name: column[keep] for name, column in vars(frames).items()})

"""The live picture as a Streamlit component: the stage itself, and the pump that hands it reels.

The stage is mounted outside any fragment and gets its layout once for each generation. The pump sits in a fragment of
its own: the browser asks it for epochs, only that fragment reruns, and the reel it returns finds the stage through a
module that both import. The JavaScript is served from static/stage/; what is inline here only imports it.
"""

from pathlib import Path

import streamlit as st
from streamlit.components.v2 import component

from relu_viz.stage.batching import Classroom, continue_from
from relu_viz.stage.reel import generation, pack_layout, pack_reel
from relu_viz.training import Frames, Trainer

LONGEST_REEL = 60  # epochs

_STATIC = Path(__file__).parents[2] / "static" / "stage"
_IMPORT = 'const stage = import(new URL("app/static/stage/stage.js", document.baseURI).href);\n'

_stage = component(
    "relu_viz_stage",
    html='<div class="place"></div>',
    css=(_STATIC / "stage.css").read_text(),
    js=_IMPORT
    + """export default function ({ data, parentElement }) {
  stage.then((module) => module.mount(parentElement.querySelector(".place"), data));
}""",
)
_pump = component(
    "relu_viz_pump",
    js=_IMPORT
    + """export default function ({ data, setTriggerValue }) {
  stage.then((module) => module.receive(data, (want) => setTriggerValue("want", want)));
}""",
)
_pause = component(
    "relu_viz_pause",
    js=_IMPORT
    + """export default function ({ setStateValue }) {
  stage.then((module) => module.whenPaused((epoch) => setStateValue("epoch", epoch)));
}""",
)


@st.cache_resource(show_spinner=False)
def classroom() -> Classroom:
    """The one class that all sessions of this server train in."""
    return Classroom()


def show_stage(trainer: Trainer) -> None:
    """Mount the live picture of a trainer; ``pump_reels`` feeds it."""
    _stage(data=pack_layout(trainer), key="stage")


def pump_reels(trainer: Trainer) -> None:
    """Hand the stage the reel it asked for, or its first frame. Call it in a fragment: that is what it reruns."""
    want = st.session_state.get("pump", {}).get("want")
    _pump(data=_reel(trainer, want), key="pump", on_want_change=lambda: None)


def paused_epoch() -> int | None:
    """The epoch at which the picture was last paused, or None. Call it inside the fragment that shall then rerun."""
    epoch = _pause(key="pause", on_epoch_change=lambda: None).epoch
    return epoch if isinstance(epoch, int) and epoch >= 0 else None


def _reel(trainer: Trainer, want: object) -> bytes:
    number = generation(trainer.config)
    if not isinstance(want, dict) or not _is_request(want) or want["generation"] != number:
        return pack_reel(trainer.first_frame, number, request=0)
    continue_from(classroom(), trainer, want["epoch"])
    if trainer.diverged_at[0] >= 0:
        return pack_reel(None, number, want["request"], ended=True)
    frames = classroom().train(trainer, min(want["epochs"], LONGEST_REEL))
    return pack_reel(_until_divergence(trainer, frames), number, want["request"], ended=trainer.diverged_at[0] >= 0)


def _is_request(want: dict) -> bool:
    """Whether what came from the browser is a request: four whole numbers, three of which may be 0."""
    names = ("generation", "request", "epoch", "epochs")
    return all(type(want.get(name)) is int and want[name] >= 0 for name in names) and want["epochs"] > 0


def _until_divergence(trainer: Trainer, frames: Frames) -> Frames:
    end = trainer.diverged_at[0]
    if end < 0:
        return frames
    keep = frames.epoch <= end
    return Frames(**{name: column[keep] for name, column in vars(frames).items()})

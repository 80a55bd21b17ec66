"""The side bar in two sizes: Simple has what a beginner decides, Full has all. What is not shown keeps its value."""

from dataclasses import replace

import streamlit as st

from relu_viz.training import LAST_EPOCH, TrainingConfig
from relu_viz.ui.catching_up import is_behind, put
from relu_viz.ui.controls import FIELDS
from relu_viz.ui.playground_state import opened_with, set_view, view_now

SIMPLE = ("dataset", "noise", "hidden", "activation", "alpha", "learning_rate", "seed")
ONLY_IN_FULL = tuple(name for name in FIELDS if name not in SIMPLE)
_KEY = "simple.chosen"


def left_out() -> tuple[str, ...]:
    """The controls that are not shown now."""
    return ONLY_IN_FULL if _size() == "simple" else ()


def simple_or_full(config: TrainingConfig) -> None:
    """The choice between the two, and which settings of a run have been changed that are not shown."""
    put(_KEY, _size())
    st.segmented_control(
        "Controls", ["simple", "full"], key=_KEY, format_func=str.capitalize, on_change=_choose, required=True,
        width="stretch", help="Simple has what decides; what is not shown keeps its value.",
    )  # fmt: skip
    values = vars(config) | config.settings_at(LAST_EPOCH)
    changed = [name for name in left_out() if values[name] != FIELDS[name].default]
    if changed:
        verb = "settings are" if len(changed) > 1 else "setting is"
        names = ", ".join(FIELDS[name].metadata["label"] for name in changed)
        st.markdown(f"{len(changed)} changed {verb} not shown: {names}.")


def _size() -> str:
    """What was chosen, else Full for who came with a link that sets what Simple leaves out."""
    chosen, of_link = view_now().controls, any(name in ONLY_IN_FULL for name in opened_with())
    return chosen if chosen != "auto" else "full" if of_link else "simple"


def _choose() -> None:
    if not is_behind(_KEY):
        set_view(replace(view_now(), controls=st.session_state[_KEY]))

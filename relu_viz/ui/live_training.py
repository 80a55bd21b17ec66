"""The live part of a page that trains: a picture that asks for more, the settings below it, all of it in the link."""

import streamlit as st

from relu_viz.base import Config
from relu_viz.stage import WatchedTraining
from relu_viz.ui.experiments import live_widgets
from relu_viz.ui.fields import forget_widgets
from relu_viz.ui.links import set_part


def show_training(page: str, training: WatchedTraining) -> None:
    """Draw a training's picture and its settings."""
    picture = st.container()  # first on a phone too, where the settings fill a screen
    with st.expander("Settings of the live training", icon=":material/tune:", expanded=True):
        config = live_widgets(page)
        st.button(
            "Default settings", key=f"live.{page}.reset", on_click=_reset, args=(page, type(config)),
            icon=":material/restart_alt:",
        )  # fmt: skip
    with picture, st.spinner("Loading the data …"):
        training.show(config)


def _reset(page: str, kind: type[Config]) -> None:
    set_part(page, "live", kind())
    forget_widgets(kind, "field.live")

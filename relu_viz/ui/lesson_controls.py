"""For a lesson: which of the Playground's controls its link leaves out."""

from dataclasses import replace

import streamlit as st

from relu_viz.stage import HIDEABLE
from relu_viz.ui.catching_up import is_behind, put
from relu_viz.ui.controls import panel
from relu_viz.ui.playground_state import set_view, view_now

_KEY = "lesson.hide"


def lesson_controls(hide: tuple[str, ...]) -> None:
    """Choose the controls to hide; when some are hidden, a button brings them back, for whoever is curious."""
    if place := panel("For a lesson"):
        put(_KEY, list(hide))
        place.pills(
            "Hide from whoever opens the link", list(HIDEABLE), key=_KEY, selection_mode="multi",
            format_func=lambda name: HIDEABLE[name], on_change=_hide,
            help="Choose what is left out, then copy the page's address for your class.",
        )  # fmt: skip
    if hide:
        count = f"{len(hide)} control{'s are' if len(hide) > 1 else ' is'} hidden for this lesson."
        st.markdown(count)
        st.button("Show all controls", on_click=_show_all, width="stretch")


def _hide() -> None:
    if is_behind(_KEY):
        return
    chosen = st.session_state[_KEY]
    set_view(replace(view_now(), hide=tuple(name for name in HIDEABLE if name in chosen)))


def _show_all() -> None:
    set_view(replace(view_now(), hide=()))

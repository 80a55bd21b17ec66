"""What a browser that is behind makes of the choice of data, which offers others with another problem."""

import streamlit as st

from relu_viz.data import DATASETS, OWN, SURFACES, get_data
from relu_viz.ui.catching_up import put
from relu_viz.ui.controls import CLASSIFICATION, REGRESSION

_DATASET, _PROBLEM = "control.dataset", "control.problem"


def name_chosen_data() -> None:
    """Of a choice that is no longer offered, with another problem, a select box gives the label: make it the name."""
    chosen = st.session_state.get(_DATASET)
    names = {get_data(name): name for name in (*DATASETS, *SURFACES, OWN)}
    if chosen in names:
        st.session_state[_DATASET] = names[chosen]


def match_problem() -> None:
    """Make the problem that of the data: somebody may have chosen other data of the problem before."""
    chosen = st.session_state.get(_DATASET)
    if chosen is not None:
        put(_PROBLEM, REGRESSION if chosen in SURFACES else CLASSIFICATION)

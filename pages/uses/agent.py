"""Claim 14: ReLU is used in reinforcement learning. Agents learn to balance a pole, and play on from any push."""

import streamlit as st

from relu_viz.stage import AGENTS_AT_PLAY
from relu_viz.ui.experiments import open_page, show_experiments
from relu_viz.ui.live_training import show_training
from relu_viz.uses import ContestConfig

PAGE = "agent"
TITLE, ICON, PLACE = "Agent", "smart_toy", 3

experiments = open_page(PAGE, ContestConfig)
st.title(TITLE, anchor=False)
st.markdown("Nobody tells these agents how to balance a pole. **Press Train**, and push the cart with ← and →.")
show_training(PAGE, AGENTS_AT_PLAY)
st.markdown(
    "The squares are the hidden units of the agent that plays: which of them answer to a push? Go back to round 0 with "
    "the slider, and the same agent is helpless again. Add sigmoid to the activations: does it keep up?"
)
show_experiments(experiments, PAGE)

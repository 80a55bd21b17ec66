"""Claim 13: ReLU is used in fully connected networks. One learns to read digits; how deep can it be?"""

import streamlit as st

from relu_viz.stage import DIGITS
from relu_viz.ui.experiments import open_page, show_experiments
from relu_viz.ui.live_training import show_training
from relu_viz.uses import DenseConfig

PAGE = "fully_connected"
TITLE, ICON, PLACE = "Fully connected", "hub", 2

experiments = open_page(PAGE, DenseConfig)
st.title(TITLE, anchor=False)
st.markdown("Every unit sees all 64 pixels. **Press Train**: each square becomes what its unit looks for.")
show_training(PAGE, DIGITS)
st.markdown(
    "The bar under a square is the unit's answer to the digit. Now make it 20 layers deep: with He's weights it still "
    "learns. With sigmoid, or with plain weights, does it?"
)
show_experiments(experiments, PAGE)

"""Claim 12: ReLU is used in convolutional networks. One learns to read digits, filter by filter."""

import streamlit as st

from relu_viz.stage import DIGITS
from relu_viz.ui.experiments import open_page, show_experiments
from relu_viz.ui.live_training import show_training
from relu_viz.uses import ConvConfig

PAGE = "cnn"
TITLE, ICON, PLACE = "CNN", "grid_view", 1

experiments = open_page(PAGE, ConvConfig)
st.title(TITLE, anchor=False)
st.markdown("A convolutional network learns to read. **Press Train**, then draw a digit: what does each filter see?")
show_training(PAGE, DIGITS)
st.markdown(
    "Each card is a filter: its weights, then what it finds before and after the activation. Orange is below 0, and "
    "ReLU makes it 0. Try a learning rate of 0.05: filters die and stay dark. Does Leaky ReLU read better then?"
)
show_experiments(experiments, PAGE)

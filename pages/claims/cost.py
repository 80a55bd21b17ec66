"""Claim 3: ReLU is cheap. Timed on this very server, at once and then with care."""

import streamlit as st

from relu_viz.ui.experiments import open_page, show_experiments
from relu_viz.ui.stopwatch import Lesson, show_stopwatch

PAGE = "cost"
TITLE, ICON, PLACE = "Cost", "timer", 3

experiments = open_page(PAGE, Lesson)
st.title(TITLE, anchor=False)
st.markdown("Is a comparison cheaper than an exponential? **Press the stopwatch**: this server times them now.")
show_stopwatch(PAGE)
st.markdown("Press it again: how far do the figures jump? That is why the experiment below measures many times.")
show_experiments(experiments, PAGE)

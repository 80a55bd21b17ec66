"""Claim 1: ReLU is non-linear. Bends added one by one, and linear against ReLU at equal size."""

import streamlit as st

from relu_viz.lessons.hinges import Lesson, line_book, plane_book
from relu_viz.ui.experiments import open_page, show_experiments
from relu_viz.ui.lessons import show_lesson

PAGE = "non_linear"
TITLE, ICON, PLACE = "Non-linear", "polyline", 1

experiments = open_page(PAGE, Lesson)
st.title(TITLE, anchor=False)
st.markdown(
    "Two straight pieces are all that one ReLU has. **Drag the number of units** and see how many bends they make."
)
show_lesson(PAGE, units=line_book, pieces=plane_book)
st.markdown("Try the step: how many units does it need? Then the zigzag: why does every corner cost one unit?")
show_experiments(experiments, PAGE)

"""Claim 2: ReLU is sparse. Exact zeros under the finger, then counted; and whether they save time."""

import streamlit as st

from relu_viz.lessons.zeros import Lesson, book
from relu_viz.ui.experiments import open_page, show_experiments
from relu_viz.ui.lessons import show_lesson

PAGE = "sparse"
TITLE, ICON, PLACE = "Sparse", "grid_off", 2

experiments = open_page(PAGE, Lesson)
st.title(TITLE, anchor=False)
st.markdown("Where its input is negative, a ReLU answers exactly 0. **Drag the bias** and watch the zeros spread.")
show_lesson(PAGE, frame=book)
st.markdown("Now choose ELU or GELU instead: small numbers, but is any square exactly 0?")
show_experiments(experiments, PAGE)

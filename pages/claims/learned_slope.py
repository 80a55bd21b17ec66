"""Claim 9: PReLU learns its slope."""

import streamlit as st

from relu_viz.lessons.slopes import Lesson, book
from relu_viz.ui.experiments import open_page, show_experiments
from relu_viz.ui.lessons import show_lesson

PAGE = "learned_slope"
TITLE, ICON, PLACE = "Learned slope", "trending_up", 7

experiments = open_page(PAGE, Lesson)
st.title(TITLE, anchor=False)
st.markdown("PReLU's α is trained with the weights. **Drag where it starts**: do the layers agree on where to go?")
show_lesson(PAGE, frame=book)
st.markdown("Start at 1, where every unit is linear: who bends first? Does the loss depend on the start at all?")
show_experiments(experiments, PAGE)

"""Claims 5, 7 and 11: vanishing and exploding gradients, and SELU's fixed point."""

import streamlit as st

from relu_viz.lessons.gain import Lesson, book
from relu_viz.ui.experiments import open_page, show_experiments
from relu_viz.ui.lessons import show_lesson

PAGE = "signal_flow"
TITLE, ICON, PLACE = "Signal flow", "waves", 5

experiments = open_page(PAGE, Lesson)
st.title(TITLE, anchor=False)
st.markdown("A signal goes through many layers, a gradient comes back. **Drag the gain**: vanish, stay, or explode?")
show_lesson(PAGE, frame=book)
st.markdown("Find the gain at which ReLU's line is flat: it is √2, and what He's initialization uses. And sigmoid's?")
show_experiments(experiments, PAGE)

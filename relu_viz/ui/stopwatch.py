"""The Cost page's live part: every activation timed at once, on the server that the visitor talks to."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from relu_viz.activations import ACTIVATIONS, get_activation
from relu_viz.base import Config, names, number
from relu_viz.experiments.cost import seconds_of
from relu_viz.figures import activation_colour
from relu_viz.stage import drawing
from relu_viz.ui.downloads import PLOTLY_CONFIG
from relu_viz.ui.experiments import live_widgets


@dataclass(frozen=True)
class Lesson(Config):
    """What is timed."""

    activations: tuple[str, ...] = names(
        ("relu", "leaky_relu", "elu", "gelu", "sigmoid", "tanh"), get_activation, "Activations", "Timed one by one."
    )
    elements: int = number(100_000, 100, 1_000_000, "Elements", "Numbers in the array, float32.")


@st.fragment
@drawing.turn()
def show_stopwatch(page: str) -> None:
    """Widgets, a button that times anew, and the figures as bars."""
    lesson = live_widgets(page)
    st.button("Time them now", key="stopwatch", icon=":material/timer:")
    z = np.random.default_rng(0).standard_normal(lesson.elements).astype(np.float32)
    times = {each: seconds_of(ACTIVATIONS[each], z, get_activation(each).alpha) for each in lesson.activations}
    from relu_viz.figures.cost import stopwatch_figure  # late: Plotly takes half a second

    fastest = min(times, key=lambda each: times[each][2])
    told = ", ".join(f"{ACTIVATIONS[each].label} {1e6 * both:.0f} µs" for each, (_, _, both) in times.items())
    st.plotly_chart(
        stopwatch_figure({ACTIVATIONS[e].label: (t, activation_colour(e)) for e, t in times.items()}),
        key="stopwatch.figure", config=PLOTLY_CONFIG, alt=f"f and f′ of {lesson.elements:,} numbers: {told}.",
    )  # fmt: skip
    st.markdown(f"Fastest just now: **{ACTIVATIONS[fastest].label}**. f and f′ of {lesson.elements:,} numbers: {told}.")

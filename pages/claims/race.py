"""Claim 4: ReLU converges faster. A live race on one clock, then every runner at its own best rate."""

import numpy as np
import streamlit as st

from relu_viz.activations import ACTIVATIONS
from relu_viz.experiments.race import standings
from relu_viz.laboratory import Result
from relu_viz.lessons.live_race import EPOCHS, Lesson, book
from relu_viz.ui.experiments import open_page, show_experiments
from relu_viz.ui.lessons import Growing, show_lesson
from relu_viz.ui.tables import show_table

PAGE = "race"
TITLE, ICON, PLACE = "Race", "flag", 4


def show_standings(result: Result) -> None:
    """The table that shows that nobody was given a worse rate: everybody's best, and everybody's at the common one."""
    rows = [
        {
            "hidden layers": depth,
            "activation": ACTIVATIONS[activation].label,
            "best rate": f"{standing.best_rate:g}" + (" (end of the sweep)" if standing.at_bound else ""),
            "epochs at the best rate": _told(standing.best),
            "arrived": f"{standing.arrived:.0%}",
            "common rate": f"{standing.common_rate:g}",
            "epochs at the common rate": _told(standing.common),
        }
        for (depth, activation), standing in result.once(standings).items()
    ]
    show_table({name: [row[name] for row in rows] for name in rows[0]})


def _told(interval) -> str:
    return "did not arrive" if np.isinf(interval.value) else f"{interval:.0f}"


experiments = open_page(PAGE, Lesson)
st.title(TITLE, anchor=False)
st.markdown("The same data, the same seed, one network for each activation. **Press Play**: who is there first?")
show_lesson(PAGE, frame=Growing(book, EPOCHS + 1))
st.markdown("Change the learning rate, or take three layers: does the order stay? One race proves little; so:")
show_experiments(experiments, PAGE, race=show_standings)

"""Claims 6, 8 and 10: when units die, who is born dead, and what the variants cure."""

import streamlit as st

from relu_viz.experiments.catalogue import all_experiments
from relu_viz.laboratory import Result
from relu_viz.lessons.one_step import Lesson, book
from relu_viz.training import proposed_twins
from relu_viz.ui.experiments import open_page, picture_key, show_experiments
from relu_viz.ui.lessons import show_lesson
from relu_viz.ui.pages import all_pages

PAGE = "dying"
TITLE, ICON, PLACE = "Dying ReLU", "heart_broken", 6


def open_a_cell(result: Result) -> None:
    """Choose a cell of the map, by a click or by two sliders, and open its very network in the Playground."""
    config, name = result.config, "phase_diagram"
    points = st.session_state[picture_key(all_experiments()[name])].selection.points
    chosen = (float(points[0]["x"]), float(points[0]["y"])) if points else None
    if chosen and chosen != st.session_state.get("dying.clicked"):
        st.session_state["dying.rate"], st.session_state["dying.scale"] = chosen
        st.session_state["dying.clicked"] = chosen
    for key, offered in (("dying.rate", config.rates), ("dying.scale", config.scales)):
        if st.session_state.get(key) not in offered:
            st.session_state[key] = float(offered[3 * len(offered) // 4])
    left, middle, right = st.columns([2, 2, 1.6], vertical_alignment="bottom")
    rate = left.select_slider("Learning rate of the cell", config.rates.tolist(), key="dying.rate")
    scale = middle.select_slider("Scale of the cell", config.scales.tolist(), key="dying.scale")
    network = config.network(scale, rate, run=0)
    right.page_link(
        all_pages()["playground"].file, label="Open in the Playground", icon=":material/open_in_new:",
        query_params=network.to_link(),
    )  # fmt: skip
    right.page_link(
        all_pages()["playground"].file, label="Beside two others", icon=":material/compare:",
        query_params=network.to_link() | {"compare": proposed_twins(network)},
    )  # fmt: skip
    row, column = config.scales.tolist().index(scale), config.rates.tolist().index(rate)
    dead, accuracy = result["dead"][row, :, column], result["accuracy"][row, :, column]
    st.markdown(
        f"This cell, {config.runs} seeds: {dead.mean():.0%} of the units are dead after {config.epochs} epochs, "
        "accuracy "
        f"{accuracy.mean():.0%}. The link opens the network of the first seed: {dead[0]:.0%} dead."
    )


experiments = open_page(PAGE, Lesson)
st.title(TITLE, anchor=False)
st.markdown("A unit that answers no point gets no gradient. **Drag the learning rate** until one step is one too far.")
show_lesson(PAGE, frame=book)
st.markdown("Now choose Leaky ReLU or ELU: the same step, but a gradient still reaches the unit. Is it back after 200?")
show_experiments(experiments, PAGE, phase_diagram=open_a_cell)

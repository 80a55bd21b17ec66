"""Every statement about ReLU with its verdict as last measured, and the way to the experiment behind it."""

import streamlit as st

from relu_viz.experiments.catalogue import all_claims
from relu_viz.figures.small import small_picture
from relu_viz.laboratory import Claim, Experiment
from relu_viz.ui.experiments import ask, running, show_progress, shown, told_claim
from relu_viz.ui.overview_graph import show_graph
from relu_viz.ui.pages import all_pages

TITLE, ICON, PLACE = "Overview", "fact_check", 4


def show_row(claim: Claim, experiment: Experiment) -> None:
    """One statement: verdict, figures, small picture, link, and Measure again."""
    current = shown(experiment)
    with st.container(border=True):
        row = st.container(horizontal=True, gap="medium")
        with row.container():
            st.markdown(told_claim(claim, current, f"{claim.number}{', also' * claim.also}. "))
            if current:
                st.markdown(current.source)
        with row.container(width=210):
            if current:
                st.markdown(small_picture(current.result.once(claim.verdict).evidence))
        with row.container(width=200):
            st.page_link(all_pages()[experiment.page].file, label=experiment.title, icon=":material/science:")
            st.button(
                "Measure again here", key=f"overview.{claim.number}.{experiment.name}.{claim.statement}",
                on_click=ask, args=(experiment, experiment.config()), disabled=running(experiment) is not None,
                icon=":material/refresh:", help=f"{experiment.config().runs} runs with the default settings.",
            )  # fmt: skip
        if claim is experiment.claims[0]:
            show_progress(experiment)


st.title(TITLE, anchor=False)
st.markdown(
    "What everybody says of ReLU, each statement put to the test. **Press Measure again** and check one yourself."
)
show_graph()
st.header("The statements", anchor=False)
st.markdown(
    "In the small pictures a dot is measured, with its 95 % interval; a tick is what it is held against; the grey "
    "line is 0."
)
for claim, experiment in all_claims():
    if claim.number:
        show_row(claim, experiment)
st.page_link(all_pages()["misconceptions"].file, label="And what is not so: the misconceptions", icon=":material/quiz:")

"""Situations worth seeing, each a picture, two sentences and a link that opens it in the Playground."""

import streamlit as st

from relu_viz.lessons import SITUATIONS, Situation, shipped_picture
from relu_viz.training import proposed_twins
from relu_viz.ui.pages import all_pages

TITLE, ICON, PLACE = "Starting points", "auto_stories", 3

COLUMNS = 3


def show_card(situation: Situation) -> None:
    with st.container(border=True, height="stretch"):
        st.subheader(situation.title, anchor=False)
        alt = f"The output over the plane at epoch {situation.epoch}, with the training points."
        st.image(str(shipped_picture(situation)), width="stretch", alt=alt)
        st.markdown(" ".join(situation.sentences))
        st.page_link(
            all_pages()["playground"].file, label=f"Open “{situation.title}”", icon=":material/play_circle:",
            query_params=situation.link,
        )  # fmt: skip
        if situation.compare:
            return
        st.page_link(
            all_pages()["playground"].file, label="Beside two that differ in one thing", icon=":material/compare:",
            query_params=situation.config.to_link() | {"compare": proposed_twins(situation.config)},
        )  # fmt: skip


st.title(TITLE, anchor=False)
st.markdown("Open one, press **Play**, and change one thing. The pictures show the epoch that the sentences speak of.")
situations = list(SITUATIONS.values())
for start in range(0, len(situations), COLUMNS):
    for column, situation in zip(st.columns(COLUMNS), situations[start : start + COLUMNS], strict=False):
        with column:
            show_card(situation)

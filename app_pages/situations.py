"""Situations worth seeing, each a picture, two sentences and a link that opens it in the Playground."""

import streamlit as st

from relu_viz.situations import SITUATIONS, Situation
from relu_viz.stage.gallery import shipped_picture

COLUMNS = 3


def show_card(situation: Situation) -> None:
    with st.container(border=True, height="stretch"):
        st.subheader(situation.title, anchor=False)
        alt = f"The output over the plane at epoch {situation.epoch}, with the training points."
        st.image(str(shipped_picture(situation)), width="stretch", alt=alt)
        st.markdown(" ".join(situation.sentences))
        st.page_link(
            "app_pages/playground.py", label=f"Open “{situation.title}”", icon=":material/play_circle:",
            query_params=situation.config.to_link(),
        )  # fmt: skip


st.title("Starting points", anchor=False)
st.markdown("Open one, press **Play**, and change one thing. The pictures show the epoch that the sentences speak of.")
situations = list(SITUATIONS.values())
for start in range(0, len(situations), COLUMNS):
    for column, situation in zip(st.columns(COLUMNS), situations[start : start + COLUMNS], strict=False):
        with column:
            show_card(situation)

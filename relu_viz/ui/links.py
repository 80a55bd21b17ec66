"""The link is the state: reads a page's query parameters once, and keeps them true to the controls afterwards."""

from collections.abc import Mapping

import streamlit as st


def link_has_changed(page: str) -> bool:
    """Whether the link holds something that this page did not write itself: a fresh visit, or Back was pressed."""
    return st.session_state.get(f"{page}.written") != st.query_params.to_dict()


def write_link(page: str, parameters: Mapping[str, str]) -> None:
    """Make the link say what the controls say."""
    if st.query_params.to_dict() != parameters:
        st.query_params.from_dict(dict(parameters))
    st.session_state[f"{page}.written"] = dict(parameters)


def remember_ignored(page: str, ignored: list[str]) -> None:
    """Keep the sentences about what was left out of the link; none, to forget the last ones."""
    st.session_state[f"{page}.ignored"] = ignored


def show_ignored(page: str) -> None:
    """Say which parts of the link were left out, until it is read again."""
    sentences = st.session_state.get(f"{page}.ignored", [])
    if sentences:
        st.info("The link was not fully understood; the rest is as it says. " + " ".join(sentences[:6]))

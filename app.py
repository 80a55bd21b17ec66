"""relu_viz: navigation and page settings; every page is a script of its own in app_pages/."""

import streamlit as st

st.set_page_config(page_title="relu_viz", page_icon="static/icon.svg", layout="wide")
st.navigation(
    [
        st.Page("app_pages/activations.py", title="Activations", icon=":material/show_chart:", default=True),
        st.Page("app_pages/playground.py", title="Playground", icon=":material/play_circle:", url_path="playground"),
    ],
    position="top",
).run()

"""relu_viz: navigation and page settings; every page is a script of its own in app_pages/."""

import streamlit as st


def page(name: str, title: str, icon: str, default: bool = False) -> st.Page:
    return st.Page(
        f"app_pages/{name}.py", title=title, icon=f":material/{icon}:", default=default,
        url_path=None if default else name,
    )  # fmt: skip


st.set_page_config(page_title="relu_viz", page_icon="static/icon.svg", layout="wide")
st.navigation(
    {
        "": [
            page("activations", "Activations", "show_chart", default=True),
            page("playground", "Playground", "play_circle"),
            page("situations", "Starting points", "auto_stories"),
            page("overview", "Overview", "fact_check"),
        ],
        "Claims": [
            page("non_linear", "Non-linear", "polyline"),
            page("sparse", "Sparse", "grid_off"),
            page("cost", "Cost", "timer"),
            page("race", "Race", "flag"),
            page("signal_flow", "Signal flow", "waves"),
            page("dying", "Dying ReLU", "heart_broken"),
            page("learned_slope", "Learned slope", "trending_up"),
            page("misconceptions", "Misconceptions", "quiz"),
        ],
        "In use": [
            page("cnn", "CNN", "grid_view"),
            page("fully_connected", "Fully connected", "hub"),
            page("agent", "Agent", "smart_toy"),
        ],
    },
    position="top",
).run()

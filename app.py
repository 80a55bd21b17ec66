"""relu_viz: the server. ``streamlit run app.py`` finds ``app`` by itself; so does ``uvicorn app:app``."""

from pathlib import Path

import streamlit as st

from relu_viz.stage.assets import assets_route

base = st.get_option("server.baseUrlPath").strip("/")
app = st.App(
    Path(__file__).parent / "relu_viz" / "ui" / "navigation.py",
    routes=[assets_route(f"/{base}" if base else "")],
)

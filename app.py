"""relu_viz: the server. ``streamlit run app.py`` finds ``app`` by itself; so does ``uvicorn app:app``."""

from pathlib import Path

import streamlit as st

from relu_viz.stage import routes
from relu_viz.ui.warm_up import ready

app = st.App(
    Path(__file__).parent / "relu_viz" / "ui" / "navigation.py",
    routes=routes(st.get_option("server.baseUrlPath")),
    lifespan=ready,
)

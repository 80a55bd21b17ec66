"""relu_viz: the server. ``streamlit run app.py`` finds ``app`` by itself; so does ``uvicorn app:app``."""

import os
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from relu_viz.data import MOST_MEGABYTES
from relu_viz.stage import Headers, InOrder, Messages, Uploads, routes
from relu_viz.ui.warm_up import ready

app = st.App(
    Path(__file__).parent / "relu_viz" / "ui" / "navigation.py",
    routes=routes(st.get_option("server.baseUrlPath")),
    lifespan=ready,
    middleware=[
        Middleware(Headers, embed=os.environ.get("RELU_VIZ_EMBED", "*")),
        Middleware(Messages),
        Middleware(InOrder),
        Middleware(Uploads, most=MOST_MEGABYTES * 2**20),
    ],
)

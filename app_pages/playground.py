"""A network learns two-dimensional data, live; every unit shows what it does, and which units die, and when."""

import streamlit as st

from relu_viz.stage.stage import show_stage
from relu_viz.training import Trainer, TrainingConfig

st.title("Playground")
config, ignored = TrainingConfig.from_link(st.query_params.to_dict())
if st.session_state.get("config") != config:
    st.session_state.config = config
    st.session_state.trainer = Trainer(config)
show_stage(st.session_state.trainer)

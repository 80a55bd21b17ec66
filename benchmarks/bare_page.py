"""The least that a Streamlit page with a chart can be: what benchmarks/start.py measures the app against."""

import plotly.graph_objects as go
import streamlit as st

st.plotly_chart(go.Figure(go.Scatter(x=[-1, 0, 1], y=[0, 0, 1])))

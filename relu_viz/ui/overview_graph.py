"""The definition and the graph that the statements are about."""

import numpy as np
import streamlit as st

from relu_viz.activations import get_activation
from relu_viz.figures import activation_colour
from relu_viz.stage import Curve, Flipbook, PackedFlipbook, Panel, show_flipbook


def show_graph() -> None:
    """ReLU and its derivative; a slider walks along them."""
    side_by_side = st.container(horizontal=True, gap="medium", vertical_alignment="center")
    with side_by_side.container(width=280):  # as wide as the formula, whatever is left for the graph
        st.latex(r"f(z) = \max(0, z) = \begin{cases} z & z > 0 \\ 0 & z \le 0 \end{cases}")
        st.latex(r"f'(z) = \begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases}")
        st.markdown("Positive in, the same out. Negative in, nothing out. That is all of it; the rest follows.")
    with side_by_side.container():
        show_flipbook(PackedFlipbook(_graph()), "overview.graph", start=22)


def _graph() -> Flipbook:
    relu, z, at = get_activation("relu"), np.linspace(-4, 4, 161), np.linspace(-4, 4, 33)
    colour = activation_colour("relu")
    panels = [
        Panel(
            title, alt, "z", label, (-4, 4), limits,
            (
                Curve("", colour, z, function(z), width=3),
                Curve("", colour, at[:, None], function(at)[:, None], mark="circle"),
            ),
        )
        for title, alt, label, limits, function in (
            ("ReLU", "0 up to z = 0, then the line f = z.", "f", (-0.5, 4), relu),
            ("Its derivative", "0 up to z = 0, then 1.", "f′", (-0.2, 1.2), relu.derivative),
        )
    ]  # fmt: skip
    told = [f"f({value:g}) = {float(relu(value)):g}, f′({value:g}) = {float(relu.derivative(value)):g}" for value in at]
    return Flipbook("ReLU and its derivative", "z", [f"{value:g}" for value in at], told, panels, height=200)

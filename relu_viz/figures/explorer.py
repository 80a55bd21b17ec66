"""Figures of the Activations page: a Gaussian pushed through f, and what many layers do to a slope."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from relu_viz.activations import ACTIVATIONS, Pushed
from relu_viz.base import Float
from relu_viz.figures.palette import QUIET, activation_colour, activation_dash
from relu_viz.figures.theme import dress


def gaussian_figure(pushed: Pushed, name: str) -> go.Figure:
    """Histogram of what goes in, histogram of what comes out; heights are shares of the whole."""
    figure = make_subplots(1, 2, subplot_titles=("in: z", f"out: {ACTIVATIONS[name].label}"), horizontal_spacing=0.1)
    for column, values, colour in ((1, pushed.z, QUIET), (2, pushed.f, activation_colour(name))):
        height, edges = np.histogram(values, bins=60, weights=pushed.weight)
        figure.add_bar(
            x=(edges[:-1] + edges[1:]) / 2, y=height, width=np.diff(edges), marker={"color": colour},
            hovertemplate="around %{x:.2f}: %{y:.1%}<extra></extra>", showlegend=False, row=1, col=column,
        )  # fmt: skip
    figure.update_yaxes(tickformat=".0%")
    return dress(figure, 280, "", "")


def depth_figure(slopes: Mapping[str, Float[np.ndarray, " depth"]]) -> go.Figure:
    """By what a gradient is multiplied after 1, 2, … layers, one line for each activation, on a log scale."""
    figure = go.Figure()
    for name, slope in slopes.items():
        figure.add_scatter(
            x=np.arange(1, len(slope) + 1), y=slope, name=ACTIVATIONS[name].label, mode="lines",
            line={"color": activation_colour(name), "dash": activation_dash(name), "width": 2.5},
            hovertemplate="%{x} layers: × %{y:.3g}<extra>" + ACTIVATIONS[name].label + "</extra>",
        )  # fmt: skip
    dress(figure, 320, "layers", "gradient is multiplied by")
    figure.update_yaxes(type="log", exponentformat="power", dtick=_decades(slopes))
    return figure


def _decades(slopes: Mapping[str, np.ndarray]) -> int:
    """Decades between ticks, so that about six fit, however far the lines fall."""
    ends = np.log10(np.maximum([slope[-1] for slope in slopes.values()], 1e-300))
    return max(1, round(float(np.ptp([*ends, 0])) / 6))

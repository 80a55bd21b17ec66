"""The stopwatch's bars."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from relu_viz.figures.theme import dress


def stopwatch_figure(times: Mapping[str, tuple[np.ndarray, str]]) -> go.Figure:
    """Microseconds of f and of f′ for each label, from its seconds (f, f′, both) and its colour."""
    figure = go.Figure()
    colours = [colour for _, colour in times.values()]
    for at, (what, pattern) in enumerate((("f", ""), ("f′", "/"))):
        figure.add_bar(
            x=list(times), y=[1e6 * seconds[at] for seconds, _ in times.values()], name=what,
            marker={"color": colours, "pattern": {"shape": pattern}},
            hovertemplate="%{x}, " + what + ": %{y:.1f} µs<extra></extra>",
        )  # fmt: skip
    return dress(figure, 320, "", "microseconds")

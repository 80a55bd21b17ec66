"""The spread of a run's outcome over its seeds: arrays in, a Plotly figure out."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from relu_viz.arrays import Int
from relu_viz.figures.palette import NEGATIVE, POSITIVE
from relu_viz.figures.theme import dress


def repeats_figure(seeds: Int[np.ndarray, " runs"], measures: Mapping[str, np.ndarray], shown: int) -> go.Figure:
    """A panel for each measure, a dot for each seed, a line at the median; the seed on the stage is a diamond."""
    figure = make_subplots(rows=1, cols=len(measures), subplot_titles=list(measures))
    across = np.random.default_rng(0).uniform(-0.3, 0.3, len(seeds))
    here = seeds == shown
    for column, (label, values) in enumerate(measures.items(), 1):
        figure.add_scatter(
            x=across, y=values, mode="markers", customdata=seeds, showlegend=False, row=1, col=column,
            marker={"color": np.where(here, NEGATIVE, POSITIVE), "symbol": np.where(here, "diamond", "circle"),
                    "size": np.where(here, 13, 8), "opacity": 0.8},
            hovertemplate=f"seed %{{customdata}}<br>{label} %{{y:.4g}}<extra></extra>",
        )  # fmt: skip
        figure.add_hline(y=float(np.nanmedian(values)), line_dash="dash", line_width=1, row=1, col=column)  # pyright: ignore[reportArgumentType]
    figure.update_xaxes(visible=False, range=[-0.6, 0.6])
    return dress(figure, 340, "", "")

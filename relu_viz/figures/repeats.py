"""The spread of a run's outcome over its seeds: arrays in, a Plotly figure out."""

import numpy as np
import plotly.graph_objects as go

from relu_viz.base import Float, Int
from relu_viz.figures.palette import NEGATIVE, POSITIVE, QUIET
from relu_viz.figures.theme import dress


def spread_figure(
    seeds: Int[np.ndarray, " runs"], label: str, values: Float[np.ndarray, " runs"], shown: int
) -> go.Figure:
    """A dot for each seed's value of one measure, a line at a finite median; the seed on the stage is a diamond."""
    here = seeds == shown
    figure = go.Figure()
    figure.add_scatter(
        x=np.random.default_rng(0).uniform(-0.3, 0.3, len(seeds)), y=values, mode="markers", customdata=seeds,
        marker={"color": np.where(here, NEGATIVE, POSITIVE), "symbol": np.where(here, "diamond", "circle"),
                "size": np.where(here, 13, 8), "opacity": 0.8},
        hovertemplate=f"seed %{{customdata}}<br>{label} %{{y:.4g}}<extra></extra>",
    )  # fmt: skip
    if np.isfinite(median := np.nanmedian(values)):
        figure.add_hline(y=float(median), line={"color": QUIET, "dash": "dash", "width": 1.5})
    return dress(figure, 300, "", label).update_xaxes(visible=False, range=[-0.6, 0.6])

"""The map of learning rate × initial scale: dead units, accuracy, divergence."""

import numpy as np
import plotly.graph_objects as go

from relu_viz.figures.bands import Picture
from relu_viz.figures.palette import QUIET
from relu_viz.figures.theme import dress
from relu_viz.laboratory import Result

DARK_IS_DEAD = [(0.0, "#eaf2fa"), (0.25, "#9cc7e6"), (0.5, "#4a8fc0"), (0.75, "#315878"), (1.0, "#1b2026")]
BLUE_IS_GOOD = [(0.0, "#d9660a"), (0.5, "#f4f5f7"), (1.0, "#0b6fb8")]


def pictures(result: Result) -> tuple[Picture, ...]:
    dead, accuracy = result["dead"], result["accuracy"]
    return (
        Picture(
            _map(result, dead.mean(axis=1), "dead units", DARK_IS_DEAD),
            f"Share of dead units over learning rate and scale, from {dead.mean(axis=1).min():.0%} to "
            f"{dead.mean(axis=1).max():.0%}; click a cell to open its network.",
            selectable=True,
        ),
        Picture(
            _map(result, accuracy.mean(axis=1), "accuracy", BLUE_IS_GOOD, low=0.4),
            "Held-out accuracy over learning rate and scale.",
        ),
    )


def _map(result: Result, by_cell: np.ndarray, name: str, colours: list, low: float = 0.0) -> go.Figure:
    """One of the measures, averaged over runs, (scales, rates); hovering tells all three."""
    rates, scales = result.config.rates, result.config.scales
    # Over seeds: the middle half of the networks of a cell, and how many diverged.
    quarters = np.quantile(result["dead"], [0.25, 0.75], axis=1)
    all_three = [
        *quarters,
        result["dead"].mean(axis=1),
        result["accuracy"].mean(axis=1),
        result["diverged"].mean(axis=1),
    ]
    across, up = [f"{rate:g}" for rate in rates], [f"{scale:g}" for scale in scales]
    figure = go.Figure(
        go.Heatmap(
            x=across, y=up, z=by_cell, zmin=low, zmax=1, colorscale=colours, hoverinfo="skip",
            colorbar={"title": name, "tickformat": ".0%", "thickness": 12},
        )
    )  # fmt: skip
    # A heatmap's cells cannot be selected; invisible markers on them can, by mouse and touch.
    columns, rows = (places.ravel() for places in np.meshgrid(np.arange(len(rates)), np.arange(len(scales))))
    figure.add_scatter(
        x=[across[c] for c in columns], y=[up[r] for r in rows], mode="markers", showlegend=False,
        marker={"size": 16, "opacity": 0, "symbol": "square", "color": QUIET},
        selected={"marker": {"opacity": 0}}, unselected={"marker": {"opacity": 0}},
        customdata=np.stack(all_three, axis=-1)[rows, columns],
        hovertemplate="rate %{x}, scale %{y}<br>dead %{customdata[2]:.0%} (middle half of seeds "
        "%{customdata[0]:.0%} to %{customdata[1]:.0%})<br>accuracy %{customdata[3]:.0%}, diverged "
        "%{customdata[4]:.0%}<extra></extra>",
    )  # fmt: skip
    figure.update_xaxes(type="category", nticks=12, range=[-0.5, len(rates) - 0.5])
    figure.update_yaxes(type="category", nticks=12, range=[-0.5, len(scales) - 0.5])
    return dress(figure, 480, "learning rate", "scale of the first weights")

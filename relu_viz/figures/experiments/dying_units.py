"""The chance to be born dead, by depth, a line for each width, with the two bounds beside it."""

import numpy as np
import plotly.graph_objects as go

from relu_viz.experiments.dying_units import law
from relu_viz.figures.bands import Picture, add_band
from relu_viz.figures.palette import series_colour, series_dash, translucent
from relu_viz.figures.theme import dress
from relu_viz.laboratory import Result, share


def pictures(result: Result) -> tuple[Picture, ...]:
    config, figure = result.config, go.Figure()
    depths = np.arange(1, config.deepest + 1)
    for number, (width, dead) in enumerate(zip(config.widths, result["born_dead"], strict=True)):
        low, high = law(width, depths)
        figure.add_scatter(
            x=[*depths, *depths[::-1]], y=[*high, *low[::-1]], fill="toself", mode="lines", line={"width": 0},
            fillcolor=translucent(series_colour(number), 0.1), hoverinfo="skip", showlegend=False,
        )  # fmt: skip
        colour, dash = series_colour(number), series_dash(number)
        add_band(figure, depths, share(dead.sum(axis=0), config.runs), f"width {width}", colour, dash, ".1%")
    dress(figure, 440, "hidden layers", "share of networks born dead").update_yaxes(
        tickformat=".0%", range=[-0.02, 1.02]
    )
    ends = ", ".join(
        f"width {w}: {d[:, -1].mean():.0%}" for w, d in zip(config.widths, result["born_dead"], strict=True)
    )
    return (Picture(figure, f"Share born dead by depth. At {config.deepest} layers: {ends}."),)

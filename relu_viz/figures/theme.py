"""One look for every Plotly figure: quiet axes, fixed heights, the house's margins."""

import plotly.graph_objects as go


def dress(figure: go.Figure, height: int, x: str, y: str) -> go.Figure:
    """Axis titles, height, margins and hover of the house."""
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 28, "b": 8},
        hovermode="closest",
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0},
    )
    figure.update_xaxes(title=x, automargin=True)
    figure.update_yaxes(title=y, automargin=True)
    return figure

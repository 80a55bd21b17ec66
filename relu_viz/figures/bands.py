"""Lines with their 95 % bands, and intervals as dots with whiskers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from relu_viz.figures.palette import NEGATIVE, POSITIVE, translucent
from relu_viz.figures.theme import dress
from relu_viz.laboratory import Evidence, Interval


@dataclass(frozen=True)
class Picture:
    """A figure with its text alternative; ``selectable`` if a page does something with a click on it."""

    figure: go.Figure
    alt: str
    selectable: bool = False


def add_band(
    figure: go.Figure,
    x: Sequence | np.ndarray,
    interval: Interval,
    name: str,
    colour: str,
    dash: str = "solid",
    shown: str = ".3g",
    **place: int,
) -> None:
    """A line with its band; what is not finite is left out. ``place`` is a subplot's row and col."""
    value, low, high = (
        np.where(np.isfinite(each), each, np.nan) for each in (interval.value, interval.low, interval.high)
    )
    figure.add_scatter(
        x=[*x, *list(x)[::-1]], y=[*high, *low[::-1]], fill="toself", fillcolor=translucent(colour), mode="lines",
        line={"width": 0}, hoverinfo="skip", showlegend=False, legendgroup=name, **place,
    )  # fmt: skip
    figure.add_scatter(
        x=x, y=value, name=name, mode="lines+markers" if len(x) < 16 else "lines", legendgroup=name,
        showlegend=place.get("col", 1) == 1 and place.get("row", 1) == 1,
        line={"color": colour, "dash": dash, "width": 2.5}, customdata=np.column_stack([low, high]),
        hovertemplate=f"%{{x}}: %{{y:{shown}}}<br>95 %: %{{customdata[0]:{shown}}} to %{{customdata[1]:{shown}}}"
        f"<extra>{name}</extra>", **place,
    )  # fmt: skip


def evidence_figure(evidence: Sequence[Evidence]) -> go.Figure:
    """The figures behind a verdict, each a dot with its interval; a cross marks what it is held against."""
    figure = go.Figure()
    usable = [each for each in evidence if np.isfinite(each.interval.value)]
    labels = [each.label for each in usable]
    value, low, high = (np.array([getattr(e.interval, end) for e in usable]) for end in ("value", "low", "high"))
    figure.add_scatter(
        x=value, y=labels, mode="markers", name="measured, 95 %", marker={"size": 11, "color": POSITIVE},
        error_x={"type": "data", "array": np.nan_to_num(high - value, posinf=0), "arrayminus": value - low},
        hovertemplate="%{y}: %{customdata}<extra></extra>", customdata=[f"{e.interval:{e.shown}}" for e in usable],
    )  # fmt: skip
    known = [each for each in usable if each.reference is not None]
    figure.add_scatter(
        x=[each.reference for each in known], y=[each.label for each in known], mode="markers", name="held against",
        marker={"size": 11, "symbol": "x-thin", "line": {"width": 2.5, "color": NEGATIVE}},
        hovertemplate="%{y}: held against %{x:.3g}<extra></extra>",
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed", type="category")
    return dress(figure, 110 + 44 * max(len(usable), 1), "", "")

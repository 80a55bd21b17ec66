"""What a Plotly figure draws, in plain lists; and runs whose median and interval are known without computing them."""

from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
import pytest

RUNS = 9
# Five of nine runs are at the value itself, four above it: the median is the value, the interval reaches from there to
# what is above (resamples fall on both sides far more often than 5 %), and the mean is neither.
ABOVE = np.array([0, 1, 0, 1, 0, 1, 0, 1, 0])


@dataclass(frozen=True)
class Line:
    """A line with its interval; ``panel`` is "" for the first, then "2", "3", … row by row."""

    name: str
    panel: str
    x: list
    y: list[float]
    low: list[float]
    high: list[float]
    look: tuple[str, str]


def runs(values, above: float = 0.0) -> np.ndarray:
    """Nine runs of every value, in front of all axes but the first: (parts, …) becomes (parts, runs, …)."""
    values = np.asarray(values, float)
    lifted = above * ABOVE.reshape(1, RUNS, *[1] * (values.ndim - 1))
    return values[:, None] + lifted


def panel_of(trace) -> str:
    return (trace.xaxis or "x")[1:]


def plain(values) -> list:
    return np.asarray(values).tolist()


def lines_of(figure: go.Figure) -> list[Line]:
    """The lines that have an interval, in the order in which they are drawn."""
    return [
        Line(
            trace.name, panel_of(trace), plain(trace.x), plain(trace.y), *np.asarray(trace.customdata).T.tolist(),
            (trace.line.color, trace.line.dash),
        )
        for trace in figure.data
        if trace.type == "scatter" and trace.customdata is not None and trace.mode.startswith("lines")
    ]  # fmt: skip


def shows(line: Line, name: str, x, y, above: float = 0.0, panel: str = "") -> None:
    """The line has this name and place, these values, and an interval that reaches so far above them."""
    y = np.asarray(y, float)
    assert (line.name, line.panel, line.x) == (name, panel, plain(x))
    assert line.y == pytest.approx(y.tolist())
    assert line.low == pytest.approx(y.tolist())
    assert line.high == pytest.approx((y + above).tolist())


def titles_of(figure: go.Figure) -> list[str]:
    """Of the panels, and what else is written on the figure."""
    return [each.text for each in figure.layout.annotations]


def axes_of(figure: go.Figure) -> dict[str, str]:
    """The titles of all axes that have one, by their names."""
    return {
        each: figure.layout[each].title.text
        for each in figure.layout
        if each.startswith(("xaxis", "yaxis")) and figure.layout[each].title.text
    }


def levels_of(figure: go.Figure) -> list[tuple[str, float]]:
    """Straight lines across the figure: at which x or y."""
    across = [each for each in figure.layout.shapes if each.type == "line"]
    return [("y", each.y0) if each.xref.endswith("domain") else ("x", each.x0) for each in across]


def counted(*shape: int) -> np.ndarray:
    """Numbers that are all different: 0, 1, 2, … row by row."""
    return np.arange(np.prod(shape), dtype=float).reshape(shape)


def bars_of(figure: go.Figure) -> list[tuple]:
    """Of all bars: name, panel, places, heights."""
    return [(each.name, panel_of(each), list(each.x), plain(each.y)) for each in figure.data if each.type == "bar"]


def whiskers_of(errors) -> tuple[list[float], list[float]]:
    """How far they reach up and down."""
    return plain(errors.array), plain(errors.arrayminus)

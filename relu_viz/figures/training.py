"""Figures of one moment of a training run, and of its history: arrays in, Plotly figures out."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from relu_viz.base import Float, Int
from relu_viz.data import Dataset
from relu_viz.figures.palette import CLASS_COLOURS, CLASS_MARKS, CLASS_TINTS, DIVERGING, NEGATIVE, POSITIVE
from relu_viz.figures.theme import dress


def boundary_figure(logits: Float[np.ndarray, "places outputs"], extent: float, data: Dataset) -> go.Figure:
    """The output over the square plane [−extent, extent]², from logits row by row from the top left, and the points."""
    side = round(len(logits) ** 0.5)
    across = np.linspace(-extent, extent, side)
    figure = go.Figure()
    if not data.classes:
        _add_one_output(figure, across, logits[:, 0].reshape(side, side), (-1, 0, 1), "output")
    elif logits.shape[1] == 1:
        with np.errstate(over="ignore"):
            probability = 1 / (1 + np.exp(-logits[:, 0].reshape(side, side)))
        _add_one_output(figure, across, probability, (0, 0.5, 1), "P(class 1)")
    else:
        _add_classes(figure, across, logits.argmax(axis=1).reshape(side, side), logits.shape[1])
    _add_points(figure, data)
    figure.update_yaxes(scaleanchor="x", constrain="domain", range=[-extent, extent])
    figure.update_xaxes(constrain="domain", range=[-extent, extent])
    return dress(figure, 520, "x₁", "x₂")


def _add_one_output(figure: go.Figure, across, z, scale: tuple[float, float, float], name: str) -> None:
    low, middle, high = scale
    figure.add_heatmap(
        x=across, y=-across, z=z, zmin=low, zmax=high, colorscale=DIVERGING, opacity=0.85,
        colorbar={"title": name, "thickness": 12},
        hovertemplate=f"x₁ %{{x:.2f}}, x₂ %{{y:.2f}}<br>{name} = %{{z:.3f}}<extra></extra>",
    )  # fmt: skip
    for colour, width in (("white", 5), ("#10171f", 2.5)):  # a dark line that stands out from dark colours too
        figure.add_contour(
            x=across, y=-across, z=z, showscale=False, hoverinfo="skip", showlegend=False,
            contours={"start": middle, "end": middle, "coloring": "none"}, line={"color": colour, "width": width},
        )  # fmt: skip


def _add_classes(figure: go.Figure, across, winner, classes: int) -> None:
    steps = [(edge / classes, CLASS_COLOURS[k % 3]) for k in range(classes) for edge in (k, k + 1)]
    figure.add_heatmap(
        x=across, y=-across, z=winner, zmin=-0.5, zmax=classes - 0.5, colorscale=steps, opacity=0.6, showscale=False,
        hovertemplate="x₁ %{x:.2f}, x₂ %{y:.2f}<br>class %{z}<extra></extra>",
    )  # fmt: skip


def _add_points(figure: go.Figure, data: Dataset) -> None:
    """The points, full where they are learned from; what is held out has a dot in it, so that they differ anywhere."""
    for held_out, x, y in ((False, data.x_train, data.y_train), (True, data.x_test, data.y_test)):
        part, dot = ("held out", "-dot") if held_out else ("train", "")
        if not data.classes:
            figure.add_scatter(
                x=x[:, 0], y=x[:, 1], mode="markers", name=part, customdata=y,
                marker={"symbol": f"circle{dot}", "size": 7, "color": y, "cmin": -1, "cmax": 1,
                        "colorscale": DIVERGING, "line": {"width": 1.2, "color": "#10171f"}},
                hovertemplate=f"%{{customdata:.2f}}, {part}<br>x₁ %{{x:.2f}}, x₂ %{{y:.2f}}<extra></extra>",
            )  # fmt: skip
        for k in range(data.classes):
            mine = x[y == k]
            figure.add_scatter(
                x=mine[:, 0], y=mine[:, 1], mode="markers", name=f"class {k}, {part}",
                marker={"symbol": f"{CLASS_MARKS[k % 3]}{dot}", "size": 8 if held_out else 7,
                        "color": "white" if held_out else CLASS_TINTS[k % 3],
                        "line": {"width": 1.2, "color": "#10171f"}},
                hovertemplate=f"class {k}, {part}<br>x₁ %{{x:.2f}}, x₂ %{{y:.2f}}<extra></extra>",
            )  # fmt: skip


def activity_figure(
    epochs: Int[np.ndarray, " epochs"], active: Float[np.ndarray, "epochs units"], names: Sequence[str]
) -> go.Figure:
    """Units × epochs: the share of training points on which each unit is active; none at all is black."""
    scale = [(0.0, "#262c33"), (1e-6, "#eef3f8"), (0.01, "#d6e6f3"), (1.0, POSITIVE)]
    figure = go.Figure(
        go.Heatmap(
            x=epochs, y=[f"unit {name}" for name in names], z=active.T, zmin=0, zmax=1, colorscale=scale,
            colorbar={"title": "active on", "tickformat": ".0%", "thickness": 12}, xgap=0, ygap=1,
            hovertemplate="%{y}, epoch %{x}<br>active on %{z:.1%} of the points<extra></extra>",
        )
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed")
    return dress(figure, max(320, 60 + 18 * len(names)), "epoch", "")


def curves_figure(
    epochs: Int[np.ndarray, " epochs"],
    train: Float[np.ndarray, " epochs"],
    test: Float[np.ndarray, " epochs"],
    label: str,
) -> go.Figure:
    """One measure over the epochs, on the training points (full line) and on the held-out points (dashed)."""
    figure = go.Figure()
    for values, name, colour, dash in ((train, "train", POSITIVE, "solid"), (test, "held out", NEGATIVE, "dash")):
        if np.isfinite(values).any():
            figure.add_scatter(
                x=epochs, y=values, name=name, mode="lines", line={"color": colour, "dash": dash},
                hovertemplate=f"epoch %{{x}}<br>{label.lower()} %{{y:.4g}}, {name}<extra></extra>",
            )  # fmt: skip
    return dress(figure, 340, "epoch", label)


def gradient_figure(norms: Float[np.ndarray, " layers"]) -> go.Figure:
    """The norm of the gradient of each layer's weights, from the first hidden layer to the output."""
    names = [*(f"layer {layer + 1}" for layer in range(len(norms) - 1)), "output"]
    figure = go.Figure(
        go.Bar(x=names, y=norms, marker={"color": POSITIVE}, hovertemplate="%{x}: %{y:.3g}<extra></extra>")
    )
    return dress(figure, 340, "", "gradient norm")

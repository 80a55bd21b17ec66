"""Figures of one moment of a training run, and of its history: arrays in, Plotly figures out."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from relu_viz.arrays import Float, Int
from relu_viz.datasets import Dataset
from relu_viz.figures.palette import CLASS_COLOURS, CLASS_MARKS, DIVERGING, NEGATIVE, POSITIVE
from relu_viz.figures.theme import dress


def boundary_figure(logits: Float[np.ndarray, "places outputs"], extent: float, data: Dataset) -> go.Figure:
    """The output over the square plane [−extent, extent]², from logits row by row from the top left, and the points."""
    side = round(len(logits) ** 0.5)
    across = np.linspace(-extent, extent, side)
    figure = go.Figure()
    if logits.shape[1] == 1:
        with np.errstate(over="ignore"):
            probability = 1 / (1 + np.exp(-logits[:, 0].reshape(side, side)))
        figure.add_heatmap(
            x=across, y=-across, z=probability, zmin=0, zmax=1, colorscale=DIVERGING, opacity=0.85,
            colorbar={"title": "P(class 1)", "thickness": 12},
            hovertemplate="x₁ %{x:.2f}, x₂ %{y:.2f}<br>P(class 1) = %{z:.3f}<extra></extra>",
        )  # fmt: skip
        figure.add_contour(
            x=across, y=-across, z=probability, showscale=False, hoverinfo="skip", name="boundary", showlegend=True,
            contours={"start": 0.5, "end": 0.5, "coloring": "none"}, line={"color": "#10171f", "width": 2.5},
        )  # fmt: skip
    else:
        winner = logits.argmax(axis=1).reshape(side, side)
        classes = logits.shape[1]
        steps = [(edge / classes, CLASS_COLOURS[k % 3]) for k in range(classes) for edge in (k, k + 1)]
        figure.add_heatmap(
            x=across, y=-across, z=winner, zmin=-0.5, zmax=classes - 0.5, colorscale=steps, opacity=0.6,
            showscale=False,
            hovertemplate="x₁ %{x:.2f}, x₂ %{y:.2f}<br>class %{z}<extra></extra>",
        )  # fmt: skip
    for held_out, x, y in ((False, data.x_train, data.y_train), (True, data.x_test, data.y_test)):
        part = "held out" if held_out else "train"
        for k in range(data.classes):
            mine = x[y == k]
            figure.add_scatter(
                x=mine[:, 0], y=mine[:, 1], mode="markers", name=f"class {k}, {part}",
                marker={"symbol": CLASS_MARKS[k % 3], "size": 7, "color": "white" if held_out else CLASS_COLOURS[k % 3],
                        "line": {"width": 1.5, "color": CLASS_COLOURS[k % 3] if held_out else "white"}},
                hovertemplate=f"class {k}, {part}<br>x₁ %{{x:.2f}}, x₂ %{{y:.2f}}<extra></extra>",
            )  # fmt: skip
    figure.update_yaxes(scaleanchor="x", constrain="domain", range=[-extent, extent])
    figure.update_xaxes(constrain="domain", range=[-extent, extent])
    return dress(figure, 520, "x₁", "x₂")


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

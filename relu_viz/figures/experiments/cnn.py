"""Accuracy on held-out digits through training, and dead filters by layer."""

from itertools import pairwise

import numpy as np
import plotly.graph_objects as go

from relu_viz.activations import ACTIVATIONS
from relu_viz.experiments.cnn import check_epochs
from relu_viz.figures.bands import Picture, add_band
from relu_viz.figures.palette import activation_colour, activation_dash, series_colour
from relu_viz.figures.theme import dress
from relu_viz.laboratory import Result, median


def pictures(result: Result) -> tuple[Picture, ...]:
    config = result.config
    accuracy, dead = go.Figure(), go.Figure()
    labels = [ACTIVATIONS[each].label for each in config.activations]
    for part, activation in enumerate(config.activations):
        add_band(
            accuracy, check_epochs(config), median(result["accuracy"][part].T), labels[part],
            activation_colour(activation), activation_dash(activation), ".1%",
        )  # fmt: skip
    ends = np.cumsum([0, *config.filters])
    silent = result["active"] == 0
    for layer, (start, end) in enumerate(pairwise(ends)):
        share = silent[:, :, start:end].mean(axis=(1, 2))
        dead.add_bar(
            x=labels, y=share, name=f"convolution {layer + 1}", marker={"color": series_colour(layer)},
            hovertemplate="%{x}: %{y:.1%}<extra>" + f"convolution {layer + 1}</extra>",
        )  # fmt: skip
    dress(accuracy, 400, "epoch", "accuracy, held out").update_yaxes(tickformat=".0%")
    dress(dead, 300, "", "filters active nowhere").update_yaxes(tickformat=".0%", rangemode="tozero")
    told = ", ".join(
        f"{label} {np.median(its):.1%}" for label, its in zip(labels, result["accuracy"][:, :, -1], strict=True)
    )
    return (
        Picture(accuracy, f"Accuracy on held-out digits through {config.epochs} epochs. At the end: {told}."),
        Picture(dead, "The share of filters that are active at no place of any training digit, by convolution."),
    )

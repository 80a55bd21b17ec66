"""Exact zeros through training, and accuracy against the share of activations removed."""

import numpy as np
import plotly.graph_objects as go

from relu_viz.activations import ACTIVATIONS
from relu_viz.experiments.sparse import MOMENTS, REMOVED
from relu_viz.figures.bands import Picture, add_band
from relu_viz.figures.palette import activation_colour, activation_dash, series_dash
from relu_viz.figures.theme import dress
from relu_viz.laboratory import Result, median


def pictures(result: Result) -> tuple[Picture, ...]:
    config = result.config
    epochs = np.linspace(0, config.epochs, MOMENTS).round().astype(int)
    zeros, removed = go.Figure(), go.Figure()
    relu = config.activations.index("relu")
    for layer in range(config.depth):
        add_band(
            zeros, epochs, median(np.moveaxis(result["zeros"][relu, :, :, layer], 0, 1)), f"ReLU, layer {layer + 1}",
            activation_colour("relu"), series_dash(layer), ".1%",
        )  # fmt: skip
    others = [each for each in config.activations if each != "relu"]
    for activation in others:
        its = result["zeros"][config.activations.index(activation)].mean(axis=2)
        add_band(
            zeros, epochs, median(its.T), ACTIVATIONS[activation].label, activation_colour(activation),
            activation_dash(activation), ".1%",
        )  # fmt: skip
    for part, activation in enumerate(config.activations):
        add_band(
            removed, REMOVED, median(result["accuracy"][part].T), ACTIVATIONS[activation].label,
            activation_colour(activation), activation_dash(activation), ".1%",
        )  # fmt: skip
    dress(zeros, 400, "epoch", "share of exact zeros").update_yaxes(tickformat=".0%", range=[-0.03, 1])
    dress(removed, 400, "share of activations removed, the smallest first", "accuracy, held out")
    removed.update_xaxes(tickformat=".0%").update_yaxes(tickformat=".0%")
    return (
        Picture(zeros, f"Share of exact zeros through {config.epochs} epochs: ReLU by layer, and {', '.join(others)}."),
        Picture(removed, "Accuracy against the share of activations removed, a line for each activation."),
    )

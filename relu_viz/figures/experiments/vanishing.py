"""Gradient and signal by layer, and what is kept a layer, for every pair of activation and initializer."""

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from relu_viz.activations import ACTIVATIONS
from relu_viz.experiments.vanishing import parts
from relu_viz.figures.bands import Picture, add_band
from relu_viz.figures.palette import activation_colour, activation_dash
from relu_viz.figures.theme import dress
from relu_viz.laboratory import Interval, Result, median
from relu_viz.networks import INITIALIZERS, factor_per_layer


def pictures(result: Result) -> tuple[Picture, ...]:
    config = result.config
    titles = [INITIALIZERS[each].label for each in config.initializers]
    gradient = make_subplots(1, len(titles), subplot_titles=titles, shared_yaxes=True, horizontal_spacing=0.03)
    layers = np.arange(1, config.depth + 1)
    for (activation, initializer), by_layer in zip(parts(config), result["gradient"], strict=True):
        with np.errstate(divide="ignore"):
            logs = median(np.log10(by_layer.T.astype(float)))
        interval = Interval(*(10.0**each for each in (logs.value, logs.low, logs.high)))
        add_band(
            gradient, layers, interval, ACTIVATIONS[activation].label, activation_colour(activation),
            activation_dash(activation), ".2g", row=1, col=config.initializers.index(initializer) + 1,
        )  # fmt: skip
    dress(gradient, 420, "layer (1 is nearest to the input)", "").update_yaxes(type="log", exponentformat="power")
    gradient.update_yaxes(title="size of the gradient", col=1).update_layout(margin={"t": 70}, legend={"y": 1.1})
    return (
        Picture(gradient, "Root mean square of the gradient by layer, a panel for each initializer."),
        Picture(_kept(result), "The share of a gradient that is kept from layer to layer, for each pair."),
    )


def _kept(result: Result) -> go.Figure:
    config = result.config
    kept = median(factor_per_layer(result["gradient"][..., ::-1])).value.reshape(len(config.activations), -1)
    figure = go.Figure(
        go.Heatmap(
            z=np.clip(np.log(np.maximum(kept, 1e-9)), -1.5, 1.5), zmid=0,
            text=[[f"{each:.2f}" for each in row] for row in kept],
            texttemplate="%{text}", colorscale=[(0, "#d9660a"), (0.5, "#f4f5f7"), (1, "#0b6fb8")], showscale=False,
            x=[INITIALIZERS[each].label for each in config.initializers], textfont={"color": "#10171f"},
            y=[ACTIVATIONS[each].label for each in config.activations], xgap=2, ygap=2,
            hovertemplate="%{y}, %{x}: × %{text} a layer<extra></extra>",
        )
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed")
    return dress(figure, 90 + 34 * len(kept), "kept of a gradient from layer to layer; 1 is all", "")

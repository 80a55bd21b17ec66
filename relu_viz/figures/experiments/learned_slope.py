"""PReLU's slopes through training by layer and start, and accuracies of learned and fixed slopes."""

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from relu_viz.experiments.learned_slope import check_epochs
from relu_viz.figures.bands import Picture, add_band
from relu_viz.figures.palette import series_colour, series_dash
from relu_viz.figures.theme import dress
from relu_viz.laboratory import Result, median


def pictures(result: Result) -> tuple[Picture, ...]:
    config, count = result.config, len(result.config.starts)
    titles = [f"start α = {start:g}" for start in config.starts]
    slopes = make_subplots(1, count, subplot_titles=titles, shared_yaxes=True, horizontal_spacing=0.03)
    for part in range(count):
        for layer in range(config.depth):
            interval = median(result["slopes"][part, :, :, layer].T)
            name, colour, dash = f"hidden layer {layer + 1}", series_colour(layer), series_dash(layer)
            add_band(slopes, check_epochs(config), interval, name, colour, dash, ".3f", row=1, col=part + 1)
    dress(slopes, 400, "epoch", "").update_layout(margin={"t": 70}, legend={"y": 1.1})
    slopes.update_yaxes(title="mean slope of the layer", col=1)
    accuracy = go.Figure()
    for at, (name, part) in enumerate((("learned", slice(0, count)), ("fixed", slice(count, None)))):
        interval = median(result["accuracy"][part])
        accuracy.add_scatter(
            x=np.arange(count) + 0.1 * (at - 0.5), y=interval.value, name=name, mode="markers",
            marker={"size": 11, "color": series_colour(at), "symbol": ("circle", "square")[at]},
            error_y={"array": interval.high - interval.value, "arrayminus": interval.value - interval.low},
            hovertemplate="%{y:.1%}<extra>" + name + "</extra>",
        )  # fmt: skip
    accuracy.update_xaxes(tickvals=list(range(count)), ticktext=[f"{start:g}" for start in config.starts])
    dress(accuracy, 320, "α at the start, or fixed", "accuracy, held out").update_yaxes(tickformat=".0%")
    return (
        Picture(slopes, "Mean negative slope by layer through training, a panel for each start."),
        Picture(accuracy, "Accuracy with slopes learned and with slopes fixed, by start."),
    )

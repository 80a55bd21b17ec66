"""Linear against ReLU: accuracies, and the pieces into which the plane is cut."""

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from relu_viz.activations import ACTIVATIONS
from relu_viz.experiments.non_linear import parts
from relu_viz.figures.bands import Picture
from relu_viz.figures.palette import activation_colour
from relu_viz.figures.theme import dress
from relu_viz.laboratory import Result, median

_PATTERNS = {"linear": "/"}  # so that the bars are told apart without colour


def pictures(result: Result) -> tuple[Picture, ...]:
    config = result.config
    figure = make_subplots(1, 2, subplot_titles=("accuracy on held-out points", "linear pieces of the plane"))
    told = []
    for activation in config.activations:
        mine = [parts(config).index((dataset, activation)) for dataset in config.datasets]
        for column, name in ((1, "accuracy"), (2, "regions")):
            interval = median(result[name][mine])
            figure.add_bar(
                x=list(config.datasets), y=interval.value, name=ACTIVATIONS[activation].label, showlegend=column == 1,
                error_y={"array": interval.high - interval.value, "arrayminus": interval.value - interval.low},
                marker={"color": activation_colour(activation), "pattern": {"shape": _PATTERNS.get(activation, "")}},
                hovertemplate="%{x}: %{y:" + (".1%" if column == 1 else ".0f") + "}<extra>" + activation + "</extra>",
                row=1, col=column,
            )  # fmt: skip
            told.append(f"{activation} {name}: " + ", ".join(f"{each:.3g}" for each in interval.value))
    most = 1 + config.units + config.units * (config.units - 1) // 2
    figure.add_annotation(
        text=f"at most {most} for {config.units} units", x=0.5, y=1, xref="x2 domain", yref="y2 domain", showarrow=False
    )
    figure.update_yaxes(tickformat=".0%", range=[0, 1.05], col=1)
    return (Picture(_titled(dress(figure, 360, "", "")), "; ".join(told)),)


def _titled(figure: go.Figure) -> go.Figure:
    figure.update_layout(margin={"t": 56}, legend={"y": 1.12})
    return figure

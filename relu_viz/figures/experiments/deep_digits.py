"""Accuracy by depth, one panel for each initializer."""

from plotly.subplots import make_subplots

from relu_viz.activations import ACTIVATIONS
from relu_viz.experiments.deep_digits import parts
from relu_viz.figures.bands import Picture, add_band
from relu_viz.figures.palette import activation_colour, activation_dash
from relu_viz.figures.theme import dress
from relu_viz.laboratory import Result, median
from relu_viz.networks import INITIALIZERS


def pictures(result: Result) -> tuple[Picture, ...]:
    config = result.config
    titles = [f"{INITIALIZERS[each].label} weights" for each in config.initializers]
    figure = make_subplots(1, len(titles), subplot_titles=titles, shared_yaxes=True, horizontal_spacing=0.04)
    for (activation, initializer), accuracy in zip(parts(config), result["accuracy"], strict=True):
        add_band(
            figure, [str(depth) for depth in config.depths], median(accuracy.T), ACTIVATIONS[activation].label,
            activation_colour(activation), activation_dash(activation), ".0%", row=1,
            col=config.initializers.index(initializer) + 1,
        )  # fmt: skip
    dress(figure, 400, "hidden layers", "").update_yaxes(title="accuracy, held out", col=1)
    figure.update_xaxes(type="category").update_yaxes(tickformat=".0%", range=[0, 1.02])
    figure.update_layout(margin={"t": 70}, legend={"y": 1.1})
    return (Picture(figure, "Accuracy on held-out digits by depth, a panel for each way to draw the first weights."),)

"""Ours against scikit-learn's: accuracy and seconds, one dot for each seed."""

from plotly.subplots import make_subplots

from relu_viz.activations import ACTIVATIONS
from relu_viz.experiments.fully_connected import THEIR_NAME
from relu_viz.figures.bands import Picture
from relu_viz.figures.palette import QUIET, activation_colour
from relu_viz.figures.theme import dress
from relu_viz.laboratory import Result

SYMBOLS = ("circle", "square", "triangle-up")


def pictures(result: Result) -> tuple[Picture, ...]:
    titles = ("accuracy on held-out digits", "seconds of training")
    figure = make_subplots(1, 2, subplot_titles=titles, horizontal_spacing=0.1)
    for column, (ours, theirs, shown) in enumerate(
        (("accuracy", "their_accuracy", ".1%"), ("seconds", "their_seconds", ".2f")), 1
    ):
        for part, activation in enumerate(THEIR_NAME):
            label = ACTIVATIONS[activation].label
            figure.add_scatter(
                x=result[theirs][part], y=result[ours][part], mode="markers", name=label, legendgroup=label,
                showlegend=column == 1,
                marker={"color": activation_colour(activation), "symbol": SYMBOLS[part], "size": 10, "opacity": 0.75},
                hovertemplate=f"ours %{{y:{shown}}}, MLPClassifier %{{x:{shown}}}<extra>{label}</extra>",
                row=1, col=column,
            )  # fmt: skip
        low = min(result[ours].min(), result[theirs].min())
        high = max(result[ours].max(), result[theirs].max())
        figure.add_scatter(
            x=[low, high], y=[low, high], mode="lines", name="as good", legendgroup="as good", showlegend=column == 1,
            line={"color": QUIET, "dash": "dot"}, hoverinfo="skip", row=1, col=column,
        )  # fmt: skip
    dress(figure, 420, "MLPClassifier", "ours").update_layout(margin={"t": 70}, legend={"y": 1.1})
    figure.update_xaxes(tickformat=".1%", col=1).update_yaxes(tickformat=".1%", col=1)
    return (
        Picture(
            figure,
            "For each seed ours against MLPClassifier: accuracy on the left, seconds of training on the right. On the "
            "dotted line both are the same.",
        ),
    )

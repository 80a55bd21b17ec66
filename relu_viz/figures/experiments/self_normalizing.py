"""Mean and variance by layer, from a standard and from a shifted input."""

from typing import Any

import numpy as np
from plotly.subplots import make_subplots

from relu_viz.activations import ACTIVATIONS
from relu_viz.experiments.self_normalizing import PAIRS, VARIANCES
from relu_viz.figures.bands import Picture, add_band
from relu_viz.figures.palette import QUIET, series_colour, series_dash
from relu_viz.figures.theme import dress
from relu_viz.laboratory import Result, median
from relu_viz.networks import INITIALIZERS


def pictures(result: Result) -> tuple[Picture, ...]:
    config = result.config
    start = f"from mean {config.mean:g}, variance {config.variance:g}"
    figure = make_subplots(
        2, 2, shared_xaxes=True, shared_yaxes="rows",  # pyright: ignore[reportArgumentType]
        horizontal_spacing=0.05, vertical_spacing=0.1,
        subplot_titles=[f"{what}, {of}" for what in ("mean", "variance") for of in ("from a standard input", start)],
    )  # fmt: skip
    layers = np.arange(1, config.depth + 1)
    for part, (activation, initializer) in enumerate(PAIRS):
        label = f"{ACTIVATIONS[activation].label}, {INITIALIZERS[initializer].label}"
        for at, name in enumerate(("mean", "mean_shifted", "variance", "variance_shifted")):
            place = {"row": at // 2 + 1, "col": at % 2 + 1}
            add_band(
                figure,
                layers,
                median(result[name][part].T),
                label,
                series_colour(part),
                series_dash(part),
                ".3g",
                **place,
            )
    band: Any = {"line_width": 0, "fillcolor": QUIET, "opacity": 0.15, "row": 2}
    for column in (1, 2):
        place: Any = band | {"col": column}
        figure.add_hrect(*VARIANCES, **place)
    dress(figure, 600, "", "").update_layout(margin={"t": 70}, legend={"y": 1.06})
    figure.update_yaxes(type="log", exponentformat="power", row=2).update_yaxes(range=[-1, 2.5], row=1)
    figure.update_xaxes(title="layer", row=2)
    return (Picture(figure, "Mean and variance of every layer for four pairs of activation and initializer."),)

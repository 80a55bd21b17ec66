"""The sweep of every runner, and their epochs to the target at their own best and at the common rate."""

import numpy as np
from plotly.subplots import make_subplots

from relu_viz.activations import ACTIVATIONS
from relu_viz.experiments.race import standings
from relu_viz.figures.bands import Picture, add_band
from relu_viz.figures.palette import activation_colour, activation_dash
from relu_viz.figures.theme import dress
from relu_viz.laboratory import Result


def pictures(result: Result) -> tuple[Picture, ...]:
    config, ranks = result.config, result.once(standings)
    titles = [f"{depth} hidden layer{'s' * (depth > 1)}" for depth in config.depths]
    sweep = make_subplots(1, len(titles), subplot_titles=titles, shared_yaxes=True, horizontal_spacing=0.04)
    finish = make_subplots(1, len(titles), subplot_titles=titles, shared_yaxes=True, horizontal_spacing=0.04)
    rates = [f"{rate:g}" for rate in config.sweep]
    for (depth, activation), standing in ranks.items():
        column, label = config.depths.index(depth) + 1, ACTIVATIONS[activation].label
        colour = activation_colour(activation)
        add_band(sweep, rates, standing.sweep, label, colour, activation_dash(activation), ".0f", row=1, col=column)
        reached = standing.best.value if np.isfinite(standing.best.value) else config.epochs
        sweep.add_scatter(
            x=[f"{standing.best_rate:g}"], y=[min(reached, config.epochs)], mode="markers", showlegend=False,
            marker={"symbol": "star", "size": 14, "color": colour, "line": {"width": 1, "color": "white"}},
            hovertemplate=f"{label}'s best rate: %{{x}}<extra></extra>", row=1, col=column,
        )  # fmt: skip
        for at, (name, interval) in enumerate((("best", standing.best), ("common", standing.common))):
            there = np.isfinite(interval.value)
            rate = standing.best_rate if name == "best" else standing.common_rate
            value = interval.value if there else config.epochs
            finish.add_scatter(
                x=[value], y=[f"{label}, {name} rate"], mode="markers+text", showlegend=False,
                marker={"color": colour, "size": 12, "symbol": ("circle", "diamond")[at] if there else "x"},
                text=[f"{interval.value:.0f} at {rate:g}" if there else f"did not arrive at {rate:g}"],
                textposition="top center", cliponaxis=False,
                error_x={"array": [min(interval.high, config.epochs) - value],
                         "arrayminus": [value - min(interval.low, value)]},
                hovertemplate=f"{label}, rate {rate:g}: {interval:.0f} epochs<extra></extra>", row=1, col=column,
            )  # fmt: skip
    dress(sweep, 400, "learning rate", "").update_yaxes(title="median epochs to target", col=1)
    sweep.update_xaxes(type="category").update_layout(margin={"t": 70}, legend={"y": 1.1})
    dress(finish, 120 + 84 * len(config.activations), "epochs to target", "").update_xaxes(
        range=[0, config.epochs * 1.1]
    )
    finish.update_yaxes(autorange="reversed", type="category").update_layout(margin={"t": 48})
    told = "; ".join(f"{a} at depth {d}: {s.best:.0f} at its best rate {s.best_rate:g}" for (d, a), s in ranks.items())
    return (
        Picture(finish, f"Median epochs to the target. {told}"),
        Picture(sweep, "The sweep: median epochs to the target at each learning rate; stars mark each best rate."),
    )

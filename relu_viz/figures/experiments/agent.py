"""Learning curves by activation, silent units through training, and the returns over fresh episodes."""

import plotly.graph_objects as go

from relu_viz.activations import ACTIVATIONS
from relu_viz.experiments.agent import EPISODES, check_rounds
from relu_viz.figures.bands import Picture, add_band
from relu_viz.figures.palette import QUIET, activation_colour, activation_dash
from relu_viz.figures.theme import dress
from relu_viz.laboratory import Result, median
from relu_viz.uses import SOLVED


def pictures(result: Result) -> tuple[Picture, ...]:
    config = result.config
    returns, silent, tested = go.Figure(), go.Figure(), go.Figure()
    for part, activation in enumerate(config.activations):
        label, colour, dash = ACTIVATIONS[activation].label, activation_colour(activation), activation_dash(activation)
        add_band(returns, check_rounds(config), median(result["returns"][part].T), label, colour, dash, ".0f")
        add_band(silent, check_rounds(config), median(result["silent"][part].T), label, colour, dash, ".0%")
        tested.add_scatter(
            x=result["tested"][part], y=[label] * config.runs, mode="markers", name=label, showlegend=False,
            marker={"color": colour, "size": 11, "opacity": 0.6},
            hovertemplate="mean return %{x:.0f}<extra>" + label + "</extra>",
        )  # fmt: skip
    for figure in (returns, silent):
        dress(figure, 360, "round", "")
    returns.update_yaxes(title="steps balanced", range=[0, 520])
    returns.add_hline(y=SOLVED, line={"color": QUIET, "dash": "dot"})
    silent.update_yaxes(title="silent hidden units", tickformat=".0%", rangemode="tozero")
    dress(
        tested, 110 + 44 * len(config.activations), f"mean return over {EPISODES} fresh episodes, one dot an agent", ""
    )
    tested.update_yaxes(autorange="reversed", type="category").update_xaxes(range=[0, 520])
    tested.add_vline(x=SOLVED, line={"color": QUIET, "dash": "dot"})
    labels = ", ".join(ACTIVATIONS[each].label for each in config.activations)
    return (
        Picture(returns, f"Median steps balanced by round, with 95 % intervals, for {labels}; dotted: {SOLVED}."),
        Picture(tested, f"Each agent's mean return over {EPISODES} fresh episodes, for {labels}; dotted: {SOLVED}."),
        Picture(silent, "The share of the policy's hidden units that are active on no state met, by round."),
    )

"""Growth of the signal by gain, and the learning rates at which training fails, with and without clipping."""

import plotly.graph_objects as go

from relu_viz.activations import ACTIVATIONS
from relu_viz.experiments.exploding import CLIP_NORM, GAINS, RATES
from relu_viz.figures.bands import Picture, add_band
from relu_viz.figures.palette import QUIET, activation_colour, activation_dash
from relu_viz.figures.theme import dress
from relu_viz.laboratory import Result, median, share


def pictures(result: Result) -> tuple[Picture, ...]:
    growth, failed = go.Figure(), go.Figure()
    rates = [f"{rate:g}" for rate in RATES]
    for part, activation in enumerate(result.config.activations):
        look = activation_colour(activation), activation_dash(activation)
        label = ACTIVATIONS[activation].label
        add_band(growth, GAINS, median(result["growth"][part].T), label, *look, ".2f")
        if activation in ("relu", "tanh"):
            runs = result.config.runs
            add_band(failed, rates, share(result["failed"][part].sum(axis=0), runs), label, look[0], "solid", ".0%")
            clipped = share(result["failed_clipped"][part].sum(axis=0), runs)
            add_band(failed, rates, clipped, f"{label}, clipped at {CLIP_NORM:g}", look[0], "dot", ".0%")
    growth.add_hline(y=1, line={"width": 1, "dash": "dot", "color": QUIET})
    growth.add_vline(
        x=2**0.5, line={"width": 1, "dash": "dot", "color": QUIET}, annotation_text="√2", annotation_position="top"
    )
    dress(growth, 380, "gain: spread of the weights × √fan-in", "signal is multiplied by, a layer")
    dress(failed, 380, "learning rate", "share of runs that failed").update_yaxes(tickformat=".0%", range=[-0.03, 1.03])
    failed.update_xaxes(type="category")
    gains = f"{GAINS[0]:g} to {GAINS[-1]:g}"
    return (
        Picture(growth, f"By what each layer multiplies the signal, for gains from {gains}; above 1 it explodes."),
        Picture(failed, "Share of runs whose training failed, by learning rate, with and without clipping."),
    )

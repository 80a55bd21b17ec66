"""Time of each activation as a ratio to ReLU's, and its share of a training step."""

from plotly.subplots import make_subplots

from relu_viz.activations import ACTIVATIONS
from relu_viz.experiments.cost import DTYPES, SHAPES, WHAT
from relu_viz.figures.bands import Picture, add_band
from relu_viz.figures.palette import activation_colour, activation_dash, activation_pattern
from relu_viz.figures.theme import dress
from relu_viz.laboratory import Result, median


def pictures(result: Result) -> tuple[Picture, ...]:
    config = result.config
    ratios = make_subplots(
        2, 2, shared_xaxes=True, shared_yaxes=True, horizontal_spacing=0.06, vertical_spacing=0.12,
        subplot_titles=[f"{what}, {dtype}" for what in WHAT[:2] for dtype in DTYPES],
    )  # fmt: skip
    shares = make_subplots(1, 1)
    networks = ["-".join(map(str, hidden)) for hidden in SHAPES]
    for part, activation in enumerate(config.activations):
        look = ACTIVATIONS[activation].label, activation_colour(activation), activation_dash(activation)
        for row in range(2):
            for column in range(2):
                interval = median(result["ratio"][part, :, :, column, row].T)
                add_band(
                    ratios, [f"{size:,}" for size in config.sizes], interval, *look, ".2f", row=row + 1, col=column + 1
                )
        interval = median(result["share"][part].T)
        shares.add_bar(
            x=networks, y=interval.value, name=look[0],
            marker={"color": look[1], "pattern": {"shape": activation_pattern(activation)}},
            error_y={"array": interval.high - interval.value, "arrayminus": interval.value - interval.low},
            hovertemplate="%{x}: %{y:.0%}<extra>" + look[0] + "</extra>",
        )  # fmt: skip
    dress(ratios, 560, "", "time ÷ ReLU's").update_yaxes(type="log", dtick="D2")
    ratios.update_xaxes(type="category").update_xaxes(title="elements", row=2).update_layout(
        margin={"t": 70}, legend={"y": 1.07}
    )
    dress(shares, 360, "hidden layers of the network", "share of a training step").update_yaxes(tickformat=".0%")
    return (
        Picture(ratios, "Time of f and of f′ as ratios to ReLU's, by size, in float32 and float64."),
        Picture(shares, f"Share of f and f′ in one training step, for networks of {', '.join(networks)} units."),
    )

"""Silent units through training for each variant, from the damaged and from the healthy start."""

from plotly.subplots import make_subplots

from relu_viz.experiments.rescue import check_epochs, label
from relu_viz.figures.bands import Picture, add_band
from relu_viz.figures.palette import series_colour, series_dash
from relu_viz.figures.theme import dress
from relu_viz.laboratory import Result, median


def pictures(result: Result) -> tuple[Picture, ...]:
    config, epochs = result.config, check_epochs(result.config)
    return tuple(
        _picture(result, config, epochs, suffix, start)
        for suffix, start in (("", f"biases pushed by {config.bias_shift:g}"), ("_healthy", "a healthy start"))
    )


def _picture(result: Result, config, epochs, suffix: str, start: str) -> Picture:
    titles = (f"silent units, from {start}", "accuracy, held out")
    figure = make_subplots(1, 2, subplot_titles=titles, horizontal_spacing=0.08)
    ends = []
    for part, variant in enumerate(config.variants):
        look = label(variant), series_colour(part), series_dash(part), ".0%"
        silent = median(result["silent" + suffix][part].mean(axis=2).T)
        add_band(figure, epochs, silent, *look, row=1, col=1)
        add_band(figure, epochs, median(result["accuracy" + suffix][part].T), *look, row=1, col=2)
        ends.append(f"{label(variant)} {silent.value[-1]:.0%}")
    dress(figure, 420, "epoch", "").update_yaxes(tickformat=".0%")
    figure.update_layout(margin={"t": 90}, legend={"y": 1.14}).update_yaxes(range=[-0.03, 1.03], col=1)
    return Picture(figure, f"Share of silent units through training, from {start}. At the end: {', '.join(ends)}.")

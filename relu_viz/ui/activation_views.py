"""What the Activations page tells beside and below its plot: facts, code, a Gaussian pushed through, many layers."""

import numpy as np
import streamlit as st

from relu_viz.activations import (
    MAX_DEPTH,
    MEAN_RANGE,
    SPREAD_RANGE,
    Z_RANGE,
    Activation,
    ExplorerConfig,
    push_gaussian,
    slope_through_layers,
)
from relu_viz.figures.explorer import depth_figure, gaussian_figure
from relu_viz.ui.downloads import PLOTLY_CONFIG, download_csv

SLIDERS = {"mean": "explorer.mean", "spread": "explorer.spread", "depth": "explorer.depth"}  # their keys


def show_facts(activation: Activation) -> None:
    """The formula with the alpha in it, and the textbook's facts."""
    spec, facts = activation.spec, activation.spec.facts(activation.alpha)
    st.subheader(spec.label, anchor=False)
    st.latex(spec.formula(activation.alpha))
    kinks = ", ".join(f"z = {kink:g}" for kink in facts.kinks) or "none: smooth everywhere"
    rows = {
        "Range": facts.range,
        "Zero-centred": facts.zero_centred,
        "Monotone": facts.monotone,
        "Saturates": facts.saturates,
        "Kinks": kinks,
        "Largest slope": f"{activation.largest_slope():.4g}",
        "Source": facts.source,
    }
    st.markdown("| | |\n|---|---|\n" + "\n".join(f"| **{name}** | {fact} |" for name, fact in rows.items()))
    if facts.note:
        st.markdown(facts.note)


def show_code(activation: Activation) -> None:
    """The activation as a call of NumPy, PyTorch or Keras, to copy."""
    spec, alpha = activation.spec, f"{activation.alpha:.6g}"
    # What is in a popover loads when it is opened: the highlighter alone is 1.5 MB, and the plot must not wait for it.
    with st.popover("Copy as code", icon=":material/code:"):
        for label, code in (("NumPy", spec.numpy_code), ("PyTorch", spec.torch_code), ("Keras", spec.keras_code)):
            if code:
                st.markdown(f"**{label}**")
                st.code(code.replace("{alpha}", alpha), language="python", wrap_lines=True)


def show_gaussian(activation: Activation, config: ExplorerConfig) -> None:
    """Histograms and moments of a Gaussian before and after f, whose mean and spread are set here."""
    st.subheader("Push a Gaussian through it", anchor=False)
    st.markdown("Pre-activations are often nearly Gaussian. Move its mean: what share becomes exactly zero?")
    left, right = st.columns(2)
    left.slider("Mean of z", *MEAN_RANGE, step=0.1, key=SLIDERS["mean"], help="Where the middle of the input is.")
    right.slider("Spread of z", *SPREAD_RANGE, step=0.1, key=SLIDERS["spread"], help="Its standard deviation.")
    pushed = push_gaussian(activation, config.mean, config.spread)
    st.plotly_chart(
        gaussian_figure(pushed, activation.name), key="activations.gaussian", config=PLOTLY_CONFIG,
        alt=(
            f"Histograms: N({config.mean:g}, {config.spread:g}²) in, {activation.spec.label} out "
            f"with mean {pushed.mean:.3g}."
        ),
    )  # fmt: skip
    figures = st.columns(4)
    figures[0].metric("Mean out", f"{pushed.mean:.4f}")
    figures[1].metric("Variance out", f"{pushed.variance:.4f}")
    figures[2].metric("Exact zeros", f"{pushed.zeros:.1%}")
    figures[3].metric("Mean squared slope", f"{pushed.mean_squared_slope:.4f}")
    z = np.linspace(-Z_RANGE, Z_RANGE, 1201)
    rows = np.column_stack([z, activation(z), activation.derivative(z)])
    download_csv(f"{activation.spec.label} (CSV)", f"{activation.name}.csv", ["z", "f", "f_prime"], rows)


def show_depth(config: ExplorerConfig) -> None:
    """What many layers do to a slope; how many is set here."""
    st.subheader("Now stack it", anchor=False)
    st.markdown("A gradient passes every layer on its way back. Each multiplies it by that layer's slope.")
    st.slider(
        "Layers", 1, MAX_DEPTH, key=SLIDERS["depth"], help="How many layers of the activation the gradient passes."
    )
    slopes = {name: slope_through_layers(config.get(name), config.depth) for name in config.activations}
    last = slopes[config.focus][-1]
    st.plotly_chart(
        depth_figure(slopes), key="activations.depth", config=PLOTLY_CONFIG,
        alt=f"After {config.depth} layers of {config.focus} a gradient is multiplied by {last:.3g}.",
    )  # fmt: skip
    st.markdown(
        "Root mean square of the slopes, for inputs z ~ N(0, 1) at every layer and weights that neither shrink nor "
        "stretch. ReLU's loss of √2 a layer is what He's initialization puts back."
    )
    rows = np.column_stack([np.arange(1, config.depth + 1), *slopes.values()])
    download_csv("Slopes by depth (CSV)", "depth.csv", ["layers", *slopes], rows)

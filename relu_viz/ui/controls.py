"""The Playground's controls: one widget for each field of TrainingConfig, grouped, seeded from the link."""

from dataclasses import fields
from typing import Any

import streamlit as st

from relu_viz.activations import ACTIVATIONS
from relu_viz.datasets import DATASETS
from relu_viz.initializers import INITIALIZERS
from relu_viz.optimizers import OPTIMIZERS
from relu_viz.training_config import TrainingConfig

FIELDS: dict[str, Any] = {each.name: each for each in fields(TrainingConfig)}
RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5, 1.0, 2.0, 3.0, 10.0, 30.0, 100.0)


def seed_controls(config: TrainingConfig) -> None:
    """Make every widget show what the config says, before it is drawn."""
    for name in FIELDS:
        st.session_state[_key(name)] = getattr(config, name)
    st.session_state[_key("hidden")] = ", ".join(map(str, config.hidden))
    st.session_state.pop(_key("alpha"))
    if config.alpha is not None:
        st.session_state[_alpha_key(config.activation)] = config.alpha


def training_controls(current: TrainingConfig) -> TrainingConfig:
    """Draw the controls; returns the config they describe, or the current one, with a sentence, if they are at odds."""
    values: dict[str, Any] = {}
    st.subheader("Data")
    _choice(values, "dataset", DATASETS)
    _slider(values, "noise", 0.05)
    with st.expander("More about the data"):
        _slider(values, "samples", 10)
        _slider(values, "held_out", 0.05)
        _typed(values, "data_seed", 1)
    st.subheader("Network")
    values["hidden"] = st.text_input(
        FIELDS["hidden"].metadata["label"], key=_key("hidden"), help=FIELDS["hidden"].metadata["help"], max_chars=60
    )
    _choice(values, "activation", ACTIVATIONS)
    values["alpha"] = _alpha(values["activation"])
    with st.expander("First weights"):
        _choice(values, "initializer", INITIALIZERS)
        _typed(values, "scale", 0.1)
        _typed(values, "bias_shift", 0.5)
    st.subheader("Training")
    _learning_rate(values)
    _typed(values, "seed", 1)
    with st.expander("More about training"):
        _choice(values, "optimizer", OPTIMIZERS)
        _typed(values, "batch_size", 1)
        for name in ("l1", "l2"):
            _typed(values, name, 0.001, "%.4f")
        _typed(values, "clip_norm", 0.1)
    try:
        values["hidden"] = _units(values["hidden"])
        return TrainingConfig(**values)
    except ValueError as problem:
        st.error(f"{problem} The picture still shows the settings before that.")
        return current


def controls_now() -> dict[str, Any]:
    """What every control holds at this moment, by its key."""
    return {str(key): value for key, value in st.session_state.items() if str(key).startswith(_key(""))}


def _key(name: str) -> str:
    return f"control.{name}"


def _alpha_key(activation: str) -> str:
    return f"control.alpha.{activation}"


def _label(name: str) -> dict[str, Any]:
    metadata, default = FIELDS[name].metadata, FIELDS[name].default
    return {"label": metadata["label"], "key": _key(name), "help": f"{metadata['help']} Default: {default}."}


def _choice(values: dict[str, Any], name: str, registry: dict[str, Any]) -> None:
    values[name] = st.selectbox(options=list(registry), format_func=lambda each: registry[each].label, **_label(name))


def _slider(values: dict[str, Any], name: str, step: float) -> None:
    kind, bounds = type(step), FIELDS[name].metadata
    values[name] = st.slider(min_value=kind(bounds["low"]), max_value=kind(bounds["high"]), step=step, **_label(name))


def _typed(values: dict[str, Any], name: str, step: float, shown: str | None = None) -> None:
    kind, bounds = type(FIELDS[name].default), FIELDS[name].metadata
    low, high = kind(bounds["low"]), kind(bounds["high"])
    values[name] = st.number_input(min_value=low, max_value=high, step=kind(step), format=shown, **_label(name))


def _learning_rate(values: dict[str, Any]) -> None:
    chosen = st.session_state[_key("learning_rate")]  # a link may hold a rate between those on offer
    values["learning_rate"] = st.select_slider(
        options=sorted({*RATES, chosen}), format_func=lambda rate: f"{rate:g}", **_label("learning_rate")
    )


def _alpha(activation: str) -> float | None:
    alpha = ACTIVATIONS[activation].alpha
    if alpha is None:
        return None
    key = _alpha_key(activation)
    st.session_state.setdefault(key, alpha.default)
    start = "Where the learned slope starts." if alpha.learned else "The activation's parameter."
    chosen = st.slider(
        "Alpha", float(alpha.low), float(alpha.high), step=0.01, key=key, help=f"{start} Default: {alpha.default}."
    )
    return None if chosen == alpha.default else chosen


def _units(text: str) -> Any:
    try:
        return tuple(int(units) for units in text.split(","))
    except ValueError:
        return text

"""A widget for every field of a config, made from what the field says of itself."""

from collections.abc import Callable
from dataclasses import Field, fields, replace
from math import floor, log10
from typing import Any, TypeVar

import streamlit as st

from relu_viz.activations import ACTIVATIONS, get_activation
from relu_viz.base import Config, as_text, is_whole, parse
from relu_viz.data import DATASETS, get_dataset
from relu_viz.lessons.hinges import TARGETS, get_target
from relu_viz.networks import INITIALIZERS, OPTIMIZERS, get_initializer, get_optimizer
from relu_viz.ui.catching_up import make_anew
from relu_viz.ui.words import plain

REGISTRIES: dict[Any, dict[str, Any]] = {
    get_activation: ACTIVATIONS,
    get_dataset: DATASETS,
    get_initializer: INITIALIZERS,
    get_optimizer: OPTIMIZERS,
    get_target: TARGETS,
}
COLUMNS = 5
AnyConfig = TypeVar("AnyConfig", bound=Config)


def config_widgets(config: AnyConfig, key: str) -> AnyConfig:
    """Draw a widget for every field; returns the config they describe, or the given one, with a sentence, if none."""
    seen = [each for each in fields(config) if "hidden" not in each.metadata]
    wide = [each for each in seen if "get_each" in each.metadata]
    narrow = [each for each in seen if "get_each" not in each.metadata]
    values: dict[str, Any] = {each.name: _widget(each, getattr(config, each.name), key) for each in wide}
    for start in range(0, len(narrow), COLUMNS):
        for column, each in zip(st.columns(COLUMNS), narrow[start : start + COLUMNS], strict=False):
            with column:
                values[each.name] = _widget(each, getattr(config, each.name), key)
    try:
        return replace(config, **values)
    except ValueError as problem:
        st.error(plain(f"{problem} What was set before stays."))
        return config


def forget_widgets(config: type[Config], key: str) -> None:
    """Let the widgets be made anew from the config that is drawn next."""
    for each in fields(config):
        make_anew(f"{key}.{each.name}")


def _widget(each: Field, value: Any, key: str) -> Any:
    metadata, its_key = each.metadata, f"{key}.{each.name}"
    help_ = f"{metadata['help']} Default: {as_text(each.default)}."

    def draw(widget: Callable[..., Any], shown: Any, start: str, at: Any = None, **options: Any) -> Any:
        # A new widget shows what its state says. Later it starts at the config's value, too: where a browser makes it
        # anew, because a rerun was cut short, it would otherwise start at its least and send that.
        if its_key not in st.session_state:
            st.session_state[its_key] = shown
        else:
            options[start] = shown if at is None else at
        return widget(label=metadata["label"], key=its_key, help=help_, **options)

    if "get" in metadata:
        registry = REGISTRIES[metadata["get"]]
        names = list(registry)
        return draw(
            st.selectbox,
            value,
            "index",
            names.index(value),
            options=names,
            format_func=lambda name: registry[name].label,
        )
    if "get_each" in metadata:
        registry = REGISTRIES[metadata["get_each"]]
        names, label = list(registry), lambda name: registry[name].label
        return tuple(draw(st.pills, list(value), "default", options=names, format_func=label, selection_mode="multi"))
    if "most" in metadata:
        return parse(each, draw(st.text_input, as_text(value), "value", max_chars=80) or "")
    kind = int if is_whole(each) else float
    low, high = kind(metadata["low"]), kind(metadata["high"])
    if "slider" in metadata:
        return draw(st.slider, kind(value), "value", min_value=low, max_value=high, step=1)
    shown = None if kind is int else "%g"
    return draw(st.number_input, kind(value), "value", min_value=low, max_value=high, step=_step(each), format=shown)


def _step(each: Field) -> int | float:
    """One for whole numbers, for others a tenth of the default's order of magnitude."""
    if is_whole(each):
        return 1
    default: Any = each.default
    return 10.0 ** (floor(log10(abs(default))) - 1) if default else 0.1

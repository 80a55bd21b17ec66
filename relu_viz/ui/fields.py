"""A widget for every field of a config, made from what the field says of itself."""

from dataclasses import Field, fields, replace
from math import floor, log10
from typing import Any, TypeVar

import streamlit as st

from relu_viz.activations import ACTIVATIONS, get_activation
from relu_viz.base import Config, as_text, is_whole, parse
from relu_viz.data import DATASETS, get_dataset
from relu_viz.lessons.hinges import TARGETS, get_target
from relu_viz.networks import INITIALIZERS, OPTIMIZERS, get_initializer, get_optimizer

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
        st.error(f"{problem} What was set before stays.")
        return config


def forget_widgets(config: type[Config], key: str) -> None:
    """Let the widgets be made anew from the config that is drawn next."""
    for each in fields(config):
        st.session_state.pop(f"{key}.{each.name}", None)


def _widget(each: Field, value: Any, key: str) -> Any:
    metadata, its_key = each.metadata, f"{key}.{each.name}"
    default = as_text(each.default)
    told = {"label": metadata["label"], "key": its_key, "help": f"{metadata['help']} Default: {default}."}
    if "get" in metadata:
        st.session_state.setdefault(its_key, value)
        registry = REGISTRIES[metadata["get"]]
        return st.selectbox(options=list(registry), format_func=lambda name: registry[name].label, **told)
    if "get_each" in metadata:
        st.session_state.setdefault(its_key, list(value))
        registry = REGISTRIES[metadata["get_each"]]
        return tuple(
            st.pills(
                options=list(registry), format_func=lambda name: registry[name].label, selection_mode="multi", **told
            )
        )
    if "most" in metadata:
        st.session_state.setdefault(its_key, as_text(value))
        return parse(each, st.text_input(max_chars=80, **told) or "")
    kind = int if is_whole(each) else float
    st.session_state.setdefault(its_key, kind(value))
    low, high = kind(metadata["low"]), kind(metadata["high"])
    if "slider" in metadata:
        return st.slider(min_value=low, max_value=high, step=1, **told)
    return st.number_input(
        min_value=low, max_value=high, step=_step(each), format=None if kind is int else "%g", **told
    )


def _step(each: Field) -> int | float:
    """One for whole numbers, for others a tenth of the default's order of magnitude."""
    if is_whole(each):
        return 1
    default: Any = each.default
    return 10.0 ** (floor(log10(abs(default))) - 1) if default else 0.1

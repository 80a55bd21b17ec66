"""The Playground on paper: one page with the picture, the settings as a table, and the link as a QR code."""

from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import segno
import streamlit as st

from relu_viz.activations import ACTIVATIONS
from relu_viz.base import as_text
from relu_viz.data import FEATURES, OWN, get_data
from relu_viz.networks import INITIALIZERS, OPTIMIZERS
from relu_viz.training import TrainingConfig
from relu_viz.ui.controls import FIELDS

KEY = "printed"  # the name by which printing.css knows what is here
LONGEST = 600  # letters of a link: with more, a phone reads no code of this size from paper
# How many of one's own points there are and are held out; they are not drawn anew, and have no noise.
OF_OWN_POINTS: dict[str, Callable[[int, int], str]] = {
    "samples": lambda count, held_out: str(count),
    "held_out": lambda count, held_out: f"{held_out} of {count}" if held_out else "none",
    "noise": lambda count, held_out: "",
    "data_seed": lambda count, held_out: "",
}
_STYLE = Path(__file__).with_name("printing.css")
_LABELS: dict[str, Callable[[Any], str]] = {
    "dataset": get_data,
    "features": lambda names: ", ".join(FEATURES[name].label for name in names),
    "activation": lambda name: ACTIVATIONS[name].label,
    "initializer": lambda name: INITIALIZERS[name].label,
    "optimizer": lambda name: OPTIMIZERS[name].label,
}


def show_printed(config: TrainingConfig, link: Mapping[str, str]) -> None:
    """What paper has besides the picture, which is not seen on a screen; ``link`` is what the link says."""
    address = st.context.url and f"{st.context.url}?{urlencode(link)}".rstrip("?")
    with st.container(key=KEY):
        st.html(_STYLE)
        st.html(f'<div class="sheet">{_table(settings(config))}{_code(address, config.points_fit_a_link)}</div>')


def settings(config: TrainingConfig) -> list[tuple[str, str]]:
    """Every setting that a control has, as label and value, and how much was changed on the way."""
    told = [(each.metadata["label"], _value(config, name)) for name, each in FIELDS.items()]
    changes = [("Changed on the way", f"{len(config.changes)}, as the link says")] if config.changes else []
    return [(label, value) for label, value in told if value] + changes


def _value(config: TrainingConfig, name: str) -> str:
    value = getattr(config, name)
    if name == "alpha":
        alpha = ACTIVATIONS[config.activation].alpha
        return as_text(alpha.default if value is None else value) if alpha else ""
    if config.dataset == OWN and name in OF_OWN_POINTS:
        return OF_OWN_POINTS[name](*config.count_points())
    return _LABELS.get(name, as_text)(value)


def _table(rows: list[tuple[str, str]]) -> str:
    """Two settings in each row."""
    half = (len(rows) + 1) // 2
    pairs = [rows[n : n + 1] + rows[n + half : n + half + 1] for n in range(half)]
    lines = ("".join(f"<th>{escape(label)}</th><td>{escape(value)}</td>" for label, value in pair) for pair in pairs)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _code(address: str | None, is_whole: bool) -> str:
    """The link as a QR code and as text, or why there is none."""
    if not address:  # nobody's browser
        return ""
    if len(address) > LONGEST:
        return "<p>The link is too long for a code that could be read from paper.</p>"
    code = segno.make_qr(address, error="l").svg_data_uri(omitsize=True)
    lost = "" if is_whole else " Your own points are too many for a link: it opens the run without them."
    told = f"Opens this run: {escape(address)}.{lost}"
    return f'<figure><img src="{code}" alt="The link as a QR code"><figcaption>{told}</figcaption></figure>'

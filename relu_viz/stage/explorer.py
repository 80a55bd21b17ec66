"""The plot of f and f′ that follows the finger: tables for the browser, and the component that draws them."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from streamlit.components.v2 import component

from relu_viz.activations import ACTIVATIONS, Z_RANGE, Activation, ActivationSpec, ExplorerConfig
from relu_viz.base import Float
from relu_viz.figures import activation_colour, activation_dash
from relu_viz.stage.assets import importing, style
from relu_viz.stage.events import read_dragged, told
from relu_viz.stage.packing import pack
from relu_viz.training import SATURATED_BELOW

VERSION = 1
_PLACES, _ALPHAS = 481, 41

_explorer = component(
    "relu_viz_explorer",
    html='<div class="place"></div>',
    css=style("explorer/explorer.css"),
    js=importing("explorer/explorer.js")
    + """export default function ({ data, parentElement, setStateValue }) {
  const place = parentElement.querySelector(".place");
  picture.then((module) => module.mount(place, data, (state) => setStateValue("state", state)), sorry(place));
}""",
)


def show_explorer(config: ExplorerConfig, on_drag: Callable[[str, dict[str, float]], None]) -> None:
    """Draw the config's activations; ``on_drag`` hears which is in focus, and the alphas, when one is changed there."""

    def hear() -> None:
        dragged = read_dragged(told("explorer", "state"), config.activations)
        if dragged:
            on_drag(*dragged)

    _explorer(data=pack_tables(config), key="explorer", on_state_change=hear)


def places_of(spec: ActivationSpec, alpha: float) -> Float[np.ndarray, " places"]:
    """Where f is tabled: evenly, and twice at a kink, the second time a hair to its right, to draw the jump of f′."""
    z = np.linspace(-Z_RANGE, Z_RANGE, _PLACES)
    kinks = np.array(spec.facts(alpha).kinks, float)
    kinks = kinks[np.abs(kinks) < Z_RANGE]
    return np.sort(np.concatenate([np.setdiff1d(z, kinks), kinks, np.nextafter(kinks, np.inf)]))


@lru_cache(maxsize=64)
def _tables(spec: ActivationSpec) -> dict[str, np.ndarray]:
    """z, the tabled alphas, and f and f′ as (alphas, places)."""
    if spec.alpha is None:
        alphas = np.zeros(1)
    else:
        grid = np.linspace(spec.alpha.low, spec.alpha.high, _ALPHAS)
        alphas = np.union1d(grid, [spec.alpha.default])
    z = places_of(spec, 0.5 if spec.alpha else 0.0)
    functions = [Activation(spec, float(alpha)) for alpha in alphas]
    return {
        "z": z,
        "alphas": alphas,
        "f": np.stack([function(z) for function in functions]),
        "slope": np.stack([function.derivative(z) for function in functions]),
    }


def pack_tables(config: ExplorerConfig) -> bytes:
    """The chosen activations as tables over z and alpha: the browser interpolates, and knows no formula."""
    listed, arrays = [], {}
    for name in config.activations:
        spec = ACTIVATIONS[name]
        activation = config.get(name)
        listed.append(
            {
                "name": name,
                "label": spec.label,
                "colour": activation_colour(name),
                "dash": activation_dash(name),
                "alpha": activation.alpha if spec.alpha else None,
                "learned": bool(spec.alpha and spec.alpha.learned),
                "low": spec.alpha.low if spec.alpha else None,
                "high": spec.alpha.high if spec.alpha else None,
                "default": spec.alpha.default if spec.alpha else None,
            }
        )
        arrays |= {f"{name}.{part}": table for part, table in _tables(spec).items()}
    meta = {"activations": listed, "focus": config.focus, "range": Z_RANGE, "saturated_below": SATURATED_BELOW}
    return pack(VERSION, meta, arrays)

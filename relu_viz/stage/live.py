"""A live picture as a Streamlit component: what shows it, and the pump that hands it the moments of a training.

The picture is mounted outside any fragment and gets its layout once for each generation (a generation is one config).
The pump sits in a fragment of its own: the browser asks it for more, only that fragment reruns, and the reel that it
returns finds the picture through a module that both import. The JavaScript is served from static/; what is inline here
only imports it.
"""

from collections.abc import Callable
from pathlib import Path

import streamlit as st
from streamlit.components.v2 import component

STATIC = Path(__file__).parents[2] / "static"


class LivePicture:
    """The component whose module is static/<name>/<name>.js, which exports ``mount`` and ``receive``."""

    def __init__(self, name: str, styles: tuple[str, ...]):
        self.name = name
        module = f'const picture = import(new URL("app/static/{name}/{name}.js", document.baseURI).href);\n'
        self._picture = component(
            f"relu_viz_{name}",
            html='<div class="place"></div>',
            css="\n".join((STATIC / style).read_text() for style in styles),
            js=module
            + """export default function ({ data, parentElement }) {
  picture.then((module) => module.mount(parentElement.querySelector(".place"), data));
}""",
        )
        self._pump = component(
            f"relu_viz_{name}_pump",
            js=module
            + """export default function ({ data, setTriggerValue }) {
  picture.then((module) => module.receive(data, (want) => setTriggerValue("want", want)));
}""",
        )

    def show(self, layout: bytes) -> None:
        """Mount the picture; ``pump`` feeds it."""
        self._picture(data=layout, key=self.name)

    def pump(self, generation: int, answer: Callable[[dict | None], bytes]) -> None:
        """Hand the picture what it asked for; None asks for the first moment. Call it in a fragment."""
        key = f"{self.name}.pump"
        want = st.session_state.get(key, {}).get("want")
        usable = isinstance(want, dict) and _is_request(want) and want["generation"] == generation
        self._pump(data=answer(want if usable else None), key=key, on_want_change=lambda: None)


def _is_request(want: dict) -> bool:
    """Whether what came from the browser is a request: four whole numbers, three of which may be 0."""
    names = ("generation", "request", "epoch", "epochs")
    return all(type(want.get(name)) is int and want[name] >= 0 for name in names) and want["epochs"] > 0

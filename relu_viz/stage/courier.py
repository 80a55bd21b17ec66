"""Reels through Streamlit itself, where a proxy passes nothing but Streamlit's own paths: slower, but as right.

The browser sends what it wants as a component's value, the page reruns, and the reel is the component's data. Both
sides of this way are small: the other is static/live/courier.js. Nothing is sent here while plain requests pass.
"""

import asyncio
from collections.abc import Mapping

from streamlit.components.v2 import component

from relu_viz.stage.assets import importing
from relu_viz.stage.batching import drawing
from relu_viz.stage.events import told
from relu_viz.stage.seats import Seat
from relu_viz.stage.want import Want


class Courier:
    """The component that carries a picture's reels."""

    def __init__(self, name: str):
        self._key = f"{name}.courier"
        self._component = component(
            f"relu_viz_{name}_courier",
            js=importing(f"{name}/{name}.js")
            + """export default function ({ data, setTriggerValue }) {
  picture.then((module) => module.carry(data, (want) => setTriggerValue("want", want)), () => {});
}""",
        )

    def carry(self, seat: Seat) -> None:
        """Answer what the browser asked for in this run of the script, if it did."""
        wanted, reel = told(self._key, "want"), b""
        if isinstance(wanted, Mapping):
            try:
                want = Want.of(dict(wanted))
            except ValueError:
                want = None  # a stranger's
            if want and want.generation == seat.number:
                with drawing.aside():
                    reel = asyncio.run(seat.answer(want))
        self._component(data=reel, key=self._key, on_want_change=lambda: None)

"""A live picture as a Streamlit component: what shows it, and the pump that hands it the moments of a training.

The picture is mounted outside any fragment and gets its layout once for each generation (a generation is one config).
The pump sits in a fragment of its own: the browser asks it for more, only that fragment reruns, and the reel that it
returns finds the picture through a module that both import. The JavaScript is served from static/; what is inline here
only imports it.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

from relu_viz.base import Config
from relu_viz.stage.assets import importing, style
from relu_viz.stage.live_run import LiveRuns
from relu_viz.stage.packing import generation


class LivePicture:
    """The component whose module is static/<name>/<name>.js, which exports ``mount`` and ``receive``."""

    def __init__(self, name: str, styles: tuple[str, ...]):
        self.name = name
        module = importing(f"{name}/{name}.js")
        self._picture = component(
            f"relu_viz_{name}",
            html='<div class="place"></div>',
            css=style(*styles),
            js=module
            + """export default function ({ data, parentElement, setTriggerValue }) {
  const edit = (what) => setTriggerValue("edit", what);
  picture.then((module) => module.mount(parentElement.querySelector(".place"), data, edit));
}""",
        )
        self._pump = component(
            f"relu_viz_{name}_pump",
            js=module
            + """export default function ({ data, setTriggerValue }) {
  picture.then((module) => module.receive(data, (want) => setTriggerValue("want", want)));
}""",
        )

    def show(self, layout: bytes, on_edit: Callable[[dict], None] = lambda edit: None) -> None:
        """Mount the picture; ``pump`` feeds it. ``on_edit`` hears what somebody does to it, before the page reruns."""

        def hear() -> None:
            edit = st.session_state[self.name].edit
            if isinstance(edit, dict):
                on_edit({str(name): str(text) for name, text in edit.items()})

        self._picture(data=layout, key=self.name, on_edit_change=hear)

    def pump(self, generation: int, answer: Callable[[dict | None], bytes]) -> None:
        """Hand the picture what it asked for; None asks for the first moment. Call it in a fragment."""
        key = f"{self.name}.pump"
        want = st.session_state.get(key, {}).get("want")
        usable = isinstance(want, dict) and _is_request(want) and want["generation"] == generation
        self._pump(data=answer(want if usable else None), key=key, on_want_change=lambda: None)


class WatchedTraining:
    """A kind of training that is watched: a picture, and the moments that it asks for.

    ``begin(config)`` makes a training's moments; ``layout(config)`` packs what the browser must know besides them, and
    ``reel(config, first, request, moments, ended)`` the answer to a request, whose moments are numbered from first.
    """

    def __init__(
        self,
        picture: LivePicture,
        begin: Callable[[Any], Iterator[Any]],
        layout: Callable[[Any], bytes],
        reel: Callable[[Any, int, int, Sequence[Any], bool], bytes],
        longest_reel: int,
    ):
        self.runs = LiveRuns(begin)
        self._picture, self._layout, self._reel, self._longest = picture, layout, reel, longest_reel

    def show(self, config: Config) -> None:
        """Mount the picture of a config's training; ``pump`` feeds it."""
        self._picture.show(self._layout(config))

    def pump(self, config: Config) -> None:
        """Hand the picture the moments it asked for. Call it in a fragment: that is what it reruns."""
        self._picture.pump(generation(config), lambda want: self._answer(config, want))

    def _answer(self, config: Config, want: dict | None) -> bytes:
        run = self.runs.of(config)
        if want is None:
            return self._reel(config, 0, 0, *run.after(-1, 1))
        moments, ended = run.after(want["epoch"], min(want["epochs"], self._longest))
        return self._reel(config, want["epoch"] + 1, want["request"], moments, ended)


def _is_request(want: dict) -> bool:
    """Whether what came from the browser is a request: four whole numbers, three of which may be 0."""
    names = ("generation", "request", "epoch", "epochs")
    return all(type(want.get(name)) is int and want[name] >= 0 for name in names) and want["epochs"] > 0

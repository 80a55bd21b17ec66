"""A live picture as a Streamlit component, and the seat from which a training that is watched is fed.

The picture is mounted outside any fragment and gets its layout, its seat's name and its first reel once for each
generation (a generation is one config). From then on the browser asks ``routes`` for more, without Streamlit. The
JavaScript is served from static/; what is inline here only imports it.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

from relu_viz.base import Config
from relu_viz.stage.assets import importing, style
from relu_viz.stage.batching import classroom, wait_for
from relu_viz.stage.courier import Courier
from relu_viz.stage.events import read_edit, told
from relu_viz.stage.live_run import LiveRuns
from relu_viz.stage.packing import generation, with_first_reel
from relu_viz.stage.seats import Seat, sit, this_session
from relu_viz.stage.turns import Job
from relu_viz.stage.want import Want

OnEdit = Callable[[dict[str, str]], None]


class LivePicture:
    """The component whose module is static/<name>/<name>.js, which exports ``mount`` and ``carry``."""

    def __init__(self, name: str, styles: tuple[str, ...]):
        self.name = name
        self._picture = component(
            f"relu_viz_{name}",
            html='<div class="place"></div>',
            css=style(*styles),
            js=importing(f"{name}/{name}.js")
            + """export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".place"), edit = (what) => setTriggerValue("edit", what);
  picture.then((module) => module.mount(place, data, edit), sorry(place));
}""",
        )
        self._courier = Courier(name)

    def show(
        self,
        seat: Seat,
        layout: bytes,
        first_reel: bytes,
        on_edit: Callable[[dict[str, str]], None] = lambda edit: None,
    ) -> None:
        """Mount the picture and seat it. ``on_edit`` hears what somebody does to it, before the page reruns."""

        def hear() -> None:
            edit = read_edit(told(self.name, "edit"))
            if edit and "seat" not in edit:  # a picture that lost its seat only wants this rerun
                on_edit(edit)

        sit(self.name, seat)
        self._picture(data=with_first_reel(layout, first_reel), key=self.name, on_edit_change=hear)
        self._courier.carry(seat)


class WatchedTraining:
    """A kind of training that is watched: a picture, and the moments that it asks for.

    ``begin(config)`` makes a training's moments; ``layout(config, seat)`` packs what the browser must know besides
    them, and ``reel(config, first, request, moments, ended)`` an answer, whose moments are numbered from first.
    """

    def __init__(
        self,
        picture: LivePicture,
        begin: Callable[[Any], Iterator[Any]],
        layout: Callable[[Any, str], bytes],
        reel: Callable[[Any, int, int, Sequence[Any], bool], bytes],
        longest_reel: int,
    ):
        self.runs = LiveRuns(begin)
        self.reel, self.longest_reel = reel, longest_reel
        self._picture, self._layout = picture, layout

    def show(self, config: Config) -> None:
        """Mount the picture of a config's training."""
        key = f"{self._picture.name}.seat"
        seat = st.session_state.get(key)
        if seat is None or seat.config != config:
            seat = st.session_state[key] = WatchersSeat(self, config)
        first = self.reel(config, 0, 0, *self._begun(config))
        self._picture.show(seat, self._layout(config, seat.name), first)

    def _begun(self, config: Config) -> tuple[list[Any], bool]:
        """The first moment."""
        moments, ended = [], False
        while not moments and not ended:
            run = self.runs.of(config)
            moments, ended = wait_for(classroom().turns.take(Job(this_session(), run.after(-1, 1), [run])))
        return moments, ended


class WatchersSeat(Seat):
    """A seat before a training that is watched: nothing in it is its own, all who watch the same share it."""

    def __init__(self, training: WatchedTraining, config: Config):
        super().__init__(generation(config))
        self.config, self._training = config, training

    async def answer(self, want: Want) -> bytes:
        training = self._training
        run, most = training.runs.of(self.config), min(want.epochs, training.longest_reel)
        job = classroom().turns.take(Job(self.session, run.after(want.epoch, most), [run], live=True))
        await job.is_done_within()
        moments, ended = ([], False) if job.result.cancelled() else job.result.result()
        return training.reel(self.config, want.epoch + 1, want.request, moments, ended)

"""The flipbook as a Streamlit component: a slider, or a clock, through frames that travel once."""

from collections.abc import Callable

from streamlit.components.v2 import component

from relu_viz.stage.assets import importing, style
from relu_viz.stage.events import read_frame, told
from relu_viz.stage.frames import PackedFlipbook

_flipbook = component(
    "relu_viz_flipbook",
    html='<div class="place"></div>',
    css=style("flipbook/flipbook.css"),
    js=importing("flipbook/flipbook.js")
    + """export default function ({ data, parentElement, setStateValue }) {
  const place = parentElement.querySelector(".place");
  picture.then((module) => module.mount(place, data, (frame) => setStateValue("frame", frame)), sorry(place));
}""",
)


def show_flipbook(
    book: PackedFlipbook,
    key: str,
    start: int = 0,
    on_frame: Callable[[int], None] = lambda frame: None,
    of: str = "",
    frames: int = 0,
) -> None:
    """Draw a flipbook, opened at frame ``start``; ``on_frame`` hears where the slider is let go, or its clock stops.

    ``of`` and ``frames`` are those of ``PackedFlipbook.opened_at``.
    """

    def hear() -> None:
        frame = read_frame(told(key, "frame"), book.frames)
        if frame is not None:
            on_frame(frame)

    _flipbook(data=book.opened_at(min(start, book.frames - 1), of, frames), key=key, on_frame_change=hear)

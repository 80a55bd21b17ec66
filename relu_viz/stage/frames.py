"""Pictures computed beforehand, frame by frame, and their bytes for the browser, which turns their pages.

A native slider sends nothing before it is released, and each of its changes is a round trip. So all frames travel at
once, as numbers, and the browser draws the one that a slider, or a clock, points at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha1

import numpy as np

from relu_viz.base import with_minus
from relu_viz.stage.packing import Numbers

VERSION = 1
DASHES = {  # as SVG has them
    "solid": "none",
    "dash": "8 5",
    "dot": "2 4",
    "dashdot": "8 4 2 4",
    "longdash": "14 5",
    "longdashdot": "14 4 2 4",
}


@dataclass(frozen=True)
class Curve:
    """A line, or points if it has a ``mark`` (circle, ring, square or cross): x and y (places,) or (frames, places)."""

    name: str
    colour: str
    x: np.ndarray
    y: np.ndarray
    dash: str = "solid"
    width: float = 2.5
    mark: str = ""


@dataclass(frozen=True)
class Panel:
    """Axes with curves, over a plane (frames, rows, columns) of values from −1 to 1, the top row first, nan for dead.

    ``titles``, one for each frame, take the title's place.
    """

    title: str
    alt: str
    x_label: str
    y_label: str
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    curves: Sequence[Curve] = ()
    plane: np.ndarray | None = None
    x_log: bool = False
    y_log: bool = False
    titles: Sequence[str] = ()


@dataclass(frozen=True)
class Flipbook:
    """``label`` names what the slider sets, ``frames`` its values, ``sentences`` what is to be seen at each.

    With a ``rate``, in frames a second, it also plays. Each panel is ``height`` pixels high and at least ``narrowest``
    wide: those that do not fit into a row go into the next.
    """

    title: str
    label: str
    frames: Sequence[str]
    sentences: Sequence[str]
    panels: Sequence[Panel]
    rate: int = 0
    height: int = 300
    narrowest: int = 300


class PackedFlipbook:
    """A flipbook as bytes: what is said of it, and its numbers. ``frames`` is how many it has."""

    def __init__(self, book: Flipbook):
        self.frames = len(book.frames)
        panels, arrays = [], {}
        for number, panel in enumerate(book.panels):
            curves = []
            for n, curve in enumerate(panel.curves):
                arrays |= {f"{number}.{n}.x": curve.x, f"{number}.{n}.y": curve.y}
                look = {"name": curve.name, "colour": curve.colour, "width": curve.width, "mark": curve.mark}
                curves.append({**look, "dash": DASHES[curve.dash], "places": curve.y.shape[-1]})
            plane = None
            if panel.plane is not None:
                arrays[f"{number}.plane"] = panel.plane
                plane = {"rows": panel.plane.shape[-2], "columns": panel.plane.shape[-1]}
            told = {key: value for key, value in vars(panel).items() if key not in ("curves", "plane")}
            panels.append({**told, "curves": curves, "plane": plane})
        words = {name: getattr(book, name) for name in ("title", "label", "rate", "height", "narrowest")}
        words |= {name: [with_minus(each) for each in getattr(book, name)] for name in ("frames", "sentences")}
        self._meta, self._numbers = {**words, "panels": panels}, Numbers.of(arrays)
        self._id = sha1(self._numbers.with_meta(VERSION, self._meta)).hexdigest()

    @property
    def nbytes(self) -> int:
        """Roughly what it takes to keep."""
        return len(self._numbers.body) + 1000 * self.frames

    def opened_at(self, start: int, of: str = "", frames: int = 0) -> bytes:
        """It as it travels. Opened at another frame it is the same flipbook: the browser turns the page, no more.

        ``of`` names the flipbook of so many ``frames`` of which this may be the first ones: when the others come, the
        browser goes on from where it is.
        """
        told = {"start": start, "id": self._id, "of": of, "more": self.frames < frames}
        return self._numbers.with_meta(VERSION, self._meta | told)


def pack_flipbook(book: Flipbook, start: int) -> bytes:
    """A flipbook opened at a frame, as bytes."""
    return PackedFlipbook(book).opened_at(start)

"""The live part of a page: a few widgets, and a flipbook that follows them; all of it in the link."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import streamlit as st

from relu_viz.stage import Flipbook, PackedFlipbook, drawing, kept, show_flipbook, started, wait_for
from relu_viz.training import Pieces
from relu_viz.ui.experiments import live_widgets
from relu_viz.ui.links import part_config, set_part

Make = Callable[[Any], Flipbook | Pieces[Flipbook]]  # in pieces where it takes long


@st.fragment
@drawing.turn()
def show_lesson(page: str, **books: Make) -> None:
    """Draw a flipbook for each name, and below them the widgets of the page's live config, from which they are made.

    The name of a book is the config's field that holds the frame at which it is open; a name that is no field opens
    at the first frame.
    """
    pictures = st.container()  # first on a phone too, where the widgets fill a screen
    lesson = live_widgets(page)
    places = [each for each in fields(lesson) if "hidden" in each.metadata]
    told = replace(lesson, **{each.name: each.default for each in places})  # the pictures do not depend on the place
    for name, make in books.items():
        start = getattr(lesson, name, 0)
        with pictures:
            with st.spinner("Computing the pictures …"):
                book = _made(make, told)
            show_flipbook(book, f"flipbook.{page}.{name}", start, lambda frame, name=name: _keep(page, name, frame))


class _Book:
    """A flipbook that is made in pieces when somebody wants it, once for all who look at the same."""

    def __init__(self, make: Make, lesson: Any):
        self._make, self._lesson = make, lesson
        self._packed: PackedFlipbook | None = None

    @property
    def nbytes(self) -> int:
        return self._packed.nbytes if self._packed else 0

    def made(self) -> Pieces[PackedFlipbook]:
        if self._packed is None:
            yield 0.0
            made = self._make(self._lesson)
            self._packed = PackedFlipbook(made if isinstance(made, Flipbook) else (yield from made))
        return self._packed


def _made(make: Make, lesson: Any) -> PackedFlipbook:
    book = kept().get((make, lesson), lambda: _Book(make, lesson))
    with started(book.made(), [book]) as job:
        return wait_for(job)


def _keep(page: str, name: str, frame: int) -> None:
    lesson = part_config(page, "live")
    if hasattr(lesson, name):
        set_part(page, "live", replace(lesson, **{name: frame}))

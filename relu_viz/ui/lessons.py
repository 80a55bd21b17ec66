"""The live part of a page: a few widgets, and a flipbook that follows them; all of it in the link."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

import streamlit as st

from relu_viz.stage import (
    Flipbook,
    Job,
    PackedFlipbook,
    begun,
    drawing,
    is_done,
    kept,
    show_flipbook,
    wait_for,
)
from relu_viz.training import Pieces
from relu_viz.ui.experiments import live_widgets
from relu_viz.ui.links import part_config, set_part

SOON = 0.5  # seconds in which most flipbooks are made
MARGIN = 10  # frames beyond the one at which a flipbook is open that are made first if it takes longer
Make = Callable[[Any], Flipbook | Pieces[Flipbook]]  # in pieces where it takes long


@dataclass(frozen=True)
class Growing:
    """A flipbook whose first frames can be made without the others: ``make(lesson, how many)``."""

    make: Callable[[Any, int], Pieces[Flipbook]]
    frames: int

    def __call__(self, lesson: Any) -> Pieces[Flipbook]:
        return self.make(lesson, self.frames)


@st.fragment
@drawing.turn()
def show_lesson(page: str, below: Callable[[Any], None] = lambda lesson: None, /, **books: Make) -> None:
    """Draw a flipbook for each name, and below them the widgets of the page's live config, from which they are made.

    Between them is what a page puts ``below`` the pictures of such a config. The name of a book is the config's field
    that holds the frame at which it is open; a name that is no field opens at the first frame. Where a growing one is
    not there soon, its frames around that one are drawn first.
    """
    pictures = st.container()  # first on a phone too, where the widgets fill a screen
    lesson = live_widgets(page)
    places = [each for each in fields(lesson) if "hidden" in each.metadata]
    told = replace(lesson, **{each.name: each.default for each in places})  # the pictures do not depend on the place
    for name, make in books.items():
        start, key = getattr(lesson, name, 0), f"flipbook.{page}.{name}"
        with pictures:
            with st.spinner("Computing the pictures …"):
                book, rest = _made(make, told, start, key)
            frames = make.frames if isinstance(make, Growing) else book.frames
            show_flipbook(book, key, start, lambda frame, name=name: _keep(page, name, frame), repr(told), frames)
            if rest is not None:
                _say_what_is_to_come(rest, book.frames, frames, [])
    with pictures:
        below(lesson)


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


def _made(make: Make, lesson: Any, start: int, key: str) -> tuple[PackedFlipbook, Job[PackedFlipbook] | None]:
    """The flipbook; or its first frames if it takes long, and the job that makes all of it."""
    if not isinstance(make, Growing):
        return _all_of(make, lesson, key), None
    job, first = _begun(make, lesson, key), start + MARGIN + 1
    if first >= make.frames or is_done(job, SOON):
        return _all_of(make, lesson, key), None
    return _all_of(replace(make, frames=first), lesson, f"{key}.first"), job


def _all_of(make: Make, lesson: Any, key: str) -> PackedFlipbook:
    book = wait_for(_begun(make, lesson, key))
    del st.session_state[f"{key}.job"]
    return book


def _begun(make: Make, lesson: Any, key: str) -> Job[PackedFlipbook]:
    """The job for one place on a visitor's page: the one that is on, if it is for the same, else a new one."""
    before, job = st.session_state.get(f"{key}.job", (None, None))
    if job is not None:
        if before == (make, lesson) and not job.result.cancelled():
            return job
        job.result.cancel()
    book = kept().get((make, lesson), lambda: _Book(make, lesson))
    job = begun(book.made(), [book])
    st.session_state[f"{key}.job"] = (make, lesson), job
    return job


@st.fragment(run_every=0.5)
@drawing.turn()
def _say_what_is_to_come(rest: Job[PackedFlipbook], frames: int, of: int, said: list[bool]) -> None:
    if said and rest.result.done():  # not in the page's own run: its widgets would be made twice in one
        st.rerun()
    said.append(True)
    st.caption(f"The first {frames} of {of} pictures are here; the others are being computed.")


def _keep(page: str, name: str, frame: int) -> None:
    lesson = part_config(page, "live")
    if hasattr(lesson, name):
        set_part(page, "live", replace(lesson, **{name: frame}))

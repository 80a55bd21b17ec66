"""The live part of a page: a few widgets, and a flipbook that follows them; all of it in the link."""

from collections.abc import Callable
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

import streamlit as st

from relu_viz.stage import Flipbook, show_flipbook
from relu_viz.ui.experiments import live_widgets
from relu_viz.ui.links import part_config, set_part

Make = Callable[[Any], Flipbook]


@st.fragment
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


@lru_cache(maxsize=32)
def _made(make: Make, lesson: Any) -> Flipbook:
    return make(lesson)


def _keep(page: str, name: str, frame: int) -> None:
    lesson = part_config(page, "live")
    if hasattr(lesson, name):
        set_part(page, "live", replace(lesson, **{name: frame}))

"""Whose page is drawn: one at a time, and nobody who only waits keeps the others from it."""

import re
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from threading import Event

import pytest

from benchmarks.browser import ROOT
from relu_viz import ui
from relu_viz.stage.drawing import Drawing

module = import_module("relu_viz.stage.drawing")  # not what the wing hands on under that name


@pytest.fixture
def together():
    with ThreadPoolExecutor(8) as threads:
        yield threads.submit


def test_one_page_is_drawn_at_a_time(together):
    drawing, drawn, at_once = Drawing(), [], []

    def draw(number):
        with drawing.turn():
            at_once.append(number)
            assert at_once == [number]
            drawn.append(number)
            at_once.remove(number)

    for each in [together(draw, number) for number in range(200)]:
        each.result(60)
    assert sorted(drawn) == list(range(200))


def test_who_waits_for_something_else_lets_others_draw_and_then_draws_on(together):
    drawing, other_is_done = Drawing(), Event()

    def other():
        with drawing.turn():
            other_is_done.set()

    with drawing.turn():
        second = together(other)
        assert not other_is_done.wait(0.05)
        with drawing.aside():
            assert other_is_done.wait(60)
            assert not drawing.is_mine
        assert drawing.is_mine
    second.result(60)


def test_a_fragment_is_part_of_its_page_and_what_ends_in_an_error_ends(together):
    drawing = Drawing()

    @drawing.turn()
    def fragment():
        raise LookupError

    for _ in range(2):
        with pytest.raises(LookupError), drawing.turn():
            fragment()
    with drawing.aside():  # nobody draws here
        pass
    assert together(lambda: drawing.is_mine).result(60) is False
    with drawing.turn():
        assert together(lambda: drawing.is_mine).result(60) is False


@pytest.mark.parametrize(("waits", "others", "breaks"), [(True, True, 1), (True, False, 0), (False, True, 0)])
def test_there_is_a_break_between_two_pages_while_pictures_wait(together, monkeypatch, waits, others, breaks):
    slept, drawing = [], Drawing(lambda: waits)
    monkeypatch.setattr(module, "sleep", slept.append)
    with drawing.turn():
        if others:
            second = together(lambda: drawing.turn().__enter__())
            while not drawing._others:
                pass
    assert len(slept) == breaks
    assert all(0 < each <= module.LONGEST_BREAK for each in slept)
    if others:
        second.result(60)


def test_every_fragment_waits_for_its_turn():
    """A fragment that is run alone is not within its page's turn."""
    files = [*Path(ui.__path__[0]).rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    for file in files:
        fragments = re.findall(r"@st\.fragment.*\n(.*)", file.read_text())
        assert all("drawing.turn()" in below for below in fragments), file.name

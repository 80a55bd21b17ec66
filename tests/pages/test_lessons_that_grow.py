"""A flipbook that takes long: its first frames are drawn at once, the others when they are made."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from relu_viz.stage import kept
from relu_viz.ui import lessons
from relu_viz.ui.pages import all_pages


@pytest.fixture
def _nothing_is_made():
    kept().clear()


def opened(link: dict[str, str]) -> AppTest:
    app = AppTest.from_file("../../relu_viz/ui/navigation.py", default_timeout=60)
    app.query_params.update(link)
    return app.switch_page(str(all_pages()["race"].file)).run()


def book_of(app: AppTest) -> dict:
    """What the flipbook's bytes say of it."""
    (found,) = [each.proto for each in app.get("bidi_component") if each.proto.component_name == "relu_viz_flipbook"]
    packed = found.bytes
    return json.loads(packed[8 : 8 + int.from_bytes(packed[4:8], "little")])


def captions(app: AppTest) -> list[str]:
    return [each.value for each in app.caption]


@pytest.mark.usefixtures("_nothing_is_made")
@pytest.mark.parametrize(("frame", "first"), [(0, 11), (25, 36)])
def test_the_first_frames_around_the_slider_come_first_and_then_all(monkeypatch, frame, first):
    monkeypatch.setattr(lessons, "SOON", 0)
    app = opened({"live.frame": str(frame), "live.hidden": "32,32,32"})
    book = book_of(app)
    assert (len(book["frames"]), book["more"], book["start"]) == (first, True, frame)
    assert f"The first {first} of 101 pictures are here; the others are being computed." in captions(app)
    of = book["of"]
    monkeypatch.setattr(lessons, "SOON", 60)
    book = book_of(app.run())
    assert (len(book["frames"]), book["more"], book["start"], book["of"]) == (101, False, frame, of)
    assert not any("are being computed" in each for each in captions(app))
    jobs = [f"flipbook.race.frame{part}.job" for part in ("", ".first")]
    assert not any(key in app.session_state for key in jobs), "what is made is kept once"


@pytest.mark.usefixtures("_nothing_is_made")
def test_near_the_end_all_of_it_is_waited_for(monkeypatch):
    monkeypatch.setattr(lessons, "SOON", 0)
    book = book_of(opened({"live.frame": "95"}))
    assert (len(book["frames"]), book["more"], book["start"]) == (101, False, 95)


@pytest.mark.usefixtures("_nothing_is_made")
def test_another_lesson_ends_what_was_being_made(monkeypatch):
    monkeypatch.setattr(lessons, "SOON", 0)
    app = opened({"live.hidden": "32,32,32"})
    _, before = app.session_state["flipbook.race.frame.job"]
    app.number_input(key="field.live.seed").set_value(5).run()
    (_, lesson), after = app.session_state["flipbook.race.frame.job"]
    assert (lesson.seed, after is before) == (5, False)
    assert before.result.cancelled() or before.result.done()

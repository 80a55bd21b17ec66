"""A class that fills slows down before its answers do, and recovers."""

import pytest

from relu_viz.stage import pace as pace_module
from relu_viz.stage.pace import Pace


@pytest.fixture
def clock(monkeypatch):
    """The pace's clock, to be set forward by hand."""
    now = [1000.0]
    monkeypatch.setattr(pace_module, "monotonic", lambda: now[0])
    return now


def class_of(students: int) -> Pace:
    pace = Pace()
    for number in range(students):
        pace.asked(str(number))
    return pace


@pytest.mark.parametrize(
    ("students", "rate"), [(1, 60), (100, 60), (110, 60), (120, 55), (200, 33), (250, 31), (900, 31)]
)
def test_everybody_has_sixty_up_to_a_hundred_and_ten_and_never_less_than_what_is_smooth(clock, students, rate):
    assert class_of(students).frames_a_second == rate


@pytest.mark.parametrize(("students", "frames"), [(1, 0), (30, 11), (100, 38), (300, 58)])
def test_the_fuller_the_class_the_longer_the_reels(clock, students, frames):
    assert class_of(students).frames_of_a_reel == frames


def test_who_has_not_asked_for_three_seconds_is_gone(clock):
    pace = class_of(200)
    clock[0] += 2.9
    pace.answered(0.1)
    assert pace.frames_a_second == 33
    clock[0] += 1.1
    pace.asked("0")
    pace.answered(0.1)
    assert pace.frames_a_second == 60


@pytest.mark.parametrize(("later", "rate"), [(2.99, 33), (3.0, 60)])
def test_three_seconds_are_the_limit(clock, later, rate):
    pace = class_of(200)
    clock[0] += later
    pace.answered(0.1)
    assert pace.frames_a_second == rate


def test_slow_answers_slow_everybody_and_soon_ones_bring_the_speed_back(clock):
    pace = class_of(1)
    for seconds in (0.4, 2.0, 2.0):  # 0.4 in the median is borne, more is not
        clock[0] += 1.0
        pace.answered(seconds)
    assert pace.frames_a_second == round(60 * 0.8**2)
    for _ in range(3):
        clock[0] += 1.0
        pace.answered(0.1)
    assert pace.frames_a_second == round(60 * 0.8**2 + 15)


def test_the_median_decides_not_the_slowest(clock):
    pace = class_of(1)
    for seconds in (0.1, 0.1, 9.0):
        pace.answered(seconds)
    clock[0] += 1.0
    pace.answered(0.1)
    assert pace.frames_a_second == 60


def test_it_never_stops(clock):
    pace = class_of(1)
    for _ in range(50):
        clock[0] += 1.0
        pace.answered(9.0)
    assert pace.frames_a_second == 4

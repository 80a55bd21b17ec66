"""The two flipbooks that take longest, drawn once for all tests."""

from functools import cache

from relu_viz.lessons import hinges, slopes
from relu_viz.stage import Flipbook
from tests.pieces import finished


@cache
def of_the_plane(dataset: str) -> Flipbook:
    return finished(hinges.plane_book(hinges.Lesson(dataset=dataset)))


@cache
def of_slopes(dataset: str) -> Flipbook:
    return finished(slopes.book(slopes.Lesson(dataset=dataset, seed=4)))

"""A small picture of an answer over the plane: colours by the answer, the top row first, points where they are."""

import io

import numpy as np
import pytest
from PIL import Image

from relu_viz.data import Dataset
from relu_viz.figures.thumbnail import thumbnail

ORANGE, BLUE, MIDDLE = (217, 102, 10), (11, 111, 184), (248, 249, 250)
TINTS, INK = ((232, 163, 108), (109, 169, 212), (102, 180, 159)), (16, 23, 31)  # of orange, blue and green
FAR = 9.0  # outside of the picture


def picture(logits, points=((FAR, FAR),), labels=(0,), classes: int = 2) -> Image.Image:
    empty = np.zeros((0, 2))
    data = Dataset(np.array(points, float), np.array(labels), empty, np.zeros(0, int), classes)
    return Image.open(io.BytesIO(thumbnail(np.array(logits, float)[:, None], 2.0, data))).convert("RGB")


@pytest.mark.parametrize(
    ("answer", "colour"),
    [(-900.0, ORANGE), (900.0, BLUE), (0.0, MIDDLE), (np.nan, MIDDLE), (np.log(3), (130, 180, 217)),  # half-way to blue
     (-np.log(3), (233, 176, 130))],
)  # fmt: skip
def test_a_place_has_the_colour_of_its_answer(answer, colour):
    made = picture([answer] * 4)
    assert made.size == (240, 240)
    assert np.abs(np.array(made.getpixel((120, 120))) - colour).max() <= 1


@pytest.mark.parametrize(("value", "colour"), [(1.0, BLUE), (3.0, BLUE), (0.5, (130, 180, 217)), (-1.0, ORANGE)])
def test_a_value_has_the_colour_of_itself_cut_off_at_1(value, colour):
    assert np.abs(np.array(picture([value] * 4, classes=0).getpixel((120, 120))) - colour).max() <= 1


def test_the_first_answers_are_the_top_row():
    made = picture(np.kron([[-900, 900], [0, 900]], np.ones((4, 4))).ravel())
    assert (made.getpixel((2, 2)), made.getpixel((237, 2)), made.getpixel((2, 237))) == (ORANGE, BLUE, MIDDLE)


@pytest.mark.parametrize(
    ("label", "classes", "colour", "corner"),
    [(0, 2, TINTS[0], True), (1, 2, TINTS[1], False), (2, 3, TINTS[2], False), (-0.5, 0, TINTS[0], True),
     (0.5, 0, TINTS[1], False)],
)  # fmt: skip
def test_a_point_is_a_square_below_and_a_disc_above_in_a_tint_of_its_class_s_colour(label, classes, colour, corner):
    # At (1, −0.5) of [−2, 2]²: 180 from the left, 150 from the top.
    made = picture([0.0] * 4, [(1.0, -0.5)], [label], classes)
    assert made.getpixel((180, 150)) == colour
    assert made.getpixel((180, 148)) == made.getpixel((182, 150)) == colour
    assert made.getpixel((183, 150)) == made.getpixel((180, 147)) == INK
    assert (made.getpixel((183, 153)) == INK) == corner
    assert made.getpixel((186, 150)) != colour

"""Colours and dashes: one look for each activation everywhere, told apart without colour too; the house's margins."""

import plotly.graph_objects as go
import pytest

from relu_viz.figures.palette import (
    CLASS_COLOURS,
    CLASS_MARKS,
    DIVERGING,
    activation_colour,
    activation_dash,
    activation_pattern,
    series_colour,
    series_dash,
    translucent,
)
from relu_viz.figures.theme import dress

# Okabe & Ito 2008: blue, vermilion, bluish green, reddish purple, orange, sky blue; the last two are the house's.
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a8f98", "#b8a400")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
ORDER = ["relu", "leaky_relu", "prelu", "elu", "selu", "sigmoid", "tanh", "linear", "gelu", "silu", "softplus"]


@pytest.mark.parametrize(("place", "name"), list(enumerate(ORDER)))
def test_an_activation_has_the_colour_and_the_dash_of_its_place_in_teaching_order(place, name):
    assert activation_colour(name) == series_colour(place) == COLOURS[place % 8]
    assert activation_dash(name) == series_dash(place) == DASHES[place % 6]
    assert activation_pattern(name) == ("/" if place >= 8 else "")  # where colours come again


def test_no_two_activations_look_alike():
    assert len({(activation_colour(name), activation_dash(name)) for name in ORDER}) == len(ORDER)
    assert len({(activation_colour(name), activation_pattern(name)) for name in ORDER}) == len(ORDER)


def test_class_0_is_orange_a_square_and_below_0_class_1_is_blue_a_disc_and_above():
    orange, blue = "#d9660a", "#0b6fb8"
    assert CLASS_COLOURS[:2] == (orange, blue)
    assert CLASS_MARKS == ("square", "circle", "triangle-up")
    assert DIVERGING[0] == (0.0, orange)
    assert DIVERGING[-1] == (1.0, blue)
    assert DIVERGING[1][0] == 0.5
    assert len(set(CLASS_COLOURS)) == 3


def test_a_translucent_colour_is_the_same_colour():
    assert translucent("#0b6fb8") == "rgba(11, 111, 184, 0.18)"
    assert translucent("#ff8001", 0.5) == "rgba(255, 128, 1, 0.5)"


def test_every_figure_is_dressed_with_its_axes_titles_and_height():
    layout = dress(go.Figure(), 321, "epoch", "loss").layout
    assert (layout.xaxis.title.text, layout.yaxis.title.text, layout.height) == ("epoch", "loss", 321)
    assert layout.hovermode == "closest"
    assert layout.margin.to_plotly_json() == {"l": 8, "r": 8, "t": 28, "b": 8}
    assert layout.xaxis.automargin
    assert layout.yaxis.automargin
    assert (layout.legend.orientation, layout.legend.y, layout.legend.yanchor) == ("h", 1.0, "bottom")

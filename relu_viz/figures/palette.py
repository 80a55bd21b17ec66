"""The app's colours and dashes: one for each activation everywhere, told apart without colour too. No Plotly here."""

from relu_viz.activations import ACTIVATIONS

POSITIVE, NEGATIVE, THIRD = "#0b6fb8", "#d9660a", "#00825f"
QUIET = "#8a8f98"  # for lines that help: seen on a light page and on a dark one
CLASS_COLOURS = (NEGATIVE, POSITIVE, THIRD)
CLASS_TINTS = ("#e8a36c", "#6da9d4", "#66b49f")  # six tenths of it, the rest white: points on a map of full colours
CLASS_MARKS = ("square", "circle", "triangle-up")
DIVERGING = ((0.0, NEGATIVE), (0.5, "#f8f9fa"), (1.0, POSITIVE))

# Okabe & Ito's colours, with a grey for their black, which a dark page would swallow; then the same with other dashes.
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", QUIET, "#b8a400")
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")


def activation_colour(name: str) -> str:
    """The colour that an activation has everywhere in the app."""
    return _COLOURS[list(ACTIVATIONS).index(name) % len(_COLOURS)]


def activation_dash(name: str) -> str:
    """The dash pattern that tells overlaid activations apart without colour."""
    return _DASHES[list(ACTIVATIONS).index(name) % len(_DASHES)]


def activation_pattern(name: str) -> str:
    """The pattern that fills an activation's bars: none for the first eight, hatched where colours come again."""
    return "/" if list(ACTIVATIONS).index(name) >= len(_COLOURS) else ""


def series_colour(number: int) -> str:
    """The colour of the 1st, 2nd, … of several lines that are not activations, counted from 0."""
    return _COLOURS[number % len(_COLOURS)]


def series_dash(number: int) -> str:
    """The dash pattern that goes with it."""
    return _DASHES[number % len(_DASHES)]


def translucent(colour: str, opacity: float = 0.18) -> str:
    """A colour of the form #rrggbb as Plotly takes it for a band."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {opacity})"

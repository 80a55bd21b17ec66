"""The app's colours and dashes: one for each activation everywhere, told apart without colour too. No Plotly here."""

from relu_viz.activations import ACTIVATIONS

POSITIVE, NEGATIVE, THIRD = "#0b6fb8", "#d9660a", "#00825f"
CLASS_COLOURS = (NEGATIVE, POSITIVE, THIRD)
CLASS_MARKS = ("square", "circle", "triangle-up")
DIVERGING = ((0.0, NEGATIVE), (0.5, "#f8f9fa"), (1.0, POSITIVE))

# Okabe & Ito's colours, with a grey for their black, which a dark page would swallow; then the same with other dashes.
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a8f98", "#b8a400")
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")


def activation_colour(name: str) -> str:
    """The colour that an activation has everywhere in the app."""
    return _COLOURS[list(ACTIVATIONS).index(name) % len(_COLOURS)]


def activation_dash(name: str) -> str:
    """The dash pattern that tells overlaid activations apart without colour."""
    return _DASHES[list(ACTIVATIONS).index(name) % len(_DASHES)]

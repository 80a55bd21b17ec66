"""Arrays as figures.

Here is what needs no Plotly; who draws imports a figure from its module, late, for Plotly takes half a second.
"""

from relu_viz.figures.palette import (
    CLASS_COLOURS,
    NEGATIVE,
    POSITIVE,
    QUIET,
    activation_colour,
    activation_dash,
    series_colour,
    series_dash,
)

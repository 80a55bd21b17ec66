"""An activation that the app has never heard of (Barron 2021), for the tests to register."""

import numpy as np

from relu_viz.activations import ActivationSpec
from relu_viz.activations.registry import Facts

SQUAREPLUS = ActivationSpec(
    name="squareplus",
    label="Squareplus",
    value=lambda z, _: (z + np.sqrt(z * z + 4)) / 2,
    slope=lambda z, _: (1 + z / np.sqrt(z * z + 4)) / 2,
    formula=lambda _: r"f(z) = \frac{z + \sqrt{z^2 + 4}}{2}",
    facts=lambda _: Facts(source="Barron 2021"),
    numpy_code="(z + np.sqrt(z * z + 4)) / 2",
)

"""Fixtures that several floors of tests share."""

import numpy as np
import pytest

from relu_viz.activations import ACTIVATIONS, ActivationSpec, Facts, register


@pytest.fixture
def squareplus():
    """An activation that the app has never heard of (Barron 2021), registered for one test."""
    yield register(
        ActivationSpec(
            name="squareplus",
            label="Squareplus",
            value=lambda z, _: (z + np.sqrt(z * z + 4)) / 2,
            slope=lambda z, _: (1 + z / np.sqrt(z * z + 4)) / 2,
            formula=lambda _: r"f(z) = \frac{z + \sqrt{z^2 + 4}}{2}",
            facts=lambda _: Facts(source="Barron 2021"),
            numpy_code="(z + np.sqrt(z * z + 4)) / 2",
        )
    )
    del ACTIVATIONS["squareplus"]

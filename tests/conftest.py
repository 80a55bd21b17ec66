"""Fixtures that several floors of tests share."""

import pytest

from relu_viz.activations import ACTIVATIONS
from relu_viz.activations.registry import register
from tests.squareplus import SQUAREPLUS


@pytest.fixture
def squareplus():
    """One registration, for one test."""
    before = dict(ACTIVATIONS)
    yield register(SQUAREPLUS)
    ACTIVATIONS.clear()
    ACTIVATIONS.update(before)

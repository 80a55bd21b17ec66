"""Registers an activation of the tests' own in the server under test, before the app starts: one registration only."""

from relu_viz.activations.registry import register
from tests.squareplus import SQUAREPLUS

register(SQUAREPLUS)

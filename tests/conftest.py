"""Fixtures that several floors of tests share."""

import pytest
from hypothesis import settings

from relu_viz.activations import ACTIVATIONS
from relu_viz.activations.registry import register
from tests.squareplus import SQUAREPLUS

settings.register_profile("no clock", deadline=None)  # no test asserts a time
settings.load_profile("no clock")


@pytest.fixture
def squareplus():
    """One registration, for one test."""
    before = dict(ACTIVATIONS)
    yield register(SQUAREPLUS)
    ACTIVATIONS.clear()
    ACTIVATIONS.update(before)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes minutes begins first, so that nobody waits for it in the end."""
    items.sort(key=lambda item: item.get_closest_marker("copy") is None)

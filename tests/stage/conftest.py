"""What the tests of the stage share."""

from math import inf

import pytest

from relu_viz.stage import batching


@pytest.fixture(autouse=True)
def _turns_without_end(monkeypatch):
    """Reels are as long as they were asked for, however busy the machine is on which this is tested."""
    monkeypatch.setattr(batching, "SECONDS_OF_A_TURN", inf)

"""Every situation at its epoch: trained once for all that is asked of it."""

import pytest

from relu_viz.lessons import SITUATIONS
from relu_viz.lessons.situations import trained


@pytest.fixture(scope="session", params=SITUATIONS)
def reached(request):
    """Each situation with a trainer that has reached its epoch."""
    situation = SITUATIONS[request.param]
    return situation, trained(situation)

"""An activation that the app has never heard of (Barron 2021), for the tests to register: CONTRIBUTING.md's example."""

import numpy as np

from relu_viz.activations import ActivationSpec, Facts
from tests.contributing import examples


def _example() -> ActivationSpec:
    registered: list[ActivationSpec] = []
    exec(
        examples()["activation"].code,
        {"np": np, "ActivationSpec": ActivationSpec, "Facts": Facts, "register": registered.append},
    )
    return registered[0]


SQUAREPLUS = _example()

"""The activations: a registry with its entries, and what the page of activations computes.

The entries are registered in teaching order: ReLU's family, then the others.
"""

from relu_viz.activations import family, others  # isort: skip
from relu_viz.activations.explorer import (
    MAX_DEPTH,
    MEAN_RANGE,
    SPREAD_RANGE,
    Z_RANGE,
    ExplorerConfig,
    Pushed,
    push_gaussian,
    slope_through_layers,
)
from relu_viz.activations.registry import (
    ACTIVATIONS,
    Activation,
    ActivationSpec,
    Alpha,
    Facts,
    Proposal,
    get_activation,
    register,
)

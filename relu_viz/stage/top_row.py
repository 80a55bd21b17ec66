"""What the stage's top row offers: the activations, an alpha, the learning rates. The browser knows none of them."""

from typing import Any

from relu_viz.activations import ACTIVATIONS, get_activation
from relu_viz.training import LAST_EPOCH, TrainingConfig

RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.5, 1.0, 2.0, 3.0, 10.0, 30.0, 100.0)


def offered_rates(config: TrainingConfig) -> list[float]:
    """The learning rates to choose from, in order: a link may hold one between those that are always there."""
    return sorted({*RATES, config.settings_at(LAST_EPOCH)["learning_rate"]})


def top_row(config: TrainingConfig, proposed: str = "") -> dict[str, Any]:
    """What there is to choose and what is chosen, as the sidebar has it; ``proposed`` is what a choice has set along.

    ``alpha`` is None where there is none, or where it is learned.
    """
    alpha = ACTIVATIONS[config.activation].alpha
    bounds = None
    if alpha is not None and not alpha.learned:
        value = get_activation(config.activation, config.alpha).alpha
        bounds = {"value": value, "low": alpha.low, "high": alpha.high}
    return {
        "activation": config.activation,
        "activations": [(spec.label, name) for name, spec in ACTIVATIONS.items()],
        "alpha": bounds,
        "learning_rate": config.settings_at(LAST_EPOCH)["learning_rate"],
        "learning_rates": [(f"{rate:g}", rate) for rate in offered_rates(config)],
        "proposed": proposed,
    }

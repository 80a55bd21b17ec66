"""What is worked out of a run, in words: why a unit died or came back, and what to try where training diverged."""

from math import ceil
from typing import Any

import numpy as np

from relu_viz.activations import get_activation
from relu_viz.base import Float
from relu_viz.networks import get_optimizer
from relu_viz.training import Cause, Trainer, TrainingConfig, layer_of_unit

FEW = 0.05  # of the points: a step that takes the last of them is told in another way
STEPS_OF_PENALTY = 1000


def tell_cause(cause: Cause, trainer: Trainer) -> str:
    """Why it died or came back: what follows "Unit 2.3 died in epoch 34:"."""
    config, word = trainer.config, trainer.network.activation_of(0).inactive_everywhere
    if cause.by == "birth":
        return f"it was {word} from the first weights on."
    if cause.by == "hand":
        return _by_hand(cause, config, word)
    steps = steps_of_an_epoch(trainer)
    step = f"step {cause.step} of {steps}" if steps > 1 else "its one step"
    why = _why(cause, config)
    if not cause.died:
        return f"{step} woke it. {why}"
    if cause.share_before < FEW:
        return f"{step} took the last {percent(cause.share_before)} of the points from it. {why}"
    rate = config.rate_of_step(cause.epoch - 1, cause.step, steps)
    return f"{step}, at learning rate {rate:g}, took it from {percent(cause.share_before)} of the points to none. {why}"


def time_of(cause: Cause, trainer: Trainer) -> float:
    """When it was, in epochs, parts of the next included."""
    return cause.epoch - 1 + cause.step / steps_of_an_epoch(trainer) if cause.step else cause.epoch


def steps_of_an_epoch(trainer: Trainer) -> int:
    """How many mini-batches there are."""
    return ceil(len(trainer.data.x_train) / trainer.config.batch_size)


def _by_hand(cause: Cause, config: TrainingConfig, word: str) -> str:
    layer, number = layer_of_unit(cause.unit, config.hidden)
    at_unit = [change.at_unit for change in config.changes if change.epoch == cause.epoch and change.at_unit]
    kinds = [kind for kind, *unit in at_unit if unit == [layer + 1, number + 1] and kind != "remove"]
    if not kinds:
        if not cause.died:
            return "what was changed by hand woke it."
        return f"what was changed by hand took it from {percent(cause.share_before)} of the points to none."
    if not cause.died:
        return "it was started anew by hand."
    if kinds[-1] == "new":
        return f"new weights by hand took it from {percent(cause.share_before)} of the points to none."
    went = f"it went from {percent(cause.share_before)} of the points to none."
    done = "killed" if word == "dead" else "silenced"
    return f"it was {done} by hand: its bias was set so low that {went}"


def _why(cause: Cause, config: TrainingConfig) -> str:
    own, below = _figure(cause.own), _figure(cause.below)
    if cause.by == "momentum":
        label = get_optimizer(config.optimizer).label
        return f"It had no gradient: {label} went on moving its weights by what it remembers of earlier steps."
    if cause.by == "penalty":
        return "It had no gradient: the penalty moved its weights."
    if layer_of_unit(cause.unit, config.hidden)[0] == 0:
        return f"Its own weights moved its z by {own} on average; what comes in never changes."
    if cause.by == "own":
        return f"Its own weights did it: they moved its z by {own} on average, what comes in by {below}."
    if cause.by == "below":
        return f"What comes in did it: that moved its z by {below} on average, its own weights by {own}."
    if cause.by == "either":
        return f"Its own weights, or what comes in, would do alone: they moved its z by {own} and {below} on average."
    return f"Only both together did it: its own weights moved its z by {own} on average, what comes in by {below}."


def tell_divergence(trainer: Trainer) -> str:
    """When a run has diverged, whatever was recorded of it, and what to try, by the settings that were in force."""
    epoch = int(trainer.diverged_at[0])
    told = f"In epoch {epoch} the numbers grew beyond what a computer can hold."
    settings = trainer.config.settings_at(epoch - 1)
    rate, l2 = settings["learning_rate"], settings["l2"]
    if l2 and not settings["clip_norm"] and penalty_grows(trainer.config.optimizer, rate, l2):
        return (
            f"{told} The penalty alone does that: at learning rate {rate:g} and L2 {l2:g} it throws every weight at "
            "least as far to the other side as it was. Make one of the two smaller."
        )
    return f"{told} Try a smaller learning rate."


def tell_difference(differs: dict[str, Any]) -> str:
    """In what a step that is taken again differs; the fields are those of ``training.flips.differences``."""
    if "activation" in differs:
        activation = get_activation(differs["activation"], differs["alpha"])
        return f"{activation.spec.label}, α = {activation.alpha:g}"
    if "learning_rate" in differs:
        return f"Learning rate {differs['learning_rate']:g}"
    if "clip_norm" in differs:
        return f"Gradient clipped at {differs['clip_norm']:g}"
    return "Without momentum" if differs else "The same again"


def penalty_grows(optimizer: str, learning_rate: float, l2: float) -> bool:
    """Whether a weight that feels nothing but L2 never shrinks: with plain gradient descent where rate × L2 ≥ 2."""
    step = get_optimizer(optimizer)
    weight, memory = np.ones((1, 1)), np.zeros((step.slots, 1, 1))
    with np.errstate(all="ignore"):
        for number in range(1, STEPS_OF_PENALTY + 1):
            step.step(weight, l2 * weight, memory, learning_rate, number)
    return not abs(weight[0, 0]) < 1


def tell_typical(config: TrainingConfig, inactive: Float[np.ndarray, " seeds"], epoch: int, diverged: int) -> str:
    """How many of a network's units are inactive on the training points at an epoch, over many seeds."""
    word, units = get_activation(config.activation, config.alpha).inactive_everywhere, sum(config.hidden)
    lost = f" ({diverged} of them diverged before that)" if diverged else ""
    return (
        f"Typical: a median of {np.median(inactive):g} of {units} {word} on the training points, "
        f"over {len(inactive)} seeds{lost} at epoch {epoch}."
    )


def percent(share: float) -> str:
    """A share in words, as the picture writes it: "21 %", "4.7 %", "under 1 %", "over 99 %"."""
    if 0 < share < 0.01:
        return "under 1 %"
    if 0.99 < share < 1:
        return "over 99 %"
    return f"{100 * share:.1f} %" if share < 0.1 else f"{100 * share:.0f} %"


def _figure(size: float) -> str:
    """Two digits of a number that is not negative."""
    return f"{float(f'{size:.2g}'):g}" if size == 0 or size >= 1e-3 else "less than 0.001"

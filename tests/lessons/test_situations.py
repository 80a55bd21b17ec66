"""What the sentences of every situation say is what the engine computes, and is not so of a run that differs."""

import dataclasses

import pytest

from relu_viz.lessons import SITUATIONS
from relu_viz.training import Change, TrainingConfig, proposed_twins, read_twins, twins_of


def test_what_its_sentences_say_is_so(reached):
    situation, trainer = reached
    assert len(situation.sentences) == 2
    assert situation.holds(trainer)
    assert TrainingConfig.from_link(situation.config.to_link()) == (situation.config, [])


LIMITS = {  # accuracy on the points it learned from: the last with which its sentences are so, the next that is not
    "units_die": (0.901, 0.9),
    "layer_dies": (0.599, 0.6),
    "spiral_plain": (0.899, 0.9),
    "spiral_features": (0.97, 0.969),
    "corners": (0.971, 0.97),
    "curves": (0.971, 0.97),
    "linear_stays_a_line": (0.649, 0.65),
    "overfitting": (1.0, 0.999),
}


def test_its_sentences_are_so_up_to_their_limits(reached):
    situation, trainer = reached
    last = trainer.history.train_accuracy[-1]
    kept = last.copy()
    for accuracy, so in zip(LIMITS.get(situation.name, ()), (True, False), strict=False):
        last[:] = accuracy
        assert bool(situation.holds(trainer)) == so
    last[:] = kept


def set_history(name: str, value: float):
    """A change of the last of a measure."""

    def change(trainer) -> None:
        getattr(trainer.history, name)[-1] = value

    return change


def set_wrong(epoch: int, share: float):
    """What share of the points was wrong after an epoch."""

    def change(trainer) -> None:
        trainer.history.train_accuracy[epoch] = 1 - share

    return change


def set_active(epochs: int | slice, units: int | slice, share: float):
    """On what share of the points units were active, at some epochs."""

    def change(trainer) -> None:
        trainer.history.active[epochs, 0, units] = share

    return change


def set_loss(epochs: slice, loss: float):
    def change(trainer) -> None:
        trainer.history.train_loss[epochs, 0] = loss

    return change


def as_if_with(**settings):
    """The same past, as of a run with other settings: whatever is trained for comparison has them, too."""

    def change(trainer) -> None:
        trainer.config = dataclasses.replace(trainer.config, **settings)

    return change


def awake_second_layer(trainer) -> None:
    trainer.network.weights[1][0, -1] = 5.0  # biases


def one_answer_everywhere(trainer) -> None:
    trainer.network.weights[-1][0, :-1] = 0.0


def set_diverged(epoch: int):
    return lambda trainer: trainer.diverged_at.fill(epoch)


def other_first_weights(trainer) -> None:
    trainer.network.weights[0][0, 0, 0] = 1.0  # of units that nobody listens to
    trainer.network.weights[2][0, :-1] = 0.0


def same_units_that_tell_points_apart(trainer) -> None:
    for weights in trainer.network.weights:
        weights[0, :-1] = 1.0


# What would make a sentence untrue, one thing at a time, and what would still leave it true.
CHANGED = {
    "units_die": [(set_active(100, 0, 0.0), False), (set_active(slice(200, None), 0, 0.0), False),
                  (set_active(100, 0, 0.5), True)],
    "layer_dies": [(set_active(20, slice(8, 16), 0.0), False), (set_active(30, 9, 0.1), False),
                   (set_active(-1, slice(8, 16), 0.1), False), (awake_second_layer, False)],
    "unit_revives": [(set_active(2, 6, 0.5), False), (set_active(10, 6, 0.0), False), (as_if_with(seed=1), False)],
    "rate_too_high": [(set_loss(slice(70, None), 9.0), False), (set_loss(slice(-20, None), 1e-9), False)],
    "corners": [(one_answer_everywhere, False)],
    "curves": [(one_answer_everywhere, False)],
    "linear_stays_a_line": [(as_if_with(learning_rate=1e-5), False)],
    "leaky_rescue": [(set_history("active", 0.0), False), (set_history("train_accuracy", 0.5), False)],
    "sigmoid_stalls": [(as_if_with(learning_rate=1e-5), False),
                       (set_history("train_loss", 0.6991), False), (set_history("train_loss", 0.6871), False),
                       (set_history("train_loss", 0.6971), True), (set_history("train_loss", 0.6891), True)],
    "zeros": [(other_first_weights, False), (same_units_that_tell_points_apart, False)],
    "divergence": [(set_diverged(2), False), (set_diverged(-1), False), (set_diverged(1), True)],
    "dead_output": [(set_loss(3, 9.0), False), (as_if_with(learning_rate=1e-4), False)],
    "born_dead": [(as_if_with(bias_shift=0.0), False), (awake_second_layer, False),
                  (set_history("train_accuracy", 0.44), False), (set_history("train_accuracy", 0.46), True)],
    "killed_by_a_step": [(as_if_with(seed=2), False), (as_if_with(learning_rate=0.5), False)],
    "killed_from_below": [(as_if_with(seed=16), False), (as_if_with(learning_rate=0.5), False)],
    "killed_by_both": [(as_if_with(seed=1167), False), (as_if_with(learning_rate=0.5), False)],
    "killed_by_either": [(as_if_with(seed=866), False), (as_if_with(learning_rate=3.0), False),
                         (as_if_with(learning_rate=2.0), True)],
    "killed_by_hand": [(as_if_with(changes=()), False), (as_if_with(changes=(Change(20, "b1.2", -20.0),)), False),
                       (set_wrong(20, 0.24), False), (set_wrong(20, 0.26), True),
                       (set_wrong(25, 0.11), False), (set_wrong(25, 0.09), True)],
    "woken_by_a_penalty": [(as_if_with(l1=0.0), False), (as_if_with(l1=0.002), False),
                           (as_if_with(bias_shift=-1e-6), False), (set_active(40, 6, 0.0), False),
                           (set_active(6, 6, 0.0), False), (set_active(5, 6, 0.5), True)],
    "woken_by_momentum": [(as_if_with(optimizer="sgd"), False)],
    "too_late": [(as_if_with(learning_rate=0.5), False), (as_if_with(seed=127), False)],
    "not_prevented": [(as_if_with(seed=4), False)],
    "overfitting": [(set_history("test_accuracy", 0.801), False), (set_history("test_accuracy", 0.8), True)],
}  # fmt: skip


def test_its_sentences_are_not_so_of_a_run_that_differs_in_one_thing(reached):
    situation, trainer = reached
    for change, still_so in CHANGED.get(situation.name, []):
        kept, rows, config = trainer.take(), trainer.history.rows.copy(), trainer.config
        change(trainer)
        said = bool(situation.holds(trainer))
        trainer.config = config
        trainer.restore(kept)
        trainer.history.rows[:] = rows
        assert said == still_so


def test_there_are_ten_at_least():
    assert len(SITUATIONS) >= 10


def test_the_spiral_is_told_tensorflow_playgrounds_seven_inputs():
    features = SITUATIONS["spiral_features"].config.features
    assert features == ("x1", "x2", "x1_squared", "x2_squared", "product", "sin_x1", "sin_x2")


@pytest.mark.parametrize("name", SITUATIONS)
def test_it_can_be_seen_beside_two_that_differ_in_one_thing(name):
    config = SITUATIONS[name].config
    twins, problems = twins_of(config, read_twins(proposed_twins(config)))
    assert (len(twins), problems) == (2, [])

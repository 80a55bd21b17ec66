"""The step that silenced a unit or woke it: its figures by a plain loop, what else was tried by runs of its own."""

from copy import deepcopy
from dataclasses import replace
from math import inf

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from relu_viz.networks import add_penalty, clip_by_norm
from relu_viz.training import Cause, Change, Trainer, TrainingConfig, active_share, layer_of_unit, see_flip
from relu_viz.training.flips import CLIPPED, LATER, branched_config, differences
from tests.pieces import finished
from tests.training.plain_loop import ALPHAS, PlainNetwork, PlainTraining

FAST = {"rmsprop", "adam"}  # at rates a thirtieth of the others'
SMALL = {"samples": 20, "held_out": 0.2, "batch_size": 4}


def seen_of(trainer: Trainer, cause: Cause):
    return finished(see_flip(trainer.replayed(cause.epoch - 1), cause.unit, cause.step))


class Plain:
    """A run by the plain loop, with all of it before and after each step, by (epoch that it ends as, step)."""

    def __init__(self, config: TrainingConfig, data, epochs: int):
        network = PlainNetwork(
            config.layer_sizes, config.activation, "logistic", config.seed, bias_shift=config.bias_shift,
            alpha=ALPHAS.get(config.activation),
        )  # fmt: skip
        self.training = PlainTraining(
            network,
            config.optimizer,
            config.learning_rate,
            config.batch_size,
            l2=config.l2,
            clip=config.clip_norm or inf,
        )
        self.xs, self.ys = data.x_train.tolist(), data.y_train.tolist()
        self.before, self.after, self.batches = {}, {}, {}
        for epoch in range(1, epochs + 1):
            keys = self.training.random.random(len(self.xs), dtype=np.float32).tolist()
            order = sorted(range(len(self.xs)), key=keys.__getitem__)
            for step, start in enumerate(range(0, len(order), config.batch_size), 1):
                batch = order[start : start + config.batch_size]
                self.before[epoch, step], self.batches[epoch, step] = deepcopy(self.training), batch
                self.step(self.training, batch)
                self.after[epoch, step] = deepcopy(self.training)

    def step(self, training: PlainTraining, batch: list[int]) -> None:
        training.step([self.xs[n] for n in batch], [self.ys[n] for n in batch])

    def z(self, network: PlainNetwork, layer: int, column: int) -> list[float]:
        return [network.pre_activations(x)[layer][column] for x in self.xs]


def weights_of(network: PlainNetwork, layer: int, column: int) -> list[float]:
    return [row[column] for row in network.layers[layer]]


def mixed(network: PlainNetwork, other: PlainNetwork, layer: int, column: int) -> PlainNetwork:
    """A network in which one unit's own weights are another's."""
    mix = deepcopy(network)
    for row, theirs in zip(mix.layers[layer], other.layers[layer], strict=True):
        row[column] = theirs[column]
    return mix


def test_a_step_of_many_is_seen_in_pieces_that_say_which_share_is_done():
    config = TrainingConfig(hidden=(4,), samples=100, batch_size=1, learning_rate=0.01)
    told = list(see_flip(Trainer(config), unit=1, step=75))
    tried = len(list(differences(config, 0, 75, 80)))
    steps_before, steps_after = 75 // 10, tried * (80 * LATER) // 10
    assert len(told) > steps_before + 0.1 * steps_after
    assert told == sorted(told)
    assert set(told) == {number / tried for number in range(tried)}


@pytest.mark.slow
@settings(max_examples=200)
@given(
    hidden=st.sampled_from([(3,), (3, 2), (2, 2, 2)]),
    optimizer=st.sampled_from(["sgd", "sgd", "momentum", "nesterov", "rmsprop", "adam"]),
    learning_rate=st.sampled_from([0.3, 1.0, 3.0]),
    l2=st.sampled_from([0.0, 0.0, 0.02]),
    clip_norm=st.sampled_from([0.0, 0.0, 1.0]),
    seed=st.integers(0, 10**5),
)
def test_every_figure_is_what_a_plain_loop_finds(**chosen):
    rate = chosen["learning_rate"] * (0.03 if chosen["optimizer"] in FAST else 1)
    config = TrainingConfig(**chosen | {"learning_rate": rate}, **SMALL)
    trainer = Trainer(config)
    causes = [each for each in trainer.run(8).causes if each.step][:3]
    assume(causes and trainer.diverged_at[0] < 0)
    plain = Plain(config, trainer.data, 8)
    # Nor is it so wild that the last bits of a sum decide where it goes: that the two train alike is tested elsewhere.
    assume(np.allclose(plain.training.network.flat(), trainer.network.theta[0], rtol=1e-6, atol=1e-9))
    for cause in causes:
        check_by_plain_loop(plain, trainer, cause)


def check_by_plain_loop(plain: Plain, trainer: Trainer, cause: Cause) -> None:
    at, place = (cause.epoch, cause.step), layer_of_unit(cause.unit, trainer.config.hidden)
    old, new = plain.before[at].network, plain.after[at].network
    seen, others = seen_of(trainer, cause)
    assert seen.batch.tolist() == plain.batches[at]
    for told, network in ((seen.before, old), (seen.after, new)):
        np.testing.assert_allclose(told, plain.z(network, *place), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(seen.own, plain.z(mixed(old, new, *place), *place), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(seen.below, plain.z(mixed(new, old, *place), *place), rtol=1e-6, atol=1e-9)
    batch = plain.batches[at]
    slope = deepcopy(old)
    slope.put(old.gradient([plain.xs[n] for n in batch], [plain.ys[n] for n in batch]))
    np.testing.assert_allclose(seen.gradient, weights_of(slope, *place), rtol=1e-6, atol=1e-9)
    moved = np.subtract(weights_of(new, *place), weights_of(old, *place))
    np.testing.assert_allclose(seen.moved, moved, rtol=1e-6, atol=1e-9)
    # The step that is named is the first after which no point answers, or one does again.
    assert (seen.before > 0).any() == cause.died
    assert (seen.after > 0).any() != cause.died
    without_own, without_below = (seen.below > 0).any() == cause.died, (seen.own > 0).any() == cause.died
    by = {"own": (True, False), "below": (False, True), "either": (False, False), "both": (True, True)}
    assert (without_own, without_below) == by.get(cause.by, (True, False)), "momentum and penalty are its own weights"
    for each in others:
        least = (
            np.log(0.05) if each.differs.get("activation") == "elu" else 0
        )  # where its slope e^z is a twentieth of 1
        z = plain.z(otherwise(plain, trainer, at, each.differs), *place)
        assert each.at_once == sum(value > least for value in z)


def otherwise(plain: Plain, trainer: Trainer, at: tuple[int, int], differs: dict) -> PlainNetwork:
    """The network after that step with a difference, by the plain loop."""
    training, network = deepcopy(plain.before[at]), plain.before[at].network
    training.rate = differs.get("learning_rate", training.rate)
    training.optimizer = differs.get("optimizer", training.optimizer)
    training.clip = differs.get("clip_norm", training.clip)
    if "activation" in differs:
        other = PlainNetwork(network.sizes, differs["activation"], network.loss, 0, alpha=differs["alpha"])
        other.put(network.flat())
        training.network = other
    plain.step(training, plain.batches[at])
    return training.network


def branched_run(trainer: Trainer, cause: Cause, differs: dict) -> np.ndarray:
    """Theta of a run of its own that is branched at a step: of the config with a difference, step by step."""
    past, config = trainer.replayed(cause.epoch - 1), branched_config(trainer.config, differs)
    data, random, size = trainer.data, past.random[0], config.batch_size
    run = Trainer(config, data=data)
    nets, settings_of = run.network, lambda epoch, of: of.settings_at(epoch)

    def step(batch: np.ndarray, state: Trainer, now: dict) -> None:
        gradient = state.network.gradient(state.inputs(data.x_train[batch]), data.y_train[batch])[1]
        if now["l1"] or now["l2"]:
            add_penalty(gradient, state.network.theta, nets.penalized, *np.array([[[now["l1"]]], [[now["l2"]]]]))
        if now["clip_norm"]:
            clip_by_norm(gradient, np.array([[now["clip_norm"]]]))
        state.steps += state.optimizer.counts
        state.optimizer.step(
            state.network.theta, gradient, state.memory, np.array([[now["learning_rate"]]]), state.steps
        )

    state = past
    for epoch in range(cause.epoch - 1, cause.epoch + LATER):
        order = random.random(len(data.x_train), dtype=np.float32).argsort()
        for number, start in enumerate(range(0, len(order), size), 1):
            if state is past and number == cause.step:
                nets.theta[...], run.steps[...] = past.network.theta, past.steps
                if config.optimizer == trainer.config.optimizer:
                    run.memory[...] = past.memory
                state = run
            step(order[start : start + size], state, settings_of(epoch, state.config))
        state.change_by_hand(epoch + 1)
    return nets.theta


RUNS = [
    ({}, 181),
    ({"hidden": (4,), "optimizer": "momentum", "learning_rate": 0.3, "seed": 133}, 1),
    ({"hidden": (4, 4), "learning_rate": 2.0, "l2": 0.01, "seed": 111}, 26),
    ({"hidden": (2,), "learning_rate": 3.0, "seed": 126, "clip_norm": 20.0}, 29),
    (
        {"changes": (Change(180, "learning_rate", 1.5), Change(184, "b1.1", 2.0), Change(186, "learning_rate", 0.2))},
        181,
    ),
]


@pytest.mark.parametrize(("chosen", "epoch"), RUNS)
def test_what_was_tried_is_what_a_run_of_its_own_gives_bit_for_bit(chosen, epoch):
    trainer = Trainer(TrainingConfig(**chosen))
    trainer.run(epoch + LATER)
    cause = next(each for each in trainer.history.causes if each.epoch >= epoch and each.step)
    _, others = seen_of(trainer, cause)
    assert others[0].differs == {}
    assert sum(len(each.differs) > 0 for each in others) >= 4
    nets, inputs = trainer.replayed(0).network, trainer.inputs(trainer.data.x_train)
    for each in others:
        if each.diverged or "activation" in each.differs:
            continue
        nets.theta[...] = branched_run(trainer, cause, each.differs)
        assert each.later == round(active_share(nets, inputs)[0, cause.unit] * len(inputs))
        if not each.differs:
            np.testing.assert_array_equal(nets.theta, trainer.replayed(cause.epoch + LATER).network.theta)


@pytest.mark.parametrize("differs", [{"activation": "leaky_relu", "alpha": 0.3}, {"activation": "elu", "alpha": 1.0}])
def test_another_activation_goes_on_from_the_same_weights(differs):
    trainer = Trainer(TrainingConfig(hidden=(2,), learning_rate=3.0, seed=126))
    trainer.run(40)
    (cause,) = trainer.history.causes
    tried = next(each for each in seen_of(trainer, cause)[1] if each.differs == differs)
    nets = Trainer(branched_config(trainer.config, differs)).network
    nets.theta[...] = branched_run(trainer, cause, differs)
    count = len(trainer.data.x_train)
    assert tried.later == round(active_share(nets, trainer.inputs(trainer.data.x_train))[0, cause.unit] * count)


def test_the_run_is_left_as_it_is_and_the_moments_are_those_before_and_after():
    trainer = Trainer(TrainingConfig())
    trainer.run(181)
    past = trainer.replayed(180)
    before = past.take()
    seen, _ = finished(see_flip(past, 8, 8))
    for name, value in vars(before).items():
        np.testing.assert_array_equal(getattr(past.take(), name), value)
    assert list(zip(seen.frames.epoch, seen.frames.batch, strict=True)) == [(180, 7), (180, 8)]
    assert (seen.frames.active[:, 0, 8] > 0).tolist() == [True, False]
    last, _ = finished(see_flip(past, 8, 20))
    np.testing.assert_array_equal(last.frames.theta[1], trainer.network.theta.astype(np.float32))


def test_what_makes_no_difference_here_is_not_tried():
    tried = list(differences(TrainingConfig(optimizer="adam", clip_norm=CLIPPED), 3, 1, 20))
    assert [*map(sorted, tried)] == [[], ["learning_rate"], ["learning_rate"], *[["activation", "alpha"]] * 3]
    tried = list(differences(TrainingConfig(activation="tanh", optimizer="nesterov", learning_rate=0.2), 3, 1, 20))
    assert tried == [{}, {"learning_rate": 0.1}, {"learning_rate": 0.02}, {"optimizer": "sgd"}, {"clip_norm": 0.1}]


def test_what_was_changed_on_the_way_gives_way_to_the_difference():
    config = TrainingConfig(changes=(Change(3, "learning_rate", 0.5), Change(9, "l2", 0.1)))
    assert list(differences(config, 5, 1, 20))[1] == {"learning_rate": 0.25}
    assert branched_config(config, {"learning_rate": 0.25}).settings_at(20)["learning_rate"] == 0.25
    assert branched_config(config, {"learning_rate": 0.25}).settings_at(20)["l2"] == 0.1


def test_nothing_else_is_tried_where_that_would_take_long(monkeypatch):
    trainer = Trainer(replace(TrainingConfig(), hidden=(2,), learning_rate=3.0, seed=126))
    trainer.run(40)
    monkeypatch.setattr("relu_viz.training.flips.MOST_WORK", 1000)
    seen, others = seen_of(trainer, trainer.history.causes[0])
    assert others == []
    assert len(seen.before) == 200

"""Units killed, started anew and removed, layers frozen, rates raised for ten steps: held against a plain loop."""

from dataclasses import replace
from io import BytesIO
from math import inf, sqrt

import numpy as np
import pytest

from relu_viz.activations import ACTIVATIONS
from relu_viz.stage.batching import Classroom
from relu_viz.stage.telling import tell_cause
from relu_viz.training import (
    Change,
    Trainer,
    TrainingConfig,
    TrainingState,
    see_flip,
    train_together,
    watch_batches,
    weights_npz,
)
from relu_viz.training.changes import read_changes
from relu_viz.training.flips import branched_config, differences
from relu_viz.training.twins import twins_of
from tests.pieces import finished
from tests.training.plain_loop import PlainTraining
from tests.training.test_plain_loop import both, check

WAYS = {
    "SGD": {},
    "momentum": {"optimizer": "momentum", "learning_rate": 0.03},
    "Nesterov": {"optimizer": "nesterov", "learning_rate": 0.03},
    "RMSProp": {"optimizer": "rmsprop", "learning_rate": 0.01},
    "Adam": {"optimizer": "adam", "learning_rate": 0.02},
    "penalties and clipping": {"l1": 0.02, "l2": 0.1, "clip_norm": 0.3, "optimizer": "momentum"},
    "learned slopes": {"activation": "prelu", "optimizer": "adam", "learning_rate": 0.02, "l2": 0.1},
}
HIDDEN = (4, 3)


def plainly(plain: PlainTraining, kind: str, value: float = 1) -> None:
    """What is changed by hand, written down for unit 2.3 or layer 2 of a 2-4-3-1 network: its bias is at 26."""
    network = plain.network
    own = [14, 17, 20, 23, 26, *([30 + 7] if network.activation == "prelu" else [])]
    if kind == "kill":
        highest = max(network.pre_activations(x)[1][2] for x in plain.points)
        silent = 0.0 if "relu" in network.activation else -2.1875  # 1 − tanh² is under a twentieth there
        network.layers[1][4][2] -= max(0.0, highest - (silent - 1))
    if kind == "new":
        slope = 0.25 if network.activation == "prelu" else 0.0
        drawn = np.random.default_rng(int(value)).standard_normal((4, 1)) * sqrt(2 / ((1 + slope**2) * 4))
        for row, weight in enumerate([*drawn[:, 0].tolist(), 0.0]):
            network.layers[1][row][2] = weight
        network.slopes[1][2] = network.alpha
    if kind in ("kill", "new"):
        for place in own:
            plain.first[place] = plain.second[place] = 0.0
    if kind == "remove":
        network.layers[2][2] = [0.0]
        plain.held |= {*own, 29}
    if kind == "freeze":
        layer = {*range(12, 27), *([35, 36, 37] if network.activation == "prelu" else [])}
        plain.held = plain.held | layer if value else plain.held - layer
    if kind == "boost":
        plain.boosts = [value] * 10


def run(trainer: Trainer, plain: PlainTraining, epochs: int) -> None:
    data = trainer.data
    trainer.run(epochs)
    plain.run(epochs, data.x_train.tolist(), data.y_train.tolist())


@pytest.mark.parametrize(("what", "value"), [("kill2.3", 1), ("new2.3", 77), ("remove2.3", 1), ("freeze2", 1),
                                             ("boost", 10), ("boost", 0.5)])  # fmt: skip
@pytest.mark.parametrize("settings", WAYS.values(), ids=list(WAYS))
def test_what_a_hand_does_is_what_the_plain_loop_does_with_every_optimizer(settings, what, value):
    trainer, plain = both(**{"hidden": HIDDEN, "changes": (Change(3, what, value),)} | settings)
    plain.points = trainer.data.x_train.tolist()
    run(trainer, plain, 3)
    plainly(plain, what.rstrip("0123456789."), value)
    np.testing.assert_allclose(trainer.network.theta[0], plain.network.flat(), rtol=0, atol=1e-12)
    check(trainer, plain, 4, within=1e-10)


@pytest.mark.parametrize("settings", WAYS.values(), ids=list(WAYS))
def test_a_layer_that_thaws_moves_again_while_a_unit_that_was_removed_from_it_does_not(settings):
    changes = (Change(1, "remove2.3", 1), Change(2, "freeze2", 1), Change(4, "freeze2", 0))
    trainer, plain = both(**{"hidden": HIDDEN, "changes": changes} | settings)
    removed = {14, 17, 20, 23, 26, 29, *([37] if "activation" in settings else [])}
    run(trainer, plain, 1)
    plainly(plain, "remove")
    run(trainer, plain, 1)
    frozen = trainer.network.theta[0, 12:27].copy()
    plainly(plain, "freeze")
    check(trainer, plain, 2, within=1e-10)
    assert np.array_equal(trainer.network.theta[0, 12:27], frozen)
    plainly(plain, "freeze", 0)
    plain.held = removed
    check(trainer, plain, 2, within=1e-10)
    moved = trainer.network.theta[0, 12:27] != frozen
    assert moved.reshape(5, 3).tolist() == [[True, True, False]] * 5
    assert trainer.network.theta[0, 29] == 0


@pytest.mark.parametrize("settings", WAYS.values(), ids=list(WAYS))
def test_while_the_output_layer_is_frozen_the_hidden_ones_learn_for_it(settings):
    changes = (Change(2, "freeze3", 1), Change(4, "freeze3", 0))
    trainer, plain = both(**{"hidden": HIDDEN, "changes": changes} | settings)
    run(trainer, plain, 2)
    before = trainer.network.theta[0].copy()
    plain.held = {27, 28, 29, 30}
    check(trainer, plain, 2, within=1e-10)
    now = trainer.network.theta[0].copy()
    assert np.array_equal(now[27:31], before[27:31])
    assert (now[:27] != before[:27]).any()
    plain.held = set()
    check(trainer, plain, 2, within=1e-10)
    assert (trainer.network.theta[0, 27:31] != now[27:31]).any()


@pytest.mark.parametrize("batch_size", [48, 10, 7])
def test_ten_steps_are_ten_however_many_mini_batches_an_epoch_has(batch_size):
    trainer, plain = both(batch_size=batch_size, changes=(Change(1, "boost", 10), Change(2, "boost", 0.5)))
    run(trainer, plain, 1)
    steps = -(-48 // batch_size)
    factors = [10.0] * 10 + [1.0] * 10
    for number in range(steps, steps + 10):
        factors[number] *= 0.5
    plain.boosts = factors
    check(trainer, plain, 12, within=1e-9)


@pytest.mark.parametrize("name", [name for name, spec in ACTIVATIONS.items() if spec.inactive_everywhere])
def test_who_is_killed_is_active_on_no_training_point_whatever_its_activation(name):
    config = TrainingConfig(hidden=(3, 3), activation=name, samples=60, learning_rate=0.05)
    if not config.can_kill:
        with pytest.raises(ValueError, match="No bias is so low"):
            replace(config, changes=(Change(2, "kill2.2", 1),))
        return
    trainer = Trainer(replace(config, changes=(Change(2, "kill1.1", 1), Change(2, "kill2.2", 1))))
    frames = trainer.run(2)
    assert frames.active[-1, 0, [0, 4]].tolist() == [0, 0]
    theta = trainer.network.theta.copy()
    twice = Trainer(replace(config, changes=(*trainer.config.changes, Change(2, "kill2.2", 1))))
    twice.run(2)
    np.testing.assert_allclose(twice.network.theta, theta, rtol=0, atol=1e-12)  # low enough already


CHANGES = read_changes("2:kill2.1:1,3:freeze1:1,4:boost:10,5:new2.1:3,6:remove1.2:1,7:freeze1:0,9:b2.2:0.5,9:boost:4")
COMPANY = {"hidden": (4, 3), "samples": 60, "batch_size": 10, "learning_rate": 0.1}


@pytest.mark.parametrize("settings", WAYS.values(), ids=list(WAYS))
def test_a_run_is_the_same_alone_in_company_in_parts_and_among_seeds(settings):
    config = TrainingConfig(**COMPANY | settings, changes=CHANGES)
    alone = Trainer(config)
    alone.run(14)
    quiet = [replace(config, changes=(), seed=5), replace(config, changes=(Change(11, "freeze2", 1),), seed=6)]
    untouched = [Trainer(each) for each in quiet]
    for each in untouched:
        each.run(14)
    company = [Trainer(each) for each in (quiet[0], config, quiet[1], replace(config, seed=8))]
    company[2].run(1)  # not all are equally far
    while company[1].epoch < 13:
        train_together(company, int(min(13 - company[1].epoch, *(each.epochs_until_change for each in company))))
    for each in company:
        each.run(14 - each.epoch)
    for one, other in zip((untouched[0], alone, untouched[1]), company, strict=False):
        assert np.array_equal(one.network.theta, other.network.theta)
        assert np.array_equal(one.memory, other.memory)
    seeds = TrainingState(config, 5)
    in_class, seldom, classroom = Trainer(config), Trainer(config), Classroom()
    seldom.run(14, evaluate_every=10)
    while seeds.epoch < 14:
        train_together([seeds], int(min(14 - seeds.epoch, seeds.epochs_until_change)))
    while in_class.epoch < 14:
        classroom.train(in_class, 14 - in_class.epoch)
    assert np.array_equal(alone.network.theta, in_class.network.theta)
    assert np.array_equal(alone.network.theta, seldom.network.theta)
    assert np.array_equal(alone.network.theta[0], seeds.network.theta[0])
    third = Trainer(replace(config, seed=config.seed + 3))
    third.run(14)
    assert np.array_equal(third.network.theta[0], seeds.network.theta[3])


def test_replayed_from_a_snapshot_and_watched_batch_by_batch_it_is_the_same():
    trainer = Trainer(TrainingConfig(**COMPANY, changes=CHANGES))
    for epoch in range(12):
        steps = finished(watch_batches(trainer, 0, 100))
        before = trainer.network.theta.copy()
        trainer.run(1)
        trainer.snapshots.add(trainer.take())
        if epoch in (3, 4, 5):  # the first layer is frozen
            assert np.array_equal(steps.theta[-1, 0, :12], before[0, :12].astype(np.float32))
    at_once = Trainer(trainer.config)
    at_once.run(12)
    assert np.array_equal(trainer.network.theta, at_once.network.theta)
    for epoch in range(13):
        there = Trainer(trainer.config)
        there.run(epoch)
        assert np.array_equal(trainer.replayed(epoch).network.theta, there.network.theta)


def test_a_step_is_taken_again_with_the_rate_that_it_had():
    """The unit's step of a raised rate; half of it, and all else, from a run whose rate was changed on the way."""
    config = TrainingConfig(
        hidden=(3,), samples=60, learning_rate=0.3, changes=read_changes("2:boost:10,5:freeze2:1,7:kill1.1:1")
    )
    past = Trainer(config)
    past.run(2)
    seen, others = finished(see_flip(past, 0, 2))
    frames = Trainer(config).run(2)
    assert len(frames.epoch) == 2
    steps = finished(watch_batches(past, 0, 5))
    assert np.array_equal(seen.frames.theta, steps.theta[:2])
    rates = [each.differs.get("learning_rate") for each in others[:3]]
    assert rates == [None, pytest.approx(1.5), pytest.approx(0.3)]
    whole = Trainer(config)
    whole.run(13)
    assert others[0].later == round(whole.history.active[-1, 0, 0] * len(whole.data.x_train))
    slower = branched_config(config, {"learning_rate": 0.3})
    assert slower.changes == config.changes[1:], "a run of another rate has none that is a multiple of the old one"
    assert twins_of(config, "learning_rate:0.1")[0][0].changes == config.changes[1:]
    assert list(differences(config, 4, 3, 5))[1]["learning_rate"] == 0.15, "the ten steps are over"


def test_why_a_unit_died_or_came_back_by_hand_is_said():
    changes = read_changes("3:kill1.2:1,6:new1.2:4")
    trainer = Trainer(TrainingConfig(hidden=(4,), samples=60, learning_rate=0.05, changes=changes))
    trainer.run(8)
    mine = [cause for cause in trainer.history.causes if cause.unit == 1]
    assert [(cause.epoch, cause.died, cause.by) for cause in mine] == [(3, True, "hand"), (6, False, "hand")]
    share = trainer.history.active[list(trainer.history.epoch).index(2), 0, 1]
    told = [tell_cause(cause, trainer) for cause in mine]
    assert told[0].startswith("it was killed by hand: its bias was set so low that it went from ")
    assert told[1] == "it was started anew by hand."
    assert mine[0].share_before > 0
    assert share > 0


@pytest.mark.parametrize(("alpha", "done"), [(0.1, "silenced"), (0.0, "killed")])
def test_a_unit_that_only_leaks_is_silenced_by_hand_not_killed(alpha, done):
    changes = read_changes("3:kill1.2:1")
    trainer = Trainer(TrainingConfig(hidden=(4,), samples=60, activation="leaky_relu", alpha=alpha, changes=changes))
    trainer.run(3)
    assert f"it was {done} by hand: " in " ".join(tell_cause(cause, trainer) for cause in trainer.history.causes)


SIZES = {"hidden": (4, 3), "activation": "relu"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [("3:kill3.1:1", "nothing called"), ("3:kill1.5:1", "nothing called"), ("3:kill0.1:1", "nothing called"),
     ("3:new2.4:1", "nothing called"), ("3:remove3.1:1", "nothing called"), ("3:freeze4:1", "nothing called"),
     ("3:freeze0:1", "nothing called"), ("3:killed1.1:1", "nothing called"), ("3:freeze:1", "nothing called"),
     ("3:kill1.1:2", "there is 1"), ("3:remove1.1:0", "there is 1"), ("3:freeze1:0.5", "thaws with 0"),
     ("3:new1.1:0.5", "whole number"), ("3:new1.1:-1", "whole number"), ("3:new1.1:1000001", "whole number"),
     ("3:boost:0", "0.001 to 1000"), ("3:boost:-2", "0.001 to 1000"), ("3:boost:1001", "0.001 to 1000"),
     ("3:remove1.2:1,4:new1.2:3", "removed"), ("3:remove1.2:1,3:w2.2.1:1", "removed"),
     ("3:remove1.2:1,9:remove1.2:1", "removed"), ("3:remove1.2:1,9:kill1.2:1", "removed")],
)  # fmt: skip
def test_nonsense_gets_one_sentence(text, problem):
    with pytest.raises(ValueError, match=problem):
        TrainingConfig(**SIZES, changes=read_changes(text))
    config, ignored = TrainingConfig(**SIZES).edited({"changes": text})
    assert config.changes == ()
    assert len(ignored) == 1


@pytest.mark.parametrize(
    "text", ["3:kill2.3:1", "0:new1.4:1000000", "0:new1.4:0", "3:freeze3:1", "3:freeze1:0", "3:boost:1000",
             "3:boost:0.001", "3:remove1.2:1,4:w1.1.2:1", "3:remove1.2:1,4:w2.1.1:1", "3:remove1.2:1,4:kill1.1:1"],
)  # fmt: skip
def test_what_makes_sense_is_the_same_in_the_link(text):
    config = TrainingConfig(**SIZES, changes=read_changes(text))
    assert TrainingConfig.from_link(config.to_link())[0] == config
    assert config.to_link()["changes"] == text


def test_what_is_taken_away_has_nothing_that_leads_out_of_a_removed_unit():
    trainer = Trainer(TrainingConfig(**SIZES, samples=60, changes=read_changes("3:remove1.2:1")))
    trainer.run(6)
    with np.load(BytesIO(weights_npz(trainer))) as saved:
        assert (saved["weights_2"][1] == 0).all()
        assert (saved["weights_2"][0] != 0).all()


def test_new_weights_do_not_bring_back_what_leads_out_of_a_removed_unit():
    changes = read_changes("0:remove1.2:1,2:new2.1:5,3:boost:10")
    trainer = Trainer(TrainingConfig(**SIZES, samples=60, learning_rate=0.1, changes=changes))
    frames = trainer.run(6)
    assert (frames.theta[:, 0, [15, 16, 17]] == 0).all()
    assert (frames.theta[-1, 0, 12:15] != 0).all()
    assert inf > np.abs(frames.theta).max()

"""What the sentences of every situation say is what the engine computes, and so is its picture."""

import dataclasses
import io

import numpy as np
import pytest
from PIL import Image

from relu_viz.figures.thumbnail import thumbnail
from relu_viz.lessons import SITUATIONS, gallery, shipped_picture
from relu_viz.lessons.gallery import PLACES, picture_of
from relu_viz.lessons.situations import trained
from relu_viz.stage import view_extent
from relu_viz.training import (
    Trainer,
    TrainingConfig,
    proposed_twins,
    read_twins,
    see_flip,
    twins_of,
    watch_batches,
)
from tests.lessons.told import numbers_in
from tests.pieces import finished

CHAOTIC = ("units_die", "rate_too_high")  # a step so long that another machine's last bits grow into another boundary
LAST_BITS = 2  # of 255: what they change in a picture otherwise


@pytest.fixture(scope="module", params=SITUATIONS)
def reached(request):
    """Each situation with a trainer that has reached its epoch."""
    situation = SITUATIONS[request.param]
    return situation, trained(situation)


def test_what_its_sentences_say_is_so(reached):
    situation, trainer = reached
    assert len(situation.sentences) == 2
    assert situation.holds(trainer)
    assert TrainingConfig.from_link(situation.config.to_link()) == (situation.config, [])


def changes_of_life(trainer) -> list[tuple[str, int, str]]:
    """Each unit's name, and the epoch at which it falls silent on all points or answers again."""
    found, active = [], trainer.history.active[:, 0].tolist()
    for at in range(1, len(active)):
        unit = 0
        for layer, width in enumerate(trainer.config.hidden):
            for place in range(width):
                before, now = active[at - 1][unit] > 0, active[at][unit] > 0
                if before != now:
                    epoch = int(trainer.history.epoch[at])
                    found.append((f"{layer + 1}.{place + 1}", epoch, "answers" if now else "silent"))
                unit += 1
    return found


def wrong(trainer, of: str = "train") -> float:
    """The share of points on the wrong side, from the network's answers."""
    data, sides = trainer.data, 0
    x, y = (data.x_train, data.y_train) if of == "train" else (data.x_test, data.y_test)
    for logit, label in zip(trainer.network.forward(trainer.inputs(x))[0, :, 0], y, strict=True):
        sides += (logit > 0) != (label == 1)
    return sides / len(y)


def other(trainer, epochs: int, **settings) -> Trainer:
    twin = Trainer(dataclasses.replace(trainer.config, **settings))
    twin.run(epochs)
    return twin


def told_of_units_that_die(trainer) -> list:
    deaths = changes_of_life(trainer)
    assert len({epoch for _, epoch, _ in deaths}) == 1
    return [len(deaths), deaths[0][1], trainer.config.learning_rate, len(deaths), sum(trainer.config.hidden)]


def told_of_the_layer(trainer) -> list:
    first = [all(share == 0 for share in row[8:]) for row in trainer.history.active[:, 0].tolist()].index(True)
    assert all(share == 0 for row in trainer.history.active[first:, 0, 8:].tolist() for share in row)
    return [trainer.config.learning_rate, len(trainer.config.hidden), first, round(wrong(trainer), 1)]


def told_of_the_revival(trainer) -> list:
    ((unit, back, _),) = [each for each in changes_of_life(trainer) if each[2] == "answers" and each[1] == 10]
    died = [epoch for name, epoch, kind in changes_of_life(trainer) if name == unit and kind == "silent"]
    return [float(unit), max(epoch for epoch in died if epoch < back), back]


def told_of_leaky_relu(trainer) -> list:
    dying = SITUATIONS["units_die"]  # how many die there is counted there
    assert dataclasses.replace(trainer.config, activation="relu", alpha=None) == dying.config
    return [numbers_in(dying.title)[0], trainer.config.alpha, 0, trainer.epoch]


def told_of_sigmoid(trainer) -> list:
    relu = other(trainer, 200, activation="relu", initializer="he_normal")
    loss = round(float(trainer.history.train_loss[-1, 0]), 2)
    depth = len(trainer.config.hidden)
    return [depth, depth, trainer.epoch, loss, lambda told: 1 - wrong(relu) > told >= 0.95]


def told_of_the_output(trainer) -> list:
    x = trainer.inputs(trainer.data.x_train)
    assert (trainer.network.forward(x) <= 0).all()
    assert not trainer.network.gradient(x, trainer.data.y_train)[1].any(), "for good"
    losses = trainer.history.train_loss[:, 0].tolist()
    first = next(at for at, loss in enumerate(losses) if loss == losses[-1])
    seeds = [dataclasses.replace(trainer.config, seed=trainer.config.seed + run) for run in range(64)]
    stuck = sum((each.network.forward(x) <= 0).all() for each in (trained_to(50, config) for config in seeds))
    return [0, first, 0, lambda told: told < stuck / len(seeds), len(seeds)]


def trained_to(epoch: int, config) -> Trainer:
    trainer = Trainer(config)
    trainer.run(epoch, evaluate_every=epoch)
    return trainer


def told_of_the_born_dead(trainer) -> list:
    first = Trainer(trainer.config)
    lowest = first.network.weights[0][0, -1].max(), first.network.weights[1][0, -1].max()
    assert lowest == (-10, -10)
    assert (first.history.active[0] == 0).all()
    assert np.flatnonzero(trainer.network.theta != first.network.theta).tolist() == [trainer.network.theta.size - 1]
    return [10, first.history.active.shape[-1], lambda told: abs(wrong(trainer) - told) < 0.05]


def death_by_step(trainer) -> tuple[str, int, int, float, Trainer]:
    """Of the first unit that falls silent: name, epoch, step, the share just before; and the run before that epoch."""
    name, epoch, _ = next(each for each in changes_of_life(trainer) if each[2] == "silent")
    layer, place = int(name[0]) - 1, int(name[2]) - 1
    past = Trainer(trainer.config)
    past.run(epoch - 1)
    frames = finished(watch_batches(past, 0, 99))
    active = frames.active[:, 0, sum(trainer.config.hidden[:layer]) + place].tolist()
    step = active.index(0) + 1
    before = active[step - 2] if step > 1 else past.history.active[-1, 0, sum(trainer.config.hidden[:layer]) + place]
    return name, epoch, step, before, past


def told_of_the_step(trainer) -> list:
    name, epoch, step, share, past = death_by_step(trainer)
    tried = finished(see_flip(past, trainer.config.hidden[0] + int(name[2]) - 1, step))[1]
    rate = trainer.config.learning_rate
    slower = next(each for each in tried if each.differs == {"learning_rate": 0.5 * rate})
    assert slower.later > 0
    return [float(name), share, step, epoch, 0.5, 10]


def told_from_below(trainer) -> list:
    name, epoch, step, _, past = death_by_step(trainer)
    thetas, (first, _), x = finished(watch_batches(past, 0, 99)).theta[:, 0], trainer.config.hidden, past.data.x_train
    before, after = thetas[step - 2], thetas[step - 1]
    below = (len(x[0]) + 1) * first
    comes_in = np.maximum(0, x @ before[: below - first].reshape(-1, first) + before[below - first : below])
    own = after[below:].reshape(-1)[: (first + 1) * trainer.config.hidden[1]].reshape(first + 1, -1)
    z = comes_in @ own[:-1, int(name[2]) - 1] + own[-1, int(name[2]) - 1]
    return [step, epoch, float(name), (z > 0).sum()]


def told_of_momentum(trainer) -> list:
    (name, died, _), (_, back, _) = changes_of_life(trainer)
    return [float(name), died, back, 10]


def told_of_too_late(trainer) -> list:
    last = max(epoch for _, epoch, what in changes_of_life(trainer) if what == "silent")
    slower = other(trainer, 60, learning_rate=0.1)
    assert changes_of_life(slower) == []
    return [trainer.config.learning_rate, last, 0.1, last, sum(trainer.config.hidden), trainer.epoch]


def told_of_not_prevented(trainer) -> list:
    deaths = changes_of_life(trainer)
    leaky = other(trainer, 60, activation="leaky_relu", alpha=0.1)
    assert {name for name, _, _ in deaths} <= {name for name, _, what in changes_of_life(leaky) if what == "silent"}
    return [*(float(name) for name in sorted(name for name, _, _ in deaths)), trainer.config.learning_rate,
            max(epoch for _, epoch, _ in deaths), trainer.epoch]  # fmt: skip


TOLD = {  # what every number in title and sentences is to be, or the condition that it is to meet
    "units_die": told_of_units_that_die,
    "layer_dies": told_of_the_layer,
    "unit_revives": told_of_the_revival,
    "leaky_rescue": told_of_leaky_relu,
    "sigmoid_stalls": told_of_sigmoid,
    "zeros": lambda trainer: [np.abs(trainer.first_frame.theta).max(), trainer.epoch],
    "divergence": lambda trainer: [trainer.config.learning_rate, int(trainer.diverged_at[0]), 0.05],
    "rate_too_high": lambda trainer: [trainer.config.learning_rate, 0.3],
    "spiral_plain": lambda trainer: [
        *trainer.config.hidden, len(trainer.config.features), trainer.epoch, lambda told: 0.1 <= told < wrong(trainer)
    ],
    "spiral_features": lambda trainer: [len(trainer.config.features), *trainer.config.hidden],
    "corners": lambda trainer: [*trainer.config.hidden, *trainer.config.hidden],  # a bend for each unit at most
    "curves": lambda trainer: [*trainer.config.hidden],
    "linear_stays_a_line": lambda trainer: [
        len(trainer.config.hidden), len(trainer.config.hidden), lambda told: abs(wrong(trainer) - told) < 0.15
    ],
    "dead_output": told_of_the_output,
    "born_dead": told_of_the_born_dead,
    "killed_by_a_step": told_of_the_step,
    "killed_from_below": told_from_below,
    "woken_by_momentum": told_of_momentum,
    "too_late": told_of_too_late,
    "not_prevented": told_of_not_prevented,
    "overfitting": lambda trainer: [
        len(trainer.config.hidden), *set(trainer.config.hidden), len(trainer.data.x_train),
        lambda told: 0.2 <= told <= wrong(trainer, "test"),
    ],
}  # fmt: skip


def settings_and_events(trainer) -> list[float]:
    """What a number may be in a situation that has no row in the table."""
    config, changes = trainer.config, changes_of_life(trainer)
    units = [float(name) for name, _, _ in changes]
    settings = [config.learning_rate, config.alpha, config.noise, config.held_out, config.samples, config.batch_size]
    shapes = [len(config.hidden), sum(config.hidden), *config.hidden, len(config.features)]
    return [trainer.epoch, *settings, *shapes, *units, *(epoch for _, epoch, _ in changes), len(changes)]


def test_every_number_it_tells_is_the_runs(reached):
    situation, trainer = reached
    told = numbers_in(" ".join((situation.title, *situation.sentences)))
    if situation.name in TOLD:
        facts = TOLD[situation.name](trainer)
        assert len(told) == len(facts), told
        for number, fact in zip(told, facts, strict=True):
            assert fact(number) if callable(fact) else number == pytest.approx(float(fact)), (number, fact)
    else:  # shares are bounds, which its own function checks
        known = settings_and_events(trainer)
        assert not [number for number in told if not 0 < number < 1 and number not in known]


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


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), int)


def test_the_shipped_picture_is_what_the_engine_draws(reached):
    situation, trainer = reached
    drawn, shipped = pixels(picture_of(trainer)), pixels(shipped_picture(situation).read_bytes())
    assert drawn.shape == shipped.shape
    apart = np.abs(drawn - shipped).max(axis=2)
    if situation.name in CHAOTIC:
        apart = apart[where_points_are(trainer)]
    assert apart.max() <= LAST_BITS


def where_points_are(trainer) -> np.ndarray:
    """Where a picture is the same whatever the network answers."""
    extent, data = view_extent(trainer), trainer.data
    low, high = (pixels(thumbnail(np.full((PLACES**2, 1), answer), extent, data)) for answer in (-9.0, 9.0))
    return (low == high).all(axis=2)


def test_there_are_ten_at_least():
    assert len(SITUATIONS) >= 10


def test_only_pictures_that_are_missing_or_named_are_drawn(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(gallery, "SHIPPED", tmp_path)
    for name in SITUATIONS:
        (tmp_path / f"{name}.png").write_bytes(b"there")
    (tmp_path / "zeros.png").unlink()
    gallery.draw([])
    assert capsys.readouterr().out == f"{tmp_path / 'zeros.png'}\n"
    gallery.draw(["divergence"])
    drawn = {each.stem for each in tmp_path.iterdir() if each.read_bytes() != b"there"}
    assert drawn == {"zeros", "divergence"}
    with pytest.raises(SystemExit, match="no situation nonsense; there are units_die"):
        gallery.draw(["nonsense"])


def test_the_spiral_is_told_tensorflow_playgrounds_seven_inputs():
    features = SITUATIONS["spiral_features"].config.features
    assert features == ("x1", "x2", "x1_squared", "x2_squared", "product", "sin_x1", "sin_x2")


@pytest.mark.parametrize("name", SITUATIONS)
def test_it_can_be_seen_beside_two_that_differ_in_one_thing(name):
    config = SITUATIONS[name].config
    twins, problems = twins_of(config, read_twins(proposed_twins(config)))
    assert (len(twins), problems) == (2, [])

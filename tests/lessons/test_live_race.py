"""The race: losses, arrivals and order are those of each runner trained alone."""

import dataclasses
from math import tanh

import numpy as np
import pytest

from relu_viz.lessons import live_race
from relu_viz.training import Trainer, TrainingConfig
from tests.pieces import finished

RUNNERS = ("relu", "tanh", "linear", "elu")
LABELS = {"relu": "ReLU", "tanh": "Tanh", "linear": "Linear", "elu": "ELU"}
LESSON = live_race.Lesson(activations=(*RUNNERS, "sigmoid"), dataset="moons", hidden=(6,), learning_rate=1.0, seed=1)


@pytest.fixture(scope="module")
def book():
    return finished(live_race.book(LESSON))


@pytest.fixture(scope="module")
def alone():
    """Each runner's loss at the start and after every epoch, and the trainer at the end."""
    found = {}
    for activation in RUNNERS:
        trainer = Trainer(
            TrainingConfig(
                dataset="moons", hidden=(6,), activation=activation, initializer="glorot_normal", learning_rate=1.0,
                batch_size=20, seed=1,
            )
        )  # fmt: skip
        first = float(trainer.first_frame.train_loss[0, 0])
        after = trainer.run(100).train_loss[:, 0].tolist()
        found[activation] = [first, *after], trainer
    return found


def arrival(losses: list[float]) -> int:
    """The first epoch with a loss of 0.1 or less; beyond all epochs if there is none."""
    for epoch, loss in enumerate(losses):
        if loss <= 0.1:
            return epoch
    return 10**6


@pytest.fixture(scope="module")
def arrivals(alone):
    found = {name: arrival(losses) for name, (losses, _) in alone.items()}
    assert 0 < found["relu"] < 100
    assert 0 < found["tanh"] < 100
    assert found["linear"] > 100
    return found


def test_each_title_tells_the_loss_until_the_runner_is_there_and_when_it_was(book, alone, arrivals):
    for name, panel in zip(RUNNERS, book.panels[:-1], strict=True):
        at = arrivals[name]
        for epoch in {0, 1, min(at, 100) - 1, min(at, 100), 100}:
            state = f"first there at epoch {at}" if epoch >= at else f"loss {alone[name][0][epoch]:.3g}"
            assert panel.titles[epoch] == f"{LABELS[name]}: {state}"


def test_the_sentence_tells_who_is_there_in_order_and_who_is_not(book, arrivals):
    moments = sorted({0, 100} | {at + step for at in arrivals.values() if at <= 100 for step in (-1, 0)})
    for epoch in moments:
        there = sorted((at, name) for name, at in arrivals.items() if at <= epoch)
        if there:
            still = ", ".join(LABELS[name] for name, at in arrivals.items() if at > epoch)
            order = ", then ".join(f"{LABELS[name]} ({at})" for at, name in there)
            assert book.sentences[epoch] == f"First at a loss of 0.1: {order}. Not there so far: {still}."
        else:
            assert book.sentences[epoch] == f"Epoch {epoch}. Nobody has been at a loss of 0.1 so far."


def test_those_who_are_there_in_the_same_epoch_are_told_together():
    told = live_race._told(9, {"relu": 7, "tanh": 5, "elu": 5, "sigmoid": None})
    assert told == "First at a loss of 0.1: ELU and Tanh (5), then ReLU (7). Not there so far: Sigmoid."


def test_when_all_are_there_nobody_is_still_on_the_way(arrivals):
    lesson = dataclasses.replace(LESSON, activations=("relu",))
    assert finished(live_race.book(lesson)).sentences[100] == f"First at a loss of 0.1: ReLU ({arrivals['relu']})."


def test_a_loss_of_just_the_target_is_there(alone, monkeypatch):
    losses = alone["relu"][0]
    monkeypatch.setattr(live_race, "TARGET", min(losses[:30]))
    book = finished(live_race.book(dataclasses.replace(LESSON, activations=("relu",))))
    at = losses.index(min(losses[:30]))
    assert book.panels[0].titles[at] == f"ReLU: first there at epoch {at}"
    assert book.panels[0].titles[at - 1].startswith("ReLU: loss")


def test_the_clock_shows_each_loss_up_to_now_and_the_target(book, alone):
    clock = book.panels[-1]
    *curves, target = clock.curves
    for name, curve in zip(RUNNERS, curves, strict=True):
        assert curve.name == LABELS[name]
        assert curve.x.tolist() == list(range(101))
        for now in (0, 1, 57, 100):
            assert curve.y[now, : now + 1].tolist() == pytest.approx(alone[name][0][: now + 1])
            assert np.isnan(curve.y[now, now + 1 :]).all()
    assert (target.name, target.x.tolist(), target.y.tolist()) == ("target: 0.1", [0, 100], [0.1, 0.1])
    assert (clock.x_range, clock.y_range, clock.y_log, clock.x_log) == ((0, 100), (0.005, 2), True, False)


def test_the_planes_are_the_outputs_with_the_top_row_first(book, alone):
    for name, panel in zip(RUNNERS, book.panels[:-1], strict=True):
        trainer = alone[name][1]
        for row, column in ((0, 0), (3, 20), (31, 0), (31, 31)):
            x = [[-2.6 + 5.2 * column / 31, 2.6 - 5.2 * row / 31]]
            logit = float(trainer.network.forward(np.array(x))[0, 0, 0])
            assert panel.plane[100, row, column] == pytest.approx(tanh(logit / 2), rel=1e-4, abs=1e-6)
        first = Trainer(trainer.config).network.forward(np.array([[-2.6, 2.6]]))[0, 0, 0]
        assert panel.plane[0, 0, 0] == pytest.approx(tanh(first / 2), rel=1e-4, abs=1e-6)
        assert panel.plane.shape == (101, 32, 32)
        assert panel.x_range == panel.y_range == (-2.6, 2.6)
        assert name in panel.alt
        for label, points in enumerate(panel.curves):
            held = [
                place for place, each in zip(trainer.data.x_train, trainer.data.y_train, strict=True) if each == label
            ]
            assert np.array_equal(np.stack([points.x, points.y], axis=1), held)


def test_of_three_classes_the_plane_shows_which_is_likeliest():
    lesson = live_race.Lesson(activations=("relu",), dataset="blobs", hidden=(3,), learning_rate=0.1)
    panel = finished(live_race.book(lesson)).panels[0]
    start = Trainer(
        TrainingConfig(
            dataset="blobs", hidden=(3,), initializer="glorot_normal", learning_rate=0.1, batch_size=20, seed=0,
        )
    )  # fmt: skip
    across = [-2.6 + 5.2 * place / 31 for place in range(32)]
    logits = start.network.forward(np.array([[x, -y] for y in across for x in across]))[0].tolist()
    assert panel.plane[0].ravel().tolist() == [row.index(max(row)) - 1 for row in logits]
    assert set(panel.plane.ravel().tolist()) == {-1, 0, 1}
    assert [curve.mark for curve in panel.curves] == ["square", "circle", "cross"]


def test_the_first_four_race_from_epoch_0(book):
    assert [panel.title for panel in book.panels] == ["ReLU", "Tanh", "Linear", "ELU", "Loss"]
    assert list(book.frames) == [str(epoch) for epoch in range(101)]
    assert LESSON.frame == 0


def test_the_first_frames_alone_are_those_of_the_whole(book):
    first = finished(live_race.book(LESSON, 12))
    assert (first.frames, first.sentences) == (book.frames[:12], book.sentences[:12])
    for part, whole in zip(first.panels, book.panels, strict=True):
        assert list(part.titles) == list(whole.titles[:12])
        assert (part.x_range, part.y_range, part.alt) == (whole.x_range, whole.y_range, whole.alt)
        assert part.plane is None or np.array_equal(part.plane, whole.plane[:12])
        for few, all_of_it in zip(part.curves, whole.curves, strict=True):
            if few.y.ndim == 2:  # what follows the clock: later epochs are nan in the whole
                assert np.array_equal(few.y, all_of_it.y[:12, :12], equal_nan=True)
                assert np.isnan(all_of_it.y[:12, 12:]).all()
            else:
                assert np.array_equal(few.y, all_of_it.y)

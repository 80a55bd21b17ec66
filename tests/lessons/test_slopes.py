"""Learned slopes: what is shown of each start is what a run of that start alone has learned."""

import pytest

from relu_viz.lessons import slopes
from relu_viz.training import Trainer, TrainingConfig
from tests.lessons.books import of_slopes

STARTS = [round(number / 20, 2) for number in range(21)]
FRAMES = (0, 20)


@pytest.fixture(scope="module")
def book():
    return of_slopes("circles")


@pytest.fixture(scope="module")
def alone():
    """Of each start: the mean slope of every layer after 1 and 60 epochs, and the losses."""
    found = {}
    for frame in FRAMES:
        config = TrainingConfig(
            dataset="circles",
            hidden=(8, 8, 8),
            activation="prelu",
            alpha=STARTS[frame],
            learning_rate=0.2,
            batch_size=20,
            seed=4,
        )
        trainer, means = Trainer(config), []
        for epochs in (1, 59):
            trainer.run(epochs)
            means.append([sum(layer[0].tolist()) / 8 for layer in trainer.network.slopes])
        found[frame] = *means, trainer.history.train_loss[:, 0].tolist()
    return found


def test_curves_begin_at_the_start_and_go_where_the_slopes_go(book, alone):
    panel = book.panels[0]
    for layer, curve in enumerate(panel.curves):
        assert curve.name == f"layer {layer + 1}"
        assert curve.x.tolist() == list(range(61))
        for frame, (first, last, _) in alone.items():
            ends = STARTS[frame], first[layer], last[layer]
            assert curve.y[frame, [0, 1, 60]].tolist() == pytest.approx(ends, rel=1e-5, abs=1e-6)
        assert panel.y_range[0] < curve.y.min()
        assert panel.y_range[1] > curve.y.max()
    assert len(panel.curves) == 3
    lowest, highest = (pick(pick(c.y.ravel().tolist()) for c in panel.curves) for pick in (min, max))
    assert panel.y_range == pytest.approx((min(lowest, 0) - 0.05, max(highest, 1) + 0.05))
    assert panel.x_range == (0, 60)


def test_the_loss_is_that_after_each_epoch_from_the_first_on(book, alone):
    panel = book.panels[1]
    (curve,) = panel.curves
    assert curve.x.tolist() == list(range(1, 61))
    for frame, (_, _, losses) in alone.items():
        assert curve.y[frame].tolist() == pytest.approx(losses[-60:], rel=1e-5)
    assert panel.x_range == (1, 60)
    assert panel.y_log
    assert panel.y_range == (0.01, 1)
    assert not book.panels[0].y_log


def test_it_tells_the_last_slopes_and_the_last_loss(book, alone):
    for frame, (_, last, losses) in alone.items():
        ends = ", ".join(f"{slope:.2f}" for slope in last)
        assert book.sentences[frame] == f"Layer by layer from {STARTS[frame]:g} to {ends}; loss {losses[-1]:.3f}."


def test_the_frames_are_the_starts_and_it_opens_at_prelu_s_own(book):
    assert [float(each) for each in book.frames] == STARTS
    assert book.frames[slopes.Lesson().frame] == "0.25"  # He et al. 2015

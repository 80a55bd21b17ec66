"""A class trained as one ensemble: everybody gets their own numbers, nobody waits for ever."""

import threading

import numpy as np
import pytest

from relu_viz.stage import batching
from relu_viz.stage.batching import Classroom
from relu_viz.stage.turns import NOBODY
from relu_viz.training import Change, Trainer, TrainingConfig, train_in_pieces


def test_students_from_many_threads_get_what_they_would_get_alone():
    configs = [TrainingConfig(samples=60, hidden=(4, 3 + n % 2), seed=n, noise=0.1 + 0.02 * n) for n in range(8)]
    trainers, classroom, frames = [Trainer(config) for config in configs], Classroom(), {}

    def study(n: int) -> None:
        for _ in range(4):
            frames[n] = classroom.train(trainers[n], 3)

    threads = [threading.Thread(target=study, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    for n, config in enumerate(configs):
        alone = Trainer(config)
        alone.run(12)
        assert np.array_equal(alone.network.theta, trainers[n].network.theta)
        assert frames[n].epoch.tolist() == [10, 11, 12]


def test_who_waits_for_the_same_is_trained_along_and_who_does_not_is_not():
    """While one job keeps the class's thread, four ask: two alike, one for far more epochs, one of another shape."""
    classroom, begun, go_on = Classroom(), threading.Event(), threading.Event()

    def keep_busy() -> None:
        begun.set()
        go_on.wait(30)

    classroom.turns.do(NOBODY, keep_busy)
    begun.wait(30)
    trainers = [Trainer(TrainingConfig(samples=60, hidden=(4 + (n == 3),), seed=n)) for n in range(4)]
    asked = [classroom.ask(trainer, epochs) for trainer, epochs in zip(trainers, (5, 5, 11, 5), strict=True)]
    done = [classroom.turns.do(NOBODY, lambda: [trainer.epoch for trainer in trainers], trainers)]
    go_on.set()
    assert [len(each.result.result(30).epoch) for each in asked] == [5, 5, 11, 5]
    assert done[0].result.result(30) == [5, 5, 11, 5]


def test_a_failure_reaches_everybody_who_waits_and_the_class_goes_on():
    classroom, trainer = Classroom(), Trainer(TrainingConfig(samples=60))
    broken = Trainer(TrainingConfig(samples=60))
    broken.memory = np.zeros((1, 2, 3))  # of no shape that fits
    with pytest.raises(Exception, match=r"."):
        classroom.train(broken, 1)
    assert len(classroom.train(trainer, 2).epoch) == 2


def test_a_turn_is_a_slice_of_time_and_the_next_one_goes_on(monkeypatch):
    monkeypatch.setattr(batching, "SECONDS_OF_A_TURN", 0.0)
    classroom, trainer = Classroom(), Trainer(TrainingConfig(samples=60))
    assert classroom.train(trainer, 12).epoch.tolist() == [1], "one frame at least"
    assert classroom.train(trainer, 12, every=10).epoch.tolist() == [11]
    alone = Trainer(TrainingConfig(samples=60))
    alone.run(11)
    assert np.array_equal(trainer.network.theta, alone.network.theta)


def test_a_turn_is_for_forty_at_most(monkeypatch):
    """While one job keeps the class's thread, fifty who are alike ask: forty are answered, then the others."""
    classroom, begun, go_on, batches = Classroom(), threading.Event(), threading.Event(), []

    def counted(trainers, *given):
        batches.append(len(trainers))
        return train_in_pieces(trainers, *given)

    monkeypatch.setattr(batching, "train_in_pieces", counted)

    def keep_busy() -> None:
        begun.set()
        go_on.wait(30)

    classroom.turns.do(NOBODY, keep_busy)
    begun.wait(30)
    asked = [classroom.ask(Trainer(TrainingConfig(samples=20, hidden=(2,), seed=n)), 2) for n in range(50)]
    go_on.set()
    assert [len(each.result.result(30).epoch) for each in asked] == [2] * 50
    assert batches == [40, 10]


@pytest.mark.parametrize(
    ("epochs", "every"), [((5, 60), (1, 1)), ((6, 6), (1, 3)), ((60, 5), (1, 1)), ((5, 7), (3, 3))]
)
def test_who_waits_for_more_or_less_is_not_mixed_with_others(epochs, every):
    """While one job keeps the class's thread, two who are alike but for what they ask for wait side by side."""
    classroom, begun, go_on = Classroom(), threading.Event(), threading.Event()

    def keep_busy() -> None:
        begun.set()
        go_on.wait(30)

    classroom.turns.do(NOBODY, keep_busy)
    begun.wait(30)
    trainers = [Trainer(TrainingConfig(samples=20, hidden=(2,), seed=n)) for n in range(2)]
    asked = [classroom.ask(*told) for told in zip(trainers, epochs, every, strict=True)]
    go_on.set()
    for answer, trainer, last, step in zip(asked, trainers, epochs, every, strict=True):
        assert answer.result.result(30).epoch.tolist() == [*range(step, last, step), last]
        assert trainer.snapshots.epoch[-1] == trainer.epoch == last


def test_a_change_on_the_way_ends_what_is_asked_for():
    config = TrainingConfig(samples=20, hidden=(2,), changes=(Change(4, "learning_rate", 0.5),))
    classroom, trainer = Classroom(), Trainer(config)
    assert classroom.train(trainer, 10).epoch.tolist() == [1, 2, 3, 4]
    assert classroom.train(trainer, 2).epoch.tolist() == [5, 6]


@pytest.mark.parametrize("epochs", [(36, 24), (24, 36)])
def test_who_waits_for_nearly_as_much_is_trained_along_as_far_as_both_want(epochs):
    classroom, begun, go_on = Classroom(), threading.Event(), threading.Event()
    classroom.turns.do(NOBODY, lambda: begun.set() or go_on.wait(30))
    begun.wait(30)
    trainers = [Trainer(TrainingConfig(samples=20, hidden=(2,), seed=n)) for n in range(2)]
    asked = [classroom.ask(trainer, each, 12) for trainer, each in zip(trainers, epochs, strict=True)]
    go_on.set()
    assert [each.result.result(30).epoch.tolist() for each in asked] == [[12, 24], [12, 24]]
    assert asked[0].serves == [NOBODY, NOBODY]

"""A class trained as one ensemble: everybody gets their own numbers, nobody waits for ever."""

import gc
import threading
import weakref

import numpy as np
import pytest

from relu_viz.stage import Seat, batching
from relu_viz.stage.batching import Classroom, continue_from
from relu_viz.stage.memory import Seats
from relu_viz.training import Trainer, TrainingConfig


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


def test_a_failure_reaches_everybody_who_waits_and_the_class_goes_on(monkeypatch):
    classroom, trainer = Classroom(), Trainer(TrainingConfig(samples=60))
    broken = Trainer(TrainingConfig(samples=60))
    broken.memory = np.zeros((1, 2, 3))  # of no shape that fits
    with pytest.raises(Exception, match=r"."):
        classroom.train(broken, 1)
    assert len(classroom.train(trainer, 2).epoch) == 2


@pytest.mark.parametrize("epoch", [0, 3, 7, 12])
def test_a_trainer_is_brought_to_where_the_browser_is(epoch):
    classroom, trainer = Classroom(), Trainer(TrainingConfig(samples=60))
    for _ in range(3):
        classroom.train(trainer, 3)
    continue_from(classroom, trainer, epoch)
    alone = Trainer(TrainingConfig(samples=60))
    alone.run(epoch)
    assert trainer.epoch == epoch
    assert np.array_equal(trainer.network.theta, alone.network.theta)


def test_an_impossible_epoch_is_not_chased():
    classroom, trainer = Classroom(), Trainer(TrainingConfig(samples=60))
    continue_from(classroom, trainer, 10**9)
    assert trainer.epoch == 0


def test_a_class_that_fills_slows_down_and_recovers(monkeypatch):
    now = 1000.0
    monkeypatch.setattr(batching, "monotonic", lambda: now)
    pace = batching.Pace()
    trainers = [Trainer(TrainingConfig(samples=20, hidden=(2,))) for _ in range(100)]
    pace.asked(trainers[0])
    assert pace.frames_a_second == 60
    for trainer in trainers[:60]:
        pace.asked(trainer)
    assert pace.frames_a_second == 40
    assert pace.frames_of_a_reel == 36, "longer, for every answer reruns a page"
    for trainer in trainers:
        pace.asked(trainer)
    assert pace.frames_a_second == 33
    for _ in range(3):
        now += 1.1
        pace.answered(2.0)
    assert pace.frames_a_second == pytest.approx(60 * 0.8**3, abs=1), "most waited too long"
    for _ in range(10):
        now += 1.1
        pace.answered(0.1)
    pace.asked(trainers[0])
    assert pace.frames_a_second == 60, "the others have left"


def test_who_leaves_gives_the_memory_back_and_finds_the_run_again():
    there = {"a", "b"}
    seats = Seats(lambda session: session in there)
    trainer = Trainer(TrainingConfig(samples=20, hidden=(2,)))
    trainer.run(5)
    alive, seat = weakref.ref(trainer), Seat(trainer)
    seats.take("a", seat)
    seats.take("b", Seat(Trainer(TrainingConfig(samples=20))))
    assert seats.clear_the_empty() == 0
    there.remove("a")
    del trainer
    assert seats.clear_the_empty() == 1
    gc.collect()
    assert alive() is None
    continue_from(Classroom(), seat.trainer, 5)
    assert seat.trainer.epoch == 5

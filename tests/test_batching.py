"""A class trained as one ensemble: everybody gets their own numbers, nobody waits for ever."""

import threading

import numpy as np
import pytest

from relu_viz.stage.batching import Classroom, continue_from
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

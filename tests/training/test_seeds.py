"""One run over many seeds: the numbers of each alone, in pieces, within the time that there is."""

import numpy as np
import pytest

from relu_viz.training import Change, TooLongError, Trainer, TrainingConfig, seeds, together, train_seeds
from tests.pieces import finished

CONFIG = TrainingConfig(samples=40, hidden=(3,), batch_size=10, seed=5, changes=(Change(4, "learning_rate", 0.5),))


@pytest.mark.parametrize("most", [10**7, 800, 1])
def test_however_many_are_stepped_together_each_is_what_it_is_alone(monkeypatch, most):
    monkeypatch.setattr(seeds, "MOST_OF_A_STEP", most)
    groups = finished(train_seeds(CONFIG, 7, 13))
    assert [group.runs for group in groups] == {10**7: [7], 800: [3, 3, 1], 1: [1] * 7}[most]
    losses = np.concatenate([group.history.train_loss[-1] for group in groups])
    for seed, loss in enumerate(losses):
        alone = Trainer(TrainingConfig(**vars(CONFIG) | {"seed": 5 + seed}))
        alone.run(13)
        assert alone.history.train_loss[-1, 0] == loss


@pytest.fixture
def _step_by_step(monkeypatch):
    monkeypatch.setattr(together, "SECONDS_OF_A_PIECE", 0)


@pytest.mark.usefixtures("_step_by_step")
def test_what_is_done_only_grows_from_nothing_to_all():
    told = list(train_seeds(CONFIG, 5, 30))
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)


class Ticking:
    """A clock on which each look takes a second."""

    def __init__(self):
        self.seconds = 0.0

    def worked(self):
        self.seconds += 1
        return self.seconds

    def pause(self, done):
        yield done


def test_it_ends_with_the_epoch_that_is_done_in_time(monkeypatch):
    monkeypatch.setattr(seeds, "Clock", Ticking)
    groups = finished(train_seeds(CONFIG, 3, 500, seconds=60))
    assert 1 <= groups[0].epoch < 30
    assert len({group.epoch for group in groups}) == 1


@pytest.mark.usefixtures("_step_by_step")
def test_who_would_not_get_an_epoch_done_is_told_so_at_once(monkeypatch):
    monkeypatch.setattr(seeds, "Clock", Ticking)
    monkeypatch.setattr(seeds, "MOST_OF_A_STEP", 1)
    with pytest.raises(TooLongError, match=r"One epoch of 64 such networks would take some .* 60 are what a visitor"):
        finished(train_seeds(CONFIG, 64, 100, seconds=60))

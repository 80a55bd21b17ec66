"""What the stage says is typical, against a plain count over 64 runs, each trained alone."""

import json
from statistics import median

import numpy as np
import pytest

from relu_viz.stage import StudentsSeat, classroom
from relu_viz.stage.kept import kept
from relu_viz.stage.typical import VERSION, Typical, count_typical, pack_typical
from relu_viz.stage.want import Want
from relu_viz.training import Change, Trainer, TrainingConfig
from tests.apart import run_apart
from tests.pieces import finished

CONFIG = TrainingConfig(samples=40, hidden=(4, 3), learning_rate=2, seed=5, changes=(Change(6, "learning_rate", 3),))


def silent_units(config: TrainingConfig, seed: int, epoch: int) -> int:
    """Units of one run alone whose sum is above 0 on none of the points that it learns from."""
    trainer = Trainer(TrainingConfig(**vars(config) | {"seed": seed}))
    trainer.run(epoch)
    h, count = np.asarray(trainer.inputs(trainer.data.x_train)), 0
    for weights in trainer.network.weights[:-1]:
        z = h @ weights[0][:-1] + weights[0][-1]
        count += sum(all(each <= 0 for each in unit) for unit in z.T.tolist())
        h = np.maximum(z, 0)
    return count


def test_the_median_is_that_of_sixty_four_runs_each_counted_alone_at_that_epoch():
    counts = [silent_units(CONFIG, 5 + n, 12) for n in range(64)]
    assert len(set(counts)) > 2, "or the median would say little"
    told = finished(count_typical(CONFIG, 12))
    assert told.words == (
        f"Typical: a median of {median(counts):g} of 7 dead on the training points, over 64 seeds at epoch 12."
    )


def test_it_is_said_how_many_diverged():
    config = TrainingConfig(samples=40, hidden=(4,), dataset="plane", learning_rate=3, seed=0)
    diverged = 0
    for seed in range(64):
        trainer = Trainer(TrainingConfig(**vars(config) | {"seed": seed}))
        trainer.run(15)
        diverged += bool(trainer.diverged_at[0] >= 0)
    assert diverged > 0
    words = finished(count_typical(config, 15)).words
    assert f"over 64 seeds ({diverged} of them diverged before that) at epoch 15" in words


def test_where_it_takes_too_long_nothing_is_said():
    assert finished(count_typical(CONFIG, 5000, seconds=0.05)) == Typical(5000, "")


def unpack(packed: bytes) -> dict:
    assert int.from_bytes(packed[:4], "little") == VERSION
    return json.loads(packed[12:])


def answer(seat: StudentsSeat, epoch: int = 12) -> dict:
    return unpack(run_apart(seat.answer(Want(seat.number, 0, epoch, 1, typical=1))))


def test_a_seat_counts_in_turns_once_for_a_config_and_an_epoch():
    kept().clear()
    seat, told = StudentsSeat(Trainer(CONFIG)), {}
    while "words" not in told:
        told = answer(seat)
        assert told["epoch"] == 12
    assert told["words"] == finished(count_typical(CONFIG, 12)).words
    assert seat.trainer.epoch == 0, "its own run is where it was"
    another = StudentsSeat(Trainer(CONFIG))
    assert answer(another)["words"] == told["words"], "at once: it is kept"


def test_frames_come_first():
    kept().clear()
    seat = StudentsSeat(Trainer(TrainingConfig(hidden=(64, 64), seed=3)))
    assert "words" not in answer(seat, 200)
    run_apart(seat.answer(Want(seat.number, 1, 0, 1)))
    while classroom().turns.waiting:
        pass
    assert "words" not in answer(seat, 200), "or it would have gone on to its end"
    seat.leave()


@pytest.mark.parametrize(("found", "words"), [(None, None), (Typical(3, ""), ""), (Typical(3, "Typical."), "Typical.")])
def test_what_travels(found, words):
    told = unpack(pack_typical(3, found))
    assert (told["epoch"], told.get("words")) == (3, words)

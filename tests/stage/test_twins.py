"""The seat before several runs: one clock, and each run what it is alone."""

import json

import numpy as np
import pytest

from relu_viz.stage import TwinsSeat
from relu_viz.stage.reel import read_frames
from relu_viz.stage.twins_bytes import REVIVED, VERSION
from relu_viz.stage.want import Want
from relu_viz.training import Trainer, TrainingConfig, twins_of
from tests.apart import run_apart

BASE = TrainingConfig(hidden=(4, 3), samples=60)
DIFFERENT = "learning_rate:0.3;activation:leaky_relu,alpha:0.01;optimizer:adam,learning_rate:0.01"
ALIKE = "learning_rate:0.3;learning_rate:0.1;l2:0"


def seat_of(base: TrainingConfig, text: str) -> TwinsSeat:
    return TwinsSeat([base, *twins_of(base, text)[0]])


def parts_of(answer: bytes) -> list[bytes]:
    (count,), at, parts = np.frombuffer(answer[4:8], "<u4"), 8, []
    for _ in range(count):
        (length,) = np.frombuffer(answer[at : at + 4], "<u4")
        parts.append(answer[at + 4 : at + 4 + length])
        at += 4 + int(length)
    return parts


def frames_of(seat: TwinsSeat, epoch: int, **want) -> list[np.ndarray]:
    """The frames of each run that follow an epoch."""
    answer = run_apart(
        seat.answer(Want(**{"generation": seat.number, "request": 1, "epoch": epoch, "epochs": 20} | want))
    )
    assert np.frombuffer(answer[:4], "<u4")[0] == VERSION
    sizes = [(each.network.theta.shape[1], each.network.hidden_units, 2) for each in seat.trainers]
    return [read_frames(part, *size) for part, size in zip(parts_of(answer), sizes, strict=True)]


def watched(seat: TwinsSeat, until: int, **want) -> list[np.ndarray]:
    """All frames of each run up to an epoch."""
    parts, epoch = [], 0
    while epoch < until:
        found = frames_of(seat, epoch, **want)
        if len(found[0]):
            parts.append(found)
            epoch = int(max(each["epoch"][-1] for each in found if len(each)))
    return [np.concatenate(each) for each in zip(*parts, strict=True)]


@pytest.mark.parametrize("text", [DIFFERENT, ALIKE, "activation:prelu;seed:5;batch_size:50"])
def test_every_run_is_what_it_is_alone_bit_for_bit_and_all_go_by_one_clock(text):
    seat = seat_of(BASE, text)
    runs = watched(seat, 30)
    epochs = runs[0]["epoch"].tolist()
    assert epochs == list(range(1, len(epochs) + 1))
    for config, frames in zip(seat.configs, runs, strict=True):
        assert frames["epoch"].tolist() == epochs
        alone = Trainer(config)
        np.testing.assert_array_equal(frames["theta"], alone.run(len(epochs)).theta[:, 0])
    for trainer, config in zip(seat.trainers, seat.configs, strict=True):
        alone = Trainer(config)
        alone.run(trainer.epoch)
        np.testing.assert_array_equal(trainer.network.theta, alone.network.theta)


def test_ten_epochs_a_frame_are_the_same_for_all():
    runs = watched(seat_of(BASE, DIFFERENT), 60, every=10)
    assert all(frames["epoch"].tolist() == runs[0]["epoch"].tolist() for frames in runs)
    assert set(np.diff(runs[0]["epoch"])) == {10}


def test_a_browser_that_is_elsewhere_goes_on_from_there():
    seat = seat_of(BASE, DIFFERENT)
    first = watched(seat, 40)
    again = frames_of(seat, 10)
    np.testing.assert_array_equal(again[2]["theta"][0], first[2]["theta"][10])
    anew = TwinsSeat(seat.configs)  # as after the server was started again
    while not len((later := frames_of(anew, 35))[0]):
        pass
    np.testing.assert_array_equal(later[1]["theta"][0], first[1]["theta"][35])
    assert all(len(each) == 0 for each in frames_of(TwinsSeat(seat.configs), 10**6)), "nobody has come that far"


def test_a_run_that_diverges_ends_and_the_others_go_on():
    seat = seat_of(TrainingConfig(hidden=(8,), samples=60), "learning_rate:1000000;activation:linear")
    runs = watched(seat, 40)
    ended = [each["epoch"][-1] for each in runs]
    assert ended[0] >= 40
    assert min(ended) < 40
    assert all(np.isfinite(each["theta"]).all() for each in runs)


def test_whom_a_difference_revives_comes_as_counts():
    seat = seat_of(TrainingConfig(hidden=(4, 4), learning_rate=2.0, samples=60), "l2:0.01;seed:5")
    watched(seat, 30)
    want = Want(seat.number, 0, 30, 1, since=10)
    while (told := json.loads(parts_of(run_apart(seat.answer(want)))[0][8:]))["revived"] is None:
        pass
    assert np.frombuffer(run_apart(seat.answer(want))[:4], "<u4")[0] == REVIVED
    assert (told["since"], told["until"], told["revived"][1]) == (10, 30, None)
    silent, active, anyway = told["revived"][0]
    assert 0 <= active <= silent <= 8
    assert 0 <= anyway <= silent
    later = Want(seat.number, 0, 10**6, 1, since=10)
    assert json.loads(parts_of(run_apart(seat.answer(later)))[0][8:])["revived"] == [None, None]


def test_who_leaves_gives_back_what_is_large():
    seat = seat_of(BASE, ALIKE)
    watched(seat, 5)
    seat.leave()
    assert seat._made == []
    assert len(watched(seat, 5)) == 3


def test_what_would_take_long_to_revive_is_not_tried(monkeypatch):
    monkeypatch.setattr("relu_viz.stage.twins_seat.MOST_WORK", 1000)
    seat = seat_of(BASE, "l2:0.01")
    watched(seat, 5)
    told = run_apart(seat.answer(Want(seat.number, 0, 5, 1, since=1)))
    assert json.loads(parts_of(told)[0][8:])["revived"] == [None]
